package dev.glasshouse.gateway;

import dev.glasshouse.call.AuthorizationMessages;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities;
import dev.glasshouse.policy.Decision;
import dev.glasshouse.policy.DenialReport;
import dev.glasshouse.policy.Explanation;
import dev.glasshouse.policy.PolicyEngine;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PolicyRequest;
import dev.glasshouse.policy.PolicySet;
import dev.glasshouse.sandbox.StateReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts every question of a plan to the policy engine, with all policies that bear on it. */
final class Authorizer {

    private final Identities identities;

    Authorizer(Identities identities) {
        this.identities = identities;
    }

    /** Decides every question of a plan; the caller looks for refusals. */
    Ruling rule(Request request, StateReader state, Instant now, AuthorizationPlan plan) {
        if (plan.requests().isEmpty()) {
            return new Ruling(List.of());
        }
        Identities.Grants grants = identities.grants(state, request.caller());
        PolicyPrincipal principal = principal(request.caller());
        List<Question> questions = new ArrayList<>(plan.requests().size());
        for (AuthorizationRequest asked : plan.requests()) {
            PolicyRequest question = question(request, now, principal, asked);
            Decision decision = PolicyEngine.decide(question, policies(request.caller(), grants, asked));
            questions.add(new Question(asked, question, decision));
        }
        return new Ruling(questions);
    }

    /** The details of a denial, sealed for the caller's account. */
    String encodedDenial(Request request, StateReader state, Question question) {
        Explanation explanation =
                PolicyEngine.explain(question.request(), policies(request.caller(), state, question.asked()));
        return AuthorizationMessages.seal(
                request.sandbox(), request.caller().account(), DenialReport.json(question.request(), explanation));
    }

    /** Every policy that bears on a question in some state, for looking into it afterwards. */
    PolicySet policies(Caller caller, StateReader state, AuthorizationRequest asked) {
        return policies(caller, identities.grants(state, caller), asked);
    }

    private static PolicySet policies(Caller caller, Identities.Grants grants, AuthorizationRequest asked) {
        PolicySet.Builder set = PolicySet.builder().identity(grants.identity()).resource(asked.resourcePolicy());
        if (grants.boundary() != null) {
            set.boundary(List.of(grants.boundary()));
        }
        if (caller.session() != null) {
            set.session(caller.session().policies());
        }
        return set.build();
    }

    private static PolicyRequest question(
            Request request, Instant now, PolicyPrincipal principal, AuthorizationRequest asked) {
        return new PolicyRequest(
                principal,
                asked.action(),
                asked.resource(),
                asked.account(),
                asked.wildcardOnly(),
                GlobalKeys.of(request, now, asked).with(asked.keys()),
                asked.model(),
                asked.publicAccessRestricted());
    }

    private static PolicyPrincipal principal(Caller caller) {
        return switch (caller.kind()) {
            case ANONYMOUS -> PolicyPrincipal.anonymous();
            case SERVICE -> PolicyPrincipal.service(caller.name());
            case ROLE ->
                PolicyPrincipal.parse(caller.arn())
                        .withRoleArn(caller.principalArn())
                        .withUniqueId(withoutSession(caller.principalId()));
            case FEDERATED_USER ->
                caller.session() == null
                        ? PolicyPrincipal.parse(caller.arn())
                        : PolicyPrincipal.parse(caller.arn())
                                .withParentUserArn(caller.session().issuerArn());
            case USER, ROOT -> PolicyPrincipal.parse(caller.arn()).withUniqueId(caller.principalId());
        };
    }

    private static String withoutSession(String principalId) {
        int colon = principalId.indexOf(':');
        return colon < 0 ? principalId : principalId.substring(0, colon);
    }
}
