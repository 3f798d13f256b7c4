package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.TestCloud.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.PolicyType;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** A secret behind an identity policy, its resource policy, its key's policy and a service control policy. */
class ThreeDoorsTest {

    private static final String EVERYTHING =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}";

    private final TestCloud cloud = new TestCloud();
    private final OrganizationsClient organizations = cloud.admin(OrganizationsClient.builder());
    private String organizationRoot = "";
    private String member = "";
    private String reader = "";
    private String secret = "";
    private String key = "";
    private Credentials owner = cloud.control().administrator(TestCloud.ACCOUNT);
    private Credentials bob = owner;

    @BeforeEach
    void aSecretInAMemberAccountThatBobMayRead() {
        organizations.createOrganization();
        organizationRoot = organizations.listRoots().roots().get(0).id();
        organizations.enablePolicyType(
                ask -> ask.rootId(organizationRoot).policyType(PolicyType.SERVICE_CONTROL_POLICY));
        String request = organizations
                .createAccount(ask -> ask.accountName("prod").email("prod@example.org"))
                .createAccountStatus()
                .id();
        member = organizations
                .describeCreateAccountStatus(ask -> ask.createAccountRequestId(request))
                .createAccountStatus()
                .accountId();
        owner = cloud.control().administrator(member);
        IamClient iam = cloud.as(owner, IamClient.builder());
        iam.createUser(ask -> ask.userName("bob"));
        iam.putUserPolicy(ask -> ask.userName("bob").policyName("all").policyDocument(EVERYTHING));
        reader = "arn:aws:iam::" + member + ":user/bob";
        AccessKey made = iam.createAccessKey(ask -> ask.userName("bob")).accessKey();
        bob = new Credentials(reader, made.accessKeyId(), made.secretAccessKey(), null);
        key = kms().createKey().keyMetadata().arn();
        secret = secrets(owner)
                .createSecret(ask -> ask.name("s").secretString("x").kmsKeyId(key))
                .arn();
        assertThat(read()).isEqualTo("x");
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private SecretsManagerClient secrets(Credentials as) {
        return cloud.as(as, SecretsManagerClient.builder());
    }

    private KmsClient kms() {
        return cloud.as(owner, KmsClient.builder());
    }

    private String read() {
        return secrets(bob).getSecretValue(ask -> ask.secretId(secret)).secretString();
    }

    private String refused() {
        AwsServiceException e = catchThrowableOfType(AwsServiceException.class, this::read);
        assertThat(e).isNotNull();
        return fault(e);
    }

    private String denial(String reason) {
        return "AccessDeniedException 400 User: " + reader
                + " is not authorized to perform: secretsmanager:GetSecretValue on resource: " + secret + " " + reason;
    }

    @Test
    void the_identity_policy_alone_refuses() {
        cloud.as(owner, IamClient.builder())
                .deleteUserPolicy(ask -> ask.userName("bob").policyName("all"));
        assertThat(refused())
                .isEqualTo(denial("because no identity-based policy allows the secretsmanager:GetSecretValue action"));
    }

    @Test
    void the_resource_policy_alone_refuses() {
        secrets(owner)
                .putResourcePolicy(ask -> ask.secretId("s")
                        .resourcePolicy(("{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':{'AWS':'"
                                        + reader + "'},'Action':'secretsmanager:GetSecretValue','Resource':'*'}]}")
                                .replace('\'', '"')));
        assertThat(refused()).isEqualTo(denial("with an explicit deny in a resource-based policy"));
    }

    @Test
    void the_key_policy_alone_refuses() {
        kms().putKeyPolicy(ask -> ask.keyId(key)
                .policyName("default")
                .policy(("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::"
                                + member
                                + ":root'},'Action':'kms:*','Resource':'*'},{'Effect':'Deny','Principal':{'AWS':'"
                                + reader + "'},'Action':'kms:Decrypt','Resource':'*'}]}")
                        .replace('\'', '"')));
        assertThat(refused()).isEqualTo("AccessDeniedException 400 Access to KMS is not allowed");
    }

    @Test
    void a_service_control_policy_alone_refuses_the_secret_or_its_key() {
        assertThat(control("secretsmanager:GetSecretValue"))
                .startsWith(denial("with an explicit deny in a service control policy"));
        assertThat(control("kms:Decrypt")).isEqualTo("AccessDeniedException 400 Access to KMS is not allowed");
    }

    private String control(String action) {
        String policy = organizations
                .createPolicy(ask -> ask.type(PolicyType.SERVICE_CONTROL_POLICY)
                        .name("no " + action.replace(':', ' '))
                        .description("")
                        .content("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\""
                                + action + "\",\"Resource\":\"*\"}]}"))
                .policy()
                .policySummary()
                .id();
        organizations.attachPolicy(ask -> ask.policyId(policy).targetId(member));
        String refused = refused();
        organizations.detachPolicy(ask -> ask.policyId(policy).targetId(member));
        assertThat(read()).isEqualTo("x");
        return refused;
    }
}
