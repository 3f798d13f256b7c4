package dev.glasshouse.call;

import dev.glasshouse.policy.Policy;
import dev.glasshouse.sandbox.StateReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The port to IAM's entities: who there is, and which policies they have. IAM implements it. */
public interface Identities {

    /**
     * A user or a role.
     *
     * @param arn its ARN
     * @param id its unique id, {@code AIDA...} or {@code AROA...}
     * @param account its account
     * @param name its name
     * @param path its path, with slashes at both ends
     * @param tags its tags
     */
    record Entity(String arn, String id, String account, String name, String path, Map<String, String> tags) {
        public Entity {
            tags = Map.copyOf(tags);
        }
    }

    /**
     * A role with what {@code AssumeRole} needs.
     *
     * @param entity who it is
     * @param trust its trust policy
     * @param maxSessionSeconds the longest session, 3,600 to 43,200
     */
    record Role(Entity entity, Policy trust, int maxSessionSeconds) {}

    /**
     * The policies attached to a principal: those that grant, and the boundary that limits.
     *
     * @param identity inline and managed policies, those of the user's groups included
     * @param boundary the permissions boundary, or null
     */
    record Grants(List<Policy> identity, @Nullable Policy boundary) {
        /** None at all. */
        public static final Grants NONE = new Grants(List.of(), null);

        public Grants {
            identity = List.copyOf(identity);
        }
    }

    /**
     * A long-term access key.
     *
     * @param active whether it may sign
     * @param owner the user, or null where it belongs to the root user
     */
    record Key(boolean active, String account, @Nullable Entity owner) {}

    /** The user of an account with a name. */
    Optional<Entity> user(StateReader state, String account, String name);

    /** The role of an account with a name. */
    Optional<Role> role(StateReader state, String account, String name);

    /** The users and roles of an account. */
    List<Entity> entities(StateReader state, String account);

    /** The policies of a user, or of the role behind a role session; none for root, services and anonymous callers. */
    Grants grants(StateReader state, Caller caller);

    /** The long-term key with a handle. */
    Optional<Key> key(StateReader state, long handle);

    /** A managed policy, AWS's own included, in its default version. */
    Optional<Policy> managedPolicy(StateReader state, String arn);

    /** Whether an ARN or account id names a principal that exists, as policies with principals demand. */
    boolean exists(StateReader state, String principal);
}
