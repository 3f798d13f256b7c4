package dev.glasshouse.call;

import dev.glasshouse.sandbox.Ids;
import dev.glasshouse.sandbox.Transaction;

/** A call that may change rows. */
public interface WriteCall extends Call {

    /** The transaction that the call runs in; {@link #state()} reads through it. */
    Transaction tx();

    /** New ids. */
    default Ids ids() {
        return tx().ids();
    }
}
