package dev.glasshouse.assertions;

import static dev.glasshouse.assertions.DeniedBy.IDENTITY_POLICY;
import static dev.glasshouse.assertions.DeniedBy.PERMISSIONS_BOUNDARY;
import static dev.glasshouse.assertions.DeniedBy.RESOURCE_POLICY;
import static dev.glasshouse.assertions.GlasshouseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.Control;
import dev.glasshouse.junit5.As;
import dev.glasshouse.junit5.Glasshouse;
import dev.glasshouse.junit5.Template;
import dev.glasshouse.sandbox.Sandbox;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Each assertion holds and fails, and says why. */
@Glasshouse
class AssertionsTest {

    private static final String ORDER = "arn:aws:s3:::orders/1.json";

    private static String policy(String statement) {
        return ("{'Version':'2012-10-17','Statement':[" + statement + "]}").replace('\'', '"');
    }

    @Template
    static void fill(IamClient iam, S3Client s3, KmsClient kms) {
        iam.createPolicy(request -> request.policyName("limit")
                .policyDocument(policy("{'Effect':'Allow','Action':'s3:*','Resource':'*'}")));
        iam.createRole(request -> request.roleName("app")
                .path("/service/")
                .permissionsBoundary("arn:aws:iam::123456789012:policy/limit")
                .assumeRolePolicyDocument(policy(
                        "{'Effect':'Allow','Principal':{'AWS':'123456789012'}," + "'Action':'sts:AssumeRole'}")));
        iam.putRolePolicy(request -> request.roleName("app")
                .policyName("work")
                .policyDocument(
                        policy("{'Sid':'FromTheOffice','Effect':'Allow','Action':['s3:GetObject','kms:Decrypt'],"
                                + "'Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':'203.0.113.0/24'}}}")));
        s3.createBucket(request -> request.bucket("orders"));
        String key = kms.createKey().keyMetadata().keyId();
        kms.createAlias(request -> request.aliasName("alias/orders").targetKeyId(key));
    }

    @Test
    void canAndCannot(Sandbox sandbox) {
        assertThat(sandbox).principal("role/app").can("s3:GetObject", ORDER);
        assertThat(sandbox).principal("role/service/app").can("s3:GetObject", ORDER);
        assertThat(sandbox)
                .principal("role/app")
                .with("aws:SourceIp", "198.51.100.1")
                .cannot("s3:GetObject", ORDER)
                .cannotBecause("s3:GetObject", ORDER, IDENTITY_POLICY);
        assertThatThrownBy(() -> assertThat(sandbox).principal("role/app").cannot("s3:GetObject", ORDER))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "Expected role/app not to be allowed s3:GetObject on arn:aws:s3:::orders/1.json,"
                                + " but it is:\n\n")
                .hasMessageContaining("Allow FromTheOffice applies");
        assertThatThrownBy(() -> assertThat(sandbox).principal("role/app").can("s3:PutObject", ORDER))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "Expected role/app to be allowed s3:PutObject on arn:aws:s3:::orders/1.json, but"
                                + " it is not:\n\narn:aws:sts::123456789012:assumed-role/app/glasshouse\n"
                                + "ImplicitlyDenied: s3:PutObject")
                .hasMessageContaining("Action wants [s3:GetObject, kms:Decrypt], the request has [s3:PutObject]");
    }

    @Test
    void pathsToAdministrator(Sandbox sandbox, IamClient iam) {
        assertThat(sandbox).principal("role/app").hasNoPathToAdministrator().cannotBecome("user/admin");
        iam.createUser(request -> request.userName("clerk"));
        iam.putUserPolicy(request -> request.userName("clerk")
                .policyName("keys")
                .policyDocument(policy("{'Effect':'Allow','Action':'iam:CreateAccessKey','Resource':'*'}")));
        assertThat(sandbox).principal("user/clerk").hasPathToAdministrator();
        assertThatThrownBy(() -> assertThat(sandbox).principal("user/clerk").hasNoPathToAdministrator())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Expected user/clerk to have no path to administrator, but:\n\n"
                        + "arn:aws:iam::123456789012:user/clerk reaches administrator in 1 step: iam:CreateAccessKey");
        assertThatThrownBy(() -> assertThat(sandbox).principal("user/clerk").cannotBecome("user/admin"))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Expected user/clerk not to become arn:aws:iam::123456789012:user/admin");
        assertThatThrownBy(() -> assertThat(sandbox).principal("role/app").hasPathToAdministrator())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("has no path to administrator");
    }

    @Test
    void onlyThoseNamedCan(Sandbox sandbox) {
        assertThat(sandbox).onlyCan("s3:GetObject", ORDER, "root", "user/admin", "role/app");
        assertThatThrownBy(() -> assertThat(sandbox).onlyCan("s3:GetObject", ORDER, "root", "user/admin"))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Expected nobody else to be able to s3:GetObject on " + ORDER
                        + ", but [arn:aws:iam::123456789012:role/service/app] can:");
    }

    @Test
    void theReasonOfADenialIsHeldToItsKind(Sandbox sandbox, KmsClient kms) {
        String key = kms.describeKey(request -> request.keyId("alias/orders"))
                .keyMetadata()
                .arn();
        assertThat(sandbox).principal("role/app").cannotBecause("kms:Decrypt", key, PERMISSIONS_BOUNDARY);
        assertThatThrownBy(() ->
                        assertThat(sandbox).principal("role/app").cannotBecause("s3:PutObject", ORDER, RESOURCE_POLICY))
                .hasMessageStartingWith("Expected a resource policy to keep role/app from s3:PutObject on " + ORDER
                        + ", but it is denied by: identity policy\n\n");
        assertThatThrownBy(() ->
                        assertThat(sandbox).principal("role/app").cannotBecause("s3:GetObject", ORDER, RESOURCE_POLICY))
                .hasMessageContaining("but it is:\n\n");
    }

    @Test
    void theTrailIsAsserted(Sandbox sandbox, @As("role/app") S3Client app) {
        assertThat(sandbox).hasNoEvent("DeleteBucket");
        assertThatThrownBy(() -> app.deleteBucket(request -> request.bucket("orders")))
                .isInstanceOf(S3Exception.class);
        assertThat(sandbox)
                .hasEvent("DeleteBucket")
                .by("role/app")
                .on("orders")
                .denied()
                .times(1);
        assertThatThrownBy(() -> assertThat(sandbox)
                        .hasEvent("DeleteBucket")
                        .by("role/app")
                        .succeeded())
                .hasMessageStartingWith(
                        "Expected an event DeleteBucket by role/app that succeeded in the trail, but there"
                                + " is none. There is:\n")
                .hasMessageContaining(
                        "DeleteBucket by arn:aws:sts::123456789012:assumed-role/app/glasshouse:" + " AccessDenied")
                .hasMessageContaining("ImplicitlyDenied: s3:DeleteBucket on arn:aws:s3:::orders");
        assertThatThrownBy(() -> assertThat(sandbox).hasEvent("DeleteKey"))
                .hasMessageStartingWith("Expected an event DeleteKey in the trail, but there is none.");
        assertThatThrownBy(() -> assertThat(sandbox).hasNoEvent("DeleteBucket"))
                .hasMessageStartingWith("Expected no event DeleteBucket in the trail, but there is:\n");
    }

    @Test
    void aBucketIsPublicByItsPolicyUnlessThatIsBlocked(Sandbox sandbox, S3Client s3) {
        assertThat(sandbox).bucket("orders").isNotPublic().isEncryptedUnder("AES256");
        assertThatThrownBy(() -> assertThat(sandbox).bucket("orders").isPublic())
                .hasMessageContaining("neither its policy nor its ACL lets strangers in");
        s3.deletePublicAccessBlock(request -> request.bucket("orders"));
        s3.putBucketPolicy(request -> request.bucket("orders")
                .policy(policy("{'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':"
                        + "'arn:aws:s3:::orders/*'}")));
        assertThat(sandbox).bucket("orders").isPublic();
        assertThatThrownBy(() -> assertThat(sandbox).bucket("orders").isNotPublic())
                .hasMessageStartingWith("Expected bucket orders not to be public, but its policy is:\n\n{");
        s3.putPublicAccessBlock(request ->
                request.bucket("orders").publicAccessBlockConfiguration(block -> block.restrictPublicBuckets(true)));
        assertThat(sandbox).bucket("orders").isNotPublic();
        assertThatThrownBy(() -> assertThat(sandbox).bucket("nowhere").isNotPublic())
                .hasMessage("Expected a bucket nowhere, but the sandbox has none");
    }

    @Test
    void aKeyRotatesOrNot(Sandbox sandbox, KmsClient kms) {
        String key = kms.describeKey(request -> request.keyId("alias/orders"))
                .keyMetadata()
                .arn();
        assertThat(sandbox).key("alias/orders").isEnabled().doesNotRotate();
        assertThatThrownBy(() -> assertThat(sandbox).key(key).rotates())
                .hasMessage("Expected key " + key + " to rotate, but its rotation is not enabled");
        kms.enableKeyRotation(request -> request.keyId(key));
        assertThat(sandbox).key(key).rotates();
        kms.disableKey(request -> request.keyId(key));
        assertThat(sandbox).key(key).isDisabled();
    }

    @Test
    void looksLeaveNoTrace(Sandbox sandbox) {
        long sequence = sandbox.peek().sequence();
        assertThat(sandbox).key("alias/orders").isEnabled();
        assertThat(sandbox).bucket("orders").isNotPublic();
        assertThat(sandbox.peek().sequence()).isEqualTo(sequence);
        assertThat(Control.of(sandbox).calls(10)).isEmpty();
    }
}
