package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.GenerateMacRequest;
import dev.glasshouse.api.kms.GenerateMacResponse;
import dev.glasshouse.api.kms.SignRequest;
import dev.glasshouse.api.kms.SignResponse;
import dev.glasshouse.api.kms.VerifyMacRequest;
import dev.glasshouse.api.kms.VerifyMacResponse;
import dev.glasshouse.api.kms.VerifyRequest;
import dev.glasshouse.api.kms.VerifyResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.crypto.hsm.Hsm;
import dev.glasshouse.crypto.hsm.Signatures;
import dev.glasshouse.crypto.hsm.Signatures.MessageType;
import dev.glasshouse.policy.ContextKeys;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signatures and MACs. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/symmetric-asymmetric.html">Asymmetric keys in AWS KMS</a>.
 */
final class SignOperations {

    private final Hsm hsm;
    private final Tokens tokens;

    SignOperations(Hsm hsm, Tokens tokens) {
        this.hsm = hsm;
        this.tokens = tokens;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "Sign",
                        EncryptOperations.READ_ONLY,
                        (SignRequest in, Call call) ->
                                plan(call, "Sign", in.keyId(), in.signingAlgorithm(), in.messageType()),
                        this::sign),
                read(
                        "Verify",
                        EncryptOperations.READ_ONLY,
                        (VerifyRequest in, Call call) ->
                                plan(call, "Verify", in.keyId(), in.signingAlgorithm(), in.messageType()),
                        this::verify),
                read(
                        "GenerateMac",
                        EncryptOperations.READ_ONLY,
                        (GenerateMacRequest in, Call call) ->
                                planMac(call, "GenerateMac", in.keyId(), in.macAlgorithm()),
                        this::generateMac),
                read(
                        "VerifyMac",
                        EncryptOperations.READ_ONLY,
                        (VerifyMacRequest in, Call call) -> planMac(call, "VerifyMac", in.keyId(), in.macAlgorithm()),
                        this::verifyMac));
    }

    private static AuthorizationPlan plan(
            Call call, String operation, String keyId, String algorithm, @Nullable String type) {
        return KmsPlans.ask(
                call,
                operation,
                Keys.named(call, keyId),
                ContextKeys.builder()
                        .put("kms:SigningAlgorithm", algorithm)
                        .put("kms:MessageType", type == null ? "RAW" : type)
                        .build());
    }

    private static AuthorizationPlan planMac(Call call, String operation, String keyId, String algorithm) {
        return KmsPlans.ask(
                call,
                operation,
                Keys.named(call, keyId),
                ContextKeys.builder().put("kms:MacAlgorithm", algorithm).build());
    }

    private static KeyRow signing(Call call, Keys.Named key, String operation, String algorithm) {
        KeyRow row = Uses.require(key, Checks.usable(call, key, key.found()), "SIGN_VERIFY", operation);
        Uses.requireAlgorithm(row, algorithm, row.keySpec().signingAlgorithms());
        return row;
    }

    private static MessageType type(String algorithm, @Nullable String asked, byte[] message) {
        MessageType type = asked == null ? MessageType.RAW : MessageType.valueOf(asked);
        if (!Signatures.takes(algorithm, type)) {
            throw KmsErrors.validation(
                    "MessageType " + type + " is incompatible with signing algorithm " + algorithm + ".");
        }
        int length = Signatures.length(algorithm, type);
        if (length >= 0 && message.length != length) {
            String what = type == MessageType.DIGEST ? "Digest" : "External mu";
            throw KmsErrors.validation(what + " is invalid length for algorithm " + algorithm + ".");
        }
        return type;
    }

    private SignResponse sign(SignRequest in, Call call) {
        Checks.grantTokens(call, tokens, in.grantTokens());
        Keys.Named key = Keys.named(call, in.keyId());
        KeyRow row = signing(call, key, "Sign", in.signingAlgorithm());
        byte[] message = in.message().toArray();
        MessageType type = type(in.signingAlgorithm(), in.messageType(), message);
        Checks.dryRun(in.dryRun());
        byte[] signature = hsm.sign(
                row.keySpec(),
                KeyFactory.wrapped(row, 0),
                KeyFactory.name(row.id(), 0),
                in.signingAlgorithm(),
                type,
                message);
        return new SignResponse(key.arn(), Bytes.wrap(signature), in.signingAlgorithm());
    }

    private VerifyResponse verify(VerifyRequest in, Call call) {
        Checks.grantTokens(call, tokens, in.grantTokens());
        Keys.Named key = Keys.named(call, in.keyId());
        KeyRow row = signing(call, key, "Verify", in.signingAlgorithm());
        byte[] message = in.message().toArray();
        MessageType type = type(in.signingAlgorithm(), in.messageType(), message);
        boolean valid = Signatures.verify(
                row.keySpec(),
                KeyFactory.publicKey(row),
                in.signingAlgorithm(),
                type,
                message,
                in.signature().toArray());
        if (!valid) {
            throw KmsErrors.invalidSignature();
        }
        Checks.dryRun(in.dryRun());
        return new VerifyResponse(key.arn(), true, in.signingAlgorithm());
    }

    private byte[] mac(Call call, Keys.Named key, String operation, String algorithm, byte[] message) {
        KeyRow row = Uses.require(key, Checks.usable(call, key, key.found()), "GENERATE_VERIFY_MAC", operation);
        Uses.requireAlgorithm(row, algorithm, row.keySpec().macAlgorithms());
        return hsm.mac(row.keySpec(), KeyFactory.wrapped(row, 0), KeyFactory.name(row.id(), 0), message);
    }

    private GenerateMacResponse generateMac(GenerateMacRequest in, Call call) {
        Checks.grantTokens(call, tokens, in.grantTokens());
        Keys.Named key = Keys.named(call, in.keyId());
        byte[] mac =
                mac(call, key, "GenerateMac", in.macAlgorithm(), in.message().toArray());
        Checks.dryRun(in.dryRun());
        return new GenerateMacResponse(Bytes.wrap(mac), in.macAlgorithm(), key.arn());
    }

    private VerifyMacResponse verifyMac(VerifyMacRequest in, Call call) {
        Checks.grantTokens(call, tokens, in.grantTokens());
        Keys.Named key = Keys.named(call, in.keyId());
        byte[] mac = mac(call, key, "VerifyMac", in.macAlgorithm(), in.message().toArray());
        if (!MessageDigest.isEqual(mac, in.mac().toArray())) {
            throw KmsErrors.invalidMac();
        }
        Checks.dryRun(in.dryRun());
        return new VerifyMacResponse(key.arn(), true, in.macAlgorithm());
    }
}
