package dev.glasshouse.policy;

import org.jspecify.annotations.Nullable;

/**
 * One question: may this principal do this action to this resource. A call that names several actions or resources
 * asks several of these.
 */
public final class PolicyRequest {

    private final PolicyPrincipal principal;
    private final ActionName action;
    private final String resourceArn;
    private final String resourceAccount;
    private final boolean wildcardOnlyAction;
    private final ContextKeys keys;
    private final AccessModel model;
    private final boolean publicAccessRestricted;
    private final @Nullable Supposition supposed;

    /**
     * A question.
     *
     * @param principal the caller
     * @param action {@code service:Name}; upper and lower case are the same
     * @param resourceArn the resource's ARN, or {@code *} when the action has no resource type
     * @param resourceAccount the 12 digits of the account that owns the resource
     * @param wildcardOnlyAction whether the action has no resource type, so that only Resource {@code *} covers it
     * @param keys the condition keys of the request
     * @param model how the resource's policy combines with the caller's
     * @param publicAccessRestricted whether S3's RestrictPublicBuckets is in force on the resource
     */
    public PolicyRequest(
            PolicyPrincipal principal,
            String action,
            String resourceArn,
            String resourceAccount,
            boolean wildcardOnlyAction,
            ContextKeys keys,
            AccessModel model,
            boolean publicAccessRestricted) {
        this(
                principal,
                ActionName.of(action),
                resourceArn,
                resourceAccount,
                wildcardOnlyAction,
                keys,
                model,
                publicAccessRestricted,
                null);
    }

    private PolicyRequest(
            PolicyPrincipal principal,
            ActionName action,
            String resourceArn,
            String resourceAccount,
            boolean wildcardOnlyAction,
            ContextKeys keys,
            AccessModel model,
            boolean publicAccessRestricted,
            @Nullable Supposition supposed) {
        this.principal = principal;
        this.action = action;
        this.resourceArn = resourceArn;
        this.resourceAccount = resourceAccount;
        this.wildcardOnlyAction = wildcardOnlyAction;
        this.keys = keys;
        this.model = model;
        this.publicAccessRestricted = publicAccessRestricted;
        this.supposed = supposed;
    }

    /** A question about a resource, with the model that its action and ARN imply. */
    public static PolicyRequest of(
            PolicyPrincipal principal, String action, String resourceArn, String resourceAccount, ContextKeys keys) {
        return new PolicyRequest(
                principal,
                action,
                resourceArn,
                resourceAccount,
                false,
                keys,
                AccessModel.of(action, resourceArn),
                false);
    }

    /** The same question with other condition keys. */
    public PolicyRequest withKeys(ContextKeys others) {
        return copy(others, null);
    }

    /** The same question, where it is supposed of some conditions whether they hold. */
    PolicyRequest supposing(Supposition supposition) {
        return copy(keys, supposition);
    }

    private PolicyRequest copy(ContextKeys others, @Nullable Supposition supposition) {
        return new PolicyRequest(
                principal,
                action,
                resourceArn,
                resourceAccount,
                wildcardOnlyAction,
                others,
                model,
                publicAccessRestricted,
                supposition);
    }

    /** Whether a line of a statement's conditions holds. */
    boolean holds(Statement statement, ConditionElement condition) {
        return supposed == null ? condition.holds(keys) : supposed.holds(statement, condition, keys);
    }

    /** The caller. */
    public PolicyPrincipal principal() {
        return principal;
    }

    /** The action as it was given. */
    public String action() {
        return action.text();
    }

    /** The action's service prefix, in lower case. */
    String actionService() {
        return action.service();
    }

    /** The action's name without prefix, in lower case. */
    String actionName() {
        return action.name();
    }

    /** The resource's ARN or {@code *}. */
    public String resourceArn() {
        return resourceArn;
    }

    /** The account that owns the resource. */
    public String resourceAccount() {
        return resourceAccount;
    }

    /** Whether only Resource {@code *} covers the action. */
    public boolean wildcardOnlyAction() {
        return wildcardOnlyAction;
    }

    /** The condition keys. */
    public ContextKeys keys() {
        return keys;
    }

    /** How the resource's policy combines with the caller's. */
    public AccessModel model() {
        return model;
    }

    /** Whether S3's RestrictPublicBuckets is in force. */
    public boolean publicAccessRestricted() {
        return publicAccessRestricted;
    }
}
