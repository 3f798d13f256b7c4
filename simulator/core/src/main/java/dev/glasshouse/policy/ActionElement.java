package dev.glasshouse.policy;

import dev.glasshouse.policy.match.Glob;
import java.util.List;
import java.util.Locale;

/** A compiled Action or NotAction element: prefix and name ignore case and take wildcards anywhere. */
final class ActionElement {

    private final List<String> source;
    private final boolean not;
    private final ActionPattern[] patterns;

    private ActionElement(List<String> source, boolean not, ActionPattern[] patterns) {
        this.source = source;
        this.not = not;
        this.patterns = patterns;
    }

    private record ActionPattern(Glob service, Glob name) {

        static ActionPattern parse(String text) throws MalformedPolicyException {
            String lower = text.toLowerCase(Locale.ROOT);
            int colon = lower.indexOf(':');
            if (colon < 0) {
                Glob all = Glob.compile(lower);
                if (!all.matchesEverything()) {
                    throw new MalformedPolicyException("Action has no service prefix: " + text);
                }
                return new ActionPattern(all, all);
            }
            if (colon == 0 || colon == lower.length() - 1 || lower.indexOf(':', colon + 1) >= 0) {
                throw new MalformedPolicyException("Action is not of the form service:Name: " + text);
            }
            return new ActionPattern(Glob.compile(lower.substring(0, colon)), Glob.compile(lower.substring(colon + 1)));
        }
    }

    static ActionElement compile(List<String> values, boolean not) throws MalformedPolicyException {
        ActionPattern[] patterns = new ActionPattern[values.size()];
        for (int i = 0; i < patterns.length; i++) {
            patterns[i] = ActionPattern.parse(values.get(i));
        }
        return new ActionElement(List.copyOf(values), not, patterns);
    }

    boolean matches(PolicyRequest request) {
        return matches(request.actionService(), request.actionName());
    }

    /** Whether it covers an action, whose service and name are in small letters. */
    boolean matches(String service, String name) {
        for (ActionPattern pattern : patterns) {
            if (pattern.service().matches(service) && pattern.name().matches(name)) {
                return !not;
            }
        }
        return not;
    }

    boolean not() {
        return not;
    }

    /** Whether it may cover an action of a service; one that excludes actions may. */
    boolean mayBeOf(String service) {
        if (not) {
            return true;
        }
        for (ActionPattern pattern : patterns) {
            if (pattern.service().matches(service)) {
                return true;
            }
        }
        return false;
    }

    String element() {
        return not ? "NotAction" : "Action";
    }

    List<String> source() {
        return source;
    }
}
