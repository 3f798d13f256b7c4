package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AnalyticsConfiguration;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.S3Exception;

class LocksAndConfigurationsTest {

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(S3Exception.class, call);
    }

    private String lockedObject() {
        s3.createBucket(request -> request.bucket("locked").objectLockEnabledForBucket(true));
        return s3.putObject(request -> request.bucket("locked").key("k"), RequestBody.fromString("text"))
                .versionId();
    }

    @Test
    void a_retained_version_is_not_deleted_but_by_who_bypasses_governance() {
        String version = lockedObject();
        s3.putObjectRetention(request -> request.bucket("locked")
                .key("k")
                .retention(lock -> lock.mode(ObjectLockRetentionMode.GOVERNANCE)
                        .retainUntilDate(cloud.now().plus(Duration.ofDays(10)))));
        assertThat(failure(() -> s3.deleteObject(
                        request -> request.bucket("locked").key("k").versionId(version))))
                .isEqualTo("AccessDenied 403 Access Denied because object protected by object lock.");
        s3.deleteObject(
                request -> request.bucket("locked").key("k").versionId(version).bypassGovernanceRetention(true));
        assertThat(s3.listObjectVersions(request -> request.bucket("locked")).versions())
                .isEmpty();
    }

    @Test
    void compliance_yields_to_nobody_until_its_day() {
        String version = lockedObject();
        s3.putObjectRetention(request -> request.bucket("locked")
                .key("k")
                .retention(lock -> lock.mode(ObjectLockRetentionMode.COMPLIANCE)
                        .retainUntilDate(cloud.now().plus(Duration.ofDays(10)))));
        assertThat(failure(() -> s3.deleteObject(request ->
                        request.bucket("locked").key("k").versionId(version).bypassGovernanceRetention(true))))
                .startsWith("AccessDenied 403");
        cloud.advance(Duration.ofDays(11));
        s3.deleteObject(request -> request.bucket("locked").key("k").versionId(version));
    }

    @Test
    void lifecycle_rules_come_back_with_ids_and_are_checked() {
        s3.createBucket(request -> request.bucket("bucket"));
        assertThat(failure(() -> s3.getBucketLifecycleConfiguration(request -> request.bucket("bucket"))))
                .isEqualTo("NoSuchLifecycleConfiguration 404 The lifecycle configuration does not exist");
        LifecycleRule rule = LifecycleRule.builder()
                .status("Enabled")
                .filter(filter -> filter.prefix("logs/"))
                .expiration(expiration -> expiration.days(30))
                .build();
        s3.putBucketLifecycleConfiguration(
                request -> request.bucket("bucket").lifecycleConfiguration(configuration -> configuration.rules(rule)));
        var read = s3.getBucketLifecycleConfiguration(request -> request.bucket("bucket"));
        assertThat(read.rules().get(0).id()).hasSize(48);
        assertThat(read.transitionDefaultMinimumObjectSizeAsString()).isEqualTo("all_storage_classes_128K");
        LifecycleRule never =
                rule.toBuilder().expiration(expiration -> expiration.days(0)).build();
        assertThat(failure(() -> s3.putBucketLifecycleConfiguration(request ->
                        request.bucket("bucket").lifecycleConfiguration(configuration -> configuration.rules(never)))))
                .isEqualTo("InvalidArgument 400 'Days' for Expiration action must be a positive integer");
    }

    @Test
    void configurations_with_ids_are_got_and_listed() {
        s3.createBucket(request -> request.bucket("bucket"));
        for (String id : List.of("b", "a")) {
            s3.putBucketAnalyticsConfiguration(request -> request.bucket("bucket")
                    .id(id)
                    .analyticsConfiguration(
                            configuration -> configuration.id(id).storageClassAnalysis(analysis -> {})));
        }
        assertThat(s3.listBucketAnalyticsConfigurations(request -> request.bucket("bucket"))
                        .analyticsConfigurationList())
                .extracting(AnalyticsConfiguration::id)
                .containsExactly("a", "b");
        assertThat(failure(() -> s3.getBucketAnalyticsConfiguration(
                        request -> request.bucket("bucket").id("c"))))
                .isEqualTo("NoSuchConfiguration 404 The specified configuration does not exist.");
    }

    @Test
    void what_a_bucket_had_goes_with_it() {
        s3.createBucket(request -> request.bucket("bucket"));
        s3.putBucketWebsite(request -> request.bucket("bucket")
                .websiteConfiguration(site -> site.indexDocument(index -> index.suffix("index.html"))));
        s3.deleteBucket(request -> request.bucket("bucket"));
        s3.createBucket(request -> request.bucket("bucket"));
        assertThat(failure(() -> s3.getBucketWebsite(request -> request.bucket("bucket"))))
                .isEqualTo("NoSuchWebsiteConfiguration 404 The specified bucket does not have a website configuration");
    }
}
