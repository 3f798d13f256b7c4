package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.StatementView.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what variables of a pattern must be for a text, where a simple look finds it. */
final class Capture {

    private static final int MOST_STEPS = 20_000;

    private int steps;
    private final List<Part> pieces;
    private final String text;
    private final Map<String, String> values;

    private Capture(List<Part> pieces, String text, Map<String, String> values) {
        this.pieces = pieces;
        this.text = text;
        this.values = values;
    }

    /** Whether a text fits a pattern; the values of its variables are written down. */
    static boolean match(List<Part> pattern, String text, Map<String, String> values) {
        List<Part> pieces = new ArrayList<>();
        for (Part part : pattern) {
            if (part.key() != null || !part.wild()) {
                pieces.add(part);
                continue;
            }
            part.text().codePoints().forEach(c -> pieces.add(new Part(Character.toString(c), true, null, null)));
        }
        return new Capture(pieces, text, values).from(0, 0);
    }

    private boolean from(int piece, int at) {
        if (++steps > MOST_STEPS || piece > 2_000) {
            return false;
        }
        if (piece == pieces.size()) {
            return at == text.length();
        }
        Part part = pieces.get(piece);
        String key = part.key();
        if (key != null) {
            String known = values.get(key);
            if (known != null) {
                return text.startsWith(known, at) && from(piece + 1, at + known.length());
            }
            for (int end = text.length(); end >= at; end--) {
                values.put(key, text.substring(at, end));
                if (from(piece + 1, end)) {
                    return true;
                }
            }
            values.remove(key);
            return false;
        }
        if (part.wild() && part.text().equals("*")) {
            for (int end = at; end <= text.length(); end++) {
                if (from(piece + 1, end)) {
                    return true;
                }
            }
            return false;
        }
        if (part.wild() && part.text().equals("?")) {
            return at < text.length() && from(piece + 1, at + Character.charCount(text.codePointAt(at)));
        }
        return text.startsWith(part.text(), at)
                && from(piece + 1, at + part.text().length());
    }

    /** A text with signs for variables, as a pattern. */
    static List<Part> parts(String text, Map<String, Integer> symbols) {
        List<Part> parts = new ArrayList<>();
        text.codePoints().forEach(c -> {
            String key = null;
            for (Map.Entry<String, Integer> symbol : symbols.entrySet()) {
                key = symbol.getValue() == c
                        ? symbol.getKey().substring(0, symbol.getKey().indexOf('\n'))
                        : key;
            }
            parts.add(
                    key == null ? new Part(Character.toString(c), false, null, null) : new Part(key, false, key, null));
        });
        return parts;
    }

    /** A text of a pattern. */
    static String sample(List<Part> pattern) {
        StringBuilder text = new StringBuilder();
        for (Part part : pattern) {
            if (part.key() != null) {
                text.append("value");
            } else {
                text.append(part.wild() ? part.text().replace('*', 'x').replace('?', 'x') : part.text());
            }
        }
        return text.toString();
    }
}
