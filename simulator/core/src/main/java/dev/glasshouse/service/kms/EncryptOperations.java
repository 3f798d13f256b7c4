package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.DecryptRequest;
import dev.glasshouse.api.kms.DecryptResponse;
import dev.glasshouse.api.kms.EncryptRequest;
import dev.glasshouse.api.kms.EncryptResponse;
import dev.glasshouse.api.kms.ReEncryptRequest;
import dev.glasshouse.api.kms.ReEncryptResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.crypto.hsm.CiphertextBlob;
import dev.glasshouse.crypto.hsm.PublicEncryption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Encryption and decryption. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/kms-cryptography.html">Cryptography essentials</a>.
 */
final class EncryptOperations {

    static final OperationFacts READ_ONLY = OperationFacts.DEFAULT.withReadOnly(true);

    private final KeyFactory factory;
    private final Ciphertexts ciphertexts;
    private final Tokens tokens;

    EncryptOperations(KeyFactory factory, Tokens tokens) {
        this.factory = factory;
        this.ciphertexts = new Ciphertexts(factory);
        this.tokens = tokens;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                // a service's first use of its managed key makes the key, so these may write
                write(
                        "Encrypt",
                        READ_ONLY,
                        (EncryptRequest in, Call call) -> AuthorizationPlan.of(KmsPlans.encrypting(
                                call,
                                "Encrypt",
                                Keys.named(call, in.keyId()),
                                in.encryptionAlgorithm(),
                                in.encryptionContext())),
                        this::encrypt),
                read("Decrypt", READ_ONLY, EncryptOperations::planDecrypt, this::decrypt),
                write("ReEncrypt", READ_ONLY, EncryptOperations::planReEncrypt, this::reEncrypt));
    }

    /** The bytes under a key, of whatever kind it is. */
    private Bytes seal(
            Call call,
            Keys.Named key,
            KeyRow row,
            String algorithm,
            byte[] plaintext,
            @Nullable Map<String, String> context) {
        Uses.requireNoContext(row, context);
        if (row.symmetric()) {
            return ciphertexts.seal(call, key, row, plaintext, Uses.context(context));
        }
        int most = PublicEncryption.mostBytes(row.keySpec(), algorithm);
        if (plaintext.length > most) {
            throw KmsErrors.validation("Algorithm " + algorithm + " and key spec " + row.spec()
                    + " cannot encrypt data larger than " + most + " bytes.");
        }
        return Bytes.wrap(PublicEncryption.encrypt(KeyFactory.publicKey(row), algorithm, plaintext));
    }

    private EncryptResponse encrypt(EncryptRequest in, WriteCall call) {
        Checks.grantTokens(call, tokens, in.grantTokens());
        Keys.Named named = Keys.named(call, in.keyId());
        KeyRow row = Checks.usable(call, named, ManagedKeys.made(call, factory, named));
        Uses.require(named, row, "ENCRYPT_DECRYPT", "Encrypt");
        String algorithm = Uses.encryption(row, in.encryptionAlgorithm());
        Bytes blob = seal(call, named, row, algorithm, in.plaintext().toArray(), in.encryptionContext());
        Checks.dryRun(in.dryRun());
        return EncryptResponse.builder()
                .ciphertextBlob(blob)
                .keyId(named.arn())
                .encryptionAlgorithm(algorithm)
                .build();
    }

    // ---- decryption

    /**
     * A ciphertext and the key that a request wants it opened with.
     *
     * @param blob the symmetric ciphertext; null for one of another algorithm, and for a dry run without any
     */
    private record Source(Keys.Named key, @Nullable CiphertextBlob blob, boolean ignored) {}

    private static Source source(
            Call call,
            @Nullable Bytes ciphertext,
            @Nullable String keyId,
            @Nullable String algorithm,
            @Nullable List<String> modifiers,
            @Nullable Boolean dryRun) {
        boolean ignored = modifiers != null && modifiers.contains("IGNORE_CIPHERTEXT");
        if (ignored) {
            if (!Boolean.TRUE.equals(dryRun)) {
                throw KmsErrors.validation("DryRunModifiers can be used only when the DryRun option is set.");
            }
            if (keyId == null) {
                throw KmsErrors.validation("KeyId is required when IGNORE_CIPHERTEXT is set.");
            }
            return new Source(Keys.named(call, keyId), null, true);
        }
        if (ciphertext == null) {
            throw KmsErrors.validation("CiphertextBlob is required.");
        }
        if (algorithm == null || algorithm.equals(Uses.SYMMETRIC)) {
            CiphertextBlob blob = Ciphertexts.blob(ciphertext);
            return new Source(Ciphertexts.source(call, blob, keyId), blob, false);
        }
        if (keyId == null) {
            throw KmsErrors.validation("KeyId is required when the EncryptionAlgorithm is " + algorithm + ".");
        }
        return new Source(Keys.named(call, keyId), null, false);
    }

    /** What a ciphertext holds, and the id of the material that it was made with. */
    private record Opened(Bytes plaintext, @Nullable String materialId) {}

    private Opened open(
            Call call,
            Source source,
            String operation,
            @Nullable String asked,
            @Nullable Bytes ciphertext,
            @Nullable Map<String, String> context) {
        Keys.Named named = source.key();
        KeyRow row = Checks.usable(call, named, named.found());
        CiphertextBlob blob = source.blob();
        if (blob != null) {
            Ciphertexts.requireSame(named, blob);
        }
        Uses.require(named, row, "ENCRYPT_DECRYPT", operation);
        String algorithm = Uses.encryption(row, asked);
        Uses.requireNoContext(row, context);
        if (source.ignored()) {
            return new Opened(Bytes.wrap(new byte[0]), null);
        }
        if (blob != null) {
            byte[] plaintext = ciphertexts.open(call, row, blob, Uses.context(context));
            return new Opened(
                    Bytes.wrap(plaintext), row.materials().get(blob.material()).id());
        }
        byte[] bytes = Objects.requireNonNull(ciphertext).toArray();
        return new Opened(
                Bytes.wrap(factory.hsm()
                        .decryptWithPrivateKey(
                                KeyFactory.wrapped(row, 0), KeyFactory.name(row.id(), 0), algorithm, bytes)
                        .orElseThrow(KmsErrors::invalidCiphertext)),
                null);
    }

    private static Source source(DecryptRequest in, Call call) {
        return source(
                call, in.ciphertextBlob(), in.keyId(), in.encryptionAlgorithm(), in.dryRunModifiers(), in.dryRun());
    }

    private static AuthorizationPlan planDecrypt(DecryptRequest in, Call call) {
        return AuthorizationPlan.of(KmsPlans.encrypting(
                call, "Decrypt", source(in, call).key(), in.encryptionAlgorithm(), in.encryptionContext()));
    }

    private DecryptResponse decrypt(DecryptRequest in, Call call) {
        Checks.grantTokens(call, tokens, in.grantTokens());
        Recipients.refuse(in.recipient());
        Source source = source(in, call);
        Opened opened =
                open(call, source, "Decrypt", in.encryptionAlgorithm(), in.ciphertextBlob(), in.encryptionContext());
        Checks.dryRun(in.dryRun());
        return DecryptResponse.builder()
                .keyId(source.key().arn())
                .plaintext(opened.plaintext())
                .encryptionAlgorithm(in.encryptionAlgorithm() == null ? Uses.SYMMETRIC : in.encryptionAlgorithm())
                .keyMaterialId(opened.materialId())
                .build();
    }

    // ---- both

    private static Source source(ReEncryptRequest in, Call call) {
        return source(
                call,
                in.ciphertextBlob(),
                in.sourceKeyId(),
                in.sourceEncryptionAlgorithm(),
                in.dryRunModifiers(),
                in.dryRun());
    }

    private static AuthorizationPlan planReEncrypt(ReEncryptRequest in, Call call) {
        Keys.Named from = source(in, call).key();
        Keys.Named to = Keys.named(call, in.destinationKeyId());
        boolean same = from.arn().equals(to.arn());
        return AuthorizationPlan.of(
                withSame(
                        KmsPlans.encrypting(
                                call,
                                "ReEncryptFrom",
                                from,
                                in.sourceEncryptionAlgorithm(),
                                in.sourceEncryptionContext()),
                        same),
                withSame(
                        KmsPlans.encrypting(
                                call,
                                "ReEncryptTo",
                                to,
                                in.destinationEncryptionAlgorithm(),
                                in.destinationEncryptionContext()),
                        same));
    }

    private static AuthorizationRequest withSame(AuthorizationRequest asked, boolean same) {
        return asked.withKeys(
                asked.keys().toBuilder().put("kms:ReEncryptOnSameKey", same).build());
    }

    private ReEncryptResponse reEncrypt(ReEncryptRequest in, WriteCall call) {
        Checks.grantTokens(call, tokens, in.grantTokens());
        Source source = source(in, call);
        Opened opened = open(
                call,
                source,
                "ReEncryptFrom",
                in.sourceEncryptionAlgorithm(),
                in.ciphertextBlob(),
                in.sourceEncryptionContext());
        Keys.Named to = Keys.named(call, in.destinationKeyId());
        KeyRow destination = Checks.usable(call, to, ManagedKeys.made(call, factory, to));
        Uses.require(to, destination, "ENCRYPT_DECRYPT", "ReEncryptTo");
        String algorithm = Uses.encryption(destination, in.destinationEncryptionAlgorithm());
        Bytes blob =
                seal(call, to, destination, algorithm, opened.plaintext().toArray(), in.destinationEncryptionContext());
        Checks.dryRun(in.dryRun());
        return ReEncryptResponse.builder()
                .ciphertextBlob(blob)
                .sourceKeyId(source.key().arn())
                .keyId(to.arn())
                .sourceEncryptionAlgorithm(
                        in.sourceEncryptionAlgorithm() == null ? Uses.SYMMETRIC : in.sourceEncryptionAlgorithm())
                .destinationEncryptionAlgorithm(algorithm)
                .sourceKeyMaterialId(opened.materialId())
                .destinationKeyMaterialId(KeyFactory.materialId(destination))
                .build();
    }
}
