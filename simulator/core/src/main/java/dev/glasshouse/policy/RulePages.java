package dev.glasshouse.policy;

import dev.glasshouse.policy.PolicyPrincipal.Kind;

/** AWS's pages of the rules that explanations speak of. */
final class RulePages {

    private static final String GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/";
    private static final String ORGANIZATIONS = "https://docs.aws.amazon.com/organizations/latest/userguide/";

    private RulePages() {}

    /** The page of a decision as a whole. */
    static String decision(PolicyRequest request) {
        boolean across = request.principal().kind() != Kind.ANONYMOUS && !Scope.sameAccount(request);
        return across
                ? GUIDE + "reference_policies_evaluation-logic-cross-account.html"
                : GUIDE + "reference_policies_evaluation-logic_policy-eval-denyallow.html";
    }

    /** The page of a kind of policy. */
    static String kind(PolicyKind kind) {
        return switch (kind) {
            case RCP -> ORGANIZATIONS + "orgs_manage_policies_rcps.html";
            case SCP -> ORGANIZATIONS + "orgs_manage_policies_scps_evaluation.html";
            case VPC_ENDPOINT -> "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html";
            case RESOURCE -> GUIDE + "access_policies_identity-vs-resource.html";
            case IDENTITY -> GUIDE + "access_policies.html#policies_id-based";
            case BOUNDARY -> GUIDE + "access_policies_boundaries.html";
            case SESSION -> GUIDE + "access_policies.html#policies_session";
            case S3_BLOCK_PUBLIC_ACCESS ->
                "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html";
        };
    }

    /** The page of an element of a statement. */
    static String element(String element) {
        return switch (element) {
            case "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal" ->
                GUIDE + "reference_policies_elements_" + element.toLowerCase(java.util.Locale.ROOT) + ".html";
            default -> GUIDE + "reference_policies_elements_condition_operators.html";
        };
    }
}
