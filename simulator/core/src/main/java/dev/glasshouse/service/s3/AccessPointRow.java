package dev.glasshouse.service.s3;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An access point: another name for a bucket, with a policy and a Block Public Access of its own.
 *
 * @param name its name, unique in its account and Region
 * @param account its owner
 * @param region where it and its bucket are
 * @param bucket the bucket it leads to
 * @param bucketAccount the owner that the bucket had when the access point was made
 * @param vpc the VPC that it is reached from, or null where it is reached over the internet
 * @param block its Block Public Access, which cannot be changed
 * @param alias the name that can stand in place of a bucket's
 * @param created when it was made
 * @param policy its policy, or null
 * @param tags its tags
 */
record AccessPointRow(
        String name,
        String account,
        String region,
        String bucket,
        String bucketAccount,
        @Nullable String vpc,
        BucketRow.Block block,
        String alias,
        Instant created,
        @Nullable String policy,
        Map<String, String> tags) {

    AccessPointRow {
        tags = Map.copyOf(tags);
    }

    String arn() {
        return "arn:aws:s3:" + region + ":" + account + ":accesspoint/" + name;
    }

    String networkOrigin() {
        return vpc == null ? "Internet" : "VPC";
    }

    /** What host names begin with that address it. */
    String hostLabel() {
        return name + "-" + account;
    }

    AccessPointRow withPolicy(@Nullable String other) {
        return new AccessPointRow(
                name, account, region, bucket, bucketAccount, vpc, block, alias, created, other, tags);
    }

    AccessPointRow withTags(Map<String, String> other) {
        return new AccessPointRow(
                name, account, region, bucket, bucketAccount, vpc, block, alias, created, policy, other);
    }
}
