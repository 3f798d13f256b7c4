package dev.glasshouse.policy;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The kinds of policy that can stand in a request's way. The order is the one in which a denial names them:
 * AWS names a single kind, and its page puts organization policies before those of the resource and the caller.
 */
public enum PolicyKind {
    /** Resource control policies of the resource's organization. */
    RCP("rcp"),
    /** Service control policies of the caller's organization. */
    SCP("scp"),
    /** The policy of the VPC endpoint that the request came through. */
    VPC_ENDPOINT("vpce"),
    /** The resource's own policy: bucket policy, key policy, role trust policy. */
    RESOURCE("resource"),
    /** The caller's identity-based policies. */
    IDENTITY("identity"),
    /** The caller's permissions boundary. */
    BOUNDARY("boundary"),
    /** The session policies of the caller's credentials, or what such credentials may never do. */
    SESSION("session"),
    /** S3 Block Public Access. */
    S3_BLOCK_PUBLIC_ACCESS("s3-bpa");

    private final String word;

    PolicyKind(String word) {
        this.word = word;
    }

    /** The kind's word in the neutral case form. */
    @JsonValue
    public String word() {
        return word;
    }
}
