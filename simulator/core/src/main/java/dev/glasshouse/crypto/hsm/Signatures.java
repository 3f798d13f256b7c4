package dev.glasshouse.crypto.hsm;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import org.bouncycastle.crypto.CryptoException;

/**
 * Signatures by the algorithms that KMS has for them, standard in form: any other library checks them. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/offline-public-key.html">Offline operations</a>.
 */
public final class Signatures {

    /** What a message is. */
    public enum MessageType {
        /** The message itself. */
        RAW,
        /** Its digest. */
        DIGEST,
        /** ML-DSA's representative of it, 64 bytes. */
        EXTERNAL_MU
    }

    private static final int EXTERNAL_MU_BYTES = 64;

    private Signatures() {}

    /**
     * The bytes that a message of a type must have for an algorithm; -1 where any number will do.
     *
     * @param algorithm such as {@code ECDSA_SHA_256}
     */
    public static int length(String algorithm, MessageType type) {
        return switch (type) {
            case RAW -> -1;
            case EXTERNAL_MU -> EXTERNAL_MU_BYTES;
            case DIGEST -> algorithm.equals("SM2DSA") ? 32 : bits(algorithm) / 8;
        };
    }

    /** Whether an algorithm takes messages of a type. */
    public static boolean takes(String algorithm, MessageType type) {
        return switch (algorithm) {
            case "ML_DSA_SHAKE_256" -> type != MessageType.DIGEST;
            case "ED25519_SHA_512" -> type == MessageType.RAW;
            case "ED25519_PH_SHA_512" -> type == MessageType.DIGEST;
            default -> type != MessageType.EXTERNAL_MU;
        };
    }

    private static int bits(String algorithm) {
        return Integer.parseInt(algorithm.substring(algorithm.length() - 3));
    }

    private static byte[] digest(String algorithm, MessageType type, byte[] message) throws GeneralSecurityException {
        return type == MessageType.DIGEST
                ? message
                : MessageDigest.getInstance("SHA-" + bits(algorithm)).digest(message);
    }

    static byte[] sign(
            KeySpec spec, byte[] pkcs8, String algorithm, MessageType type, byte[] message, SecureRandom random) {
        try {
            return switch (spec.family()) {
                case RSA -> signRsa(pkcs8, algorithm, type, message, random);
                case EC -> {
                    byte[] digest = digest(algorithm, type, message);
                    yield spec == KeySpec.ECC_SECG_P256K1
                            ? Castle.signEcdsa(pkcs8, digest, random)
                            : sign("NONEwithECDSA", privateKey("EC", pkcs8), digest);
                }
                case ED25519 ->
                    type == MessageType.RAW
                            ? sign("Ed25519", privateKey("Ed25519", pkcs8), message)
                            : Castle.signEd25519ph(pkcs8, message);
                case SM2 -> Castle.signSm2(pkcs8, type == MessageType.DIGEST, message, random);
                case ML_DSA -> MlDsa.sign(pkcs8, type == MessageType.EXTERNAL_MU, message, random);
                case SYMMETRIC, HMAC -> throw new IllegalArgumentException(spec + " does not sign");
            };
        } catch (GeneralSecurityException | CryptoException e) {
            throw new IllegalStateException("a key of this module signs", e);
        }
    }

    /** Whether a signature is one of the message by the private half of a key; false for what is none at all. */
    public static boolean verify(
            KeySpec spec, byte[] publicKey, String algorithm, MessageType type, byte[] message, byte[] signature) {
        try {
            return switch (spec.family()) {
                case RSA -> verifyRsa(publicKey, algorithm, type, message, signature);
                case EC -> {
                    byte[] digest = digest(algorithm, type, message);
                    yield spec == KeySpec.ECC_SECG_P256K1
                            ? Castle.verifyEcdsa(publicKey, digest, signature)
                            : verify("NONEwithECDSA", publicKey("EC", publicKey), digest, signature);
                }
                case ED25519 ->
                    type == MessageType.RAW
                            ? verify("Ed25519", publicKey("Ed25519", publicKey), message, signature)
                            : Castle.verifyEd25519ph(publicKey, message, signature);
                case SM2 -> Castle.verifySm2(publicKey, type == MessageType.DIGEST, message, signature);
                case ML_DSA -> MlDsa.verify(publicKey, type == MessageType.EXTERNAL_MU, message, signature);
                case SYMMETRIC, HMAC -> throw new IllegalArgumentException(spec + " does not sign");
            };
        } catch (SignatureException e) {
            return false; // not even the form of a signature
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the public key of a key of this module verifies", e);
        }
    }

    private static byte[] sign(String algorithm, PrivateKey key, byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    private static boolean verify(String algorithm, PublicKey key, byte[] message, byte[] signed)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initVerify(key);
        signature.update(message);
        return signature.verify(signed);
    }

    static PrivateKey privateKey(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    static PublicKey publicKey(String algorithm, byte[] spki) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki));
    }

    // ---- RSA

    private static Signature pss(int bits) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec(
                "SHA-" + bits,
                "MGF1",
                new MGF1ParameterSpec("SHA-" + bits),
                bits / 8,
                PSSParameterSpec.TRAILER_FIELD_BC));
        return signature;
    }

    private static byte[] signRsa(byte[] pkcs8, String algorithm, MessageType type, byte[] message, SecureRandom random)
            throws GeneralSecurityException, CryptoException {
        if (!algorithm.startsWith("RSASSA_PSS")) {
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(Cipher.ENCRYPT_MODE, privateKey("RSA", pkcs8));
            return cipher.doFinal(digestInfo(bits(algorithm), digest(algorithm, type, message)));
        }
        if (type == MessageType.DIGEST) {
            return Castle.signPss(pkcs8, message, random);
        }
        Signature signature = pss(bits(algorithm));
        signature.initSign(privateKey("RSA", pkcs8));
        signature.update(message);
        return signature.sign();
    }

    private static boolean verifyRsa(byte[] spki, String algorithm, MessageType type, byte[] message, byte[] signed)
            throws GeneralSecurityException {
        if (!algorithm.startsWith("RSASSA_PSS")) {
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(Cipher.DECRYPT_MODE, publicKey("RSA", spki));
            byte[] wanted = digestInfo(bits(algorithm), digest(algorithm, type, message));
            try {
                return Arrays.equals(wanted, cipher.doFinal(signed));
            } catch (GeneralSecurityException e) {
                return false; // its padding is none
            }
        }
        if (type == MessageType.DIGEST) {
            return Castle.verifyPss(spki, message, signed);
        }
        Signature signature = pss(bits(algorithm));
        signature.initVerify(publicKey("RSA", spki));
        signature.update(message);
        return signature.verify(signed);
    }

    /** The DER of DigestInfo (RFC 8017, 9.2). */
    private static byte[] digestInfo(int bits, byte[] digest) {
        String prefix = switch (bits) {
            case 256 -> "3031300d060960864801650304020105000420";
            case 384 -> "3041300d060960864801650304020205000430";
            default -> "3051300d060960864801650304020305000440";
        };
        byte[] head = HexFormat.of().parseHex(prefix);
        byte[] whole = Arrays.copyOf(head, head.length + digest.length);
        System.arraycopy(digest, 0, whole, head.length, digest.length);
        return whole;
    }
}
