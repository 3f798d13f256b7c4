package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.StatementView.Line;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a request may say for one condition key, cut into what the lines about the key cannot tell apart. What
 * a line makes of each is asked of the line itself.
 */
final class KeySpace {

    private static final int MOST_SETS = 4_000;

    /** Keys that are sets; those of tags end in {@code TagKeys}. */
    private static final Set<String> SETS = Set.of(
            "aws:calledvia",
            "aws:principalorgpaths",
            "aws:principalservicenameslist",
            "aws:resourceorgpaths",
            "aws:sourceorgpaths",
            "dynamodb:attributes",
            "dynamodb:leadingkeys",
            "kms:encryptioncontextkeys",
            "kms:grantoperations",
            "kms:resourcealiases");

    private final String key;
    private final List<Line> lines;

    KeySpace(String key, List<Line> lines) {
        this.key = key;
        this.lines = lines;
    }

    /**
     * One way in which a request may speak of the key.
     *
     * @param holding the lines that hold then, by their place in the list
     * @param keys the key with its value, or no key
     */
    record Choice(BitSet holding, ContextKeys keys) {}

    /** Which values of a key are asked about. */
    @FunctionalInterface
    interface Filter {
        /** Everything. */
        Filter ALL = (key, value) -> true;

        /**
         * Whether a value is asked about.
         *
         * @param key the key in small letters
         * @param value a value of it, or null for a request without the key
         */
        boolean takes(String key, @Nullable String value);
    }

    /** Whether a key is known to be a set. */
    static boolean isSet(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return SETS.contains(lower) || lower.endsWith("tagkeys");
    }

    /** All choices that differ. */
    List<Choice> choices(Filter filter, Budget budget) {
        Map<BitSet, Choice> choices = new LinkedHashMap<>();
        if (filter.takes(key, null)) {
            add(choices, ContextKeys.EMPTY, budget);
        }
        List<String> values = KeyValues.of(lines, budget).stream()
                .filter(value -> filter.takes(key, value))
                .toList();
        boolean quantified = lines.stream().anyMatch(Line::quantified);
        boolean set = isSet(key);
        if (!set) {
            for (String value : values) {
                add(choices, ContextKeys.builder().put(name(), value).build(), budget);
            }
        }
        if (set || quantified) {
            sets(choices, values, budget);
        }
        return List.copyOf(choices.values());
    }

    /** One more than there are lines is enough of a set: each line that looks for a member finds one. */
    private void sets(Map<BitSet, Choice> choices, List<String> values, Budget budget) {
        int most = Math.min(
                values.size(), 1 + (int) lines.stream().filter(Line::quantified).count());
        List<List<String>> layer = new ArrayList<>(List.of(List.of()));
        int made = 0;
        for (int size = 0; size <= most; size++) {
            List<List<String>> larger = new ArrayList<>();
            for (List<String> members : layer) {
                if (++made > MOST_SETS) {
                    throw new Budget.ExhaustedException();
                }
                add(choices, ContextKeys.builder().putAll(name(), members).build(), budget);
                int from = members.isEmpty() ? 0 : values.indexOf(members.get(members.size() - 1)) + 1;
                for (int i = from; i < values.size(); i++) {
                    List<String> more = new ArrayList<>(members);
                    more.add(values.get(i));
                    larger.add(more);
                }
            }
            layer = larger;
        }
    }

    private String name() {
        return lines.get(0).key();
    }

    private void add(Map<BitSet, Choice> choices, ContextKeys keys, Budget budget) {
        budget.spend(8L * lines.size());
        BitSet holding = new BitSet();
        for (int i = 0; i < lines.size(); i++) {
            holding.set(i, lines.get(i).holds(keys));
        }
        choices.putIfAbsent(holding, new Choice(holding, keys));
    }
}
