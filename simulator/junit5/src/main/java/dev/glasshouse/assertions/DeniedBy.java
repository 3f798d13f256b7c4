package dev.glasshouse.assertions;

import dev.glasshouse.policy.PolicyKind;

/** The kinds of policy that can keep a principal from something, as AWS's documentation calls them. */
public enum DeniedBy {
    /** No identity-based policy allows it, or one denies it. */
    IDENTITY_POLICY(PolicyKind.IDENTITY),
    /** The permissions boundary does not allow it, or denies it. */
    PERMISSIONS_BOUNDARY(PolicyKind.BOUNDARY),
    /** A service control policy of the principal's organization. */
    SERVICE_CONTROL_POLICY(PolicyKind.SCP),
    /** A resource control policy of the resource's organization. */
    RESOURCE_CONTROL_POLICY(PolicyKind.RCP),
    /** The resource's own policy: bucket policy, key policy, role trust policy. */
    RESOURCE_POLICY(PolicyKind.RESOURCE),
    /** The session policy of the principal's credentials. */
    SESSION_POLICY(PolicyKind.SESSION),
    /** The policy of the VPC endpoint on the way. */
    VPC_ENDPOINT_POLICY(PolicyKind.VPC_ENDPOINT),
    /** S3 Block Public Access. */
    BLOCK_PUBLIC_ACCESS(PolicyKind.S3_BLOCK_PUBLIC_ACCESS);

    private final PolicyKind kind;

    DeniedBy(PolicyKind kind) {
        this.kind = kind;
    }

    PolicyKind kind() {
        return kind;
    }
}
