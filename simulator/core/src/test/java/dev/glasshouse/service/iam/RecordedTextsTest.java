package dev.glasshouse.service.iam;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Tag;

/** Errors of IAM and STS whose texts were recorded on AWS. */
class RecordedTextsTest {

    private static final String POLICY = "arn:aws:iam::" + ACCOUNT + ":policy/none";
    private static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/r";

    private final TestCloud cloud = new TestCloud();
    private final IamClient iam = cloud.admin(IamClient.builder());
    private final StsClient sts = cloud.admin(StsClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(AwsServiceException.class, call);
    }

    @Test
    void service_specific_credentials_name_a_known_service_and_an_existing_user() {
        iam.createUser(request -> request.userName("u"));
        for (String service : List.of("nonexistentservice.amazonaws.com", "o3on3n3onosneo", "lambda.amazonaws.com")) {
            assertThat(failure(() -> iam.createServiceSpecificCredential(
                            request -> request.userName("u").serviceName(service))))
                    .isEqualTo("NoSuchEntity 404 No such service " + service
                            + " is supported for Service Specific Credentials");
        }
        assertThat(failure(() -> iam.listServiceSpecificCredentials(
                        request -> request.userName("u").serviceName("nonexistentservice.amazonaws.com"))))
                .isEqualTo("NoSuchEntity 404 No such service nonexistentservice.amazonaws.com is supported for Service"
                        + " Specific Credentials");
        assertThat(failure(() -> iam.createServiceSpecificCredential(
                        request -> request.userName("wrong-user-name").serviceName("codecommit.amazonaws.com"))))
                .isEqualTo("NoSuchEntity 404 The user with name wrong-user-name cannot be found.");
    }

    @Test
    void service_specific_credentials_are_looked_for_after_the_form_of_their_id() {
        iam.createUser(request -> request.userName("u"));
        for (String user : List.of("u", "wrong-user-name")) {
            String missing = user.equals("u")
                    ? "NoSuchEntity 404 No such credential satisfiesregexbutstillinvalid exists"
                    : "NoSuchEntity 404 The user with name wrong-user-name cannot be found.";
            assertThat(credential(user, "satisfiesregexbutstillinvalid", "Active"))
                    .containsOnly(missing);
        }
        assertThat(credential("u", "totally-wrong-credential-id", "Active"))
                .containsOnly("ValidationError 400 1 validation error detected: Value at 'serviceSpecificCredentialId'"
                        + " failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w]+");
        assertThat(credential("u", "satisfiesregexbutstillinvalid", "Invalid").get(0))
                .isEqualTo("ValidationError 400 1 validation error detected: Value at 'status' failed to satisfy"
                        + " constraint: Member must satisfy enum value set");
    }

    private List<String> credential(String user, String id, String status) {
        return List.of(
                failure(() -> iam.updateServiceSpecificCredential(request ->
                        request.userName(user).serviceSpecificCredentialId(id).status(status))),
                failure(() -> iam.resetServiceSpecificCredential(
                        request -> request.userName(user).serviceSpecificCredentialId(id))),
                failure(() -> iam.deleteServiceSpecificCredential(
                        request -> request.userName(user).serviceSpecificCredentialId(id))));
    }

    @Test
    void a_policy_that_is_missing_is_not_attachable_or_not_found() {
        iam.createUser(request -> request.userName("u"));
        assertThat(failure(() ->
                        iam.attachUserPolicy(request -> request.userName("u").policyArn(POLICY))))
                .isEqualTo("NoSuchEntity 404 Policy " + POLICY + " does not exist or is not attachable.");
        assertThat(List.of(
                        failure(() -> iam.getPolicy(request -> request.policyArn(POLICY))),
                        failure(() -> iam.deletePolicy(request -> request.policyArn(POLICY))),
                        failure(() -> iam.detachUserPolicy(
                                request -> request.userName("u").policyArn(POLICY)))))
                .containsOnly("NoSuchEntity 404 Policy " + POLICY + " was not found.");
    }

    @Test
    void what_is_no_arn_at_all_could_not_be_parsed() {
        String text = "longpolicynamebutnoarn";
        iam.createUser(request -> request.userName("u"));
        assertThat(List.of(
                        failure(() -> iam.attachUserPolicy(
                                request -> request.userName("u").policyArn(text))),
                        failure(() -> iam.putUserPermissionsBoundary(
                                request -> request.userName("u").permissionsBoundary(text))),
                        failure(() ->
                                iam.createUser(request -> request.userName("v").permissionsBoundary(text)))))
                .containsOnly("ValidationError 400 Invalid ARN:  Could not be parsed!");
    }

    @Test
    void a_trust_policy_that_is_no_json_says_so() {
        assertThat(failure(() -> iam.createRole(request -> request.roleName("r").assumeRolePolicyDocument("{bad"))))
                .isEqualTo("MalformedPolicyDocument 400 This policy contains invalid Json");
        role();
        assertThat(failure(() -> iam.updateAssumeRolePolicy(
                        request -> request.roleName("r").policyDocument("{bad"))))
                .isEqualTo("MalformedPolicyDocument 400 This policy contains invalid Json");
    }

    private void role() {
        iam.createRole(request -> request.roleName("r")
                .assumeRolePolicyDocument(
                        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":" + "{\"AWS\":\""
                                + ACCOUNT + "\"},\"Action\":[\"sts:AssumeRole\",\"sts:TagSession\"]}}"));
    }

    @Test
    void an_arn_that_names_no_role_is_invalid() {
        for (String arn : List.of(
                "arn::b:::something/test-role",
                "arn:a::::something/test-role",
                "arn:a:::something/test-role",
                "arn:a:a::aaaaaaaaaa:",
                "nothing-valid-in-here")) {
            assertThat(failure(
                            () -> sts.assumeRole(request -> request.roleArn(arn).roleSessionName("session"))))
                    .isEqualTo("ValidationError 400 " + arn + " is invalid");
        }
    }

    @Test
    void names_and_tags_of_sessions_are_checked() {
        role();
        assertThat(failure(() -> sts.assumeRole(request -> request.roleArn(ROLE).roleSessionName("Session1:2"))))
                .isEqualTo(
                        "ValidationError 400 1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed"
                                + " to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*");
        assertThat(failure(() -> sts.assumeRole(request -> request.roleArn(ROLE)
                        .roleSessionName("session")
                        .tags(tag("team", "blue"), tag("TEAM", "red")))))
                .isEqualTo("InvalidParameterValue 400 Duplicate tag keys found. Please note that Tag keys are case"
                        + " insensitive.");
        assertThat(failure(() -> sts.assumeRole(request -> request.roleArn(ROLE)
                        .roleSessionName("session")
                        .tags(tag("team", "blue"))
                        .transitiveTagKeys("other"))))
                .isEqualTo(
                        "InvalidParameterValue 400 The specified transitive tag key must be included in the requested"
                                + " tags.");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
