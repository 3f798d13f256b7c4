package dev.glasshouse.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.wire.RejectedBodyException;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asymmetric signatures, held against the public key that AWS publishes for its example and a signature of AWS's SDK. */
class SigV4aTest {

    private static final Instant THEN = Instant.parse("2015-08-30T12:36:00Z");
    private static final String ID = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final RequestSigner S3 = new RequestSigner(ID, SECRET, null, "us-east-1", "s3");

    private static HttpRequest get(@Nullable String query, String... headers) {
        return new HttpRequest(
                "GET",
                "/",
                query,
                HttpHeaders.of(headers),
                InputStream.nullInputStream(),
                new Connection("127.0.0.1", null));
    }

    private static SigningClaim verify(HttpRequest request, String payload) throws WireException {
        return verify(request, payload, THEN, SignatureErrors.JSON);
    }

    private static SigningClaim verify(HttpRequest request, String payload, Instant now, SignatureErrors errors)
            throws WireException {
        SigningClaim claim = SignatureParser.parse(request, errors).orElseThrow();
        SignatureVerifier.Clocks clocks = new SignatureVerifier.Clocks(now, now, UnaryOperator.identity());
        new SignatureVerifier().verify(request, claim, SECRET, payload, clocks, errors);
        return claim;
    }

    private static HttpRequest vanilla(String signature) {
        return get(
                null,
                "Host",
                "example.amazonaws.com",
                "X-Amz-Date",
                "20150830T123600Z",
                "X-Amz-Region-Set",
                "us-east-1",
                "Authorization",
                "AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/20150830/service/aws4_request,"
                        + " SignedHeaders=host;x-amz-date;x-amz-region-set, Signature=" + signature);
    }

    // made by the AWS SDK for JavaScript
    private static final String VANILLA = "304402206c8e97f7ed2541ed924ade73b4acf7c40156ee796b1f57156c77319278c93042"
            + "022006cc88645c0342fe86de83298e9e7aadba79f110d4362782ce14b44836ac6854";

    @Test
    void the_public_key_derives_from_the_secret_as_awss_does() {
        assertThat(HexFormat.of().formatHex(EcdsaKey.of(ID, SECRET).point()))
                .isEqualTo("04b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1"
                        + "865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518");
    }

    @Test
    void a_signature_of_awss_sdk_is_good() throws Exception {
        SigningClaim claim = verify(vanilla(VANILLA), Keys.EMPTY_HASH);
        assertThat(claim.algorithm()).isEqualTo(SignatureAlgorithm.ECDSA);
        assertThat(claim.scope()).isEqualTo("20150830/service/aws4_request");
        assertThat(claim.region()).isEqualTo("us-east-1");
    }

    @Test
    void a_presigned_request_is_good_for_its_hour_and_its_regions() throws Exception {
        String query = "X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256"
                + "&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fservice%2Faws4_request&X-Amz-Date=20150830T123600Z"
                + "&X-Amz-Expires=3600&X-Amz-Region-Set=us-east-1&X-Amz-SignedHeaders=host";
        String canonical = "GET\n/\n" + query + "\nhost:example.amazonaws.com\n\nhost\n" + Keys.EMPTY_HASH;
        String signature = EcdsaKey.sign(
                ID,
                SECRET,
                "AWS4-ECDSA-P256-SHA256\n20150830T123600Z\n20150830/service/aws4_request\n" + Keys.hash(canonical));
        HttpRequest good = get(query + "&X-Amz-Signature=" + signature, "Host", "example.amazonaws.com");
        assertThat(verify(good, Keys.EMPTY_HASH).carrier()).isEqualTo(SigningClaim.Carrier.QUERY);
        assertThatThrownBy(() -> verify(good, Keys.EMPTY_HASH, THEN.plusSeconds(3601), SignatureErrors.JSON))
                .hasMessageContaining("Signature expired");
        HttpRequest elsewhere = get(
                query.replace("us-east-1", "us-west-2") + "&X-Amz-Signature=" + signature,
                "Host",
                "example.amazonaws.com");
        assertThatThrownBy(() -> verify(elsewhere, Keys.EMPTY_HASH))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.error().code()).isEqualTo("InvalidSignatureException"));
    }

    @Test
    void another_signature_and_what_is_none_are_refused() {
        for (String signature : new String[] {
            VANILLA.replace("6c8e", "6c8f"),
            "",
            "zz",
            "30",
            VANILLA + "00",
            "*".repeat(144),
            "a".repeat(4000),
            "3006020100020100",
            "3006020101020100"
        }) {
            assertThatThrownBy(() -> verify(vanilla(signature), Keys.EMPTY_HASH))
                    .as(signature)
                    .isInstanceOfSatisfying(
                            WireException.class,
                            e -> assertThat(e.error().code()).isEqualTo("InvalidSignatureException"));
        }
    }

    @Test
    void the_regions_must_be_signed() throws Exception {
        HttpRequest signed =
                S3.signForRegions(get(null, "Host", "b.s3.us-east-1.amazonaws.com"), "*", "UNSIGNED-PAYLOAD", THEN);
        assertThat(verify(signed, "UNSIGNED-PAYLOAD", THEN, SignatureErrors.S3).region())
                .isEqualTo("us-east-1");
        HttpRequest wider = signed.withHeaders(
                signed.headers().toBuilder().set("X-Amz-Region-Set", "us-*").build());
        assertThatThrownBy(() -> verify(wider, "UNSIGNED-PAYLOAD", THEN, SignatureErrors.S3))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.error().code()).isEqualTo("SignatureDoesNotMatch"));
        HttpRequest loose = signed.withHeaders(signed.headers().toBuilder()
                .set(
                        "Authorization",
                        signed.headers().first("Authorization").orElseThrow().replace(";x-amz-region-set", ""))
                .build());
        assertThatThrownBy(() -> verify(loose, "UNSIGNED-PAYLOAD", THEN, SignatureErrors.S3))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.error().code()).isEqualTo("AccessDenied"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "us-east-1, s3.us-east-1.amazonaws.com, us-east-1",
                "us-*, s3.us-west-2.amazonaws.com:443, us-west-2",
                "*, s3.eu-west-1.amazonaws.com, eu-west-1",
                "us-*, s3.eu-west-1.amazonaws.com, -",
                "'eu-west-1,us-east-1', 127.0.0.1:4566, eu-west-1",
                "'us-*,eu-west-1', localhost, eu-west-1",
                "*, m.accesspoint.s3-global.amazonaws.com, us-east-1",
                "'', localhost, -",
                "us-*-1, localhost, -",
                "us east, localhost, -"
            })
    void a_request_goes_to_the_region_of_its_host_if_it_is_signed_for_it(
            String set, String host, @Nullable String region) {
        assertThat(RegionSet.parse(set)
                        .flatMap(regions -> regions.regionOf(host))
                        .orElse(null))
                .isEqualTo(region);
    }

    private static AwsChunkedInputStream chunked(String lastSignature, String trailerSignature) {
        String scope = "20150830/s3/aws4_request";
        String seed = "00";
        String data = sign("-PAYLOAD", scope, seed + "\n" + Keys.EMPTY_HASH + "\n" + Keys.hash("hello"));
        String end = sign("-PAYLOAD", scope, data + "\n" + Keys.EMPTY_HASH + "\n" + Keys.EMPTY_HASH);
        String trailer = sign("-TRAILER", scope, end + "\n" + Keys.hash("x-amz-checksum-crc32:NhCmhg==\n"));
        String body = "5;chunk-signature=" + data + "\r\nhello\r\n0;chunk-signature="
                + (lastSignature.isEmpty() ? end : lastSignature)
                + "\r\nx-amz-checksum-crc32:NhCmhg==\r\nx-amz-trailer-signature:"
                + (trailerSignature.isEmpty() ? trailer : trailerSignature) + "\r\n\r\n";
        return new AwsChunkedInputStream(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.US_ASCII)),
                5,
                Set.of("x-amz-checksum-crc32"),
                true,
                new AwsChunkedInputStream.ChunkSigning(EcdsaKey.of(ID, SECRET), ID, "20150830T123600Z", scope, seed));
    }

    private static String sign(String kind, String scope, String rest) {
        String signature = EcdsaKey.sign(
                ID, SECRET, "AWS4-ECDSA-P256-SHA256" + kind + "\n20150830T123600Z\n" + scope + "\n" + rest);
        return kind.equals("-PAYLOAD") ? signature + "*".repeat(144 - signature.length()) : signature;
    }

    @Test
    void each_chunk_and_the_trailer_are_verified() throws Exception {
        assertThat(chunked("", "").readAllBytes()).asString().isEqualTo("hello");
        assertThatThrownBy(() -> chunked("3006020101020101", "").readAllBytes())
                .isInstanceOf(RejectedBodyException.class);
        assertThatThrownBy(() -> chunked("", "3006020101020101").readAllBytes())
                .isInstanceOf(RejectedBodyException.class);
    }
}
