package dev.glasshouse.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * IAM's wording: values and enum sets are left out, and bad characters in a name or a path have sentences of their own.
 * Several violations stand in the order of a hash map of their paths, as recorded answers have them.
 */
final class IamValidation implements ValidationDialect {

    private static final CommonValidation COMMON = new CommonValidation("ValidationError", false);

    @Override
    public WireError error(List<Violation> violations) {
        List<Violation> ordered = violations.stream()
                .sorted(Comparator.comparingInt(violation -> bucket(violation.path(), violations.size())))
                .toList();
        ordered = ordered.stream().map(IamValidation::whole).toList();
        Violation first = ordered.get(0);
        if (first.rule() instanceof Rule.Matches pattern) {
            String wanted = sentence(pattern.pattern());
            boolean tooLong = violations.stream()
                    .anyMatch(other -> other.path().equals(first.path()) && other.rule() instanceof Rule.LongestLength);
            if (wanted != null && !tooLong) {
                return WireError.of(
                        "ValidationError", 400, "The specified value for " + first.path() + " is invalid. " + wanted);
            }
        }
        return COMMON.error(ordered);
    }

    /** Of tag keys AWS says too that none may be null. */
    private static Violation whole(Violation violation) {
        if (!violation.path().equals("tagKeys") || !(violation.rule() instanceof Rule.Elements elements)) {
            return violation;
        }
        List<Rule> rules = new ArrayList<>(elements.rules());
        rules.add(new Rule.Required());
        return new Violation(
                violation.path(),
                new Rule.Elements(rules),
                violation.value(),
                violation.hidden(),
                violation.member(),
                violation.top());
    }

    private static @org.jspecify.annotations.Nullable String sentence(String pattern) {
        if (pattern.startsWith("[\\w+=,.@-]")) {
            return "It must contain only alphanumeric characters and/or the following: +=,.@_-";
        }
        return pattern.startsWith("(\\u002F)|(\\u002F[")
                ? "It must begin and end with / and contain only alphanumeric characters and/or / characters."
                : null;
    }

    /** Where a map of the JDK keeps a key: its default table has 16 places and doubles when three quarters are full. */
    private static int bucket(String key, int keys) {
        int places = 16;
        while (keys > places * 3 / 4) {
            places *= 2;
        }
        int hash = key.hashCode();
        return (hash ^ hash >>> 16) & places - 1;
    }
}
