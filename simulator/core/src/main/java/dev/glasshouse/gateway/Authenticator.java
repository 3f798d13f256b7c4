package dev.glasshouse.gateway;

import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Signing;
import dev.glasshouse.call.Vantage;
import dev.glasshouse.sandbox.AccessKeyIds;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.wire.BucketHosts;
import dev.glasshouse.wire.PostPolicy;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.sigv4.PayloadBinding;
import dev.glasshouse.wire.sigv4.QueryHeaders;
import dev.glasshouse.wire.sigv4.SignatureAlgorithm;
import dev.glasshouse.wire.sigv4.SignatureErrors;
import dev.glasshouse.wire.sigv4.SignatureParser;
import dev.glasshouse.wire.sigv4.SignatureV2;
import dev.glasshouse.wire.sigv4.SignatureVerifier;
import dev.glasshouse.wire.sigv4.SigningClaim;
import dev.glasshouse.wire.sigv4.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Establishes who makes a request: verifies signature, key, token and time, and binds the body to the signature. */
final class Authenticator {

    private static final Set<String> JSON_PROTOCOLS = Set.of("json", "smithy-rpc-v2-cbor");

    private final Services services;
    private final SignatureVerifier verifier = new SignatureVerifier();

    Authenticator(Services services) {
        this.services = services;
    }

    /**
     * Who makes a request.
     *
     * @param region the Region it was signed for, or the default of an anonymous request
     * @param http the request, whose body fails while it is read if it is not the one that was signed
     */
    record Authentication(Caller caller, Signing signing, String region, HttpRequest http) {}

    static SignatureErrors errors(ServiceModel service) {
        if (service.name().equals("s3")) {
            return SignatureErrors.S3;
        }
        // of those that speak a newer protocol too, the older one has no form of its own
        if (service.protocols().contains("rest-json")) {
            return SignatureErrors.REST_JSON;
        }
        return service.protocols().stream().anyMatch(JSON_PROTOCOLS::contains)
                ? SignatureErrors.JSON
                : SignatureErrors.QUERY;
    }

    /**
     * Authenticates a request.
     *
     * @param body the bytes of the body for a service that signs its hash; S3's stays unread
     * @param anonymous whether the operation takes requests without a signature
     * @throws WireException with the service's error for the fault
     */
    Authentication authenticate(Sandbox sandbox, ServiceModel service, HttpRequest http, byte[] body, boolean anonymous)
            throws WireException {
        SignatureErrors errors = errors(service);
        if (errors == SignatureErrors.S3 && SignatureV2.is(http)) {
            return older(sandbox, SignatureV2.parse(http), http);
        }
        Optional<SigningClaim> claimed = SignatureParser.parse(http, errors);
        if (claimed.isEmpty()) {
            if (!anonymous) {
                throw errors.missing();
            }
            return anonymous(sandbox, errors, http);
        }
        SigningClaim claim = claimed.get();
        scope(claim, service, errors);
        Instant wall = sandbox.host().wallClock().now();
        Instant now = sandbox.now();
        StateReader state = sandbox.read().state();
        Caller caller = caller(sandbox, state, claim.accessKeyId(), errors);
        SignatureVerifier.Clocks clocks = new SignatureVerifier.Clocks(wall, now, sandbox.clock()::map);
        String payload = errors == SignatureErrors.S3 ? PayloadBinding.ofS3(http, claim) : PayloadBinding.hash(body);
        SigningKey key =
                verifier.verify(http, claim, sandbox.secretAccessKey(claim.accessKeyId()), payload, clocks, errors);
        token(sandbox, claim.accessKeyId(), claim.token(), caller, now, errors);
        HttpRequest bound = errors == SignatureErrors.S3 ? PayloadBinding.bind(http, payload, claim, key) : http;
        boolean presigned = claim.carrier() == SigningClaim.Carrier.QUERY;
        if (presigned && errors == SignatureErrors.S3) {
            bound = QueryHeaders.spread(bound);
        }
        Signing.Method method = presigned ? Signing.Method.QUERY : Signing.Method.HEADER;
        Signing signing =
                new Signing(method, claim.algorithm().text(), sandbox.clock().map(claim.signedAt()));
        return new Authentication(
                Vantages.place(state, caller), signing, Regions.of(service.name(), claim.region()), bound);
    }

    /** Who signs in S3's older way. */
    private Authentication older(Sandbox sandbox, SignatureV2 claim, HttpRequest http) throws WireException {
        SignatureErrors errors = SignatureErrors.S3;
        StateReader state = sandbox.read().state();
        Caller caller = caller(sandbox, state, claim.accessKeyId(), errors);
        Instant now = sandbox.now();
        SignatureVerifier.Clocks clocks =
                new SignatureVerifier.Clocks(sandbox.host().wallClock().now(), now, sandbox.clock()::map);
        claim.verify(http, BucketHosts.path(http), sandbox.secretAccessKey(claim.accessKeyId()), clocks);
        token(sandbox, claim.accessKeyId(), claim.token(), caller, now, errors);
        Instant signedAt = claim.signedAt();
        Signing signing = new Signing(
                claim.expires() == null ? Signing.Method.HEADER : Signing.Method.QUERY,
                SignatureV2.ALGORITHM,
                signedAt == null ? null : sandbox.clock().map(signedAt));
        HttpRequest bound = PayloadBinding.bind(http, null, null, null);
        return new Authentication(
                Vantages.place(state, caller),
                signing,
                Regions.DEFAULT,
                claim.expires() == null ? bound : QueryHeaders.spread(bound));
    }

    /**
     * Who holds keys that a call in process presents, instead of signing with them.
     *
     * @throws WireException with the service's error for keys that are wrong or have ended
     */
    Authentication presented(
            Sandbox sandbox, ServiceModel service, DirectCalls.Keys keys, String region, HttpRequest http)
            throws WireException {
        SignatureErrors errors = errors(service);
        region(region, service, false, errors);
        Instant now = sandbox.now();
        StateReader state = sandbox.read().state();
        Caller caller = caller(sandbox, state, keys.accessKeyId(), errors);
        byte[] expected = sandbox.secretAccessKey(keys.accessKeyId()).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, keys.secretAccessKey().getBytes(StandardCharsets.UTF_8))) {
            throw errors.mismatch("The secret access key is wrong. ");
        }
        token(sandbox, keys.accessKeyId(), keys.sessionToken(), caller, now, errors);
        return new Authentication(
                Vantages.place(state, caller),
                new Signing(Signing.Method.HEADER, SignatureAlgorithm.HMAC.text(), now),
                Regions.of(service.name(), region),
                http);
    }

    /**
     * Who sends a browser's form: whoever signed its policy, or nobody.
     *
     * @param upload the form
     * @param http the {@code PutObject} that it stands for
     * @throws WireException with S3's error for the fault, or for what the policy does not allow
     */
    Authentication form(Sandbox sandbox, ServiceModel service, FormUpload upload, HttpRequest http)
            throws WireException {
        Map<String, String> fields = upload.form().fields();
        Optional<SignatureV2> older = SignatureV2.form(fields);
        if (older.isPresent()) {
            return olderForm(sandbox, older.get(), upload, http);
        }
        Optional<SigningClaim> claimed = SignatureParser.form(fields);
        StateReader state = sandbox.read().state();
        if (claimed.isEmpty()) {
            Signing unsigned = new Signing(Signing.Method.POST, "", null);
            return new Authentication(Caller.anonymous(Vantages.ofAnonymous(state)), unsigned, Regions.DEFAULT, http);
        }
        SigningClaim claim = claimed.get();
        SignatureErrors errors = SignatureErrors.S3;
        scope(claim, service, errors);
        Caller caller = caller(sandbox, state, claim.accessKeyId(), errors);
        String signed = String.valueOf(fields.get("policy"));
        verifier.verifyForm(signed, claim, sandbox.secretAccessKey(claim.accessKeyId()));
        Instant now = sandbox.now();
        token(sandbox, claim.accessKeyId(), claim.token(), caller, now, errors);
        PostPolicy policy = PostPolicy.parse(signed);
        // it was to be good for so long from its signing
        Instant signedAt = sandbox.clock().map(claim.signedAt());
        Instant end = signedAt.plus(Duration.between(claim.signedAt(), policy.expiration()));
        policy.require(upload.judged(), now, end);
        Signing signing = new Signing(Signing.Method.POST, claim.algorithm().text(), signedAt);
        return new Authentication(
                Vantages.place(state, caller),
                signing,
                Regions.of(service.name(), claim.region()),
                http.withBody(policy.bound(http.body())));
    }

    private Authentication olderForm(Sandbox sandbox, SignatureV2 claim, FormUpload upload, HttpRequest http)
            throws WireException {
        SignatureErrors errors = SignatureErrors.S3;
        StateReader state = sandbox.read().state();
        Caller caller = caller(sandbox, state, claim.accessKeyId(), errors);
        String signed = String.valueOf(upload.form().fields().get("policy"));
        claim.verifyForm(signed, sandbox.secretAccessKey(claim.accessKeyId()));
        Instant now = sandbox.now();
        token(sandbox, claim.accessKeyId(), claim.token(), caller, now, errors);
        PostPolicy policy = PostPolicy.parse(signed);
        policy.require(upload.judged(), now, sandbox.clock().map(policy.expiration()));
        return new Authentication(
                Vantages.place(state, caller),
                new Signing(Signing.Method.POST, SignatureV2.ALGORITHM, null),
                Regions.DEFAULT,
                http.withBody(policy.bound(http.body())));
    }

    private static Authentication anonymous(Sandbox sandbox, SignatureErrors errors, HttpRequest http)
            throws WireException {
        HttpRequest bound = errors == SignatureErrors.S3 ? PayloadBinding.bind(http, null, null, null) : http;
        Caller caller = Caller.anonymous(Vantages.ofAnonymous(sandbox.read().state()));
        return new Authentication(caller, Signing.NONE, Regions.DEFAULT, bound);
    }

    private static void scope(SigningClaim claim, ServiceModel service, SignatureErrors errors) throws WireException {
        if (!claim.service().equals(service.signingName())) {
            throw errors == SignatureErrors.S3
                    ? errors.credential(
                            "incorrect service \"" + claim.service() + "\". This endpoint belongs to \"s3\".",
                            claim.carrier() != SigningClaim.Carrier.HEADER)
                    : errors.mismatch(
                            "Credential should be scoped to correct service: '" + service.signingName() + "'. ");
        }
        region(claim.region(), service, claim.carrier() != SigningClaim.Carrier.HEADER, errors);
    }

    /** Refuses a Region that is none, or that a service is not in. */
    private static void region(String signed, ServiceModel service, boolean inQuery, SignatureErrors errors)
            throws WireException {
        String region = Regions.of(service.name(), signed);
        boolean global = Regions.isGlobal(service.name());
        if (global ? !region.equals(Regions.DEFAULT) : !Regions.exists(region)) {
            if (errors != SignatureErrors.S3) {
                throw errors.mismatch("Credential should be scoped to a valid region. ");
            }
            throw errors.wrongRegion(signed, Regions.DEFAULT, inQuery);
        }
    }

    private Caller caller(Sandbox sandbox, StateReader state, String accessKeyId, SignatureErrors errors)
            throws WireException {
        AccessKeyIds.Parts parts = AccessKeyIds.decode(accessKeyId)
                .filter(key -> key.tag() == sandbox.tag())
                .orElse(null);
        if (parts == null) {
            throw errors.unknownKey(accessKeyId);
        }
        Caller caller = parts.prefix().equals("AKIA")
                ? longTerm(state, parts, accessKeyId)
                : services.sessions()
                        .session(state, parts.handle(), accessKeyId)
                        .orElse(null);
        if (caller == null
                || !caller.account().equals(parts.account())
                || services.organizations().isClosed(state, parts.account())) {
            throw errors.unknownKey(accessKeyId);
        }
        return caller;
    }

    private @Nullable Caller longTerm(StateReader state, AccessKeyIds.Parts parts, String accessKeyId) {
        Identities.Key key = services.identities().key(state, parts.handle()).orElse(null);
        if (key == null || !key.active()) {
            return null;
        }
        Identities.Entity user = key.owner();
        if (user == null) {
            return Caller.root(key.account(), accessKeyId, Vantage.DEFAULT);
        }
        return Principals.user(user, accessKeyId);
    }

    /** Long-term keys come without a token, temporary ones with theirs and before their end. */
    private static void token(
            Sandbox sandbox,
            String accessKeyId,
            @Nullable String token,
            Caller caller,
            Instant now,
            SignatureErrors errors)
            throws WireException {
        Caller.Session session = caller.session();
        if (session == null) {
            if (token != null) {
                throw errors.badToken(token);
            }
            return;
        }
        if (token == null) {
            throw errors.unknownKey(accessKeyId); // without its token it is no key
        }
        byte[] expected = sandbox.sessionToken(accessKeyId).getBytes(StandardCharsets.UTF_8);
        byte[] sent = token.getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, sent)) {
            throw errors.badToken(token);
        }
        if (!now.isBefore(session.expires())) {
            throw errors.expiredToken(token);
        }
    }
}
