package dev.glasshouse.service.organizations;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.PolicyType;
import software.amazon.awssdk.services.s3.S3Client;

/** What service and resource control policies do to calls. */
class ControlPoliciesTest {

    private final TestCloud cloud = new TestCloud();
    private final OrganizationsClient admin = cloud.admin(OrganizationsClient.builder());
    private String root = "";
    private String organization = "";
    private String member = "";

    @BeforeEach
    void organize() {
        organization = admin.createOrganization().organization().id();
        root = admin.listRoots().roots().get(0).id();
        admin.enablePolicyType(ask -> ask.rootId(root).policyType(PolicyType.SERVICE_CONTROL_POLICY));
        admin.enablePolicyType(ask -> ask.rootId(root).policyType(PolicyType.RESOURCE_CONTROL_POLICY));
        String request = admin.createAccount(ask -> ask.accountName("prod").email("prod@example.org"))
                .createAccountStatus()
                .id();
        member = admin.describeCreateAccountStatus(ask -> ask.createAccountRequestId(request))
                .createAccountStatus()
                .accountId();
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(AwsServiceException.class, call);
    }

    private String attach(PolicyType type, String statement, String target) {
        var policy = admin.createPolicy(ask -> ask.type(type)
                        .name("p" + statement.hashCode())
                        .description("")
                        .content("{\"Version\":\"2012-10-17\",\"Statement\":[" + statement.replace('\'', '"') + "]}"))
                .policy()
                .policySummary();
        admin.attachPolicy(ask -> ask.policyId(policy.id()).targetId(target));
        return policy.arn();
    }

    private IamClient memberRoot() {
        return cloud.as(cloud.control().administrator(member), IamClient.builder());
    }

    @Test
    void a_service_control_policy_denies_the_root_user_of_a_member_account() {
        assertThat(memberRoot().listUsers().users()).isEmpty();
        String arn =
                attach(PolicyType.SERVICE_CONTROL_POLICY, "{'Effect':'Deny','Action':'iam:*','Resource':'*'}", root);
        assertThat(failure(() -> memberRoot().listUsers()))
                .isEqualTo("AccessDenied 403 User: arn:aws:iam::" + member
                        + ":root is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::" + member
                        + ":user/ with an explicit deny in a service control policy: " + arn);
    }

    @Test
    void the_management_account_is_bound_by_none() {
        attach(PolicyType.SERVICE_CONTROL_POLICY, "{'Effect':'Deny','Action':'*','Resource':'*'}", root);
        assertThat(cloud.admin(IamClient.builder()).listUsers().users()).isNotEmpty();
    }

    @Test
    void an_allow_is_needed_at_every_level() {
        attach(PolicyType.SERVICE_CONTROL_POLICY, "{'Effect':'Allow','Action':'s3:*','Resource':'*'}", member);
        admin.detachPolicy(ask -> ask.policyId("p-FullAWSAccess").targetId(member));
        assertThat(failure(() -> memberRoot().listUsers()))
                .endsWith("because no service control policy allows the iam:ListUsers action");
        cloud.as(cloud.control().administrator(member), S3Client.builder()).listBuckets();
    }

    @Test
    void a_disabled_type_binds_nobody() {
        attach(PolicyType.SERVICE_CONTROL_POLICY, "{'Effect':'Deny','Action':'iam:*','Resource':'*'}", root);
        admin.disablePolicyType(ask -> ask.rootId(root).policyType(PolicyType.SERVICE_CONTROL_POLICY));
        assertThat(memberRoot().listUsers().users()).isEmpty();
        admin.enablePolicyType(ask -> ask.rootId(root).policyType(PolicyType.SERVICE_CONTROL_POLICY));
        assertThat(memberRoot().listUsers().users()).isEmpty();
    }

    private static final String PERIMETER =
            "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*','Condition':{'StringNotEqualsIfExists':"
                    + "{'aws:PrincipalOrgID':'%s'},'BoolIfExists':{'aws:PrincipalIsAWSService':'false'}}}";

    @Test
    void a_resource_control_policy_keeps_principals_of_other_organizations_out() {
        S3Client owner = cloud.as(cloud.control().administrator(member), S3Client.builder());
        owner.createBucket(ask -> ask.bucket("shared"));
        owner.putObject(ask -> ask.bucket("shared").key("k"), RequestBody.fromString("v"));
        owner.putBucketPolicy(ask -> ask.bucket("shared")
                .policy(
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"arn:aws:iam::"
                                + OTHER_ACCOUNT + ":root\",\"arn:aws:iam::" + ACCOUNT
                                + ":root\"]},\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::shared/*\"}]}"));
        S3Client stranger = cloud.as(cloud.control().administrator(OTHER_ACCOUNT), S3Client.builder());
        assertThat(stranger.getObjectAsBytes(ask -> ask.bucket("shared").key("k"))
                        .asUtf8String())
                .isEqualTo("v");
        attach(PolicyType.RESOURCE_CONTROL_POLICY, String.format(PERIMETER, organization), root);
        assertThat(failure(() ->
                        stranger.getObjectAsBytes(ask -> ask.bucket("shared").key("k"))))
                .isEqualTo("AccessDenied 403 Access Denied");
        assertThat(cloud.admin(S3Client.builder())
                        .getObjectAsBytes(ask -> ask.bucket("shared").key("k"))
                        .asUtf8String())
                .isEqualTo("v");
    }

    @Test
    void a_resource_control_policy_names_itself_inside_the_organization() {
        String arn = attach(
                PolicyType.RESOURCE_CONTROL_POLICY,
                "{'Effect':'Deny','Principal':'*','Action':'kms:CreateGrant','Resource':'*'},"
                        + "{'Effect':'Deny','Principal':'*','Action':'kms:Encrypt','Resource':'*'}",
                member);
        KmsClient kms = cloud.as(cloud.control().administrator(member), KmsClient.builder());
        String key = kms.createKey().keyMetadata().keyId();
        assertThat(failure(() -> kms.encrypt(
                        ask -> ask.keyId(key).plaintext(software.amazon.awssdk.core.SdkBytes.fromUtf8String("x")))))
                .endsWith("with an explicit deny in a resource control policy: " + arn);
    }

    @Test
    void d7_rcpsDoNotBindKeysThatAwsManages() {
        attach(
                PolicyType.RESOURCE_CONTROL_POLICY,
                "{'Effect':'Deny','Principal':'*','Action':'kms:*','Resource':'*'}",
                member);
        S3Client s3 = cloud.as(cloud.control().administrator(member), S3Client.builder());
        s3.createBucket(ask -> ask.bucket("sealed"));
        s3.putObject(ask -> ask.bucket("sealed").key("k").serverSideEncryption("aws:kms"), RequestBody.fromString("v"));
        assertThat(s3.getObjectAsBytes(ask -> ask.bucket("sealed").key("k")).asUtf8String())
                .isEqualTo("v");
        KmsClient kms = cloud.as(cloud.control().administrator(member), KmsClient.builder());
        assertThat(kms.describeKey(ask -> ask.keyId("alias/aws/s3"))
                        .keyMetadata()
                        .keyManagerAsString())
                .isEqualTo("AWS");
        assertThat(failure(() -> kms.createKey())).contains("with an explicit deny in a resource control policy");
    }

    @Test
    void a12_s3TellsTheReasonInsideTheOrganization() {
        S3Client owner = cloud.as(cloud.control().administrator(member), S3Client.builder());
        owner.createBucket(ask -> ask.bucket("shared"));
        String start = "AccessDenied 403 User: arn:aws:iam::" + ACCOUNT
                + ":user/%s is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::shared/k\" ";
        S3Client user = cloud.as(cloud.user("u", allow("s3:*", "*")), S3Client.builder());
        assertThat(failure(() -> user.getObject(ask -> ask.bucket("shared").key("k"))))
                .isEqualTo(
                        String.format(start, "u") + "because no resource-based policy allows the s3:GetObject action");
        S3Client bounded = cloud.as(
                cloud.user(
                        "b",
                        "{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Action':'s3:GetObject','Resource':'*'}]}"),
                S3Client.builder());
        assertThat(failure(() -> bounded.getObject(ask -> ask.bucket("shared").key("k"))))
                .startsWith(String.format(start, "b") + "with an explicit deny in an identity-based policy");
        S3Client stranger = cloud.as(cloud.control().administrator(OTHER_ACCOUNT), S3Client.builder());
        assertThat(failure(() -> stranger.getObject(ask -> ask.bucket("shared").key("k"))))
                .isEqualTo("AccessDenied 403 Access Denied");
        String arn = attach(
                PolicyType.RESOURCE_CONTROL_POLICY,
                "{'Effect':'Deny','Principal':'*','Action':'s3:GetObject','Resource':'*'}",
                member);
        assertThat(failure(() -> user.getObject(ask -> ask.bucket("shared").key("k"))))
                .isEqualTo(String.format(start, "u") + "with an explicit deny in a resource control policy: " + arn);
    }

    @Test
    void the_policy_simulator_tells_whether_the_organization_allows() {
        attach(
                PolicyType.SERVICE_CONTROL_POLICY,
                "{'Effect':'Deny','Action':'s3:DeleteBucket','Resource':'*'}",
                member);
        IamClient iam = memberRoot();
        iam.createUser(ask -> ask.userName("v"));
        iam.putUserPolicy(ask -> ask.userName("v")
                .policyName("p")
                .policyDocument(allow("s3:*", "*").replace('\'', '"')));
        var results = iam.simulatePrincipalPolicy(ask -> ask.policySourceArn("arn:aws:iam::" + member + ":user/v")
                        .actionNames("s3:DeleteBucket", "s3:ListBucket", "iam:ListUsers"))
                .evaluationResults();
        assertThat(results)
                .extracting(result -> result.evalDecisionAsString())
                .containsExactly("explicitDeny", "allowed", "implicitDeny");
        assertThat(results)
                .extracting(result -> result.organizationsDecisionDetail().allowedByOrganizations())
                .containsExactly(false, true, true);
        // control policies stay out of the statements that are told
        assertThat(results.get(0).matchedStatements()).isEmpty();
        assertThat(cloud.admin(IamClient.builder())
                        .simulatePrincipalPolicy(ask -> ask.policySourceArn("arn:aws:iam::" + ACCOUNT + ":user/admin")
                                .actionNames("s3:DeleteBucket"))
                        .evaluationResults()
                        .get(0)
                        .evalDecisionAsString())
                .isEqualTo("allowed");
    }

    @Test
    void conditions_see_where_caller_and_resource_lie() {
        String condition = "','Condition':{'StringEquals':{'aws:PrincipalOrgID':'" + organization
                + "','aws:ResourceOrgID':'" + organization
                + "'},'ForAnyValue:StringLike':{'aws:PrincipalOrgPaths':'" + organization + "/" + root
                + "/*','aws:ResourceOrgPaths':'" + organization + "/" + root + "/'}}}]}";
        IamClient user =
                cloud.as(cloud.user("u", allow("iam:ListUsers", "*").replace("'}]}", condition)), IamClient.builder());
        assertThat(user.listUsers().users()).isNotEmpty();
        IamClient stranger = cloud.as(cloud.control().administrator(OTHER_ACCOUNT), IamClient.builder());
        stranger.createUser(ask -> ask.userName("v"));
        stranger.putUserPolicy(ask -> ask.userName("v")
                .policyName("p")
                .policyDocument(allow("iam:ListUsers", "*")
                        .replace("'}]}", "','Condition':{'Null':{'aws:PrincipalOrgID':'true'}}}]}")
                        .replace('\'', '"')));
        IamClient outside =
                cloud.as(cloud.control().credentials("arn:aws:iam::" + OTHER_ACCOUNT + ":user/v"), IamClient.builder());
        assertThat(outside.listUsers().users()).isNotEmpty();
    }
}
