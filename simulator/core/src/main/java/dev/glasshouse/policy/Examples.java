package dev.glasshouse.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for values of condition keys for which lines of policies hold, or do not, as wanted. */
final class Examples {

    /** A value that no policy names. */
    private static final String OTHER = "glasshouse-other";

    private static final int MOST_VALUES = 200;

    private Examples() {}

    /** A line and whether it is wanted to hold. */
    record Wanted(ConditionElement line, boolean holds) {}

    /**
     * What was found.
     *
     * @param keys values for all keys, or null where there are none or none were found
     * @param impossible whether it is certain that there are none
     */
    record Found(@Nullable ContextKeys keys, boolean impossible) {}

    /**
     * Looks for values.
     *
     * @param fixed the keys that the call does not decide
     * @param byKey what is wanted of each key that it decides
     */
    static Found find(ContextKeys fixed, Map<String, List<Wanted>> byKey) {
        ContextKeys.Builder bare = fixed.toBuilder();
        byKey.keySet().forEach(bare::remove);
        ContextKeys keys = bare.build();
        ContextKeys.Builder found = ContextKeys.builder();
        boolean complete = true;
        for (Map.Entry<String, List<Wanted>> wanted : byKey.entrySet()) {
            ContextKeys value = value(keys, wanted.getValue());
            if (value == null) {
                boolean certain = certain(wanted.getValue());
                if (certain) {
                    return new Found(null, true);
                }
                complete = false;
            } else {
                value.forEach(found::put);
            }
        }
        return new Found(complete ? found.build() : null, false);
    }

    /** The candidates are all there is to try where a line leaves few values, or no line has patterns or variables. */
    private static boolean certain(List<Wanted> wanted) {
        boolean variables =
                wanted.stream().flatMap(each -> each.line().values().stream()).anyMatch(value -> value.contains("${"));
        return !variables
                && (wanted.stream().anyMatch(Examples::leavesFew)
                        || wanted.stream().noneMatch(Examples::hasPattern));
    }

    private static boolean leavesFew(Wanted wanted) {
        String operator = wanted.line().operatorName().toLowerCase(Locale.ROOT);
        return wanted.holds() && (operator.equals("stringequals") || operator.equals("stringequalsifexists"))
                || !wanted.holds() && operator.equals("stringnotequals")
                || operator.equals("null");
    }

    private static boolean hasPattern(Wanted wanted) {
        return isPattern(wanted.line().operatorName().toLowerCase(Locale.ROOT))
                && wanted.line().values().stream()
                        .anyMatch(value -> value.indexOf('*') >= 0 || value.indexOf('?') >= 0);
    }

    private static boolean isPattern(String operator) {
        return operator.contains("like") || operator.contains("arn");
    }

    private static @Nullable ContextKeys value(ContextKeys fixed, List<Wanted> wanted) {
        String key = wanted.get(0).line().key();
        boolean many = wanted.stream().anyMatch(each -> each.line().quantified());
        if (fits(fixed, wanted, ContextKeys.EMPTY)) {
            return ContextKeys.EMPTY;
        }
        Set<String> candidates = candidates(wanted);
        for (String candidate : candidates) {
            ContextKeys keys = many
                    ? ContextKeys.builder().putAll(key, List.of(candidate)).build()
                    : ContextKeys.builder().put(key, candidate).build();
            if (fits(fixed, wanted, keys)) {
                return keys;
            }
        }
        if (many) {
            for (String one : candidates) {
                for (String two : candidates) {
                    ContextKeys keys =
                            ContextKeys.builder().putAll(key, List.of(one, two)).build();
                    if (fits(fixed, wanted, keys)) {
                        return keys;
                    }
                }
            }
        }
        return null;
    }

    private static boolean fits(ContextKeys fixed, List<Wanted> wanted, ContextKeys keys) {
        ContextKeys all = fixed.with(keys);
        return wanted.stream().allMatch(each -> each.line().holds(all) == each.holds());
    }

    private static Set<String> candidates(List<Wanted> wanted) {
        Set<String> values = new LinkedHashSet<>();
        if (wanted.stream().anyMatch(each -> typed(each, "bool"))) {
            return new LinkedHashSet<>(List.of("true", "false"));
        }
        for (Wanted each : wanted) {
            String operator = each.line().operatorName().toLowerCase(Locale.ROOT);
            for (String value : each.line().values()) {
                if (isPattern(operator)) {
                    values.add(value.replace("*", "x").replace('?', 'x'));
                    values.add(value.replace("*", "").replace('?', 'x'));
                    joined(value, wanted, values);
                }
                values.add(value);
                if (operator.contains("ip")) {
                    Networks.around(value, values);
                } else if (operator.contains("numeric")) {
                    numbers(value, values);
                } else if (operator.contains("date")) {
                    dates(value, values);
                }
                if (values.size() > MOST_VALUES) {
                    return values;
                }
            }
        }
        if (wanted.stream().noneMatch(each -> typed(each, "numeric") || typed(each, "date") || typed(each, "ip"))) {
            values.addAll(List.of(OTHER, "arn:aws:iam::000000000000:role/" + OTHER));
        }
        return values;
    }

    /** Whether a line says of which type its key is: then it has no other values. */
    private static boolean typed(Wanted wanted, String type) {
        String operator = wanted.line().operatorName().toLowerCase(Locale.ROOT);
        return operator.substring(operator.indexOf(':') + 1).startsWith(type)
                || type.equals("ip") && operator.contains("ipaddress");
    }

    /** What begins as one pattern wants it and ends as another does. */
    private static void joined(String pattern, List<Wanted> wanted, Set<String> values) {
        int first = pattern.indexOf('*');
        for (Wanted each : wanted) {
            for (String other : each.line().values()) {
                int last = other.lastIndexOf('*');
                if (first >= 0 && last >= 0 && values.size() <= MOST_VALUES) {
                    String text = pattern.substring(0, first) + other.substring(last + 1);
                    values.add(text.replace('?', 'x'));
                }
            }
        }
    }

    private static void numbers(String value, Set<String> values) {
        try {
            BigDecimal number = new BigDecimal(value.length() > 40 ? "0" : value);
            values.add(number.subtract(BigDecimal.ONE).toPlainString());
            values.add(number.add(BigDecimal.ONE).toPlainString());
        } catch (NumberFormatException e) {
            values.add("0");
        }
    }

    private static void dates(String value, Set<String> values) {
        values.addAll(Dates.around(value));
    }

    /** Dates shortly before and after one that a policy names. */
    private static final class Dates {
        static List<String> around(String value) {
            List<String> dates = new ArrayList<>(List.of("1970-01-02T00:00:00Z", "2999-01-01T00:00:00Z"));
            try {
                java.time.Instant at = java.time.Instant.parse(value);
                dates.add(at.minusSeconds(1).toString());
                dates.add(at.plusSeconds(1).toString());
            } catch (java.time.DateTimeException e) {
                // one of the two far dates must do
            }
            return dates;
        }
    }
}
