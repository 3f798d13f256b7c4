package dev.glasshouse.gateway;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static dev.glasshouse.TestCloud.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.policy.cases.CaseFormat;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** What emulators of AWS got wrong when they evaluated policies, through the road that every call takes. */
class EvaluationPitfallsTest {

    private static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/r";

    private final TestCloud cloud = new TestCloud();
    private final IamClient admin = cloud.admin(IamClient.builder());
    private final S3Client owner = cloud.admin(S3Client.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String statement(String body) {
        return "{'Version':'2012-10-17','Statement':[" + body + "]}";
    }

    /** {@code allowed}, or the code and text of the denial. */
    private static String outcome(ThrowingCallable call) {
        AwsServiceException e = catchThrowableOfType(AwsServiceException.class, call);
        return e == null ? "allowed" : fault(e);
    }

    private void object() {
        owner.createBucket(ask -> ask.bucket("bkt"));
        owner.putObject(ask -> ask.bucket("bkt").key("k"), RequestBody.fromString("v"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // B1: a negated operator with a list means none of them
                "'Condition':{'StringNotEquals':{'aws:username':['x','u']}} | denied",
                "'Condition':{'StringNotEquals':{'aws:username':['x','y']}} | allowed",
                "'Condition':{'NotIpAddress':{'aws:SourceIp':['198.51.100.0/24','203.0.113.0/24']}} | denied",
                "'Condition':{'ArnNotLike':{'aws:PrincipalArn':['arn:aws:iam::*:user/x','arn:aws:iam::*:user/u']}} | denied",
                // B2: an absent key satisfies a negated operator, and no other
                "'Condition':{'StringNotEquals':{'aws:SourceVpce':'vpce-1'}} | allowed",
                "'Condition':{'StringEquals':{'aws:SourceVpce':'vpce-1'}} | denied",
                // B3: sets
                "'Condition':{'ForAllValues:StringEquals':{'aws:TagKeys':['a']}} | allowed",
                "'Condition':{'ForAnyValue:StringEquals':{'aws:TagKeys':['a']}} | denied",
                // B20: names of keys and actions ignore case, values do not
                "'Condition':{'StringEquals':{'AWS:UserName':'u'}} | allowed",
                "'Condition':{'StringLike':{'aws:username':'U'}} | denied",
                // B21: keys of service calls are absent from direct ones
                "'Condition':{'Null':{'aws:SourceArn':'true','aws:SourceAccount':'true','aws:CalledVia':'true'}} | allowed",
                "'Condition':{'Bool':{'aws:ViaAWSService':'true'}} | denied"
            })
    void b1b2b3b20b21_conditions(String condition, String expected) {
        object();
        Credentials user = cloud.user(
                "u",
                statement("{'Effect':'Allow','Action':'S3:gEtObject','Resource':'arn:aws:s3:::bkt/*'," + condition
                        + "}"));
        S3Client s3 = cloud.as(user, S3Client.builder());
        assertThat(outcome(() -> s3.getObjectAsBytes(ask -> ask.bucket("bkt").key("k"))))
                .startsWith(expected.equals("allowed") ? "allowed" : "AccessDenied 403");
    }

    @Test
    void b4b5_aBoundaryLimitsWhatIsGrantedThroughTheRoleButNotADirectGrant() {
        object();
        Credentials user = cloud.user("u", null);
        String boundary = admin.createPolicy(ask ->
                        ask.policyName("pb").policyDocument(allow("iam:*", "*").replace('\'', '"')))
                .policy()
                .arn();
        admin.putUserPermissionsBoundary(ask -> ask.userName("u").permissionsBoundary(boundary));
        S3Client s3 = cloud.as(user, S3Client.builder());
        assertThat(outcome(() -> s3.getObjectAsBytes(ask -> ask.bucket("bkt").key("k"))))
                .startsWith("AccessDenied 403");
        bucketPolicy("arn:aws:iam::" + ACCOUNT + ":user/u");
        assertThat(outcome(() -> s3.getObjectAsBytes(ask -> ask.bucket("bkt").key("k"))))
                .isEqualTo("allowed");
        role("{'AWS':'arn:aws:iam::" + ACCOUNT + ":user/admin'}", "");
        bucketPolicy(ROLE);
        S3Client session = session(ask -> {});
        assertThat(outcome(
                        () -> session.getObjectAsBytes(ask -> ask.bucket("bkt").key("k"))))
                .isEqualTo("allowed");
        admin.putRolePermissionsBoundary(ask -> ask.roleName("r").permissionsBoundary(boundary));
        assertThat(outcome(
                        () -> session.getObjectAsBytes(ask -> ask.bucket("bkt").key("k"))))
                .endsWith("because no permissions boundary allows the s3:GetObject action");
    }

    @Test
    void b6_aDenyInASessionPolicyCounts() {
        object();
        role("{'AWS':'arn:aws:iam::" + ACCOUNT + ":user/admin'}", "");
        admin.putRolePolicy(ask -> ask.roleName("r")
                .policyName("p")
                .policyDocument(allow("s3:*", "*").replace('\'', '"')));
        S3Client session = session(ask -> ask.policy(statement("{'Effect':'Allow','Action':'*','Resource':'*'},"
                        + "{'Effect':'Deny','Action':'s3:GetObject','Resource':'*'}")
                .replace('\'', '"')));
        assertThat(outcome(
                        () -> session.getObjectAsBytes(ask -> ask.bucket("bkt").key("k"))))
                .endsWith("with an explicit deny in a session policy");
        assertThat(outcome(() -> session.listObjectsV2(ask -> ask.bucket("bkt"))))
                .isEqualTo("allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // B7: nothing of a statement is dropped
                "{'Effect':'Allow','NotAction':'s3:GetObject','Resource':'*'} | denied",
                "{'Effect':'Allow','NotAction':'iam:*','Resource':'*'} | allowed",
                "{'Effect':'Allow','Action':'s3:*','NotResource':'arn:aws:s3:::bkt/*'} | denied",
                // B8: a resource's own ARN decides
                "{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::bkt/k'} | allowed",
                "{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::bkt/other'} | denied",
                "{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::BKT/k'} | denied",
                // B16: a Deny with NotResource spares what it names, and nothing else
                "{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':'s3:*','NotResource':'arn:aws:s3:::c/*'} | denied",
                "{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':'s3:*','NotResource':'arn:aws:s3:::bkt/*'} | allowed"
            })
    void b7b8b16_everyElementCounts(String statements, String expected) {
        object();
        S3Client s3 = cloud.as(cloud.user("u", statement(statements)), S3Client.builder());
        assertThat(outcome(() -> s3.getObjectAsBytes(ask -> ask.bucket("bkt").key("k"))))
                .startsWith(expected.equals("allowed") ? "allowed" : "AccessDenied 403");
    }

    @Test
    void b11_theClaimsOfATokenCountInConditionsAndAsVariables() {
        String issuer = "https://token.example.org";
        admin.createOpenIDConnectProvider(ask -> ask.url(issuer)
                .clientIDList("sts.amazonaws.com")
                .thumbprintList("6938fd4d98bab03faadb97b34396831e3780aea1"));
        admin.createRole(ask -> ask.roleName("r")
                .assumeRolePolicyDocument(
                        statement("{'Effect':'Allow','Principal':{'Federated':'arn:aws:iam::" + ACCOUNT
                                        + ":oidc-provider/token.example.org'},'Action':'sts:AssumeRoleWithWebIdentity',"
                                        + "'Condition':{'StringLike':{'token.example.org:sub':'team-*'}}}")
                                .replace('\'', '"')));
        admin.putRolePolicy(ask -> ask.roleName("r")
                .policyName("p")
                .policyDocument(statement("{'Effect':'Allow','Action':'s3:GetObject','Resource':"
                                + "'arn:aws:s3:::bkt/${token.example.org:sub}/*'}")
                        .replace('\'', '"')));
        owner.createBucket(ask -> ask.bucket("bkt"));
        owner.putObject(ask -> ask.bucket("bkt").key("team-a/k"), RequestBody.fromString("v"));
        owner.putObject(ask -> ask.bucket("bkt").key("team-b/k"), RequestBody.fromString("v"));
        StsClient nobody = cloud.as(null, StsClient.builder());
        assertThat(outcome(() -> nobody.assumeRoleWithWebIdentity(
                        ask -> ask.roleArn(ROLE).roleSessionName("one").webIdentityToken(token(issuer, "stranger")))))
                .isEqualTo("AccessDenied 403 Not authorized to perform sts:AssumeRoleWithWebIdentity");
        S3Client session = s3(nobody.assumeRoleWithWebIdentity(
                        ask -> ask.roleArn(ROLE).roleSessionName("one").webIdentityToken(token(issuer, "team-a")))
                .credentials());
        assertThat(outcome(
                        () -> session.getObjectAsBytes(ask -> ask.bucket("bkt").key("team-a/k"))))
                .isEqualTo("allowed");
        assertThat(outcome(
                        () -> session.getObjectAsBytes(ask -> ask.bucket("bkt").key("team-b/k"))))
                .startsWith("AccessDenied 403");
    }

    private String token(String issuer, String subject) {
        return cloud.control()
                .webIdentityToken(
                        issuer,
                        null,
                        "{\"sub\":\"" + subject + "\",\"aud\":\"sts.amazonaws.com\"}",
                        Duration.ofMinutes(5));
    }

    @Test
    void b19_aPatternOfManyWildcardsTakesNoLongerThanItsLengthTimesTheText() {
        String key = "a".repeat(1_000);
        owner.createBucket(ask -> ask.bucket("bkt"));
        owner.putObject(ask -> ask.bucket("bkt").key(key), RequestBody.fromString("v"));
        String pattern = "*a".repeat(400);
        S3Client s3 = cloud.as(
                cloud.user(
                        "u",
                        statement("{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::bkt/" + pattern
                                + "'},{'Effect':'Deny','Action':'s3:GetObject','Resource':'arn:aws:s3:::bkt/" + pattern
                                + "b'}")),
                S3Client.builder());
        // a matcher that tries every split of the text would need more steps than there are atoms
        assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> assertThat(outcome(() ->
                                s3.getObjectAsBytes(ask -> ask.bucket("bkt").key(key))))
                        .isEqualTo("allowed"));
    }

    @ParameterizedTest
    @CsvSource({
        "ec2.amazonaws.com, true",
        "lambda.amazonaws.com, false",
        "c2.amazonaws.com, false",
        "ec2.amazonaws.co, false",
        "my-ec2.amazonaws.com, false",
        "ec2.amazonaws.com.example.org, false"
    })
    void b23_aServiceIsTrustedByItsWholeName(String asks, boolean trusted) throws Exception {
        String request = "{'request':{'principal':'" + asks + "','action':'sts:AssumeRole','resource':{'arn':'" + ROLE
                + "','account':'" + ACCOUNT + "'},'context':{}},'policies':{'identity':[],'session':[],'boundary':[],"
                + "'scp':[],'rcp':[],'resource':"
                + statement("{'Effect':'Allow','Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole'}")
                + ",'vpcEndpoint':[]}}";
        assertThat(CaseFormat.parse(request.replace('\'', '"')).decide().isAllowed())
                .isEqualTo(trusted);
    }

    @Test
    void b12b13_trustPoliciesMindTheirConditionsAndARoleThatIsNotThereIsRefused() {
        role(
                "{'AWS':'arn:aws:iam::" + ACCOUNT + ":user/admin'}",
                ",'Condition':{'StringEquals':{'sts:ExternalId':'secret'}}");
        StsClient sts = cloud.admin(StsClient.builder());
        String start = "AccessDenied 403 User: arn:aws:iam::" + ACCOUNT
                + ":user/admin is not authorized to perform: sts:AssumeRole on resource: ";
        String reason = " because no role trust policy allows the sts:AssumeRole action";
        assertThat(outcome(() -> sts.assumeRole(ask -> ask.roleArn(ROLE).roleSessionName("one"))))
                .isEqualTo(start + ROLE + reason);
        assertThat(outcome(() -> sts.assumeRole(
                        ask -> ask.roleArn(ROLE).roleSessionName("one").externalId("Secret"))))
                .isEqualTo(start + ROLE + reason);
        assertThat(outcome(() -> sts.assumeRole(
                        ask -> ask.roleArn(ROLE).roleSessionName("one").externalId("secret"))))
                .isEqualTo("allowed");
        assertThat(outcome(() -> sts.assumeRole(ask -> ask.roleArn(ROLE + "x").roleSessionName("one"))))
                .isEqualTo(start + ROLE + "x" + reason);
    }

    @Test
    void b14b15_aRoleOfAnotherAccountHasThatAccountsPolicies() {
        IamClient other = cloud.as(cloud.control().administrator(OTHER_ACCOUNT), IamClient.builder());
        String arn = "arn:aws:iam::" + OTHER_ACCOUNT + ":role/far";
        other.createRole(ask -> ask.roleName("far")
                .assumeRolePolicyDocument(
                        statement("{'Effect':'Allow','Principal':{'AWS':'" + ACCOUNT + "'},'Action':'sts:AssumeRole'}")
                                .replace('\'', '"')));
        other.putRolePolicy(ask -> ask.roleName("far")
                .policyName("p")
                .policyDocument(allow("iam:ListUsers", "*").replace('\'', '"')));
        assertThat(outcome(() -> cloud.as(cloud.user("silent", null), StsClient.builder())
                        .assumeRole(ask -> ask.roleArn(arn).roleSessionName("one"))))
                .startsWith("AccessDenied 403");
        var given = cloud.admin(StsClient.builder())
                .assumeRole(ask -> ask.roleArn(arn).roleSessionName("one"))
                .credentials();
        IamClient far = cloud.as(
                new Credentials("", given.accessKeyId(), given.secretAccessKey(), given.sessionToken()),
                IamClient.builder());
        assertThat(far.listUsers().users()).noneMatch(user -> user.arn().contains(ACCOUNT));
        assertThat(outcome(far::listRoles)).startsWith("AccessDenied 403");
    }

    @Test
    void b17b18_aPolicyThatCouldNotBeReadIsNotStored() {
        admin.createUser(ask -> ask.userName("v"));
        for (String broken : new String[] {
            "{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Action':'*','Resource':'*'}]",
            statement("{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'StringSortOf':{'a':'b'}}}"),
            statement("{'Effect':'Deny','Action':'*'}")
        }) {
            assertThat(outcome(() -> admin.putUserPolicy(
                            ask -> ask.userName("v").policyName("p").policyDocument(broken.replace('\'', '"')))))
                    .startsWith("MalformedPolicyDocument 400");
        }
        assertThat(admin.listUserPolicies(ask -> ask.userName("v")).policyNames())
                .isEmpty();
    }

    @Test
    void b22_getCallerIdentitySurvivesADeny() {
        StsClient sts = cloud.as(
                cloud.user("u", statement("{'Effect':'Deny','Action':'*','Resource':'*'}")), StsClient.builder());
        assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::" + ACCOUNT + ":user/u");
    }

    private void bucketPolicy(String principal) {
        owner.putBucketPolicy(ask -> ask.bucket("bkt")
                .policy(statement("{'Effect':'Allow','Principal':{'AWS':'" + principal
                                + "'},'Action':'s3:GetObject','Resource':'arn:aws:s3:::bkt/*'}")
                        .replace('\'', '"')));
    }

    private void role(String principal, String condition) {
        admin.createRole(ask -> ask.roleName("r")
                .assumeRolePolicyDocument(statement("{'Effect':'Allow','Principal':" + principal
                                + ",'Action':'sts:AssumeRole'" + condition + "}")
                        .replace('\'', '"')));
    }

    private S3Client session(
            java.util.function.Consumer<software.amazon.awssdk.services.sts.model.AssumeRoleRequest.Builder> more) {
        var given = cloud.admin(StsClient.builder())
                .assumeRole(ask -> {
                    ask.roleArn(ROLE).roleSessionName("one");
                    more.accept(ask);
                })
                .credentials();
        return s3(given);
    }

    private S3Client s3(software.amazon.awssdk.services.sts.model.Credentials given) {
        return cloud.as(
                new Credentials("", given.accessKeyId(), given.secretAccessKey(), given.sessionToken()),
                S3Client.builder());
    }
}
