package dev.glasshouse.service.iam;

import dev.glasshouse.api.iam.ContextEntry;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.condition.ConditionOperator;
import dev.glasshouse.policy.condition.ConditionOperators;
import dev.glasshouse.policy.match.PatternText;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The context keys that a simulation is given. */
final class SimulatedContext {

    private static final String LIST = "List";

    /** An operator of each type of value: what equals itself by it is of the type. */
    private static final Map<String, String> EQUALS = Map.of(
            "numeric", "NumericEquals",
            "boolean", "Bool",
            "ip", "IpAddress",
            "binary", "BinaryEquals",
            "date", "DateEquals");

    private SimulatedContext() {}

    /**
     * The keys of context entries.
     *
     * @throws dev.glasshouse.call.ServiceException {@code InvalidInput} for a key given twice, without value, or with
     *     values that are not of its type
     */
    static ContextKeys read(@Nullable List<ContextEntry> entries) {
        ContextKeys.Builder keys = ContextKeys.builder();
        Set<String> seen = new HashSet<>();
        for (ContextEntry entry : entries == null ? List.<ContextEntry>of() : entries) {
            String name = entry.contextKeyName();
            List<String> values = entry.contextKeyValues();
            if (name == null || values == null || values.isEmpty()) {
                throw IamErrors.invalidInput("Invalid Input Context entries need a name, values and a type.");
            }
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw IamErrors.invalidInput("Invalid Input Context key " + name + " is given more than once.");
            }
            String type = entry.contextKeyType() == null ? "string" : entry.contextKeyType();
            boolean list = type.endsWith(LIST);
            String single = list ? type.substring(0, type.length() - LIST.length()) : type;
            for (String value : values) {
                if (!fits(single, value)) {
                    throw IamErrors.invalidInput("Invalid Input Context value " + value + " of key " + name
                            + " is not of type " + type + ".");
                }
            }
            if (list || values.size() > 1) {
                keys.putAll(name, values);
            } else {
                keys.put(name, values.get(0));
            }
        }
        return keys.build();
    }

    private static boolean fits(String type, String value) {
        String name = EQUALS.get(type);
        ConditionOperator equal = name == null ? null : ConditionOperators.find(name);
        return equal == null || equal.compile(PatternText.literal(value)).matches(value);
    }
}
