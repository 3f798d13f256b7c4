package dev.glasshouse.wire.sigv4;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * The key pair of SigV4a, which client and service derive from the secret access key: NIST SP 800-108 in counter mode over
 * HMAC-SHA256, until it gives a scalar of P-256. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">AWS Signature Version 4 for API requests</a>.
 */
final class EcdsaKey implements SigningKey {

    private static final int MOST_DIGITS = 144;
    private static final X9ECParameters P256 = CustomNamedCurves.getByName("secp256r1");
    private static final ECDomainParameters DOMAIN =
            new ECDomainParameters(P256.getCurve(), P256.getG(), P256.getN(), P256.getH());

    private final ECPublicKeyParameters verifying;

    private EcdsaKey(ECPublicKeyParameters verifying) {
        this.verifying = verifying;
    }

    /** The key of an access key. */
    static EcdsaKey of(String accessKeyId, String secret) {
        BigInteger scalar = scalar(accessKeyId, secret);
        return new EcdsaKey(
                new ECPublicKeyParameters(new FixedPointCombMultiplier().multiply(P256.getG(), scalar), DOMAIN));
    }

    private static BigInteger scalar(String accessKeyId, String secret) {
        byte[] label = SignatureAlgorithm.ECDSA.text().getBytes(StandardCharsets.US_ASCII);
        byte[] context = accessKeyId.getBytes(StandardCharsets.UTF_8);
        byte[] key = ("AWS4A" + secret).getBytes(StandardCharsets.UTF_8);
        BigInteger most = P256.getN().subtract(BigInteger.TWO);
        for (int counter = 1; counter < 255; counter++) {
            ByteBuffer input = ByteBuffer.allocate(4 + label.length + 1 + context.length + 1 + 4);
            input.putInt(1)
                    .put(label)
                    .put((byte) 0)
                    .put(context)
                    .put((byte) counter)
                    .putInt(256);
            BigInteger candidate = new BigInteger(1, Keys.hmac(key, input.array()));
            if (candidate.compareTo(most) <= 0) {
                return candidate.add(BigInteger.ONE);
            }
        }
        throw new IllegalStateException("254 hashes in a row are larger than the order of P-256");
    }

    /** Signs as a client does: the DER form in hexadecimal digits. */
    static String sign(String accessKeyId, String secret, String toSign) {
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, new ECPrivateKeyParameters(scalar(accessKeyId, secret), DOMAIN));
        BigInteger[] signature = signer.generateSignature(digest(toSign));
        try {
            return HexFormat.of()
                    .formatHex(StandardDSAEncoding.INSTANCE.encode(DOMAIN.getN(), signature[0], signature[1]));
        } catch (IOException e) {
            throw new IllegalStateException("two numbers have a DER form", e);
        }
    }

    /** The public point as it is published: 04, x, y. */
    byte[] point() {
        return verifying.getQ().getEncoded(false);
    }

    @Override
    public SignatureAlgorithm algorithm() {
        return SignatureAlgorithm.ECDSA;
    }

    /** Signatures of chunks are filled up with asterisks to one length. */
    @Override
    public boolean verifies(String toSign, String signature) {
        if (signature.length() > MOST_DIGITS) {
            return false;
        }
        int end = signature.length();
        while (end > 0 && signature.charAt(end - 1) == '*') {
            end--;
        }
        try {
            byte[] der = HexFormat.of().parseHex(signature.substring(0, end));
            BigInteger[] parts = StandardDSAEncoding.INSTANCE.decode(DOMAIN.getN(), der);
            ECDSASigner signer = new ECDSASigner();
            signer.init(false, verifying);
            return signer.verifySignature(digest(toSign), parts[0], parts[1]);
        } catch (IllegalArgumentException | ArithmeticException | IOException e) {
            return false; // not hexadecimal digits, or not two numbers of this curve
        }
    }

    private static byte[] digest(String toSign) {
        return Keys.sha256().digest(toSign.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EcdsaKey key && Arrays.equals(point(), key.point());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(point());
    }

    @Override
    public String toString() {
        return algorithm().text();
    }
}
