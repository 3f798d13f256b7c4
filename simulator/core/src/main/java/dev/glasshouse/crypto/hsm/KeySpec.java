package dev.glasshouse.crypto.hsm;

import java.util.List;

/**
 * The kinds of key material, by the names that KMS has for them, and what each can do. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html">Key spec reference</a>.
 */
public enum KeySpec {
    SYMMETRIC_DEFAULT(Family.SYMMETRIC, 256),
    HMAC_224(Family.HMAC, 224),
    HMAC_256(Family.HMAC, 256),
    HMAC_384(Family.HMAC, 384),
    HMAC_512(Family.HMAC, 512),
    RSA_2048(Family.RSA, 2048),
    RSA_3072(Family.RSA, 3072),
    RSA_4096(Family.RSA, 4096),
    ECC_NIST_P256(Family.EC, 256),
    ECC_NIST_P384(Family.EC, 384),
    ECC_NIST_P521(Family.EC, 521),
    ECC_SECG_P256K1(Family.EC, 256),
    ECC_NIST_EDWARDS25519(Family.ED25519, 255),
    SM2(Family.SM2, 256),
    ML_DSA_44(Family.ML_DSA, 44),
    ML_DSA_65(Family.ML_DSA, 65),
    ML_DSA_87(Family.ML_DSA, 87);

    /** What the material is in mathematics. */
    public enum Family {
        SYMMETRIC,
        HMAC,
        RSA,
        EC,
        ED25519,
        SM2,
        ML_DSA
    }

    private static final List<String> RSA_SIGNING = List.of(
            "RSASSA_PKCS1_V1_5_SHA_256",
            "RSASSA_PKCS1_V1_5_SHA_384",
            "RSASSA_PKCS1_V1_5_SHA_512",
            "RSASSA_PSS_SHA_256",
            "RSASSA_PSS_SHA_384",
            "RSASSA_PSS_SHA_512");

    private final Family family;
    private final int bits;

    KeySpec(Family family, int bits) {
        this.family = family;
        this.bits = bits;
    }

    public Family family() {
        return family;
    }

    /** The size: bits of a symmetric key or MAC key, of the modulus, of the curve; the parameter set of ML-DSA. */
    public int bits() {
        return bits;
    }

    /** Whether it is a key pair. */
    public boolean isPair() {
        return family != Family.SYMMETRIC && family != Family.HMAC;
    }

    /** The uses that a key of this spec can be made for. */
    public List<String> usages() {
        return switch (family) {
            case SYMMETRIC -> List.of("ENCRYPT_DECRYPT");
            case HMAC -> List.of("GENERATE_VERIFY_MAC");
            case RSA -> List.of("ENCRYPT_DECRYPT", "SIGN_VERIFY");
            case EC -> this == ECC_SECG_P256K1 ? List.of("SIGN_VERIFY") : List.of("SIGN_VERIFY", "KEY_AGREEMENT");
            case SM2 -> List.of("ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT");
            case ED25519, ML_DSA -> List.of("SIGN_VERIFY");
        };
    }

    /** The encryption algorithms, in AWS's order; none where it does not encrypt. */
    public List<String> encryptionAlgorithms() {
        return switch (family) {
            case SYMMETRIC -> List.of("SYMMETRIC_DEFAULT");
            case RSA -> List.of("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256");
            case SM2 -> List.of("SM2PKE");
            default -> List.of();
        };
    }

    /** The signing algorithms, in AWS's order; none where it does not sign. */
    public List<String> signingAlgorithms() {
        return switch (family) {
            case RSA -> RSA_SIGNING;
            case EC -> List.of("ECDSA_SHA_" + (bits == 521 ? 512 : bits));
            case ED25519 -> List.of("ED25519_SHA_512", "ED25519_PH_SHA_512");
            case SM2 -> List.of("SM2DSA");
            case ML_DSA -> List.of("ML_DSA_SHAKE_256");
            default -> List.of();
        };
    }

    /** The MAC algorithms; none where it makes no MACs. */
    public List<String> macAlgorithms() {
        return family == Family.HMAC ? List.of("HMAC_SHA_" + bits) : List.of();
    }

    /** The key agreement algorithms; none where it agrees on nothing. */
    public List<String> keyAgreementAlgorithms() {
        return usages().contains("KEY_AGREEMENT") ? List.of("ECDH") : List.of();
    }
}
