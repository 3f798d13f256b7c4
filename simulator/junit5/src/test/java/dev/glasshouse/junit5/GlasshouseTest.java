package dev.glasshouse.junit5;

import static dev.glasshouse.assertions.GlasshouseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.Control;
import dev.glasshouse.Credentials;
import dev.glasshouse.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.StsClient;

/** What tests are given, and that each has a sandbox of its own. */
@Glasshouse(time = "2026-03-01T09:00:00Z")
@Execution(ExecutionMode.CONCURRENT)
class GlasshouseTest {

    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"AWS\":\"123456789012\"},\"Action\":\"sts:AssumeRole\"}]}";

    private static final Set<String> USERS = ConcurrentHashMap.newKeySet();

    @Template
    static void shop(IamClient iam, S3Client s3) {
        iam.createRole(request -> request.roleName("app").assumeRolePolicyDocument(TRUST));
        iam.putRolePolicy(request -> request.roleName("app")
                .policyName("orders")
                .policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                        + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::orders/*\"}]}"));
        s3.createBucket(request -> request.bucket("orders"));
    }

    @BeforeEach
    void before(Sandbox sandbox, S3Client s3) {
        s3.putObject(
                request -> request.bucket("orders").key("1.json"),
                software.amazon.awssdk.core.sync.RequestBody.fromString(sandbox.name()));
    }

    @Test
    void aClientCallsAsThePrincipalThatIsNamed(@As("role/app") S3Client app, @As("role/app") StsClient sts) {
        assertThat(sts.getCallerIdentity().arn()).startsWith("arn:aws:sts::123456789012:assumed-role/app/");
        assertThat(app.getObjectAsBytes(request -> request.bucket("orders").key("1.json"))
                        .asUtf8String())
                .startsWith("test-");
        assertThatThrownBy(() ->
                        app.deleteObject(request -> request.bucket("orders").key("1.json")))
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining("because no identity-based policy allows the s3:DeleteObject action");
    }

    @Test
    void setUpAndTestShareOneSandbox(Sandbox sandbox, @As("role/app") S3Client app) {
        assertThat(app.getObjectAsBytes(request -> request.bucket("orders").key("1.json"))
                        .asUtf8String())
                .isEqualTo(sandbox.name());
    }

    @Test
    void asynchronousClientsAreGivenToo(@As("role/app") S3AsyncClient app) {
        assertThatThrownBy(() -> app.deleteObject(
                                request -> request.bucket("orders").key("1.json"))
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(S3Exception.class);
    }

    @Test
    void aClientWithoutKeysIsNobody(@As("anonymous") S3Client nobody) {
        assertThatThrownBy(() ->
                        nobody.getObject(request -> request.bucket("orders").key("1.json")))
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining("Access Denied");
    }

    @RepeatedTest(8)
    void whatOneTestChangesNoOtherSees(IamClient iam, Sandbox sandbox) {
        assertThat(iam.listUsers().users()).extracting(user -> user.userName()).containsExactly("admin");
        String id = iam.createUser(request -> request.userName("bob")).user().userId();
        assertThat(USERS.add(id)).as("ids of forks differ").isTrue();
        assertThat(sandbox.name()).startsWith("test-");
    }

    @Test
    void keysOfOneTestAreUnknownInAnother(
            @As("user/admin") Credentials mine, @Glasshouse(shared = "keys") Sandbox other, Clients clients) {
        assertThat(mine.principal()).isEqualTo("arn:aws:iam::123456789012:user/admin");
        assertThatThrownBy(() -> new Clients(other)
                        .with(mine, StsClient.class, "us-east-1")
                        .getCallerIdentity())
                .hasMessageContaining("The security token included in the request is invalid");
        assertThat(clients.with(mine, StsClient.class, "us-east-1")
                        .getCallerIdentity()
                        .arn())
                .isEqualTo(mine.principal());
    }

    @Test
    void theClockCanBeTurned(TestClock clock, Clock plain, KmsClient kms, Sandbox sandbox) {
        String key = kms.createKey().keyMetadata().arn();
        kms.scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(7));
        assertThat(sandbox).key(key).isPendingDeletion();
        Instant before = plain.instant();
        clock.advance(Duration.ofDays(8));
        assertThat(plain.instant()).isAfterOrEqualTo(before.plus(Duration.ofDays(8)));
        assertThat(before).isBetween("2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z");
        assertThatThrownBy(() -> assertThat(sandbox).key(key).isEnabled()).hasMessageContaining("the sandbox has none");
    }

    @Test
    void anEndpointLeadsIntoTheTestsSandbox(@Endpoint URI endpoint, S3Client s3)
            throws IOException, InterruptedException {
        s3.deletePublicAccessBlock(request -> request.bucket("orders"));
        s3.putBucketPolicy(request -> request.bucket("orders")
                .policy("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
                        + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::orders/*\"}]}"));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(endpoint.resolve("/orders/1.json"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("test-");
    }

    @Test
    void aPrincipalThatTheTestMakesGetsAClient(IamClient iam, Clients clients) {
        iam.createUser(request -> request.userName("carol"));
        assertThat(clients.as("user/carol", StsClient.class).getCallerIdentity().arn())
                .endsWith(":user/carol");
    }

    @Test
    void aClientCanBeClosedAndGoesOn(S3Client s3) {
        s3.close();
        assertThat(s3.listBuckets().buckets()).hasSize(1);
    }

    @Nested
    class Within {
        @Test
        void nestedClassesHaveTheTemplateOfTheOneAround(Control control, Sandbox sandbox) {
            assertThat(sandbox).principal("role/app").can("s3:GetObject", "arn:aws:s3:::orders/1.json");
            assertThat(control.accounts()).containsExactly("123456789012");
        }
    }
}
