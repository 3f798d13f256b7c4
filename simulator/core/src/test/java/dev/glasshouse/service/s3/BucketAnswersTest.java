package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.glasshouse.ApiClient;
import dev.glasshouse.TestCloud;
import dev.glasshouse.call.Age;
import dev.glasshouse.wire.WireError;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteMarkerReplicationStatus;
import software.amazon.awssdk.services.s3.model.EncryptionType;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.ReplicationRule;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;

/** What S3 answers about buckets and their configurations, member by member. */
class BucketAnswersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(S3Exception.class, call);
    }

    private static void assertRuleId(String id) {
        String uuid = new String(Base64.getDecoder().decode(id), StandardCharsets.US_ASCII);
        assertThat(UUID.fromString(uuid).version()).isEqualTo(4);
    }

    @Test
    void a_bucket_shows_its_arn_when_it_is_made_asked_for_and_listed() {
        var made = s3.createBucket(request -> request.bucket("bucket"));
        assertThat(made.location()).isEqualTo("/bucket");
        assertThat(made.bucketArn()).isEqualTo("arn:aws:s3:::bucket");
        var head = s3.headBucket(request -> request.bucket("bucket"));
        assertThat(head.bucketArn()).isEqualTo("arn:aws:s3:::bucket");
        assertThat(head.bucketRegion()).isEqualTo("us-east-1");
        assertThat(head.accessPointAlias()).isFalse();
        Bucket listed = s3.listBuckets().buckets().get(0);
        assertThat(listed.bucketArn()).isEqualTo("arn:aws:s3:::bucket");
        assertThat(listed.bucketRegion()).isNull();
    }

    @Test
    void in_2023_buckets_showed_no_arn() {
        try (TestCloud old = new TestCloud("old", Age.Y2023);
                S3Client client = old.admin(S3Client.builder())) {
            assertThat(client.createBucket(request -> request.bucket("bucket")).bucketArn())
                    .isNull();
            assertThat(client.headBucket(request -> request.bucket("bucket")).bucketArn())
                    .isNull();
            assertThat(client.listBuckets().buckets().get(0).bucketArn()).isNull();
        }
    }

    @Test
    void logs_go_where_their_group_may_write() {
        s3.createBucket(request -> request.bucket("logged"));
        s3.createBucket(request -> request.bucket("logs")
                .objectOwnership(ObjectOwnership.OBJECT_WRITER)
                .acl("log-delivery-write"));
        s3.putBucketLogging(request -> request.bucket("logged")
                .bucketLoggingStatus(status -> status.loggingEnabled(
                        logging -> logging.targetBucket("logs").targetPrefix("to/"))));
        assertThat(s3.getBucketLogging(request -> request.bucket("logged"))
                        .loggingEnabled()
                        .targetBucket())
                .isEqualTo("logs");
    }

    @Test
    void the_endpoint_of_all_regions_makes_a_bucket_in_another_one() {
        var made = s3.createBucket(request -> request.bucket("far")
                .createBucketConfiguration(configuration -> configuration.locationConstraint("eu-central-1")));
        assertThat(made.location()).isEqualTo("http://far.s3.amazonaws.com/");
        assertThat(s3.getBucketLocation(request -> request.bucket("far")).locationConstraintAsString())
                .isEqualTo("eu-central-1");
        assertThat(failure(() -> s3.createBucket(request -> request.bucket("far"))))
                .startsWith("BucketAlreadyOwnedByYou 409");
    }

    @Test
    void the_old_constraint_of_europe_is_kept_as_it_was_asked_for() {
        s3.createBucket(request -> request.bucket("old")
                .createBucketConfiguration(configuration -> configuration.locationConstraint("EU")));
        assertThat(s3.getBucketLocation(request -> request.bucket("old")).locationConstraintAsString())
                .isEqualTo("EU");
        assertThat(s3.listBuckets(request -> request.bucketRegion("eu-west-1")).buckets())
                .extracting(Bucket::name)
                .containsExactly("old");
    }

    @Test
    void rules_without_ids_get_the_base64_of_a_uuid() {
        s3.createBucket(request -> request.bucket("bucket"));
        s3.putBucketLifecycleConfiguration(request -> request.bucket("bucket")
                .lifecycleConfiguration(configuration -> configuration.rules(LifecycleRule.builder()
                        .status("Enabled")
                        .filter(filter -> filter.prefix(""))
                        .expiration(expiration -> expiration.days(1))
                        .build())));
        assertRuleId(s3.getBucketLifecycleConfiguration(request -> request.bucket("bucket"))
                .rules()
                .get(0)
                .id());
    }

    @Test
    void an_upload_says_when_which_rule_aborts_it() {
        s3.createBucket(request -> request.bucket("bucket"));
        s3.putBucketLifecycleConfiguration(request -> request.bucket("bucket")
                .lifecycleConfiguration(configuration -> configuration.rules(LifecycleRule.builder()
                        .id("tidy up")
                        .status("Enabled")
                        .filter(filter -> filter.prefix("logs/"))
                        .abortIncompleteMultipartUpload(abort -> abort.daysAfterInitiation(3))
                        .build())));
        var upload =
                s3.createMultipartUpload(request -> request.bucket("bucket").key("logs/1"));
        assertThat(upload.abortRuleId()).isEqualTo("tidy up");
        assertThat(upload.abortDate()).isAfter(cloud.now());
        assertThat(upload.abortDate().getEpochSecond() % 86_400).isZero();
        var parts =
                s3.listParts(request -> request.bucket("bucket").key("logs/1").uploadId(upload.uploadId()));
        assertThat(parts.abortDate()).isEqualTo(upload.abortDate());
        assertThat(parts.abortRuleId()).isEqualTo("tidy up");
        assertThat(s3.createMultipartUpload(request -> request.bucket("bucket").key("other"))
                        .abortDate())
                .isNull();
    }

    @Test
    void a_lifted_block_of_encryption_is_shown_as_none() {
        s3.createBucket(request -> request.bucket("bucket"));
        s3.putBucketEncryption(request -> request.bucket("bucket")
                .serverSideEncryptionConfiguration(
                        configuration -> configuration.rules(ServerSideEncryptionRule.builder()
                                .blockedEncryptionTypes(blocked -> blocked.encryptionType(EncryptionType.NONE))
                                .build())));
        assertThat(s3.getBucketEncryption(request -> request.bucket("bucket"))
                        .serverSideEncryptionConfiguration()
                        .rules()
                        .get(0)
                        .blockedEncryptionTypes()
                        .encryptionType())
                .containsExactly(EncryptionType.NONE);
    }

    private static QueueConfiguration queue(String name, Event event, FilterRule... rules) {
        return QueueConfiguration.builder()
                .queueArn("arn:aws:sqs:us-east-1:" + TestCloud.ACCOUNT + ":" + name)
                .events(event)
                .filter(filter -> filter.key(key -> key.filterRules(rules)))
                .build();
    }

    @Test
    void destinations_that_are_not_there_are_numbered() {
        s3.createBucket(request -> request.bucket("bucket"));
        ApiClient client =
                cloud.simulator().client(cloud.sandbox(), cloud.control().administrator(TestCloud.ACCOUNT));
        String queues = "arn:aws:sqs:us-east-1:" + TestCloud.ACCOUNT + ":";
        var input = JSON.createObjectNode().put("Bucket", "bucket");
        ArrayNode configurations = input.putObject("NotificationConfiguration").putArray("QueueConfigurations");
        configurations
                .addObject()
                .put("QueueArn", queues + "one")
                .putArray("Events")
                .add("s3:ObjectCreated:*");
        configurations
                .addObject()
                .put("QueueArn", queues + "two")
                .putArray("Events")
                .add("s3:ObjectRemoved:*");
        WireError error =
                client.call("s3:PutBucketNotificationConfiguration", input).error();
        assertThat(error).isNotNull();
        assertThat(error.details())
                .isEqualTo(Map.of(
                        "ArgumentName1",
                        queues + "one",
                        "ArgumentValue1",
                        "The destination queue does not exist",
                        "ArgumentName2",
                        queues + "two",
                        "ArgumentValue2",
                        "The destination queue does not exist"));
    }

    @Test
    void names_of_filter_rules_are_taken_in_any_case() {
        s3.createBucket(request -> request.bucket("bucket"));
        s3.putBucketNotificationConfiguration(request -> request.bucket("bucket")
                .skipDestinationValidation(true)
                .notificationConfiguration(configuration -> configuration.queueConfigurations(queue(
                        "one",
                        Event.S3_OBJECT_CREATED,
                        FilterRule.builder().name("PREFIX").value("a").build()))));
        QueueConfiguration kept = s3.getBucketNotificationConfiguration(request -> request.bucket("bucket"))
                .queueConfigurations()
                .get(0);
        assertThat(kept.filter().key().filterRules().get(0).nameAsString()).isEqualTo("Prefix");
        assertRuleId(kept.id());
    }

    @Test
    void a_bucket_that_is_replicated_keeps_its_versions() {
        for (String name : List.of("source", "replica")) {
            s3.createBucket(request -> request.bucket(name));
            s3.putBucketVersioning(request -> request.bucket(name)
                    .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        }
        s3.putBucketReplication(request -> request.bucket("source")
                .replicationConfiguration(configuration -> configuration
                        .role("arn:aws:iam::" + TestCloud.ACCOUNT + ":role/replicator")
                        .rules(ReplicationRule.builder()
                                .status("Enabled")
                                .priority(1)
                                .filter(filter -> filter.prefix(""))
                                .deleteMarkerReplication(
                                        markers -> markers.status(DeleteMarkerReplicationStatus.DISABLED))
                                .destination(destination -> destination.bucket("arn:aws:s3:::replica"))
                                .build())));
        assertRuleId(s3.getBucketReplication(request -> request.bucket("source"))
                .replicationConfiguration()
                .rules()
                .get(0)
                .id());
        assertThat(failure(() -> s3.putBucketVersioning(request -> request.bucket("source")
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.SUSPENDED)))))
                .isEqualTo("InvalidBucketState 409 A replication configuration is present on this bucket, so you cannot"
                        + " change the versioning state. To change the versioning state, first delete the replication"
                        + " configuration.");
    }

    @Test
    void policies_and_tags_are_put_without_content() {
        s3.createBucket(request -> request.bucket("bucket"));
        assertThat(s3.putBucketTagging(request -> request.bucket("bucket")
                                .tagging(tagging -> tagging.tagSet(
                                        Tag.builder().key("a").value("b").build())))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(204);
        assertThat(s3.putBucketPolicy(request -> request.bucket("bucket")
                                .policy("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\","
                                        + "\"Principal\":\"*\",\"Action\":\"s3:GetObject\","
                                        + "\"Resource\":\"arn:aws:s3:::bucket/*\"}]}"))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(204);
        assertThat(s3.putBucketVersioning(request -> request.bucket("bucket")
                                .versioningConfiguration(
                                        versioning -> versioning.status(BucketVersioningStatus.SUSPENDED)))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void lifecycle_rules_of_old_may_do_the_same_to_other_prefixes() {
        s3.createBucket(request -> request.bucket("bucket"));
        List<LifecycleRule> rules = List.of(rule("a/"), rule("b/"));
        s3.putBucketLifecycleConfiguration(request ->
                request.bucket("bucket").lifecycleConfiguration(configuration -> configuration.rules(rules)));
        assertThat(s3.getBucketLifecycleConfiguration(request -> request.bucket("bucket"))
                        .rules())
                .isEqualTo(rules);
    }

    @SuppressWarnings("deprecation") // the prefix beside the filter
    private static LifecycleRule rule(String prefix) {
        return LifecycleRule.builder()
                .id(prefix)
                .status("Enabled")
                .prefix(prefix)
                .expiration(expiration -> expiration.date(Instant.parse("2030-01-01T00:00:00Z")))
                .build();
    }
}
