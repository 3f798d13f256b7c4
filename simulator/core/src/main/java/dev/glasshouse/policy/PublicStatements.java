package dev.glasshouse.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What makes one statement of a bucket policy public or not. */
final class PublicStatements {

    private static final Set<String> FIXING_KEYS = Set.of(
            "aws:principalarn",
            "aws:principalaccount",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:sourcearn",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:sourceowner",
            "aws:sourceaccount",
            "aws:sourceorgid",
            "aws:userid",
            "s3:dataaccesspointarn",
            "s3:dataaccesspointaccount",
            "s3:x-amz-server-side-encryption-aws-kms-key-id");

    private static final Set<String> FIXING_OPERATORS =
            Set.of("stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike");

    private static final List<String> DATA_ACTIONS =
            List.of("s3:get", "s3:list", "s3:put", "s3:delete", "s3:abortmultipartupload", "s3:restoreobject");

    private PublicStatements() {}

    static boolean namesAnyone(@Nullable PrincipalElement principal) {
        return principal == null
                || principal.not()
                || principal.namesEveryone()
                || principal.services().contains("*")
                || principal.federated().contains("*");
    }

    /** Whether the statement may grant one of the actions that make a bucket public; wildcards count as if. */
    static boolean grantsDataAccess(ActionElement action) {
        return action.element().equals("NotAction")
                || action.source().stream().anyMatch(PublicStatements::isDataAccess);
    }

    private static boolean isDataAccess(String action) {
        String lower = action.toLowerCase(Locale.ROOT);
        int star = lower.indexOf('*');
        int mark = lower.indexOf('?');
        int wild = star < 0 ? mark : mark < 0 ? star : Math.min(star, mark);
        String fixed = wild < 0 ? lower : lower.substring(0, wild);
        for (String prefix : DATA_ACTIONS) {
            if (fixed.startsWith(prefix) || (wild >= 0 && prefix.startsWith(fixed))) {
                return true;
            }
        }
        return false;
    }

    static boolean bindsToFixedValues(ConditionElement condition) {
        String operator = condition.operatorName().toLowerCase(Locale.ROOT);
        String plain = operator.startsWith("foranyvalue:") ? operator.substring("foranyvalue:".length()) : operator;
        String key = condition.key().toLowerCase(Locale.ROOT);
        if (condition.values().isEmpty()) {
            return false;
        }
        if (key.equals("aws:sourceip")) {
            return plain.equals("ipaddress") && condition.values().stream().allMatch(PublicStatements::isNarrow);
        }
        if (!FIXING_KEYS.contains(key) || !FIXING_OPERATORS.contains(plain)) {
            return false;
        }
        boolean accessPoint = key.equals("s3:dataaccesspointarn");
        return condition.values().stream().allMatch(value -> isFixed(value) || (accessPoint && fixesAccount(value)));
    }

    private static boolean isFixed(String value) {
        return value.indexOf('*') < 0 && value.indexOf('?') < 0 && !value.contains("${");
    }

    /** An access point ARN may have a wildcard for its name as long as its account is fixed. */
    private static boolean fixesAccount(String arn) {
        String[] fields = arn.split(":", 6);
        return fields.length == 6 && PolicyPrincipal.isAccount(fields[4]) && !arn.contains("${");
    }

    /** A range no wider than /8, or /32 for IPv6; private ranges are all narrower than /8 or equal to it. */
    private static boolean isNarrow(String range) {
        int slash = range.indexOf('/');
        if (slash < 0) {
            return isFixed(range);
        }
        int narrowest = range.indexOf(':') >= 0 ? 32 : 8;
        String length = range.substring(slash + 1);
        boolean number =
                !length.isEmpty() && length.length() <= 3 && length.chars().allMatch(c -> c >= '0' && c <= '9');
        return number && Integer.parseInt(length) >= narrowest;
    }
}
