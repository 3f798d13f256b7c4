package dev.glasshouse.service.sts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.call.IdentityProviders;
import dev.glasshouse.call.SetupPower;
import dev.glasshouse.call.TestTokens;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Scope;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays identity providers: holds their keys and signs as they would. */
final class TokenMint implements TestTokens {

    private static final String KEY_ID = "glasshouse";
    private static final String SAML = "saml:";

    private final IdentityProviders providers;

    TokenMint(IdentityProviders providers) {
        this.providers = providers;
    }

    @Override
    public void trust(SetupPower power, Sandbox sandbox, String issuer, String jwks) {
        KeySets.check(jwks);
        put(sandbox, bare(issuer), new IssuerRow(jwks, null, null, "RS256"));
    }

    private static String bare(String issuer) {
        return issuer.startsWith("https://") ? issuer.substring(8) : issuer;
    }

    private static void put(Sandbox sandbox, String id, IssuerRow row) {
        sandbox.write(tx -> {
            tx.put(StsService.ISSUERS, Scope.SANDBOX, id, row);
            return true;
        });
    }

    private static @Nullable IssuerRow get(Sandbox sandbox, String id) {
        return sandbox.read().state().get(StsService.ISSUERS, Scope.SANDBOX, id).orElse(null);
    }

    @Override
    public String webIdentity(
            SetupPower power, Sandbox sandbox, String issuer, @Nullable String algorithm, String claims, long seconds) {
        ObjectNode all = object(claims);
        IssuerRow row = issuer(sandbox, bare(issuer), algorithm);
        if (row.privateKey() == null) {
            throw new IllegalArgumentException("the keys of " + issuer + " were given from outside: sign there");
        }
        Instant now = sandbox.now();
        if (!all.has("iss")) {
            all.put("iss", issuer.startsWith("https://") ? issuer : "https://" + issuer);
        }
        if (!all.has("iat")) {
            all.put("iat", now.getEpochSecond());
        }
        if (!all.has("exp")) {
            all.put("exp", now.plusSeconds(seconds).getEpochSecond());
        }
        return Jwt.sign(row.algorithm(), KEY_ID, privateKey(row.privateKey(), row.algorithm()), all);
    }

    private static ObjectNode object(String claims) {
        try {
            JsonNode tree = Jwt.JSON.readTree(claims);
            if (tree instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the claims are not JSON", e);
        }
        throw new IllegalArgumentException("claims are a JSON object");
    }

    /** The issuer, with keys for the algorithm; they are made outside any transaction, since RSA takes a while. */
    private static IssuerRow issuer(Sandbox sandbox, String id, @Nullable String algorithm) {
        IssuerRow known = get(sandbox, id);
        if (known != null && (algorithm == null || known.algorithm().equals(algorithm) || known.privateKey() == null)) {
            return known;
        }
        String with = algorithm == null ? "ES256" : algorithm;
        KeyPair pair = pair(with);
        IssuerRow made =
                new IssuerRow(KeySets.of(pair.getPublic(), KEY_ID, with), null, encoded(pair.getPrivate()), with);
        put(sandbox, id, made);
        return made;
    }

    static KeyPair pair(String algorithm) {
        try {
            if (algorithm.equals("RS256")) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                return generator.generateKeyPair();
            }
            if (!algorithm.equals("ES256") && !algorithm.equals("ES384")) {
                throw new IllegalArgumentException("tokens are signed with RS256, ES256 or ES384, not " + algorithm);
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(algorithm.equals("ES256") ? "secp256r1" : "secp384r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes keys for " + algorithm, e);
        }
    }

    static String encoded(PrivateKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    static PrivateKey privateKey(String encoded, String algorithm) {
        try {
            return KeyFactory.getInstance(algorithm.startsWith("RS") ? "RSA" : "EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key was stored by this class", e);
        }
    }

    @Override
    public String samlMetadata(SetupPower power, Sandbox sandbox, String entityId) {
        return SamlMint.metadata(
                entityId, String.valueOf(saml(sandbox, entityId).certificate()));
    }

    @Override
    public String saml(SetupPower power, Sandbox sandbox, Assertion assertion) {
        IssuerRow row = saml(sandbox, assertion.entityId());
        String id = "_" + sandbox.callIds().hex("sts.assertion", assertion.subject(), 32);
        return SamlMint.sign(
                assertion,
                id,
                sandbox.now(),
                privateKey(String.valueOf(row.privateKey()), row.algorithm()),
                assertion.encrypted() ? recipient(sandbox, assertion) : null);
    }

    /** The public half of the newest key with which a provider's assertions are opened. */
    private PublicKey recipient(Sandbox sandbox, Assertion assertion) {
        List<PrivateKey> keys = assertion.roles().stream()
                .flatMap(pair -> List.of(pair.split(",", -1)).stream())
                .flatMap(arn -> providers.saml(sandbox.read().state(), arn.strip()).stream())
                .findFirst()
                .map(IdentityProviders.Saml::privateKeys)
                .orElse(List.of());
        if (keys.isEmpty() || !(keys.get(keys.size() - 1) instanceof RSAPrivateCrtKey key)) {
            throw new IllegalArgumentException("the provider has no private key that would open the assertion");
        }
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a public key is two numbers", e);
        }
    }

    private static IssuerRow saml(Sandbox sandbox, String entityId) {
        IssuerRow known = get(sandbox, SAML + entityId);
        if (known != null) {
            return known;
        }
        KeyPair pair = pair("RS256");
        IssuerRow made =
                new IssuerRow(null, SamlMint.certificate(pair, sandbox.now()), encoded(pair.getPrivate()), "RS256");
        put(sandbox, SAML + entityId, made);
        return made;
    }
}
