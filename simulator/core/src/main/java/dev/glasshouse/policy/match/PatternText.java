package dev.glasshouse.policy.match;

import java.util.BitSet;

/**
 * A text in which some characters are wildcards and all others, even stars and question marks, stand for themselves.
 * What a policy variable brings in is literal, which a plain string could not say.
 */
public final class PatternText {

    private final String text;
    private final BitSet wild;

    private PatternText(String text, BitSet wild) {
        this.text = text;
        this.wild = wild;
    }

    /** A text whose stars and question marks are wildcards. */
    public static PatternText pattern(String text) {
        return new Builder().pattern(text).build();
    }

    /** A text without wildcards. */
    public static PatternText literal(String text) {
        return new PatternText(text, new BitSet());
    }

    /** The characters, wildcards among them. */
    public String text() {
        return text;
    }

    /** The number of characters. */
    public int length() {
        return text.length();
    }

    /** Whether the character at a place is a wildcard. */
    public boolean isWild(int index) {
        return wild.get(index);
    }

    /** Whether there is any wildcard. */
    public boolean hasWildcard() {
        return !wild.isEmpty();
    }

    /** A part of the text, from a place to before another. */
    public PatternText slice(int from, int to) {
        return new PatternText(text.substring(from, to), wild.get(from, to));
    }

    @Override
    public String toString() {
        return text;
    }

    /** Puts a pattern together from literal and wildcard parts. */
    public static final class Builder {

        private final StringBuilder text = new StringBuilder();
        private final BitSet wild = new BitSet();

        /** Adds text whose stars and question marks are wildcards. */
        public Builder pattern(String part) {
            for (int i = 0; i < part.length(); i++) {
                char c = part.charAt(i);
                if (c == '*' || c == '?') {
                    wild.set(text.length());
                }
                text.append(c);
            }
            return this;
        }

        /** Adds text that stands for itself. */
        public Builder literal(String part) {
            text.append(part);
            return this;
        }

        /** The pattern. */
        public PatternText build() {
            return new PatternText(text.toString(), wild);
        }
    }
}
