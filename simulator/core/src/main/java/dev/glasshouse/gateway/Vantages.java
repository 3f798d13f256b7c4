package dev.glasshouse.gateway;

import dev.glasshouse.call.Caller;
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

    /** Where callers without credentials are. */
    static Vantage ofAnonymous(StateReader state) {
        return state.get(TABLE, Scope.SANDBOX, ANONYMOUS).orElse(Vantage.DEFAULT);
    }

    /** A caller where it is set to be; else a session where it was asked for, and others somewhere. */
    static Caller place(StateReader state, Caller caller) {
        return state.get(TABLE, Scope.SANDBOX, caller.principalArn())
                .map(caller::at)
                .orElse(caller);
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
