package dev.glasshouse.call;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration of a resource that is thought of, of how it is shared. What is null is as the resource has it, or as new
 * ones do; an empty policy is none.
 */
public sealed interface Proposal {

    /** The resource's ARN. */
    String arn();

    /** The account that has it, or would have it. */
    String account();

    /** The Region where it is, or would be. */
    String region();

    /** A role with a trust policy. */
    record Role(
            String arn,
            String account,
            String region,
            @Nullable String trust) implements Proposal {}

    /** A secret with a policy. */
    record Secret(
            String arn,
            String account,
            String region,
            @Nullable String policy) implements Proposal {}

    /** A key with its policy and grants. */
    record Key(
            String arn,
            String account,
            String region,
            @Nullable String policy,
            @Nullable List<KeyGrant> grants) implements Proposal {
        public Key {
            grants = grants == null ? null : List.copyOf(grants);
        }
    }

    /**
     * A grant of a key.
     *
     * @param grantee the ARN of who may use the key
     * @param operations what for, such as {@code Decrypt}
     * @param context pairs that the encryption context must have; empty for any
     * @param sourceArn the resource for which a service must call; null for any
     */
    record KeyGrant(
            String grantee,
            List<String> operations,
            Map<String, String> context,
            @Nullable String sourceArn) {
        public KeyGrant {
            operations = List.copyOf(operations);
            context = Map.copyOf(context);
        }
    }

    /** A bucket with its policy, access control list, Block Public Access and access points by ARN. */
    record Bucket(
            String arn,
            String account,
            String region,
            @Nullable String policy,
            @Nullable List<ListGrant> list,
            @Nullable Block block,
            @Nullable Map<String, Point> points)
            implements Proposal {
        public Bucket {
            list = list == null ? null : List.copyOf(list);
            points = points == null ? null : Map.copyOf(points);
        }
    }

    /**
     * A grant of an access control list.
     *
     * @param grantee the canonical id of an account, or the URI of a group
     * @param permission such as {@code READ}
     */
    record ListGrant(String grantee, String permission) {}

    /** What of Block Public Access limits what is there already. */
    record Block(boolean ignoreLists, boolean restrictPolicies) {}

    /**
     * An access point.
     *
     * @param internet whether it is open to the internet; false for a network of its own
     */
    record Point(
            @Nullable String policy,
            @Nullable Block block,
            @Nullable Boolean internet) {}
}
