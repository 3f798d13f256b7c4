package dev.glasshouse.service.iam;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An RSA public key as SSH and PEM write it. See
 * <a href="https://www.rfc-editor.org/rfc/rfc4253#section-6.6">RFC 4253, section 6.6</a>.
 */
record SshPublicKey(RSAPublicKey key) {

    private static final String TYPE = "ssh-rsa";
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    /** Whether a text is in PEM rather than in SSH's form. */
    static boolean isPem(String text) {
        return text.startsWith("-----BEGIN");
    }

    /** Reads a key in either form; empty where it is none. */
    static Optional<SshPublicKey> parse(String text) {
        try {
            return isPem(text) ? pem(text.strip()) : ssh(text.strip());
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Optional<SshPublicKey> pem(String text) throws GeneralSecurityException {
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            return Optional.empty();
        }
        byte[] der = Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), text.length() - END.length()));
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)) instanceof RSAPublicKey key
                ? Optional.of(new SshPublicKey(key))
                : Optional.empty();
    }

    private static Optional<SshPublicKey> ssh(String text) throws GeneralSecurityException {
        String[] fields = text.split(" ", 3);
        if (fields.length < 2 || !fields[0].equals(TYPE)) {
            return Optional.empty();
        }
        ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(fields[1]));
        boolean rsa = Arrays.equals(part(blob), TYPE.getBytes(StandardCharsets.US_ASCII));
        BigInteger exponent = new BigInteger(part(blob));
        BigInteger modulus = new BigInteger(part(blob));
        if (!rsa || blob.hasRemaining() || exponent.signum() <= 0 || modulus.signum() <= 0) {
            return Optional.empty();
        }
        return Optional.of(new SshPublicKey(
                (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent))));
    }

    private static byte[] part(ByteBuffer blob) {
        int length = blob.getInt();
        if (length < 0 || length > blob.remaining()) {
            throw new IllegalArgumentException("a part of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        blob.get(bytes);
        return bytes;
    }

    private byte[] blob() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            for (byte[] part : new byte[][] {
                TYPE.getBytes(StandardCharsets.US_ASCII),
                key.getPublicExponent().toByteArray(),
                key.getModulus().toByteArray()
            }) {
                out.writeInt(part.length);
                out.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written outside memory", e);
        }
        return bytes.toByteArray();
    }

    /** The key's length. */
    int bits() {
        return key.getModulus().bitLength();
    }

    String asSsh() {
        return TYPE + " " + Base64.getEncoder().encodeToString(blob());
    }

    String asPem() {
        return BEGIN + "\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n" + END
                + "\n";
    }

    /** The MD5 sum of SSH's form, in hexadecimal digits with colons. */
    String fingerprint() {
        try {
            return HexFormat.ofDelimiter(":")
                    .formatHex(MessageDigest.getInstance("MD5").digest(blob()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("MD5 is part of every JDK", e);
        }
    }
}
