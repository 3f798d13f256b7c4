package dev.glasshouse.service.sts;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static dev.glasshouse.TestCloud.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.call.AuthorizationMessages;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.ProvidedContext;
import software.amazon.awssdk.services.sts.model.StsException;
import software.amazon.awssdk.services.sts.model.Tag;

/** Sessions of roles, users, federated users and root. */
class SessionsTest {

    private static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/r";

    private final TestCloud cloud = new TestCloud();
    private final IamClient iam = cloud.admin(IamClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(StsException.class, call);
    }

    private void role(String name, String principal, String actions, String condition) {
        iam.createRole(request -> request.roleName(name)
                .assumeRolePolicyDocument(("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':"
                                + principal + ",'Action':" + actions + condition + "}]}")
                        .replace('\'', '"')));
    }

    private static String aws(String arn) {
        return "{'AWS':'" + arn + "'}";
    }

    private StsClient as(@Nullable Credentials credentials) {
        return cloud.as(credentials, StsClient.builder());
    }

    private Credentials keys(software.amazon.awssdk.services.sts.model.Credentials given) {
        return new Credentials("", given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
    }

    private AssumeRoleResponse assume(StsClient sts, Consumer<AssumeRoleRequest.Builder> more) {
        return sts.assumeRole(request -> {
            request.roleArn(ROLE).roleSessionName("session");
            more.accept(request);
        });
    }

    private JsonNode event(String name) throws Exception {
        return new ObjectMapper()
                .readTree(cloud.control()
                        .events(1, event -> event.json().utf8().contains("\"eventName\":\"" + name + "\""))
                        .get(0)
                        .json()
                        .toArray());
    }

    @Test
    void c7_tags_and_a_source_identity_are_questions_of_their_own_to_the_trust_policy() {
        Credentials user = cloud.user("u", null);
        role("r", aws("arn:aws:iam::" + ACCOUNT + ":user/u"), "['sts:AssumeRole']", "");
        assume(as(user), request -> {});
        assertThat(failure(() -> assume(
                        as(user),
                        request ->
                                request.tags(Tag.builder().key("a").value("b").build()))))
                .startsWith("AccessDenied 403 User: arn:aws:iam::" + ACCOUNT
                        + ":user/u is not authorized to perform: sts:TagSession on resource: " + ROLE);
        assertThat(failure(() -> assume(as(user), request -> request.sourceIdentity("me"))))
                .contains("is not authorized to perform: sts:SetSourceIdentity on resource: " + ROLE);
    }

    @Test
    void a_source_identity_goes_along_and_cannot_be_changed() throws Exception {
        role("r", aws("arn:aws:iam::" + ACCOUNT + ":user/admin"), "['sts:AssumeRole','sts:SetSourceIdentity']", "");
        role("second", aws(ROLE), "['sts:AssumeRole','sts:SetSourceIdentity']", "");
        AssumeRoleResponse first = assume(cloud.admin(StsClient.builder()), request -> request.sourceIdentity("ann"));
        assertThat(first.sourceIdentity()).isEqualTo("ann");
        StsClient within = as(keys(first.credentials()));
        String second = "arn:aws:iam::" + ACCOUNT + ":role/second";
        iam.putRolePolicy(request -> request.roleName("r")
                .policyName("p")
                .policyDocument(allow("sts:*", "*").replace('\'', '"')));
        assertThat(within.assumeRole(request -> request.roleArn(second).roleSessionName("two"))
                        .sourceIdentity())
                .isEqualTo("ann");
        assertThat(event("AssumeRole")
                        .at("/userIdentity/sessionContext/sourceIdentity")
                        .asText())
                .isEqualTo("ann");
        assertThat(failure(() -> within.assumeRole(request ->
                        request.roleArn(second).roleSessionName("two").sourceIdentity("bob"))))
                .startsWith("AccessDenied 403");
    }

    @Test
    void a_code_of_a_device_meets_a_condition_of_the_trust_policy_once() {
        Credentials user = cloud.user("u", null);
        var device = iam.createVirtualMFADevice(request -> request.virtualMFADeviceName("phone"))
                .virtualMFADevice();
        byte[] seed = TestCodes.decode(device.base32StringSeed().asUtf8String());
        iam.enableMFADevice(request -> request.userName("u")
                .serialNumber(device.serialNumber())
                .authenticationCode1(TestCodes.at(seed, cloud.now().minusSeconds(30)))
                .authenticationCode2(TestCodes.at(seed, cloud.now())));
        role(
                "r",
                aws("arn:aws:iam::" + ACCOUNT + ":user/u"),
                "['sts:AssumeRole']",
                ",'Condition':{'Bool':{'aws:MultiFactorAuthPresent':'true'}}");
        assertThat(failure(() -> assume(as(user), request -> {}))).startsWith("AccessDenied 403 User: ");
        cloud.advance(Duration.ofMinutes(2));
        String code = TestCodes.at(seed, cloud.now());
        String serial = device.serialNumber();
        assume(as(user), request -> request.serialNumber(serial).tokenCode(code));
        assertThat(failure(() ->
                        assume(as(user), request -> request.serialNumber(serial).tokenCode(code))))
                .isEqualTo("AccessDenied 403 MultiFactorAuthentication failed with invalid MFA one time pass code. ");
        assertThat(failure(() -> assume(as(user), request -> request.serialNumber(serial))))
                .isEqualTo("AccessDenied 403 MultiFactorAuthentication failed, must provide both MFA serial number and"
                        + " one time pass code. ");
        cloud.advance(Duration.ofMinutes(2));
        String next = TestCodes.at(seed, cloud.now());
        var session = as(user).getSessionToken(
                        request -> request.serialNumber(serial).tokenCode(next))
                .credentials();
        // the factor of the session meets the condition too
        assume(as(keys(session)), request -> {});
    }

    @Test
    void a_federated_user_may_do_what_its_maker_and_its_policies_both_allow() throws Exception {
        Credentials user = cloud.user(
                "u",
                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':['sts:GetFederationToken','s3:ListAllMyBuckets'],"
                        + "'Resource':'*'}]}");
        var bare = as(user).getFederationToken(request -> request.name("bob"));
        assertThat(bare.federatedUser().arn()).isEqualTo("arn:aws:sts::" + ACCOUNT + ":federated-user/bob");
        assertThat(bare.federatedUser().federatedUserId()).isEqualTo(ACCOUNT + ":bob");
        assertThat(bare.packedPolicySize()).isZero();
        S3Client none = cloud.as(keys(bare.credentials()), S3Client.builder());
        assertThat(catchThrowableOfType(software.amazon.awssdk.services.s3.model.S3Exception.class, none::listBuckets)
                        .statusCode())
                .isEqualTo(403);
        var given = as(user).getFederationToken(request -> request.name("bob")
                .durationSeconds(900)
                .policy(allow("s3:*", "*").replace('\'', '"')));
        assertThat(given.packedPolicySize()).isPositive();
        S3Client some = cloud.as(keys(given.credentials()), S3Client.builder());
        assertThat(some.listBuckets().buckets()).isEmpty();
        assertThat(catchThrowableOfType(
                                software.amazon.awssdk.services.s3.model.S3Exception.class,
                                () -> some.createBucket(request -> request.bucket("not-theirs")))
                        .statusCode())
                .isEqualTo(403);
        JsonNode identity = event("ListBuckets").path("userIdentity");
        assertThat(identity.path("type").asText()).isEqualTo("FederatedUser");
        assertThat(identity.at("/sessionContext/sessionIssuer/userName").asText())
                .isEqualTo("u");
        assertThat(as(keys(given.credentials())).getCallerIdentity().userId()).isEqualTo(ACCOUNT + ":bob");
        assertThat(failure(() -> as(keys(given.credentials())).getSessionToken()))
                .startsWith("AccessDenied 403");
        cloud.advance(Duration.ofSeconds(900));
        assertThat(failure(() -> as(keys(given.credentials())).getCallerIdentity()))
                .startsWith("ExpiredToken 403");
    }

    @Test
    void c7_chained_sessions_last_an_hour_at_most_and_hand_on_transitive_tags() {
        role("r", aws("arn:aws:iam::" + ACCOUNT + ":user/admin"), "['sts:AssumeRole','sts:TagSession']", "");
        role("second", aws(ROLE), "['sts:AssumeRole','sts:TagSession']", "");
        AssumeRoleResponse first = assume(
                cloud.admin(StsClient.builder()),
                request -> request.tags(Tag.builder().key("team").value("a").build())
                        .transitiveTagKeys("team"));
        assertThat(first.packedPolicySize()).isPositive();
        StsClient within = as(keys(first.credentials()));
        String second = "arn:aws:iam::" + ACCOUNT + ":role/second";
        assertThat(failure(() -> within.assumeRole(request ->
                        request.roleArn(second).roleSessionName("two").durationSeconds(3601))))
                .isEqualTo(
                        "ValidationError 400 The requested DurationSeconds exceeds the 1 hour session limit for roles"
                                + " assumed by role chaining");
        assertThat(failure(() -> within.assumeRole(request -> request.roleArn(second)
                        .roleSessionName("two")
                        .tags(Tag.builder().key("TEAM").value("b").build()))))
                .isEqualTo("InvalidParameterValue 400 One of the specified transitive tag keys can't be set because it"
                        + " conflicts with a transitive tag key from the calling session.");
    }

    private static PolicyDescriptorType managed(String arn) {
        return PolicyDescriptorType.builder().arn(arn).build();
    }

    @Test
    void c4_managed_session_policies_are_ten_at_most_and_of_the_account() {
        role("r", aws("arn:aws:iam::" + ACCOUNT + ":user/admin"), "['sts:AssumeRole']", "");
        StsClient admin = cloud.admin(StsClient.builder());
        assertThat(failure(() -> assume(
                        admin,
                        request -> request.policyArns(managed("arn:aws:iam::" + OTHER_ACCOUNT + ":policy/theirs")))))
                .startsWith("MalformedPolicyDocument 400");
        List<PolicyDescriptorType> many =
                java.util.Collections.nCopies(11, managed("arn:aws:iam::aws:policy/ReadOnlyAccess"));
        assertThat(failure(() -> assume(admin, request -> request.policyArns(many))))
                .startsWith("ValidationError 400");
        assertThat(failure(() -> assume(
                        admin,
                        request -> request.policy("{\"Version\":\"2012-10-17\",\"Statement\":"
                                + "[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::"
                                + "b".repeat(2100) + "\"}]}"))))
                .startsWith("PackedPolicyTooLarge 400 Packed size of session tags and policies consumes ");
    }

    @Test
    void a13_messages_are_decoded_for_whoever_may_and_only_real_ones() {
        String sealed = AuthorizationMessages.seal(cloud.sandbox(), ACCOUNT, "{\"allowed\":false}");
        StsClient admin = cloud.admin(StsClient.builder());
        assertThat(admin.decodeAuthorizationMessage(request -> request.encodedMessage(sealed))
                        .decodedMessage())
                .isEqualTo("{\"allowed\":false}");
        assertThat(failure(() -> admin.decodeAuthorizationMessage(request -> request.encodedMessage("nonsense"))))
                .isEqualTo("InvalidAuthorizationMessageException 400 Message is not valid");
        assertThat(failure(() -> as(cloud.user("u", null))
                        .decodeAuthorizationMessage(request -> request.encodedMessage(sealed))))
                .contains("is not authorized to perform: sts:DecodeAuthorizationMessage");
    }

    @Test
    void the_management_account_takes_root_of_a_member_for_one_task() throws Exception {
        OrganizationsClient organizations = cloud.admin(OrganizationsClient.builder());
        organizations.createOrganization();
        String request = organizations
                .createAccount(ask -> ask.accountName("m").email("m@example.org"))
                .createAccountStatus()
                .id();
        String member = organizations
                .describeCreateAccountStatus(ask -> ask.createAccountRequestId(request))
                .createAccountStatus()
                .accountId();
        StsClient admin = cloud.admin(StsClient.builder());
        String task = "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials";
        assertThat(failure(() ->
                        admin.assumeRoot(ask -> ask.targetPrincipal(member).taskPolicyArn(policy -> policy.arn(task)))))
                .isEqualTo("AccessDenied 403 User: arn:aws:iam::" + ACCOUNT
                        + ":user/admin is not authorized to perform: sts:AssumeRoot on resource: arn:aws:iam::" + member
                        + ":root");
        organizations.enableAWSServiceAccess(ask -> ask.servicePrincipal("iam.amazonaws.com"));
        assertThat(failure(() ->
                        admin.assumeRoot(ask -> ask.targetPrincipal(member).taskPolicyArn(policy -> policy.arn(task)))))
                .startsWith("AccessDenied 403");
        iam.enableOrganizationsRootSessions(ask -> {});
        var root = admin.assumeRoot(ask -> ask.targetPrincipal(member).taskPolicyArn(policy -> policy.arn(task)));
        assertThat(cloud.control().events(2, event -> event.json().utf8().contains("\"eventName\":\"AssumeRoot\"")))
                .extracting(dev.glasshouse.sandbox.LogRecord::account)
                .containsExactlyInAnyOrder(ACCOUNT, member);
        IamClient inside = cloud.as(keys(root.credentials()), IamClient.builder());
        assertThat(as(keys(root.credentials())).getCallerIdentity().arn())
                .isEqualTo("arn:aws:iam::" + member + ":root");
        assertThat(event("GetCallerIdentity")
                        .at("/userIdentity/sessionContext/assumedRoot")
                        .asText())
                .isEqualTo("true");
        assertThat(inside.getAccountSummary().summaryMap()).isNotEmpty();
        assertThat(fault(catchThrowableOfType(IamException.class, inside::listUsers)))
                .contains("because no session policy allows the iam:ListUsers action");
        assertThat(failure(() -> admin.assumeRoot(ask -> ask.targetPrincipal(member)
                        .taskPolicyArn(policy -> policy.arn("arn:aws:iam::aws:policy/AdministratorAccess")))))
                .startsWith("ValidationError 400");
    }

    @Test
    void both_accounts_see_a_session_across_accounts_under_one_shared_id() {
        role("r", aws("arn:aws:iam::" + OTHER_ACCOUNT + ":root"), "'sts:AssumeRole'", "");
        assume(as(cloud.control().administrator(OTHER_ACCOUNT)), request -> request.externalId("x1"));
        List<String> shared =
                cloud
                        .control()
                        .events(10, event -> event.json().utf8().contains("\"eventName\":\"AssumeRole\""))
                        .stream()
                        .map(event -> event.json().utf8().replaceAll(".*\"sharedEventID\":\"([^\"]+)\".*", "$1"))
                        .toList();
        assertThat(shared).hasSize(2);
        assertThat(shared.get(0)).isEqualTo(shared.get(1)).hasSize(36);
    }

    @Test
    void a_context_needs_the_right_to_set_it_and_is_then_not_simulated() {
        StsClient user = as(cloud.user("u", null));
        role("r", aws("arn:aws:iam::" + ACCOUNT + ":user/u"), "['sts:AssumeRole']", "");
        ProvidedContext context = ProvidedContext.builder()
                .providerArn("arn:aws:iam::aws:contextProvider/IdentityCenter")
                .contextAssertion("assertion")
                .build();
        assertThat(failure(() -> assume(user, request -> request.providedContexts(context))))
                .startsWith("AccessDenied 403")
                .contains("sts:SetContext");
        iam.updateAssumeRolePolicy(request -> request.roleName("r")
                .policyDocument(("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':"
                                + aws("arn:aws:iam::" + ACCOUNT + ":user/u")
                                + ",'Action':['sts:AssumeRole','sts:SetContext'],'Condition':{'ForAllValues:ArnEquals':{"
                                + "'sts:RequestContextProviders':'arn:aws:iam::aws:contextProvider/IdentityCenter'}}}]}")
                        .replace('\'', '"')));
        assertThat(failure(() -> assume(user, request -> request.providedContexts(context))))
                .startsWith("NotImplemented 501");
    }
}
