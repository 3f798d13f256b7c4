package dev.glasshouse.policy.check;

import dev.glasshouse.policy.check.Node.Kind;
import dev.glasshouse.policy.check.Node.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a statement says, as far as it is well formed: the elements that the checks of their meaning read. */
record Parts(Node statement) {

    /**
     * A line of the condition block.
     *
     * @param key as it is written
     * @param values a value or a list of them
     */
    record Line(Operator operator, String key, Node values) {

        /** The key in small letters. */
        String lower() {
            return key.toLowerCase(Locale.ROOT);
        }
    }

    boolean isAllow() {
        return PrincipalChecks.isAllow(statement.get("Effect"));
    }

    boolean isDeny() {
        Node effect = statement.get("Effect");
        return effect != null && effect.text().equals("Deny");
    }

    /** The principals of a kind such as {@code Service}. */
    List<Node> principals(String kind) {
        Node principal = statement.get("Principal");
        Node values = principal == null ? null : principal.get(kind);
        return values == null ? List.of() : values.strings();
    }

    /** The strings of an element; none where the statement does not have it. */
    List<Node> strings(String element) {
        Node node = statement.get(element);
        return node == null ? List.of() : node.strings();
    }

    /** The lines of the condition block, those alone whose operators there are. */
    List<Line> conditions() {
        List<Line> lines = new ArrayList<>();
        Node condition = statement.get("Condition");
        if (condition == null) {
            return lines;
        }
        for (Member member : condition.members()) {
            Operator operator = Operator.of(member.key());
            if (operator.exists() && member.value().is(Kind.OBJECT)) {
                member.value().members().forEach(key -> lines.add(new Line(operator, key.key(), key.value())));
            }
        }
        return lines;
    }

    /** Whether a key, in small letters, stands in the condition block under any operator. */
    boolean hasKey(String lower) {
        return conditions().stream().anyMatch(line -> line.lower().equals(lower));
    }
}
