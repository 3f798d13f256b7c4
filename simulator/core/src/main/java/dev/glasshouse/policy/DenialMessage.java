package dev.glasshouse.policy;

import dev.glasshouse.policy.Decision.Effect;
import dev.glasshouse.policy.Decision.StatementRef;
import org.jspecify.annotations.Nullable;

/**
 * AWS's text of an access-denied error. It names one kind of policy even when several denied.
 *
 * <p>https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
public final class DenialMessage {

    private DenialMessage() {}

    /** The text with the resource and, in the reason, without the policy's ARN. */
    public static String of(PolicyRequest request, Decision decision) {
        return of(request, decision, true, false);
    }

    /**
     * The text of a denial.
     *
     * @param decision a denial
     * @param nameResource whether the service names the resource
     * @param namePolicy whether the denying policy's ARN follows, as it does inside one account or organization
     */
    public static String of(PolicyRequest request, Decision decision, boolean nameResource, boolean namePolicy) {
        String reason = reason(request, decision, namePolicy);
        return withoutReason(request, nameResource) + (reason == null ? "" : " " + reason);
    }

    /** The text without a reason, as services give it to callers of other accounts. */
    public static String withoutReason(PolicyRequest request, boolean nameResource) {
        String arn = request.principal().arn();
        String resource = nameResource ? " on resource: " + request.resourceArn() : "";
        return "User: " + (arn == null ? "anonymous" : arn) + " is not authorized to perform: " + request.action()
                + resource;
    }

    /** The reason alone, or null when the decision names no kind of policy. */
    public static @Nullable String reason(PolicyRequest request, Decision decision, boolean namePolicy) {
        if (decision.deniedBy().isEmpty()) {
            return null;
        }
        PolicyKind kind = decision.deniedBy().iterator().next();
        boolean trust = request.model() == AccessModel.ROLE_TRUST;
        if (decision.effect() == Effect.EXPLICITLY_DENIED) {
            StatementRef by = decision.deciding();
            String suffix = namePolicy && by != null && by.policyArn() != null ? ": " + by.policyArn() : "";
            return "with an explicit deny in " + explicit(kind, trust) + suffix;
        }
        if (kind == PolicyKind.S3_BLOCK_PUBLIC_ACCESS) {
            // Only the texts of the Put calls are published; this follows their form.
            return "because public access is prevented by the RestrictPublicBuckets setting in S3 Block Public Access";
        }
        return "because no " + implicit(kind, trust) + " allows the " + request.action() + " action";
    }

    private static String explicit(PolicyKind kind, boolean trust) {
        return switch (kind) {
            case RCP -> "a resource control policy";
            case SCP -> "a service control policy";
            case VPC_ENDPOINT -> "a VPC endpoint policy";
            case RESOURCE, S3_BLOCK_PUBLIC_ACCESS -> trust ? "the role trust policy" : "a resource-based policy";
            case IDENTITY -> "an identity-based policy";
            case BOUNDARY -> "a permissions boundary";
            case SESSION -> "a session policy";
        };
    }

    private static String implicit(PolicyKind kind, boolean trust) {
        return switch (kind) {
            case RCP -> "resource control policy";
            case SCP -> "service control policy";
            case VPC_ENDPOINT -> "VPC endpoint policy";
            case RESOURCE, S3_BLOCK_PUBLIC_ACCESS -> trust ? "role trust policy" : "resource-based policy";
            case IDENTITY -> "identity-based policy";
            case BOUNDARY -> "permissions boundary";
            case SESSION -> "session policy";
        };
    }
}
