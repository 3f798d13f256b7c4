package dev.glasshouse.service.iam;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessAdvisorUsageGranularityType;
import software.amazon.awssdk.services.iam.model.EntityDetails;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.PolicyGrantingServiceAccess;
import software.amazon.awssdk.services.iam.model.ServiceLastAccessed;

/** Credential reports and last accessed information. */
class ReportsTest {

    private static final String ANN = "arn:aws:iam::" + ACCOUNT + ":user/ann";

    private final TestCloud cloud = new TestCloud();
    private final IamClient iam = cloud.admin(IamClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(IamException.class, call);
    }

    // ---- credential reports

    @Test
    void a_credential_report_is_started_then_complete_and_fresh_for_four_hours() {
        assertThat(failure(iam::getCredentialReport)).startsWith("ReportNotPresent 410");
        var started = iam.generateCredentialReport();
        assertThat(started.stateAsString()).isEqualTo("STARTED");
        assertThat(started.description()).isEqualTo("No report exists. Starting a new report generation task");
        cloud.advance(Duration.ofSeconds(2));
        assertThat(iam.generateCredentialReport().stateAsString()).isEqualTo("COMPLETE");
        assertThat(iam.getCredentialReport().reportFormatAsString()).isEqualTo("text/csv");
        cloud.advance(Duration.ofHours(4));
        assertThat(failure(iam::getCredentialReport)).startsWith("ReportExpired 410");
        assertThat(iam.generateCredentialReport().stateAsString()).isEqualTo("STARTED");
    }

    @Test
    void a_report_is_there_at_once_where_the_clock_stands_still() {
        cloud.sandbox().setRunning(false);
        iam.generateCredentialReport();
        assertThat(iam.getCredentialReport().content().asUtf8String()).startsWith("user,arn,");
    }

    @Test
    void a_credential_report_has_a_line_for_root_and_every_user() {
        Credentials ann = cloud.user("ann", allow("iam:ListUsers", "*"));
        cloud.as(ann, IamClient.builder()).listUsers();
        iam.createLoginProfile(request -> request.userName("ann").password("Quite-Long-1"));
        iam.updateAccountPasswordPolicy(request -> request.maxPasswordAge(90));
        cloud.sandbox().setRunning(false);
        iam.generateCredentialReport();
        List<String> lines =
                iam.getCredentialReport().content().asUtf8String().lines().toList();
        assertThat(lines.get(0).split(",")).hasSize(22).startsWith("user").endsWith("cert_2_last_rotated");
        assertThat(lines.get(1))
                .startsWith("<root_account>,arn:aws:iam::" + ACCOUNT + ":root,")
                .contains(",not_supported,no_information,not_supported,not_supported,false,false,N/A,");
        String[] line = lines.stream()
                .filter(text -> text.startsWith("ann,"))
                .findFirst()
                .orElseThrow()
                .split(",");
        assertThat(line).hasSize(22);
        assertThat(line[1]).isEqualTo(ANN);
        assertThat(line[2]).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00");
        assertThat(line[3]).isEqualTo("true");
        assertThat(line[4]).isEqualTo("no_information");
        assertThat(line[6]).isGreaterThan(line[5]);
        assertThat(line[8]).isEqualTo("true");
        assertThat(line[11]).isEqualTo("us-east-1");
        assertThat(line[12]).isEqualTo("iam");
        assertThat(line[13]).isEqualTo("false");
        assertThat(line[14]).isEqualTo("N/A");
    }

    // ---- last accessed information

    private GetServiceLastAccessedDetailsResponse report(String arn, AccessAdvisorUsageGranularityType granularity) {
        String job = iam.generateServiceLastAccessedDetails(
                        request -> request.arn(arn).granularity(granularity))
                .jobId();
        return iam.getServiceLastAccessedDetails(request -> request.jobId(job));
    }

    @Test
    void a_users_report_lists_what_the_policies_grant_and_when_it_was_used() {
        Credentials ann = cloud.user(
                "ann",
                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':['iam:List*','sqs:SendMessage'],"
                        + "'Resource':'*'},{'Effect':'Deny','Action':'ec2:*','Resource':'*'}]}");
        cloud.as(ann, IamClient.builder()).listUsers();
        var details = report(ANN, AccessAdvisorUsageGranularityType.SERVICE_LEVEL);
        assertThat(details.jobStatusAsString()).isEqualTo("COMPLETED");
        assertThat(details.servicesLastAccessed())
                .extracting(ServiceLastAccessed::serviceNamespace)
                .containsExactly("iam", "sqs");
        ServiceLastAccessed used = details.servicesLastAccessed().get(0);
        assertThat(used.serviceName()).isEqualTo("AWS Identity and Access Management (IAM)");
        assertThat(used.lastAuthenticatedEntity()).isEqualTo(ANN);
        assertThat(used.lastAuthenticatedRegion()).isEqualTo("us-east-1");
        assertThat(used.totalAuthenticatedEntities()).isEqualTo(1);
        ServiceLastAccessed unused = details.servicesLastAccessed().get(1);
        assertThat(unused.lastAuthenticated()).isNull();
        assertThat(unused.totalAuthenticatedEntities()).isZero();
        var actions = report(ANN, AccessAdvisorUsageGranularityType.ACTION_LEVEL)
                .servicesLastAccessed()
                .get(0)
                .trackedActionsLastAccessed();
        assertThat(actions).allSatisfy(action -> assertThat(action.actionName()).startsWith("List"));
        assertThat(actions)
                .filteredOn(action -> action.lastAccessedTime() != null)
                .singleElement()
                .satisfies(action -> assertThat(action.actionName()).isEqualTo("ListUsers"));
    }

    @Test
    void what_the_policies_deny_on_everything_is_off_the_list_and_other_kinds_of_policy_are_not_asked() {
        cloud.user(
                "ann",
                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':['iam:ListUsers','sqs:*','sns:Publish',"
                        + "'s3:GetObject','ssm:GetParameter'],'Resource':'*'},"
                        + "{'Effect':'Deny','Action':'sqs:*','Resource':'*'},"
                        + "{'Effect':'Deny','Action':'sns:*','Resource':'arn:aws:sns:*:*:secret'},"
                        + "{'Effect':'Deny','Action':'s3:*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'false'}}},"
                        + "{'Effect':'Deny','NotAction':['iam:*','sqs:*','sns:*','s3:*'],'Resource':'*'}]}");
        String boundary = iam.createPolicy(request -> request.policyName("pb")
                        .policyDocument(allow("iam:*", "*").replace('\'', '"')))
                .policy()
                .arn();
        iam.putUserPermissionsBoundary(request -> request.userName("ann").permissionsBoundary(boundary));
        assertThat(report(ANN, AccessAdvisorUsageGranularityType.SERVICE_LEVEL).servicesLastAccessed())
                .extracting(ServiceLastAccessed::serviceNamespace)
                .containsExactly("iam", "s3", "sns");
    }

    @Test
    void the_report_of_a_policy_counts_those_who_have_it() {
        Credentials ann = cloud.user("ann", null);
        cloud.user("bob", null);
        iam.createGroup(request -> request.groupName("g"));
        iam.addUserToGroup(request -> request.groupName("g").userName("ann"));
        String policy = "arn:aws:iam::aws:policy/IAMReadOnlyAccess";
        iam.attachGroupPolicy(request -> request.groupName("g").policyArn(policy));
        iam.attachUserPolicy(request -> request.userName("bob").policyArn(policy));
        cloud.as(ann, IamClient.builder()).listUsers();
        String job = iam.generateServiceLastAccessedDetails(request -> request.arn(policy))
                .jobId();
        List<EntityDetails> entities = iam.getServiceLastAccessedDetailsWithEntities(
                        request -> request.jobId(job).serviceNamespace("iam"))
                .entityDetailsList();
        assertThat(entities).extracting(details -> details.entityInfo().name()).containsExactly("ann", "bob");
        assertThat(entities.get(0).lastAuthenticated()).isNotNull();
        assertThat(entities.get(1).lastAuthenticated()).isNull();
    }

    @Test
    void a_report_is_kept_for_a_week_and_only_for_what_exists() {
        cloud.user("ann", null);
        String job = iam.generateServiceLastAccessedDetails(request -> request.arn(ANN))
                .jobId();
        cloud.advance(Duration.ofDays(8));
        assertThat(failure(() -> iam.getServiceLastAccessedDetails(request -> request.jobId(job))))
                .startsWith("NoSuchEntity 404");
        assertThat(failure(() -> iam.generateServiceLastAccessedDetails(request -> request.arn(ANN + "2"))))
                .isEqualTo("NoSuchEntity 404 The user with name ann2 cannot be found.");
    }

    @Test
    void the_policies_that_grant_a_service_are_named_with_their_holder() {
        cloud.user("ann", allow("s3:GetObject", "*"));
        iam.createGroup(request -> request.groupName("g"));
        iam.addUserToGroup(request -> request.groupName("g").userName("ann"));
        iam.attachGroupPolicy(
                request -> request.groupName("g").policyArn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        var entries = iam.listPoliciesGrantingServiceAccess(
                        request -> request.arn(ANN).serviceNamespaces("s3", "ec2"))
                .policiesGrantingServiceAccess();
        assertThat(entries.get(0).policies())
                .extracting(PolicyGrantingServiceAccess::policyName, PolicyGrantingServiceAccess::entityName)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("inline", "ann"),
                        org.assertj.core.groups.Tuple.tuple("AmazonS3ReadOnlyAccess", null));
        assertThat(entries.get(1).policies()).isEmpty();
    }

    // ---- organizations

    @Test
    void without_an_organization_its_features_and_reports_are_refused() {
        assertThat(failure(() -> iam.listOrganizationsFeatures(request -> {})))
                .startsWith("OrganizationNotFoundException 400");
        assertThat(failure(() -> iam.enableOrganizationsRootSessions(request -> {})))
                .startsWith("OrganizationNotFoundException 400");
        String job = iam.generateOrganizationsAccessReport(request -> request.entityPath("o-a1b2c3d4e5/r-f6g7"))
                .jobId();
        assertThat(iam.getOrganizationsAccessReport(request -> request.jobId(job))
                        .jobStatusAsString())
                .isEqualTo("FAILED");
    }

    @Test
    void tokens_for_elsewhere_have_an_issuer_that_stays() {
        assertThat(failure(() -> iam.getOutboundWebIdentityFederationInfo(request -> {})))
                .startsWith("FeatureDisabled 404");
        String issuer = iam.enableOutboundWebIdentityFederation(request -> {}).issuerIdentifier();
        assertThat(issuer).matches("https://[0-9a-f-]{36}\\.tokens\\.sts\\.global\\.api\\.aws");
        assertThat(failure(() -> iam.enableOutboundWebIdentityFederation(request -> {})))
                .startsWith("FeatureEnabled 409");
        iam.disableOutboundWebIdentityFederation(request -> {});
        assertThat(iam.enableOutboundWebIdentityFederation(request -> {}).issuerIdentifier())
                .isEqualTo(issuer);
        assertThat(iam.getOutboundWebIdentityFederationInfo(request -> {}).jwtVendingEnabled())
                .isTrue();
    }
}
