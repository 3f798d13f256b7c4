package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** IAM's rules for one Resource of an identity-based policy. */
final class ResourceRules {

    private static final Set<String> PARTITIONS =
            Set.of("aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc");

    private static final List<String> IAM_PATHS = List.of(
            "user/",
            "federated-user/",
            "role/",
            "group/",
            "instance-profile/",
            "mfa/",
            "server-certificate/",
            "policy/",
            "sms-mfa/",
            "saml-provider/",
            "oidc-provider/",
            "report/",
            "access-report/");

    private ResourceRules() {}

    /**
     * What is wrong with the resources of a policy, or null. Of several bad ones AWS names the last that it comes to: it
     * takes all Resources, then all NotResources, and within a statement the texts from the last to the first by their
     * characters.
     *
     * @throws PolicyRejectedException where an ARN cannot be read at all
     */
    static @Nullable String firstBad(PolicyTree tree) throws PolicyRejectedException {
        String bad = null;
        for (String element : new String[] {"Resource", "NotResource"}) {
            for (JsonNode statement : tree.statements()) {
                if (!statement.has(element)) {
                    continue;
                }
                List<String> resources = PolicyTree.either(statement, element, element);
                for (String resource :
                        resources.stream().sorted(Comparator.reverseOrder()).toList()) {
                    String wrong = wrong(resource);
                    bad = wrong == null ? bad : wrong;
                }
                if (bad == null && !resources.stream().allMatch(ResourceRules::isReadable)) {
                    throw new PolicyRejectedException("The policy failed legacy parsing");
                }
            }
        }
        return bad;
    }

    /** Refuses a resource; for kinds of policy that look at them one by one. */
    static void check(String resource) throws PolicyRejectedException {
        String wrong = wrong(resource);
        if (wrong != null) {
            throw new PolicyRejectedException(wrong);
        }
    }

    /** An ARN that leaves out fields must not leave some empty. */
    private static boolean isReadable(String resource) {
        if (resource.equals("*")) {
            return true;
        }
        String[] fields = resource.split(":", -1);
        return (fields.length >= 6 || !resource.contains("::")) && fields.length > 2 && !fields[2].isEmpty();
    }

    private static @Nullable String wrong(String resource) {
        if (resource.equals("*")) {
            return null;
        }
        String[] fields = resource.split(":", 6);
        // AWS minds the partition first, and takes whatever stands before it for "arn"
        if (fields.length > 1 && !PARTITIONS.contains(fields[1]) && !fields[1].equals("*")) {
            return "Partition \"" + fields[1] + "\" is not valid for resource \"" + completed(fields) + "\".";
        }
        if (fields.length < 2 || !fields[0].equals("arn")) {
            return "Resource " + resource + " must be in ARN format or \"*\".";
        }
        String service = field(fields, 2);
        if (fields.length < 3 || service.indexOf('*') >= 0 || service.indexOf('?') >= 0) {
            return "Resource vendor must be fully qualified and cannot contain regexes.";
        }
        String region = region(resource, fields);
        return region == null && service.equals("iam") ? path(field(fields, 5)) : region;
    }

    /** IAM's and S3's ARNs have no Region, and no short form either: two colons follow the service. */
    private static @Nullable String region(String resource, String[] fields) {
        String service = fields[2];
        boolean plain = fields.length > 4 && fields[3].isEmpty();
        if (plain) {
            return null;
        }
        if (service.equals("iam")) {
            return "IAM resource " + resource + " cannot contain region information.";
        }
        boolean regional = fields.length == 6 && (fields[5].startsWith("accesspoint/") || fields[5].startsWith("job/"));
        return service.equals("s3") && !regional
                ? "Resource " + resource + " can not contain region information."
                : null;
    }

    private static @Nullable String path(String path) {
        if (path.equals("*") || path.equals("root")) {
            return null;
        }
        return IAM_PATHS.stream().anyMatch(path::startsWith)
                ? null
                : "IAM resource path must either be \"*\" or start with " + String.join(", ", IAM_PATHS) + ".";
    }

    private static String completed(String[] fields) {
        StringBuilder text = new StringBuilder("arn");
        for (int i = 1; i < 6; i++) {
            text.append(':').append(i < fields.length ? fields[i] : "*");
        }
        return text.toString();
    }

    private static String field(String[] fields, int index) {
        return index < fields.length ? fields[index] : "";
    }
}
