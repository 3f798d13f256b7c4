package dev.glasshouse.service.s3;

import static dev.glasshouse.TestCloud.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

class TagsAclsAndUploadsTest {

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @BeforeEach
    void makeBucket() {
        s3.createBucket(request -> request.bucket("bucket"));
        s3.putObject(request -> request.bucket("bucket").key("key"), RequestBody.fromString("hello"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String faultOf(ThrowingCallable call) {
        return fault(catchThrowableOfType(S3Exception.class, call));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private void tagObject(Tag... tags) {
        s3.putObjectTagging(request -> request.bucket("bucket").key("key").tagging(set -> set.tagSet(tags)));
    }

    // ---- tags

    @Test
    void tags_of_an_object_are_set_read_and_deleted() {
        tagObject(tag("b", "2"), tag("a", "1"));
        assertThat(s3.getObjectTagging(request -> request.bucket("bucket").key("key"))
                        .tagSet())
                .containsExactly(tag("a", "1"), tag("b", "2"));
        assertThat(s3.getObject(request -> request.bucket("bucket").key("key"))
                        .response()
                        .tagCount())
                .isEqualTo(2);
        s3.deleteObjectTagging(request -> request.bucket("bucket").key("key"));
        assertThat(s3.getObjectTagging(request -> request.bucket("bucket").key("key"))
                        .tagSet())
                .isEmpty();
    }

    @Test
    void tags_that_are_too_many_too_long_doubled_or_aws_own_are_refused() {
        Tag[] eleven = IntStream.range(0, 11).mapToObj(i -> tag("k" + i, "v")).toArray(Tag[]::new);
        assertThat(faultOf(() -> tagObject(eleven))).isEqualTo("BadRequest 400 Object tags cannot be greater than 10");
        assertThat(faultOf(() -> tagObject(tag("k".repeat(129), "v"))))
                .isEqualTo("InvalidTag 400 The TagKey you have provided is invalid");
        assertThat(faultOf(() -> tagObject(tag("k", "v".repeat(257)))))
                .isEqualTo("InvalidTag 400 The TagValue you have provided is invalid");
        assertThat(faultOf(() -> tagObject(tag("k", "1"), tag("k", "2"))))
                .isEqualTo("InvalidTag 400 Cannot provide multiple Tags with the same key");
        assertThat(faultOf(() -> tagObject(tag("aws:k", "1"))))
                .isEqualTo("InvalidTag 400 Your TagKey cannot be prefixed with aws:");
        assertThat(faultOf(() -> tagObject(tag("a,b", "1"))))
                .isEqualTo("InvalidTag 400 The TagKey you have provided is invalid");
        assertThat(faultOf(() -> tagObject(tag("a", "1,2"))))
                .isEqualTo("InvalidTag 400 The TagValue you have provided is invalid");
        assertThat(s3.getObjectTagging(request -> request.bucket("bucket").key("key"))
                        .tagSet())
                .isEmpty();
    }

    @Test
    void tags_in_a_header_are_a_query_that_has_each_key_once() {
        for (String header : List.of("a=1&a=2", "a=1,b=2", "a=%zz")) {
            assertThat(faultOf(() -> s3.putObject(
                            request -> request.bucket("bucket").key("key").tagging(header),
                            RequestBody.fromString("x"))))
                    .as(header)
                    .isEqualTo(
                            "InvalidArgument 400 The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded"
                                    + " URL query parameters without tag name duplicates.");
        }
        s3.putObject(request -> request.bucket("bucket").key("key").tagging("b&a=1"), RequestBody.fromString("x"));
        assertThat(s3.getObjectTagging(request -> request.bucket("bucket").key("key"))
                        .tagSet())
                .containsExactly(tag("a", "1"), tag("b", ""));
    }

    @Test
    void a_policy_speaks_of_the_tags_that_an_object_has_and_of_those_it_would_get() {
        Credentials user = cloud.user(
                "tagger",
                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'s3:GetObject','Resource':'*',"
                        + "'Condition':{'StringEquals':{'s3:ExistingObjectTag/open':'yes'}}},"
                        + "{'Effect':'Allow','Action':'s3:PutObjectTagging','Resource':'*',"
                        + "'Condition':{'StringEquals':{'s3:RequestObjectTag/open':'no'}}}]}");
        S3Client limited = cloud.as(user, S3Client.builder());
        assertThat(faultOf(() ->
                        limited.getObject(request -> request.bucket("bucket").key("key"))))
                .startsWith("AccessDenied 403");
        tagObject(tag("open", "yes"));
        assertThat(limited.getObjectAsBytes(request -> request.bucket("bucket").key("key"))
                        .asUtf8String())
                .isEqualTo("hello");
        assertThat(faultOf(() -> limited.putObjectTagging(
                        request -> request.bucket("bucket").key("key").tagging(set -> set.tagSet(tag("open", "yes"))))))
                .startsWith("AccessDenied 403");
        limited.putObjectTagging(
                request -> request.bucket("bucket").key("key").tagging(set -> set.tagSet(tag("open", "no"))));
        assertThat(faultOf(() ->
                        limited.getObject(request -> request.bucket("bucket").key("key"))))
                .startsWith("AccessDenied 403");
    }

    @Test
    void a_copy_takes_tags_along_only_for_who_may_read_and_write_them() {
        tagObject(tag("a", "1"));
        Credentials user = cloud.user(
                "copier",
                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow',"
                        + "'Action':['s3:GetObject','s3:PutObject','s3:ListBucket'],'Resource':'*'}]}");
        S3Client limited = cloud.as(user, S3Client.builder());
        assertThat(faultOf(() -> limited.copyObject(request -> request.sourceBucket("bucket")
                        .sourceKey("key")
                        .destinationBucket("bucket")
                        .destinationKey("copy"))))
                .contains("s3:GetObjectTagging");
        limited.copyObject(request -> request.sourceBucket("bucket")
                .sourceKey("key")
                .destinationBucket("bucket")
                .destinationKey("copy")
                .taggingDirective(TaggingDirective.REPLACE));
        assertThat(s3.getObjectTagging(request -> request.bucket("bucket").key("copy"))
                        .tagSet())
                .isEmpty();
    }

    @Test
    void a_bucket_without_tags_has_no_tag_set() {
        assertThat(faultOf(() -> s3.getBucketTagging(request -> request.bucket("bucket"))))
                .isEqualTo("NoSuchTagSet 404 The TagSet does not exist");
        s3.putBucketTagging(request -> request.bucket("bucket").tagging(set -> set.tagSet(tag("team", "claims"))));
        assertThat(s3.getBucketTagging(request -> request.bucket("bucket")).tagSet())
                .containsExactly(tag("team", "claims"));
        s3.deleteBucketTagging(request -> request.bucket("bucket"));
        assertThat(faultOf(() -> s3.getBucketTagging(request -> request.bucket("bucket"))))
                .startsWith("NoSuchTagSet 404");
    }

    @Test
    void a_bucket_is_made_with_tags_by_who_may_tag_it() {
        s3.createBucket(request -> request.bucket("tagged")
                .createBucketConfiguration(configuration -> configuration.tags(tag("team", "claims"))));
        assertThat(s3.getBucketTagging(request -> request.bucket("tagged")).tagSet())
                .containsExactly(tag("team", "claims"));
        S3Client limited = cloud.as(cloud.user("maker", TestCloud.allow("s3:CreateBucket", "*")), S3Client.builder());
        assertThat(faultOf(() -> limited.createBucket(request -> request.bucket("tagged-too")
                        .createBucketConfiguration(configuration -> configuration.tags(tag("a", "b"))))))
                .contains("s3:TagResource");
        limited.createBucket(request -> request.bucket("untagged"));
    }

    // ---- access control lists

    @Test
    void a_list_shows_the_owner_in_full_control_and_cannot_be_written_while_lists_are_off() {
        assertThat(s3.getObjectAcl(request -> request.bucket("bucket").key("key"))
                        .grants())
                .singleElement()
                .satisfies(grant -> assertThat(grant.permission()).isEqualTo(Permission.FULL_CONTROL));
        assertThat(faultOf(() ->
                        s3.putBucketAcl(request -> request.bucket("bucket").acl(BucketCannedACL.PRIVATE))))
                .isEqualTo("AccessControlListNotSupported 400 The bucket does not allow ACLs");
        assertThat(faultOf(() -> s3.putObjectAcl(
                        request -> request.bucket("bucket").key("key").acl(ObjectCannedACL.PUBLIC_READ))))
                .isEqualTo("AccessControlListNotSupported 400 The bucket does not allow ACLs");
        assertThat(faultOf(() -> s3.putObjectAcl(
                        request -> request.bucket("bucket").key("none").acl(ObjectCannedACL.PRIVATE))))
                .startsWith("NoSuchKey 404");
    }

    @Test
    void a_public_list_is_blocked_where_lists_are_on_and_block_public_access_too() {
        OwnershipControlsRule writers = OwnershipControlsRule.builder()
                .objectOwnership(ObjectOwnership.OBJECT_WRITER)
                .build();
        s3.putBucketOwnershipControls(
                request -> request.bucket("bucket").ownershipControls(controls -> controls.rules(writers)));
        s3.putBucketAcl(request -> request.bucket("bucket").acl(BucketCannedACL.PRIVATE));
        assertThat(faultOf(() ->
                        s3.putBucketAcl(request -> request.bucket("bucket").acl(BucketCannedACL.PUBLIC_READ))))
                .isEqualTo("AccessDenied 403 User: arn:aws:iam::111122223333:user/admin is not authorized to perform:"
                        + " s3:PutBucketAcl on resource: \"arn:aws:s3:::bucket\" because public access control lists"
                        + " (ACLs) are prevented by the BlockPublicAcls setting in S3 Block Public Access.");
    }

    // ---- attributes

    @Test
    void attributes_are_those_that_were_asked_for() {
        GetObjectAttributesResponse some = s3.getObjectAttributes(request -> request.bucket("bucket")
                .key("key")
                .objectAttributes(ObjectAttributes.E_TAG, ObjectAttributes.OBJECT_SIZE));
        assertThat(some.eTag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        assertThat(some.objectSize()).isEqualTo(5);
        assertThat(some.checksum()).isNull();
        assertThat(some.storageClass()).isNull();
        assertThat(faultOf(() -> s3.getObjectAttributes(
                        request -> request.bucket("bucket").key("key").objectAttributesWithStrings("Owner"))))
                .startsWith("InvalidArgument 400");
    }

    @Test
    void attributes_want_the_right_to_the_object_as_well() {
        S3Client limited =
                cloud.as(cloud.user("a", TestCloud.allow("s3:GetObjectAttributes", "*")), S3Client.builder());
        assertThat(faultOf(() -> limited.getObjectAttributes(
                        request -> request.bucket("bucket").key("key").objectAttributes(ObjectAttributes.E_TAG))))
                .contains("s3:GetObject on resource");
    }

    // ---- uploads

    private String begin(String key) {
        return s3.createMultipartUpload(request -> request.bucket("bucket").key(key))
                .uploadId();
    }

    @Test
    void a_part_is_copied_from_a_range_of_another_object() {
        String id = begin("whole");
        CopyPartResult part = s3.uploadPartCopy(request -> request.sourceBucket("bucket")
                        .sourceKey("key")
                        .destinationBucket("bucket")
                        .destinationKey("whole")
                        .uploadId(id)
                        .partNumber(1)
                        .copySourceRange("bytes=1-3"))
                .copyPartResult();
        s3.completeMultipartUpload(request -> request.bucket("bucket")
                .key("whole")
                .uploadId(id)
                .multipartUpload(parts -> parts.parts(
                        CompletedPart.builder().partNumber(1).eTag(part.eTag()).build())));
        assertThat(s3.getObjectAsBytes(request -> request.bucket("bucket").key("whole"))
                        .asUtf8String())
                .isEqualTo("ell");
        assertThat(s3.getObjectAttributes(request ->
                                request.bucket("bucket").key("whole").objectAttributes(ObjectAttributes.OBJECT_PARTS))
                        .objectParts()
                        .totalPartsCount())
                .isEqualTo(1);
    }

    @Test
    void a_range_beyond_the_source_and_a_source_that_may_not_be_read_are_refused() {
        String id = begin("whole");
        assertThat(faultOf(() -> s3.uploadPartCopy(request -> request.sourceBucket("bucket")
                        .sourceKey("key")
                        .destinationBucket("bucket")
                        .destinationKey("whole")
                        .uploadId(id)
                        .partNumber(1)
                        .copySourceRange("bytes=1-9"))))
                .isEqualTo("InvalidArgument 400 Range specified is not valid for source object of size: 5");
        S3Client limited = cloud.as(cloud.user("w", TestCloud.allow("s3:PutObject", "*")), S3Client.builder());
        assertThat(faultOf(() -> limited.uploadPartCopy(request -> request.sourceBucket("bucket")
                        .sourceKey("key")
                        .destinationBucket("bucket")
                        .destinationKey("whole")
                        .uploadId(id)
                        .partNumber(1))))
                .contains("s3:GetObject on resource");
    }

    @Test
    void uploads_in_progress_are_listed_by_key_in_pages_and_by_prefix() {
        String second = begin("b/2");
        String first = begin("a");
        String third = begin("b/2");
        String fourth = begin("b/3");
        List<String> seen = new java.util.ArrayList<>();
        String key = null;
        String id = null;
        for (int page = 0; page < 4; page++) {
            String keyMarker = key;
            String idMarker = id;
            ListMultipartUploadsResponse listed = s3.listMultipartUploads(request ->
                    request.bucket("bucket").maxUploads(1).keyMarker(keyMarker).uploadIdMarker(idMarker));
            seen.addAll(listed.uploads().stream().map(MultipartUpload::uploadId).toList());
            key = listed.nextKeyMarker();
            id = listed.nextUploadIdMarker();
            assertThat(listed.isTruncated()).isEqualTo(page < 3);
        }
        assertThat(seen).hasSize(4).startsWith(first).endsWith(fourth).contains(second, third);
        ListMultipartUploadsResponse grouped =
                s3.listMultipartUploads(request -> request.bucket("bucket").delimiter("/"));
        assertThat(grouped.uploads()).hasSize(1);
        assertThat(grouped.commonPrefixes())
                .singleElement()
                .satisfies(prefix -> assertThat(prefix.prefix()).isEqualTo("b/"));
    }

    @Test
    void pages_of_uploads_go_on_behind_a_prefix_that_they_share() {
        for (String key : List.of("a/1", "a/2", "b", "c/1")) {
            begin(key);
        }
        List<String> seen = new java.util.ArrayList<>();
        ListMultipartUploadsResponse page = null;
        do {
            String key = page == null ? null : page.nextKeyMarker();
            String id = page == null ? null : page.nextUploadIdMarker();
            page = s3.listMultipartUploads(request -> request.bucket("bucket")
                    .delimiter("/")
                    .maxUploads(1)
                    .keyMarker(key)
                    .uploadIdMarker(id));
            page.uploads().forEach(upload -> seen.add(upload.key()));
            page.commonPrefixes().forEach(prefix -> seen.add(prefix.prefix()));
        } while (page.isTruncated() && seen.size() < 10);
        assertThat(seen).containsExactly("a/", "b", "c/");
    }
}
