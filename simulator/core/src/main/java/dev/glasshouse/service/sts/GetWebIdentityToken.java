package dev.glasshouse.service.sts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.sts.GetWebIdentityTokenRequest;
import dev.glasshouse.api.sts.GetWebIdentityTokenResponse;
import dev.glasshouse.call.AccountFeatures;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.Organizations;
import dev.glasshouse.call.StagedOperation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.security.KeyPair;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives a caller a signed token that says who it is, for services outside AWS. See
 * <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html">GetWebIdentityToken</a>.
 */
final class GetWebIdentityToken
        implements StagedOperation<GetWebIdentityTokenRequest, GetWebIdentityTokenResponse, Optional<KeyPair>> {

    private static final int USUAL_SECONDS = 300;
    private static final List<String> ALGORITHMS = List.of("RS256", "ES384");
    private static final String CLAIMS = "https://sts.amazonaws.com/";

    private final AccountFeatures features;
    private final Organizations organizations;

    GetWebIdentityToken(AccountFeatures features, Organizations organizations) {
        this.features = features;
        this.organizations = organizations;
    }

    @Override
    public String name() {
        return "GetWebIdentityToken";
    }

    @Override
    public OperationFacts facts() {
        return OperationFacts.DEFAULT.withReadOnly(true);
    }

    private static int seconds(GetWebIdentityTokenRequest input) {
        return input.durationSeconds() == null ? USUAL_SECONDS : input.durationSeconds();
    }

    @Override
    public AuthorizationPlan plan(GetWebIdentityTokenRequest input, Call call) {
        if (!ALGORITHMS.contains(input.signingAlgorithm())) {
            throw StsErrors.validation("1 validation error detected: Value '" + input.signingAlgorithm()
                    + "' at 'signingAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: "
                    + ALGORITHMS);
        }
        SessionTags tags = SessionTags.of(input.tags(), null);
        ContextKeys.Builder keys = ContextKeys.builder()
                .putAll("sts:IdentityTokenAudience", input.audience())
                .put("sts:SigningAlgorithm", input.signingAlgorithm())
                .put("sts:DurationSeconds", Integer.toString(seconds(input)));
        tags.addTo(keys);
        String account = call.caller().account();
        List<AuthorizationRequest> requests = new ArrayList<>();
        requests.add(
                AuthorizationRequest.of("sts:GetWebIdentityToken", "*", account).withKeys(keys.build()));
        if (!tags.isEmpty()) {
            requests.add(AuthorizationRequest.of("sts:TagGetWebIdentityToken", "*", account)
                    .withKeys(keys.build()));
        }
        return new AuthorizationPlan(requests);
    }

    private String issuer(Call call) {
        return features.tokenIssuer(call.state(), call.caller().account()).orElseThrow(StsErrors::federationDisabled);
    }

    /** Each algorithm has a key of its own beside the issuer's others. */
    private static String keyId(String issuer, String algorithm) {
        return issuer.substring("https://".length()) + "#" + algorithm;
    }

    private static Optional<IssuerRow> row(Call call, String id) {
        return call.state().get(StsService.ISSUERS, Scope.SANDBOX, id);
    }

    @Override
    public Optional<KeyPair> prepare(GetWebIdentityTokenRequest input, Call call) {
        boolean there = row(call, keyId(issuer(call), input.signingAlgorithm())).isPresent();
        return there ? Optional.empty() : Optional.of(TokenMint.pair(input.signingAlgorithm()));
    }

    @Override
    public GetWebIdentityTokenResponse commit(
            GetWebIdentityTokenRequest input, Optional<KeyPair> prepared, WriteCall call) {
        String issuer = issuer(call);
        String algorithm = input.signingAlgorithm();
        String id = keyId(issuer, algorithm);
        Instant expires = call.now().plusSeconds(seconds(input));
        Caller.Session session = call.caller().session();
        if (session != null && expires.isAfter(session.expires())) {
            throw StsErrors.escalation();
        }
        IssuerRow row = row(call, id).orElseGet(() -> {
            KeyPair pair = prepared.orElseThrow(() -> new IllegalStateException("the key of " + id + " went away"));
            return new IssuerRow(
                    KeySets.of(pair.getPublic(), algorithm, algorithm),
                    null,
                    TokenMint.encoded(pair.getPrivate()),
                    algorithm);
        });
        call.tx().put(StsService.ISSUERS, Scope.SANDBOX, id, row);
        String token = Jwt.sign(
                algorithm,
                algorithm,
                TokenMint.privateKey(String.valueOf(row.privateKey()), algorithm),
                claims(input, call, issuer, expires));
        return new GetWebIdentityTokenResponse(token, expires.truncatedTo(ChronoUnit.SECONDS));
    }

    private ObjectNode claims(GetWebIdentityTokenRequest input, WriteCall call, String issuer, Instant expires) {
        Caller caller = call.caller();
        ObjectNode claims = Jwt.JSON.createObjectNode();
        claims.put("iss", issuer);
        if (input.audience().size() == 1) {
            claims.put("aud", input.audience().get(0));
        } else {
            ArrayNode audience = claims.putArray("aud");
            input.audience().forEach(audience::add);
        }
        claims.put("sub", caller.principalArn());
        claims.put("iat", call.now().getEpochSecond());
        claims.put("exp", expires.getEpochSecond());
        claims.put("jti", call.ids().uuid("sts.token", caller.principalArn()));
        ObjectNode aws = claims.putObject(CLAIMS);
        aws.put("aws_account", caller.account());
        aws.put("source_region", call.region());
        aws.put("principal_id", caller.principalArn());
        organizations.standing(call.state(), caller.account()).ifPresent(standing -> {
            aws.put("org_id", standing.id());
            aws.putArray("ou_path").add(standing.path());
        });
        if (!caller.tags().isEmpty()) {
            ObjectNode tags = aws.putObject("principal_tags");
            caller.tags().forEach(tags::put);
        }
        SessionTags asked = SessionTags.of(input.tags(), null);
        if (!asked.isEmpty()) {
            ObjectNode tags = aws.putObject("request_tags");
            asked.asked().forEach(tags::put);
        }
        return claims;
    }
}
