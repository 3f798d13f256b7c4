package dev.glasshouse.policy.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.policy.check.PolicyChecks.PolicyUse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** AWS's own policies are good policies: what is found in them is what AWS's page says is found in them, or is true. */
class AwsPoliciesTest {

    @Test
    void the_managed_policies_have_few_findings() throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<String, TreeSet<String>> found = new TreeMap<>();
        int policies = 0;
        for (int part = 0; part < 64; part++) {
            String name =
                    String.format(Locale.ROOT, "/dev/glasshouse/service/iam/aws-managed-policies/%02d.jsonl.gz", part);
            try (InputStream in = AwsPoliciesTest.class.getResourceAsStream(name);
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode policy = json.readTree(line);
                    if (!policy.has("document")) {
                        continue;
                    }
                    policies++;
                    for (Finding finding :
                            PolicyChecks.check(policy.get("document").toString(), PolicyUse.IDENTITY_POLICY, null)) {
                        found.computeIfAbsent(finding.type() + " " + finding.code(), code -> new TreeSet<>())
                                .add(policy.get("name").asText());
                    }
                }
            }
        }
        assertThat(policies).isGreaterThan(1_000);
        assertThat(found.keySet())
                .containsExactly(
                        "ERROR INVALID_ACTION",
                        "ERROR INVALID_ARN_RESOURCE",
                        "ERROR INVALID_SERVICE_IN_ACTION",
                        "SECURITY_WARNING FORALLVALUES_WITH_SINGLE_VALUED_KEY",
                        "SECURITY_WARNING PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
                        "SECURITY_WARNING PASS_ROLE_WITH_STAR_IN_RESOURCE",
                        "SECURITY_WARNING STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
                        "SUGGESTION EQUIVALENT_TO_NULL_FALSE",
                        "SUGGESTION REDUNDANT_ACTION",
                        "SUGGESTION REDUNDANT_RESOURCE",
                        "WARNING CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
                        "WARNING CREATE_SLR_WITH_STAR_IN_RESOURCE",
                        "WARNING POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
                        "WARNING TYPE_MISMATCH");
        assertThat(found.get("SECURITY_WARNING STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS"))
                .as("AWS's page names these and has an exception for them by name, which a text does not have")
                .contains(
                        "AWSCodePipeline_FullAccess",
                        "AWSCodePipeline_ReadOnlyAccess",
                        "AmazonSecurityLakeAdministrator",
                        "S3UnlockBucketPolicy",
                        "SQSUnlockQueuePolicy")
                .hasSize(8);
        assertThat(found.get("WARNING TYPE_MISMATCH"))
                .containsExactly("AIOpsAssistantPolicy", "SageMakerStudioProjectProvisioningRolePolicy");
        assertThat(found.get("SECURITY_WARNING FORALLVALUES_WITH_SINGLE_VALUED_KEY"))
                .containsExactly("AmazonCodeGuruReviewerFullAccess", "AmazonCodeGuruReviewerServiceRolePolicy");
        assertThat(found.get("WARNING CREATE_SLR_WITH_STAR_IN_RESOURCE"))
                .as("those that AWS's page names, and one that it has got since")
                .containsExactly(
                        "AWSOrganizationsServiceTrustPolicy", "AdministratorAccess-Amplify", "PowerUserAccess");
        assertThat(found.get("ERROR INVALID_ARN_RESOURCE"))
                .as("resources that have no form of their service")
                .containsExactly(
                        "AWSDeepRacerCloudFormationAccessPolicy",
                        "AWSManagedServices_DetectiveControlsConfig_ServiceRolePolicy",
                        "AmazonDevOpsGuruOrganizationsAccess",
                        "AmazonSageMakerHyperPodObservabilityAdminAccess");
        assertThat(found.get("ERROR INVALID_ACTION"))
                .as("actions that are no more")
                .hasSizeLessThan(20);
    }
}
