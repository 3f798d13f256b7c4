package dev.glasshouse;

import static dev.glasshouse.TestCloud.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.sandbox.AccessKeyIds;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Seed;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** Two sandboxes of one process, with the same seed, account, names and ids: nothing of one is of use in the other. */
class IsolationTest {

    private final Simulator simulator =
            Simulator.builder().seed("same").account(TestCloud.ACCOUNT).start();
    private final Sandbox mine = simulator.sandbox();
    private final Sandbox theirs = simulator.create("theirs", Seed.of("same"));

    @BeforeEach
    void furnish() {
        for (Sandbox sandbox : new Sandbox[] {mine, theirs}) {
            S3Client s3 = admin(sandbox, S3Client.builder());
            s3.createBucket(request -> request.bucket("bucket"));
            s3.putObject(request -> request.bucket("bucket").key("a"), RequestBody.fromString("of " + sandbox.name()));
            s3.putObject(request -> request.bucket("bucket").key("b"), RequestBody.fromString("b"));
        }
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C admin(Sandbox sandbox, B builder) {
        return as(simulator.control(sandbox).administrator(TestCloud.ACCOUNT), sandbox, builder);
    }

    /** A client that has keys of one sandbox and stands at the door of another, or at none. */
    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C as(
            Credentials keys, Sandbox door, B builder) {
        @Nullable String token = keys.sessionToken();
        AwsCredentials credentials = token == null
                ? AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())
                : AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), token);
        return builder.httpClient(new InProcessHttpClient(simulator, () -> door))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    private static String faultOf(ThrowingCallable call) {
        return fault(catchThrowableOfType(AwsServiceException.class, call));
    }

    private Credentials myKeys() {
        return simulator.control(mine).administrator(TestCloud.ACCOUNT);
    }

    @Test
    void a_bucket_of_one_name_is_two_buckets() {
        assertThat(admin(mine, S3Client.builder())
                        .getObjectAsBytes(request -> request.bucket("bucket").key("a"))
                        .asUtf8String())
                .isEqualTo("of default");
        assertThat(admin(theirs, S3Client.builder())
                        .getObjectAsBytes(request -> request.bucket("bucket").key("a"))
                        .asUtf8String())
                .isEqualTo("of theirs");
    }

    @Test
    void keys_of_one_are_unknown_to_the_other() {
        assertThat(faultOf(() -> as(myKeys(), theirs, StsClient.builder()).getCallerIdentity()))
                .startsWith("InvalidClientTokenId 403");
        assertThat(faultOf(() -> as(myKeys(), theirs, S3Client.builder()).listBuckets()))
                .startsWith("InvalidAccessKeyId 403");
    }

    @Test
    void a_key_id_rewritten_for_the_other_sandbox_lacks_its_secret() {
        AccessKeyIds.Parts parts = AccessKeyIds.decode(myKeys().accessKeyId()).orElseThrow();
        String rewritten = AccessKeyIds.encode(
                new AccessKeyIds.Parts(parts.prefix(), parts.account(), theirs.tag(), parts.handle()));
        assertThat(rewritten)
                .isEqualTo(simulator
                        .control(theirs)
                        .administrator(TestCloud.ACCOUNT)
                        .accessKeyId());
        Credentials forged = new Credentials("", rewritten, myKeys().secretAccessKey(), null);
        assertThat(faultOf(() -> as(forged, theirs, StsClient.builder()).getCallerIdentity()))
                .startsWith("SignatureDoesNotMatch 403");
    }

    @Test
    void a_session_of_one_is_none_in_the_other() {
        var session = admin(mine, StsClient.builder()).getSessionToken().credentials();
        Credentials keys =
                new Credentials("", session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
        assertThat(as(keys, mine, StsClient.builder()).getCallerIdentity().account())
                .isEqualTo(TestCloud.ACCOUNT);
        assertThat(faultOf(() -> as(keys, theirs, StsClient.builder()).getCallerIdentity()))
                .startsWith("InvalidClientTokenId 403");
        admin(theirs, StsClient.builder()).getSessionToken(); // of the same handle
        assertThat(faultOf(() -> as(keys, theirs, StsClient.builder()).getCallerIdentity()))
                .startsWith("InvalidClientTokenId 403");
    }

    @Test
    void a_ciphertext_of_one_does_not_open_in_the_other_although_its_key_has_the_same_id() {
        String key = admin(mine, KmsClient.builder()).createKey().keyMetadata().keyId();
        assertThat(admin(theirs, KmsClient.builder()).createKey().keyMetadata().keyId())
                .isEqualTo(key);
        SdkBytes sealed = admin(mine, KmsClient.builder())
                .encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromUtf8String("secret")))
                .ciphertextBlob();
        assertThat(admin(mine, KmsClient.builder())
                        .decrypt(request -> request.ciphertextBlob(sealed))
                        .plaintext()
                        .asUtf8String())
                .isEqualTo("secret");
        assertThat(faultOf(() -> admin(theirs, KmsClient.builder())
                        .decrypt(request -> request.ciphertextBlob(sealed).keyId(key))))
                .startsWith("InvalidCiphertextException 400");
    }

    @Test
    void page_tokens_and_upload_ids_are_their_sandboxs_own() {
        String token = admin(mine, S3Client.builder())
                .listObjectsV2(request -> request.bucket("bucket").maxKeys(1))
                .nextContinuationToken();
        assertThat(faultOf(() -> admin(theirs, S3Client.builder())
                        .listObjectsV2(request -> request.bucket("bucket").continuationToken(token))))
                .startsWith("InvalidArgument 400");
        admin(mine, IamClient.builder()).createUser(request -> request.userName("u"));
        String marker = admin(mine, IamClient.builder())
                .listUsers(request -> request.maxItems(1))
                .marker();
        assertThat(faultOf(() -> admin(theirs, IamClient.builder()).listUsers(request -> request.marker(marker))))
                .contains("400");
        admin(mine, S3Client.builder())
                .deleteObject(request -> request.bucket("bucket").key("b"));
        String upload = admin(mine, S3Client.builder())
                .createMultipartUpload(request -> request.bucket("bucket").key("m"))
                .uploadId();
        assertThat(faultOf(() -> admin(theirs, S3Client.builder())
                        .listParts(request -> request.bucket("bucket").key("m").uploadId(upload))))
                .startsWith("NoSuchUpload 404");
    }

    @Test
    void what_is_tried_on_a_scratch_fork_is_seen_nowhere() {
        int before = simulator.sandboxes().all().size();
        Sandbox scratch = simulator.sandboxes().scratch(mine);
        as(myKeys(), scratch, S3Client.builder()).createBucket(request -> request.bucket("tried"));
        assertThat(as(myKeys(), scratch, S3Client.builder()).listBuckets().buckets())
                .hasSize(2);
        assertThat(as(myKeys(), mine, S3Client.builder()).listBuckets().buckets())
                .hasSize(1);
        assertThat(simulator.sandboxes().all()).hasSize(before);
        assertThat(simulator.sandboxes().find(scratch.tag())).containsSame(mine);
        assertThat(mine.log().size()).isLessThan(scratch.log().size());
    }

    @Test
    void a_deleted_sandboxs_keys_answer_to_nobody() {
        Credentials keys = simulator.control(theirs).administrator(TestCloud.ACCOUNT);
        simulator.sandboxes().delete("theirs");
        simulator.create("theirs", Seed.of("same"));
        assertThat(faultOf(() -> as(keys, mine, StsClient.builder()).getCallerIdentity()))
                .startsWith("InvalidClientTokenId 403");
    }
}
