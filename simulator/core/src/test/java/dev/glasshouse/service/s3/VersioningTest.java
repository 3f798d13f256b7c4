package dev.glasshouse.service.s3;

import static dev.glasshouse.TestCloud.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

class VersioningTest {

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @BeforeEach
    void bucket() {
        s3.createBucket(request -> request.bucket("bucket"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private void versioning(BucketVersioningStatus status) {
        s3.putBucketVersioning(
                request -> request.bucket("bucket").versioningConfiguration(versions -> versions.status(status)));
    }

    private String put(String text) {
        return s3.putObject(request -> request.bucket("bucket").key("k"), RequestBody.fromString(text))
                .versionId();
    }

    private String get(String version) {
        return s3.getObjectAsBytes(request -> request.bucket("bucket").key("k").versionId(version))
                .asUtf8String();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(S3Exception.class, call);
    }

    private List<String> versions() {
        return s3.listObjectVersions(request -> request.bucket("bucket")).versions().stream()
                .map(ObjectVersion::versionId)
                .toList();
    }

    @Test
    void what_was_there_before_versioning_is_the_version_null() {
        assertThat(put("0")).isNull();
        versioning(BucketVersioningStatus.ENABLED);
        String first = put("1");
        assertThat(first).hasSize(32);
        assertThat(get("null")).isEqualTo("0");
        assertThat(get(first)).isEqualTo("1");
        assertThat(versions()).containsExactly(first, "null");
    }

    @Test
    void no_marker_stands_under_a_key_that_no_object_can_have() {
        versioning(BucketVersioningStatus.ENABLED);
        String longest = "k".repeat(1024);
        var answer = s3.deleteObjects(request -> request.bucket("bucket")
                .delete(all -> all.objects(
                        ObjectIdentifier.builder().key(longest + "k").build(),
                        ObjectIdentifier.builder().key(longest).build())));
        assertThat(answer.errors()).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("KeyTooLongError");
            assertThat(error.message()).isEqualTo("Your key is too long");
        });
        assertThat(s3.listObjectVersions(request -> request.bucket("bucket")).deleteMarkers())
                .singleElement()
                .satisfies(marker -> assertThat(marker.key()).isEqualTo(longest));
    }

    @Test
    void a_delete_marker_hides_the_object_until_it_is_deleted_itself() {
        versioning(BucketVersioningStatus.ENABLED);
        String first = put("1");
        var deleted = s3.deleteObject(request -> request.bucket("bucket").key("k"));
        assertThat(deleted.deleteMarker()).isTrue();
        S3Exception gone = catchThrowableOfType(S3Exception.class, () -> get(null));
        assertThat(fault(gone)).isEqualTo("NoSuchKey 404 The specified key does not exist.");
        assertThat(gone.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-delete-marker"))
                .contains("true");
        assertThat(failure(() -> get(deleted.versionId())))
                .isEqualTo("MethodNotAllowed 405 The specified method is not allowed against this resource.");
        assertThat(get(first)).isEqualTo("1");
        s3.deleteObject(request -> request.bucket("bucket").key("k").versionId(deleted.versionId()));
        assertThat(get(null)).isEqualTo("1");
    }

    @Test
    void a_suspended_bucket_overwrites_the_version_null_alone() {
        versioning(BucketVersioningStatus.ENABLED);
        String first = put("1");
        versioning(BucketVersioningStatus.SUSPENDED);
        put("2");
        put("3");
        assertThat(versions()).containsExactly("null", first);
        assertThat(get("null")).isEqualTo("3");
        assertThat(s3.deleteObject(request -> request.bucket("bucket").key("k")).versionId())
                .isEqualTo("null");
        assertThat(versions()).containsExactly(first);
    }

    @Test
    void a_bucket_with_versions_is_not_empty() {
        versioning(BucketVersioningStatus.ENABLED);
        put("1");
        s3.deleteObject(request -> request.bucket("bucket").key("k"));
        assertThat(failure(() -> s3.deleteBucket(request -> request.bucket("bucket"))))
                .isEqualTo(
                        "BucketNotEmpty 409 The bucket you tried to delete is not empty. You must delete all versions in"
                                + " the bucket.");
    }

    @Test
    void ids_that_cannot_be_and_ids_that_are_not_are_told_apart() {
        assertThat(failure(() -> get("HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD")))
                .isEqualTo("InvalidArgument 400 Invalid version id specified");
        versioning(BucketVersioningStatus.ENABLED);
        put("1");
        assertThat(failure(() -> get("HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD")))
                .isEqualTo("NoSuchVersion 404 The specified version does not exist.");
        assertThat(failure(() -> get("short"))).isEqualTo("InvalidArgument 400 Invalid version id specified");
    }

    @Test
    void a_version_is_read_and_deleted_by_actions_of_their_own() {
        versioning(BucketVersioningStatus.ENABLED);
        String first = put("1");
        Credentials reader = cloud.user("reader", TestCloud.allow("s3:GetObject", "*"));
        S3Client client = cloud.as(reader, S3Client.builder());
        assertThat(client.getObjectAsBytes(request -> request.bucket("bucket").key("k"))
                        .asUtf8String())
                .isEqualTo("1");
        assertThat(failure(() -> client.getObjectAsBytes(
                        request -> request.bucket("bucket").key("k").versionId(first))))
                .startsWith("AccessDenied 403")
                .contains("s3:GetObjectVersion");
    }

    @Test
    void versions_are_listed_page_by_page() {
        versioning(BucketVersioningStatus.ENABLED);
        String first = put("1");
        String second = put("2");
        var page = s3.listObjectVersions(request -> request.bucket("bucket").maxKeys(1));
        assertThat(page.isTruncated()).isTrue();
        assertThat(page.versions().get(0).versionId()).isEqualTo(second);
        var rest = s3.listObjectVersions(request ->
                request.bucket("bucket").keyMarker(page.nextKeyMarker()).versionIdMarker(page.nextVersionIdMarker()));
        assertThat(rest.versions()).extracting(ObjectVersion::versionId).containsExactly(first);
        assertThat(failure(() -> s3.listObjectVersions(
                        request -> request.bucket("bucket").versionIdMarker(first))))
                .isEqualTo("InvalidArgument 400 A version-id marker cannot be specified without a key marker.");
    }

    @Test
    void mfa_delete_is_for_the_root_user() {
        assertThat(failure(() -> s3.putBucketVersioning(request -> request.bucket("bucket")
                        .mfa("serial 123456")
                        .versioningConfiguration(versions ->
                                versions.status(BucketVersioningStatus.ENABLED).mfaDelete("Enabled")))))
                .isEqualTo("AccessDenied 403 This operation may only be performed by root account");
    }

    @Test
    void the_root_user_deletes_versions_with_a_code_of_its_device() {
        cloud.sandbox().setRunning(false);
        String arn = "arn:aws:iam::" + TestCloud.ACCOUNT + ":root";
        IamClient iam = cloud.as(cloud.control().credentials(arn), IamClient.builder());
        S3Client root = cloud.as(cloud.control().credentials(arn), S3Client.builder());
        String serial = iam.createVirtualMFADevice(request -> request.virtualMFADeviceName("root"))
                .virtualMFADevice()
                .serialNumber();
        String first = cloud.control().mfaCode(TestCloud.ACCOUNT, serial);
        cloud.advance(java.time.Duration.ofSeconds(30));
        String second = cloud.control().mfaCode(TestCloud.ACCOUNT, serial);
        iam.enableMFADevice(request -> request.userName(TestCloud.ACCOUNT)
                .serialNumber(serial)
                .authenticationCode1(first)
                .authenticationCode2(second));
        cloud.advance(java.time.Duration.ofSeconds(30));
        root.putBucketVersioning(request -> request.bucket("bucket")
                .mfa(serial + " " + cloud.control().mfaCode(TestCloud.ACCOUNT, serial))
                .versioningConfiguration(versions ->
                        versions.status(BucketVersioningStatus.ENABLED).mfaDelete("Enabled")));
        assertThat(root.getBucketVersioning(request -> request.bucket("bucket")).mfaDeleteAsString())
                .isEqualTo("Enabled");
        String version = put("1");
        assertThat(failure(() -> root.deleteObject(
                        request -> request.bucket("bucket").key("k").versionId(version))))
                .isEqualTo("AccessDenied 403 Mfa Authentication must be used for this request");
        assertThat(failure(() -> s3.deleteObject(
                        request -> request.bucket("bucket").key("k").versionId(version))))
                .startsWith("AccessDenied 403");
        cloud.advance(java.time.Duration.ofSeconds(30));
        root.deleteObject(request -> request.bucket("bucket")
                .key("k")
                .versionId(version)
                .mfa(serial + " " + cloud.control().mfaCode(TestCloud.ACCOUNT, serial)));
        assertThat(s3.listObjectVersions(request -> request.bucket("bucket")).versions())
                .isEmpty();
    }
}
