package dev.glasshouse.policy.check;

import dev.glasshouse.policy.check.Finding.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON value that knows where it stands: offsets in characters, the end exclusive. */
record Node(Kind kind, String text, List<Step> path, int start, int end, List<Member> members, List<Node> items) {

    enum Kind {
        OBJECT("Object"),
        ARRAY("Array"),
        STRING("String"),
        NUMBER("Number"),
        BOOLEAN("Boolean"),
        NULL("Null");

        final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    /** A member of an object. */
    record Member(String key, Node value) {}

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    /** A member's value, or null. */
    @Nullable
    Node get(String key) {
        for (Member member : members) {
            if (member.key().equals(key)) {
                return member.value();
            }
        }
        return null;
    }

    /** The items of a list, or the value itself. */
    List<Node> list() {
        return kind == Kind.ARRAY ? items : List.of(this);
    }

    /** The strings of a list, or the value itself where it is one. */
    List<Node> strings() {
        List<Node> strings = new ArrayList<>();
        for (Node item : list()) {
            if (item.is(Kind.STRING)) {
                strings.add(item);
            }
        }
        return strings;
    }
}
