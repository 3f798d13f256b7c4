package dev.glasshouse.policy.validate;

import java.util.List;
import java.util.Set;

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

    static void check(String resource) throws PolicyRejectedException {
        if (resource.equals("*")) {
            return;
        }
        String[] fields = resource.split(":", 6);
        if (fields.length < 2 || !fields[0].equals("arn")) {
            throw new PolicyRejectedException("Resource " + resource + " must be in ARN format or \"*\".");
        }
        if (!PARTITIONS.contains(fields[1])) {
            throw new PolicyRejectedException(
                    "Partition \"" + fields[1] + "\" is not valid for resource \"" + completed(fields) + "\".");
        }
        String service = field(fields, 2);
        if (fields.length < 3 || service.indexOf('*') >= 0 || service.indexOf('?') >= 0 || service.isEmpty()) {
            throw new PolicyRejectedException("Resource vendor must be fully qualified and cannot contain regexes.");
        }
        region(resource, service, field(fields, 3));
        if (service.equals("iam") && fields.length == 6) {
            path(fields[5]);
        }
    }

    private static void region(String resource, String service, String region) throws PolicyRejectedException {
        if (region.isEmpty() || region.equals("*")) {
            return;
        }
        if (service.equals("iam")) {
            throw new PolicyRejectedException("IAM resource " + resource + " cannot contain region information.");
        }
        // A Region stands only where three more colons follow, as in an access point's ARN.
        if (service.equals("s3") && !resource.contains(":accesspoint/") && !resource.contains(":job/")) {
            boolean bucket = resource.split(":", -1).length == 6 && resource.split(":", -1)[4].isEmpty();
            if (bucket) {
                throw new PolicyRejectedException("Resource " + resource + " can not contain region information.");
            }
        }
    }

    private static void path(String path) throws PolicyRejectedException {
        if (path.equals("*") || path.equals("root")) {
            return;
        }
        for (String start : IAM_PATHS) {
            if (path.startsWith(start)) {
                return;
            }
        }
        throw new PolicyRejectedException(
                "IAM resource path must either be \"*\" or start with " + String.join(", ", IAM_PATHS) + ".");
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
