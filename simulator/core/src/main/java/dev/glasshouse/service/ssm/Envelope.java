package dev.glasshouse.service.ssm;

import dev.glasshouse.crypto.content.SealedValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * The ciphertext of an advanced parameter: the value sealed under a data key, which lies beside it as KMS wrapped it, and
 * all signed with a key whose public half is in KMS's encryption context.
 */
final class Envelope {

    private static final byte VERSION = 1;

    private final byte[] publicKey;
    private final byte[] wrapped;
    private final byte[] sealed;
    private final byte[] signature;

    private Envelope(byte[] publicKey, byte[] wrapped, byte[] sealed, byte[] signature) {
        this.publicKey = publicKey;
        this.wrapped = wrapped;
        this.sealed = sealed;
        this.signature = signature;
    }

    /** A key that signs one envelope. */
    static Signer signer() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp384r1"));
            return new Signer(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("P-384 is part of every JDK", e);
        }
    }

    /** Signs one envelope. */
    static final class Signer {
        private final KeyPair pair;

        private Signer(KeyPair pair) {
            this.pair = pair;
        }

        String publicKey() {
            return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        }

        byte[] seal(byte[] dataKey, byte[] wrapped, byte[] plain, String bound) {
            byte[] sealed = SealedValue.seal(dataKey, plain, bound.getBytes(StandardCharsets.UTF_8));
            byte[] key = pair.getPublic().getEncoded();
            try {
                Signature signature = Signature.getInstance("SHA384withECDSA");
                signature.initSign(pair.getPrivate());
                signature.update(wrapped);
                signature.update(sealed);
                return write(key, wrapped, sealed, signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("ECDSA is part of every JDK", e);
            }
        }
    }

    private static byte[] write(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(VERSION);
        for (byte[] part : parts) {
            out.writeBytes(ByteBuffer.allocate(4).putInt(part.length).array());
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** The envelope that stored bytes are. */
    static Envelope parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.get() != VERSION) {
            throw new IllegalStateException("not a stored envelope");
        }
        return new Envelope(part(in), part(in), part(in), part(in));
    }

    private static byte[] part(ByteBuffer in) {
        byte[] part = new byte[in.getInt()];
        in.get(part);
        return part;
    }

    String publicKey() {
        return Base64.getEncoder().encodeToString(publicKey);
    }

    byte[] wrapped() {
        return Arrays.copyOf(wrapped, wrapped.length);
    }

    /** The value, if the envelope is whole. */
    byte[] open(byte[] dataKey, String bound) {
        try {
            Signature check = Signature.getInstance("SHA384withECDSA");
            check.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicKey)));
            check.update(wrapped);
            check.update(sealed);
            if (!check.verify(signature)) {
                throw new IllegalStateException("a stored envelope is not as it was signed");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored envelope is not as it was signed", e);
        }
        return SealedValue.open(dataKey, sealed, bound.getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> new IllegalStateException("a stored envelope does not open under its own key"));
    }
}
