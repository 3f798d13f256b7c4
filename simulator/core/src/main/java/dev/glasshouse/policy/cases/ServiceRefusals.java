package dev.glasshouse.policy.cases;

import dev.glasshouse.policy.PolicyPrincipal.Kind;
import dev.glasshouse.policy.PolicyRequest;
import java.util.Locale;

/**
 * What IAM and STS refuse by themselves, whatever policies say. A call through the gateway meets these rules in the
 * services, which answer with errors of their own; a case that stands for itself meets them here.
 */
final class ServiceRefusals {

    private ServiceRefusals() {}

    /** Whether the service would refuse what the policies allow. */
    static boolean refuses(PolicyRequest request) {
        String action = request.action().toLowerCase(Locale.ROOT);
        if (action.equals("sts:assumerole")) {
            // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
            return request.principal().kind() == Kind.ROOT;
        }
        return action.startsWith("iam:")
                && request.principal().kind() != Kind.SERVICE
                && !reads(action)
                && ownedByAws(action, request.resourceArn());
    }

    /** Whether an action leaves what it names as it is. */
    private static boolean reads(String action) {
        String name = action.substring("iam:".length());
        return name.startsWith("get")
                || name.startsWith("list")
                || name.startsWith("generate")
                || name.startsWith("simulate");
    }

    /**
     * AWS managed policies, and roles that belong to a service or to IAM Identity Center, which customers cannot change;
     * a service-linked role can be described anew, deleted by its own operation, and passed on.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html">Service-linked
     *     roles</a>
     */
    private static boolean ownedByAws(String action, String arn) {
        if (arn.contains(":iam::aws:policy/") || arn.contains(":role/aws-reserved/")) {
            return true;
        }
        return arn.contains(":role/aws-service-role/")
                && switch (action) {
                    case "iam:createservicelinkedrole",
                            "iam:deleteservicelinkedrole",
                            "iam:updaterole",
                            "iam:updateroledescription",
                            "iam:passrole" -> false;
                    default -> true;
                };
    }
}
