package dev.glasshouse;

import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.PolicyKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions of access without a call. */
class AccessTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRUST = "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':"
            + "'arn:aws:iam::111122223333:user/bob'},'Action':'sts:AssumeRole'}]}";

    private final TestCloud cloud = new TestCloud();

    @BeforeEach
    void fill() {
        cloud.user("bob", allow("s3:GetObject", "arn:aws:s3:::data/*"));
        call("iam:CreateRole", "{'RoleName':'app','AssumeRolePolicyDocument':" + text(TRUST) + "}");
        call("s3:CreateBucket", "{'Bucket':'data'}");
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String text(String document) {
        return JSON.valueToTree(document.replace('\'', '"')).toString();
    }

    private ApiClient.Answer call(String operation, String input) {
        return call("us-east-1", operation, input);
    }

    private ApiClient.Answer call(String region, String operation, String input) {
        try {
            ApiClient.Answer answer = cloud.simulator()
                    .client(cloud.sandbox(), cloud.control().administrator(TestCloud.ACCOUNT))
                    .in(region)
                    .call(operation, JSON.readTree(input.replace('\'', '"')));
            assertThat(answer.errorCode()).isEmpty();
            return answer;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Access ask(String principal, String action, String resource) {
        return cloud.control().access(principal, action, resource, ContextKeys.EMPTY);
    }

    @Test
    void identityPoliciesDecideWhereThereIsNoOther() {
        assertThat(ask("user/bob", "s3:GetObject", "arn:aws:s3:::data/a").isAllowed())
                .isTrue();
        Access put = ask("user/bob", "s3:PutObject", "arn:aws:s3:::data/a");
        assertThat(put.isAllowed()).isFalse();
        assertThat(put.deniedBy()).containsExactly(PolicyKind.IDENTITY);
        assertThat(put.why())
                .startsWith(
                        "arn:aws:iam::111122223333:user/bob\nImplicitlyDenied: s3:PutObject on arn:aws:s3:::data/a\n")
                .contains("Action wants [s3:GetObject], the request has [s3:PutObject]");
    }

    @Test
    void aBucketPolicyIsAsked() {
        call(
                "s3:PutBucketPolicy",
                "{'Bucket':'data','Policy':"
                        + text("{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*','Action':'s3:*',"
                                + "'Resource':'arn:aws:s3:::data/secret/*'},{'Effect':'Allow','Principal':{'AWS':"
                                + "'arn:aws:iam::111122223333:role/app'},'Action':'s3:GetObject',"
                                + "'Resource':'arn:aws:s3:::data/*','Condition':{'IpAddress':{'aws:SourceIp':"
                                + "'198.51.100.0/24'}}}]}")
                        + "}");
        assertThat(ask("user/bob", "s3:GetObject", "arn:aws:s3:::data/secret/a").deniedBy())
                .containsExactly(PolicyKind.RESOURCE);
        assertThat(ask("role/app", "s3:GetObject", "arn:aws:s3:::data/a").isAllowed())
                .isFalse();
        ContextKeys office =
                ContextKeys.builder().put("aws:SourceIp", "198.51.100.7").build();
        assertThat(cloud.control()
                        .access("role/app", "s3:GetObject", "arn:aws:s3:::data/a", office)
                        .isAllowed())
                .isTrue();
    }

    @Test
    void aKeyPolicyIsAskedAndAKeyThatIsNotThereOpensToNobody() {
        String arn = call("kms:CreateKey", "{}")
                .output()
                .path("KeyMetadata")
                .path("Arn")
                .asText();
        assertThat(ask("user/admin", "kms:Decrypt", arn).isAllowed()).isTrue();
        assertThat(ask("user/bob", "kms:Decrypt", arn).isAllowed()).isFalse();
        Access missing = ask(
                "user/admin",
                "kms:Decrypt",
                "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000");
        assertThat(missing.isAllowed()).isFalse();
        assertThat(missing.why()).contains("note: the sandbox does not have this resource (NotFoundException)");
    }

    @Test
    void aTrustPolicyIsAsked() {
        String role = "arn:aws:iam::111122223333:role/app";
        assertThat(ask("user/bob", "sts:AssumeRole", role).isAllowed()).isTrue();
        assertThat(ask("user/admin", "sts:AssumeRole", role).isAllowed()).isFalse();
    }

    @Test
    void usersThatAPolicyKeepsByTheirIdsAreNamedInItsExplanation() {
        String admin = ask("user/admin", "sts:AssumeRole", "arn:aws:iam::111122223333:role/app")
                .why();
        assertThat(admin)
                .contains("Principal wants [AWS:arn:aws:iam::111122223333:user/bob], the request has"
                        + " [arn:aws:iam::111122223333:user/admin]")
                .doesNotContain("AIDA");
    }

    @Test
    void aBucketInAnotherRegionIsFound() {
        call(
                "eu-west-1",
                "s3:CreateBucket",
                "{'Bucket':'data-eu','CreateBucketConfiguration':{'LocationConstraint':'eu-west-1'}}");
        assertThat(ask("user/admin", "s3:GetObject", "arn:aws:s3:::data-eu/a").why())
                .doesNotContain("note");
        assertThat(cloud.control()
                        .access(
                                "arn:aws:iam::" + TestCloud.OTHER_ACCOUNT + ":user/admin",
                                "s3:GetObject",
                                "arn:aws:s3:::data-eu/a",
                                ContextKeys.EMPTY)
                        .isAllowed())
                .isFalse();
    }

    @Test
    void aQuestionLeavesNoTrace() {
        int calls = cloud.control().calls(100).size();
        long sequence = cloud.sandbox().peek().sequence();
        ask("user/bob", "s3:GetObject", "arn:aws:s3:::data/a");
        assertThat(cloud.control().calls(100)).hasSize(calls);
        assertThat(cloud.sandbox().peek().sequence()).isEqualTo(sequence);
    }

    @Test
    void whoIsNotThereOrIsNoPrincipalIsRefused() {
        assertThatThrownBy(() -> ask("role/nobody", "s3:GetObject", "arn:aws:s3:::data/a"))
                .hasMessage("there is no role/nobody in account 111122223333");
        assertThatThrownBy(() -> ask("bob", "s3:GetObject", "arn:aws:s3:::data/a"))
                .hasMessageStartingWith("not a principal: 'bob'");
        assertThatThrownBy(() -> ask("user/bob", "GetObject", "arn:aws:s3:::data/a"))
                .hasMessage("an action is written service:Name, not 'GetObject'");
        assertThatThrownBy(() -> ask("user/bob", "s3:GetObject", "data/a"))
                .hasMessage("a resource is an ARN or *, not 'data/a'");
    }

    @Test
    void strangersRootAndServicesArePrincipals() {
        assertThat(ask("anonymous", "s3:GetObject", "arn:aws:s3:::data/a").isAllowed())
                .isFalse();
        assertThat(ask("root", "s3:GetObject", "arn:aws:s3:::data/a").isAllowed())
                .isTrue();
        assertThat(ask("lambda.amazonaws.com", "s3:GetObject", "arn:aws:s3:::data/a")
                        .isAllowed())
                .isFalse();
    }
}
