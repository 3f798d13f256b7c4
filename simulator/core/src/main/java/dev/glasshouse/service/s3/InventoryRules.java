package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.InventoryConfiguration;
import dev.glasshouse.api.s3.InventoryEncryption;
import dev.glasshouse.api.s3.InventoryS3BucketDestination;
import org.jspecify.annotations.Nullable;

/**
 * What S3 accepts as an inventory. That the destination is there and lets S3 write is not looked at. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html">
 * PutBucketInventoryConfiguration</a>.
 */
final class InventoryRules {

    private InventoryRules() {}

    /**
     * Refuses what S3 does.
     *
     * @param id the id in the query
     */
    static void require(String id, InventoryConfiguration asked) {
        if (!ConfigurationIds.isValid(asked.id())) {
            throw S3Errors.malformedXml();
        }
        if (!id.equals(asked.id())) {
            throw S3Errors.of("IdMismatch", 400, "Document ID does not match the specified configuration ID.");
        }
        if (asked.filter() != null && asked.filter().prefix().isEmpty()) {
            throw S3Errors.malformedXml();
        }
        requireDestination(asked.destination().s3BucketDestination());
    }

    private static void requireDestination(InventoryS3BucketDestination destination) {
        boolean empty = destination.bucket().isEmpty()
                || destination.accountId() != null && destination.accountId().isEmpty();
        if (empty) {
            throw S3Errors.malformedXml();
        }
        if (BucketArns.name(destination.bucket()) == null) {
            throw S3Errors.of("InvalidS3DestinationBucket", 400, "Invalid bucket ARN.");
        }
        requireEncryption(destination.encryption());
    }

    private static void requireEncryption(@Nullable InventoryEncryption encryption) {
        if (encryption == null) {
            return;
        }
        if ((encryption.ssekms() == null) == (encryption.sses3() == null)) {
            throw S3Errors.malformedXml();
        }
        if (encryption.ssekms() != null
                && !BucketArns.isKmsKey(encryption.ssekms().keyId())) {
            throw S3Errors.of("InvalidKmskeyId", 400, "The KMS key ID is invalid.");
        }
    }
}
