package dev.glasshouse.wire;

import java.util.ArrayList;
import java.util.List;

/** Lists in a header: elements between commas, quoted where they hold a comma or a quote. */
final class HeaderLists {

    private HeaderLists() {}

    /**
     * The elements of a header's text.
     *
     * @param httpDates whether each element holds one comma itself, as an HTTP date does
     */
    static List<String> split(String text, boolean httpDates) {
        List<String> elements = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        int commas = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\' && i + 1 < text.length()) {
                    element.append(text.charAt(++i));
                } else if (c == '"') {
                    quoted = false;
                } else {
                    element.append(c);
                }
            } else if (c == '"' && element.toString().isBlank()) {
                element.setLength(0);
                quoted = true;
                wasQuoted = true;
            } else if (c == ',' && !(httpDates && commas++ % 2 == 0)) {
                add(elements, element, wasQuoted);
                wasQuoted = false;
            } else {
                element.append(c);
            }
        }
        if (!elements.isEmpty() || wasQuoted || !element.toString().isBlank()) {
            add(elements, element, wasQuoted);
        }
        return elements;
    }

    private static void add(List<String> elements, StringBuilder element, boolean wasQuoted) {
        elements.add(wasQuoted ? element.toString() : element.toString().strip());
        element.setLength(0);
    }

    /** An element, within quotes where it needs them. */
    static String quoted(String element) {
        if (element.indexOf(',') < 0 && element.indexOf('"') < 0) {
            return element;
        }
        return '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** A header value without line ends, which would begin another header. */
    static String clean(String value) {
        StringBuilder clean = null;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                clean = clean == null ? new StringBuilder(value) : clean;
                clean.setCharAt(i, ' ');
            }
        }
        return clean == null ? value : clean.toString();
    }
}
