package dev.glasshouse.policy;

import dev.glasshouse.policy.PolicyPrincipal.Kind;
import org.jspecify.annotations.Nullable;

/** Which kinds of policy bear on a request at all, and which requests need none. */
final class Scope {

    private Scope() {}

    /** Service control policies bind the IAM principals of an account, but not service-linked roles. */
    static boolean scpsBind(PolicyRequest request) {
        return request.principal().kind().isIam() && !request.principal().isServiceLinkedRole();
    }

    /**
     * Resource control policies bind everyone who asks for a resource of a listed service, but not service-linked
     * roles, the assuming of those, keys that AWS manages, or the retiring of grants. For an action that has no resource type those of the
     * caller's account count.
     */
    static boolean rcpsBind(PolicyRequest request) {
        String service = request.actionService();
        if (request.principal().isServiceLinkedRole() || !RcpServices.supports(service)) {
            return false;
        }
        boolean assumesServiceLinked =
                service.equals("sts") && request.resourceArn().contains(":role/aws-service-role/");
        boolean retiresGrant = service.equals("kms") && request.actionName().equals("retiregrant");
        boolean managedKey = request.model() == AccessModel.KMS_AWS_MANAGED_KEY;
        return !assumesServiceLinked && !retiresGrant && !managedKey;
    }

    /** Whether the action goes on whatever the policies say, for those who are signed in. */
    static boolean needsNoPermission(PolicyRequest request) {
        if (!request.actionService().equals("sts")
                || !request.principal().kind().isIam()) {
            return false;
        }
        Kind kind = request.principal().kind();
        return switch (request.actionName()) {
            case "getcalleridentity" -> true;
            case "getsessiontoken" -> kind == Kind.USER || kind == Kind.ROOT;
            default -> false;
        };
    }

    /**
     * Whether the caller's temporary credentials are of a kind that may never do the action: those of GetSessionToken
     * reach IAM only with MFA and STS only to assume a role; those of GetFederationToken reach neither. A session of root
     * for one task is bound by its task alone.
     */
    static boolean beyondCredentials(PolicyRequest request) {
        boolean sts = request.actionService().equals("sts");
        boolean iam = request.actionService().equals("iam");
        if (!sts && !iam) {
            return false;
        }
        return switch (request.principal().kind()) {
            case FEDERATED_USER -> !(sts && request.actionName().equals("getcalleridentity"));
            case USER, ROOT ->
                request.keys().contains("aws:TokenIssueTime")
                        && !"true".equals(request.keys().single("aws:AssumedRoot"))
                        && beyondSessionToken(request, iam);
            case ANONYMOUS, ROLE, ROLE_SESSION, SERVICE, IDENTITY_PROVIDER -> false;
        };
    }

    private static boolean beyondSessionToken(PolicyRequest request, boolean iam) {
        if (iam) {
            return !"true".equalsIgnoreCase(request.keys().single("aws:MultiFactorAuthPresent"));
        }
        return switch (request.actionName()) {
            case "getcalleridentity", "assumerole", "tagsession", "setsourceidentity" -> false;
            default -> true;
        };
    }

    /** Whether caller and resource lie in different partitions, between which nothing is ever granted. */
    static boolean crossesPartitions(PolicyRequest request) {
        String partition = request.principal().partition();
        String arn = request.resourceArn();
        int end = partition != null && arn.startsWith("arn:") ? arn.indexOf(':', 4) : -1;
        if (partition == null || end <= 4) {
            return false;
        }
        return end - 4 != partition.length() || !arn.startsWith(partition, 4);
    }

    /** Whether the caller belongs to the account that owns the resource. */
    static boolean sameAccount(PolicyRequest request) {
        return request.resourceAccount().equals(request.principal().account());
    }

    /** Whether RestrictPublicBuckets takes away what the resource's policy grants to this caller. */
    static boolean publicAccessBlocked(PolicyRequest request, @Nullable Policy resource) {
        return request.publicAccessRestricted()
                && resource != null
                && request.principal().kind() != Kind.SERVICE
                && !sameAccount(request)
                && resource.document().isPublic();
    }
}
