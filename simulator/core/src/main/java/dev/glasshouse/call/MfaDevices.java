package dev.glasshouse.call;

import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Transaction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The port to the MFA devices of users and root users. IAM implements it. */
public interface MfaDevices {

    /** Whether a principal has an enabled device. {@code user} is a user's name, or null for root. */
    boolean hasDevice(StateReader state, String account, @Nullable String user);

    /**
     * Whether a code would be accepted now: the device is enabled for the principal, and the code is that of the present
     * time step, or of one beside it, and has not been taken before. It changes nothing.
     *
     * @param user a user's name, or null for root
     * @param serial the device's serial number or ARN
     * @param code six digits
     */
    boolean accepts(StateReader state, Instant now, String account, @Nullable String user, String serial, String code);

    /**
     * Takes a code, so that neither it nor an earlier one is accepted again.
     *
     * @return whether it was accepted; if not, nothing is changed
     */
    boolean take(Transaction tx, String account, @Nullable String user, String serial, String code);
}
