package dev.glasshouse.call;

import dev.glasshouse.crypto.AesGcm;
import dev.glasshouse.crypto.HmacKey;
import dev.glasshouse.sandbox.Sandbox;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The encoded authorization failure messages of services such as EC2: what a denial was about, sealed so that only
 * {@code DecodeAuthorizationMessage} of the same sandbox and account can read it. See
 * <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html">
 * DecodeAuthorizationMessage</a>.
 */
public final class AuthorizationMessages {

    private static final String KEY = "authorization-messages";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int MOST_BYTES = 1 << 20;

    private AuthorizationMessages() {}

    /**
     * Seals a message.
     *
     * @param account the account of the caller who was denied
     * @param json the message
     */
    public static String seal(Sandbox sandbox, String account, String json) {
        byte[] key = sandbox.keyFor(KEY);
        byte[] plain = json.getBytes(StandardCharsets.UTF_8);
        // the nonce comes from the content, so that one denial reads the same each time
        byte[] nonce = Arrays.copyOf(mac(key, account, plain), NONCE);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, account).doFinal(deflated(plain));
            byte[] whole = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    /** What was sealed for an account; empty where the text was not sealed in this sandbox for it. */
    public static Optional<String> open(Sandbox sandbox, String account, String text) {
        try {
            byte[] whole = Base64.getUrlDecoder().decode(text);
            if (whole.length < NONCE + TAG_BITS / 8) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(whole, NONCE);
            byte[] packed = cipher(Cipher.DECRYPT_MODE, sandbox.keyFor(KEY), nonce, account)
                    .doFinal(whole, NONCE, whole.length - NONCE);
            return inflated(packed);
        } catch (IllegalArgumentException | GeneralSecurityException notSealedHere) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String account) throws GeneralSecurityException {
        Cipher cipher = AesGcm.cipher();
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(account.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] mac(byte[] key, String account, byte[] plain) {
        Mac mac = HmacKey.startWith(key);
        mac.update(account.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        return mac.doFinal(plain);
    }

    private static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1024];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static Optional<String> inflated(byte[] packed) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!inflater.finished()) {
                int read = inflater.inflate(buffer);
                if (read == 0 || out.size() > MOST_BYTES) {
                    return Optional.empty();
                }
                out.write(buffer, 0, read);
            }
            return Optional.of(out.toString(StandardCharsets.UTF_8));
        } catch (DataFormatException notPacked) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }
}
