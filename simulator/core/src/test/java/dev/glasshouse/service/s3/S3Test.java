package dev.glasshouse.service.s3;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static dev.glasshouse.TestCloud.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3Test {

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

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(S3Exception.class, call);
    }

    private void put(String key, String text) {
        s3.putObject(request -> request.bucket("bucket").key(key), RequestBody.fromString(text));
    }

    private static String get(S3Client client, String key) {
        return client.getObjectAsBytes(request -> request.bucket("bucket").key(key))
                .asUtf8String();
    }

    @Test
    void whatIsPutComesBack() {
        put("a/b.txt", "hello");
        assertThat(get(s3, "a/b.txt")).isEqualTo("hello");
        var head = s3.headObject(request -> request.bucket("bucket").key("a/b.txt"));
        assertThat(head.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(head.serverSideEncryptionAsString()).isEqualTo("AES256");
    }

    @Test
    void largeBodiesAndTheirRangesComeBack() {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        s3.putObject(request -> request.bucket("bucket").key("large"), RequestBody.fromBytes(bytes));
        assertThat(s3.getObjectAsBytes(request -> request.bucket("bucket").key("large"))
                        .asByteArray())
                .isEqualTo(bytes);
        byte[] part = s3.getObjectAsBytes(
                        request -> request.bucket("bucket").key("large").range("bytes=65530-131080"))
                .asByteArray();
        assertThat(part).isEqualTo(java.util.Arrays.copyOfRange(bytes, 65_530, 131_081));
        assertThat(failure(() -> s3.getObject(
                        request -> request.bucket("bucket").key("large").range("bytes=300000-"))))
                .isEqualTo("InvalidRange 416 The requested range is not satisfiable");
    }

    @Test
    void storedBytesDoNotContainThePlaintext() {
        put("secret", "the plain text that nobody may read");
        ObjectRow row = cloud.sandbox()
                .peek()
                .state()
                .get(Buckets.OBJECTS, dev.glasshouse.sandbox.Scope.SANDBOX, new ObjectKey("bucket", "secret"))
                .orElseThrow();
        byte[] stored = row.content().pieces().get(0).inline().toArray();
        assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("plain text");
    }

    @Test
    void a14_aMissingKeyIsSaidToWhoMayListAndToNobodyElse() {
        assertThat(failure(() -> get(s3, "none"))).isEqualTo("NoSuchKey 404 The specified key does not exist.");
        Credentials bob = cloud.user("bob", allow("s3:GetObject", "*"));
        assertThat(failure(() -> get(cloud.as(bob, S3Client.builder()), "none")))
                .isEqualTo("AccessDenied 403 User: " + bob.principal()
                        + " is not authorized to perform: s3:ListBucket on resource: \"arn:aws:s3:::bucket\" because no"
                        + " identity-based policy allows the s3:ListBucket action");
    }

    @Test
    void bucketNamesAreUniqueAcrossAccounts() {
        S3Client other = cloud.as(cloud.control().administrator(OTHER_ACCOUNT), S3Client.builder());
        assertThat(failure(() -> other.createBucket(request -> request.bucket("bucket"))))
                .startsWith("BucketAlreadyExists 409");
        assertThat(failure(() -> get(other, "x"))).isEqualTo("AccessDenied 403 Access Denied");
    }

    @Test
    void aPublicPolicyIsRefusedUntilTheBlockIsLifted() {
        put("open", "for all");
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
                + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::bucket/*\"}]}";
        assertThat(failure(() ->
                        s3.putBucketPolicy(request -> request.bucket("bucket").policy(policy))))
                .startsWith("AccessDenied 403 User: arn:aws:iam::" + ACCOUNT + ":user/admin")
                .endsWith("because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public"
                        + " Access.");
        s3.deletePublicAccessBlock(request -> request.bucket("bucket"));
        s3.putBucketPolicy(request -> request.bucket("bucket").policy(policy));
        assertThat(get(cloud.as(null, S3Client.builder()), "open")).isEqualTo("for all");
        assertThat(s3.getBucketPolicyStatus(request -> request.bucket("bucket"))
                        .policyStatus()
                        .isPublic())
                .isTrue();
    }

    @Test
    void keyUseIsAuthorisedApartFromDataAccess() {
        KmsClient kms = cloud.admin(KmsClient.builder());
        String key = kms.createKey().keyMetadata().arn();
        s3.putObject(
                request -> request.bucket("bucket")
                        .key("k")
                        .serverSideEncryption("aws:kms")
                        .ssekmsKeyId(key),
                RequestBody.fromString("sealed"));
        Credentials bob = cloud.user("bob", allow("s3:*", "*"));
        S3Client asBob = cloud.as(bob, S3Client.builder());
        assertThat(failure(() -> get(asBob, "k")))
                .isEqualTo("AccessDenied 403 User: " + bob.principal()
                        + " is not authorized to perform: kms:Decrypt on resource: " + key
                        + " because no identity-based policy allows the kms:Decrypt action");
        // why shows the call that S3 made for it, with its own decision
        var why = cloud.control().lastDecision().orElseThrow();
        assertThat(why.call().operation()).isEqualTo("GetObject");
        assertThat(why.answers().get(0).question().decision().isAllowed()).isTrue();
        assertThat(why.nested()).hasSize(1);
        var inner = why.nested().get(0).answers().get(0);
        assertThat(inner.question().asked().action()).isEqualTo("kms:Decrypt");
        assertThat(inner.question().decision().isAllowed()).isFalse();
        assertThat(inner.explanation()).isPresent();
        assertThat(get(s3, "k")).isEqualTo("sealed");
        kms.disableKey(request -> request.keyId(key));
        assertThat(failure(() -> get(s3, "k"))).isEqualTo("KMS.DisabledException 400 " + key + " is disabled.");
    }

    @Test
    void theManagedKeyIsMadeAtItsFirstUse() {
        s3.putObject(
                request -> request.bucket("bucket").key("k").serverSideEncryption("aws:kms"),
                RequestBody.fromString("sealed"));
        assertThat(get(s3, "k")).isEqualTo("sealed");
        assertThat(cloud.admin(KmsClient.builder())
                        .describeKey(request -> request.keyId("alias/aws/s3"))
                        .keyMetadata()
                        .keyManagerAsString())
                .isEqualTo("AWS");
    }

    @Test
    void listingsCutAtDelimitersAndGoOn() {
        for (String key : List.of("a/1", "a/2", "b", "c/1", "d")) {
            put(key, "x");
        }
        ListObjectsV2Response one = s3.listObjectsV2(
                request -> request.bucket("bucket").delimiter("/").maxKeys(2));
        assertThat(one.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("a/");
        assertThat(one.contents()).extracting(S3Object::key).containsExactly("b");
        assertThat(one.isTruncated()).isTrue();
        ListObjectsV2Response two = s3.listObjectsV2(request ->
                request.bucket("bucket").delimiter("/").maxKeys(2).continuationToken(one.nextContinuationToken()));
        assertThat(two.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("c/");
        assertThat(two.contents()).extracting(S3Object::key).containsExactly("d");
        assertThat(two.isTruncated()).isFalse();
    }

    @Test
    void everyPrefixIsListedOnceWhateverItsKeys() {
        for (String key : List.of("a/\uDBFF\uDFFFx", "a/1", "a0", "\uD83D\uDE00", "\uFFFD")) {
            put(key, "x");
        }
        ListObjectsV2Response page =
                s3.listObjectsV2(request -> request.bucket("bucket").delimiter("/"));
        assertThat(page.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("a/");
        // UTF-8 order: U+FFFD before U+1F600
        assertThat(page.contents()).extracting(S3Object::key).containsExactly("a0", "\uFFFD", "\uD83D\uDE00");
    }

    @Test
    void eachDeletedObjectIsAnsweredForByItself() {
        put("mine", "x");
        put("theirs", "x");
        Credentials bob = cloud.user("bob", allow("s3:DeleteObject", "arn:aws:s3:::bucket/mine"));
        var answer = cloud.as(bob, S3Client.builder())
                .deleteObjects(request -> request.bucket("bucket")
                        .delete(delete -> delete.objects(
                                ObjectIdentifier.builder().key("mine").build(),
                                ObjectIdentifier.builder().key("theirs").build())));
        assertThat(answer.deleted()).extracting(deleted -> deleted.key()).containsExactly("mine");
        assertThat(answer.errors()).extracting(error -> error.code()).containsExactly("AccessDenied");
        assertThat(get(s3, "theirs")).isEqualTo("x");
    }

    @Test
    void partsBecomeOneObject() {
        byte[] first = new byte[5 << 20];
        new Random(2).nextBytes(first);
        String id = s3.createMultipartUpload(request -> request.bucket("bucket").key("m"))
                .uploadId();
        String one = s3.uploadPart(
                        request ->
                                request.bucket("bucket").key("m").uploadId(id).partNumber(1),
                        RequestBody.fromBytes(first))
                .eTag();
        String two = s3.uploadPart(
                        request ->
                                request.bucket("bucket").key("m").uploadId(id).partNumber(2),
                        RequestBody.fromString("end"))
                .eTag();
        var done = s3.completeMultipartUpload(request -> request.bucket("bucket")
                .key("m")
                .uploadId(id)
                .multipartUpload(upload -> upload.parts(
                        CompletedPart.builder().partNumber(1).eTag(one).build(),
                        CompletedPart.builder().partNumber(2).eTag(two).build())));
        assertThat(done.eTag()).matches("\"[0-9a-f]{32}-2\"");
        byte[] all = s3.getObjectAsBytes(request -> request.bucket("bucket").key("m"))
                .asByteArray();
        assertThat(all).hasSize((5 << 20) + 3).endsWith("end".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(java.util.Arrays.copyOf(all, 5 << 20)).isEqualTo(first);
    }

    @Test
    void aWrongChecksumStoresNothing() {
        assertThat(failure(() -> s3.putObject(
                        request -> request.bucket("bucket").key("k").contentMD5("XUFAKrxLKna5cZ2REBfFkg=="),
                        RequestBody.fromString("other"))))
                .startsWith("BadDigest 400");
        assertThat(failure(() -> get(s3, "k"))).startsWith("NoSuchKey 404");
    }

    @Test
    void theTrailHasTheKeyUseButNoDataEvents() {
        s3.putObject(
                request -> request.bucket("bucket").key("k").serverSideEncryption("aws:kms"),
                RequestBody.fromString("sealed"));
        var events = cloud.admin(CloudTrailClient.builder()).lookupEvents().events();
        assertThat(events).extracting(event -> event.eventName()).contains("GenerateDataKey", "CreateBucket");
        assertThat(events).extracting(event -> event.eventName()).doesNotContain("PutObject");
        assertThat(cloud.control().events(10, event -> event.category().equals("Data")))
                .hasSize(1);
    }

    @Test
    void settingsAreCheckedAgainstTheirDigestToo() {
        assertThat(failure(() -> s3.putBucketPolicy(request -> request.bucket("bucket")
                        .policy("{}")
                        .overrideConfiguration(config -> config.putHeader("Content-MD5", "XUFAKrxLKna5cZ2REBfFkg==")))))
                .startsWith("BadDigest 400 The Content-MD5 you specified did not match what we received.");
        assertThat(failure(() -> s3.deleteObjects(request -> request.bucket("bucket")
                        .delete(delete -> delete.objects(
                                ObjectIdentifier.builder().key("k").build()))
                        .overrideConfiguration(config -> config.putHeader("x-amz-checksum-crc32", "AAAAAA==")))))
                .isEqualTo("BadDigest 400 The CRC32 you specified did not match the calculated checksum.");
    }

    @Test
    void aWrongChecksumHeaderStoresNothingAndTwoAreRefused() {
        assertThat(failure(() -> s3.putObject(
                        request -> request.bucket("bucket").key("k").checksumCRC32("AAAAAA=="),
                        RequestBody.fromString("hello"))))
                .isEqualTo("BadDigest 400 The CRC32 you specified did not match the calculated checksum.");
        assertThat(failure(() -> s3.putObject(
                        request -> request.bucket("bucket")
                                .key("k")
                                .checksumCRC32("NhCmhg==")
                                .checksumSHA1("qvTGHdzF6KLavt4PO0gs2a6pQ00="),
                        RequestBody.fromString("hello"))))
                .isEqualTo("InvalidRequest 400 Expecting a single x-amz-checksum- header. Multiple checksum Types are"
                        + " not allowed.");
        assertThat(failure(() -> get(s3, "k"))).startsWith("NoSuchKey 404");
    }

    @Test
    void thePartsChecksumsMakeTheObjects() {
        byte[] first = new byte[5 << 20];
        new Random(3).nextBytes(first);
        for (String type : List.of("FULL_OBJECT", "COMPOSITE")) {
            String id = s3.createMultipartUpload(request -> request.bucket("bucket")
                            .key(type)
                            .checksumAlgorithm("CRC32C")
                            .checksumType(type))
                    .uploadId();
            List<CompletedPart> parts = new java.util.ArrayList<>();
            for (int number = 1; number <= 2; number++) {
                int part = number;
                var answer = s3.uploadPart(
                        request -> request.bucket("bucket")
                                .key(type)
                                .uploadId(id)
                                .partNumber(part)
                                .checksumAlgorithm("CRC32C"),
                        part == 1 ? RequestBody.fromBytes(first) : RequestBody.fromString("end"));
                parts.add(CompletedPart.builder()
                        .partNumber(part)
                        .eTag(answer.eTag())
                        .checksumCRC32C(answer.checksumCRC32C())
                        .build());
            }
            var done = s3.completeMultipartUpload(request ->
                    request.bucket("bucket").key(type).uploadId(id).multipartUpload(upload -> upload.parts(parts)));
            java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
            crc.update(first);
            crc.update("end".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            String whole = java.util.Base64.getEncoder()
                    .encodeToString(java.nio.ByteBuffer.allocate(4)
                            .putInt((int) crc.getValue())
                            .array());
            assertThat(done.checksumTypeAsString()).isEqualTo(type);
            if (type.equals("COMPOSITE")) {
                assertThat(done.checksumCRC32C()).endsWith("-2").isNotEqualTo(whole);
            } else {
                assertThat(done.checksumCRC32C()).isEqualTo(whole);
            }
        }
    }

    @Test
    void rightsInHeadersAreRefusedWhereTheOwnerAloneHasThem() {
        assertThat(failure(() -> s3.putObject(
                        request -> request.bucket("bucket").key("k").grantRead("id=abc"), RequestBody.fromString("x"))))
                .isEqualTo("AccessControlListNotSupported 400 The bucket does not allow ACLs");
        assertThat(failure(() ->
                        s3.createBucket(request -> request.bucket("public").acl("public-read"))))
                .startsWith("InvalidBucketAclWithObjectOwnership 400");
        assertThat(failure(() -> get(s3, "k"))).startsWith("NoSuchKey 404");
    }

    @Test
    void aVersionThatIsNotThereIsNotDeleted() {
        put("k", "x");
        assertThat(failure(() -> s3.deleteObject(
                        request -> request.bucket("bucket").key("k").versionId("v1"))))
                .isEqualTo("InvalidArgument 400 Invalid version id specified");
        var answer = s3.deleteObjects(request -> request.bucket("bucket")
                .delete(delete -> delete.objects(
                        ObjectIdentifier.builder().key("k").versionId("v1").build())));
        assertThat(answer.errors()).extracting(error -> error.code()).containsExactly("NoSuchVersion");
        assertThat(get(s3, "k")).isEqualTo("x");
        s3.deleteObject(request -> request.bucket("bucket").key("k").versionId("null"));
        assertThat(failure(() -> get(s3, "k"))).startsWith("NoSuchKey 404");
    }

    @Test
    void newBucketsBlockKeysOfTheCustomer() {
        var rule = s3.getBucketEncryption(request -> request.bucket("bucket"))
                .serverSideEncryptionConfiguration()
                .rules()
                .get(0);
        assertThat(rule.applyServerSideEncryptionByDefault().sseAlgorithmAsString())
                .isEqualTo("AES256");
        S3Exception e = catchThrowableOfType(
                S3Exception.class,
                () -> s3.putObject(
                        request -> request.bucket("bucket")
                                .key("k")
                                .overrideConfiguration(config ->
                                        config.putHeader("x-amz-server-side-encryption-customer-algorithm", "AES256")),
                        RequestBody.fromString("x")));
        assertThat(fault(e)).isEqualTo("AccessDenied 403 Access Denied");
    }
}
