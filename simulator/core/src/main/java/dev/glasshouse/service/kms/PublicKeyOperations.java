package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.DeriveSharedSecretRequest;
import dev.glasshouse.api.kms.DeriveSharedSecretResponse;
import dev.glasshouse.api.kms.GetPublicKeyRequest;
import dev.glasshouse.api.kms.GetPublicKeyResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.crypto.hsm.Hsm;
import dev.glasshouse.policy.ContextKeys;
import java.util.List;

/** Public keys, and the secrets that two of them share. */
final class PublicKeyOperations {

    private static final String AGREEMENT = "KEY_AGREEMENT";

    private final Hsm hsm;
    private final Tokens tokens;

    PublicKeyOperations(Hsm hsm, Tokens tokens) {
        this.hsm = hsm;
        this.tokens = tokens;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "GetPublicKey",
                        EncryptOperations.READ_ONLY,
                        (GetPublicKeyRequest in, Call call) -> KmsPlans.ask(call, "GetPublicKey", in.keyId()),
                        this::publicKey),
                read(
                        "DeriveSharedSecret",
                        EncryptOperations.READ_ONLY,
                        (DeriveSharedSecretRequest in, Call call) -> KmsPlans.ask(
                                call,
                                "DeriveSharedSecret",
                                Keys.named(call, in.keyId()),
                                ContextKeys.builder()
                                        .put("kms:KeyAgreementAlgorithm", in.keyAgreementAlgorithm())
                                        .build()),
                        this::derive));
    }

    private GetPublicKeyResponse publicKey(GetPublicKeyRequest in, Call call) {
        Checks.grantTokens(call, tokens, in.grantTokens());
        Keys.Named key = Keys.named(call, in.keyId());
        KeyRow row = key.found();
        if (!row.keySpec().isPair()) {
            throw KmsErrors.unsupported(null);
        }
        Checks.usable(call, key, row);
        return GetPublicKeyResponse.builder()
                .keyId(key.arn())
                .publicKey(Bytes.wrap(KeyFactory.publicKey(row)))
                .customerMasterKeySpec(row.spec())
                .keySpec(row.spec())
                .keyUsage(row.usage())
                .encryptionAlgorithms(
                        KeyView.only(row, "ENCRYPT_DECRYPT", row.keySpec().encryptionAlgorithms()))
                .signingAlgorithms(
                        KeyView.only(row, "SIGN_VERIFY", row.keySpec().signingAlgorithms()))
                .keyAgreementAlgorithms(
                        KeyView.only(row, AGREEMENT, row.keySpec().keyAgreementAlgorithms()))
                .build();
    }

    private DeriveSharedSecretResponse derive(DeriveSharedSecretRequest in, Call call) {
        Checks.grantTokens(call, tokens, in.grantTokens());
        Recipients.refuse(in.recipient());
        Keys.Named key = Keys.named(call, in.keyId());
        KeyRow row = Uses.require(key, Checks.usable(call, key, key.found()), AGREEMENT, "DeriveSharedSecret");
        byte[] secret = hsm.agree(
                        row.keySpec(),
                        KeyFactory.wrapped(row, 0),
                        KeyFactory.name(row.id(), 0),
                        in.publicKey().toArray())
                .orElseThrow(() -> KmsErrors.validation(null));
        Checks.dryRun(in.dryRun());
        return DeriveSharedSecretResponse.builder()
                .keyId(key.arn())
                .sharedSecret(Bytes.wrap(secret))
                .keyAgreementAlgorithm(in.keyAgreementAlgorithm())
                .keyOrigin(row.origin())
                .build();
    }
}
