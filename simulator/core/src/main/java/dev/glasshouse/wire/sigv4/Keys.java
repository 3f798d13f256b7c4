package dev.glasshouse.wire.sigv4;

import dev.glasshouse.crypto.HmacKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Signing keys and hashes. Keys are derived once a day, Region and service, and a bounded number is kept. */
final class Keys {

    /** The SHA-256 of nothing. */
    static final String EMPTY_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final int MOST = 4096;

    private final Map<String, SigningKey> cache = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SigningKey> eldest) {
            return size() > MOST;
        }
    };

    /** The key that verifies a claim's signatures. */
    SigningKey signingKey(String secret, SigningClaim claim) {
        // one of SigV4a is good for all days, Regions and services
        String name = (claim.algorithm() == SignatureAlgorithm.ECDSA ? claim.accessKeyId() : claim.scope()) + "/"
                + claim.algorithm() + "/" + secret;
        synchronized (cache) {
            SigningKey known = cache.get(name);
            if (known != null) {
                return known;
            }
        }
        SigningKey key = claim.algorithm() == SignatureAlgorithm.ECDSA
                ? EcdsaKey.of(claim.accessKeyId(), secret)
                : new SigningKey.Hmac(new HmacKey(derive(secret, claim.date(), claim.region(), claim.service())));
        synchronized (cache) {
            cache.put(name, key);
        }
        return key;
    }

    static byte[] derive(String secret, String date, String region, String service) {
        byte[] key = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), date);
        return hmac(hmac(hmac(key, region), service), "aws4_request");
    }

    static byte[] hmac(byte[] key, String text) {
        return hmac(key, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] hmac(byte[] key, byte[] message) {
        return HmacKey.startWith(key).doFinal(message);
    }

    static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    static String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    static String sign(byte[] signingKey, String stringToSign) {
        return HexFormat.of().formatHex(hmac(signingKey, stringToSign));
    }

    /** The text that is signed for a claim. */
    static String stringToSign(SigningClaim claim, String canonicalRequest) {
        return stringToSign(claim, canonicalRequest.getBytes(StandardCharsets.UTF_8));
    }

    static String stringToSign(SigningClaim claim, byte[] canonicalRequest) {
        return claim.algorithm().text() + "\n" + claim.amzDate() + "\n" + claim.scope() + "\n" + hash(canonicalRequest);
    }

    /** Compares in a time that does not depend on where the texts differ. */
    static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
