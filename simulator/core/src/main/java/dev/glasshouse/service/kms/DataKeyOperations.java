package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.GenerateDataKeyRequest;
import dev.glasshouse.api.kms.GenerateDataKeyResponse;
import dev.glasshouse.api.kms.GenerateDataKeyWithoutPlaintextRequest;
import dev.glasshouse.api.kms.GenerateDataKeyWithoutPlaintextResponse;
import dev.glasshouse.api.kms.GenerateRandomRequest;
import dev.glasshouse.api.kms.GenerateRandomResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data keys and random bytes. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/data-keys.html">Generate data keys</a>.
 */
final class DataKeyOperations {

    private final KeyFactory factory;
    private final Ciphertexts ciphertexts;
    private final Tokens tokens;

    DataKeyOperations(KeyFactory factory, Tokens tokens) {
        this.factory = factory;
        this.ciphertexts = new Ciphertexts(factory);
        this.tokens = tokens;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                // a service's first use of its managed key makes the key, so these may write
                write(
                        "GenerateDataKey",
                        EncryptOperations.READ_ONLY,
                        (GenerateDataKeyRequest in, Call call) -> AuthorizationPlan.of(KmsPlans.encrypting(
                                call, "GenerateDataKey", Keys.named(call, in.keyId()), null, in.encryptionContext())),
                        this::generate),
                write(
                        "GenerateDataKeyWithoutPlaintext",
                        EncryptOperations.READ_ONLY,
                        (GenerateDataKeyWithoutPlaintextRequest in, Call call) ->
                                AuthorizationPlan.of(KmsPlans.encrypting(
                                        call,
                                        "GenerateDataKeyWithoutPlaintext",
                                        Keys.named(call, in.keyId()),
                                        null,
                                        in.encryptionContext())),
                        this::generateWithoutPlaintext),
                read(
                        "GenerateRandom",
                        EncryptOperations.READ_ONLY,
                        (GenerateRandomRequest in, Call call) -> KmsPlans.listing(call, "GenerateRandom"),
                        this::generateRandom));
    }

    /** The length of a data key in bytes; exactly one of the two must say it. */
    private static int length(@Nullable String spec, @Nullable Integer bytes) {
        if ((spec == null) == (bytes == null)) {
            throw KmsErrors.validation("Please specify either number of bytes or key spec.");
        }
        if (bytes != null) {
            return bytes;
        }
        return "AES_128".equals(spec) ? 16 : 32;
    }

    private GenerateDataKeyResponse generate(GenerateDataKeyRequest in, WriteCall call) {
        Checks.grantTokens(call, tokens, in.grantTokens());
        Recipients.refuse(in.recipient());
        int length = length(in.keySpec(), in.numberOfBytes());
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = Checks.usable(call, named, ManagedKeys.made(call, factory, named));
        Uses.requireSymmetric(named, row, "GenerateDataKey");
        Checks.dryRun(in.dryRun());
        byte[] plaintext = factory.hsm().random(length);
        return GenerateDataKeyResponse.builder()
                .ciphertextBlob(ciphertexts.seal(call, named, row, plaintext, Uses.context(in.encryptionContext())))
                .plaintext(Bytes.wrap(plaintext))
                .keyId(named.arn())
                .keyMaterialId(KeyFactory.materialId(row))
                .build();
    }

    private GenerateDataKeyWithoutPlaintextResponse generateWithoutPlaintext(
            GenerateDataKeyWithoutPlaintextRequest in, WriteCall call) {
        Checks.grantTokens(call, tokens, in.grantTokens());
        int length = length(in.keySpec(), in.numberOfBytes());
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = Checks.usable(call, named, ManagedKeys.made(call, factory, named));
        Uses.requireSymmetric(named, row, "GenerateDataKeyWithoutPlaintext");
        Checks.dryRun(in.dryRun());
        byte[] plaintext = factory.hsm().random(length);
        return GenerateDataKeyWithoutPlaintextResponse.builder()
                .ciphertextBlob(ciphertexts.seal(call, named, row, plaintext, Uses.context(in.encryptionContext())))
                .keyId(named.arn())
                .keyMaterialId(KeyFactory.materialId(row))
                .build();
    }

    private GenerateRandomResponse generateRandom(GenerateRandomRequest in, Call call) {
        Recipients.refuse(in.recipient());
        if (in.customKeyStoreId() != null) {
            throw KmsErrors.keyStoreNotFound(in.customKeyStoreId());
        }
        if (in.numberOfBytes() == null) {
            throw KmsErrors.validation("NumberOfBytes is required.");
        }
        return GenerateRandomResponse.builder()
                .plaintext(Bytes.wrap(factory.hsm().random(in.numberOfBytes())))
                .build();
    }
}
