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
    private final PolicyType type;
    private final List<Statement> statements;
    private final @Nullable String unreadable;
    private @Nullable Boolean isPublic;

    PolicyDocument(String source, PolicyType type, List<Statement> statements) {
        this(source, type, statements, null);
    }

    private PolicyDocument(String source, PolicyType type, List<Statement> statements, @Nullable String unreadable) {
        this.source = source;
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
