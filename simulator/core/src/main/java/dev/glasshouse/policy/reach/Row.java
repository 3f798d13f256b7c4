package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.StatementView.Part;
import dev.glasshouse.policy.match.PatternText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pattern as an automaton that is one line of states: step i takes one character from state i to state i + 1, and a
 * state with a star keeps any character.
 *
 * <p>{@code steps} holds a code point, or {@link #ONE} or {@link #ONE_IN_FIELD}; {@code stars} is one longer: what a
 * state keeps.
 */
final class Row {

    /** A step that takes any character. */
    static final int ONE = -1;
    /** A step that takes any character but a colon. */
    static final int ONE_IN_FIELD = -2;

    /** What a state keeps. */
    enum Star {
        NOTHING,
        ALL,
        IN_FIELD
    }

    private static final int ARN_FIELDS = 6;

    final int[] steps;
    final Star[] stars;
    final boolean ignoreCase;
    private final String text;

    private Row(List<Integer> steps, List<Star> stars, boolean ignoreCase) {
        this.steps = steps.stream().mapToInt(Integer::intValue).toArray();
        this.stars = stars.toArray(new Star[0]);
        this.ignoreCase = ignoreCase;
        StringBuilder plain = new StringBuilder();
        for (int step : this.steps) {
            if (step >= 0) {
                plain.appendCodePoint(step);
            }
        }
        this.text = plain.toString();
    }

    /** A pattern with wildcards. */
    static Row glob(PatternText pattern) {
        return new Builder().pattern(pattern, false).build(false);
    }

    /** A pattern whose wildcards take no colon. */
    static Row fields(String pattern) {
        return new Builder().pattern(PatternText.pattern(pattern), true).build(false);
    }

    /** A text that stands for itself. */
    static Row literal(String text) {
        return glob(PatternText.literal(text));
    }

    /** A text whatever its case. */
    static Row ignoringCase(String text) {
        return new Builder().pattern(PatternText.literal(text), false).build(true);
    }

    /** An ARN of six fields whose wildcards stay in their fields, or null when the text is no ARN. */
    static @Nullable Row arn(PatternText pattern) {
        String text = pattern.text();
        int last = 0;
        for (int i = 1; i < ARN_FIELDS; i++) {
            last = text.indexOf(':', last) + 1;
            if (last == 0) {
                return null;
            }
        }
        if (!text.startsWith("arn:")) {
            return null;
        }
        return pattern.hasWildcard()
                ? new Builder()
                        .pattern(pattern.slice(0, last), true)
                        .pattern(pattern.slice(last, pattern.length()), false)
                        .build(false)
                : glob(pattern);
    }

    /**
     * A value with variables, each of which is one character of its own or, where {@code symbols} is null, any text.
     */
    static Row template(List<Part> parts, @Nullable Map<String, Integer> symbols) {
        Builder builder = new Builder();
        for (Part part : parts) {
            if (part.key() == null) {
                builder.pattern(
                        part.wild() ? PatternText.pattern(part.text()) : PatternText.literal(part.text()), false);
            } else if (symbols == null) {
                builder.star(Star.ALL);
            } else {
                builder.step(symbols.computeIfAbsent(
                        part.key() + '\n' + part.fallback(), name -> Alphabet.SYMBOLS + symbols.size()));
            }
        }
        return builder.build(false);
    }

    int states() {
        return stars.length;
    }

    /** Whether it is a plain text, or one that any text may follow: what the quick way of {@link Cells} takes. */
    boolean isTextOrPrefix() {
        if (ignoreCase || stars[steps.length] == Star.IN_FIELD) {
            return false;
        }
        for (int i = 0; i < steps.length; i++) {
            if (steps[i] < 0 || stars[i] != Star.NOTHING) {
                return false;
            }
        }
        return true;
    }

    boolean isPrefix() {
        return stars[steps.length] == Star.ALL;
    }

    /** Whether nothing but stars stands in it. */
    boolean isEverything() {
        return steps.length == 0 && isPrefix();
    }

    /** The characters that stand for themselves. */
    String text() {
        return text;
    }

    private static final class Builder {
        private final List<Integer> steps = new ArrayList<>();
        private final List<Star> stars = new ArrayList<>(List.of(Star.NOTHING));

        Builder pattern(PatternText pattern, boolean inField) {
            String text = pattern.text();
            for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
                if (!pattern.isWild(i)) {
                    step(text.codePointAt(i));
                } else if (text.charAt(i) == '*') {
                    star(inField ? Star.IN_FIELD : Star.ALL);
                } else {
                    step(inField ? ONE_IN_FIELD : ONE);
                }
            }
            return this;
        }

        void star(Star star) {
            int last = stars.size() - 1;
            if (stars.get(last) != Star.ALL) {
                stars.set(last, star);
            }
        }

        void step(int step) {
            steps.add(step);
            stars.add(Star.NOTHING);
        }

        Row build(boolean ignoreCase) {
            return new Row(steps, stars, ignoreCase);
        }
    }
}
