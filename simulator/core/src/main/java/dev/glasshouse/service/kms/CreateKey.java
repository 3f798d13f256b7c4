package dev.glasshouse.service.kms;

import dev.glasshouse.api.kms.CreateKeyRequest;
import dev.glasshouse.api.kms.CreateKeyResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.StagedOperation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.crypto.hsm.Hsm;
import dev.glasshouse.crypto.hsm.KeySpec;
import dev.glasshouse.policy.ContextKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a key. Its material is made without the lock, as an RSA pair takes seconds. See
 * <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html">CreateKey</a>.
 */
final class CreateKey implements StagedOperation<CreateKeyRequest, CreateKeyResponse, Optional<Hsm.Key>> {

    /** The name of material whose key has no id yet. */
    private static final String UNBORN = "new key";

    private final KeyFactory factory;
    private final KeyPolicies policies;

    CreateKey(KeyFactory factory, KeyPolicies policies) {
        this.factory = factory;
        this.policies = policies;
    }

    @Override
    public String name() {
        return "CreateKey";
    }

    private static String spec(CreateKeyRequest in) {
        String spec = in.keySpec() != null ? in.keySpec() : in.customerMasterKeySpec();
        return spec == null ? "SYMMETRIC_DEFAULT" : spec;
    }

    private static String usage(CreateKeyRequest in) {
        return in.keyUsage() == null ? "ENCRYPT_DECRYPT" : in.keyUsage();
    }

    private static String origin(CreateKeyRequest in) {
        return in.origin() == null ? "AWS_KMS" : in.origin();
    }

    private static boolean multiRegion(CreateKeyRequest in) {
        return Boolean.TRUE.equals(in.multiRegion());
    }

    @Override
    public AuthorizationPlan plan(CreateKeyRequest in, Call call) {
        ContextKeys.Builder keys = KmsPlans.tags(in.tags()).toBuilder()
                .put("kms:KeySpec", spec(in))
                .put("kms:KeyUsage", usage(in))
                .put("kms:KeyOrigin", origin(in))
                .put("kms:MultiRegion", multiRegion(in))
                .put("kms:BypassPolicyLockoutSafetyCheck", Boolean.TRUE.equals(in.bypassPolicyLockoutSafetyCheck()));
        if (multiRegion(in)) {
            keys.put("kms:MultiRegionKeyType", "PRIMARY");
        }
        List<AuthorizationRequest> asked = new ArrayList<>();
        asked.add(KmsPlans.account(call, "CreateKey", "*", keys.build()));
        if (in.tags() != null && !in.tags().isEmpty()) {
            asked.add(KmsPlans.tagOnCreate(call, call.region(), keys.build()));
        }
        return new AuthorizationPlan(asked);
    }

    @Override
    public Optional<Hsm.Key> prepare(CreateKeyRequest in, Call call) {
        require(in);
        TagOperations.merge(Map.of(), in.tags());
        return origin(in).equals("EXTERNAL")
                ? Optional.empty()
                : Optional.of(factory.hsm().newKey(KeySpec.valueOf(spec(in)), UNBORN));
    }

    private static void require(CreateKeyRequest in) {
        if (in.keySpec() != null && in.customerMasterKeySpec() != null) {
            throw KmsErrors.validation("You cannot specify KeySpec and CustomerMasterKeySpec in the same request."
                    + " CustomerMasterKeySpec is deprecated.");
        }
        String spec = spec(in);
        if (!spec.equals("SYMMETRIC_DEFAULT") && in.keyUsage() == null) {
            throw KmsErrors.validation(
                    "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");
        }
        if (!KeySpec.valueOf(spec).usages().contains(usage(in))) {
            throw KmsErrors.validation("KeyUsage " + usage(in) + " is not compatible with KeySpec " + spec);
        }
        CustomKeyStores.refuse(in);
    }

    @Override
    public CreateKeyResponse commit(CreateKeyRequest in, Optional<Hsm.Key> prepared, WriteCall call) {
        String account = call.caller().account();
        String id = multiRegion(in)
                ? "mrk-" + call.ids().hex("kms.key", account, 32)
                : call.ids().uuid("kms.key", account);
        Keys.Named named = new Keys.Named(account, call.region(), id, null, null);
        String policy = in.policy();
        if (policy == null) {
            policy = KeyPolicies.usual(account);
        } else {
            policies.require(call, named, policy, Boolean.TRUE.equals(in.bypassPolicyLockoutSafetyCheck()));
        }
        List<KeyRow.Material> materials = prepared.map(key -> List.of(new KeyRow.Material(
                        call.ids().hex("kms.material", id, 64),
                        factory.hsm().rename(key.wrapped(), UNBORN, KeyFactory.name(id, 0)),
                        key.publicKey(),
                        call.now(),
                        null,
                        null)))
                .orElse(List.of());
        KeyRow row = new KeyRow(
                id,
                call.now(),
                in.description() == null ? "" : in.description(),
                "CUSTOMER",
                spec(in),
                usage(in),
                origin(in),
                materials.isEmpty() ? KeyState.PENDING_IMPORT : KeyState.ENABLED,
                null,
                null,
                policy,
                TagOperations.merge(Map.of(), in.tags()),
                materials,
                KeyRow.Rotation.NONE,
                multiRegion(in) ? new KeyRow.Regions(call.region(), List.of()) : null,
                null);
        Keys.put(call, named, row);
        return CreateKeyResponse.builder()
                .keyMetadata(KeyView.of(call, named, row))
                .build();
    }
}
