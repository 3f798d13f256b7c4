package dev.glasshouse.crypto.hsm;

import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.generators.MLDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.MLDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** ML-DSA (FIPS 204). */
final class MlDsa {

    private MlDsa() {}

    private static MLDSAParameters parameters(KeySpec spec) {
        return switch (spec) {
            case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
            case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
            default -> MLDSAParameters.ml_dsa_87;
        };
    }

    static KeyPairs.Pair generate(KeySpec spec, SecureRandom random) {
        MLDSAKeyPairGenerator generator = new MLDSAKeyPairGenerator();
        generator.init(new MLDSAKeyGenerationParameters(random, parameters(spec)));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return Castle.pair(pair.getPrivate(), pair.getPublic());
    }

    static Optional<KeyPairs.Pair> complete(KeySpec spec, AsymmetricKeyParameter key) {
        return key instanceof MLDSAPrivateKeyParameters mldsa
                        && mldsa.getParameters().equals(parameters(spec))
                ? Optional.of(Castle.pair(mldsa, mldsa.getPublicKeyParameters()))
                : Optional.empty();
    }

    static byte[] sign(byte[] pkcs8, boolean mu, byte[] message, SecureRandom random) throws CryptoException {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, new ParametersWithRandom(Castle.privateKey(pkcs8), random));
        if (mu) {
            return signer.generateMuSignature(message);
        }
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    static boolean verify(byte[] spki, boolean mu, byte[] message, byte[] signature) {
        MLDSASigner signer = new MLDSASigner();
        signer.init(false, Castle.publicKey(spki));
        if (mu) {
            return signer.verifyMuSignature(message, signature);
        }
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }
}
