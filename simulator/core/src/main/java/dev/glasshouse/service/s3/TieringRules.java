package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.IntelligentTieringConfiguration;
import dev.glasshouse.api.s3.IntelligentTieringFilter;
import dev.glasshouse.api.s3.Tag;
import dev.glasshouse.api.s3.Tiering;
import dev.glasshouse.call.ServiceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What S3 accepts as a configuration of intelligent tiering: each tier of archives stands once, and the deeper one waits
 * longer. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html">
 * PutBucketIntelligentTieringConfiguration</a>.
 */
final class TieringRules {

    private static final int LONGEST_WAIT = 730;
    private static final String ARCHIVE = "ARCHIVE_ACCESS";
    private static final String DEEP = "DEEP_ARCHIVE_ACCESS";
    private static final Map<String, Integer> SHORTEST_WAITS = Map.of(ARCHIVE, 90, DEEP, 180);

    private TieringRules() {}

    /**
     * Refuses what S3 does.
     *
     * @param id the id in the query
     */
    static void require(String id, IntelligentTieringConfiguration asked) {
        if (asked.tierings().isEmpty()) {
            throw S3Errors.malformedXml();
        }
        ConfigurationIds.require(
                asked.id(),
                "Config Id cannot be null or empty.",
                "Config Id should be more than 1 character and less than 64 characters in length.");
        if (!id.equals(asked.id())) {
            throw S3Errors.malformedXml();
        }
        if (asked.filter() != null) {
            requireFilter(asked.filter());
        }
        requireTiers(asked.tierings());
    }

    private static void requireFilter(IntelligentTieringFilter filter) {
        if (Predicates.count(filter.prefix(), filter.tag(), filter.and()) != 1) {
            throw S3Errors.malformedXml();
        }
        if (filter.and() == null) {
            Predicates.requirePrefix(filter.prefix());
            return;
        }
        List<Tag> tags = Records.list(filter.and().tags());
        Predicates.requireSeveral(tags, filter.and().prefix());
        Predicates.requirePrefix(filter.and().prefix());
        String repeated = Predicates.repeated(tags);
        if (repeated != null) {
            throw Predicates.invalidAnd(
                    "All Tag Keys in an And must be unique. Found duplicate entry for " + repeated + ".");
        }
    }

    private static void requireTiers(List<Tiering> tiers) {
        Map<String, Integer> waits = new HashMap<>();
        for (Tiering tiering : tiers) {
            String tier = tiering.accessTier();
            int least = SHORTEST_WAITS.getOrDefault(tier, 1);
            if (waits.put(tier, tiering.days()) != null) {
                throw invalid(
                        "All Access Tiers in a configuration must be unique. Found duplicate entry for " + tier + ".");
            }
            if (tiering.days() < least) {
                throw invalid("Days specified in " + tier + " tier should not be less than " + least + ".");
            }
            if (tiering.days() > LONGEST_WAIT) {
                throw invalid("Days specified in " + tier + " tier should not be more than " + LONGEST_WAIT + ".");
            }
        }
        Integer archive = waits.get(ARCHIVE);
        Integer deep = waits.get(DEEP);
        if (archive != null && deep != null && deep <= archive) {
            throw invalid(
                    "Days specified in DEEP_ARCHIVE_ACCESS should be greater than days specified in ARCHIVE_ACCESS");
        }
    }

    private static ServiceException invalid(String text) {
        return S3Errors.of("InvalidAccessTier", 400, text);
    }
}
