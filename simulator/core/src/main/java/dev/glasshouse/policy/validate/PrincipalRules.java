package dev.glasshouse.policy.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.policy.PolicyPrincipal;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the first principal of a statement that AWS would not take. */
final class PrincipalRules {

    private static final Set<String> KINDS = Set.of("AWS", "Service", "Federated", "CanonicalUser");

    private PrincipalRules() {}

    /**
     * The first bad principal as {@code "AWS":"arn:.."}, or null.
     *
     * @param exists whether an ARN, account or unique id names something that exists
     */
    static @Nullable String firstBad(JsonNode principal, Predicate<String> exists) {
        return firstBad(principal, exists, service -> true);
    }

    /**
     * The first bad principal as {@code "AWS":"arn:.."}, or null.
     *
     * @param exists whether an ARN, account or unique id names something that exists
     * @param services whether there is a service of this name
     */
    static @Nullable String firstBad(JsonNode principal, Predicate<String> exists, Predicate<String> services) {
        if (principal.isTextual()) {
            return principal.textValue().equals("*") ? null : "\"" + principal.textValue() + "\"";
        }
        if (!principal.isObject() || principal.isEmpty()) {
            return principal.toString();
        }
        for (Map.Entry<String, JsonNode> member : principal.properties()) {
            if (!KINDS.contains(member.getKey()) || !PolicyTree.isText(member.getValue())) {
                return "\"" + member.getKey() + "\":" + member.getValue();
            }
            for (String value : PolicyTree.texts(member.getValue())) {
                if (!fits(member.getKey(), value, exists, services)) {
                    return "\"" + member.getKey() + "\":\"" + value + "\"";
                }
            }
        }
        return null;
    }

    private static boolean fits(String kind, String value, Predicate<String> exists, Predicate<String> services) {
        return switch (kind) {
            case "AWS" -> value.equals("*") || (isAwsPrincipal(value) && exists.test(value));
            case "Service" -> value.equals("*") || (isDomain(value) && services.test(value));
            case "CanonicalUser" -> exists.test(value);
            default -> !value.isEmpty();
        };
    }

    /** Whether a text is an account, the ARN of a principal, or a unique id. */
    private static boolean isAwsPrincipal(String value) {
        if (value.startsWith("AIDA") || value.startsWith("AROA")) {
            return value.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
        }
        if (!value.startsWith("arn:")) {
            return value.length() == 12 && value.chars().allMatch(c -> c >= '0' && c <= '9');
        }
        if (value.indexOf('*') >= 0 || value.indexOf('?') >= 0) {
            return false;
        }
        try {
            return PolicyPrincipal.parse(value).kind().isIam();
        } catch (IllegalArgumentException notAPrincipal) {
            return false;
        }
    }

    private static boolean isDomain(String value) {
        return value.indexOf('.') > 0 && value.indexOf('*') < 0 && value.indexOf(' ') < 0;
    }
}
