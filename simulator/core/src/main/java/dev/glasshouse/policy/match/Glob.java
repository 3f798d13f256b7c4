package dev.glasshouse.policy.match;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled wildcard pattern: a star stands for any characters, none included, a question mark for one character.
 *
 * <p>The pattern is cut at its stars into pieces. The first and the last piece are compared in place, the others are
 * looked for from left to right, each at its first fit, which never has to be taken back. So a match costs at most the
 * product of the text's length and the pattern's, and a pattern that needs more characters than the text has costs
 * nothing.
 */
public final class Glob {

    private static final char ONE = '?';

    private final PatternText pattern;
    private final Piece[] pieces;
    private final int shortest;

    private Glob(PatternText pattern, Piece[] pieces) {
        this.pattern = pattern;
        this.pieces = pieces;
        int sum = 0;
        for (Piece piece : pieces) {
            sum += piece.codePoints();
        }
        this.shortest = sum;
    }

    /** Compiles a pattern. */
    public static Glob compile(PatternText pattern) {
        List<Piece> pieces = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.isWild(i) && pattern.text().charAt(i) == '*') {
                pieces.add(Piece.of(pattern, start, i));
                start = i + 1;
            }
        }
        pieces.add(Piece.of(pattern, start, pattern.length()));
        return new Glob(pattern, pieces.toArray(new Piece[0]));
    }

    /** Compiles a text whose stars and question marks are wildcards. */
    public static Glob compile(String pattern) {
        return compile(PatternText.pattern(pattern));
    }

    /** Whether the pattern is made of stars only, so that it matches everything. */
    public boolean matchesEverything() {
        return shortest == 0 && pieces.length > 1;
    }

    /** Whether the whole text fits the pattern. */
    public boolean matches(String text) {
        return matches(text, null);
    }

    /**
     * How many characters matching compares, in pieces without question marks those that a plain search must look at: at
     * most the product of both lengths, however many stars there are.
     */
    long steps(String text) {
        long[] steps = new long[1];
        boolean unused = matches(text, steps);
        return steps[0];
    }

    private boolean matches(String text, long @Nullable [] steps) {
        int last = pieces.length - 1;
        if (last == 0) {
            return pieces[0].fitsAt(text, 0, steps) == text.length();
        }
        if (text.length() < shortest) {
            return false;
        }
        int from = pieces[0].fitsAt(text, 0, steps);
        int end = from < 0 ? -1 : pieces[last].fitsBefore(text);
        if (from < 0 || end < from) {
            return false;
        }
        for (int i = 1; i < last; i++) {
            from = pieces[i].find(text, from, end, steps);
            if (from < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return pattern.text();
    }

    /** The characters between two stars; question marks among them are told by {@code one}. */
    private static final class Piece {

        private final String text;
        private final boolean[] one;
        private final boolean plain;

        private Piece(String text, boolean[] one, boolean plain) {
            this.text = text;
            this.one = one;
            this.plain = plain;
        }

        static Piece of(PatternText pattern, int from, int to) {
            boolean[] one = new boolean[to - from];
            boolean plain = true;
            for (int i = from; i < to; i++) {
                one[i - from] = pattern.isWild(i) && pattern.text().charAt(i) == ONE;
                plain &= !one[i - from];
            }
            String text = pattern.text().substring(from, to);
            return new Piece(text, one, plain);
        }

        private static void count(long @Nullable [] steps, long more) {
            if (steps != null) {
                steps[0] += more;
            }
        }

        int codePoints() {
            return text.codePointCount(0, text.length());
        }

        /** The end of this piece in the text when it starts at a place, or -1. */
        int fitsAt(String value, int start, long @Nullable [] steps) {
            if (plain) {
                count(steps, text.length());
                return value.startsWith(text, start) ? start + text.length() : -1;
            }
            int at = start;
            for (int i = 0; i < one.length; i++) {
                count(steps, 1);
                if (at >= value.length()) {
                    return -1;
                }
                if (one[i]) {
                    at += Character.charCount(value.codePointAt(at));
                } else if (value.charAt(at) == text.charAt(i)) {
                    at++;
                } else {
                    return -1;
                }
            }
            return at;
        }

        /** Where this piece starts in the text when it ends at the text's end, or -1. */
        int fitsBefore(String value) {
            if (plain) {
                return value.endsWith(text) ? value.length() - text.length() : -1;
            }
            int at = value.length();
            for (int i = one.length - 1; i >= 0; i--) {
                if (at <= 0) {
                    return -1;
                }
                if (one[i]) {
                    at -= Character.charCount(value.codePointBefore(at));
                } else if (value.charAt(at - 1) == text.charAt(i)) {
                    at--;
                } else {
                    return -1;
                }
            }
            return at;
        }

        /** The end of the first fit of this piece between two places, or -1. */
        int find(String value, int from, int to, long @Nullable [] steps) {
            if (plain) {
                int found = value.indexOf(text, from);
                count(steps, (long) text.length() * ((found < 0 ? to : found) - from + 1));
                return found < 0 || found + text.length() > to ? -1 : found + text.length();
            }
            for (int start = from; start <= to; start++) {
                int end = fitsAt(value, start, steps);
                if (end >= 0 && end <= to) {
                    return end;
                }
            }
            return -1;
        }
    }
}
