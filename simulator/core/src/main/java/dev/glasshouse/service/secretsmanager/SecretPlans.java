package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.api.secretsmanager.ReplicaRegionType;
import dev.glasshouse.api.secretsmanager.Tag;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.KeyNames;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocuments;
import dev.glasshouse.policy.PolicyType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The questions of Secrets Manager's operations. See
 * <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html">Actions,
 * resources, and condition keys for AWS Secrets Manager</a>.
 */
final class SecretPlans {

    private static final PolicyDocuments DOCUMENTS = new PolicyDocuments();

    private SecretPlans() {}

    /** May the caller do this with this secret? */
    static AuthorizationRequest secret(String operation, Secrets.Named secret, ContextKeys keys) {
        ContextKeys.Builder all = keys.toBuilder().put("secretsmanager:SecretId", secret.given());
        SecretRow row = secret.row();
        Map<String, String> tags = new LinkedHashMap<>();
        if (row != null) {
            tags = tags(row.details().tags());
            tags.forEach((key, value) -> all.put("secretsmanager:ResourceTag/" + key, value));
            all.put(
                    "secretsmanager:SecretPrimaryRegion",
                    row.replication() == null
                            ? secret.region()
                            : row.replication().primaryRegion());
            all.put("secretsmanager:resource/Type", row.details().type());
            if (row.rotation() != null) {
                all.put(
                        "secretsmanager:resource/AllowRotationLambdaArn",
                        row.rotation().lambdaArn());
            }
        }
        return AuthorizationRequest.of("secretsmanager:" + operation, secret.arn(), secret.account())
                .withKeys(all.build())
                .withResourceTags(tags)
                .withResourcePolicy(policy(row));
    }

    static AuthorizationPlan ask(String operation, Secrets.Named secret, ContextKeys keys) {
        return AuthorizationPlan.of(secret(operation, secret, keys));
    }

    static AuthorizationPlan ask(Call call, String operation, String secretId) {
        return ask(operation, Secrets.named(call, secretId), ContextKeys.EMPTY);
    }

    /** An action without a resource. */
    static AuthorizationRequest account(Call call, String operation) {
        return AuthorizationRequest.of(
                "secretsmanager:" + operation, "*", call.caller().account());
    }

    private static @Nullable Policy policy(@Nullable SecretRow row) {
        String json = row == null ? null : row.details().policy();
        return json == null ? null : new Policy("resource policy", null, DOCUMENTS.get(json, PolicyType.RESOURCE));
    }

    static Map<String, String> tags(@Nullable List<SecretRow.Tagging> tags) {
        Map<String, String> map = new LinkedHashMap<>();
        if (tags != null) {
            tags.forEach(tag -> map.put(tag.key(), tag.value()));
        }
        return map;
    }

    static ContextKeys.Builder requestTags(@Nullable List<Tag> tags) {
        ContextKeys.Builder keys = ContextKeys.builder();
        if (tags != null && !tags.isEmpty()) {
            List<Tag> named = tags.stream().filter(tag -> tag.key() != null).toList();
            named.forEach(tag -> keys.put("aws:RequestTag/" + tag.key(), tag.value()));
            keys.putAll("aws:TagKeys", named.stream().map(Tag::key).toList());
        }
        return keys;
    }

    /** The keys that tell which KMS key a request names; none where it names none. */
    static void kmsKey(ContextKeys.Builder keys, KeyNames names, Call call, @Nullable String kmsKeyId) {
        if (kmsKeyId != null && !kmsKeyId.isEmpty()) {
            keys.put("secretsmanager:KmsKeyId", kmsKeyId);
            keys.put("secretsmanager:KmsKeyArn", names.keyArn(call, kmsKeyId).orElse(null));
        }
    }

    static void replicas(
            ContextKeys.Builder keys, @Nullable List<ReplicaRegionType> regions, @Nullable Boolean overwrite) {
        if (regions != null && !regions.isEmpty()) {
            keys.putAll(
                    "secretsmanager:AddReplicaRegions",
                    regions.stream()
                            .map(ReplicaRegionType::region)
                            .filter(Objects::nonNull)
                            .toList());
            keys.put("secretsmanager:ForceOverwriteReplicaSecret", Boolean.TRUE.equals(overwrite));
        }
    }
}
