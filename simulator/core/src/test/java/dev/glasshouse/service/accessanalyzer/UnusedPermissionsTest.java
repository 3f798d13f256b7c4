package dev.glasshouse.service.accessanalyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.Criterion;
import software.amazon.awssdk.services.accessanalyzer.model.FindingDetails;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSummaryV2;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;
import software.amazon.awssdk.services.accessanalyzer.model.Type;
import software.amazon.awssdk.services.accessanalyzer.model.UnusedAction;
import software.amazon.awssdk.services.accessanalyzer.model.UnusedPermissionDetails;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Findings of permissions that somebody who is in use does not use. */
class UnusedPermissionsTest {

    private static final String POLICY = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*","Action":
            ["s3:GetBucketVersioning","s3:GetBucketLocation","s3:GetObject","kms:ListKeys"]}}""";

    private final TestCloud cloud = new TestCloud();
    private final AccessAnalyzerClient analyzer = cloud.admin(AccessAnalyzerClient.builder());
    private final String arn = analyzer.createAnalyzer(
                    request -> request.analyzerName("one").type(Type.ACCOUNT_UNUSED_ACCESS))
            .arn();
    private final Credentials ann = cloud.user("ann", POLICY);
    private final S3Client s3 = cloud.as(ann, S3Client.builder());

    @BeforeEach
    void bucket() {
        cloud.admin(S3Client.builder()).createBucket(request -> request.bucket("data"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private List<FindingSummaryV2> findings() {
        return analyzer.listFindingsV2(request -> request.analyzerArn(arn)
                        .filter(Map.of(
                                "findingType",
                                        Criterion.builder()
                                                .eq("UnusedPermission")
                                                .build(),
                                "resource",
                                        Criterion.builder().contains("user/ann").build())))
                .findings();
    }

    private List<UnusedPermissionDetails> details() {
        return analyzer
                .getFindingV2(
                        request -> request.analyzerArn(arn).id(findings().get(0).id()))
                .findingDetails()
                .stream()
                .map(FindingDetails::unusedPermissionDetails)
                .toList();
    }

    @Test
    void aServiceAndTheActionsThatAUserInUseDoesNotUseAreFound() {
        s3.getBucketLocation(request -> request.bucket("data"));
        cloud.advance(Duration.ofDays(91));
        s3.getBucketVersioning(request -> request.bucket("data"));
        FindingSummaryV2 finding = findings().get(0);
        assertThat(finding.resourceTypeAsString()).isEqualTo("AWS::IAM::User");
        assertThat(finding.statusAsString()).isEqualTo("ACTIVE");
        List<UnusedPermissionDetails> details = details();
        assertThat(details)
                .extracting(UnusedPermissionDetails::serviceNamespace)
                .containsExactly("kms", "s3");
        assertThat(details.get(0).hasActions()).isFalse();
        assertThat(details.get(0).lastAccessed()).isNull();
        assertThat(details.get(1).actions()).extracting(UnusedAction::action).containsExactly("GetBucketLocation");
        assertThat(details.get(1).actions().get(0).lastAccessed())
                .isBefore(cloud.now().minus(Duration.ofDays(90)));
        assertThat(details.get(1).lastAccessed()).isAfter(cloud.now().minus(Duration.ofDays(1)));
    }

    @Test
    void whoIsNotInUseOrNewHasNoSuchFinding() {
        s3.getBucketLocation(request -> request.bucket("data"));
        assertThat(findings()).isEmpty();
        cloud.advance(Duration.ofDays(91));
        assertThat(findings()).isEmpty();
    }

    @Test
    void aFindingKeepsItsIdAndIsResolvedWhenAllIsUsed() {
        s3.getBucketLocation(request -> request.bucket("data"));
        cloud.advance(Duration.ofDays(91));
        s3.getBucketVersioning(request -> request.bucket("data"));
        String id = findings().get(0).id();
        s3.getBucketLocation(request -> request.bucket("data"));
        cloud.as(ann, KmsClient.builder()).listKeys();
        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo(id);
            assertThat(finding.statusAsString()).isEqualTo("RESOLVED");
        });
    }

    @Test
    void detailsComeInPages() {
        cloud.advance(Duration.ofDays(91));
        s3.getBucketVersioning(request -> request.bucket("data"));
        String id = findings().get(0).id();
        GetFindingV2Response first =
                analyzer.getFindingV2(request -> request.analyzerArn(arn).id(id).maxResults(1));
        assertThat(first.findingDetails()).hasSize(1);
        GetFindingV2Response second = analyzer.getFindingV2(
                request -> request.analyzerArn(arn).id(id).maxResults(1).nextToken(first.nextToken()));
        assertThat(second.findingDetails().get(0).unusedPermissionDetails().serviceNamespace())
                .isEqualTo("s3");
        assertThat(second.nextToken()).isNull();
    }
}
