package dev.glasshouse.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query request as the tree that their dotted names describe: {@code Tags.member.1.Key} is a leaf
 * four levels down.
 */
public final class FormBody {

    private static final int DEEPEST = 64;
    private static final int MOST_PARAMETERS = 20_000;

    /** A place in the tree. */
    static final class Node {

        private @Nullable String value;
        private final Map<String, Node> children = new LinkedHashMap<>(4);

        /** The text of a parameter that ends here, or null. */
        @Nullable
        String value() {
            return value;
        }

        Map<String, Node> children() {
            return children;
        }

        @Nullable
        Node child(String name) {
            return children.get(name);
        }
    }

    private final Node root = new Node();
    private int parameters;

    private FormBody() {}

    /**
     * Parses texts of the form {@code a=1&b.c=2}; of a name that comes twice the last counts.
     *
     * @param texts the query string and the body; null is empty
     */
    static FormBody parse(@Nullable String... texts) throws MalformedException {
        FormBody form = new FormBody();
        for (String text : texts) {
            if (text != null) {
                form.add(text);
            }
        }
        return form;
    }

    /** The value of a parameter without dots in its name, or null. */
    @Nullable
    String first(String name) {
        Node node = root.child(name);
        return node == null ? null : node.value();
    }

    Node root() {
        return root;
    }

    private void add(String text) throws MalformedException {
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf('&', start);
            end = end < 0 ? text.length() : end;
            if (end > start) {
                pair(text.substring(start, end));
            }
            start = end + 1;
        }
    }

    private void pair(String pair) throws MalformedException {
        if (++parameters > MOST_PARAMETERS) {
            throw MalformedException.syntax("more than " + MOST_PARAMETERS + " parameters");
        }
        int equals = pair.indexOf('=');
        String name = PercentCoding.form(equals < 0 ? pair : pair.substring(0, equals));
        String value = PercentCoding.form(equals < 0 ? "" : pair.substring(equals + 1));
        if (name == null || value == null) {
            throw MalformedException.syntax("a parameter is not percent-encoded UTF-8");
        }
        Node node = root;
        int depth = 0;
        int start = 0;
        while (start <= name.length()) {
            int end = name.indexOf('.', start);
            end = end < 0 ? name.length() : end;
            if (++depth > DEEPEST) {
                throw MalformedException.syntax("a parameter name has more than " + DEEPEST + " parts");
            }
            node = node.children.computeIfAbsent(name.substring(start, end), part -> new Node());
            start = end + 1;
        }
        node.value = value;
    }
}
