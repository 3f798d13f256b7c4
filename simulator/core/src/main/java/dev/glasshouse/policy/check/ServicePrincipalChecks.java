package dev.glasshouse.policy.check;

import dev.glasshouse.policy.reference.RegionNames;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Services as principals: how they are written, and for whom they may act. */
final class ServicePrincipalChecks {

    private static final Set<String> NAMES = Set.of(
            "aws:principalservicename",
            "aws:principalservicenameslist",
            "aws:calledvia",
            "aws:calledviafirst",
            "aws:calledvialast",
            "iam:awsservicename",
            "iam:passedtoservice");

    private static final Set<String> SOURCES =
            Set.of("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths");

    private static final List<String> ENDS =
            List.of(".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".amazon.com", ".aws.internal", ".aws.dev");

    private ServicePrincipalChecks() {}

    /** The values of keys that have services' principals. */
    static void names(Parts.Line line, Findings findings) {
        boolean via = line.lower().equals("kms:viaservice");
        if (!line.operator().plain().startsWith("String") || !(via || NAMES.contains(line.lower()))) {
            return;
        }
        for (Node value : line.values().strings()) {
            String text = value.text();
            if (!Wild.is(text) && !(via ? isRegional(text) : isPrincipal(text))) {
                findings.error(
                        "INVALID_SERVICE_PRINCIPAL_FORMAT",
                        "The service principal does not match the expected format. Use the format "
                                + (via ? "service-name.AWS_region.amazonaws.com" : "service-name.amazonaws.com") + ".",
                        value);
            }
        }
    }

    private static boolean isPrincipal(String text) {
        return text.equals(text.toLowerCase(Locale.ROOT))
                && ENDS.stream().anyMatch(end -> text.endsWith(end) && text.length() > end.length())
                && text.chars().noneMatch(c -> Character.isWhitespace(c) || c == ':' || c == '/');
    }

    private static boolean isRegional(String text) {
        if (!isPrincipal(text)) {
            return false;
        }
        for (String label : text.split("\\.")) {
            if (RegionNames.exists(label)) {
                return true;
            }
        }
        return false;
    }

    /** A service that is let in for whoever it acts for; roles are assumed by services of which most say no source. */
    static void source(Parts parts, Findings findings) {
        boolean role = parts.strings("Action").stream()
                .anyMatch(action -> action.text().toLowerCase(Locale.ROOT).startsWith("sts:"));
        List<Node> services = parts.principals("Service");
        if (role || services.isEmpty() || !parts.isAllow() || SOURCES.stream().anyMatch(parts::hasKey)) {
            return;
        }
        for (Parts.Line line : parts.conditions()) {
            if (line.lower().equals("aws:referer")) {
                String service = services.get(0).text();
                findings.suggestion(
                        "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
                        "To restrict access to the service principal " + service + " operating on your behalf, we"
                                + " recommend aws:SourceArn, aws:SourceAccount, aws:SourceOrgID, or aws:SourceOrgPaths"
                                + " instead of " + line.key() + ".",
                        line.values());
                return;
            }
        }
        if (parts.conditions().stream().noneMatch(ServicePrincipalChecks::names)) {
            findings.security(
                    "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
                    "Granting access to a service principal without specifying a source is overly permissive. Use"
                            + " aws:SourceArn, aws:SourceAccount, aws:SourceOrgID, or aws:SourceOrgPaths condition key to"
                            + " grant fine-grained access.",
                    services.toArray(Node[]::new));
        }
    }

    /** Whether a line names an account, an organization or a caller in a service's own way. */
    private static boolean names(Parts.Line line) {
        String key = line.lower();
        return key.startsWith("aws:principal")
                || key.startsWith("aws:source")
                || key.startsWith("kms:")
                || (!key.startsWith("aws:")
                        && (key.endsWith("account") || key.endsWith("arn") || key.endsWith("owner")));
    }
}
