package dev.glasshouse.policy;

import dev.glasshouse.policy.match.PatternText;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A compiled statement laid open, for reasoning over all requests at once instead of deciding one. */
public final class StatementView {

    private final Statement statement;

    StatementView(Statement statement) {
        this.statement = statement;
    }

    /**
     * A piece of a value.
     *
     * @param text the text, or the variable's key as it is written
     * @param wild whether stars and question marks in the text are wildcards
     * @param key the variable's key in small letters, or null for a text
     * @param fallback the variable's default, or null
     */
    public record Part(
            String text,
            boolean wild,
            @Nullable String key,
            @Nullable String fallback) {}

    /** The statement's place in its document, from 0. */
    public int index() {
        return statement.index();
    }

    /** The statement's Sid, or null. */
    public @Nullable String sid() {
        return statement.sid();
    }

    /** Whether it allows; if not, it denies. */
    public boolean allow() {
        return statement.allow();
    }

    /** Whether it has NotAction. */
    public boolean notAction() {
        return statement.action().not();
    }

    /** The values of Action or NotAction, as they are written. */
    public List<String> actions() {
        return statement.action().source();
    }

    /** Whether it covers an action, whose service and name are in small letters. */
    public boolean coversAction(String service, String name) {
        return statement.action().matches(service, name);
    }

    /** Whether it speaks of the resource that it is attached to, having neither Resource nor NotResource. */
    public boolean anyResource() {
        return statement.resource() == null;
    }

    /** Whether it has NotResource. */
    public boolean notResource() {
        ResourceElement resource = statement.resource();
        return resource != null && resource.not();
    }

    /** The values of Resource or NotResource, completed where they are short, cut at their variables. */
    public List<List<Part>> resources() {
        ResourceElement resource = statement.resource();
        return resource == null
                ? List.of()
                : resource.templates().stream().map(ValueTemplate::view).toList();
    }

    /** The values of Resource or NotResource with the variables that these keys fill; those that they do not fill cover nothing. */
    public List<PatternText> resources(ContextKeys keys) {
        ResourceElement resource = statement.resource();
        return resource == null
                ? List.of()
                : resource.templates().stream()
                        .map(template -> template.resolve(keys))
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** The values of Resource or NotResource, as they are written. */
    public List<String> resourceSource() {
        ResourceElement resource = statement.resource();
        return resource == null ? List.of() : resource.source();
    }

    /** Whether it says whom it is for. */
    public boolean hasPrincipal() {
        return statement.principal() != null;
    }

    /** Whether it has NotPrincipal. */
    public boolean notPrincipal() {
        return statement.principal() != null && statement.principal().not();
    }

    /** Whether its list of principals has everyone in it. */
    public boolean namesEveryone() {
        return statement.principal() != null && statement.principal().namesEveryone();
    }

    /** The values of a kind of principal: {@code AWS}, {@code Service}, {@code Federated}, {@code CanonicalUser}. */
    public List<String> principals(String kind) {
        PrincipalElement principal = statement.principal();
        if (principal == null) {
            return List.of();
        }
        return switch (kind) {
            case "AWS" -> principal.aws();
            case "Service" -> principal.services();
            case "Federated" -> principal.federated();
            case "CanonicalUser" -> principal.canonicalUsers();
            default -> throw new IllegalArgumentException("Unknown kind of principal: " + kind);
        };
    }

    /** Whether its Principal takes in the caller of a request, or its NotPrincipal leaves the caller in. */
    public boolean coversPrincipal(PolicyRequest request) {
        return statement.named(request, false) != PrincipalMatch.NONE;
    }

    /** The lines of its Condition, all of which must hold. */
    public List<Line> conditions() {
        return statement.conditions().stream().map(Line::new).toList();
    }

    /** Whether all of it applies to a request. */
    public boolean applies(PolicyRequest request) {
        return statement.apply(request, false, null) != PrincipalMatch.NONE;
    }

    /** One line of a Condition. */
    public static final class Line {

        private final ConditionElement element;
        private final String identity;

        private Line(ConditionElement element) {
            this.element = element;
            StringBuilder text = new StringBuilder();
            append(text, element.operatorName().toLowerCase(Locale.ROOT));
            append(text, element.key().toLowerCase(Locale.ROOT));
            text.append(element.variables()).append(element.closed());
            new TreeSet<>(element.values()).forEach(value -> append(text, value));
            this.identity = text.toString();
        }

        /** With its length before it, so that no two lists of texts look the same. */
        private static void append(StringBuilder to, String text) {
            to.append(text.length()).append(':').append(text);
        }

        /** A text that two lines share which say the same. */
        public String identity() {
            return identity;
        }

        /** The operator as it is written. */
        public String operator() {
            return element.operatorName();
        }

        /** The operator as AWS spells it, without prefix and suffix. */
        public String plainOperator() {
            return element.plainOperator();
        }

        /** Whether it is asked of each member of a set. */
        public boolean quantified() {
            return element.quantified();
        }

        /** The key as it is written. */
        public String key() {
            return element.key();
        }

        /** The values as they are written. */
        public List<String> values() {
            return element.values();
        }

        /** Whether a value has a variable in it. */
        public boolean hasVariables() {
            return element.hasVariables();
        }

        /** The values without variables, as they are compared. */
        public List<PatternText> constants() {
            return element.constants();
        }

        /** The values with variables, cut at them. */
        public List<List<Part>> templates() {
            return element.templates().stream().map(ValueTemplate::view).toList();
        }

        /** Whether the line holds for a request's keys. */
        public boolean holds(ContextKeys keys) {
            return element.holds(keys);
        }
    }
}
