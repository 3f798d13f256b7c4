package dev.glasshouse.service.accessanalyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.TestCloud;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.AccessAnalyzerException;
import software.amazon.awssdk.services.accessanalyzer.model.AccessPreview;
import software.amazon.awssdk.services.accessanalyzer.model.AccessPreviewFinding;
import software.amazon.awssdk.services.accessanalyzer.model.Configuration;
import software.amazon.awssdk.services.accessanalyzer.model.Criterion;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSummary;
import software.amazon.awssdk.services.accessanalyzer.model.KmsGrantConfiguration;
import software.amazon.awssdk.services.accessanalyzer.model.S3BucketAclGrantConfiguration;
import software.amazon.awssdk.services.accessanalyzer.model.S3BucketConfiguration;
import software.amazon.awssdk.services.accessanalyzer.model.Type;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/** What an analyzer would find of a resource were it configured as proposed. */
class AccessPreviewsTest {

    private static final String BUCKET = "arn:aws:s3:::data";
    private static final String OTHER = "123456789012";

    private static final S3BucketAclGrantConfiguration READ_FOR_ALL = S3BucketAclGrantConfiguration.builder()
            .permission("READ")
            .grantee(who -> who.uri("http://acs.amazonaws.com/groups/global/AllUsers"))
            .build();

    private final TestCloud cloud = new TestCloud();
    private final AccessAnalyzerClient analyzer = cloud.admin(AccessAnalyzerClient.builder());
    private final S3Client s3 = cloud.admin(S3Client.builder());
    private final String arn = analyzer.createAnalyzer(
                    request -> request.analyzerName("one").type(Type.ACCOUNT))
            .arn();

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String policy(String principal, String action, String resource) {
        return ("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Principal':" + principal + ",'Action':'"
                        + action + "'" + (resource.isEmpty() ? "" : ",'Resource':'" + resource + "'") + "}}")
                .replace('\'', '"');
    }

    private static String shared(String account) {
        return policy("{'AWS':'arn:aws:iam::" + account + ":root'}", "s3:GetObject", BUCKET + "/*");
    }

    private String preview(String resource, Configuration configuration) {
        return analyzer.createAccessPreview(
                        request -> request.analyzerArn(arn).configurations(Map.of(resource, configuration)))
                .id();
    }

    private String bucket(S3BucketConfiguration configuration) {
        return preview(BUCKET, Configuration.fromS3Bucket(configuration));
    }

    private AccessPreview get(String id) {
        return analyzer.getAccessPreview(request -> request.analyzerArn(arn).accessPreviewId(id))
                .accessPreview();
    }

    private List<AccessPreviewFinding> findings(String id) {
        return analyzer.listAccessPreviewFindings(
                        request -> request.analyzerArn(arn).accessPreviewId(id))
                .findings();
    }

    private static String code(Runnable call) {
        return catchThrowableOfType(AccessAnalyzerException.class, call::run)
                .awsErrorDetails()
                .errorCode();
    }

    private void existing(String policy) {
        s3.createBucket(request -> request.bucket("data"));
        s3.deletePublicAccessBlock(request -> request.bucket("data"));
        s3.putBucketPolicy(request -> request.bucket("data").policy(policy));
    }

    @Test
    void aNewBucketThatWouldBeSharedIsANewFinding() {
        S3BucketConfiguration configuration =
                S3BucketConfiguration.builder().bucketPolicy(shared(OTHER)).build();
        String id = bucket(configuration);
        AccessPreview preview = get(id);
        assertThat(preview.id()).isEqualTo(id);
        assertThat(preview.analyzerArn()).isEqualTo(arn);
        assertThat(preview.statusAsString()).isEqualTo("COMPLETED");
        assertThat(preview.statusReason()).isNull();
        assertThat(preview.configurations()).isEqualTo(Map.of(BUCKET, Configuration.fromS3Bucket(configuration)));
        assertThat(findings(id)).singleElement().satisfies(finding -> {
            assertThat(finding.changeTypeAsString()).isEqualTo("NEW");
            assertThat(finding.statusAsString()).isEqualTo("ACTIVE");
            assertThat(finding.existingFindingId()).isNull();
            assertThat(finding.principal()).isEqualTo(Map.of("AWS", OTHER));
            assertThat(finding.action()).containsExactly("s3:GetObject");
            assertThat(finding.resource()).isEqualTo(BUCKET);
            assertThat(finding.isPublic()).isFalse();
            assertThat(finding.resourceOwnerAccount()).isEqualTo("111122223333");
            assertThat(finding.sources().get(0).typeAsString()).isEqualTo("POLICY");
        });
        assertThat(analyzer.listFindings(request -> request.analyzerArn(arn)).findings())
                .isEmpty();
    }

    @Test
    void whatStaysIsUnchangedAndWhatGoesWouldBeResolved() {
        existing(shared(OTHER));
        FindingSummary known = analyzer.listFindings(request -> request.analyzerArn(arn))
                .findings()
                .get(0);
        assertThat(findings(bucket(S3BucketConfiguration.builder().build())))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.changeTypeAsString()).isEqualTo("UNCHANGED");
                    assertThat(finding.statusAsString()).isEqualTo("ACTIVE");
                    assertThat(finding.existingFindingId()).isEqualTo(known.id());
                    assertThat(finding.existingFindingStatusAsString()).isEqualTo("ACTIVE");
                });
        String other = bucket(S3BucketConfiguration.builder()
                .bucketPolicy(shared("210987654321"))
                .build());
        assertThat(findings(other))
                .extracting(AccessPreviewFinding::changeTypeAsString, AccessPreviewFinding::statusAsString)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("NEW", "ACTIVE"),
                        org.assertj.core.groups.Tuple.tuple("CHANGED", "RESOLVED"));
        assertThat(findings(
                        bucket(S3BucketConfiguration.builder().bucketPolicy("").build())))
                .extracting(AccessPreviewFinding::existingFindingId, AccessPreviewFinding::statusAsString)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(known.id(), "RESOLVED"));
    }

    @Test
    void blockedPublicAccessCountsAsProposedForPolicyAndList() {
        existing(policy("'*'", "s3:GetObject", BUCKET + "/*"));
        assertThat(findings(bucket(S3BucketConfiguration.builder()
                        .bucketPublicAccessBlock(
                                block -> block.ignorePublicAcls(true).restrictPublicBuckets(true))
                        .bucketAclGrants(List.of(READ_FOR_ALL))
                        .build())))
                .extracting(AccessPreviewFinding::statusAsString)
                .containsExactly("RESOLVED");
        assertThat(findings(bucket(S3BucketConfiguration.builder()
                        .bucketPolicy("")
                        .bucketAclGrants(List.of(READ_FOR_ALL))
                        .build())))
                .filteredOn(finding -> finding.changeTypeAsString().equals("NEW"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.isPublic()).isTrue();
                    assertThat(finding.sources().get(0).typeAsString()).isEqualTo("BUCKET_ACL");
                });
    }

    @Test
    void anAccessPointIsLookedAtUnlessItIsOfANetwork() {
        String point = "arn:aws:s3:us-east-1:111122223333:accesspoint/door";
        String policy = policy("{'AWS':'" + OTHER + "'}", "s3:GetObject", point + "/object/*");
        assertThat(findings(bucket(S3BucketConfiguration.builder()
                        .accessPoints(Map.of(
                                point,
                                software.amazon.awssdk.services.accessanalyzer.model.S3AccessPointConfiguration
                                        .builder()
                                        .accessPointPolicy(policy)
                                        .build()))
                        .build())))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.sources().get(0).typeAsString()).isEqualTo("S3_ACCESS_POINT");
                    assertThat(finding.sources().get(0).detail().accessPointArn())
                            .isEqualTo(point);
                });
        assertThat(findings(bucket(S3BucketConfiguration.builder()
                        .accessPoints(Map.of(
                                point,
                                software.amazon.awssdk.services.accessanalyzer.model.S3AccessPointConfiguration
                                        .builder()
                                        .accessPointPolicy(policy)
                                        .networkOrigin(
                                                origin -> origin.vpcConfiguration(vpc -> vpc.vpcId("vpc-0a1b2c3d")))
                                        .build()))
                        .build())))
                .isEmpty();
    }

    @Test
    void rolesKeysAndSecretsArePreviewedToo() {
        String trust = policy("{'AWS':'arn:aws:iam::" + OTHER + ":root'}", "sts:AssumeRole", "");
        assertThat(findings(preview(
                        "arn:aws:iam::111122223333:role/partner",
                        Configuration.fromIamRole(role -> role.trustPolicy(trust)))))
                .extracting(AccessPreviewFinding::resourceTypeAsString)
                .containsExactly("AWS::IAM::Role");
        String key = cloud.admin(KmsClient.builder()).createKey().keyMetadata().arn();
        assertThat(findings(preview(
                        key,
                        Configuration.fromKmsKey(proposed -> proposed.grants(List.of(KmsGrantConfiguration.builder()
                                .operationsWithStrings("Decrypt")
                                .granteePrincipal("arn:aws:iam::" + OTHER + ":root")
                                .issuingAccount("111122223333")
                                .build()))))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.action()).containsExactly("kms:Decrypt"));
        assertThat(findings(preview(
                        "arn:aws:secretsmanager:us-east-1:111122223333:secret:db-a1b2c3",
                        Configuration.fromSecretsManagerSecret(secret -> secret.secretPolicy(
                                policy("{'AWS':'" + OTHER + "'}", "secretsmanager:GetSecretValue", "*"))))))
                .extracting(AccessPreviewFinding::changeTypeAsString)
                .containsExactly("NEW");
    }

    @Test
    void whatNoResourceCouldBeLikeFails() {
        String id = bucket(S3BucketConfiguration.builder().bucketPolicy("{").build());
        assertThat(get(id).statusAsString()).isEqualTo("FAILED");
        assertThat(get(id).statusReason().codeAsString()).isEqualTo("INVALID_CONFIGURATION");
        assertThat(code(() -> findings(id))).isEqualTo("ConflictException");
        assertThat(get(preview("arn:aws:iam::111122223333:role/new", Configuration.fromIamRole(role -> {})))
                        .statusAsString())
                .isEqualTo("FAILED");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThat(code(() -> preview("arn:aws:s3:::", Configuration.fromS3Bucket(bucket -> {}))))
                .isEqualTo("ValidationException");
        assertThat(code(() -> preview(
                        "arn:aws:iam::" + OTHER + ":role/r",
                        Configuration.fromIamRole(role -> role.trustPolicy("{}")))))
                .isEqualTo("ValidationException");
        assertThat(code(() -> analyzer.createAccessPreview(
                        request -> request.analyzerArn(arn).configurations(Map.of()))))
                .isEqualTo("ValidationException");
        assertThat(code(() -> get("00000000-0000-0000-0000-000000000000"))).isEqualTo("ResourceNotFoundException");
        String unused = analyzer.createAnalyzer(
                        request -> request.analyzerName("two").type(Type.ACCOUNT_UNUSED_ACCESS))
                .arn();
        assertThat(code(() -> analyzer.createAccessPreview(request -> request.analyzerArn(unused)
                        .configurations(Map.of(BUCKET, Configuration.fromS3Bucket(bucket -> {}))))))
                .isEqualTo("ValidationException");
    }

    @Test
    void previewsAreListedFilteredAndPagedAndGoWithTheirAnalyzer() {
        String policy = ("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':['" + OTHER
                        + "','210987654321']},'Action':'s3:GetObject','Resource':'" + BUCKET + "/*'}]}")
                .replace('\'', '"');
        String id = bucket(S3BucketConfiguration.builder().bucketPolicy(policy).build());
        String second = bucket(S3BucketConfiguration.builder().build());
        assertThat(analyzer.listAccessPreviewsPaginator(
                                request -> request.analyzerArn(arn).maxResults(1))
                        .accessPreviews())
                .extracting(preview -> preview.id())
                .containsExactlyInAnyOrder(id, second);
        assertThat(analyzer.listAccessPreviewFindings(request -> request.analyzerArn(arn)
                                .accessPreviewId(id)
                                .filter(Map.of(
                                        "principal.AWS",
                                        Criterion.builder().eq(OTHER).build(),
                                        "changeType",
                                        Criterion.builder().eq("NEW").build())))
                        .findings())
                .hasSize(1);
        assertThat(analyzer.listAccessPreviewFindingsPaginator(request ->
                                request.analyzerArn(arn).accessPreviewId(id).maxResults(1))
                        .findings())
                .hasSize(2);
        analyzer.deleteAnalyzer(request -> request.analyzerName("one"));
        analyzer.createAnalyzer(request -> request.analyzerName("one").type(Type.ACCOUNT));
        assertThat(analyzer.listAccessPreviews(request -> request.analyzerArn(arn))
                        .accessPreviews())
                .isEmpty();
    }

    @Test
    void theSameTokenMakesNoSecondPreview() {
        Map<String, Configuration> asked = Map.of(BUCKET, Configuration.fromS3Bucket(bucket -> {}));
        String id = analyzer.createAccessPreview(request ->
                        request.analyzerArn(arn).configurations(asked).clientToken("t"))
                .id();
        assertThat(analyzer.createAccessPreview(request ->
                                request.analyzerArn(arn).configurations(asked).clientToken("t"))
                        .id())
                .isEqualTo(id);
        assertThat(code(() -> analyzer.createAccessPreview(request -> request.analyzerArn(arn)
                        .configurations(Map.of(BUCKET, Configuration.fromS3Bucket(bucket -> bucket.bucketPolicy(""))))
                        .clientToken("t"))))
                .isEqualTo("ConflictException");
    }

    @Test
    void whoMayNotIsDenied() {
        var ann = cloud.user("ann", TestCloud.allow("access-analyzer:GetAccessPreview", "*"));
        try (AccessAnalyzerClient client = cloud.as(ann, AccessAnalyzerClient.builder())) {
            assertThat(code(() -> client.createAccessPreview(request -> request.analyzerArn(arn)
                            .configurations(Map.of(BUCKET, Configuration.fromS3Bucket(bucket -> {}))))))
                    .isEqualTo("AccessDeniedException");
            String id = bucket(S3BucketConfiguration.builder().build());
            assertThat(client.getAccessPreview(
                                    request -> request.analyzerArn(arn).accessPreviewId(id))
                            .accessPreview()
                            .id())
                    .isEqualTo(id);
        }
    }

    @Test
    void anArchiveRuleCountsForWhatWouldBeFound() {
        analyzer.createArchiveRule(request -> request.analyzerName("one")
                .ruleName("known")
                .filter(Map.of("principal.AWS", Criterion.builder().eq(OTHER).build())));
        assertThat(findings(bucket(S3BucketConfiguration.builder()
                        .bucketPolicy(shared(OTHER))
                        .build())))
                .extracting(AccessPreviewFinding::statusAsString)
                .containsExactly("ARCHIVED");
    }
}
