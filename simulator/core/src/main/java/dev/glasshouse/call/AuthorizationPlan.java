package dev.glasshouse.call;

import java.util.List;

/**
 * Every question that an operation asks before it runs, in order. The first required one that is denied ends the call.
 *
 * @param requests the questions; none for an operation that everybody may call
 */
public record AuthorizationPlan(List<AuthorizationRequest> requests) {

    /** No question: AWS lets every authenticated principal make the call, or the operation decides by its kind. */
    public static final AuthorizationPlan OPEN = new AuthorizationPlan(List.of());

    public AuthorizationPlan {
        requests = List.copyOf(requests);
    }

    public static AuthorizationPlan of(AuthorizationRequest... requests) {
        return new AuthorizationPlan(List.of(requests));
    }
}
