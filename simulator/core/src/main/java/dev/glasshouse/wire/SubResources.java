package dev.glasshouse.wire;

import java.util.List;

/** The parameters of a query by which S3 knows what of a bucket or an object a request is for. */
public final class SubResources {

    /** Their names. Of several in a query the first of this list counts. */
    public static final List<String> NAMES = List.of(
            "accelerate",
            "acl",
            "analytics",
            "attributes",
            "cors",
            "delete",
            "encryption",
            "intelligent-tiering",
            "inventory",
            "legal-hold",
            "lifecycle",
            "location",
            "logging",
            "metrics",
            "notification",
            "object-lock",
            "ownershipControls",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "replication",
            "requestPayment",
            "restore",
            "retention",
            "select",
            "tagging",
            "torrent",
            "uploadId",
            "uploads",
            "versioning",
            "versions",
            "website");

    private SubResources() {}
}
