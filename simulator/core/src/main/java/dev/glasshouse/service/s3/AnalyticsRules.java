package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.AnalyticsConfiguration;
import dev.glasshouse.api.s3.AnalyticsFilter;
import dev.glasshouse.api.s3.AnalyticsS3BucketDestination;
import dev.glasshouse.api.s3.Tag;
import dev.glasshouse.call.ServiceException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What S3 accepts as a storage class analysis. That the destination is there is not looked at. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAnalyticsConfiguration.html">
 * PutBucketAnalyticsConfiguration</a>.
 */
final class AnalyticsRules {

    private static final int MOST_TAGS = 10;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private AnalyticsRules() {}

    /**
     * Refuses what S3 does.
     *
     * @param id the id in the query
     */
    static void require(String id, AnalyticsConfiguration asked) {
        ConfigurationIds.require(
                asked.id(),
                "Config Id is null or empty",
                "Config Id should not be more than 1 char and less than 64 chars in length");
        if (!id.equals(asked.id())) {
            throw S3Errors.malformedXml();
        }
        if (asked.filter() != null) {
            requireFilter(asked.filter());
        }
        if (asked.storageClassAnalysis().dataExport() != null) {
            requireDestination(
                    asked.storageClassAnalysis().dataExport().destination().s3BucketDestination());
        }
    }

    private static void requireFilter(AnalyticsFilter filter) {
        if (Predicates.count(filter.prefix(), filter.tag(), filter.and()) != 1) {
            throw S3Errors.malformedXml();
        }
        if (filter.and() != null) {
            List<Tag> tags = Records.list(filter.and().tags());
            if (tags.isEmpty() || tags.size() > MOST_TAGS) {
                throw Predicates.invalidAnd("Number of tags should not be less than 1 and more than 10 within And. And"
                        + " cannot contain less than 2 elements.");
            }
            Predicates.requireSeveral(tags, filter.and().prefix());
            requireTags(tags);
        }
        Predicates.requirePrefix(
                filter.prefix(), filter.and() == null ? null : filter.and().prefix());
        if (filter.tag() != null) {
            requireTags(List.of(filter.tag()));
        }
    }

    private static void requireTags(List<Tag> tags) {
        for (Tag tag : tags) {
            requireText("Tag Key", tag.key(), LONGEST_KEY);
            requireText("Tag Value", tag.value(), LONGEST_VALUE);
        }
    }

    private static void requireText(String what, String text, int longest) {
        if (text.isEmpty() || text.length() > longest) {
            throw S3Errors.of("InvalidTag", 400, what + " cannot be empty or longer than " + longest + " chars.");
        }
        if (!Tags.plain(text)) {
            throw S3Errors.of("InvalidTag", 400, what + " contains invalid characters.");
        }
    }

    private static void requireDestination(AnalyticsS3BucketDestination destination) {
        if (BucketArns.name(destination.bucket()) == null) {
            throw invalidDestination("Invalid bucket ARN.");
        }
        if (isEmpty(destination.bucketAccountId())) {
            throw S3Errors.malformedXml();
        }
        if (isEmpty(destination.prefix())) {
            throw invalidDestination(
                    "S3BucketDestination Prefix should be set with a valid non-empty value or not set at all.");
        }
    }

    private static boolean isEmpty(@Nullable String text) {
        return text != null && text.isEmpty();
    }

    private static ServiceException invalidDestination(String text) {
        return S3Errors.of("InvalidDestination", 400, text);
    }
}
