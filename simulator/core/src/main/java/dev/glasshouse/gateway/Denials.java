package dev.glasshouse.gateway;

import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.policy.DenialMessage;
import dev.glasshouse.policy.PolicyKind;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PolicyRequest;
import dev.glasshouse.wire.WireError;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How services say that access is denied. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html">Troubleshoot access denied
 * error messages</a>.
 */
final class Denials {

    private Denials() {}

    /**
     * The error of a call that was refused.
     *
     * @param encoded makes the encoded message with the details, for services that add one
     */
    static WireError error(ServiceModel service, Question question, Supplier<String> encoded) {
        String text = text(question);
        List<String> protocols = service.protocols();
        if (protocols.contains("ec2")) {
            // EC2 names a resource only where there is a certain one
            String about = question.asked().wildcardOnly() ? text.replace(" on resource: *", "") : text;
            String details = reads(question) ? "" : ". Encoded authorization failure message: " + encoded.get();
            return WireError.of(
                    "UnauthorizedOperation",
                    403,
                    "You are not authorized to perform this operation. " + about + details);
        }
        if (protocols.contains("rest-json")) {
            return WireError.of("AccessDeniedException", 403, text);
        }
        boolean json = protocols.contains("json") && !protocols.contains("query");
        return json ? WireError.of("AccessDeniedException", 400, text) : WireError.of("AccessDenied", 403, text);
    }

    /** Whether an EC2 action only looks: AWS adds no encoded message then. */
    private static boolean reads(Question question) {
        String action = question.asked().action();
        return action.startsWith("ec2:Describe") || action.startsWith("ec2:Get") || action.startsWith("ec2:List");
    }

    /**
     * Whether the denying policy's ARN is told: only to callers of the resource's own account or organization. See
     * <a href="https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns">Enhanced
     * access denied error messages with policy ARNs</a>.
     */
    private static boolean namesPolicy(PolicyRequest request) {
        String organization = request.keys().single("aws:PrincipalOrgID");
        return request.resourceAccount().equals(request.principal().account())
                || organization != null && organization.equals(request.keys().single("aws:ResourceOrgID"));
    }

    /** The text of a denial. */
    static String text(Question question) {
        PolicyRequest request = question.request();
        if (request.action().startsWith("s3:")) {
            return s3(question);
        }
        if (request.action().startsWith("secretsmanager:")) {
            return secret(question);
        }
        if (request.principal().kind() == PolicyPrincipal.Kind.IDENTITY_PROVIDER) {
            // a user of a provider has no ARN to be named by
            return "Not authorized to perform " + request.action();
        }
        boolean key =
                request.action().startsWith("kms:") && request.resourceArn().contains(":key/");
        boolean stranger = !request.resourceAccount().equals(request.principal().account());
        boolean missing = question.asked().resourcePolicy() == null;
        if (key && (stranger || missing) && question.decision().deniedBy().contains(PolicyKind.RESOURCE)) {
            // KMS tells callers of other accounts neither whether the key is there nor what its policy says
            String what = request.action().equals("kms:Decrypt")
                    ? "the resource associated with this ciphertext"
                    : "this resource";
            return DenialMessage.withoutReason(request, false) + " on " + what
                    + " because the resource does not exist in this Region, no resource-based policies allow access,"
                    + " or a resource-based policy explicitly denies access";
        }
        return DenialMessage.of(request, question.decision(), true, namesPolicy(request));
    }

    /** Secrets Manager names a secret as the request did, and nothing where there is none. */
    private static String secret(Question question) {
        PolicyRequest request = question.request();
        String reason = DenialMessage.reason(request, question.decision(), namesPolicy(request));
        String named = Stream.of("secretsmanager:SecretId", "secretsmanager:Name")
                .map(key -> question.asked().keys().get(key))
                .filter(Objects::nonNull)
                .map(entry -> " on resource: " + entry.values().get(0))
                .findFirst()
                .orElse("");
        return DenialMessage.withoutReason(request, false) + named + (reason == null ? "" : " " + reason);
    }

    /**
     * S3 gives its reasons inside the owner's account or organization only, and puts the resource in quotation marks. See
     * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html">Troubleshoot access
     * denied (403 Forbidden) errors in Amazon S3</a>.
     */
    private static String s3(Question question) {
        PolicyRequest request = question.request();
        boolean owners = request.principal().kind() != PolicyPrincipal.Kind.ANONYMOUS && namesPolicy(request);
        if (!owners) {
            return "Access Denied";
        }
        String resource = request.wildcardOnlyAction() ? "*" : request.resourceArn();
        String reason = DenialMessage.reason(request, question.decision(), namesPolicy(request));
        return DenialMessage.withoutReason(request, false) + " on resource: \"" + resource + "\""
                + (reason == null ? "" : " " + reason);
    }
}
