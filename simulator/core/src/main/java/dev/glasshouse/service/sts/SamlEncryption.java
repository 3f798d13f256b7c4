package dev.glasshouse.service.sts;

import dev.glasshouse.crypto.AesGcm;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Opens encrypted assertions: AES in CBC or GCM mode, its key under RSA-OAEP. RSA with the padding of PKCS #1 v1.5 is not
 * taken. Nothing tells why an assertion does not open, since such answers would open it. See
 * <a href="https://www.w3.org/TR/xmlenc-core1/">XML Encryption</a>.
 */
final class SamlEncryption {

    static final String XENC = "http://www.w3.org/2001/04/xmlenc#";
    static final String XENC11 = "http://www.w3.org/2009/xmlenc11#";

    private static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";

    /** How contents are encrypted: whether with a tag, and how many bytes a key has. */
    private record Content(boolean sealed, int keyBytes) {}

    private static final Map<String, Content> CONTENTS = Map.of(
            XENC + "aes128-cbc", new Content(false, 16),
            XENC + "aes192-cbc", new Content(false, 24),
            XENC + "aes256-cbc", new Content(false, 32),
            XENC11 + "aes128-gcm", new Content(true, 16),
            XENC11 + "aes192-gcm", new Content(true, 24),
            XENC11 + "aes256-gcm", new Content(true, 32));

    private static final Map<String, String> DIGESTS = Map.of(
            DSIG + "sha1",
            "SHA-1",
            XENC + "sha256",
            "SHA-256",
            "http://www.w3.org/2001/04/xmldsig-more#sha384",
            "SHA-384",
            XENC + "sha512",
            "SHA-512");

    private static final Map<String, MGF1ParameterSpec> MASKS = Map.of(
            XENC11 + "mgf1sha1", MGF1ParameterSpec.SHA1,
            XENC11 + "mgf1sha256", MGF1ParameterSpec.SHA256,
            XENC11 + "mgf1sha384", MGF1ParameterSpec.SHA384,
            XENC11 + "mgf1sha512", MGF1ParameterSpec.SHA512);

    private static final int BLOCK = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private SamlEncryption() {}

    /**
     * The same response with its assertion in the open, at the place of the encrypted one; empty where none of the keys
     * opens it, or what comes out is no assertion. The response is changed, so whoever signed it must have been asked for
     * before.
     */
    static Optional<SamlAssertions.Answer> open(SamlAssertions.Answer answer, List<PrivateKey> keys) {
        for (PrivateKey key : keys) {
            Optional<Element> plain = decrypt(answer.assertion(), key).flatMap(SamlAssertions::assertion);
            if (plain.isPresent()) {
                Document document = answer.response().getOwnerDocument();
                Element assertion = (Element) document.importNode(plain.get(), true);
                answer.response().replaceChild(assertion, answer.assertion());
                return Optional.of(new SamlAssertions.Answer(answer.response(), assertion));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> decrypt(Element encrypted, PrivateKey key) {
        Optional<Element> data = only(encrypted, XENC, "EncryptedData");
        Optional<Element> wrapped =
                data.flatMap(SamlEncryption::wrapped).or(() -> only(encrypted, XENC, "EncryptedKey"));
        if (data.isEmpty() || wrapped.isEmpty()) {
            return Optional.empty();
        }
        Content content =
                CONTENTS.get(method(data.get()).map(SamlEncryption::algorithm).orElse(""));
        Optional<OAEPParameterSpec> padding = method(wrapped.get()).flatMap(SamlEncryption::padding);
        if (content == null || padding.isEmpty()) {
            return Optional.empty();
        }
        try {
            Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
            rsa.init(Cipher.DECRYPT_MODE, key, padding.get());
            byte[] secret = rsa.doFinal(value(wrapped.get()));
            if (secret.length != content.keyBytes()) {
                return Optional.empty();
            }
            byte[] plain = contents(content, new SecretKeySpec(secret, "AES"), value(data.get()));
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plain))
                    .toString());
        } catch (GeneralSecurityException | IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static byte[] contents(Content content, SecretKeySpec key, byte[] bytes) throws GeneralSecurityException {
        int head = content.sealed() ? NONCE : BLOCK;
        if (bytes.length < head + BLOCK) {
            throw new IllegalArgumentException("nothing is encrypted");
        }
        if (content.sealed()) {
            Cipher cipher = AesGcm.cipher();
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, bytes, 0, head));
            return cipher.doFinal(bytes, head, bytes.length - head);
        }
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(bytes, 0, head));
        byte[] padded = cipher.doFinal(bytes, head, bytes.length - head);
        // the last byte says how many are padding; what the others are is not said
        int padding = padded[padded.length - 1] & 0xFF;
        if (padding < 1 || padding > BLOCK) {
            throw new IllegalArgumentException("no padding");
        }
        return Arrays.copyOf(padded, padded.length - padding);
    }

    private static Optional<Element> wrapped(Element data) {
        return only(data, DSIG, "KeyInfo").flatMap(info -> only(info, XENC, "EncryptedKey"));
    }

    private static Optional<Element> method(Element encrypted) {
        return only(encrypted, XENC, "EncryptionMethod");
    }

    private static String algorithm(Element method) {
        return method.getAttribute("Algorithm");
    }

    private static Optional<OAEPParameterSpec> padding(Element method) {
        boolean newer = algorithm(method).equals(XENC11 + "rsa-oaep");
        if (!newer && !algorithm(method).equals(XENC + "rsa-oaep-mgf1p")) {
            return Optional.empty();
        }
        String digest = DIGESTS.get(only(method, DSIG, "DigestMethod")
                .map(SamlEncryption::algorithm)
                .orElse(DSIG + "sha1"));
        MGF1ParameterSpec mask = newer
                ? MASKS.get(only(method, XENC11, "MGF")
                        .map(SamlEncryption::algorithm)
                        .orElse(XENC11 + "mgf1sha1"))
                : MGF1ParameterSpec.SHA1;
        boolean labelled = !SamlAssertions.children(method, XENC, "OAEPparams").isEmpty();
        return digest == null || mask == null || labelled
                ? Optional.empty()
                : Optional.of(new OAEPParameterSpec(digest, "MGF1", mask, PSource.PSpecified.DEFAULT));
    }

    private static byte[] value(Element encrypted) {
        String text = only(encrypted, XENC, "CipherData")
                .flatMap(data -> only(data, XENC, "CipherValue"))
                .map(SamlAssertions::text)
                .orElse("");
        return Base64.getMimeDecoder().decode(text);
    }

    private static Optional<Element> only(Element parent, String namespace, String name) {
        List<Element> found = SamlAssertions.children(parent, namespace, name);
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
