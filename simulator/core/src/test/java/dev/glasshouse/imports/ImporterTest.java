package dev.glasshouse.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Control;
import dev.glasshouse.Simulator;
import dev.glasshouse.policy.ContextKeys;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An account as the aws CLI prints it becomes a sandbox. */
class ImporterTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALICE = "arn:aws:iam::999988887777:user/staff/alice";
    private static final String DEPLOY = "arn:aws:iam::999988887777:role/deploy";

    private final Simulator simulator = Simulator.start();
    private final Control control = simulator.control(simulator.sandbox());

    @AfterEach
    void close() {
        simulator.close();
    }

    private ImportReport account() {
        try {
            Path folder = Path.of(
                    Objects.requireNonNull(getClass().getResource("account")).toURI());
            return Importer.into(simulator.sandbox()).read(folder).report();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean can(String principal, String action, String resource) {
        return control.access(principal, action, resource, ContextKeys.EMPTY).isAllowed();
    }

    @Test
    void policiesOfAllKindsHold() {
        account();
        assertThat(can(ALICE, "s3:GetObject", "arn:aws:s3:::reports/alice/1")).isTrue();
        assertThat(can(ALICE, "s3:GetObject", "arn:aws:s3:::reports/bob/1")).isFalse();
        // by her group's managed policy and her own tag
        assertThat(can(ALICE, "s3:PutObject", "arn:aws:s3:::anything/1")).isTrue();
        // by the bucket's policy
        assertThat(can(ALICE, "s3:GetObject", "arn:aws:s3:::reports/alice/secret/1"))
                .isFalse();
        // the boundary, the tag missing
        assertThat(can(DEPLOY, "s3:PutObject", "arn:aws:s3:::anything/1")).isFalse();
        assertThat(can("arn:aws:iam::999988887777:role/reporting", "s3:GetObject", "arn:aws:s3:::reports/partner/1"))
                .isTrue();
    }

    @Test
    void uniqueIdsAreKeptSoThatTrustByThemHolds() throws IOException {
        account();
        assertThat(can(ALICE, "sts:AssumeRole", DEPLOY)).isTrue();
        assertThat(can("arn:aws:iam::999988887777:user/dora", "sts:AssumeRole", DEPLOY))
                .isFalse();
        assertThat(can(ALICE, "sts:AssumeRole", "arn:aws:iam::999988887777:role/reporting"))
                .isTrue();
        assertThat(can(
                        ALICE,
                        "kms:Decrypt",
                        "arn:aws:kms:us-east-1:999988887777:key/1234abcd-12ab-34cd-56ef-1234567890ab"))
                .isTrue();
        JsonNode role = call("iam:GetRole", "{'RoleName':'deploy'}").path("Role");
        assertThat(role.path("RoleId").asText()).isEqualTo("AROACKCEVSQ6C2EXAMPLE");
        assertThat(URLDecoder.decode(role.path("AssumeRolePolicyDocument").asText(), StandardCharsets.UTF_8))
                .contains(ALICE)
                .contains("AIDAGONEGONEGONEGONE7");
        assertThat(call("iam:GetUser", "{'UserName':'alice'}")
                        .path("User")
                        .path("CreateDate")
                        .asText())
                .isEqualTo("2021-04-07T12:15:04Z");
    }

    private JsonNode call(String operation, String input) throws IOException {
        ApiClient.Answer answer = simulator
                .client(simulator.sandbox(), control.administrator("999988887777"))
                .call(operation, JSON.readTree(input.replace('\'', '"')));
        assertThat(answer.errorCode()).isEmpty();
        return answer.output();
    }

    @Test
    void whatIsNotUnderstoodIsListed() {
        ImportReport report = account();
        assertThat(report.notUnderstood())
                .extracting(remark -> remark.source() + ": " + remark.text())
                .containsExactly(
                        "details.json: RoleDetailList deploy: the member Mood",
                        "details.json: user alice: its group Auditors is not in the file",
                        "details.json: role deploy: its policy arn:aws:iam::aws:policy/NowhereToBeFound is neither in the"
                                + " file nor one that Glasshouse knows, so that nothing is allowed to it",
                        "buckets.json: neither a policy nor an answer of the aws CLI that is known here",
                        "users/dora/broken.json: iam:PutUserPolicy answered MalformedPolicyDocument: Actions/Conditions must be"
                                + " prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        assertThat(report.remarks())
                .filteredOn(remark -> remark.kind() == ImportReport.Kind.LEFT_OUT)
                .extracting(remark -> remark.source() + ": " + remark.text())
                .containsExactly(
                        "details.json: when 1 roles were last used", "notes.txt: its name does not end with .json");
        assertThat(report.taken()).contains(new ImportReport.Taken("details.json", ALICE));
        assertThat(report.text())
                .contains("taken over: " + ALICE + " (details.json)\n")
                .contains("not understood:\n");
        assertThatThrownBy(report::requireUnderstood).hasMessageContaining("the member Mood");
    }

    @Test
    void aSinglePolicyIsGivenToAPrincipalThatIsMade() {
        ImportReport report = Importer.into(simulator.sandbox())
                .policy(
                        "role/app",
                        "work",
                        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\","
                                + "\"Resource\":\"arn:aws:s3:::orders/*\"}}")
                .bucketPolicy(
                        "orders",
                        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\","
                                + "\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::orders/private/*\"}}")
                .report()
                .requireUnderstood();
        assertThat(report.taken())
                .extracting(ImportReport.Taken::what)
                .containsExactly("role/app, policy work", "arn:aws:s3:::orders, its policy");
        assertThat(can("role/app", "s3:GetObject", "arn:aws:s3:::orders/1")).isTrue();
        assertThat(can("role/app", "s3:GetObject", "arn:aws:s3:::orders/private/1"))
                .isFalse();
    }

    @Test
    void filesThatAreNoneAreListed() {
        assertThat(Importer.into(simulator.sandbox())
                        .read(Map.of(
                                "a.json", "{",
                                "b.json", "[]",
                                "c.json", "{\"Statement\":[],\"Statement\":[]}",
                                "d.json", "{\"UserDetailList\":[{\"UserName\":\"x\"}]}"))
                        .report()
                        .notUnderstood())
                .hasSize(4);
    }

    @Test
    void whatGlasshouseAnswersItselfComesBackWhole() throws IOException {
        account();
        JsonNode details = call("iam:GetAccountAuthorizationDetails", "{}");
        try (Simulator second = Simulator.start()) {
            ImportReport report = Importer.into(second.sandbox())
                    .read(Map.of("details.json", details.toString()))
                    .report();
            assertThat(report.notUnderstood())
                    .extracting(ImportReport.Remark::text)
                    .noneMatch(text -> text.contains("member"));
            assertThat(second.control(second.sandbox())
                            .access(ALICE, "s3:GetObject", "arn:aws:s3:::reports/alice/1", ContextKeys.EMPTY)
                            .isAllowed())
                    .isTrue();
        }
    }
}
