package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.FilterRule;
import dev.glasshouse.api.s3.LambdaFunctionConfiguration;
import dev.glasshouse.api.s3.NotificationConfiguration;
import dev.glasshouse.api.s3.NotificationConfigurationFilter;
import dev.glasshouse.api.s3.QueueConfiguration;
import dev.glasshouse.api.s3.S3KeyFilter;
import dev.glasshouse.api.s3.TopicConfiguration;
import dev.glasshouse.call.ServiceException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What S3 accepts as the notifications of a bucket. A destination must be there and let S3 write to it; as no queue, topic or
 * function is simulated, only a request that skips that check can name one. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html">
 * PutBucketNotificationConfiguration</a>.
 */
final class NotificationRules {

    private static final int MOST = 100;
    private static final int LONGEST_ID = 255;
    private static final int LONGEST_VALUE_BYTES = 1024;
    private static final String OVERLAP =
            "Configurations overlap. Configurations on the same bucket cannot share a common event type.";
    private static final String PREFIX = "prefix";
    private static final String SUFFIX = "suffix";

    private final BucketRow bucket;
    private final Supplier<String> newId;
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final List<Scope> scopes = new ArrayList<>();

    private NotificationRules(BucketRow bucket, Supplier<String> newId) {
        this.bucket = bucket;
        this.newId = newId;
    }

    /** Of which keys a notification tells which event. */
    private record Scope(int notification, String event, String prefix, String suffix) {

        boolean isOfAll() {
            return prefix.isEmpty() && suffix.isEmpty();
        }

        /** Whether some event of some key is in both. */
        boolean meets(Scope other) {
            return notification != other.notification
                    && (contains(event, other.event) || contains(other.event, event))
                    && (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
                    && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix));
        }

        private static boolean contains(String wide, String narrow) {
            return wide.equals(narrow)
                    || wide.endsWith(":*") && narrow.startsWith(wide.substring(0, wide.length() - 1));
        }
    }

    /** The configuration with an id on each notification. */
    static NotificationConfiguration checked(
            BucketRow bucket, NotificationConfiguration asked, boolean skipDestinations, Supplier<String> newId) {
        return new NotificationRules(bucket, newId).check(asked, skipDestinations);
    }

    private NotificationConfiguration check(NotificationConfiguration asked, boolean skipDestinations) {
        int count = Records.list(asked.topicConfigurations()).size()
                + Records.list(asked.queueConfigurations()).size()
                + Records.list(asked.lambdaFunctionConfigurations()).size();
        if (count > MOST) {
            throw S3Errors.invalidRequest(
                    "Too many configurations submitted. The maximum number of configurations is " + MOST);
        }
        List<TopicConfiguration> topics = new ArrayList<>();
        for (TopicConfiguration one : Records.list(asked.topicConfigurations())) {
            requireArn(one.topicArn(), "sns", "Topic", "topic");
            topics.add(one.toBuilder()
                    .id(id(one.id()))
                    .filter(filter(one.events(), one.filter()))
                    .build());
        }
        List<QueueConfiguration> queues = new ArrayList<>();
        for (QueueConfiguration one : Records.list(asked.queueConfigurations())) {
            requireArn(one.queueArn(), "sqs", "Queue", "queue");
            queues.add(one.toBuilder()
                    .id(id(one.id()))
                    .filter(filter(one.events(), one.filter()))
                    .build());
        }
        List<LambdaFunctionConfiguration> functions = new ArrayList<>();
        for (LambdaFunctionConfiguration one : Records.list(asked.lambdaFunctionConfigurations())) {
            requireArn(one.lambdaFunctionArn(), "lambda", "CloudFunction", "Lambda");
            functions.add(one.toBuilder()
                    .id(id(one.id()))
                    .filter(filter(one.events(), one.filter()))
                    .build());
        }
        requireApart();
        if (!skipDestinations && !missing.isEmpty()) {
            throw unreachable();
        }
        return NotificationConfiguration.builder()
                .topicConfigurations(topics.isEmpty() ? null : topics)
                .queueConfigurations(queues.isEmpty() ? null : queues)
                .lambdaFunctionConfigurations(functions.isEmpty() ? null : functions)
                .eventBridgeConfiguration(asked.eventBridgeConfiguration())
                .build();
    }

    /** S3 numbers the destinations that it could not reach. */
    private ServiceException unreachable() {
        ServiceException fault =
                S3Errors.of("InvalidArgument", 400, "Unable to validate the following destination configurations");
        int number = 1;
        for (Map.Entry<String, String> one : missing.entrySet()) {
            fault = fault.with("ArgumentName" + number, one.getKey()).with("ArgumentValue" + number, one.getValue());
            number++;
        }
        return fault;
    }

    private String id(@Nullable String asked) {
        String id = asked == null || asked.isEmpty() ? newId.get() : asked;
        if (id.length() > LONGEST_ID) {
            throw invalid("ID length exceeded allowed limit of 255");
        }
        if (!ids.add(id)) {
            throw invalid("Same ID used for multiple configurations. IDs must be unique.");
        }
        return id;
    }

    private void requireArn(String arn, String service, String argument, String what) {
        String[] parts = arn.split(":", 6);
        if (parts.length != 6 || !parts[0].equals("arn") || parts[5].isEmpty()) {
            throw S3Errors.invalidArgument("The ARN could not be parsed", argument, arn);
        }
        NotificationArns.require(service, parts, argument, arn);
        if (!parts[3].equals(bucket.region())) {
            throw S3Errors.invalidArgument(
                    "The notification destination service region is not valid for the bucket location constraint",
                    argument,
                    arn);
        }
        missing.put(arn, "The destination " + what + " does not exist");
    }

    private void requireApart() {
        for (int i = 0; i < scopes.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (scopes.get(i).meets(scopes.get(j))) {
                    boolean all = scopes.get(i).isOfAll() && scopes.get(j).isOfAll();
                    throw invalid(
                            all
                                    ? OVERLAP
                                    : "Configuration is ambiguously defined. Cannot have overlapping suffixes in two"
                                            + " rules if the prefixes are overlapping for the same event type.");
                }
            }
        }
    }

    private static ServiceException invalid(String text) {
        return S3Errors.of("InvalidArgument", 400, text);
    }

    private @Nullable NotificationConfigurationFilter filter(
            List<String> events, @Nullable NotificationConfigurationFilter asked) {
        requireEvents(events);
        Map<String, String> values = new LinkedHashMap<>();
        List<FilterRule> rules = new ArrayList<>();
        if (asked != null) {
            S3KeyFilter key = asked.key();
            if (key == null || Records.list(key.filterRules()).isEmpty()) {
                throw S3Errors.malformedXml();
            }
            for (FilterRule rule : Records.list(key.filterRules())) {
                rules.add(rule(rule, values));
            }
        }
        for (String event : events) {
            scopes.add(new Scope(ids.size(), event, key(values, PREFIX), key(values, SUFFIX)));
        }
        return asked == null ? null : new NotificationConfigurationFilter(new S3KeyFilter(rules));
    }

    /** The events of one notification must be there, and not contain each other. */
    private static void requireEvents(List<String> events) {
        if (events.isEmpty()) {
            throw S3Errors.malformedXml();
        }
        for (int i = 0; i < events.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (Scope.contains(events.get(i), events.get(j)) || Scope.contains(events.get(j), events.get(i))) {
                    throw invalid(OVERLAP);
                }
            }
        }
    }

    private static FilterRule rule(FilterRule asked, Map<String, String> values) {
        String given = String.valueOf(asked.name());
        String name = given.toLowerCase(Locale.ROOT);
        if (!name.equals(PREFIX) && !name.equals(SUFFIX)) {
            throw S3Errors.invalidArgument(
                    "filter rule name must be either prefix or suffix", "FilterRule.Name", given);
        }
        String value = asked.value() == null ? "" : asked.value();
        if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST_VALUE_BYTES) {
            throw invalid("Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation");
        }
        if (values.put(name, value) != null) {
            throw S3Errors.invalidArgument(
                    "Cannot specify more than one " + name + " rule in a filter.", "FilterRule.Name", name);
        }
        return new FilterRule(name.equals(PREFIX) ? "Prefix" : "Suffix", asked.value());
    }

    /** A filter's value as keys have it: it comes as in a URL. */
    private static String key(Map<String, String> values, String name) {
        String value = values.getOrDefault(name, "");
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value; // it is none that was encoded
        }
    }
}
