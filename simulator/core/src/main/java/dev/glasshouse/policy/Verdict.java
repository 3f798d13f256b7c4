package dev.glasshouse.policy;

import dev.glasshouse.policy.Decision.StatementRef;
import org.jspecify.annotations.Nullable;

/** What the policies of one kind, read together, say about a request. */
final class Verdict {

    private static final Verdict[] ABSENT = new Verdict[PolicyKind.values().length];

    static {
        for (PolicyKind kind : PolicyKind.values()) {
            ABSENT[kind.ordinal()] = new Verdict(kind, false);
        }
    }

    private final PolicyKind kind;
    private final boolean present;
    private boolean unreadable;
    private PrincipalMatch allowed = PrincipalMatch.NONE;
    private @Nullable Policy allowPolicy;
    private @Nullable Statement allowStatement;
    private @Nullable Policy denyPolicy;
    private @Nullable Statement denyStatement;

    /** What a kind says of which there is no policy; nothing is ever written to it. */
    static Verdict absent(PolicyKind kind) {
        return ABSENT[kind.ordinal()];
    }

    Verdict(PolicyKind kind) {
        this(kind, true);
    }

    private Verdict(PolicyKind kind, boolean present) {
        this.kind = kind;
        this.present = present;
    }

    /** Whether there is any policy of the kind. */
    boolean present() {
        return present;
    }

    /** Whether a policy of the kind could not be read, so that nothing it bears on may be allowed. */
    boolean unreadable() {
        return unreadable;
    }

    void markUnreadable() {
        unreadable = true;
    }

    /** How closely the closest Allow names the caller; NONE when nothing allows. */
    PrincipalMatch allowed() {
        return allowed;
    }

    boolean allows() {
        return allowed != PrincipalMatch.NONE;
    }

    boolean denies() {
        return denyStatement != null;
    }

    void allow(Policy policy, Statement statement, PrincipalMatch match) {
        if (match.compareTo(allowed) > 0) {
            allowed = match;
            allowPolicy = policy;
            allowStatement = statement;
        }
    }

    void deny(Policy policy, Statement statement) {
        if (denyStatement == null) {
            denyPolicy = policy;
            denyStatement = statement;
        }
    }

    @Nullable
    StatementRef allowing() {
        return reference(allowPolicy, allowStatement);
    }

    @Nullable
    StatementRef denying() {
        return reference(denyPolicy, denyStatement);
    }

    private @Nullable StatementRef reference(@Nullable Policy policy, @Nullable Statement statement) {
        if (policy == null || statement == null) {
            return null;
        }
        return new StatementRef(kind, policy.id(), policy.arn(), statement.index(), statement.sid());
    }
}
