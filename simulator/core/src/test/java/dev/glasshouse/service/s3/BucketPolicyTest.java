package dev.glasshouse.service.s3;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Which bucket policies S3 takes, and how it gives them back. */
class BucketPolicyTest {

    private static final String ALLOW =
            "'Effect':'Allow','Principal':'*','Action':'s3:GetObject'," + "'Resource':'arn:aws:s3:::bucket/*'";

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @BeforeEach
    void bucket() {
        s3.createBucket(request -> request.bucket("bucket"));
        s3.deletePublicAccessBlock(request -> request.bucket("bucket"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private void put(String policy) {
        s3.putBucketPolicy(request -> request.bucket("bucket").policy(policy.replace('\'', '"')));
    }

    private String refusal(String policy) {
        AwsServiceException thrown = catchThrowableOfType(AwsServiceException.class, () -> put(policy));
        assertThat(thrown).as(policy).isNotNull();
        assertThat(thrown.awsErrorDetails().errorCode()).isEqualTo("MalformedPolicy");
        assertThat(thrown.statusCode()).isEqualTo(400);
        return thrown.awsErrorDetails().errorMessage();
    }

    private static String statement(String members) {
        return "{'Version':'2012-10-17','Statement':[{" + members + "}]}";
    }

    private static String with(String action, String resource, String condition) {
        return statement("'Effect':'Allow','Principal':'*','Action':" + action + ",'Resource':" + resource
                + ",'Condition':" + condition);
    }

    @Test
    void aTextIsJsonAndBeginsWithABrace() {
        assertThat(refusal("hello")).isEqualTo("Policies must be valid JSON and the first byte must be '{'");
        assertThat(refusal(" " + statement(ALLOW)))
                .isEqualTo("Policies must be valid JSON and the first byte must be '{'");
        assertThat(refusal("{'Version':'2012-10-17'")).isEqualTo("This policy contains invalid Json");
        assertThat(refusal("{'Statement':['x']}")).isEqualTo("This policy contains invalid Json");
    }

    @Test
    void statementsArePresentAndWhole() {
        assertThat(refusal("{'Version':'2012-10-17'}")).isEqualTo("Missing required field Statement");
        assertThat(refusal("{'Version':'2012-10-17','Statement':[]}"))
                .isEqualTo("Could not parse the policy: Statement is empty!");
        assertThat(refusal(statement(ALLOW.replace("'Principal':'*'", "'NotPrincipal':{'AWS':'" + ACCOUNT + "'}"))))
                .isEqualTo("Allow with NotPrincipal is not allowed.");
        assertThat(refusal(statement(ALLOW.replace("'Principal':'*'", "'Principal':{}"))))
                .isEqualTo("Missing required field Principal cannot be empty!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "''", "{'AWS':[]}", "{'AWS':'*','Service':[]}"})
    void somebodyIsNamed(String principal) {
        assertThat(refusal(statement(ALLOW.replace("'*','A", principal + ",'A"))))
                .isEqualTo("Missing required field Principal cannot be empty!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",'Sid':5",
                ",'NotAction':'s3:*'",
                ",'NotResource':'arn:aws:s3:::bucket/*'",
                ",'Condition':'x'",
                ",'Condition':{'StringEquals':{'aws:username':null}}",
                ",'Condition':{'StringEquals':{'aws:username':{'a':'b'}}}"
            })
    void whatIsJsonAndNoPolicyIsBadSyntax(String more) {
        assertThat(refusal(statement(ALLOW + more))).isEqualTo("Invalid policy syntax.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3:CreateBucket", "s3:ListAllMyBuckets", "s3:GetAccessPoint", "s3:", "", "sqs:*"})
    void actionsAreThoseThatABucketCanHaveGranted(String action) {
        assertThat(refusal(statement(ALLOW.replace("s3:GetObject", action)))).isEqualTo("Policy has invalid action");
    }

    @Test
    void theResourceIsThisBucketOrItsObjects() {
        for (String other :
                new String[] {"*", "arn:aws:s3:::bucketx/*", "arn:aws-cn:s3:::bucket/*", "bucket/*", "arn:aws:s3:::/*"
                }) {
            assertThat(refusal(statement(ALLOW.replace("arn:aws:s3:::bucket/*", other))))
                    .isEqualTo("Policy has invalid resource");
        }
        put(statement(ALLOW.replace("arn:aws:s3:::bucket/*", "arn:aws:s3:::buck*/*")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'CanonicalUser':'abc'}",
                "{'CanonicalUser':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}",
                "{'AWS':'arn:aws:iam::123456789012:user/nobody'}",
                "{'Service':'nonsense'}",
                "{'Service':'nonsense.amazonaws.com'}",
                "{'Service':'nonsense.s3.amazonaws.com'}",
                "{'Service':'S3.amazonaws.com'}",
                "{'Service':'s3.nowhere-1.amazonaws.com'}",
                "{'Service':['cloudtrail.amazonaws.com','ec2.amazon.com']}",
                "{'Group':'x'}",
                "'somebody'"
            })
    void principalsExist(String principal) {
        assertThat(refusal(statement(ALLOW.replace("'*','A", principal + ",'A"))))
                .isEqualTo("Invalid principal in policy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cloudfront.amazonaws.com",
                "logging.s3.amazonaws.com",
                "delivery.logs.amazonaws.com",
                "logs.eu-west-1.amazonaws.com",
                "billingreports.amazonaws.com",
                "alexa-appkit.amazon.com"
            })
    void servicesArePrincipals(String service) {
        put(statement(ALLOW.replace("'*','A", "{'Service':'" + service + "'},'A")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'IpAddress':{'aws:SourceIp':'10.0.0.*'};Invalid IP address in Conditions",
                "'NotIpAddressIfExists':{'aws:SourceIp':['10.0.0.0/8','10.0.0.0/33']};Invalid IP address in Conditions",
                "'StringEquals':{'aws:SourceIp':'anywhere'};Invalid IP address in Conditions",
                "'IpAddress':{'aws:VpcSourceIp':'x'};Invalid IP address in Conditions",
                "'DateLessThan':{'aws:CurrentTime':'tomorrow'};Invalid policy syntax."
            })
    void addressesAndDatesAreSuch(String condition, String text) {
        assertThat(refusal(with("'s3:GetObject'", "'arn:aws:s3:::bucket/*'", "{" + condition + "}")))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Bool':{'aws:SecureTransport':'maybe'}",
                "'NumericLessThan':{'s3:signatureAge':'x'}",
                "'Null':{'aws:SourceIp':'true'}",
                "'IpAddress':{'aws:SourceIp':['10.0.0.0/8','2001:db8::/32']}",
                "'StringEquals':{'aws:nonsense':'x'}"
            })
    void valuesOfOtherTypesAndGlobalKeysAreNotLookedAt(String condition) {
        put(with("'s3:GetObject'", "'arn:aws:s3:::bucket/*'", "{" + condition + "}"));
    }

    @Test
    void aKeyThatAnActionDoesNotHaveIsToldBeforeAResourceThatItDoesNotHave() {
        assertThat(refusal(with(
                        "'s3:ListBucketMultipartUploads'",
                        "'arn:aws:s3:::bucket/*'",
                        "{'StringEquals':{'s3:prefix':'x'}}")))
                .isEqualTo("Conditions do not apply to combination of actions and resources in statement");
        assertThat(refusal(with("'s3:ListBucket'", "'arn:aws:s3:::bucket/*'", "{'StringEquals':{'s3:prefix':'x'}}")))
                .isEqualTo("Action does not apply to any resource(s) in statement");
    }

    @Test
    void aPolicyHasAtMostTwentyKibibytesWithoutItsWhiteSpace() {
        String frame = statement(ALLOW + ",'Sid':'#'");
        int room = 20 * 1024 - frame.length() + 1;
        put(frame.replace("#", "x".repeat(room)).replace(":[{", ":[   {"));
        assertThat(refusal(frame.replace("#", "x".repeat(room + 1))))
                .isEqualTo("Policy exceeds the maximum allowed document size.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3:nonsense", "nonsense"})
    void conditionKeysExist(String key) {
        assertThat(refusal(with("'s3:GetObject'", "'arn:aws:s3:::bucket/*'", "{'StringEquals':{'" + key + "':'x'}}")))
                .isEqualTo("Policy has an invalid condition key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "'s3:GetObject';'arn:aws:s3:::bucket/*';s3:prefix",
                "['s3:ListBucket','s3:GetBucketAcl'];'arn:aws:s3:::bucket';s3:prefix",
                "'s3:DeleteObject';'arn:aws:s3:::bucket/*';s3:ExistingObjectTag/a",
                "'s3:ListBucket';'arn:aws:s3:::bucket';s3:x-amz-acl",
                "'s3:*';'arn:aws:s3:::bucket/*';s3:prefix"
            })
    void keysThatAnActionDoesNotHaveAreRefused(String action, String resource, String key) {
        assertThat(refusal(with(action, resource, "{'StringEquals':{'" + key + "':'x'}}")))
                .isEqualTo("Conditions do not apply to combination of actions and resources in statement");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "'s3:ListBucket';'arn:aws:s3:::bucket';s3:prefix",
                "'s3:*';['arn:aws:s3:::bucket','arn:aws:s3:::bucket/*'];s3:prefix",
                "'s3:List*';'arn:aws:s3:::bucket';s3:delimiter",
                "['s3:PutObject','s3:PutObjectAcl'];'arn:aws:s3:::bucket/*';s3:x-amz-acl",
                "'s3:GetObjectVersion';'arn:aws:s3:::bucket/*';s3:VersionId",
                "'s3:PutObject';'arn:aws:s3:::bucket/*';s3:RequestObjectTagKeys",
                "'s3:GetObject';'arn:aws:s3:::bucket/*';s3:DataAccessPointAccount",
                "'s3:GetBucketLocation';'arn:aws:s3:::bucket';s3:TlsVersion",
                "'s3:PutObject';'arn:aws:s3:::bucket/*';aws:PrincipalTag/team",
                "'s3:GetObject';'arn:aws:s3:::bucket/*';lambda:SourceFunctionArn",
                "'s3:GetObject';'arn:aws:s3:::bucket/*';accounts.google.com:aud"
            })
    void keysThatAnActionHasAreTaken(String action, String resource, String key) {
        put(with(action, resource, "{'StringEquals':{'" + key + "':'x'}}"));
    }

    @Test
    void aPolicyIsGivenBackInTheFormOfS3() {
        String owner = s3.listBuckets().owner().id();
        put("{ 'Statement': { 'Resource': ['arn:aws:s3:::bucket'], 'Action': ['s3:ListBucket'], 'Principal':"
                + " {'AWS': ['" + OTHER_ACCOUNT + "']}, 'Effect': 'Allow', 'Condition': {'Bool':"
                + " {'aws:SecureTransport': true}} }, 'Id': 'x', 'Version': '2012-10-17' }");
        assertThat(s3.getBucketPolicy(request -> request.bucket("bucket")).policy())
                .isEqualTo(("{'Version':'2012-10-17','Id':'x','Statement':[{'Effect':'Allow','Principal':{'AWS':"
                                + "'arn:aws:iam::" + OTHER_ACCOUNT + ":root'},'Action':'s3:ListBucket','Resource':"
                                + "'arn:aws:s3:::bucket','Condition':{'Bool':{'aws:SecureTransport':'true'}}}]}")
                        .replace('\'', '"'));
        put(statement("'Sid':'a','Effect':'Deny','Principal':{'CanonicalUser':'" + owner
                + "'},'Action':['s3:PutObject','s3:GetObject'],'Resource':'arn:aws:s3:::bucket/*'"));
        assertThat(s3.getBucketPolicy(request -> request.bucket("bucket")).policy())
                .isEqualTo(statement("'Sid':'a','Effect':'Deny','Principal':{'AWS':'arn:aws:iam::" + ACCOUNT
                                + ":root'},'Action':['s3:PutObject','s3:GetObject'],'Resource':"
                                + "'arn:aws:s3:::bucket/*'")
                        .replace('\'', '"'));
    }

    @Test
    void whoIsMadeAgainHasNothingByThePolicy() {
        s3.putObject(request -> request.bucket("bucket").key("k"), RequestBody.fromString("hello"));
        Credentials first = cloud.user("somebody", null);
        put(statement("'Effect':'Allow','Principal':{'AWS':'" + first.principal()
                + "'},'Action':'s3:GetObject','Resource':'arn:aws:s3:::bucket/*'"));
        assertThat(reads(first)).isTrue();
        assertThat(s3.getBucketPolicy(request -> request.bucket("bucket")).policy())
                .contains("\"AWS\":\"" + first.principal() + "\"");
        try (IamClient iam = cloud.admin(IamClient.builder())) {
            String id =
                    iam.getUser(request -> request.userName("somebody")).user().userId();
            iam.listAccessKeys(request -> request.userName("somebody"))
                    .accessKeyMetadata()
                    .forEach(key -> iam.deleteAccessKey(
                            request -> request.userName("somebody").accessKeyId(key.accessKeyId())));
            iam.deleteUser(request -> request.userName("somebody"));
            assertThat(s3.getBucketPolicy(request -> request.bucket("bucket")).policy())
                    .contains("\"AWS\":\"" + id + "\"");
        }
        assertThat(reads(cloud.user("somebody", null))).isFalse();
    }

    private boolean reads(Credentials who) {
        try (S3Client client = cloud.as(who, S3Client.builder())) {
            return catchThrowableOfType(
                            AwsServiceException.class,
                            () -> client.getObjectAsBytes(
                                    request -> request.bucket("bucket").key("k")))
                    == null;
        }
    }
}
