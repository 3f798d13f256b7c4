package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.FilterRule;
import dev.glasshouse.api.s3.LambdaFunctionConfiguration;
import dev.glasshouse.api.s3.NotificationConfiguration;
import dev.glasshouse.api.s3.NotificationConfigurationFilter;
import dev.glasshouse.api.s3.QueueConfiguration;
import dev.glasshouse.api.s3.S3KeyFilter;
import dev.glasshouse.api.s3.TopicConfiguration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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

    private NotificationRules() {}

    /** The configuration with an id on each notification. */
    static NotificationConfiguration checked(
            NotificationConfiguration asked, boolean skipDestinations, Supplier<String> newId) {
        List<String> missing = new ArrayList<>();
        List<TopicConfiguration> topics = new ArrayList<>();
        for (TopicConfiguration one : listed(asked.topicConfigurations())) {
            requireArn(one.topicArn(), "sns", "Topic");
            missing.add(one.topicArn() + "|The destination topic does not exist");
            topics.add(one.toBuilder()
                    .id(id(one.id(), newId))
                    .filter(filter(one.filter()))
                    .build());
        }
        List<QueueConfiguration> queues = new ArrayList<>();
        for (QueueConfiguration one : listed(asked.queueConfigurations())) {
            requireArn(one.queueArn(), "sqs", "Queue");
            missing.add(one.queueArn() + "|The destination queue does not exist");
            queues.add(one.toBuilder()
                    .id(id(one.id(), newId))
                    .filter(filter(one.filter()))
                    .build());
        }
        List<LambdaFunctionConfiguration> functions = new ArrayList<>();
        for (LambdaFunctionConfiguration one : listed(asked.lambdaFunctionConfigurations())) {
            requireArn(one.lambdaFunctionArn(), "lambda", "CloudFunction");
            missing.add(one.lambdaFunctionArn() + "|The destination Lambda does not exist");
            functions.add(one.toBuilder()
                    .id(id(one.id(), newId))
                    .filter(filter(one.filter()))
                    .build());
        }
        if (!skipDestinations && !missing.isEmpty()) {
            String[] first = missing.get(0).split("\\|", 2);
            throw S3Errors.invalidArgument(
                    "Unable to validate the following destination configurations", first[0], first[1]);
        }
        return NotificationConfiguration.builder()
                .topicConfigurations(topics.isEmpty() ? null : topics)
                .queueConfigurations(queues.isEmpty() ? null : queues)
                .lambdaFunctionConfigurations(functions.isEmpty() ? null : functions)
                .eventBridgeConfiguration(asked.eventBridgeConfiguration())
                .build();
    }

    private static <T> List<T> listed(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static String id(@Nullable String asked, Supplier<String> newId) {
        return asked == null || asked.isEmpty() ? newId.get() : asked;
    }

    private static void requireArn(String arn, String service, String argument) {
        String[] parts = arn.split(":", 6);
        boolean parsed = parts.length == 6 && parts[0].equals("arn") && parts[2].equals(service) && !parts[5].isEmpty();
        if (!parsed) {
            throw S3Errors.invalidArgument("The ARN could not be parsed", argument, arn);
        }
    }

    private static @Nullable NotificationConfigurationFilter filter(@Nullable NotificationConfigurationFilter asked) {
        S3KeyFilter key = asked == null ? null : asked.key();
        if (key == null || key.filterRules() == null) {
            return asked;
        }
        List<FilterRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (FilterRule rule : key.filterRules()) {
            String name = String.valueOf(rule.name()).toLowerCase(Locale.ROOT);
            if (!name.equals("prefix") && !name.equals("suffix")) {
                throw S3Errors.invalidArgument(
                        "filter rule name must be either prefix or suffix",
                        "FilterRule.Name",
                        String.valueOf(rule.name()));
            }
            if (!names.add(name)) {
                throw S3Errors.invalidArgument(
                        "Cannot specify more than one " + name + " rule in a filter.", "FilterRule.Name", name);
            }
            rules.add(new FilterRule(name.equals("prefix") ? "Prefix" : "Suffix", rule.value()));
        }
        return new NotificationConfigurationFilter(new S3KeyFilter(rules));
    }
}
