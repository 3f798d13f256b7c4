package dev.glasshouse.service.sts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A signed JSON Web Token in its compact form (RFC 7519).
 *
 * @param header its header
 * @param claims what it says
 * @param signed the bytes that the signature is over
 * @param signature the signature
 */
record Jwt(JsonNode header, JsonNode claims, Bytes signed, Bytes signature) {

    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int LONGEST = 20_000;

    /** The algorithms of JWA that are taken, by JCA's names. None is no algorithm. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            "RS256", "SHA256withRSA",
            "RS384", "SHA384withRSA",
            "RS512", "SHA512withRSA",
            "ES256", "SHA256withECDSAinP1363Format",
            "ES384", "SHA384withECDSAinP1363Format");

    /** Reads a token; empty where it is none. Nothing is verified. */
    static Optional<Jwt> parse(String token) {
        String[] parts = token.split("\\.", -1);
        if (token.length() > LONGEST || parts.length != 3) {
            return Optional.empty();
        }
        try {
            Base64.Decoder decoder = Base64.getUrlDecoder();
            JsonNode header = JSON.readTree(decoder.decode(parts[0]));
            JsonNode claims = JSON.readTree(decoder.decode(parts[1]));
            if (!header.isObject() || !claims.isObject()) {
                return Optional.empty();
            }
            byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
            return Optional.of(new Jwt(header, claims, Bytes.wrap(signed), Bytes.wrap(decoder.decode(parts[2]))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String algorithm() {
        return header.path("alg").asText();
    }

    /** Whether the signature is one of a key; the key must be of the kind that the algorithm wants. */
    boolean isSignedBy(PublicKey key) {
        String name = ALGORITHMS.get(algorithm());
        if (name == null || !key.getAlgorithm().equals(algorithm().startsWith("RS") ? "RSA" : "EC")) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(name);
            verifier.initVerify(key);
            verifier.update(signed.toArray());
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A signed token. */
    static String sign(String algorithm, String keyId, PrivateKey key, JsonNode claims) {
        ObjectNode header =
                JSON.createObjectNode().put("kid", keyId).put("typ", "JWT").put("alg", algorithm);
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String head = encoder.encodeToString(header.toString().getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.toString().getBytes(StandardCharsets.UTF_8));
        try {
            String name = ALGORITHMS.get(algorithm);
            if (name == null) {
                throw new IllegalArgumentException("tokens are signed with RS256, ES256 or ES384, not " + algorithm);
            }
            Signature signer = Signature.getInstance(name);
            signer.initSign(key);
            signer.update(head.getBytes(StandardCharsets.US_ASCII));
            return head + "." + encoder.encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key signs with " + algorithm, e);
        }
    }
}
