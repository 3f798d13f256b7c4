package dev.glasshouse.service.kms;

import dev.glasshouse.api.kms.Tag;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.policy.AccessModel;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocuments;
import dev.glasshouse.policy.PolicyType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The questions of KMS's operations. See
 * <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html">
 * Actions, resources, and condition keys for AWS KMS</a>.
 */
final class KmsPlans {

    private static final PolicyDocuments DOCUMENTS = new PolicyDocuments();

    /** The actions that use a key, by whatever name; those that manage one take its id or ARN alone. */
    private static final Set<String> BY_ALIAS = Set.of(
            "Decrypt",
            "DeriveSharedSecret",
            "DescribeKey",
            "Encrypt",
            "GenerateDataKey",
            "GenerateDataKeyPair",
            "GenerateDataKeyPairWithoutPlaintext",
            "GenerateDataKeyWithoutPlaintext",
            "GenerateMac",
            "GetPublicKey",
            "ReEncryptFrom",
            "ReEncryptTo",
            "Sign",
            "Verify",
            "VerifyMac");

    /** What other accounts can be let do beside using a key; any other permission has no effect for them. */
    private static final Set<String> FOR_OTHERS =
            Set.of("CreateGrant", "GetKeyRotationStatus", "ListGrants", "RetireGrant", "RevokeGrant");

    private KmsPlans() {}

    /** May the caller do this with this key? */
    static AuthorizationRequest key(Call call, String operation, Keys.Named key, ContextKeys keys) {
        return key(call, operation, key, keys, Map.of());
    }

    /** May the caller do this with this key and encryption context? */
    static AuthorizationRequest key(
            Call call, String operation, Keys.Named key, ContextKeys keys, Map<String, String> encryptionContext) {
        if (key.alias() != null && !BY_ALIAS.contains(operation)) {
            throw KmsErrors.invalidArn("Key Aliases are not supported for this operation.");
        }
        KeyRow row = key.row();
        ContextKeys.Builder all = common(call);
        keys.forEach(all::put);
        all.put("kms:RequestAlias", key.alias());
        all.putAll("kms:ResourceAliases", Keys.aliases(call.state(), key.account(), key.region(), key.id()));
        all.put("kms:KeySpec", row == null ? "SYMMETRIC_DEFAULT" : row.spec());
        all.put("kms:KeyUsage", row == null ? "ENCRYPT_DECRYPT" : row.usage());
        all.put("kms:KeyOrigin", row == null ? "AWS_KMS" : row.origin());
        all.put("kms:MultiRegion", row != null && row.regions() != null);
        if (row != null && row.regions() != null) {
            all.put("kms:MultiRegionKeyType", row.replicaIn(key.region()) ? "REPLICA" : "PRIMARY");
        }
        return AuthorizationRequest.of("kms:" + operation, key.arn(), key.account())
                .withModel(isAwsManaged(key) ? AccessModel.KMS_AWS_MANAGED_KEY : AccessModel.KMS_KEY)
                .withKeys(all.build())
                .withResourceTags(row == null ? Map.of() : row.tags())
                .withResourcePolicy(reaches(call, operation, key) ? policy(key) : null)
                .withAllowance(Grants.allowing(call, key, operation, encryptionContext));
    }

    /** Whether a key's policy can let the caller do something at all. */
    private static boolean reaches(Call call, String operation, Keys.Named key) {
        String caller = call.caller().account();
        return caller.isEmpty()
                || caller.equals(key.account())
                || BY_ALIAS.contains(operation)
                || FOR_OTHERS.contains(operation);
    }

    /** Whether AWS manages a key, be it there already or made at its first use. */
    private static boolean isAwsManaged(Keys.Named key) {
        KeyRow row = key.row();
        String alias = key.alias();
        return row == null ? alias != null && alias.startsWith("alias/aws/") : row.awsManaged();
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

    /** An action without a resource and without keys of KMS's own: identity policies alone decide. */
    static AuthorizationPlan listing(Call call, String operation) {
        return AuthorizationPlan.of(
                AuthorizationRequest.of("kms:" + operation, "*", call.caller().account()));
    }

    /** An action without a key: identity policies alone decide. */
    static AuthorizationRequest account(Call call, String operation, String resource, ContextKeys keys) {
        return AuthorizationRequest.of(
                        "kms:" + operation, resource, call.caller().account())
                .withKeys(common(call).build().with(keys));
    }

    /** A question that no operation asks; an encryption context comes with it as condition keys. */
    static AuthorizationRequest inquired(Call call, String operation, Keys.Named key, ContextKeys keys) {
        String prefix = "kms:EncryptionContext:";
        Map<String, String> context = new java.util.TreeMap<>();
        keys.forEach(entry -> {
            if (entry.name().startsWith(prefix) && !entry.multiValued()) {
                context.put(
                        entry.name().substring(prefix.length()), entry.values().get(0));
            }
        });
        return key(call, operation, key, keys, context);
    }

    /**
     * May the caller put tags on a key that it makes? IAM policies alone decide.
     *
     * @param keys those of the key's making
     */
    static AuthorizationRequest tagOnCreate(Call call, String region, ContextKeys keys) {
        String account = call.caller().account();
        return AuthorizationRequest.of("kms:TagResource", Keys.arn(account, region, "*"), account)
                .withKeys(common(call).build().with(keys).toBuilder()
                        .remove("kms:BypassPolicyLockoutSafetyCheck")
                        .build())
                .withResourcePolicy(
                        new Policy("key policy", null, DOCUMENTS.get(KeyPolicies.usual(account), PolicyType.KEY)));
    }

    private static ContextKeys.Builder common(Call call) {
        String account = call.caller().account();
        ContextKeys.Builder keys = ContextKeys.builder().put("kms:CallerAccount", account.isEmpty() ? null : account);
        List<String> via = call.calledVia();
        if (!via.isEmpty()) {
            String service = via.get(via.size() - 1);
            keys.put("kms:ViaService", service.replace(".amazonaws.com", "." + call.region() + ".amazonaws.com"));
        }
        return keys;
    }

    /** May the caller do this with this key and encryption context, by policies or by a grant? */
    static AuthorizationRequest encrypting(
            Call call,
            String operation,
            Keys.Named key,
            @Nullable String algorithm,
            @Nullable Map<String, String> context) {
        return key(call, operation, key, encryption(algorithm, context), context == null ? Map.of() : context);
    }

    /** The keys of an operation that encrypts or decrypts. */
    private static ContextKeys encryption(@Nullable String algorithm, @Nullable Map<String, String> context) {
        ContextKeys.Builder keys = ContextKeys.builder()
                .put("kms:EncryptionAlgorithm", algorithm == null ? "SYMMETRIC_DEFAULT" : algorithm);
        return context(keys, context).build();
    }

    /** The keys that an encryption context gives; none where there is none. */
    static ContextKeys.Builder context(ContextKeys.Builder keys, @Nullable Map<String, String> context) {
        if (context != null && !context.isEmpty()) {
            context.forEach((key, value) -> keys.put("kms:EncryptionContext:" + key, value));
            keys.putAll("kms:EncryptionContextKeys", List.copyOf(context.keySet()));
        }
        return keys;
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
