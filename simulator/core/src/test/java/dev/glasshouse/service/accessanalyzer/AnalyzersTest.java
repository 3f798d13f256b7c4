package dev.glasshouse.service.accessanalyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.TestCloud;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.AccessAnalyzerException;
import software.amazon.awssdk.services.accessanalyzer.model.Criterion;
import software.amazon.awssdk.services.accessanalyzer.model.FindingStatusUpdate;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSummary;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;
import software.amazon.awssdk.services.accessanalyzer.model.Type;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Analyzers and what they find. */
class AnalyzersTest {

    private static final String OTHER = "arn:aws:iam::123456789012:root";

    private final TestCloud cloud = new TestCloud();
    private final AccessAnalyzerClient analyzer = cloud.admin(AccessAnalyzerClient.builder());
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private String create(Type type) {
        return analyzer.createAnalyzer(request -> request.analyzerName("one").type(type))
                .arn();
    }

    private List<FindingSummary> findings(String arn) {
        return analyzer.listFindings(request -> request.analyzerArn(arn)).findings();
    }

    private void bucket(String name, String principal, String rest) {
        s3.createBucket(request -> request.bucket(name));
        s3.deletePublicAccessBlock(request -> request.bucket(name));
        s3.putBucketPolicy(request -> request.bucket(name).policy(policy(name, principal, rest)));
    }

    private static String policy(String bucket, String principal, String rest) {
        return ("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Principal':" + principal
                        + ",'Action':'s3:GetObject','Resource':'arn:aws:s3:::" + bucket + "/*'" + rest + "}}")
                .replace('\'', '"');
    }

    private static String code(Runnable call) {
        return catchThrowableOfType(AccessAnalyzerException.class, call::run)
                .awsErrorDetails()
                .errorCode();
    }

    @Test
    void anAnalyzerIsMadeShownAndDeleted() {
        String arn = analyzer.createAnalyzer(request ->
                        request.analyzerName("one").type(Type.ACCOUNT).tags(Map.of("team", "red")))
                .arn();
        assertThat(arn).isEqualTo("arn:aws:access-analyzer:us-east-1:111122223333:analyzer/one");
        assertThat(analyzer.getAnalyzer(request -> request.analyzerName("one")).analyzer())
                .satisfies(shown -> {
                    assertThat(shown.typeAsString()).isEqualTo("ACCOUNT");
                    assertThat(shown.statusAsString()).isEqualTo("ACTIVE");
                    assertThat(shown.tags()).containsEntry("team", "red");
                    assertThat(shown.configuration()).isNull();
                });
        analyzer.tagResource(request -> request.resourceArn(arn).tags(Map.of("a", "b")));
        analyzer.untagResource(request -> request.resourceArn(arn).tagKeys("team"));
        assertThat(analyzer.listTagsForResource(request -> request.resourceArn(arn))
                        .tags())
                .isEqualTo(Map.of("a", "b"));
        analyzer.deleteAnalyzer(request -> request.analyzerName("one"));
        assertThat(analyzer.listAnalyzers(request -> {}).analyzers()).isEmpty();
        assertThat(code(() -> analyzer.getAnalyzer(request -> request.analyzerName("one"))))
                .isEqualTo("ResourceNotFoundException");
    }

    @Test
    void anAccountHasOneAnalyzerOfEachTypeInARegion() {
        create(Type.ACCOUNT);
        assertThat(code(() -> create(Type.ACCOUNT))).isEqualTo("ConflictException");
        assertThat(code(() -> analyzer.createAnalyzer(
                        request -> request.analyzerName("two").type(Type.ACCOUNT))))
                .isEqualTo("ServiceQuotaExceededException");
        assertThat(code(() -> analyzer.createAnalyzer(
                        request -> request.analyzerName("two").type(Type.ORGANIZATION))))
                .isEqualTo("ValidationException");
    }

    @Test
    void aUserWhomAnAccessPointLetsInIsToldByItsArn() {
        s3.createBucket(request -> request.bucket("behind"));
        String user = cloud.as(cloud.control().administrator(TestCloud.OTHER_ACCOUNT), IamClient.builder())
                .createUser(request -> request.userName("guest"))
                .user()
                .arn();
        S3ControlClient control = cloud.admin(S3ControlClient.builder());
        String point = control.createAccessPoint(request ->
                        request.accountId(TestCloud.ACCOUNT).name("door").bucket("behind"))
                .accessPointArn();
        control.putAccessPointPolicy(request -> request.accountId(TestCloud.ACCOUNT)
                .name("door")
                .policy(("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Principal':{'AWS':'" + user
                                + "'},'Action':'s3:GetObject','Resource':'" + point + "/object/*'}}")
                        .replace('\'', '"')));
        assertThat(findings(create(Type.ACCOUNT)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.principal()).isEqualTo(Map.of("AWS", user)));
    }

    @Test
    void aBucketThatAnotherAccountMayReadIsFoundAndResolvedWhenItMayNoLonger() {
        String arn = create(Type.ACCOUNT);
        bucket("shared", "{'AWS':'" + OTHER + "'}", "");
        FindingSummary finding = findings(arn).get(0);
        assertThat(finding.resource()).isEqualTo("arn:aws:s3:::shared");
        assertThat(finding.resourceTypeAsString()).isEqualTo("AWS::S3::Bucket");
        assertThat(finding.principal()).isEqualTo(Map.of("AWS", "123456789012"));
        assertThat(finding.action()).containsExactly("s3:GetObject");
        assertThat(finding.isPublic()).isFalse();
        assertThat(finding.statusAsString()).isEqualTo("ACTIVE");
        assertThat(finding.resourceOwnerAccount()).isEqualTo("111122223333");
        assertThat(finding.sources().get(0).typeAsString()).isEqualTo("POLICY");
        s3.deleteBucketPolicy(request -> request.bucket("shared"));
        assertThat(findings(arn)).singleElement().satisfies(resolved -> {
            assertThat(resolved.id()).isEqualTo(finding.id());
            assertThat(resolved.statusAsString()).isEqualTo("RESOLVED");
        });
    }

    @Test
    void ownAccountsAndServicesAreNoFindings() {
        String arn = create(Type.ACCOUNT);
        bucket("own", "{'AWS':'arn:aws:iam::111122223333:root'}", "");
        bucket("logs", "{'Service':'cloudtrail.amazonaws.com'}", "");
        bucket("mine", "'*'", ",'Condition':{'StringEquals':{'aws:PrincipalAccount':'111122223333'}}");
        assertThat(findings(arn)).isEmpty();
    }

    @Test
    void publicAccessIsToldAndBlockedPublicAccessIsNone() {
        String arn = create(Type.ACCOUNT);
        bucket("open", "'*'", "");
        FindingSummary finding = findings(arn).get(0);
        assertThat(finding.isPublic()).isTrue();
        assertThat(finding.principal()).isEqualTo(Map.of("AWS", "*"));
        s3.putPublicAccessBlock(request ->
                request.bucket("open").publicAccessBlockConfiguration(block -> block.restrictPublicBuckets(true)));
        assertThat(findings(arn)).extracting(FindingSummary::statusAsString).containsExactly("RESOLVED");
    }

    @Test
    void aConditionThatLeavesOthersInIsAFindingAndNotPublic() {
        String arn = create(Type.ACCOUNT);
        bucket("orders", "'*'", ",'Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-abcdefghij'}}");
        FindingSummary finding = findings(arn).get(0);
        assertThat(finding.isPublic()).isFalse();
        assertThat(finding.condition()).isEqualTo(Map.of("aws:PrincipalOrgID", "o-abcdefghij"));
    }

    @Test
    void rolesKeysAndSecretsAreLookedAtToo() {
        String arn = create(Type.ACCOUNT);
        cloud.admin(IamClient.builder())
                .createRole(request -> request.roleName("partner")
                        .assumeRolePolicyDocument(
                                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
                                        + OTHER + "\"},\"Action\":\"sts:AssumeRole\",\"Condition\":{\"StringEquals\":"
                                        + "{\"sts:ExternalId\":\"x\"}}}}"));
        KmsClient kms = cloud.admin(KmsClient.builder());
        String key = kms.createKey(request -> {}).keyMetadata().keyId();
        kms.createGrant(request -> request.keyId(key).granteePrincipal(OTHER).operationsWithStrings("Decrypt"));
        SecretsManagerClient secrets = cloud.admin(SecretsManagerClient.builder());
        secrets.createSecret(request -> request.name("db").secretString("x"));
        secrets.putResourcePolicy(request -> request.secretId("db")
                .resourcePolicy(
                        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
                                + OTHER + "\"},\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\"}}"));
        assertThat(findings(arn))
                .extracting(FindingSummary::resourceTypeAsString)
                .containsExactlyInAnyOrder("AWS::IAM::Role", "AWS::KMS::Key", "AWS::SecretsManager::Secret");
        assertThat(findings(arn))
                .filteredOn(finding -> finding.resourceTypeAsString().equals("AWS::KMS::Key"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.action()).containsExactly("kms:Decrypt"));
    }

    @Test
    void findingsAreArchivedByHandAndByRule() {
        String arn = create(Type.ACCOUNT);
        bucket("shared", "{'AWS':'" + OTHER + "'}", "");
        String id = findings(arn).get(0).id();
        analyzer.updateFindings(request -> request.analyzerArn(arn).ids(id).status(FindingStatusUpdate.ARCHIVED));
        assertThat(findings(arn).get(0).statusAsString()).isEqualTo("ARCHIVED");
        analyzer.createArchiveRule(request -> request.analyzerName("one")
                .ruleName("known")
                .filter(Map.of(
                        "principal.AWS", Criterion.builder().eq("123456789012").build())));
        bucket("second", "{'AWS':'" + OTHER + "'}", "");
        assertThat(findings(arn)).extracting(FindingSummary::statusAsString).containsOnly("ARCHIVED");
        analyzer.updateFindings(request -> request.analyzerArn(arn).ids(id).status(FindingStatusUpdate.ACTIVE));
        analyzer.applyArchiveRule(request -> request.analyzerArn(arn).ruleName("known"));
        assertThat(findings(arn)).extracting(FindingSummary::statusAsString).containsOnly("ARCHIVED");
        assertThat(analyzer.listFindings(request -> request.analyzerArn(arn)
                                .filter(Map.of(
                                        "status",
                                        Criterion.builder().eq("ACTIVE").build())))
                        .findings())
                .isEmpty();
        assertThat(analyzer.getFindingsStatistics(request -> request.analyzerArn(arn))
                        .findingsStatistics()
                        .get(0)
                        .externalAccessFindingsStatistics()
                        .totalArchivedFindings())
                .isEqualTo(2);
    }

    @Test
    void aResourceThatWasLookedAtIsToldWithItsAccess() {
        String arn = create(Type.ACCOUNT);
        bucket("shared", "{'AWS':'" + OTHER + "'}", "");
        assertThat(analyzer.listAnalyzedResources(request -> request.analyzerArn(arn))
                        .analyzedResources())
                .anySatisfy(one -> assertThat(one.resourceArn()).isEqualTo("arn:aws:s3:::shared"));
        analyzer.startResourceScan(request -> request.analyzerArn(arn).resourceArn("arn:aws:s3:::shared"));
        assertThat(analyzer.getAnalyzedResource(
                                request -> request.analyzerArn(arn).resourceArn("arn:aws:s3:::shared"))
                        .resource()
                        .actions())
                .containsExactly("s3:GetObject");
        assertThat(code(() -> analyzer.getAnalyzedResource(
                        request -> request.analyzerArn(arn).resourceArn("arn:aws:s3:::none"))))
                .isEqualTo("ResourceNotFoundException");
    }

    @Test
    void rolesAndKeysThatNobodyUsedForNinetyDaysAreFound() {
        String arn = create(Type.ACCOUNT_UNUSED_ACCESS);
        IamClient iam = cloud.admin(IamClient.builder());
        iam.createUser(request -> request.userName("ann"));
        iam.createAccessKey(request -> request.userName("ann"));
        iam.createRole(request -> request.roleName("idle")
                .assumeRolePolicyDocument(
                        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                                + "\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}"));
        assertThat(analyzer.listFindingsV2(request -> request.analyzerArn(arn)).findings())
                .isEmpty();
        cloud.sandbox().advance(Duration.ofDays(91));
        var findings =
                analyzer.listFindingsV2(request -> request.analyzerArn(arn)).findings();
        assertThat(findings)
                .extracting(finding -> finding.findingTypeAsString())
                .contains("UnusedIAMRole", "UnusedIAMUserAccessKey");
        GetFindingV2Response role = findings.stream()
                .filter(finding -> finding.resource().endsWith("role/idle"))
                .findFirst()
                .map(finding -> analyzer.getFindingV2(
                        request -> request.analyzerArn(arn).id(finding.id())))
                .orElseThrow();
        assertThat(role.findingDetails().get(0).unusedIamRoleDetails().lastAccessed())
                .isNull();
        assertThat(code(() -> findings(arn))).isEqualTo("ValidationException");
    }
}
