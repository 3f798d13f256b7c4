package dev.glasshouse.service.ssm;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutResourcePolicyResponse;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** Advanced parameters that another account may read. */
class SharingTest {

    private static final String OTHER = "222222222222";
    private static final String ARN = "arn:aws:ssm:us-east-1:" + ACCOUNT + ":parameter/shared/p";

    private final TestCloud cloud = new TestCloud();
    private final SsmClient ssm = cloud.admin(SsmClient.builder());

    @BeforeEach
    void twoAccounts() {
        cloud.control().createAccount(OTHER);
        put("/shared/p", ParameterTier.ADVANCED);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private SsmClient other() {
        return cloud.as(cloud.control().administrator(OTHER), SsmClient.builder());
    }

    private void put(String name, ParameterTier tier) {
        ssm.putParameter(
                ask -> ask.name(name).value("v").type(ParameterType.STRING).tier(tier));
    }

    private static String policy(String actions, String resource) {
        return ("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':'" + OTHER + "'},'Action':["
                        + actions + "],'Resource':'" + resource + "'}]}")
                .replace('\'', '"');
    }

    private PutResourcePolicyResponse share() {
        return ssm.putResourcePolicy(
                ask -> ask.resourceArn(ARN).policy(policy("'ssm:GetParameter','ssm:GetParameters'", ARN)));
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(SsmException.class, call);
    }

    private String read(SsmClient client) {
        return client.getParameter(ask -> ask.name(ARN)).parameter().value();
    }

    @Test
    void another_account_reads_by_the_arn_what_is_shared_with_it() {
        assertThat(failure(() -> read(other())))
                .isEqualTo("AccessDeniedException 400 User: arn:aws:iam::" + OTHER
                        + ":user/admin is not authorized to perform: ssm:GetParameter on resource: " + ARN
                        + " because no resource-based policy allows the ssm:GetParameter action");
        PutResourcePolicyResponse shared = share();
        assertThat(read(other())).isEqualTo("v");
        assertThat(other().getParameters(ask -> ask.names(ARN))
                        .parameters()
                        .get(0)
                        .arn())
                .isEqualTo(ARN);
        assertThat(failure(() -> other().getParameterHistory(ask -> ask.name(ARN))))
                .startsWith("AccessDeniedException");
        assertThat(failure(() -> other().getParameter(ask -> ask.name("/shared/p"))))
                .startsWith("ParameterNotFound");
        ssm.deleteResourcePolicy(
                ask -> ask.resourceArn(ARN).policyId(shared.policyId()).policyHash(shared.policyHash()));
        assertThat(failure(() -> read(other()))).startsWith("AccessDeniedException");
    }

    @Test
    void a_policy_is_changed_by_its_id_and_the_hash_that_it_has() {
        PutResourcePolicyResponse first = share();
        assertThat(ssm.getResourcePolicies(ask -> ask.resourceArn(ARN)).policies())
                .singleElement()
                .satisfies(policy -> {
                    assertThat(policy.policyId()).isEqualTo(first.policyId());
                    assertThat(policy.policyHash()).isEqualTo(first.policyHash());
                });
        assertThat(failure(this::share))
                .isEqualTo("ResourcePolicyLimitExceededException 400 Only one policy can be attached to a parameter.");
        String history = policy("'ssm:GetParameterHistory'", ARN);
        assertThat(failure(() -> ssm.putResourcePolicy(ask -> ask.resourceArn(ARN)
                        .policy(history)
                        .policyId(first.policyId())
                        .policyHash("other"))))
                .isEqualTo("ResourcePolicyConflictException 400 The hash provided in the call doesn't match the stored"
                        + " hash.");
        PutResourcePolicyResponse second = ssm.putResourcePolicy(ask ->
                ask.resourceArn(ARN).policy(history).policyId(first.policyId()).policyHash(first.policyHash()));
        assertThat(second.policyId()).isEqualTo(first.policyId());
        assertThat(second.policyHash()).isNotEqualTo(first.policyHash());
        assertThat(other().getParameterHistory(ask -> ask.name(ARN)).parameters())
                .hasSize(1);
        assertThat(failure(() -> ssm.deleteResourcePolicy(
                        ask -> ask.resourceArn(ARN).policyId("none").policyHash(second.policyHash()))))
                .startsWith("ResourcePolicyNotFoundException 400 ");
    }

    @Test
    void only_reading_of_that_one_advanced_parameter_can_be_shared() {
        put("plain", ParameterTier.STANDARD);
        String plain = "arn:aws:ssm:us-east-1:" + ACCOUNT + ":parameter/plain";
        assertThat(failure(() -> ssm.putResourcePolicy(
                        ask -> ask.resourceArn(plain).policy(policy("'ssm:GetParameter'", plain)))))
                .isEqualTo(
                        "ResourcePolicyInvalidParameterException 400 To share a parameter, it must be in the advanced"
                                + " parameter tier.");
        for (String bad : new String[] {
            policy("'ssm:PutParameter'", ARN), policy("'ssm:GetParameter'", plain), policy("'ssm:*'", ARN), "{}", "x"
        }) {
            assertThat(failure(() ->
                            ssm.putResourcePolicy(ask -> ask.resourceArn(ARN).policy(bad))))
                    .startsWith("MalformedResourcePolicyDocumentException 400 ");
        }
        String none = ARN + "q";
        assertThat(failure(() -> ssm.getResourcePolicies(ask -> ask.resourceArn(none))))
                .startsWith("ResourceNotFoundException 400 ");
    }

    @Test
    void a_shared_secure_string_needs_its_key_to_be_shared_too() {
        KmsClient kms = cloud.admin(KmsClient.builder());
        String key = kms.createKey().keyMetadata().arn();
        ssm.putParameter(ask -> ask.name("/shared/p")
                .value("secret")
                .type(ParameterType.SECURE_STRING)
                .tier(ParameterTier.ADVANCED)
                .keyId(key)
                .overwrite(false)
                .name("/shared/s"));
        String arn = "arn:aws:ssm:us-east-1:" + ACCOUNT + ":parameter/shared/s";
        ssm.putResourcePolicy(ask -> ask.resourceArn(arn).policy(policy("'ssm:GetParameter'", arn)));
        assertThat(failure(() -> other().getParameter(ask -> ask.name(arn).withDecryption(true))))
                .startsWith("AccessDeniedException 400 ");
        kms.putKeyPolicy(ask -> ask.keyId(key)
                .policyName("default")
                .policy(("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':['arn:aws:iam::"
                                + ACCOUNT + ":root','arn:aws:iam::" + OTHER
                                + ":root']},'Action':'kms:*','Resource':'*'}]}")
                        .replace('\'', '"')));
        assertThat(other().getParameter(ask -> ask.name(arn).withDecryption(true))
                        .parameter()
                        .value())
                .isEqualTo("secret");
    }

    @Test
    void a_parameter_made_anew_is_not_shared() {
        share();
        ssm.deleteParameter(ask -> ask.name("/shared/p"));
        put("/shared/p", ParameterTier.ADVANCED);
        assertThat(failure(() -> read(other()))).startsWith("AccessDeniedException");
    }
}
