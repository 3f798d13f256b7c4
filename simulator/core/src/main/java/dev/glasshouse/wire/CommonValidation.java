package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The wording that most services share: {@code 1 validation error detected: Value 'x' at 'y' failed to satisfy
 * constraint: Member must ...}.
 *
 * @param code the error code
 * @param values whether values and enum sets are shown where they are not sensitive
 */
record CommonValidation(String code, boolean values) implements ValidationDialect {

    @Override
    public WireError error(List<Violation> violations) {
        StringJoiner all = new StringJoiner("; ");
        for (Violation violation : violations) {
            all.add(value(violation) + " at '" + violation.path() + "' failed to satisfy constraint: "
                    + wording(violation.rule()));
        }
        String count = violations.size() == 1
                ? "1 validation error detected: "
                : violations.size() + " validation errors detected: ";
        return WireError.of(code, 400, count + all);
    }

    private String value(Violation violation) {
        if (violation.value() == null) {
            return "Value null";
        }
        return violation.hidden() || !values ? "Value" : "Value '" + text(violation.value()) + "'";
    }

    private String wording(Rule rule) {
        if (rule instanceof Rule.LongestLength bound) {
            return "Member must have length less than or equal to "
                    + bound.most().toPlainString();
        }
        if (rule instanceof Rule.ShortestLength bound) {
            return "Member must have length greater than or equal to "
                    + bound.least().toPlainString();
        }
        if (rule instanceof Rule.Most bound) {
            return "Member must have value less than or equal to "
                    + bound.most().toPlainString();
        }
        if (rule instanceof Rule.Least bound) {
            return "Member must have value greater than or equal to "
                    + bound.least().toPlainString();
        }
        if (rule instanceof Rule.Matches pattern) {
            return "Member must satisfy regular expression pattern: " + pattern.pattern();
        }
        if (rule instanceof Rule.OneOf allowed) {
            return values
                    ? "Member must satisfy enum value set: " + allowed.values()
                    : "Member must satisfy enum value set";
        }
        if (rule instanceof Rule.Elements elements) {
            return "Member must satisfy constraint: " + wordings(elements.rules());
        }
        if (rule instanceof Rule.Keys keys) {
            return "Map keys must satisfy constraint: " + wordings(keys.rules());
        }
        if (rule instanceof Rule.Values mapped) {
            return "Map value must satisfy constraint: " + wordings(mapped.rules());
        }
        return "Member must not be null";
    }

    private List<String> wordings(List<Rule> rules) {
        return rules.stream().map(this::wording).toList();
    }

    /** A value as Java prints it, which is what AWS shows. */
    private static String text(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(CommonValidation::text).toList().toString();
        }
        if (value instanceof Map<?, ?> map) {
            StringJoiner text = new StringJoiner(", ", "{", "}");
            map.forEach((key, part) -> text.add(key + "=" + text(part)));
            return text.toString();
        }
        return value instanceof ApiRecord record ? record.toString() : String.valueOf(value);
    }
}
