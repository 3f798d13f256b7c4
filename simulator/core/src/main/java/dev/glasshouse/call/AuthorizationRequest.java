package dev.glasshouse.call;

import dev.glasshouse.policy.AccessModel;
import dev.glasshouse.policy.ActionName;
import dev.glasshouse.policy.Allowance;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Policy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One question to the policy engine: may the caller do this action on this resource?
 *
 * @param action the IAM action: {@code s3:GetObject}
 * @param resource the resource's ARN, or {@code *} for an action without a resource type
 * @param account the account that owns the resource
 * @param keys the service's condition keys for this action and resource; the gateway adds the global ones
 * @param resourceTags the resource's tags, for {@code aws:ResourceTag}; empty where the type has none
 * @param resourcePolicy the policy on the resource, or null
 * @param model how identity and resource policies combine for this action
 * @param publicAccessRestricted whether a public resource policy counts for the owner's account and services alone (S3's
 *     {@code RestrictPublicBuckets})
 * @param alsoAllowedBy what else than its policy allows on the resource's side, such as an ACL or a grant, or null
 * @param alsoAsked a second question about the same thing, such as one of the access point that leads to a bucket: only
 *     if it is allowed as well is this one; or null
 * @param role what a denial means
 * @param as who asks, where a token in the request proves it; null for the caller of the request
 */
public record AuthorizationRequest(
        String action,
        String resource,
        String account,
        ContextKeys keys,
        Map<String, String> resourceTags,
        @Nullable Policy resourcePolicy,
        AccessModel model,
        boolean publicAccessRestricted,
        @Nullable Allowance alsoAllowedBy,
        @Nullable AuthorizationRequest alsoAsked,
        Role role,
        @Nullable Caller as) {

    /** What a denial means for the call. */
    public enum Role {
        /** The call is refused. */
        REQUIRED,
        /** The call goes on; the operation answers per item, or words its error by it. */
        ADVISORY
    }

    public AuthorizationRequest {
        resourceTags = Map.copyOf(resourceTags);
    }

    /** A required request without keys, policy or tags. */
    public static AuthorizationRequest of(String action, String resource, String account) {
        return new AuthorizationRequest(
                ActionName.of(action).text(),
                resource,
                account,
                ContextKeys.EMPTY,
                Map.of(),
                null,
                AccessModel.of(action, resource),
                false,
                null,
                null,
                Role.REQUIRED,
                null);
    }

    private AuthorizationRequest copy(
            String ofAccount,
            ContextKeys otherKeys,
            @Nullable Policy policy,
            AccessModel otherModel,
            boolean restricted,
            @Nullable Allowance allows) {
        return new AuthorizationRequest(
                action,
                resource,
                ofAccount,
                otherKeys,
                resourceTags,
                policy,
                otherModel,
                restricted,
                allows,
                alsoAsked,
                role,
                as);
    }

    public AuthorizationRequest withKeys(ContextKeys other) {
        return copy(account, other, resourcePolicy, model, publicAccessRestricted, alsoAllowedBy);
    }

    /** The same question about a resource that another account owns. */
    public AuthorizationRequest withAccount(String owner) {
        return copy(owner, keys, resourcePolicy, model, publicAccessRestricted, alsoAllowedBy);
    }

    public AuthorizationRequest withResourcePolicy(@Nullable Policy policy) {
        return copy(account, keys, policy, model, publicAccessRestricted, alsoAllowedBy);
    }

    public AuthorizationRequest withModel(AccessModel other) {
        return copy(account, keys, resourcePolicy, other, publicAccessRestricted, alsoAllowedBy);
    }

    public AuthorizationRequest withPublicAccessRestricted(boolean restricted) {
        return copy(account, keys, resourcePolicy, model, restricted, alsoAllowedBy);
    }

    /** The same question where something beside the policy allows, as an explanation names it; null for nothing. */
    public AuthorizationRequest withAlsoAllowedBy(@Nullable String what) {
        return withAllowance(what == null ? null : new Allowance(what, Allowance.Reach.CALLER));
    }

    /** The same question where something beside the policy allows; null for nothing. */
    public AuthorizationRequest withAllowance(@Nullable Allowance allowance) {
        return copy(account, keys, resourcePolicy, model, publicAccessRestricted, allowance);
    }

    public AuthorizationRequest withResourceTags(Map<String, String> tags) {
        return new AuthorizationRequest(
                action,
                resource,
                account,
                keys,
                tags,
                resourcePolicy,
                model,
                publicAccessRestricted,
                alsoAllowedBy,
                alsoAsked,
                role,
                as);
    }

    /** The same question, which only holds if a second one is allowed as well. */
    public AuthorizationRequest withAlsoAsked(AuthorizationRequest second) {
        return new AuthorizationRequest(
                action,
                resource,
                account,
                keys,
                resourceTags,
                resourcePolicy,
                model,
                publicAccessRestricted,
                alsoAllowedBy,
                second,
                role,
                as);
    }

    /** The same question, whose denial does not end the call. */
    public AuthorizationRequest advisory() {
        return withRole(Role.ADVISORY);
    }

    /** The same question, with another meaning of its denial. */
    public AuthorizationRequest withRole(Role other) {
        return new AuthorizationRequest(
                action,
                resource,
                account,
                keys,
                resourceTags,
                resourcePolicy,
                model,
                publicAccessRestricted,
                alsoAllowedBy,
                alsoAsked,
                other,
                as);
    }

    /** The same question, put for somebody whom a token in the request names. */
    public AuthorizationRequest withCaller(Caller caller) {
        return new AuthorizationRequest(
                action,
                resource,
                account,
                keys,
                resourceTags,
                resourcePolicy,
                model,
                publicAccessRestricted,
                alsoAllowedBy,
                alsoAsked,
                role,
                caller);
    }

    /** Whether the action has no resource type, so that only {@code "Resource": "*"} matches it. */
    public boolean wildcardOnly() {
        return resource.equals("*");
    }
}
