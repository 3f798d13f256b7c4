package dev.glasshouse.call;

import dev.glasshouse.sandbox.StateReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The port to what identities have and when they used it last. IAM implements it. */
public interface IdentityUses {

    /** What can lie unused. */
    enum Kind {
        /** A role, but for service-linked ones. */
        ROLE,
        /** An active access key of a user. */
        ACCESS_KEY,
        /** A user's password. */
        PASSWORD
    }

    /**
     * Something that an identity has.
     *
     * @param arn the user or role
     * @param tags the tags of the user or role
     * @param created since when there is it
     * @param last when it was used last, as far as the trail tells; null for never
     * @param accessKeyId the key's id, or null for anything else
     */
    record Use(
            Kind kind,
            String arn,
            Map<String, String> tags,
            Instant created,
            @Nullable Instant last,
            @Nullable String accessKeyId) {
        public Use {
            tags = Map.copyOf(tags);
        }
    }

    /** The accounts that have identities. */
    List<String> accounts(StateReader state);

    /** Everything of an account. */
    List<Use> uses(Call call, String account);
}
