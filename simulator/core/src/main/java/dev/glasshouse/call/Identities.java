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

    /**
     * A group of users.
     *
     * @param arn its ARN
     * @param name its name
     * @param managed the ARNs of its managed policies
     * @param policies its policies, inline and managed
     */
    record Group(String arn, String name, List<String> managed, List<Policy> policies) {
        public Group {
            managed = List.copyOf(managed);
            policies = List.copyOf(policies);
        }
    }

    /**
     * What a user or role has beside its permissions.
     *
     * @param managed the ARNs of its managed policies, those of a user's groups included
     * @param groups the ARNs of a user's groups
     * @param keys the handles of a user's access keys
     * @param login whether a user has a password
     */
    record Belongings(List<String> managed, List<String> groups, List<Long> keys, boolean login) {
        public Belongings {
            managed = List.copyOf(managed);
            groups = List.copyOf(groups);
            keys = List.copyOf(keys);
        }
    }

    /**
     * The versions of a customer managed policy.
     *
     * @param inForce the default version, such as {@code v1}
     * @param all the documents by version
     */
    record Versions(String inForce, Map<String, Policy> all) {
        public Versions {
            all = Map.copyOf(all);
        }
    }

    /** What a user or role has; nothing where it is not there. */
    Belongings belongings(StateReader state, Caller principal);

    /** The groups of an account. */
    List<Group> groups(StateReader state, String account);

    /** The versions of a customer managed policy; empty for AWS's own and where it is not there. */
    Optional<Versions> versions(StateReader state, String arn);

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

    /**
     * A policy with principals as it is kept: its users and roles by their unique ids, so that one who is deleted and made
     * again has nothing by it.
     */
    String pinned(StateReader state, String policy);

    /** A kept policy as it is shown: with the ARNs of those who still are there. */
    String shown(StateReader state, String policy);

    /** The ARN of the user or role with a unique id; empty where there is none any more. */
    Optional<String> arn(StateReader state, String uniqueId);

    /** Whether an ARN or account id names a principal that exists, as policies with principals demand. */
    boolean exists(StateReader state, String principal);
}
