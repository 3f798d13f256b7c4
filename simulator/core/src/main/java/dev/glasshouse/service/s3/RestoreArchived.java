package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.RestoreObjectOutput;
import dev.glasshouse.api.s3.RestoreObjectRequest;
import dev.glasshouse.api.s3.RestoreRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.call.WriteOperation;
import dev.glasshouse.policy.ContextKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks for a copy of an archived object that can be read for some days, from when on its tier says; or lets one that is there
 * stay longer. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html">RestoreObject</a>.
 */
final class RestoreArchived implements WriteOperation<RestoreObjectRequest, RestoreObjectOutput> {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    @Override
    public String name() {
        return "RestoreObject";
    }

    @Override
    public OperationFacts facts() {
        return StoredObjects.DATA;
    }

    @Override
    public AuthorizationPlan plan(RestoreObjectRequest in, Call call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
        return AuthorizationPlan.of(
                Buckets.version(call, bucket, "RestoreObject", in.key(), in.versionId(), ContextKeys.EMPTY),
                Buckets.bucket(call, bucket, "ListBucket").advisory());
    }

    @Override
    public RestoreObjectOutput execute(RestoreObjectRequest in, WriteCall call) {
        ObjectRow row = StoredObjects.require(call, in.bucket(), in.key(), in.versionId());
        requireArchived(row);
        RestoreRequest asked = in.restoreRequest();
        if (asked == null) {
            throw S3Errors.malformedXml();
        }
        if (asked.type() != null || asked.selectParameters() != null || asked.outputLocation() != null) {
            throw S3Errors.notSimulated("Selecting from archives");
        }
        Integer days = asked.days();
        if (days == null || days < 1) {
            throw S3Errors.malformedXml();
        }
        String tier = tier(asked);
        if (tier.equals("Expedited") && row.storageClass().equals("DEEP_ARCHIVE")) {
            throw S3Errors.invalidArgument("Retrieval option is not supported by this storage class", "Tier", tier);
        }
        Instant now = call.now();
        Optional<Restoration> before = Restoration.of(row, now);
        boolean ongoing = before.filter(one -> one.ongoing(now)).isPresent();
        if (ongoing && !before.get().isSlowerThan(tier)) {
            throw S3Errors.of("RestoreAlreadyInProgress", 409, "Object restore is already in progress");
        }
        boolean lasting = before.isPresent() && !ongoing;
        // one that is there stays longer; one that is on its way may only come faster
        Restoration after = new Restoration(
                lasting ? before.get().tier() : tier,
                lasting ? before.get().ready() : now.plus(Restoration.duration(row.storageClass(), tier)),
                ongoing ? before.get().until() : ObjectExpiry.midnightAfter(now.plus(Duration.ofDays(days))));
        Versions.replace(call, in.bucket(), in.key(), row.withRestoration(after));
        return RestoreObjectOutput.builder().statusCode(lasting ? OK : ACCEPTED).build();
    }

    private static String tier(RestoreRequest asked) {
        if (asked.glacierJobParameters() != null) {
            return asked.glacierJobParameters().tier();
        }
        return asked.tier() == null ? "Standard" : asked.tier();
    }

    private static void requireArchived(ObjectRow row) {
        if (row.storageClass().equals("INTELLIGENT_TIERING")) {
            throw S3Errors.of(
                    "ObjectAlreadyInActiveTierError", 403, "This action is not allowed against this storage tier.");
        }
        if (!ObjectReads.ARCHIVES.contains(row.storageClass())) {
            throw S3Errors.of(
                            "InvalidObjectState", 403, "Restore is not allowed for the object's current storage class")
                    .with("StorageClass", row.storageClass());
        }
    }
}
