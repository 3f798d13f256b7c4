package dev.glasshouse.wire;

import dev.glasshouse.api.model.XmlNamespace;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes well-formed XML. Characters that XML cannot hold become U+FFFD; a carriage return becomes a reference, so that
 * readers keep it.
 */
final class XmlWriter {

    /** The first line of an S3 document. */
    static final String PROLOG = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private final StringBuilder out = new StringBuilder(512);
    private final boolean indented;
    private final Deque<String> open = new ArrayDeque<>();
    private boolean tagOpen;
    private boolean lastWasText;

    /**
     * An empty document.
     *
     * @param indented whether each element stands on a line of its own, as the query services write
     */
    XmlWriter(boolean indented) {
        this.indented = indented;
    }

    /** Writes the XML declaration. */
    XmlWriter prolog() {
        out.append(PROLOG);
        return this;
    }

    /** Opens an element. */
    XmlWriter open(String name) {
        return open(name, null);
    }

    /** Opens an element that declares a namespace. */
    XmlWriter open(String name, @Nullable XmlNamespace namespace) {
        finishTag();
        if (!open.isEmpty()) {
            newLine(open.size());
        }
        out.append('<').append(name);
        open.push(name);
        tagOpen = true;
        lastWasText = false;
        if (namespace != null) {
            String prefix = namespace.prefix();
            attribute(prefix == null ? "xmlns" : "xmlns:" + prefix, namespace.uri());
        }
        return this;
    }

    /** Writes an attribute of the element that was opened last. */
    XmlWriter attribute(String name, String value) {
        if (!tagOpen) {
            throw new IllegalStateException("no open tag");
        }
        out.append(' ').append(name).append("=\"");
        escape(value, true);
        out.append('"');
        return this;
    }

    /** Writes text. */
    XmlWriter text(String text) {
        finishTag();
        escape(text, false);
        lastWasText = true;
        return this;
    }

    /** Closes the element that was opened last. */
    XmlWriter close() {
        String name = open.pop();
        if (tagOpen) {
            out.append("/>");
            tagOpen = false;
        } else {
            if (!lastWasText) {
                newLine(open.size());
            }
            out.append("</").append(name).append('>');
        }
        lastWasText = false;
        return this;
    }

    /** Writes an element that holds text only. */
    XmlWriter element(String name, String text) {
        return open(name).text(text).close();
    }

    /** The document. */
    String document() {
        if (!open.isEmpty()) {
            throw new IllegalStateException(open.peek() + " is open");
        }
        return indented ? out.append('\n').toString() : out.toString();
    }

    private void finishTag() {
        if (tagOpen) {
            out.append('>');
            tagOpen = false;
        }
    }

    private void newLine(int depth) {
        if (indented) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    private void escape(String text, boolean attribute) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#xD;");
                case '\n' -> out.append(attribute ? "&#xA;" : "\n");
                case '\t' -> out.append(attribute ? "&#x9;" : "\t");
                case '\u0085' -> out.append("&#x85;");
                case '\u2028' -> out.append("&#x2028;");
                default -> {
                    if (Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        out.append(c).append(text.charAt(++i));
                    } else {
                        out.append(
                                c < ' ' || Character.isSurrogate(c) || c == '\uFFFE' || c == '\uFFFF' ? '\uFFFD' : c);
                    }
                }
            }
        }
    }
}
