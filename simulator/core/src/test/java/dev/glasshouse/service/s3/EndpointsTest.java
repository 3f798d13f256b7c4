package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.sigv4.RequestSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The hosts by which a bucket is reached, and those that send a request on. */
class EndpointsTest {

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @BeforeEach
    void furnish() {
        s3.createBucket(request -> request.bucket("plain"));
        s3.putObject(request -> request.bucket("plain").key("key"), RequestBody.fromString("here"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    /** Status and body of the answer to who reads the key, signed for a Region or not at all. */
    private String get(String host, String path, @Nullable String region) {
        HttpRequest plain = new HttpRequest(
                "GET",
                path,
                null,
                HttpHeaders.of("Host", host),
                new ByteArrayInputStream(new byte[0]),
                Connection.IN_PROCESS);
        Credentials admin = cloud.control().administrator(TestCloud.ACCOUNT);
        HttpRequest request = region == null
                ? plain
                : new RequestSigner(admin.accessKeyId(), admin.secretAccessKey(), null, region, "s3")
                        .sign(
                                plain,
                                "UNSIGNED-PAYLOAD",
                                cloud.simulator().sandboxes().wallClock().now());
        var answer = cloud.simulator().handle(request, cloud.sandbox());
        try (InputStream in = answer.body().open()) {
            return answer.status() + " " + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.s3.amazonaws.com",
                "PLAIN.s3.amazonaws.com:443",
                "plain.s3.us-east-1.amazonaws.com",
                "plain.s3-us-east-1.amazonaws.com",
                "plain.s3.dualstack.us-east-1.amazonaws.com",
                "plain.s3-fips.us-east-1.amazonaws.com",
                "plain.s3-external-1.amazonaws.com",
                "plain.s3.localhost:4566",
                "plain.localhost"
            })
    void a_bucket_stands_in_the_host(String host) {
        assertThat(get(host, "/key", "us-east-1")).isEqualTo("200 here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3.amazonaws.com",
                "s3.us-east-1.amazonaws.com",
                "s3-us-east-1.amazonaws.com",
                "s3.dualstack.us-east-1.amazonaws.com",
                "127.0.0.1:4566",
                "localhost"
            })
    void a_bucket_stands_in_the_path(String host) {
        assertThat(get(host, "/plain/key", "us-east-1")).isEqualTo("200 here");
    }

    @Test
    void another_regions_endpoint_sends_on_whom_it_knows_and_nobody() {
        for (String region : new String[] {"eu-west-1", null}) {
            assertThat(get("plain.s3.eu-west-1.amazonaws.com", "/key", region))
                    .startsWith("301 ")
                    .contains("<Code>PermanentRedirect</Code>")
                    .contains("<Endpoint>plain.s3.amazonaws.com</Endpoint><Bucket>plain</Bucket>");
        }
        assertThat(get("plain.s3.eu-west-1.amazonaws.com", "/key", "us-east-1"))
                .startsWith("400 ")
                .contains("<Code>AuthorizationHeaderMalformed</Code><Message>The authorization header is malformed; the"
                        + " region 'us-east-1' is wrong; expecting 'eu-west-1'</Message><Region>eu-west-1</Region>");
        assertThat(get("plain.s3.us-east-1.amazonaws.com", "/key", "eu-west-1"))
                .startsWith("400 ")
                .contains("the region 'eu-west-1' is wrong; expecting 'us-east-1'</Message>");
    }

    @Test
    void the_accelerating_endpoint_leads_to_buckets_that_want_it() {
        String host = "plain.s3-accelerate.amazonaws.com";
        assertThat(get(host, "/key", "us-east-1"))
                .startsWith("400 ")
                .contains(
                        "<Code>InvalidRequest</Code><Message>S3 Transfer Acceleration is not configured on this bucket"
                                + "</Message>");
        s3.putBucketAccelerateConfiguration(
                request -> request.bucket("plain").accelerateConfiguration(wanted -> wanted.status("Enabled")));
        assertThat(get(host, "/key", "us-east-1")).isEqualTo("200 here");
        s3.putBucketAccelerateConfiguration(
                request -> request.bucket("plain").accelerateConfiguration(wanted -> wanted.status("Suspended")));
        assertThat(get(host, "/key", "us-east-1"))
                .contains("<Message>S3 Transfer Acceleration is disabled on this bucket</Message>");
    }
}
