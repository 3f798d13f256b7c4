package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.secretsmanager.DescribeSecretRequest;
import dev.glasshouse.api.secretsmanager.DescribeSecretResponse;
import dev.glasshouse.api.secretsmanager.ExternalSecretRotationMetadataItem;
import dev.glasshouse.api.secretsmanager.ListSecretsRequest;
import dev.glasshouse.api.secretsmanager.ListSecretsResponse;
import dev.glasshouse.api.secretsmanager.RotationRulesType;
import dev.glasshouse.api.secretsmanager.SecretListEntry;
import dev.glasshouse.api.secretsmanager.Tag;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.service.secretsmanager.SecretRow.Rotation;
import dev.glasshouse.service.secretsmanager.SecretRow.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of secrets without their values. Members without a value are left out. */
final class DescribeOperations {

    private DescribeOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "DescribeSecret",
                        (DescribeSecretRequest in, Call call) -> SecretPlans.ask(call, "DescribeSecret", in.secretId()),
                        DescribeOperations::describe),
                read(
                        "ListSecrets",
                        (ListSecretsRequest in, Call call) ->
                                AuthorizationPlan.of(SecretPlans.account(call, "ListSecrets")),
                        DescribeOperations::list));
    }

    private static DescribeSecretResponse describe(DescribeSecretRequest in, Call call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = named.found();
        SecretListEntry entry = entry(named.account(), named.region(), row);
        boolean replicated = row.replication() != null && !Replicas.isReplica(named, row);
        return DescribeSecretResponse.builder()
                .arn(entry.arn())
                .name(entry.name())
                .type(entry.type())
                .description(entry.description())
                .kmsKeyId(entry.kmsKeyId())
                .rotationEnabled(entry.rotationEnabled())
                .rotationLambdaARN(entry.rotationLambdaARN())
                .rotationRules(entry.rotationRules())
                .externalSecretRotationMetadata(entry.externalSecretRotationMetadata())
                .externalSecretRotationRoleArn(entry.externalSecretRotationRoleArn())
                .lastRotatedDate(entry.lastRotatedDate())
                .lastChangedDate(entry.lastChangedDate())
                .lastAccessedDate(entry.lastAccessedDate())
                .deletedDate(entry.deletedDate())
                .nextRotationDate(entry.nextRotationDate())
                .tags(entry.tags())
                .versionIdsToStages(entry.secretVersionsToStages())
                .owningService(entry.owningService())
                .createdDate(entry.createdDate())
                .primaryRegion(entry.primaryRegion())
                .replicationStatus(replicated ? Replicas.status(call.state(), named, row, false) : null)
                .build();
    }

    private static ListSecretsResponse list(ListSecretsRequest in, Call call) {
        SecretListing.Page page = SecretListing.of(
                call,
                "ListSecrets",
                new SecretListing.Wanted(
                        in.filters(),
                        in.sortBy(),
                        in.sortOrder(),
                        Boolean.TRUE.equals(in.includePlannedDeletion()),
                        in.maxResults() == null ? 100 : in.maxResults(),
                        in.nextToken()));
        String account = call.caller().account();
        return ListSecretsResponse.builder()
                .secretList(page.rows().stream()
                        .map(row -> entry(account, call.region(), row))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static SecretListEntry entry(String account, String region, SecretRow row) {
        Rotation rotation = row.rotation();
        return SecretListEntry.builder()
                .arn(Secrets.arn(account, region, row))
                .name(row.name())
                .type(row.details().type())
                .description(row.details().description())
                .kmsKeyId(row.details().kmsKeyId())
                .rotationEnabled(rotation == null ? null : rotation.enabled())
                .rotationLambdaARN(rotation == null ? null : rotation.lambdaArn())
                .rotationRules(rotation == null ? null : rules(rotation))
                .externalSecretRotationMetadata(rotation == null ? null : metadata(rotation))
                .externalSecretRotationRoleArn(rotation == null ? null : rotation.roleArn())
                .lastRotatedDate(row.moments().rotated())
                .lastChangedDate(row.moments().changed())
                .lastAccessedDate(row.moments().accessed())
                .deletedDate(row.moments().deletion())
                .nextRotationDate(rotation == null || !rotation.enabled() ? null : RotationClock.nextDate(rotation))
                .tags(tags(row))
                .secretVersionsToStages(stages(row))
                .owningService(row.details().owningService())
                .createdDate(row.moments().created())
                .primaryRegion(
                        row.replication() == null ? null : row.replication().primaryRegion())
                .build();
    }

    private static @Nullable RotationRulesType rules(Rotation rotation) {
        SecretRow.Rules rules = rotation.rules();
        return rules == null
                ? null
                : RotationRulesType.builder()
                        .automaticallyAfterDays(RotationClock.days(rotation))
                        .duration(rules.duration())
                        .scheduleExpression(rules.schedule())
                        .build();
    }

    private static @Nullable List<ExternalSecretRotationMetadataItem> metadata(Rotation rotation) {
        return rotation.metadata().isEmpty()
                ? null
                : rotation.metadata().stream()
                        .map(item -> new ExternalSecretRotationMetadataItem(item.key(), item.value()))
                        .toList();
    }

    /** Tags once there were any; an empty list when the last is taken away. */
    private static @Nullable List<Tag> tags(SecretRow row) {
        List<SecretRow.Tagging> tags = row.details().tags();
        return tags == null
                ? null
                : tags.stream().map(tag -> new Tag(tag.key(), tag.value())).toList();
    }

    private static @Nullable Map<String, List<String>> stages(SecretRow row) {
        Map<String, List<String>> stages = new LinkedHashMap<>();
        for (Version version : row.versions()) {
            if (!version.stages().isEmpty()) {
                stages.put(version.id(), version.stages());
            }
        }
        return stages.isEmpty() ? null : stages;
    }
}
