package dev.glasshouse.service.iam;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static dev.glasshouse.TestCloud.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateUserResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.User;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

class IamTest {

    private final TestCloud cloud = new TestCloud();
    private final IamClient iam = cloud.admin(IamClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(IamException.class, call);
    }

    @Test
    void a_client_of_the_region_aws_global_is_let_in_and_one_of_another_region_is_not() {
        java.net.URI endpoint = java.net.URI.create("http://localhost");
        software.amazon.awssdk.services.iam.IamClientBuilder builder =
                IamClient.builder().endpointOverride(endpoint);
        assertThat(cloud.in("aws-global", cloud.control().administrator(TestCloud.ACCOUNT), builder)
                        .getUser()
                        .user()
                        .userName())
                .isEqualTo("admin");
        assertThat(fault(catchThrowableOfType(
                        IamException.class,
                        () -> cloud.in("eu-west-1", cloud.control().administrator(TestCloud.ACCOUNT), builder)
                                .getUser())))
                .startsWith("SignatureDoesNotMatch 403 Credential should be scoped to a valid region");
    }

    @Test
    void the_authorization_details_hold_every_entity_and_the_policies_in_use() {
        cloud.user("ann", allow("s3:GetObject", "*"));
        IamClient admin = cloud.admin(IamClient.builder());
        admin.createGroup(request -> request.groupName("readers"));
        admin.addUserToGroup(request -> request.groupName("readers").userName("ann"));
        admin.attachGroupPolicy(
                request -> request.groupName("readers").policyArn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        var all = admin.getAccountAuthorizationDetails();
        assertThat(all.userDetailList()).extracting(user -> user.userName()).containsExactly("admin", "ann");
        assertThat(all.userDetailList().get(1).groupList()).containsExactly("readers");
        assertThat(all.userDetailList().get(1).userPolicyList().get(0).policyDocument())
                .startsWith("%7B%22Version%22");
        assertThat(all.groupDetailList().get(0).attachedManagedPolicies().get(0).policyName())
                .isEqualTo("AmazonS3ReadOnlyAccess");
        assertThat(all.policies())
                .extracting(policy -> policy.policyName())
                .contains("AmazonS3ReadOnlyAccess")
                .doesNotContain("AmazonS3FullAccess");
        var groups = admin.getAccountAuthorizationDetails(
                request -> request.filterWithStrings("Group").maxItems(1));
        assertThat(groups.userDetailList()).isEmpty();
        assertThat(groups.groupDetailList()).hasSize(1);
        var first = admin.getAccountAuthorizationDetails(request -> request.maxItems(2));
        assertThat(first.isTruncated()).isTrue();
        assertThat(admin.getAccountAuthorizationDetails(request -> request.marker(first.marker()))
                        .groupDetailList())
                .hasSize(1);
    }

    @Test
    void aUserIsCreatedWithIdAndArnInAwsForms() {
        CreateUserResponse made =
                iam.createUser(request -> request.userName("alice").path("/team/"));
        User user = made.user();
        assertThat(user.arn()).isEqualTo("arn:aws:iam::" + ACCOUNT + ":user/team/alice");
        assertThat(user.userId()).matches("AIDA[A-Z2-7]{17}");
        assertThat(iam.getUser(request -> request.userName("alice")).user().arn())
                .isEqualTo(user.arn());
    }

    @Test
    void namesAreUniqueWhateverTheirCase() {
        iam.createUser(request -> request.userName("alice"));
        assertThat(failure(() -> iam.createUser(request -> request.userName("ALICE"))))
                .isEqualTo("EntityAlreadyExists 409 User with name ALICE already exists.");
    }

    @Test
    void aMissingUserIsNamedInTheError() {
        assertThat(failure(() -> iam.getUser(request -> request.userName("non-existent-user"))))
                .isEqualTo("NoSuchEntity 404 The user with name non-existent-user cannot be found.");
    }

    @Test
    void aNewUserMayDoNothing() {
        Credentials bob = cloud.user("bob", null);
        IamClient asBob = cloud.as(bob, IamClient.builder());
        assertThat(failure(asBob::listUsers))
                .isEqualTo("AccessDenied 403 User: arn:aws:iam::" + ACCOUNT
                        + ":user/bob is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::" + ACCOUNT
                        + ":user/ because no identity-based policy allows the iam:ListUsers action");
    }

    @Test
    void anInlinePolicyAllowsAndItsRemovalTakesAway() {
        Credentials bob = cloud.user("bob", allow("iam:ListUsers", "*"));
        IamClient asBob = cloud.as(bob, IamClient.builder());
        assertThat(asBob.listUsers().users()).extracting(User::userName).containsExactly("admin", "bob");
        iam.deleteUserPolicy(request -> request.userName("bob").policyName("inline"));
        assertThat(failure(asBob::listUsers)).startsWith("AccessDenied 403");
    }

    @Test
    void policiesOfGroupsCountForTheirMembers() {
        Credentials bob = cloud.user("bob", null);
        iam.createGroup(request -> request.groupName("readers"));
        iam.attachGroupPolicy(
                request -> request.groupName("readers").policyArn("arn:aws:iam::aws:policy/IAMReadOnlyAccess"));
        iam.addUserToGroup(request -> request.groupName("readers").userName("bob"));
        IamClient asBob = cloud.as(bob, IamClient.builder());
        assertThat(asBob.listUsers().users()).hasSize(2);
        assertThat(failure(() -> asBob.createUser(request -> request.userName("eve"))))
                .startsWith("AccessDenied 403");
    }

    @Test
    void aBoundaryLimitsWhatPoliciesAllow() {
        Credentials bob = cloud.user("bob", allow("*", "*"));
        iam.putUserPermissionsBoundary(
                request -> request.userName("bob").permissionsBoundary("arn:aws:iam::aws:policy/IAMReadOnlyAccess"));
        IamClient asBob = cloud.as(bob, IamClient.builder());
        assertThat(asBob.listUsers().users()).hasSize(2);
        assertThat(failure(() -> asBob.createUser(request -> request.userName("eve"))))
                .endsWith("because no permissions boundary allows the iam:CreateUser action");
    }

    @Test
    void aUserWithKeysCannotBeDeleted() {
        cloud.user("bob", null);
        assertThat(failure(() -> iam.deleteUser(request -> request.userName("bob"))))
                .isEqualTo("DeleteConflict 409 Cannot delete entity, must delete access keys first.");
    }

    @Test
    void anInactiveKeySignsNothing() {
        Credentials bob = cloud.user("bob", allow("*", "*"));
        iam.updateAccessKey(request ->
                request.userName("bob").accessKeyId(bob.accessKeyId()).status("Inactive"));
        IamClient asBob = cloud.as(bob, IamClient.builder());
        assertThat(failure(asBob::listUsers))
                .isEqualTo("InvalidClientTokenId 403 The security token included in the request is invalid.");
    }

    @Test
    void aThirdKeyExceedsTheQuota() {
        cloud.user("bob", null);
        iam.createAccessKey(request -> request.userName("bob"));
        assertThat(failure(() -> iam.createAccessKey(request -> request.userName("bob"))))
                .isEqualTo("LimitExceeded 409 Cannot exceed quota for AccessKeysPerUser: 2");
    }

    @Test
    void awsManagedPoliciesAreThere() {
        assertThat(iam.listPoliciesPaginator(request -> request.scope(PolicyScopeType.AWS))
                        .policies())
                .hasSize(1485);
        String document = iam.getPolicyVersion(
                        request -> request.policyArn("arn:aws:iam::aws:policy/AdministratorAccess")
                                .versionId("v1"))
                .policyVersion()
                .document();
        assertThat(URLDecoder.decode(document, StandardCharsets.UTF_8)).contains("\"Action\" : \"*\"");
    }

    @Test
    void listingsGoOnFromTheirMarkers() {
        for (String name : List.of("c", "a", "b")) {
            iam.createUser(request -> request.userName(name));
        }
        assertThat(iam.listUsersPaginator(request -> request.maxItems(1)).users())
                .extracting(User::userName)
                .containsExactly("a", "admin", "b", "c");
        assertThat(failure(() -> iam.listUsers(request -> request.marker("made-up"))))
                .isEqualTo("ValidationError 400 Invalid Marker.");
    }

    @Test
    void aMalformedPolicyIsRefusedAndLeavesNothing() {
        iam.createUser(request -> request.userName("alice"));
        assertThat(failure(() -> iam.putUserPolicy(
                        request -> request.userName("alice").policyName("p").policyDocument("{}"))))
                .startsWith("MalformedPolicyDocument 400 ");
        assertThat(iam.listUserPolicies(request -> request.userName("alice")).policyNames())
                .isEmpty();
    }

    @Test
    void fiveVersionsAreTheMost() {
        String document = allow("s3:*", "*").replace('\'', '"');
        String arn = iam.createPolicy(request -> request.policyName("p").policyDocument(document))
                .policy()
                .arn();
        for (int i = 0; i < 4; i++) {
            iam.createPolicyVersion(
                    request -> request.policyArn(arn).policyDocument(document).setAsDefault(true));
        }
        assertThat(failure(() -> iam.createPolicyVersion(
                        request -> request.policyArn(arn).policyDocument(document))))
                .startsWith("LimitExceeded 409 A managed policy can have up to 5 versions.");
        assertThat(iam.getPolicy(request -> request.policyArn(arn)).policy().defaultVersionId())
                .isEqualTo("v5");
        assertThat(failure(() -> iam.deletePolicyVersion(
                        request -> request.policyArn(arn).versionId("v5"))))
                .isEqualTo("DeleteConflict 409 Cannot delete the default version of a policy.");
    }

    // ---- roles

    private static String trust(String principal) {
        return ("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':'" + principal
                        + "'},'Action':'sts:AssumeRole'}]}")
                .replace('\'', '"');
    }

    @Test
    void whoIsTrustedAssumesTheRoleAndNobodyElse() {
        Credentials bob = cloud.user("bob", null);
        Credentials eve = cloud.user("eve", allow("sts:AssumeRole", "*"));
        String arn = iam.createRole(
                        request -> request.roleName("reader").assumeRolePolicyDocument(trust(bob.principal())))
                .role()
                .arn();
        iam.attachRolePolicy(
                request -> request.roleName("reader").policyArn("arn:aws:iam::aws:policy/IAMReadOnlyAccess"));
        var session = cloud.as(bob, StsClient.builder())
                .assumeRole(request -> request.roleArn(arn).roleSessionName("s1"));
        assertThat(session.assumedRoleUser().arn()).isEqualTo("arn:aws:sts::" + ACCOUNT + ":assumed-role/reader/s1");
        Credentials keys = new Credentials(
                session.assumedRoleUser().arn(),
                session.credentials().accessKeyId(),
                session.credentials().secretAccessKey(),
                session.credentials().sessionToken());
        assertThat(cloud.as(keys, IamClient.builder()).listUsers().users()).hasSize(3);
        assertThat(cloud.as(keys, StsClient.builder()).getCallerIdentity().arn())
                .isEqualTo(session.assumedRoleUser().arn());
        StsException e = catchThrowableOfType(
                StsException.class,
                () -> cloud.as(eve, StsClient.builder())
                        .assumeRole(request -> request.roleArn(arn).roleSessionName("s1")));
        assertThat(fault(e))
                .startsWith("AccessDenied 403 User: " + eve.principal()
                        + " is not authorized to perform: sts:AssumeRole on resource: " + arn);
    }

    @Test
    void aTrustedUserWhoIsMadeAgainIsNotTrusted() {
        cloud.user("bob", null);
        String arn = iam.createRole(request -> request.roleName("reader")
                        .assumeRolePolicyDocument(trust("arn:aws:iam::" + ACCOUNT + ":user/bob")))
                .role()
                .arn();
        String id = iam.getUser(request -> request.userName("bob")).user().userId();
        iam.listAccessKeys(request -> request.userName("bob"))
                .accessKeyMetadata()
                .forEach(key ->
                        iam.deleteAccessKey(request -> request.userName("bob").accessKeyId(key.accessKeyId())));
        iam.deleteUser(request -> request.userName("bob"));
        String shown = iam.getRole(request -> request.roleName("reader")).role().assumeRolePolicyDocument();
        assertThat(URLDecoder.decode(shown, StandardCharsets.UTF_8)).contains(id);
        Credentials again = cloud.user("bob", null);
        StsException e = catchThrowableOfType(
                StsException.class,
                () -> cloud.as(again, StsClient.builder())
                        .assumeRole(request -> request.roleArn(arn).roleSessionName("s1")));
        assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
    }

    @Test
    void aTrustPolicyMayNotNameWhoIsNotThere() {
        assertThat(failure(() -> iam.createRole(request -> request.roleName("r")
                        .assumeRolePolicyDocument(trust("arn:aws:iam::" + ACCOUNT + ":user/nobody")))))
                .isEqualTo("MalformedPolicyDocument 400 Invalid principal in policy: \"AWS\":\"arn:aws:iam::" + ACCOUNT
                        + ":user/nobody\"");
    }

    @Test
    void aSessionEndsWhenTheClockPassesItsEnd() {
        Credentials bob = cloud.user("bob", allow("iam:ListUsers", "*"));
        var token = cloud.as(bob, StsClient.builder()).getSessionToken(request -> request.durationSeconds(900));
        Credentials keys = new Credentials(
                bob.principal(),
                token.credentials().accessKeyId(),
                token.credentials().secretAccessKey(),
                token.credentials().sessionToken());
        StsClient sts = cloud.as(keys, StsClient.builder());
        assertThat(sts.getCallerIdentity().arn()).isEqualTo(bob.principal());
        // sessions without a second factor never reach IAM
        assertThat(failure(() -> cloud.as(keys, IamClient.builder()).listUsers()))
                .startsWith("AccessDenied 403");
        cloud.advance(java.time.Duration.ofMinutes(16));
        StsException e = catchThrowableOfType(StsException.class, sts::getCallerIdentity);
        assertThat(fault(e)).isEqualTo("ExpiredToken 403 The security token included in the request is expired");
    }
}
