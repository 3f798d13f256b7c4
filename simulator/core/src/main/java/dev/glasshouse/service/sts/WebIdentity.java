package dev.glasshouse.service.sts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.IdentityProviders;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A web identity token that was verified. See
 * <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">
 * AssumeRoleWithWebIdentity</a>.
 *
 * @param provider the provider's ARN, or its domain where AWS knows it by itself
 * @param subject whom the token is about
 * @param audience for whom it is
 * @param keys the condition keys that its claims give
 * @param tags the session tags in it
 * @param sourceIdentity the source identity in it, or null
 * @param roleBound whether the provider named the roles that it is for; it is for the one that was asked for, then
 */
record WebIdentity(
        String provider,
        String subject,
        String audience,
        Map<String, List<String>> keys,
        SessionTags tags,
        @Nullable String sourceIdentity,
        boolean roleBound)
        implements ProvedIdentity {

    /** Providers that need not be registered. */
    private static final Set<String> BUILT_IN =
            Set.of("accounts.google.com", "cognito-identity.amazonaws.com", "www.amazon.com", "graph.facebook.com");

    private static final String CLAIMS = "https://aws.amazon.com/";
    private static final String TAGS = CLAIMS + "tags";
    private static final String ROLES = CLAIMS + "roles";
    private static final String PRINCIPAL_TAG = TAGS + "/principal_tags/";

    /** Reads tokens, with the keys that the sandbox holds for their issuers. */
    static final class Reader {
        private final IdentityProviders providers;

        Reader(IdentityProviders providers) {
            this.providers = providers;
        }

        /** The identity that a token proves to the account of a role. */
        WebIdentity read(Call call, String role, String text) {
            String account = Roles.account(role);
            Jwt token = Jwt.parse(text)
                    .orElseThrow(() -> StsErrors.invalidToken(
                            "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access"
                                    + " Token)"));
            String issuer = claim(token, "iss");
            String subject = claim(token, "sub");
            String bare = issuer.startsWith("https://") ? issuer.substring(8) : issuer;
            IdentityProviders.Oidc registered =
                    providers.oidcByIssuer(call.state(), account, issuer).orElse(null);
            if (registered == null && !BUILT_IN.contains(bare)) {
                throw StsErrors.invalidToken("No OpenIDConnect provider found in your account for " + issuer);
            }
            List<String> audiences = texts(token.claims().path("aud"));
            if (audiences.isEmpty()) {
                throw StsErrors.invalidToken("Missing a required claim: aud");
            }
            String party = token.claims().path("azp").asText("");
            // whoever the token was issued to counts before those that it is for
            List<String> asked = party.isEmpty() ? audiences : List.of(party);
            String audience = asked.stream()
                    .filter(each -> registered == null || registered.clientIds().contains(each))
                    .findFirst()
                    .orElseThrow(() -> StsErrors.invalidToken("Incorrect token audience"));
            time(call, token);
            signature(call, bare, token);
            boolean bound = token.claims().has(ROLES);
            if (bound && !texts(token.claims().path(ROLES)).contains(role)) {
                throw StsErrors.invalidToken(
                        "The target role ARN is not present in the roles claim of the identity token");
            }
            return new WebIdentity(
                    registered == null ? bare : registered.arn(),
                    subject,
                    audience,
                    keys(bare, token, audience, audiences, !party.isEmpty()),
                    tags(token.claims()),
                    sourceIdentity(token.claims()),
                    bound);
        }

        private static String claim(Jwt token, String name) {
            JsonNode value = token.claims().path(name);
            if (!value.isTextual() || value.asText().isEmpty()) {
                throw StsErrors.invalidToken("Missing a required claim: " + name);
            }
            return value.asText();
        }

        private static void time(Call call, Jwt token) {
            long now = call.now().getEpochSecond();
            JsonNode expires = token.claims().path("exp");
            if (!expires.isNumber()) {
                throw StsErrors.invalidToken("Missing a required claim: exp");
            }
            if (!token.claims().path("iat").isNumber()) {
                throw StsErrors.invalidToken("Missing a required claim: iat");
            }
            if (now >= expires.asLong()) {
                throw StsErrors.expiredToken("Token expired: current date/time " + now
                        + " must be before the expiration date/time " + expires.asLong());
            }
            if (token.claims().path("nbf").asLong(0) > now) {
                throw StsErrors.invalidToken("Token is not yet valid");
            }
        }

        private static void signature(Call call, String issuer, Jwt token) {
            List<PublicKey> candidates = new ArrayList<>();
            // AWS's own issuers have a key for each algorithm
            for (String id : List.of(issuer, issuer + "#" + token.algorithm())) {
                call.state()
                        .get(StsService.ISSUERS, Scope.SANDBOX, id)
                        .map(IssuerRow::keys)
                        .ifPresent(keys -> candidates.addAll(KeySets.candidates(keys, token)));
            }
            if (candidates.isEmpty()) {
                throw StsErrors.invalidToken("Couldn't retrieve verification key from your identity provider,  please"
                        + " reference AssumeRoleWithWebIdentity documentation for requirements");
            }
            if (candidates.stream().noneMatch(token::isSignedBy)) {
                throw StsErrors.invalidToken("Token signature invalid");
            }
        }
    }

    private static List<String> texts(JsonNode value) {
        if (value.isTextual()) {
            return List.of(value.asText());
        }
        List<String> all = new ArrayList<>();
        value.forEach(element -> {
            if (element.isTextual()) {
                all.add(element.asText());
            }
        });
        return all;
    }

    private static Map<String, List<String>> keys(
            String issuer, Jwt token, String audience, List<String> audiences, boolean party) {
        Map<String, List<String>> keys = new TreeMap<>();
        keys.put(issuer + ":aud", List.of(audience));
        keys.put(issuer + ":sub", List.of(token.claims().path("sub").asText()));
        if (party) {
            keys.put(issuer + ":oaud", List.of(audiences.get(0)));
        }
        List<String> methods = texts(token.claims().path("amr"));
        if (!methods.isEmpty()) {
            keys.put(issuer + ":amr", methods);
        }
        JsonNode mail = token.claims().path("email");
        if (mail.isTextual()) {
            keys.put(issuer + ":email", List.of(mail.asText()));
        }
        for (String name : ProviderClaims.of(issuer)) {
            JsonNode value = ProviderClaims.value(token.claims(), name);
            if (value.isValueNode() && !value.isNull()) {
                keys.put(issuer + ":" + name, List.of(value.asText()));
            }
        }
        return keys;
    }

    private static SessionTags tags(JsonNode claims) {
        Map<String, String> tags = new LinkedHashMap<>();
        claims.path(TAGS).path("principal_tags").properties().forEach(tag -> {
            List<String> values = texts(tag.getValue());
            tags.put(tag.getKey(), values.isEmpty() ? "" : values.get(0));
        });
        claims.properties().forEach(claim -> {
            if (claim.getKey().startsWith(PRINCIPAL_TAG)) {
                List<String> values = texts(claim.getValue());
                tags.put(claim.getKey().substring(PRINCIPAL_TAG.length()), values.isEmpty() ? "" : values.get(0));
            }
        });
        List<String> transitive = new ArrayList<>(texts(claims.path(TAGS).path("transitive_tag_keys")));
        transitive.addAll(texts(claims.path(TAGS + "/transitive_tag_keys")));
        return SessionTags.claimed(tags, transitive);
    }

    private static @Nullable String sourceIdentity(JsonNode claims) {
        JsonNode value = claims.path(CLAIMS + "source_identity");
        return value.isTextual() ? value.asText() : null;
    }

    /** The token leaves it to the request. */
    @Override
    public @Nullable String sessionName() {
        return null;
    }

    /** What a token says of somebody; for one that was verified. */
    static WebIdentity said(String text) {
        JsonNode claims = Jwt.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("no token"))
                .claims();
        return new WebIdentity(
                claims.path("iss").asText(),
                claims.path("sub").asText(),
                claims.path("aud").asText(),
                Map.of(),
                tags(claims),
                sourceIdentity(claims),
                claims.has(ROLES));
    }

    @Override
    public void addTo(ContextKeys.Builder keys) {
        keys.put("sts:RoleAuthorizedByIdp", Boolean.toString(roleBound));
    }

    /** Who it is, as the trail and policies name them. */
    @Override
    public Caller caller(Call call) {
        return Caller.federated(
                Caller.Kind.WEB_IDENTITY,
                federation(),
                provider + ":" + audience + ":" + subject,
                subject,
                call.caller().vantage());
    }

    @Override
    public Caller.Federation federation() {
        return new Caller.Federation(provider, keys, true);
    }
}
