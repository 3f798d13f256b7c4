package dev.glasshouse.call;

import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.StateReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The port to the resources of a service that can be shared by policies of their own. Services that have some implement it. */
public interface SharedResources {

    /** All of them, of all accounts and Regions. */
    List<SharedResource> shared(StateReader state);

    /**
     * A resource as it would be shared.
     *
     * @return the resource, whether it is there already or not; empty where the proposal is about another service's
     * @throws IllegalArgumentException if no resource could be like this
     */
    Optional<SharedResource> proposed(StateReader state, Proposal proposal);

    /**
     * A resource.
     *
     * @param arn its ARN
     * @param type its type, such as {@code AWS::S3::Bucket}
     * @param account its owner
     * @param region where it is, or an empty text where its service has no Regions
     * @param ways how it can be shared
     */
    record SharedResource(String arn, String type, String account, String region, List<Way> ways) {
        public SharedResource {
            ways = List.copyOf(ways);
        }
    }

    /**
     * One way in which a resource is shared.
     *
     * @param source {@code POLICY}, {@code GRANT}, {@code BUCKET_ACL} or {@code S3_ACCESS_POINT}
     * @param accessPoint the ARN of the access point, or null
     * @param policy the policy, or what a list or grant comes down to as a policy
     * @param type what kind of policy it is
     * @param publicBlocked whether a public policy counts for nobody outside of the owner's account
     */
    record Way(String source, @Nullable String accessPoint, String policy, PolicyType type, boolean publicBlocked) {}
}
