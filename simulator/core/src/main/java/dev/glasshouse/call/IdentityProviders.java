package dev.glasshouse.call;

import dev.glasshouse.sandbox.StateReader;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The port to the identity providers that accounts trust. IAM implements it. */
public interface IdentityProviders {

    /**
     * An OpenID Connect provider.
     *
     * @param arn its ARN, {@code arn:aws:iam::account:oidc-provider/host/path}
     * @param url its issuer without {@code https://}
     * @param clientIds the audiences that it is trusted for
     * @param thumbprints the SHA-1 fingerprints of the certificates that its server may show, in hexadecimal digits
     * @param tags its tags
     */
    record Oidc(String arn, String url, List<String> clientIds, List<String> thumbprints, Map<String, String> tags) {
        public Oidc {
            clientIds = List.copyOf(clientIds);
            thumbprints = List.copyOf(thumbprints);
            tags = Map.copyOf(tags);
        }
    }

    /**
     * A SAML 2.0 provider.
     *
     * @param arn its ARN, {@code arn:aws:iam::account:saml-provider/name}
     * @param metadata the metadata document as it was given
     * @param entityId the entity id in it, which is the issuer of assertions
     * @param signing the certificates that sign assertions, one at least
     * @param validUntil when the metadata ends
     * @param encryptionRequired whether assertions must be encrypted
     * @param privateKeys the keys that open encrypted assertions
     * @param tags its tags
     */
    record Saml(
            String arn,
            String metadata,
            String entityId,
            List<X509Certificate> signing,
            Instant validUntil,
            boolean encryptionRequired,
            List<PrivateKey> privateKeys,
            Map<String, String> tags) {
        public Saml {
            signing = List.copyOf(signing);
            privateKeys = List.copyOf(privateKeys);
            tags = Map.copyOf(tags);
        }
    }

    /** The OpenID Connect provider with an ARN. */
    Optional<Oidc> oidc(StateReader state, String arn);

    /** The OpenID Connect provider of an account for an issuer, with or without {@code https://}. */
    Optional<Oidc> oidcByIssuer(StateReader state, String account, String issuer);

    /** The SAML provider with an ARN. */
    Optional<Saml> saml(StateReader state, String arn);
}
