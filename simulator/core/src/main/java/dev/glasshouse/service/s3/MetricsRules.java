package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.MetricsConfiguration;
import dev.glasshouse.api.s3.MetricsFilter;
import dev.glasshouse.policy.PolicyPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * What S3 accepts as a configuration of request metrics; whatever it does not is malformed. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketMetricsConfiguration.html">
 * PutBucketMetricsConfiguration</a>.
 */
final class MetricsRules {

    private MetricsRules() {}

    /**
     * Refuses what S3 does.
     *
     * @param id the id in the query
     */
    static void require(String id, MetricsConfiguration asked) {
        boolean good = ConfigurationIds.isValid(asked.id())
                && id.equals(asked.id())
                && (asked.filter() == null || isFilter(asked.filter()));
        if (!good) {
            throw S3Errors.malformedXml();
        }
    }

    private static boolean isFilter(MetricsFilter filter) {
        if (Predicates.count(filter.prefix(), filter.tag(), filter.accessPointArn(), filter.and()) != 1) {
            return false;
        }
        if (filter.and() == null) {
            return isPrefix(filter.prefix()) && isPoint(filter.accessPointArn());
        }
        String prefix = filter.and().prefix();
        String point = filter.and().accessPointArn();
        return Records.list(filter.and().tags()).size() + Predicates.count(prefix, point) >= 2
                && isPrefix(prefix)
                && isPoint(point);
    }

    private static boolean isPrefix(@Nullable String prefix) {
        return prefix == null || !prefix.isEmpty();
    }

    private static boolean isPoint(@Nullable String arn) {
        String[] parts = arn == null ? new String[0] : arn.split(":", 6);
        return arn == null
                || parts.length == 6
                        && parts[0].equals("arn")
                        && parts[2].equals("s3")
                        && !parts[3].isEmpty()
                        && PolicyPrincipal.isAccount(parts[4])
                        && parts[5].startsWith("accesspoint/")
                        && parts[5].length() > "accesspoint/".length();
    }
}
