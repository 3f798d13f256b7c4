package dev.glasshouse.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A policy document, read strictly and compiled once: immutable, and cheap to ask many times.
 *
 * <p>The grammar is that of
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html. What AWS would not take is not a
 * policy here either, so that no statement is ever dropped in silence.
 */
public final class PolicyDocument {

    /** The longest text that is read, in characters. */
    public static final int MAX_LENGTH = 131_072;

    private final String source;
    private final boolean canonicalUsers;
    private final PolicyType type;
    private final List<Statement> statements;
    private final @Nullable String unreadable;
    private @Nullable Boolean isPublic;

    PolicyDocument(String source, PolicyType type, List<Statement> statements) {
        this(source, type, statements, null);
    }

    private PolicyDocument(String source, PolicyType type, List<Statement> statements, @Nullable String unreadable) {
        this.source = source;
        this.canonicalUsers = source.contains("CanonicalUser");
        this.type = type;
        this.statements = List.copyOf(statements);
        this.unreadable = unreadable;
    }

    /**
     * Reads and compiles a document.
     *
     * @throws MalformedPolicyException if the text is not a policy of this type
     */
    public static PolicyDocument parse(String json, PolicyType type) throws MalformedPolicyException {
        return new PolicyParser(type).parse(json);
    }

    /**
     * A stand-in for a document that could not be read: it allows nothing, and no request that it bears on is allowed,
     * since a Deny may have been lost.
     */
    public static PolicyDocument unreadable(String json, PolicyType type, String reason) {
        return new PolicyDocument(json, type, List.of(), reason);
    }

    /** The text that the document was read from. */
    public String source() {
        return source;
    }

    /** Whether it may name principals by S3's canonical user ids. */
    public boolean speaksOfCanonicalUsers() {
        return canonicalUsers;
    }

    /** Where the document is attached. */
    public PolicyType type() {
        return type;
    }

    /** Why the document could not be read, or null. */
    public @Nullable String unreadableReason() {
        return unreadable;
    }

    /**
     * The names of the context keys that its variables and conditions ask for, as GetContextKeysForCustomPolicy lists
     * them: as they are written, in their order, each once whatever its case.
     */
    public List<String> contextKeys() {
        List<String> keys = new ArrayList<>();
        for (Statement statement : statements) {
            if (statement.resource() != null) {
                statement.resource().addKeys(keys);
            }
            for (ConditionElement condition : statement.conditions()) {
                condition.addKeys(keys);
            }
        }
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        keys.removeIf(key -> !seen.add(key));
        return keys;
    }

    /**
     * Whether an Allow statement covers an action, whatever its resource and its conditions; other statements are not
     * asked.
     *
     * @param service the service's prefix, in small letters
     * @param name the action's name without the prefix, in small letters
     */
    public boolean grants(String service, String name) {
        return statements.stream()
                .anyMatch(statement -> statement.allow() && statement.action().matches(service, name));
    }

    /**
     * Whether a Deny statement covers an action on every resource and under every condition.
     *
     * @param service the service's prefix, in small letters
     * @param name the action's name without the prefix, in small letters
     */
    public boolean deniesWholly(String service, String name) {
        return statements.stream()
                .anyMatch(statement -> !statement.allow()
                        && statement.conditions().isEmpty()
                        && statement.resource() != null
                        && statement.resource().isEverything()
                        && statement.action().matches(service, name));
    }

    /** Whether an Allow statement covers some action of a service, whatever its resource and its conditions. */
    public boolean grantsOf(String service) {
        return statements.stream()
                .anyMatch(statement -> statement.allow() && statement.action().mayBeOf(service));
    }

    /**
     * Whether an Allow statement covers an action on a resource, whoever asks and whatever its conditions: where none does,
     * the document allows nobody. A statement that depends on the request counts.
     *
     * @param service the service's prefix, in small letters
     * @param name the action's name without the prefix, in small letters
     * @param resource the resource's ARN, or {@code *} for an action without a resource type
     */
    public boolean mayAllow(String service, String name, String resource) {
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            if (statement.allow()
                    && statement.action().matches(service, name)
                    && (statement.resource() == null || statement.resource().mayMatch(resource))) {
                return true;
            }
        }
        return false;
    }

    /** How its Allow statements name a principal at all: in person or as everyone, by its account alone, or not. */
    public Naming names(PolicyPrincipal principal) {
        Naming best = Naming.NOT;
        for (Statement statement : statements) {
            PrincipalElement named = statement.principal();
            if (statement.allow() && named != null && !named.not()) {
                Naming naming = named.naming(principal);
                best = naming.compareTo(best) > 0 ? naming : best;
            }
        }
        return best;
    }

    /** How a document names a principal. */
    public enum Naming {
        /** Not at all. */
        NOT,
        /** By its account, which hands on to the account's own policies. */
        ACCOUNT,
        /** In person, or as one of everyone. */
        PERSON
    }

    /**
     * Whom its Allow statements name, each as {@code AWS:arn}, {@code Service:name}, {@code Federated:provider}, {@code
     * CanonicalUser:id} or {@code *}; in their order, each once.
     */
    public List<String> allowedPrincipals() {
        return statements.stream()
                .filter(Statement::allow)
                .map(Statement::principal)
                .filter(named -> named != null && !named.not())
                .flatMap(named -> named.source().stream())
                .distinct()
                .toList();
    }

    /** The Resource patterns of Allow statements that cover an action; {@code *} for NotResource and where there is none. */
    public List<String> allowedResources(String service, String name) {
        return statements.stream()
                .filter(statement -> statement.allow() && statement.action().matches(service, name))
                .flatMap(statement -> patterns(statement).stream())
                .distinct()
                .toList();
    }

    /** The Resource patterns of Deny statements that cover an action; the exceptions of a NotResource Allow with them. */
    public List<String> exceptedResources(String service, String name) {
        return statements.stream()
                .filter(statement -> statement.action().matches(service, name))
                .flatMap(statement -> (statement.allow() ? exceptions(statement) : patterns(statement)).stream())
                .distinct()
                .toList();
    }

    private static List<String> exceptions(Statement statement) {
        ResourceElement resource = statement.resource();
        return resource != null && resource.element().startsWith("Not") ? resource.source() : List.of();
    }

    private static List<String> patterns(Statement statement) {
        ResourceElement resource = statement.resource();
        return resource == null || resource.element().startsWith("Not") ? List.of("*") : resource.source();
    }

    /** Where its statements stand in the source, in order, as MatchedStatements tells it. */
    public List<StatementSpan> spans() {
        return StatementSpan.of(source, statements.size());
    }

    /** The document with its Deny statements alone: it allows nothing and denies what it denied. */
    public PolicyDocument denials() {
        return new PolicyDocument(
                source,
                type,
                statements.stream().filter(statement -> !statement.allow()).toList(),
                unreadable);
    }

    List<Statement> statements() {
        return statements;
    }

    /** Its statements, for reasoning over all requests at once. */
    public List<StatementView> views() {
        return statements.stream().map(StatementView::new).toList();
    }

    /** Whether S3 calls the document public; worked out at the first question. */
    boolean isPublic() {
        Boolean known = isPublic;
        if (known == null) {
            known = PublicPolicy.compute(this);
            isPublic = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PolicyDocument document && document.type == type && document.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode() * 31 + type.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }
}
