package dev.glasshouse.policy;

import dev.glasshouse.policy.match.Glob;
import dev.glasshouse.policy.match.PatternText;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled Resource or NotResource element: case matters, wildcards cross slashes and colons. */
final class ResourceElement {

    private final List<String> source;
    private final boolean not;
    private final ResourcePattern[] patterns;

    private ResourceElement(List<String> source, boolean not, ResourcePattern[] patterns) {
        this.source = source;
        this.not = not;
        this.patterns = patterns;
    }

    /** Either a pattern that is the same for all requests, or one with variables. */
    private record ResourcePattern(@Nullable Glob fixed, ValueTemplate template) {}

    static ResourceElement compile(List<String> values, boolean not, PolicyType type, boolean variables)
            throws MalformedPolicyException {
        ResourcePattern[] patterns = new ResourcePattern[values.size()];
        for (int i = 0; i < patterns.length; i++) {
            String text = complete(values.get(i), type);
            ValueTemplate template =
                    variables ? ValueTemplate.arnWithVariables(text) : ValueTemplate.withoutVariables(text);
            PatternText constant = template.constant();
            patterns[i] = new ResourcePattern(constant == null ? null : Glob.compile(constant), template);
        }
        return new ResourceElement(List.copyOf(values), not, patterns);
    }

    private static String complete(String text, PolicyType type) throws MalformedPolicyException {
        if (!text.startsWith("arn:")) {
            // Some services take short forms of their own in their resource policies.
            if (type.completesShortArns() && !Glob.compile(text).matchesEverything()) {
                throw new MalformedPolicyException("Resource is neither an ARN nor *: " + text);
            }
            return text;
        }
        String[] fields = text.split(":", -1);
        String service = fields.length < 3 ? "" : fields[2];
        if (service.isEmpty() || service.indexOf('*') >= 0 || service.indexOf('?') >= 0) {
            throw new MalformedPolicyException("Resource names no service, or one with a wildcard: " + text);
        }
        if (!type.completesShortArns() || fields.length >= 6) {
            return text;
        }
        return text + ":*".repeat(6 - fields.length);
    }

    /**
     * Whether the element covers the request's resource.
     *
     * @param allow whether the statement allows: a NotResource that cannot be worked out, since a variable of it has no
     *     value, covers nothing for an Allow and everything for a Deny. AWS does not say; the question is open.
     */
    boolean matches(PolicyRequest request, boolean allow) {
        boolean unresolved = false;
        for (ResourcePattern pattern : patterns) {
            Glob glob = pattern.fixed();
            if (glob == null) {
                PatternText text = pattern.template().resolve(request.keys());
                unresolved |= text == null;
                glob = text == null ? null : Glob.compile(text);
            }
            if (glob != null && covers(glob, request)) {
                return !not;
            }
        }
        return not && !(unresolved && allow);
    }

    /** Whether the element covers a resource for some request. */
    boolean mayMatch(String resource) {
        for (ResourcePattern pattern : patterns) {
            Glob glob = pattern.fixed();
            boolean covers = glob == null || (resource.equals("*") ? glob.matchesEverything() : glob.matches(resource));
            if (covers) {
                return !not || glob == null;
            }
        }
        return not;
    }

    private static boolean covers(Glob glob, PolicyRequest request) {
        return request.wildcardOnlyAction() ? glob.matchesEverything() : glob.matches(request.resourceArn());
    }

    /** Adds the keys of its variables, as they are written. */
    void addKeys(Collection<String> keys) {
        for (ResourcePattern pattern : patterns) {
            keys.addAll(pattern.template().keys());
        }
    }

    /** Whether it covers every resource. */
    boolean isEverything() {
        return !not && source.contains("*");
    }

    boolean not() {
        return not;
    }

    List<ValueTemplate> templates() {
        return Arrays.stream(patterns).map(ResourcePattern::template).toList();
    }

    String element() {
        return not ? "NotResource" : "Resource";
    }

    List<String> source() {
        return source;
    }
}
