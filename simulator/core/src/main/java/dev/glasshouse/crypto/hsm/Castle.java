package dev.glasshouse.crypto.hsm;

import dev.glasshouse.api.Bytes;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * What the JDK lacks, by Bouncy Castle's own interface; nothing is registered as a provider, and the library is loaded at
 * the first use of this class.
 */
final class Castle {

    private static final int SM2_FIELD = 32;
    private static final int SM3 = 32;

    private Castle() {}

    // ---- keys

    private static ECNamedDomainParameters curve(String name) {
        X9ECParameters curve = ECNamedCurveTable.getByName(name);
        ASN1ObjectIdentifier id = ECNamedCurveTable.getOID(name);
        return new ECNamedDomainParameters(
                id, curve.getCurve(), curve.getG(), curve.getN(), curve.getH(), curve.getSeed());
    }

    static KeyPairs.Pair generateEc(String curve, SecureRandom random) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(curve(curve), random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return pair(pair.getPrivate(), pair.getPublic());
    }

    static KeyPairs.Pair pair(AsymmetricKeyParameter privateKey, AsymmetricKeyParameter publicKey) {
        try {
            return new KeyPairs.Pair(
                    Bytes.wrap(PrivateKeyInfoFactory.createPrivateKeyInfo(privateKey)
                            .getEncoded()),
                    Bytes.wrap(SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicKey)
                            .getEncoded()));
        } catch (IOException e) {
            throw new IllegalStateException("a key can be encoded", e);
        }
    }

    static AsymmetricKeyParameter privateKey(byte[] pkcs8) {
        try {
            return PrivateKeyFactory.createKey(pkcs8);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a private key", e);
        }
    }

    static AsymmetricKeyParameter publicKey(byte[] spki) {
        try {
            return PublicKeyFactory.createKey(spki);
        } catch (IOException | RuntimeException e) {
            // hostile bytes make the parser throw what it likes
            throw new IllegalArgumentException("not a public key", e);
        }
    }

    /** The pair that a private key from outside belongs to; empty where it is not one of the spec. */
    static Optional<KeyPairs.Pair> complete(KeySpec spec, byte[] pkcs8) {
        try {
            AsymmetricKeyParameter key = PrivateKeyFactory.createKey(pkcs8);
            return switch (spec.family()) {
                case RSA -> key instanceof RSAPrivateCrtKeyParameters rsa ? rsa(spec, rsa) : Optional.empty();
                case EC, SM2 -> key instanceof ECPrivateKeyParameters ec ? ec(spec, ec) : Optional.empty();
                case ED25519 ->
                    key instanceof Ed25519PrivateKeyParameters ed
                            ? Optional.of(pair(ed, ed.generatePublicKey()))
                            : Optional.empty();
                case ML_DSA -> MlDsa.complete(spec, key);
                case SYMMETRIC, HMAC -> Optional.empty();
            };
        } catch (IOException | RuntimeException e) {
            // hostile bytes make the parser throw what it likes
            return Optional.empty();
        }
    }

    private static Optional<KeyPairs.Pair> rsa(KeySpec spec, RSAPrivateCrtKeyParameters key) {
        boolean whole = key.getModulus().bitLength() == spec.bits()
                && key.getP().multiply(key.getQ()).equals(key.getModulus());
        return whole
                ? Optional.of(pair(key, new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent())))
                : Optional.empty();
    }

    private static Optional<KeyPairs.Pair> ec(KeySpec spec, ECPrivateKeyParameters key) {
        ECNamedDomainParameters wanted = curve(
                switch (spec) {
                    case ECC_SECG_P256K1 -> "secp256k1";
                    case SM2 -> "sm2p256v1";
                    default -> "secp" + spec.bits() + "r1";
                });
        boolean fits = wanted.getCurve().equals(key.getParameters().getCurve())
                && wanted.getG().equals(key.getParameters().getG());
        if (!fits) {
            return Optional.empty();
        }
        ECPrivateKeyParameters named = new ECPrivateKeyParameters(key.getD(), wanted);
        return Optional.of(pair(
                named,
                new ECPublicKeyParameters(new FixedPointCombMultiplier().multiply(wanted.getG(), key.getD()), wanted)));
    }

    // ---- signatures

    private static Digest sha(int bits) {
        return switch (bits) {
            case 256 -> new SHA256Digest();
            case 384 -> new SHA384Digest();
            default -> new SHA512Digest();
        };
    }

    private static PSSSigner pss(int bits) {
        return PSSSigner.createRawSigner(
                new RSABlindedEngine(), sha(bits), sha(bits), bits / 8, PSSSigner.TRAILER_IMPLICIT);
    }

    static byte[] signPss(byte[] pkcs8, byte[] digest, SecureRandom random) throws CryptoException {
        PSSSigner signer = pss(8 * digest.length);
        signer.init(true, new ParametersWithRandom(privateKey(pkcs8), random));
        signer.update(digest, 0, digest.length);
        return signer.generateSignature();
    }

    static boolean verifyPss(byte[] spki, byte[] digest, byte[] signature) {
        PSSSigner signer = pss(8 * digest.length);
        signer.init(false, publicKey(spki));
        signer.update(digest, 0, digest.length);
        return signer.verifySignature(signature);
    }

    /** A digest that was made elsewhere: whatever is fed to it, it has its value. */
    private static final class Given implements Digest {
        private final byte[] value;

        Given(byte[] value) {
            this.value = value;
        }

        @Override
        public String getAlgorithmName() {
            return "GIVEN";
        }

        @Override
        public int getDigestSize() {
            return value.length;
        }

        @Override
        public void update(byte in) {}

        @Override
        public void update(byte[] in, int offset, int length) {}

        @Override
        public int doFinal(byte[] out, int offset) {
            System.arraycopy(value, 0, out, offset, value.length);
            return value.length;
        }

        @Override
        public void reset() {}
    }

    private static DSADigestSigner ecdsa(byte[] digest) {
        return new DSADigestSigner(new ECDSASigner(), new Given(digest), StandardDSAEncoding.INSTANCE);
    }

    static byte[] signEcdsa(byte[] pkcs8, byte[] digest, SecureRandom random) {
        DSADigestSigner signer = ecdsa(digest);
        signer.init(true, new ParametersWithRandom(privateKey(pkcs8), random));
        return signer.generateSignature();
    }

    static boolean verifyEcdsa(byte[] spki, byte[] digest, byte[] signature) {
        DSADigestSigner signer = ecdsa(digest);
        signer.init(false, publicKey(spki));
        return signer.verifySignature(signature);
    }

    private static SM2Signer sm2(boolean digest, byte[] message) {
        return digest ? new SM2Signer(StandardDSAEncoding.INSTANCE, new Given(message)) : new SM2Signer();
    }

    static byte[] signSm2(byte[] pkcs8, boolean digest, byte[] message, SecureRandom random) throws CryptoException {
        SM2Signer signer = sm2(digest, message);
        signer.init(true, new ParametersWithRandom(privateKey(pkcs8), random));
        if (!digest) {
            signer.update(message, 0, message.length);
        }
        return signer.generateSignature();
    }

    static boolean verifySm2(byte[] spki, boolean digest, byte[] message, byte[] signature) {
        SM2Signer signer = sm2(digest, message);
        signer.init(false, publicKey(spki));
        if (!digest) {
            signer.update(message, 0, message.length);
        }
        return signer.verifySignature(signature);
    }

    static byte[] signEd25519ph(byte[] pkcs8, byte[] digest) {
        byte[] secret = ((Ed25519PrivateKeyParameters) privateKey(pkcs8)).getEncoded();
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.signPrehash(secret, 0, new byte[0], digest, 0, signature, 0);
        return signature;
    }

    static boolean verifyEd25519ph(byte[] spki, byte[] digest, byte[] signature) {
        byte[] point = ((Ed25519PublicKeyParameters) publicKey(spki)).getEncoded();
        return signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verifyPrehash(signature, 0, point, 0, new byte[0], digest, 0);
    }

    // ---- SM2 encryption and agreement

    static byte[] encryptSm2(byte[] spki, byte[] plaintext, SecureRandom random) {
        SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
        engine.init(true, new ParametersWithRandom(publicKey(spki), random));
        try {
            byte[] raw = engine.processBlock(plaintext, 0, plaintext.length);
            int hash = 1 + 2 * SM2_FIELD;
            return new DERSequence(new ASN1Encodable[] {
                        new ASN1Integer(new java.math.BigInteger(1, raw, 1, SM2_FIELD)),
                        new ASN1Integer(new java.math.BigInteger(1, raw, 1 + SM2_FIELD, SM2_FIELD)),
                        new DEROctetString(java.util.Arrays.copyOfRange(raw, hash, hash + SM3)),
                        new DEROctetString(java.util.Arrays.copyOfRange(raw, hash + SM3, raw.length))
                    })
                    .getEncoded();
        } catch (CryptoException | IOException e) {
            throw new IllegalStateException("SM2 encrypts every plaintext", e);
        }
    }

    static Optional<byte[]> decryptSm2(byte[] pkcs8, byte[] ciphertext) {
        try {
            ASN1Sequence parts = ASN1Sequence.getInstance(ciphertext);
            byte[] hash = ASN1OctetString.getInstance(parts.getObjectAt(2)).getOctets();
            byte[] text = ASN1OctetString.getInstance(parts.getObjectAt(3)).getOctets();
            java.nio.ByteBuffer raw = java.nio.ByteBuffer.allocate(1 + 2 * SM2_FIELD + hash.length + text.length);
            raw.put((byte) 4);
            for (int i = 0; i < 2; i++) {
                raw.put(org.bouncycastle.util.BigIntegers.asUnsignedByteArray(
                        SM2_FIELD, ASN1Integer.getInstance(parts.getObjectAt(i)).getPositiveValue()));
            }
            raw.put(hash).put(text);
            SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
            engine.init(false, privateKey(pkcs8));
            return Optional.of(engine.processBlock(raw.array(), 0, raw.capacity()));
        } catch (CryptoException | RuntimeException e) {
            // hostile bytes make the parser throw what it likes
            return Optional.empty();
        }
    }

    static Optional<byte[]> agree(byte[] pkcs8, byte[] peer) {
        try {
            ECPrivateKeyParameters key = (ECPrivateKeyParameters) privateKey(pkcs8);
            if (!(publicKey(peer) instanceof ECPublicKeyParameters other)
                    || !other.getParameters()
                            .getCurve()
                            .equals(key.getParameters().getCurve())) {
                return Optional.empty();
            }
            ECDHBasicAgreement agreement = new ECDHBasicAgreement();
            agreement.init(key);
            return Optional.of(org.bouncycastle.util.BigIntegers.asUnsignedByteArray(
                    agreement.getFieldSize(), agreement.calculateAgreement(other)));
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }
}
