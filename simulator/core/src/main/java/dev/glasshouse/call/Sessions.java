package dev.glasshouse.call;

import dev.glasshouse.sandbox.StateReader;
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
}
