package dev.glasshouse.call;

import dev.glasshouse.sandbox.StateReader;
import java.util.Optional;

/** The port to what accounts and organizations have turned on in IAM. IAM implements it. */
public interface AccountFeatures {

    /** The issuer of an account's web identity tokens, with {@code https://}; empty where it issues none. */
    Optional<String> tokenIssuer(StateReader state, String account);

    /** Whether an organization lets its management account take sessions of its members' root users. */
    boolean hasRootSessions(StateReader state, String organization);
}
