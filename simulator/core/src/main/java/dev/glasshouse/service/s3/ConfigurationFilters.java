package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.AnalyticsFilter;
import dev.glasshouse.api.s3.IntelligentTieringConfiguration;
import dev.glasshouse.api.s3.IntelligentTieringFilter;
import dev.glasshouse.api.s3.MetricsFilter;
import dev.glasshouse.api.s3.Tag;
import dev.glasshouse.api.s3.Tiering;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What configurations with ids may be about: a filter has one predicate, or a conjunction of at least two. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_AnalyticsFilter.html">AnalyticsFilter</a>.
 */
final class ConfigurationFilters {

    private static final int LONGEST_WAIT = 730;
    private static final Map<String, Integer> SHORTEST_WAITS = Map.of("ARCHIVE_ACCESS", 90, "DEEP_ARCHIVE_ACCESS", 180);

    private ConfigurationFilters() {}

    static void require(@Nullable AnalyticsFilter filter) {
        if (filter != null) {
            requireOne(filter.prefix(), filter.tag(), filter.and());
            if (filter.and() != null) {
                requireSeveral(filter.and().tags(), filter.and().prefix(), null);
            }
        }
    }

    static void require(@Nullable MetricsFilter filter) {
        if (filter != null) {
            requireOne(filter.prefix(), filter.tag(), filter.accessPointArn(), filter.and());
            if (filter.and() != null) {
                requireSeveral(
                        filter.and().tags(), filter.and().prefix(), filter.and().accessPointArn());
            }
        }
    }

    private static void require(@Nullable IntelligentTieringFilter filter) {
        if (filter != null) {
            requireOne(filter.prefix(), filter.tag(), filter.and());
            if (filter.and() != null) {
                requireSeveral(filter.and().tags(), filter.and().prefix(), null);
            }
        }
    }

    private static void requireOne(@Nullable Object... predicates) {
        if (Stream.of(predicates).filter(Objects::nonNull).count() != 1) {
            throw S3Errors.malformedXml();
        }
    }

    private static void requireSeveral(@Nullable List<Tag> tags, @Nullable String prefix, @Nullable String point) {
        int predicates = Records.list(tags).size() + (prefix == null ? 0 : 1) + (point == null ? 0 : 1);
        if (predicates < 2) {
            throw S3Errors.malformedXml();
        }
    }

    /** Each tier of archives stands once, and the deeper one waits longer. */
    static void require(IntelligentTieringConfiguration asked) {
        require(asked.filter());
        if (asked.tierings().isEmpty()) {
            throw S3Errors.malformedXml();
        }
        Map<String, Integer> waits = new HashMap<>();
        for (Tiering tiering : asked.tierings()) {
            int least = SHORTEST_WAITS.getOrDefault(tiering.accessTier(), 1);
            if (tiering.days() < least || tiering.days() > LONGEST_WAIT) {
                throw S3Errors.invalidArgument(
                        "'Days' for " + tiering.accessTier() + " must be between " + least + " and " + LONGEST_WAIT,
                        "Days",
                        Integer.toString(tiering.days()));
            }
            if (waits.put(tiering.accessTier(), tiering.days()) != null) {
                throw S3Errors.malformedXml();
            }
        }
        Integer archive = waits.get("ARCHIVE_ACCESS");
        Integer deep = waits.get("DEEP_ARCHIVE_ACCESS");
        if (archive != null && deep != null && deep <= archive) {
            throw S3Errors.invalidArgument(
                    "'Days' for DEEP_ARCHIVE_ACCESS must be greater than 'Days' for ARCHIVE_ACCESS",
                    "Days",
                    deep.toString());
        }
    }
}
