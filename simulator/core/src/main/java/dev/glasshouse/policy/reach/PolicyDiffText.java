package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.policy.reach.PolicyDiff.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A difference of policies for people and for programs. */
public final class PolicyDiffText {

    private static final int MOST_NAMED = 6;

    private PolicyDiffText() {}

    /**
     * Reads a policy of a caller, or one of a resource where it names principals.
     *
     * @throws MalformedPolicyException if the text is neither
     */
    public static PolicyDocument read(String json) throws MalformedPolicyException {
        try {
            return PolicyDocument.parse(json, PolicyType.IDENTITY);
        } catch (MalformedPolicyException notOfCaller) {
            if (!json.contains("Principal\"")) {
                throw notOfCaller;
            }
            return PolicyDocument.parse(json, PolicyType.RESOURCE);
        }
    }

    /** A few lines for people. */
    public static String of(PolicyDiff diff) {
        StringBuilder text = new StringBuilder();
        diff.allowed().forEach(change -> append(text, "newly allowed", change));
        diff.denied().forEach(change -> append(text, "newly denied", change));
        return text.isEmpty() ? "no difference" : text.toString().stripTrailing();
    }

    private static void append(StringBuilder text, String what, Change change) {
        text.append(what).append(" by statement ").append(change.statement());
        if (change.sid() != null) {
            text.append(" (").append(change.sid()).append(')');
        }
        text.append(": ").append(named(change.actions())).append('\n');
        Witness witness = change.witness();
        if (witness == null) {
            text.append("  not known: ").append(change.unknown()).append('\n');
            return;
        }
        text.append("  such as ").append(witness.action()).append(" on ").append(witness.resource());
        String arn = witness.principal().arn();
        if (!witness.principal().equals(Principals.SOMEONE)) {
            text.append(" by ").append(arn == null ? "anonymous" : arn);
        }
        witness.keys()
                .entries()
                .values()
                .forEach(entry -> text.append(", ")
                        .append(entry.name())
                        .append('=')
                        .append(
                                entry.multiValued()
                                        ? entry.values()
                                        : entry.values().get(0)));
        text.append('\n');
    }

    /** Actions for people: the first few, and how many more. */
    public static String named(List<String> actions) {
        if (actions.isEmpty()) {
            return "actions that AWS does not have";
        }
        String first = String.join(", ", actions.subList(0, Math.min(MOST_NAMED, actions.size())));
        return actions.size() <= MOST_NAMED ? first : first + " and " + (actions.size() - MOST_NAMED) + " more";
    }

    /** The difference as maps and lists, for JSON. */
    public static Map<String, Object> tree(PolicyDiff diff) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("allowed", diff.allowed().stream().map(PolicyDiffText::tree).toList());
        tree.put("denied", diff.denied().stream().map(PolicyDiffText::tree).toList());
        return tree;
    }

    private static Map<String, Object> tree(Change change) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("statement", change.statement());
        if (change.sid() != null) {
            tree.put("sid", change.sid());
        }
        tree.put("actions", change.actions());
        Witness witness = change.witness();
        if (witness != null) {
            tree.put("witness", tree(witness));
        } else {
            tree.put("unknown", String.valueOf(change.unknown()));
        }
        return tree;
    }

    /** A witness as maps and lists, for JSON. */
    public static Map<String, Object> tree(Witness witness) {
        Map<String, Object> tree = new LinkedHashMap<>();
        String arn = witness.principal().arn();
        tree.put("principal", arn == null ? "anonymous" : arn);
        tree.put("action", witness.action());
        tree.put("resource", witness.resource());
        Map<String, Object> keys = new LinkedHashMap<>();
        witness.keys()
                .entries()
                .values()
                .forEach(entry -> keys.put(
                        entry.name(),
                        entry.multiValued() ? entry.values() : entry.values().get(0)));
        tree.put("context", keys);
        return tree;
    }
}
