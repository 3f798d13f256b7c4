package dev.glasshouse.gateway;

import dev.glasshouse.call.Vantage;
import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import dev.glasshouse.sandbox.Transaction;
import org.jspecify.annotations.Nullable;

/** From where each principal is seen to call. Set by labs and the control API, kept with the state so that forks have it. */
public final class Vantages {

    /** The key of callers without credentials. */
    public static final String ANONYMOUS = "anonymous";

    /** Vantages by the ARN of a user, role or root user, or {@link #ANONYMOUS}. */
    public static final Table<String, Vantage> TABLE =
            Table.ofText("gateway", "vantages", RecordCodec.of(Vantage.class));

    private Vantages() {}

    static Vantage of(StateReader state, @Nullable String principalArn) {
        return state.get(TABLE, Scope.SANDBOX, principalArn == null ? ANONYMOUS : principalArn)
                .orElse(Vantage.DEFAULT);
    }

    /**
     * Sets or clears a vantage.
     *
     * @param principal the ARN of a user, role or root user, or {@link #ANONYMOUS}
     * @param vantage the vantage, or null to return to the default
     */
    public static void set(Transaction tx, String principal, @Nullable Vantage vantage) {
        if (vantage == null) {
            tx.remove(TABLE, Scope.SANDBOX, principal);
        } else {
            tx.put(TABLE, Scope.SANDBOX, principal, vantage);
        }
    }
}
