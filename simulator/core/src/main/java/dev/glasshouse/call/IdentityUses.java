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

    /**
     * A user or role that was in use since a time, and what it may do and did not do since.
     *
     * @param arn the user or role
     * @param tags its tags
     * @param services the services of which something was not used, by prefix
     */
    record Idle(String arn, Map<String, String> tags, List<IdleService> services) {
        public Idle {
            tags = Map.copyOf(tags);
            services = List.copyOf(services);
        }
    }

    /**
     * A service of which something was not used.
     *
     * @param service its prefix
     * @param last when it was used last, as far as the trail tells; null for never
     * @param actions which actions were not used; none where the whole service was not
     */
    record IdleService(String service, @Nullable Instant last, List<IdleAction> actions) {
        public IdleService {
            actions = List.copyOf(actions);
        }
    }

    /**
     * An action that was not used.
     *
     * @param action its name without prefix
     * @param last when it was used last; null for never
     */
    record IdleAction(String action, @Nullable Instant last) {}

    /** What the users and roles of an account that are older than a time, and were in use since, may do and did not do since. */
    List<Idle> idle(Call call, String account, Instant since);

    /** The accounts that have identities. */
    List<String> accounts(StateReader state);

    /** Everything of an account. */
    List<Use> uses(Call call, String account);
}
