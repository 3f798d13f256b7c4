package dev.glasshouse.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.wire.RejectedBodyException;
import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SignatureTest {

    private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final RequestSigner S3 = new RequestSigner("AKIDEXAMPLE", SECRET, null, "us-east-1", "s3");
    private static final RequestSigner IAM = new RequestSigner("AKIDEXAMPLE", SECRET, null, "us-east-1", "iam");
    private static final String HASH = Keys.EMPTY_HASH;

    private final SignatureVerifier verifier = new SignatureVerifier();

    private static HttpRequest request(String method, String path, String query, String... headers) {
        HttpHeaders all = HttpHeaders.of(headers);
        if (!all.contains("Host")) {
            all = all.toBuilder().add("Host", "127.0.0.1:4566").build();
        }
        return new HttpRequest(
                method, path, query, all, InputStream.nullInputStream(), new Connection("127.0.0.1", null));
    }

    private static SignatureVerifier.Clocks at(Instant now) {
        return new SignatureVerifier.Clocks(now, now, UnaryOperator.identity());
    }

    private void verify(HttpRequest request, String hash, Instant now, SignatureErrors errors) throws WireException {
        SigningClaim claim = SignatureParser.parse(request, errors).orElseThrow();
        verifier.verify(request, claim, SECRET, hash, at(now), errors);
    }

    private static WireError refusal(ThrowingCallable call) {
        WireException[] thrown = new WireException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(WireException.class, e -> thrown[0] = e);
        return thrown[0].error();
    }

    private static HttpRequest with(HttpRequest request, String name, String value) {
        return request.withHeaders(
                request.headers().toBuilder().set(name, value).build());
    }

    // ---- known answers

    @Test
    void theSigningKeyIsTheOneOfAwssExample() {
        byte[] key = Keys.derive("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20120215", "us-east-1", "iam");
        assertThat(java.util.HexFormat.of().formatHex(key))
                .isEqualTo("f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d");
    }

    @Test
    void theSignatureOfAnS3GetIsTheOneOfAwssExample() throws Exception {
        HttpRequest get = request(
                "GET",
                "/test.txt",
                null,
                "Host",
                "examplebucket.s3.amazonaws.com",
                "Range",
                "bytes=0-9",
                "x-amz-content-sha256",
                HASH,
                "x-amz-date",
                "20130524T000000Z",
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                        + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                        + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
        SigningClaim claim = SignatureParser.parse(get, SignatureErrors.S3).orElseThrow();
        assertThat(claim.region()).isEqualTo("us-east-1");
        verifier.verify(
                get,
                claim,
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                HASH,
                at(Instant.parse("2013-05-24T00:00:00Z")),
                SignatureErrors.S3);
    }

    @Test
    void thePresignedUrlOfAwssExampleIsGoodForItsDayAndNoLonger() throws Exception {
        HttpRequest get = request(
                "GET",
                "/test.txt",
                "X-Amz-Algorithm=AWS4-HMAC-SHA256"
                        + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                        + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                        + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
                "Host",
                "examplebucket.s3.amazonaws.com");
        SigningClaim claim = SignatureParser.parse(get, SignatureErrors.S3).orElseThrow();
        String secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        Instant signed = Instant.parse("2013-05-24T00:00:00Z");
        verifier.verify(get, claim, secret, "UNSIGNED-PAYLOAD", at(signed.plusSeconds(86400)), SignatureErrors.S3);
        WireError late = refusal(() -> verifier.verify(
                get, claim, secret, "UNSIGNED-PAYLOAD", at(signed.plusSeconds(86401)), SignatureErrors.S3));
        assertThat(late.code()).isEqualTo("AccessDenied");
        assertThat(late.message()).isEqualTo("Request has expired");
        assertThat(late.details())
                .containsEntry("X-Amz-Expires", "86400")
                .containsEntry("Expires", "2013-05-25T00:00:00Z")
                .containsEntry("ServerTime", "2013-05-25T00:00:01Z");
    }

    // ---- pitfalls

    @Test
    void aForgedSignatureWithAKnownKeyIdIsRefused() {
        HttpRequest signed = S3.sign(request("GET", "/b/k", null), HASH, NOW);
        String forged =
                signed.headers().first("Authorization").orElseThrow().replaceFirst("Signature=.{4}", "Signature=0000");
        WireError error = refusal(() -> verify(with(signed, "Authorization", forged), HASH, NOW, SignatureErrors.S3));
        assertThat(error.code()).isEqualTo("SignatureDoesNotMatch");
        assertThat(error.httpStatus()).isEqualTo(403);
        assertThat(error.details())
                .containsKeys("AWSAccessKeyId", "StringToSign", "SignatureProvided", "CanonicalRequest");
    }

    @Test
    void theBodyIsBoundToItsHash() throws Exception {
        byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
        HttpRequest signed = S3.sign(request("PUT", "/b/k", null), Keys.hash(body), NOW);
        HttpRequest good =
                PayloadBinding.bind(signed.withBody(new ByteArrayInputStream(body)), Keys.hash(body), null, null);
        assertThat(good.body().readAllBytes()).isEqualTo(body);
        HttpRequest other = PayloadBinding.bind(
                signed.withBody(new ByteArrayInputStream("hellp".getBytes(StandardCharsets.UTF_8))),
                Keys.hash(body),
                null,
                null);
        assertThatThrownBy(() -> other.body().readAllBytes())
                .isInstanceOfSatisfying(
                        RejectedBodyException.class,
                        e -> assertThat(e.error().code()).isEqualTo("XAmzContentSHA256Mismatch"));
    }

    @Test
    void aRequestIsGoodForFifteenMinutesAtS3AndFiveElsewhere() throws Exception {
        HttpRequest s3 = S3.sign(request("GET", "/b/k", null), HASH, NOW);
        verify(s3, HASH, NOW.plus(Duration.ofMinutes(15)), SignatureErrors.S3);
        WireError skewed = refusal(() -> verify(s3, HASH, NOW.plusSeconds(901), SignatureErrors.S3));
        assertThat(skewed.code()).isEqualTo("RequestTimeTooSkewed");
        assertThat(skewed.details()).containsEntry("MaxAllowedSkewMilliseconds", "900000");

        HttpRequest iam = IAM.sign(request("POST", "/", null), HASH, NOW);
        verify(iam, HASH, NOW.plus(Duration.ofMinutes(5)), SignatureErrors.QUERY);
        WireError expired = refusal(() -> verify(iam, HASH, NOW.plusSeconds(301), SignatureErrors.QUERY));
        assertThat(expired.code()).isEqualTo("SignatureDoesNotMatch");
        assertThat(expired.message())
                .isEqualTo("Signature expired: 20261123T200000Z is now earlier than 20261123T200001Z"
                        + " (20261123T200501Z - 5 min.)");
        WireError early = refusal(() -> verify(iam, HASH, NOW.minusSeconds(301), SignatureErrors.JSON));
        assertThat(early.code()).isEqualTo("InvalidSignatureException");
        assertThat(early.message()).startsWith("Signature not yet current: 20261123T200000Z is still later than");
    }

    @Test
    void aFreshSignatureIsGoodByEitherClockAndAnExpiryIsReckonedInTheSandboxesTime() throws Exception {
        Duration ahead = Duration.ofHours(2);
        HttpRequest url = S3.presign(request("GET", "/b/k", null), Duration.ofHours(1), NOW);
        HttpRequest fresh = S3.sign(request("GET", "/b/k", null), HASH, NOW);
        // the clock was advanced by two hours right after the URL was made
        SignatureVerifier.Clocks clocks =
                new SignatureVerifier.Clocks(NOW, NOW.plus(ahead), date -> date.isAfter(NOW) ? date.plus(ahead) : date);
        verifier.verify(
                fresh,
                SignatureParser.parse(fresh, SignatureErrors.S3).orElseThrow(),
                SECRET,
                HASH,
                clocks,
                SignatureErrors.S3);
        SigningClaim claim = SignatureParser.parse(url, SignatureErrors.S3).orElseThrow();
        assertThat(refusal(() -> verifier.verify(url, claim, SECRET, "UNSIGNED-PAYLOAD", clocks, SignatureErrors.S3))
                        .message())
                .isEqualTo("Request has expired");
    }

    @Test
    void theTokenOfASessionMustBeSigned() {
        RequestSigner session = new RequestSigner("ASIAEXAMPLE", SECRET, "token", "us-east-1", "s3");
        HttpRequest unsigned = with(S3.sign(request("GET", "/b/k", null), HASH, NOW), "X-Amz-Security-Token", "token");
        WireError error = refusal(() -> verify(unsigned, HASH, NOW, SignatureErrors.S3));
        assertThat(error.message()).isEqualTo("There were headers present in the request which were not signed");
        assertThat(error.details()).containsEntry("HeadersNotSigned", "x-amz-security-token");
        HttpRequest signed = session.sign(request("GET", "/b/k", null), HASH, NOW);
        assertThat(refusal(() -> verify(with(signed, "X-Amz-Security-Token", "other"), HASH, NOW, SignatureErrors.S3))
                        .code())
                .isEqualTo("SignatureDoesNotMatch");
    }

    @Test
    void aCredentialCannotBeSmuggledWithoutItsAlgorithm() {
        for (String header : new String[] {
            "AWS4-HMAC-SHA512 Credential=AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request",
            "Bearer AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request",
            "AWS AKIDEXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=",
            "AWS4-ECDSA-P256-SHA256X Credential=AKIDEXAMPLE/20261123/s3/aws4_request, SignedHeaders=host, Signature=00"
        }) {
            HttpRequest request = request("GET", "/b/k", null, "Authorization", header);
            assertThat(refusal(() -> SignatureParser.parse(request, SignatureErrors.S3)))
                    .satisfies(error -> assertThat(error.code()).isEqualTo("InvalidArgument"))
                    .satisfies(error -> assertThat(error.message())
                            .isEqualTo(
                                    header.startsWith("AWS ")
                                            ? "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature"
                                            : "Unsupported Authorization Type"));
        }
        assertThat(refusal(() -> SignatureParser.parse(
                                request("GET", "/b/k", "AWSAccessKeyId=A&Signature=x&Expires=1"), SignatureErrors.S3))
                        .code())
                .isEqualTo("AccessDenied");
    }

    @Test
    void aSignatureInTheHeaderAndInTheQueryAtOnceIsRefused() {
        HttpRequest both = S3.sign(request("GET", "/b/k", "X-Amz-Algorithm=AWS4-HMAC-SHA256"), HASH, NOW);
        assertThat(refusal(() -> SignatureParser.parse(both, SignatureErrors.S3))
                        .code())
                .isEqualTo("InvalidArgument");
    }

    @Test
    void aUrlIsPresignedForAtMostSevenDaysAndNotFromTheFuture() throws Exception {
        HttpRequest week = S3.presign(request("GET", "/b/k", null), Duration.ofDays(7), NOW);
        verify(week, "UNSIGNED-PAYLOAD", NOW, SignatureErrors.S3);
        HttpRequest longer =
                S3.presign(request("GET", "/b/k", null), Duration.ofDays(7).plusSeconds(1), NOW);
        WireError error = refusal(() -> SignatureParser.parse(longer, SignatureErrors.S3));
        assertThat(error.code()).isEqualTo("AuthorizationQueryParametersError");
        assertThat(error.message()).contains("must be less than a week");
        assertThat(refusal(() -> verify(week, "UNSIGNED-PAYLOAD", NOW.minusSeconds(901), SignatureErrors.S3))
                        .message())
                .isEqualTo("Request is not yet valid");
    }

    @Test
    void eachFamilySpellsAnUnknownKeyInItsOwnWay() {
        assertThat(SignatureErrors.S3.unknownKey("AKIAX").error().code()).isEqualTo("InvalidAccessKeyId");
        assertThat(SignatureErrors.QUERY.unknownKey("AKIAX").error().code()).isEqualTo("InvalidClientTokenId");
        WireError json = SignatureErrors.JSON.unknownKey("AKIAX").error();
        assertThat(json.code()).isEqualTo("UnrecognizedClientException");
        assertThat(json.httpStatus()).isEqualTo(400);
        assertThat(json.message()).isEqualTo("The security token included in the request is invalid.");
    }

    @Test
    void aRequestWithoutAnySignatureMakesNoClaim() throws Exception {
        assertThat(SignatureParser.parse(request("GET", "/b/k", "list-type=2"), SignatureErrors.S3))
                .isEmpty();
    }

    // ---- canonical forms

    @Test
    void s3TakesPathsAsTheyAreAndOtherServicesNormaliseThem() {
        HttpRequest odd = request("GET", "/b/a//x/../k%20%C3%A9", null);
        SigningClaim s3 = claim("s3");
        assertThat(CanonicalRequest.of(odd, s3, HASH).split("\n")[1]).isEqualTo("/b/a//x/../k%20%C3%A9");
        assertThat(CanonicalRequest.of(odd, claim("iam"), HASH).split("\n")[1]).isEqualTo("/b/a/k%2520%25C3%25A9");
    }

    @Test
    void aQueryIsSortedByNameThenValueAndHeadersAreTrimmed() {
        HttpRequest request = request("GET", "/", "b=2&a=2&a=1&a-b&X-Amz-Signature=x", "Host", "  h   o  ");
        String[] lines = CanonicalRequest.of(request, claim("s3"), HASH).split("\n");
        assertThat(lines[2]).isEqualTo("a=1&a=2&a-b=&b=2");
        assertThat(lines[3]).isEqualTo("host:h o");
    }

    private static SigningClaim claim(String service) {
        return new SigningClaim(
                SigningClaim.Carrier.HEADER,
                SignatureAlgorithm.HMAC,
                "A",
                "20261123",
                "us-east-1",
                service,
                java.util.List.of("host"),
                "",
                "20261123T200000Z",
                NOW,
                Duration.ZERO,
                null);
    }

    // ---- properties

    @Property(tries = 200)
    void whatIsSignedVerifiesAndAnyOtherPathDoesNot(@ForAll String key, @ForAll String otherKey) throws Exception {
        String path = "/b/" + UriText.encode(key, true);
        String otherPath = "/b/" + UriText.encode(otherKey, true);
        HttpRequest signed = S3.sign(request("PUT", path, "x-id=PutObject"), HASH, NOW);
        verify(signed, HASH, NOW, SignatureErrors.S3);
        Assume.that(!path.equals(otherPath));
        HttpRequest moved = new HttpRequest(
                "PUT", otherPath, signed.rawQuery(), signed.headers(), signed.body(), signed.connection());
        assertThat(refusal(() -> verify(moved, HASH, NOW, SignatureErrors.S3)).code())
                .isEqualTo("SignatureDoesNotMatch");
    }

    @Property(tries = 500)
    void noAuthorizationHeaderDoesMoreThanToBeRefused(@ForAll String text, @ForAll boolean prefixed) {
        String header = prefixed ? "AWS4-HMAC-SHA256 " + text : text;
        HttpRequest request = request("GET", "/", null, "Authorization", header, "X-Amz-Date", "20261123T200000Z");
        assertThat(refusal(() -> SignatureParser.parse(request, SignatureErrors.QUERY))
                        .httpStatus())
                .isBetween(400, 403);
        assertThat(SignatureParser.claimed(request)).isNotNull();
    }
}
