package dev.glasshouse.service.accessanalyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.TestCloud;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.Access;
import software.amazon.awssdk.services.accessanalyzer.model.AccessAnalyzerException;
import software.amazon.awssdk.services.accessanalyzer.model.AccessCheckPolicyType;
import software.amazon.awssdk.services.accessanalyzer.model.AccessCheckResourceType;
import software.amazon.awssdk.services.accessanalyzer.model.CheckAccessNotGrantedResponse;
import software.amazon.awssdk.services.accessanalyzer.model.CheckNoNewAccessResponse;
import software.amazon.awssdk.services.accessanalyzer.model.CheckNoPublicAccessResponse;

class PolicyQuestionsTest {

    private static final String JOHN = "'Principal':{'AWS':'arn:aws:iam::123456789012:user/JohnDoe'}";

    private final TestCloud cloud = new TestCloud();
    private final AccessAnalyzerClient analyzer = cloud.admin(AccessAnalyzerClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String policy(String... statements) {
        return ("{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}").replace('\'', '"');
    }

    private static String allow(String action, String resource) {
        return "{'Effect':'Allow','Action':'" + action + "','Resource':'" + resource + "'}";
    }

    private CheckNoNewAccessResponse newAccess(String before, String after) {
        return analyzer.checkNoNewAccess(request -> request.policyType(AccessCheckPolicyType.IDENTITY_POLICY)
                .existingPolicyDocument(before)
                .newPolicyDocument(after));
    }

    private CheckAccessNotGrantedResponse granted(String policy, Access access) {
        return analyzer.checkAccessNotGranted(request -> request.policyType(
                        policy.contains("Principal")
                                ? AccessCheckPolicyType.RESOURCE_POLICY
                                : AccessCheckPolicyType.IDENTITY_POLICY)
                .policyDocument(policy)
                .access(access));
    }

    private CheckNoPublicAccessResponse open(AccessCheckResourceType type, String policy) {
        return analyzer.checkNoPublicAccess(
                request -> request.resourceType(type).policyDocument(policy));
    }

    private String open(String condition) {
        return open(
                        AccessCheckResourceType.AWS_S3_BUCKET,
                        policy("{'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'*','Condition':{"
                                + condition + "}}"))
                .resultAsString();
    }

    @Test
    void aPolicyThatGrantsNoMorePassesWithoutReasons() {
        CheckNoNewAccessResponse answer = newAccess(
                policy(allow("s3:Get*", "arn:aws:s3:::b/*")), policy(allow("s3:GetObject", "arn:aws:s3:::b/x")));
        assertThat(answer.resultAsString()).isEqualTo("PASS");
        assertThat(answer.message())
                .isEqualTo("The modified permissions do not grant new access compared to your existing policy.");
        assertThat(answer.hasReasons()).isFalse();
    }

    @Test
    void newAccessIsToldByTheStatementThatGrantsIt() {
        CheckNoNewAccessResponse answer = newAccess(
                policy(allow("s3:GetObject", "*")),
                policy(
                        allow("s3:GetObject", "*"),
                        allow("s3:PutObject", "*"),
                        "{'Sid':'Del','Effect':'Allow','Action':'s3:DeleteObject','Resource':'*'}"));
        assertThat(answer.resultAsString()).isEqualTo("FAIL");
        assertThat(answer.message())
                .isEqualTo("The modified permissions grant new access compared to your existing policy.");
        assertThat(answer.reasons()).hasSize(2);
        assertThat(answer.reasons().get(0).description()).isEqualTo("New access in the statement with index: 1.");
        assertThat(answer.reasons().get(0).statementIndex()).isEqualTo(1);
        assertThat(answer.reasons().get(0).statementId()).isNull();
        assertThat(answer.reasons().get(1).description()).isEqualTo("New access in the statement with sid: Del.");
        assertThat(answer.reasons().get(1).statementId()).isEqualTo("Del");
    }

    @Test
    void publishedExamplesOfAccessThatMustNotBeGrantedHold() {
        CheckAccessNotGrantedResponse other = granted(
                policy("{'Sid':'AllowJohnDoe','Effect':'Allow'," + JOHN + ",'Action':'s3:GetObject','Resource':'*'}"),
                Access.builder().actions("s3:PutObject").build());
        assertThat(other.resultAsString()).isEqualTo("PASS");
        assertThat(other.message())
                .isEqualTo("The policy document does not grant access to perform the listed actions or resources.");
        CheckAccessNotGrantedResponse same = granted(
                policy("{'Sid':'AllowJohnDoe','Effect':'Allow'," + JOHN
                        + ",'Action':'s3:PutObject','Resource':'arn:aws:s3:::my-bucket/*'}"),
                Access.builder().resources("arn:aws:s3:::my-bucket/*").build());
        assertThat(same.resultAsString()).isEqualTo("FAIL");
        assertThat(same.message())
                .isEqualTo("The policy document grants access to perform one or more of the listed actions or"
                        + " resources.");
        assertThat(same.reasons().get(0).description())
                .isEqualTo("One or more of the listed actions or resources in the statement with sid: AllowJohnDoe.");
    }

    @Test
    void actionsAndResourcesAreAskedForTogether() {
        String policy = policy(allow("s3:GetObject", "arn:aws:s3:::a/*"), allow("s3:PutObject", "arn:aws:s3:::b/*"));
        assertThat(granted(
                                policy,
                                Access.builder()
                                        .actions("s3:PutObject")
                                        .resources("arn:aws:s3:::a/*")
                                        .build())
                        .resultAsString())
                .isEqualTo("PASS");
        assertThat(granted(
                                policy,
                                Access.builder()
                                        .actions("s3:PutObject")
                                        .resources("arn:aws:s3:::b/x")
                                        .build())
                        .resultAsString())
                .isEqualTo("FAIL");
    }

    @Test
    void publicAccessIsToldByTheStatementThatGrantsIt() {
        CheckNoPublicAccessResponse answer = open(
                AccessCheckResourceType.AWS_S3_BUCKET,
                policy("{'Sid':'Bob','Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'*'}"));
        assertThat(answer.resultAsString()).isEqualTo("FAIL");
        assertThat(answer.message()).isEqualTo("The resource policy grants public access for the given resource type.");
        assertThat(answer.reasons().get(0).description())
                .isEqualTo("Public access granted in the following statement with sid: Bob.");
        assertThat(open(
                                AccessCheckResourceType.AWS_S3_BUCKET,
                                policy("{'Effect':'Allow'," + JOHN + ",'Action':'s3:GetObject','Resource':'*'}"))
                        .message())
                .isEqualTo("The resource policy does not grant public access for the given resource type.");
    }

    @Test
    void aConditionThatFixesWhereRequestsComeFromIsNotPublic() {
        assertThat(List.of(
                        open("'StringEquals':{'aws:PrincipalOrgID':'o-abcdefghij'}"),
                        open("'StringEquals':{'aws:SourceVpce':'vpce-1'}"),
                        open("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/*'}"),
                        open("'IpAddress':{'aws:SourceIp':'203.0.113.0/24'}")))
                .containsOnly("PASS");
        assertThat(List.of(
                        open("'StringLike':{'aws:PrincipalOrgID':'o-*'}"),
                        open("'StringEquals':{'aws:UserAgent':'x'}"),
                        open("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/x'}"),
                        open("'NotIpAddress':{'aws:SourceIp':'203.0.113.0/24'}"),
                        open("'StringEqualsIfExists':{'aws:SourceVpce':'vpce-1'}"),
                        open("'IpAddress':{'aws:SourceIp':'0.0.0.0/1'}")))
                .containsOnly("FAIL");
    }

    @Test
    void aDenyThatLeavesNobodyOverMakesAPolicyNotPublic() {
        assertThat(open(
                                AccessCheckResourceType.AWS_S3_BUCKET,
                                policy(
                                        "{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*'}",
                                        "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*','Condition':"
                                                + "{'StringNotEquals':{'aws:PrincipalOrgID':'o-abcdefghij'}}}"))
                        .resultAsString())
                .isEqualTo("PASS");
    }

    @Test
    void whatIsNoPolicyOfItsTypeIsRefused() {
        AccessAnalyzerException broken = catchThrowableOfType(
                AccessAnalyzerException.class, () -> newAccess("{", policy(allow("s3:GetObject", "*"))));
        assertThat(broken.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterException");
        assertThat(broken.statusCode()).isEqualTo(400);
        AccessAnalyzerException nothing = catchThrowableOfType(
                AccessAnalyzerException.class,
                () -> granted(
                        policy(allow("s3:GetObject", "*")), Access.builder().build()));
        assertThat(nothing.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterException");
    }
}
