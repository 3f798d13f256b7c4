package dev.glasshouse.service.sts;

import dev.glasshouse.crypto.AesGcm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** Encrypts assertions as providers do: AES-256 in GCM mode, its key under RSA-OAEP with SHA-1. */
final class SamlSeal {

    private static final int KEY_BITS = 256;

    private SamlSeal() {}

    /** The element {@code EncryptedAssertion} for the owner of a key. */
    static String seal(String assertion, PublicKey recipient) throws GeneralSecurityException {
        KeyGenerator keys = KeyGenerator.getInstance("AES");
        keys.init(KEY_BITS);
        SecretKey key = keys.generateKey();
        Cipher aes = AesGcm.cipher();
        aes.init(Cipher.ENCRYPT_MODE, key);
        byte[] sealed = aes.doFinal(assertion.getBytes(StandardCharsets.UTF_8));
        byte[] nonce = aes.getIV();
        byte[] content = new byte[nonce.length + sealed.length];
        System.arraycopy(nonce, 0, content, 0, nonce.length);
        System.arraycopy(sealed, 0, content, nonce.length, sealed.length);
        Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
        rsa.init(
                Cipher.ENCRYPT_MODE,
                recipient,
                new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT));
        return "<saml2:EncryptedAssertion xmlns:saml2=\"" + SamlAssertions.ASSERTION + "\"><xenc:EncryptedData"
                + " xmlns:xenc=\"" + SamlEncryption.XENC + "\" Type=\"" + SamlEncryption.XENC + "Element\">"
                + method(SamlEncryption.XENC11 + "aes256-gcm")
                + "<ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><xenc:EncryptedKey>"
                + method(SamlEncryption.XENC + "rsa-oaep-mgf1p") + value(rsa.doFinal(key.getEncoded()))
                + "</xenc:EncryptedKey></ds:KeyInfo>" + value(content)
                + "</xenc:EncryptedData></saml2:EncryptedAssertion>";
    }

    private static String method(String algorithm) {
        return "<xenc:EncryptionMethod Algorithm=\"" + algorithm + "\"/>";
    }

    private static String value(byte[] bytes) {
        return "<xenc:CipherData><xenc:CipherValue>" + Base64.getEncoder().encodeToString(bytes)
                + "</xenc:CipherValue></xenc:CipherData>";
    }
}
