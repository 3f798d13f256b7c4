package dev.glasshouse.call;

import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Transaction;
import java.util.Optional;

/** The port to STS's sessions. STS implements it. */
public interface Sessions {

    /**
     * The caller that temporary credentials stand for, without a vantage of its own.
     *
     * @param handle the credential's handle
     * @param accessKeyId the key id that signed
     */
    Optional<Caller> session(StateReader state, long handle, String accessKeyId);

    /**
     * Opens a session of a role without asking its trust policy.
     *
     * @param seconds how long it lives
     * @param workload what its credentials are handed to
     * @return the handle of its credentials, whose key ids begin with {@code ASIA}
     */
    long open(
            SetupPower power,
            Transaction tx,
            Identities.Role role,
            String sessionName,
            long seconds,
            Workload workload);
}
