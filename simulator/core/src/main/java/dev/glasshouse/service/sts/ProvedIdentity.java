package dev.glasshouse.service.sts;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.policy.ContextKeys;
import org.jspecify.annotations.Nullable;

/** Somebody whom an identity provider's token or assertion names. */
interface ProvedIdentity {

    /** The session tags that the provider sets. */
    SessionTags tags();

    /** The source identity that the provider sets, or null. */
    @Nullable
    String sourceIdentity();

    /** The session's name that the provider sets, or null where the request does. */
    @Nullable
    String sessionName();

    /** Adds the keys that the trust policy sees beside those of the provider. */
    default void addTo(ContextKeys.Builder keys) {}

    /** Who asks for a session. */
    Caller caller(Call call);

    /** What the provider said, which the session keeps. */
    Caller.Federation federation();
}
