package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.DecryptRequest;
import dev.glasshouse.api.kms.DecryptResponse;
import dev.glasshouse.api.kms.EncryptRequest;
import dev.glasshouse.api.kms.EncryptResponse;
import dev.glasshouse.api.kms.GenerateDataKeyRequest;
import dev.glasshouse.api.kms.GenerateDataKeyResponse;
import dev.glasshouse.api.kms.GenerateDataKeyWithoutPlaintextRequest;
import dev.glasshouse.api.kms.GenerateDataKeyWithoutPlaintextResponse;
import dev.glasshouse.api.kms.GenerateRandomRequest;
import dev.glasshouse.api.kms.GenerateRandomResponse;
import dev.glasshouse.api.kms.ReEncryptRequest;
import dev.glasshouse.api.kms.ReEncryptResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.crypto.hsm.CiphertextBlob;
import dev.glasshouse.policy.ContextKeys;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Encryption and data keys. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/kms-cryptography.html">Cryptography essentials</a>.
 */
final class CryptoOperations {

    private static final OperationFacts READ_ONLY = OperationFacts.DEFAULT.withReadOnly(true);
    private static final String ALGORITHM = "SYMMETRIC_DEFAULT";

    private final KeyFactory factory;

    CryptoOperations(KeyFactory factory) {
        this.factory = factory;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                // a service's first use of its managed key makes the key, so these may write
                write(
                        "Encrypt",
                        READ_ONLY,
                        (EncryptRequest in, Call call) -> plan(call, "Encrypt", in.keyId(), in.encryptionContext()),
                        this::encrypt),
                read("Decrypt", READ_ONLY, CryptoOperations::planDecrypt, this::decrypt),
                write("ReEncrypt", READ_ONLY, CryptoOperations::planReEncrypt, this::reEncrypt),
                write(
                        "GenerateDataKey",
                        READ_ONLY,
                        (GenerateDataKeyRequest in, Call call) ->
                                plan(call, "GenerateDataKey", in.keyId(), in.encryptionContext()),
                        this::generateDataKey),
                write(
                        "GenerateDataKeyWithoutPlaintext",
                        READ_ONLY,
                        (GenerateDataKeyWithoutPlaintextRequest in, Call call) ->
                                plan(call, "GenerateDataKeyWithoutPlaintext", in.keyId(), in.encryptionContext()),
                        this::generateWithoutPlaintext),
                read(
                        "GenerateRandom",
                        READ_ONLY,
                        (GenerateRandomRequest in, Call call) ->
                                AuthorizationPlan.of(KmsPlans.account(call, "GenerateRandom", "*", ContextKeys.EMPTY)),
                        this::generateRandom));
    }

    private static AuthorizationPlan plan(
            Call call, String operation, String keyId, @Nullable Map<String, String> context) {
        return KmsPlans.ask(call, operation, Keys.named(call, keyId), KmsPlans.encryption(context));
    }

    private static Map<String, String> context(@Nullable Map<String, String> context) {
        return context == null ? Map.of() : context;
    }

    // ---- ciphertexts

    /** Encrypts under the current material of a key. */
    private Bytes seal(Call call, Keys.Named named, KeyRow row, byte[] plaintext, Map<String, String> context) {
        CiphertextBlob header = new CiphertextBlob(
                Long.parseLong(named.account()),
                UUID.fromString(row.id()),
                row.currentNumber(),
                call.lineage().branch(),
                call.lineage().epoch(),
                Bytes.wrap(new byte[0]));
        byte[] sealed = factory.hsm()
                .encrypt(
                        row.current().wrapped(),
                        KeyFactory.name(row.id(), row.currentNumber()),
                        plaintext,
                        header.bound(context));
        return Bytes.wrap(new CiphertextBlob(
                        header.account(),
                        header.keyId(),
                        header.material(),
                        header.branch(),
                        header.epoch(),
                        Bytes.wrap(sealed))
                .encode());
    }

    private byte[] open(Call call, KeyRow row, CiphertextBlob blob, Map<String, String> context) {
        boolean ours = call.lineage().contains(blob.branch(), blob.epoch())
                && blob.material() >= 0
                && blob.material() < row.materials().size();
        if (!ours) {
            throw KmsErrors.invalidCiphertext();
        }
        return factory.hsm()
                .decrypt(
                        row.materials().get(blob.material()).wrapped(),
                        KeyFactory.name(row.id(), blob.material()),
                        blob.sealed().toArray(),
                        blob.bound(context))
                .orElseThrow(KmsErrors::invalidCiphertext);
    }

    private static CiphertextBlob blob(Bytes bytes) {
        return CiphertextBlob.decode(bytes.toArray()).orElseThrow(KmsErrors::invalidCiphertext);
    }

    /** The key that a ciphertext names in its header; it may be another account's, or gone. */
    static Keys.Named keyOf(Call call, CiphertextBlob blob) {
        String account = String.format("%012d", Math.floorMod(blob.account(), 1_000_000_000_000L));
        String id = blob.keyId().toString();
        return new Keys.Named(
                account,
                call.region(),
                id,
                Keys.get(call.state(), account, call.region(), id).orElse(null),
                null);
    }

    /** The key to decrypt with: the ciphertext's own; another one than it may not be asked for. */
    private static Keys.Named source(Call call, CiphertextBlob blob, @Nullable String keyId) {
        return keyId == null ? keyOf(call, blob) : Keys.named(call, keyId);
    }

    private static void requireSame(Keys.Named asked, CiphertextBlob blob) {
        if (!asked.id().equals(blob.keyId().toString())) {
            throw KmsErrors.incorrectKey();
        }
    }

    // ---- operations

    private EncryptResponse encrypt(EncryptRequest in, WriteCall call) {
        Checks.grantTokens(in.grantTokens());
        requireAlgorithm(in.encryptionAlgorithm());
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = Checks.usable(named, ManagedKeys.made(call, factory, named));
        Checks.dryRun(in.dryRun());
        return EncryptResponse.builder()
                .ciphertextBlob(seal(call, named, row, in.plaintext().toArray(), context(in.encryptionContext())))
                .keyId(named.arn())
                .encryptionAlgorithm(ALGORITHM)
                .build();
    }

    private static void requireAlgorithm(@Nullable String algorithm) {
        if (algorithm != null && !algorithm.equals(ALGORITHM)) {
            throw dev.glasshouse.call.ServiceException.of(
                    "InvalidKeyUsageException",
                    400,
                    "Algorithm " + algorithm + " is incompatible with key spec SYMMETRIC_DEFAULT.");
        }
    }

    private static void requireNoModifiers(@Nullable List<String> modifiers) {
        if (modifiers != null && !modifiers.isEmpty()) {
            throw KmsErrors.notSimulated("A dry run without a ciphertext");
        }
    }

    private static AuthorizationPlan planDecrypt(DecryptRequest in, Call call) {
        if (in.ciphertextBlob() == null) {
            throw KmsErrors.validation("CiphertextBlob is required.");
        }
        Keys.Named key = source(call, blob(in.ciphertextBlob()), in.keyId());
        return KmsPlans.ask(call, "Decrypt", key, KmsPlans.encryption(in.encryptionContext()));
    }

    private DecryptResponse decrypt(DecryptRequest in, Call call) {
        Checks.grantTokens(in.grantTokens());
        requireAlgorithm(in.encryptionAlgorithm());
        if (in.recipient() != null) {
            throw KmsErrors.notSimulated("Decrypt for an attested recipient");
        }
        requireNoModifiers(in.dryRunModifiers());
        CiphertextBlob blob = blob(java.util.Objects.requireNonNull(in.ciphertextBlob()));
        Keys.Named named = source(call, blob, in.keyId());
        KeyRow row = Checks.usable(named, named.found());
        requireSame(named, blob);
        byte[] plaintext = open(call, row, blob, context(in.encryptionContext()));
        Checks.dryRun(in.dryRun());
        return DecryptResponse.builder()
                .keyId(named.arn())
                .plaintext(Bytes.wrap(plaintext))
                .encryptionAlgorithm(ALGORITHM)
                .keyMaterialId(row.materials().get(blob.material()).id())
                .build();
    }

    private static AuthorizationPlan planReEncrypt(ReEncryptRequest in, Call call) {
        if (in.ciphertextBlob() == null) {
            throw KmsErrors.validation("CiphertextBlob is required.");
        }
        Keys.Named from = source(call, blob(in.ciphertextBlob()), in.sourceKeyId());
        Keys.Named to = Keys.named(call, in.destinationKeyId());
        boolean same = from.arn().equals(to.arn());
        return AuthorizationPlan.of(
                KmsPlans.key(call, "ReEncryptFrom", from, reEncryptKeys(in.sourceEncryptionContext(), same)),
                KmsPlans.key(call, "ReEncryptTo", to, reEncryptKeys(in.destinationEncryptionContext(), same)));
    }

    private static ContextKeys reEncryptKeys(@Nullable Map<String, String> context, boolean same) {
        return KmsPlans.encryption(context).toBuilder()
                .put("kms:ReEncryptOnSameKey", same)
                .build();
    }

    private ReEncryptResponse reEncrypt(ReEncryptRequest in, WriteCall call) {
        Checks.grantTokens(in.grantTokens());
        requireNoModifiers(in.dryRunModifiers());
        requireAlgorithm(in.sourceEncryptionAlgorithm());
        requireAlgorithm(in.destinationEncryptionAlgorithm());
        CiphertextBlob blob = blob(java.util.Objects.requireNonNull(in.ciphertextBlob()));
        Keys.Named from = source(call, blob, in.sourceKeyId());
        KeyRow source = Checks.usable(from, from.found());
        requireSame(from, blob);
        Keys.Named to = Keys.named(call, in.destinationKeyId());
        KeyRow destination = Checks.usable(to, ManagedKeys.made(call, factory, to));
        byte[] plaintext = open(call, source, blob, context(in.sourceEncryptionContext()));
        Checks.dryRun(in.dryRun());
        return ReEncryptResponse.builder()
                .ciphertextBlob(seal(call, to, destination, plaintext, context(in.destinationEncryptionContext())))
                .sourceKeyId(from.arn())
                .keyId(to.arn())
                .sourceEncryptionAlgorithm(ALGORITHM)
                .destinationEncryptionAlgorithm(ALGORITHM)
                .sourceKeyMaterialId(source.materials().get(blob.material()).id())
                .destinationKeyMaterialId(destination.current().id())
                .build();
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

    private GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest in, WriteCall call) {
        Checks.grantTokens(in.grantTokens());
        if (in.recipient() != null) {
            throw KmsErrors.notSimulated("GenerateDataKey for an attested recipient");
        }
        int length = length(in.keySpec(), in.numberOfBytes());
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = Checks.usable(named, ManagedKeys.made(call, factory, named));
        Checks.dryRun(in.dryRun());
        byte[] plaintext = factory.hsm().random(length);
        return GenerateDataKeyResponse.builder()
                .ciphertextBlob(seal(call, named, row, plaintext, context(in.encryptionContext())))
                .plaintext(Bytes.wrap(plaintext))
                .keyId(named.arn())
                .keyMaterialId(row.current().id())
                .build();
    }

    private GenerateDataKeyWithoutPlaintextResponse generateWithoutPlaintext(
            GenerateDataKeyWithoutPlaintextRequest in, WriteCall call) {
        Checks.grantTokens(in.grantTokens());
        int length = length(in.keySpec(), in.numberOfBytes());
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = Checks.usable(named, ManagedKeys.made(call, factory, named));
        Checks.dryRun(in.dryRun());
        return GenerateDataKeyWithoutPlaintextResponse.builder()
                .ciphertextBlob(seal(call, named, row, factory.hsm().random(length), context(in.encryptionContext())))
                .keyId(named.arn())
                .keyMaterialId(row.current().id())
                .build();
    }

    private GenerateRandomResponse generateRandom(GenerateRandomRequest in, Call call) {
        if (in.customKeyStoreId() != null || in.recipient() != null) {
            throw KmsErrors.notSimulated("GenerateRandom in a custom key store or for an attested recipient");
        }
        if (in.numberOfBytes() == null) {
            throw KmsErrors.validation("NumberOfBytes is required.");
        }
        return GenerateRandomResponse.builder()
                .plaintext(Bytes.wrap(factory.hsm().random(in.numberOfBytes())))
                .build();
    }
}
