package dev.glasshouse.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Requests that say in another header than {@code X-Amz-Date} when they were signed. */
class DatedRequestsTest {

    private static HttpRequest request(String... headers) {
        HttpHeaders.Builder all = HttpHeaders.of(headers).toBuilder()
                .add("Host", "s3.amazonaws.com")
                .add("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
                .add(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKID/20130524/us-east-1/s3/aws4_request,"
                                + " SignedHeaders=date;host;x-amz-content-sha256, Signature="
                                + "a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8");
        return new HttpRequest(
                "GET", "/", null, all.build(), new ByteArrayInputStream(new byte[0]), Connection.IN_PROCESS);
    }

    private static SigningClaim claim(String... headers) throws WireException {
        return SignatureParser.parse(request(headers), SignatureErrors.S3).orElseThrow();
    }

    @Test
    void a_date_of_http_or_of_signatures_stands_for_the_own_header() throws WireException {
        for (String date : new String[] {"Fri, 24 May 2013 01:02:03 GMT", "20130524T010203Z"}) {
            SigningClaim claim = claim("Date", date);
            assertThat(claim.amzDate()).isEqualTo("20130524T010203Z");
            assertThat(claim.signedAt()).isEqualTo(Instant.parse("2013-05-24T01:02:03Z"));
        }
    }

    @Test
    void the_own_header_goes_before_the_other() throws WireException {
        assertThat(claim("Date", "Sat, 25 May 2013 01:02:03 GMT", "X-Amz-Date", "20130524T040506Z")
                        .amzDate())
                .isEqualTo("20130524T040506Z");
        assertThatThrownBy(() -> claim("Date", "Fri, 24 May 2013 01:02:03 GMT", "X-Amz-Date", "yesterday"))
                .isInstanceOfSatisfying(
                        WireException.class,
                        e -> assertThat(e.error().message())
                                .isEqualTo("AWS authentication requires a valid Date or x-amz-date header"));
    }

    @Test
    void a_request_without_a_date_that_can_be_read_is_refused() {
        for (String[] headers : new String[][] {{}, {"Date", "yesterday"}, {"Date", ""}}) {
            assertThatThrownBy(() -> claim(headers))
                    .isInstanceOfSatisfying(
                            WireException.class,
                            e -> assertThat(e.error().code()).isEqualTo("AccessDenied"));
        }
    }
}
