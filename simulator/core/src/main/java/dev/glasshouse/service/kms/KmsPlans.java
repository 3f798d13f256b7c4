package dev.glasshouse.service.kms;

import dev.glasshouse.api.kms.Tag;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocuments;
import dev.glasshouse.policy.PolicyType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The questions of KMS's operations. See
 * <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html">
 * Actions, resources, and condition keys for AWS KMS</a>.
 */
final class KmsPlans {

    private static final PolicyDocuments DOCUMENTS = new PolicyDocuments();

    private KmsPlans() {}

    /** May the caller do this with this key? */
    static AuthorizationRequest key(Call call, String operation, Keys.Named key, ContextKeys keys) {
        KeyRow row = key.row();
        ContextKeys.Builder all = common(call).with(keys).toBuilder();
        all.put("kms:RequestAlias", key.alias());
        all.putAll("kms:ResourceAliases", Keys.aliases(call.state(), key.account(), key.region(), key.id()));
        all.put("kms:KeySpec", row == null ? "SYMMETRIC_DEFAULT" : row.spec());
        all.put("kms:KeyUsage", row == null ? "ENCRYPT_DECRYPT" : row.usage());
        all.put("kms:KeyOrigin", row == null ? "AWS_KMS" : row.origin());
        all.put("kms:MultiRegion", false);
        return AuthorizationRequest.of("kms:" + operation, key.arn(), key.account())
                .withKeys(all.build())
                .withResourceTags(row == null ? Map.of() : row.tags())
                .withResourcePolicy(policy(key));
    }

    private static @Nullable Policy policy(Keys.Named key) {
        KeyRow row = key.row();
        if (row != null) {
            return new Policy("key policy", null, DOCUMENTS.get(row.policy(), PolicyType.KEY));
        }
        String alias = key.alias();
        if (alias == null || key.id().equals("unknown")) {
            return null;
        }
        String json = ManagedKeys.policy(alias, key.account(), key.region());
        return new Policy("key policy", null, DOCUMENTS.get(json, PolicyType.KEY));
    }

    static AuthorizationPlan ask(Call call, String operation, Keys.Named key, ContextKeys keys) {
        return AuthorizationPlan.of(key(call, operation, key, keys));
    }

    static AuthorizationPlan ask(Call call, String operation, String keyId) {
        return ask(call, operation, Keys.named(call, keyId), ContextKeys.EMPTY);
    }

    /** An action without a resource: identity policies alone decide. */
    static AuthorizationRequest account(Call call, String operation, String resource, ContextKeys keys) {
        return AuthorizationRequest.of(
                        "kms:" + operation, resource, call.caller().account())
                .withKeys(common(call).with(keys));
    }

    private static ContextKeys common(Call call) {
        ContextKeys.Builder keys =
                ContextKeys.builder().put("kms:CallerAccount", call.caller().account());
        List<String> via = call.calledVia();
        if (!via.isEmpty()) {
            String service = via.get(via.size() - 1);
            keys.put("kms:ViaService", service.replace(".amazonaws.com", "." + call.region() + ".amazonaws.com"));
        }
        return keys.build();
    }

    /** The keys of an operation that encrypts or decrypts. */
    static ContextKeys encryption(@Nullable Map<String, String> context) {
        ContextKeys.Builder keys = ContextKeys.builder().put("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
        if (context != null && !context.isEmpty()) {
            context.forEach((key, value) -> keys.put("kms:EncryptionContext:" + key, value));
            keys.putAll("kms:EncryptionContextKeys", List.copyOf(context.keySet()));
        }
        return keys.build();
    }

    static ContextKeys tags(@Nullable List<Tag> tags) {
        ContextKeys.Builder keys = ContextKeys.builder();
        if (tags != null && !tags.isEmpty()) {
            tags.forEach(tag -> keys.put("aws:RequestTag/" + tag.tagKey(), tag.tagValue()));
            keys.putAll("aws:TagKeys", tags.stream().map(Tag::tagKey).toList());
        }
        return keys.build();
    }
}
