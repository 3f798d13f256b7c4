package dev.glasshouse.service.s3;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.ApiClient;
import dev.glasshouse.TestCloud;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.MetricsConfiguration;
import software.amazon.awssdk.services.s3.model.Tiering;
import software.amazon.awssdk.services.s3control.S3ControlClient;

/** What S3 gives back of configurations: each line of {@code configurations.txt}, and statuses and pages. */
class ConfigurationAnswersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TestCloud CLOUD = new TestCloud("configurations");
    private static final ApiClient CLIENT =
            CLOUD.simulator().client(CLOUD.sandbox(), CLOUD.control().administrator(ACCOUNT));
    private static final S3Client S3 = CLOUD.admin(S3Client.builder());
    private static final S3ControlClient CONTROL = CLOUD.admin(S3ControlClient.builder());

    @BeforeAll
    static void furnish() {
        for (String bucket : List.of("bucket", "other", "pages", "codes")) {
            S3.createBucket(request -> request.bucket(bucket));
            S3.putBucketVersioning(
                    request -> request.bucket(bucket).versioningConfiguration(status -> status.status("Enabled")));
        }
    }

    @AfterAll
    static void close() {
        CLOUD.close();
    }

    static Stream<String> lines() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ConfigurationAnswersTest.class.getResourceAsStream("configurations.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.startsWith("#")).toList().stream();
        }
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_configuration_is_given_back_as_s3_keeps_it(String line) throws IOException {
        String[] parts = line.split(" \\| ", 4);
        ObjectNode asked = json(parts[1]).put("Bucket", "bucket");
        assertThat(CLIENT.call("s3:Put" + parts[0], asked).error()).isNull();
        ObjectNode input = JSON.createObjectNode().put("Bucket", "bucket");
        if (asked.has("Id")) {
            input.put("Id", asked.path("Id").asText());
        }
        ApiClient.Answer got = CLIENT.call("s3:Get" + parts[0], input);
        assertThat(got.error()).isNull();
        JsonNode expected =
                parts[2].equals("same") ? asked.deepCopy().without(List.of("Bucket", "Id")) : json(parts[2]);
        assertThat(JSON.readTree(got.output().toString())).isEqualTo(expected);
    }

    private static int status(AwsResponse response) {
        return response.sdkHttpResponse().statusCode();
    }

    @Test
    void configurations_with_ids_are_put_and_deleted_with_204() {
        assertThat(status(S3.putBucketMetricsConfiguration(
                        request -> request.bucket("codes").id("a").metricsConfiguration(metrics -> metrics.id("a")))))
                .isEqualTo(204);
        assertThat(status(S3.putBucketAnalyticsConfiguration(request -> request.bucket("codes")
                        .id("a")
                        .analyticsConfiguration(analytics -> analytics.id("a").storageClassAnalysis(analysis -> {})))))
                .isEqualTo(204);
        assertThat(status(S3.putBucketIntelligentTieringConfiguration(request -> request.bucket("codes")
                        .id("a")
                        .intelligentTieringConfiguration(tiering -> tiering.id("a")
                                .status("Enabled")
                                .tierings(Tiering.builder()
                                        .days(90)
                                        .accessTier("ARCHIVE_ACCESS")
                                        .build())))))
                .isEqualTo(204);
        assertThat(status(S3.putBucketInventoryConfiguration(request -> request.bucket("codes")
                        .id("a")
                        .inventoryConfiguration(inventory -> inventory
                                .id("a")
                                .isEnabled(true)
                                .includedObjectVersions("All")
                                .schedule(schedule -> schedule.frequency("Daily"))
                                .destination(to -> to.s3BucketDestination(bucket ->
                                        bucket.bucket("arn:aws:s3:::other").format("CSV")))))))
                .isEqualTo(204);
        assertThat(status(S3.deleteBucketMetricsConfiguration(
                        request -> request.bucket("codes").id("a"))))
                .isEqualTo(204);
    }

    @Test
    void the_switches_of_an_account_are_put_with_201_and_deleted_with_204() {
        assertThat(status(CONTROL.putPublicAccessBlock(request -> request.accountId(ACCOUNT)
                        .publicAccessBlockConfiguration(block -> block.blockPublicAcls(true)))))
                .isEqualTo(201);
        for (int i = 0; i < 2; i++) {
            assertThat(status(CONTROL.deletePublicAccessBlock(request -> request.accountId(ACCOUNT))))
                    .isEqualTo(204);
        }
    }

    @Test
    void access_points_are_deleted_with_204_and_listed_of_buckets_that_are_there() {
        CONTROL.createAccessPoint(
                request -> request.accountId(ACCOUNT).name("point").bucket("codes"));
        assertThat(CONTROL.listAccessPoints(
                                request -> request.accountId(ACCOUNT).dataSourceType("ALL"))
                        .accessPointList())
                .singleElement()
                .satisfies(one -> assertThat(one.dataSourceType()).isEqualTo("S3"));
        assertThat(CONTROL.listAccessPoints(
                                request -> request.accountId(ACCOUNT).dataSourceId("fs-1"))
                        .accessPointList())
                .isEmpty();
        assertThat(CONTROL.getAccessPoint(request -> request.accountId(ACCOUNT).name("point"))
                        .creationDate()
                        .getNano())
                .isZero();
        assertThat(status(CONTROL.deleteAccessPoint(
                        request -> request.accountId(ACCOUNT).name("point"))))
                .isEqualTo(204);
        assertThat(TestCloud.failure(
                        AwsServiceException.class,
                        () -> CONTROL.listAccessPoints(
                                request -> request.accountId(ACCOUNT).bucket("nowhere"))))
                .isEqualTo("InvalidRequest 400 No access point attached to this bucket");
        assertThat(TestCloud.failure(
                        AwsServiceException.class,
                        () -> CONTROL.listAccessPoints(
                                request -> request.accountId(ACCOUNT).nextToken("x"))))
                .isEqualTo("InvalidRequest 400 Invalid nextToken");
        assertThat(TestCloud.failure(
                        AwsServiceException.class,
                        () -> CONTROL.listAccessPoints(request ->
                                request.accountId(ACCOUNT).dataSourceId("fs-1").dataSourceType("S3"))))
                .isEqualTo("InvalidRequest 400 DataSourceType must not be S3 if DataSourceId is provided");
    }

    @Test
    void a_bucket_has_a_thousand_configurations_listed_in_pages_of_a_hundred() {
        for (int i = 0; i < 1000; i++) {
            putMetrics(String.format("%03d", i));
        }
        List<Integer> sizes = new ArrayList<>();
        String token = null;
        do {
            String asked = token;
            var page = S3.listBucketMetricsConfigurations(
                    request -> request.bucket("pages").continuationToken(asked));
            assertThat(page.continuationToken()).isEqualTo(asked);
            assertThat(page.isTruncated()).isEqualTo(page.nextContinuationToken() != null);
            sizes.add(page.metricsConfigurationList().size());
            assertThat(page.metricsConfigurationList())
                    .extracting(MetricsConfiguration::id)
                    .isSorted();
            token = page.nextContinuationToken();
        } while (token != null);
        assertThat(sizes).hasSize(10).containsOnly(100);
        putMetrics("000");
        assertThat(TestCloud.failure(AwsServiceException.class, () -> putMetrics("one more")))
                .isEqualTo("MalformedXML 400 The XML you provided was not well-formed or did not validate against our"
                        + " published schema");
        assertThat(TestCloud.failure(AwsServiceException.class, () -> putMetrics("one-more")))
                .isEqualTo("TooManyConfigurations 400 You have attempted to create more configurations than the 1000"
                        + " allowed.");
    }

    private static void putMetrics(String id) {
        S3.putBucketMetricsConfiguration(
                request -> request.bucket("pages").id(id).metricsConfiguration(metrics -> metrics.id(id)));
    }

    @Test
    void cors_rules_of_more_than_64_kib_are_too_much() {
        CORSRule rule = CORSRule.builder()
                .allowedMethods("GET")
                .allowedOrigins("http://" + "a".repeat(1000))
                .build();
        assertThat(TestCloud.failure(
                        AwsServiceException.class,
                        () -> S3.putBucketCors(request -> request.bucket("codes")
                                .corsConfiguration(cors -> cors.corsRules(
                                        Stream.generate(() -> rule).limit(70).toList())))))
                .isEqualTo("MaxMessageLengthExceeded 400 Your request was too big.");
    }

    @Test
    void what_a_bucket_never_had_is_deleted_all_the_same() {
        assertThat(status(S3.deleteBucketCors(request -> request.bucket("codes"))))
                .isEqualTo(204);
        assertThat(status(S3.deleteBucketWebsite(request -> request.bucket("codes"))))
                .isEqualTo(204);
        assertThat(status(S3.deleteBucketLifecycle(request -> request.bucket("codes"))))
                .isEqualTo(204);
        assertThat(status(S3.deleteBucketReplication(request -> request.bucket("codes"))))
                .isEqualTo(204);
        assertThat(status(S3.deleteBucketTagging(request -> request.bucket("codes"))))
                .isEqualTo(204);
        assertThat(status(S3.deleteBucketPolicy(request -> request.bucket("codes"))))
                .isEqualTo(204);
    }
}
