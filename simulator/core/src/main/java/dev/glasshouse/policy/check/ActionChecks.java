package dev.glasshouse.policy.check;

import dev.glasshouse.policy.match.Glob;
import dev.glasshouse.policy.reference.ServiceReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Actions: whether there are such, and whether one says what another says. */
final class ActionChecks {

    /** Lists longer than this are not compared with themselves. */
    private static final int MOST_COMPARED = 500;

    private ActionChecks() {}

    static void run(List<Node> actions, Findings findings) {
        Map<String, List<String>> known = new HashMap<>();
        for (Node action : actions) {
            String text = action.text();
            int colon = text.indexOf(':');
            if (text.equals("*")) {
                continue;
            }
            String service = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
            boolean wild = service.indexOf('*') >= 0 || service.indexOf('?') >= 0;
            if (colon < 0 || wild) {
                none(action, findings);
            } else {
                known(service, text.substring(colon + 1), known, action, findings);
            }
        }
        redundant(actions, findings);
    }

    private static void known(
            String service, String name, Map<String, List<String>> known, Node action, Findings findings) {
        if (!ServiceReference.services().containsKey(service)) {
            findings.error(
                    "INVALID_SERVICE_IN_ACTION",
                    "The service " + action.text().substring(0, service.length())
                            + " specified in the action does not exist.",
                    action);
            return;
        }
        List<String> names = known.computeIfAbsent(service, ServiceReference::actions);
        Glob pattern = Glob.compile(name.toLowerCase(Locale.ROOT));
        for (String each : names) {
            if (pattern.matches(each.toLowerCase(Locale.ROOT))) {
                return;
            }
        }
        none(action, findings);
    }

    private static void none(Node action, Findings findings) {
        findings.error("INVALID_ACTION", "The action " + action.text() + " does not exist.", action);
    }

    private static void redundant(List<Node> actions, Findings findings) {
        List<Node> redundant = covered(actions, true);
        if (!redundant.isEmpty()) {
            findings.add(
                    Finding.Type.SUGGESTION,
                    "REDUNDANT_ACTION",
                    "The " + redundant.size()
                            + " action(s) are redundant because they provide similar permissions. Update the policy to"
                            + " remove the redundant action such as: "
                            + redundant.get(0).text() + ".",
                    redundant);
        }
    }

    /** The values that another value covers: of two that say the same, the later. */
    static List<Node> covered(List<Node> values, boolean ignoreCase) {
        List<Node> covered = new ArrayList<>();
        if (values.size() > MOST_COMPARED) {
            return covered;
        }
        List<String> texts = new ArrayList<>();
        List<Glob> globs = new ArrayList<>();
        for (Node value : values) {
            String text = ignoreCase ? value.text().toLowerCase(Locale.ROOT) : value.text();
            texts.add(text);
            globs.add(Glob.compile(text));
        }
        for (int i = 0; i < texts.size(); i++) {
            for (int j = 0; j < texts.size(); j++) {
                if (i != j && covers(texts, globs, j, i) && (j < i || !covers(texts, globs, i, j))) {
                    covered.add(values.get(i));
                    break;
                }
            }
        }
        return covered;
    }

    /** Sound, not complete: a star of the covered one can only be met by a star. */
    private static boolean covers(List<String> texts, List<Glob> globs, int wide, int narrow) {
        if (texts.get(wide).equals(texts.get(narrow))) {
            return true;
        }
        boolean certain = texts.get(wide).indexOf('?') < 0 && texts.get(wide).indexOf('$') < 0;
        return certain && texts.get(wide).indexOf('*') >= 0 && globs.get(wide).matches(texts.get(narrow));
    }
}
