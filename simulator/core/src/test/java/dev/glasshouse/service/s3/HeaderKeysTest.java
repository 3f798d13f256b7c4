package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.glasshouse.TestCloud;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a request says in its headers and its query reaches policies as condition keys, whichever operation says it. */
class HeaderKeysTest {

    private static final String OBJECTS = "arn:aws:s3:::bucket/*";
    private static final String ITSELF = "arn:aws:s3:::bucket";

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @BeforeEach
    void bucket() {
        s3.createBucket(request -> request.bucket("bucket"));
        s3.putObject(request -> request.bucket("bucket").key("a/source"), RequestBody.fromString("text"));
        s3.putObject(request -> request.bucket("bucket").key("b/source"), RequestBody.fromString("text"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static void copy(S3Client s3, String from, String directive) {
        s3.copyObject(request -> request.sourceBucket("bucket")
                .sourceKey(from)
                .destinationBucket("bucket")
                .destinationKey("copy")
                .metadataDirective(directive));
    }

    private static void copyPart(S3Client s3, String from) {
        String id = s3.createMultipartUpload(request -> request.bucket("bucket").key("parts"))
                .uploadId();
        s3.uploadPartCopy(request -> request.sourceBucket("bucket")
                .sourceKey(from)
                .destinationBucket("bucket")
                .destinationKey("parts")
                .uploadId(id)
                .partNumber(1));
    }

    private static void put(S3Client s3, String storageClass, String encryption) {
        s3.putObject(
                request -> request.bucket("bucket")
                        .key("put")
                        .storageClass(storageClass)
                        .serverSideEncryption(encryption),
                RequestBody.fromString("text"));
    }

    private static void begin(S3Client s3, String storageClass) {
        s3.createMultipartUpload(
                request -> request.bucket("bucket").key("begun").storageClass(storageClass));
    }

    private static void list(S3Client s3, String prefix) {
        s3.listObjectsV2(request -> request.bucket("bucket").prefix(prefix).maxKeys(7));
    }

    private static void versions(S3Client s3, String prefix, String delimiter) {
        s3.listObjectVersions(request -> request.bucket("bucket").prefix(prefix).delimiter(delimiter));
    }

    private static Arguments told(
            String action, String resource, String key, String value, Consumer<S3Client> with, Consumer<S3Client> not) {
        return Arguments.of(action, resource, key, value, with, not);
    }

    static Stream<Arguments> told() {
        return Stream.of(
                told(
                        "PutObject",
                        OBJECTS,
                        "s3:x-amz-copy-source",
                        "bucket/a/*",
                        s3 -> copy(s3, "a/source", "COPY"),
                        s3 -> copy(s3, "b/source", "COPY")),
                told(
                        "PutObject",
                        OBJECTS,
                        "s3:x-amz-copy-source",
                        "bucket/a/*",
                        s3 -> copyPart(s3, "a/source"),
                        s3 -> copyPart(s3, "b/source")),
                told(
                        "PutObject",
                        OBJECTS,
                        "s3:x-amz-metadata-directive",
                        "REPLACE",
                        s3 -> copy(s3, "a/source", "REPLACE"),
                        s3 -> copy(s3, "a/source", "COPY")),
                told(
                        "PutObject",
                        OBJECTS,
                        "s3:x-amz-storage-class",
                        "GLACIER",
                        s3 -> put(s3, "GLACIER", "AES256"),
                        s3 -> put(s3, "STANDARD_IA", "AES256")),
                told(
                        "PutObject",
                        OBJECTS,
                        "s3:x-amz-storage-class",
                        "GLACIER",
                        s3 -> begin(s3, "GLACIER"),
                        s3 -> begin(s3, "STANDARD_IA")),
                told(
                        "PutObject",
                        OBJECTS,
                        "s3:x-amz-server-side-encryption",
                        "AES256",
                        s3 -> put(s3, "STANDARD", "AES256"),
                        s3 -> put(s3, "STANDARD", null)),
                told("ListBucket", ITSELF, "s3:prefix", "a/*", s3 -> list(s3, "a/x"), s3 -> list(s3, "b/")),
                told(
                        "ListBucketVersions",
                        ITSELF,
                        "s3:prefix",
                        "a/*",
                        s3 -> versions(s3, "a/x", "/"),
                        s3 -> versions(s3, "b/", "/")),
                told(
                        "ListBucketVersions",
                        ITSELF,
                        "s3:delimiter",
                        "/",
                        s3 -> versions(s3, "a/", "/"),
                        s3 -> versions(s3, "a/", "-")));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("told")
    void a_deny_on_what_a_request_says_refuses_it_and_no_other(
            String action,
            String resource,
            String key,
            String value,
            Consumer<S3Client> with,
            Consumer<S3Client> without) {
        s3.putBucketPolicy(request -> request.bucket("bucket")
                .policy("""
                        {"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:%s","Resource":"%s",
                         "Condition":{"StringLike":{"%s":"%s"}}}}
                        """.formatted(action, resource, key, value).strip()));
        assertThat(TestCloud.failure(S3Exception.class, () -> with.accept(s3)))
                .startsWith("AccessDenied 403 ")
                .contains("s3:" + action)
                .contains("with an explicit deny in a resource-based policy");
        assertThatCode(() -> without.accept(s3)).doesNotThrowAnyException();
    }
}
