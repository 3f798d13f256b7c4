package dev.glasshouse.call;

import dev.glasshouse.sandbox.Sandbox;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The port for playing identity providers: a sandbox holds their keys, since nothing leaves the machine, and signs tokens
 * as they would. STS implements it.
 */
public interface TestTokens {

    /**
     * What an assertion says.
     *
     * @param entityId who issues it
     * @param subject whom it is about
     * @param roles pairs of role and provider, as {@code roleArn,providerArn}
     * @param attributes further attributes by name, such as {@code
     *     https://aws.amazon.com/SAML/Attributes/PrincipalTag:team}
     * @param sessionName the role session's name
     * @param sessionSeconds after how many seconds the provider ends the user's session, or null
     * @param encrypted whether the assertion is encrypted for the newest private key of the provider that the first role
     *     comes with
     */
    record Assertion(
            String entityId,
            String subject,
            List<String> roles,
            String sessionName,
            Map<String, List<String>> attributes,
            @Nullable Long sessionSeconds,
            boolean encrypted) {

        /** Without an end of the user's session. */
        public Assertion(
                String entityId,
                String subject,
                List<String> roles,
                String sessionName,
                Map<String, List<String>> attributes) {
            this(entityId, subject, roles, sessionName, attributes, null, false);
        }
    }

    /**
     * Takes the public keys of an issuer, in place of its server.
     *
     * @param issuer its URL, with or without {@code https://}
     * @param jwks a JSON Web Key Set
     * @throws IllegalArgumentException if it is none
     */
    void trust(SetupPower power, Sandbox sandbox, String issuer, String jwks);

    /**
     * Signs a web identity token as an issuer whose keys the sandbox holds; they are made at the first token.
     *
     * @param issuer its URL
     * @param algorithm {@code RS256} or {@code ES256}, or null for the one that the issuer has
     * @param claims the claims as JSON; {@code iss}, {@code iat} and {@code exp} are added where they are missing
     * @param seconds how long it lives
     * @throws IllegalArgumentException if the claims are no JSON object, or the issuer's keys were given from outside
     */
    String webIdentity(
            SetupPower power, Sandbox sandbox, String issuer, @Nullable String algorithm, String claims, long seconds);

    /** The metadata document of a SAML provider that the sandbox plays, for {@code CreateSAMLProvider}. */
    String samlMetadata(SetupPower power, Sandbox sandbox, String entityId);

    /** Signs an assertion as a SAML provider that the sandbox plays; the answer is in Base64, as STS takes it. */
    String saml(SetupPower power, Sandbox sandbox, Assertion assertion);
}
