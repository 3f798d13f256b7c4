package dev.glasshouse.policy.check;

import java.util.List;
import java.util.Locale;

/** Resources: whether they are ARNs, and whether one says what another says. */
final class ResourceChecks {

    private ResourceChecks() {}

    static void run(List<Node> resources, Findings findings) {
        for (Node resource : resources) {
            one(resource, findings);
        }
        List<Node> redundant = ActionChecks.covered(resources, false);
        if (!redundant.isEmpty()) {
            findings.add(
                    Finding.Type.SUGGESTION,
                    "REDUNDANT_RESOURCE",
                    "The " + redundant.size()
                            + " resource ARN(s) are redundant because they reference the same resource. Review the use"
                            + " of wildcards (*)",
                    redundant);
        }
    }

    private static void one(Node resource, Findings findings) {
        String text = resource.text();
        VariableChecks.run(resource, findings);
        if (text.equals("*") || text.startsWith("${")) {
            return;
        }
        if (!text.startsWith("arn:")) {
            findings.error("INVALID_ARN_PREFIX", "Add the required prefix (arn) to the resource ARN.", resource);
            return;
        }
        String[] fields = text.split(":", 6);
        if (fields.length < 6) {
            if (!fields[fields.length - 1].endsWith("*")) {
                findings.error(
                        "MISSING_ARN_FIELD",
                        "Resource ARNs must include at least 6 fields in the following structure:"
                                + " arn:partition:service:region:account:resource",
                        resource);
            }
            return;
        }
        if (!fields[2].equals(fields[2].toLowerCase(Locale.ROOT))) {
            findings.error(
                    "INVALID_ARN_SERVICE_CASE",
                    "Update the service name in the resource ARN to use all lowercase letters.",
                    resource);
        }
        if (fields[2].indexOf('*') >= 0 || fields[2].indexOf('?') >= 0) {
            findings.suggestion(
                    "WILDCARD_IN_SERVICE_NAME",
                    "Avoid using wildcards (*, ?) in the service name because it might grant unintended access to other"
                            + " AWS services with similar names.",
                    resource);
        }
        if (!account(fields[4])) {
            findings.error(
                    "INVALID_ARN_ACCOUNT",
                    "The resource ARN account ID " + fields[4] + " is not valid. Provide a 12-digit account ID.",
                    resource);
        }
        new ArnChecks(resource, fields, findings).run();
    }

    /** Nothing, AWS itself, twelve digits, or what only a request completes. */
    private static boolean account(String text) {
        return text.isEmpty()
                || Wild.is(text)
                || text.equals("aws")
                || text.equals("cloudfront")
                || (text.length() == 12 && text.chars().allMatch(c -> c >= '0' && c <= '9'));
    }
}
