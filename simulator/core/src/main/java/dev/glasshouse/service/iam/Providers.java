package dev.glasshouse.service.iam;

import dev.glasshouse.call.IdentityProviders;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.Optional;

/** The identity providers as other services see them. */
final class Providers implements IdentityProviders {

    private static final String OIDC = "oidc-provider/";
    private static final String SAML = "saml-provider/";

    static Optional<OidcRow> oidcRow(StateReader state, String arn) {
        String[] fields = arn.split(":", 6);
        return fields.length == 6 && fields[2].equals("iam") && fields[5].startsWith(OIDC)
                ? state.get(IamTables.OIDC, Scope.account(fields[4]), fields[5].substring(OIDC.length()))
                        .filter(row -> row.arn(fields[4]).equals(arn))
                : Optional.empty();
    }

    static Optional<SamlRow> samlRow(StateReader state, String arn) {
        String[] fields = arn.split(":", 6);
        return fields.length == 6 && fields[2].equals("iam") && fields[5].startsWith(SAML)
                ? state.get(IamTables.SAML, Scope.account(fields[4]), IamTables.key(fields[5].substring(SAML.length())))
                        .filter(row -> row.arn(fields[4]).equals(arn))
                : Optional.empty();
    }

    @Override
    public Optional<Oidc> oidc(StateReader state, String arn) {
        return oidcRow(state, arn).map(row -> new Oidc(arn, row.url(), row.clientIds(), row.thumbprints(), row.tags()));
    }

    @Override
    public Optional<Oidc> oidcByIssuer(StateReader state, String account, String issuer) {
        String bare = issuer.startsWith("https://") ? issuer.substring(8) : issuer;
        return oidc(state, "arn:aws:iam::" + account + ":" + OIDC + bare);
    }

    @Override
    public Optional<Saml> saml(StateReader state, String arn) {
        return samlRow(state, arn)
                .flatMap(row -> SamlMetadata.parse(row.metadata())
                        .map(metadata -> new Saml(
                                arn,
                                row.metadata(),
                                metadata.entityId(),
                                metadata.signing(),
                                row.validUntil(),
                                row.encryption().equals("Required"),
                                row.keys().stream()
                                        .flatMap(key -> Pem.privateKey(key.pem()).stream())
                                        .toList(),
                                row.tags())));
    }
}
