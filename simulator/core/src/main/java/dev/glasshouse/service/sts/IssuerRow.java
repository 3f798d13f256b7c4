package dev.glasshouse.service.sts;

import org.jspecify.annotations.Nullable;

/**
 * An identity provider outside AWS, as far as the sandbox plays it.
 *
 * @param keys its public keys as a JSON Web Key Set, for an OpenID Connect provider; null for SAML
 * @param certificate the certificate of its key as Base64, for a SAML provider; null for OpenID Connect
 * @param privateKey its private key as Base64 (PKCS #8), or null where others hold it
 * @param algorithm what it signs with: {@code RS256}, {@code ES256}, {@code ES384}
 */
record IssuerRow(
        @Nullable String keys,
        @Nullable String certificate,
        @Nullable String privateKey,
        String algorithm) {}
