package dev.glasshouse.service.sts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON Web Key Sets (RFC 7517): RSA keys from 2,048 to 4,096 bits, and keys on the curves P-256 and P-384. */
final class KeySets {

    private static final int MOST_KEYS = 100;
    private static final int SMALLEST_RSA = 2_048;
    private static final int LARGEST_RSA = 4_096;
    private static final Map<String, String> CURVES = Map.of("P-256", "secp256r1", "P-384", "secp384r1");
    private static final Map<String, String> CURVE_OF = Map.of("ES256", "P-256", "ES384", "P-384");

    private KeySets() {}

    /** Refuses what is no key set. */
    static void check(String text) {
        try {
            JsonNode keys = Jwt.JSON.readTree(text).path("keys");
            if (keys.isArray() && !keys.isEmpty() && keys.size() <= MOST_KEYS) {
                return;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the key set is not JSON", e);
        }
        throw new IllegalArgumentException("a JSON Web Key Set has 1 to " + MOST_KEYS + " keys");
    }

    /** The keys of a set that may have signed a token. */
    static List<PublicKey> candidates(String text, Jwt token) {
        List<PublicKey> found = new ArrayList<>();
        JsonNode all;
        try {
            all = Jwt.JSON.readTree(text).path("keys");
        } catch (JsonProcessingException e) {
            return List.of();
        }
        String wanted = token.header().path("kid").asText("");
        for (JsonNode key : all) {
            boolean named = wanted.isEmpty() || wanted.equals(key.path("kid").asText(""));
            boolean signs = key.path("use").asText("sig").equals("sig")
                    && key.path("alg").asText(token.algorithm()).equals(token.algorithm());
            if (named && signs) {
                read(key, token.algorithm()).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<PublicKey> read(JsonNode key, String algorithm) {
        try {
            return switch (key.path("kty").asText()) {
                case "RSA" -> rsa(key);
                case "EC" ->
                    key.path("crv").asText().equals(CURVE_OF.get(algorithm)) ? Optional.of(ec(key)) : Optional.empty();
                default -> Optional.empty();
            };
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> rsa(JsonNode key) throws GeneralSecurityException {
        BigInteger modulus = number(key.path("n").asText());
        BigInteger exponent = number(key.path("e").asText());
        if (modulus.bitLength() < SMALLEST_RSA || modulus.bitLength() > LARGEST_RSA || exponent.bitLength() > 64) {
            return Optional.empty();
        }
        return Optional.of(KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent)));
    }

    private static PublicKey ec(JsonNode key) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(
                new ECGenParameterSpec(CURVES.getOrDefault(key.path("crv").asText(), "")));
        ECParameterSpec curve = parameters.getParameterSpec(ECParameterSpec.class);
        ECPoint point =
                new ECPoint(number(key.path("x").asText()), number(key.path("y").asText()));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve));
    }

    private static BigInteger number(String text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(text));
    }

    /** A set of one key. */
    static String of(PublicKey key, String keyId, String algorithm) {
        ObjectNode node = Jwt.JSON.createObjectNode();
        node.put("kid", keyId).put("use", "sig").put("alg", algorithm);
        if (key instanceof RSAPublicKey rsa) {
            node.put("kty", "RSA").put("n", text(rsa.getModulus(), 0)).put("e", text(rsa.getPublicExponent(), 0));
        } else if (key instanceof ECPublicKey ec) {
            int size = algorithm.equals("ES384") ? 48 : 32;
            node.put("kty", "EC")
                    .put("crv", CURVE_OF.get(algorithm))
                    .put("x", text(ec.getW().getAffineX(), size))
                    .put("y", text(ec.getW().getAffineY(), size));
        } else {
            throw new IllegalArgumentException("not an RSA or EC key: " + key.getAlgorithm());
        }
        ObjectNode set = Jwt.JSON.createObjectNode();
        set.putArray("keys").add(node);
        return set.toString();
    }

    /** A number in Base64, with zeros before it up to a size in bytes. */
    private static String text(BigInteger number, int size) {
        byte[] bytes = number.toByteArray();
        int sign = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        byte[] plain = Arrays.copyOfRange(bytes, sign, bytes.length);
        byte[] padded = new byte[Math.max(size, plain.length)];
        System.arraycopy(plain, 0, padded, padded.length - plain.length, plain.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(padded);
    }
}
