package dev.glasshouse.policy;

import static dev.glasshouse.policy.Ask.ALICE;
import static dev.glasshouse.policy.Ask.ALLOW_ALL;
import static dev.glasshouse.policy.Ask.DENY_ALL;
import static dev.glasshouse.policy.Ask.FEDERATED;
import static dev.glasshouse.policy.Ask.KEY;
import static dev.glasshouse.policy.Ask.OBJECT;
import static dev.glasshouse.policy.Ask.ROOT;
import static dev.glasshouse.policy.Ask.SESSION;
import static dev.glasshouse.policy.Ask.TRUSTING;
import static dev.glasshouse.policy.Ask.alice;
import static dev.glasshouse.policy.Ask.grant;
import static dev.glasshouse.policy.Ask.may;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checklist C and D: limits on callers, temporary credentials, and organizations. */
final class OrganizationRulesTest {

    private static final String OTHER = Ask.allow("ec2:*", "*");
    private static final String RCP_DENY = Ask.statement("'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'");
    private static final String LINKED = "arn:aws:sts::111111111111:assumed-role/AWSServiceRoleForX/s";
    private static final String LINKED_PATH = "/aws-service-role/x.amazonaws.com/";

    @Test
    void c1_aBoundaryIntersectsAndGrantsNothing() {
        assertThat(alice().boundary(ALLOW_ALL).answer()).isEqualTo("ImplicitlyDenied identity");
        assertThat(alice().identity(ALLOW_ALL).boundary(OTHER).answer()).isEqualTo("ImplicitlyDenied boundary");
        assertThat(alice().identity(ALLOW_ALL).boundary(Ask.allow("s3:*", "*")).answer())
                .isEqualTo("Allowed");
    }

    @Test
    void c2_sessionPoliciesAreUnitedAndThenIntersected() {
        Ask session = may(SESSION, "s3:GetObject", OBJECT).identity(ALLOW_ALL).session(OTHER);
        assertThat(session.answer()).isEqualTo("ImplicitlyDenied session");
        assertThat(session.session(Ask.allow("s3:GetObject", "*")).answer()).isEqualTo("Allowed");
        assertThat(may(SESSION, "s3:GetObject", OBJECT).session(ALLOW_ALL).answer())
                .isEqualTo("ImplicitlyDenied identity");
    }

    @Test
    void c5_getSessionTokenNeedsNoPermission() {
        assertThat(may(ALICE, "sts:GetSessionToken", "*").identity(DENY_ALL).answer())
                .isEqualTo("Allowed");
        assertThat(may(SESSION, "sts:GetSessionToken", "*").answer()).isEqualTo("ImplicitlyDenied identity");
    }

    @Test
    void c5_sessionTokensReachIamOnlyWithMfa() {
        Ask iam =
                may(ALICE, "iam:ListUsers", "*").identity(ALLOW_ALL).key("aws:TokenIssueTime", "2026-01-01T00:00:00Z");
        assertThat(iam.answer()).isEqualTo("ImplicitlyDenied session");
        assertThat(iam.key("aws:MultiFactorAuthPresent", "true").answer()).isEqualTo("Allowed");
        assertThat(may(ALICE, "iam:ListUsers", "*").identity(ALLOW_ALL).answer())
                .isEqualTo("Allowed");
    }

    @Test
    void c5_anExplicitDenyIsToldBeforeTheLimitsOfSessionTokens() {
        assertThat(may(ALICE, "iam:ListUsers", "*")
                        .identity(DENY_ALL)
                        .key("aws:TokenIssueTime", "2026-01-01T00:00:00Z")
                        .answer())
                .isEqualTo("ExplicitlyDenied identity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sts:GetFederationToken", "sts:GetSessionToken", "sts:DecodeAuthorizationMessage"})
    void c5_sessionTokensReachStsOnlyToAssumeRoles(String action) {
        assertThat(may(ALICE, action, "*")
                        .identity(ALLOW_ALL)
                        .key("aws:TokenIssueTime", "2026-01-01T00:00:00Z")
                        .answer())
                .isEqualTo("ImplicitlyDenied session");
        assertThat(may(ALICE, "sts:AssumeRole", TRUSTING)
                        .resource(grant("{'AWS':'" + ALICE + "'}"))
                        .key("aws:TokenIssueTime", "2026-01-01T00:00:00Z")
                        .answer())
                .isEqualTo("Allowed");
    }

    @Test
    void c5_federationTokensReachNeitherIamNorSts() {
        assertThat(may(FEDERATED, "iam:ListUsers", "*")
                        .identity(ALLOW_ALL)
                        .session(ALLOW_ALL)
                        .answer())
                .isEqualTo("ImplicitlyDenied session");
        assertThat(may(FEDERATED, "sts:GetCallerIdentity", "*").answer()).isEqualTo("Allowed");
    }

    @Test
    void c6_getCallerIdentityAlwaysSucceeds() {
        assertThat(may(ALICE, "sts:getcalleridentity", "*")
                        .identity(DENY_ALL)
                        .scpLevel(DENY_ALL)
                        .answer())
                .isEqualTo("Allowed");
        assertThat(may(ALICE, "iam:GetUser", "*").identity(DENY_ALL).answer()).isEqualTo("ExplicitlyDenied identity");
    }

    @Test
    void c8_sessionsAreRevokedByTheirIssueTime() {
        String revoke = Ask.statement("'Effect':'Deny','Action':'*','Resource':'*','Condition':"
                + "{'DateLessThan':{'aws:TokenIssueTime':'2026-01-02T00:00:00Z'}}");
        Ask session = may(SESSION, "s3:GetObject", OBJECT).identity(ALLOW_ALL).identity(revoke);
        assertThat(session.answer()).isEqualTo("Allowed");
        assertThat(session.key("aws:TokenIssueTime", "2026-01-01T23:59:59Z").answer())
                .isEqualTo("ExplicitlyDenied identity");
        assertThat(may(SESSION, "s3:GetObject", OBJECT)
                        .identity(ALLOW_ALL)
                        .identity(revoke)
                        .key("aws:TokenIssueTime", "2026-01-02T00:00:00Z")
                        .answer())
                .isEqualTo("Allowed");
    }

    @Test
    void d1_everyLevelMustAllow() {
        Ask two = alice().identity(ALLOW_ALL).scpLevel(ALLOW_ALL).scpLevel(OTHER, Ask.allow("s3:*", "*"));
        assertThat(two.answer()).isEqualTo("Allowed");
        assertThat(two.scpLevel().answer()).isEqualTo("ImplicitlyDenied scp");
        assertThat(alice().scpLevel(ALLOW_ALL).answer()).isEqualTo("ImplicitlyDenied identity");
    }

    @Test
    void d2_scpsBindRootAndGrantsOfResourcePolicies() {
        assertThat(may(ROOT, "s3:GetObject", OBJECT).scpLevel(OTHER).answer()).isEqualTo("ImplicitlyDenied scp");
        assertThat(alice().resource(grant("'*'")).scpLevel(OTHER).answer()).isEqualTo("ImplicitlyDenied scp");
    }

    @Test
    void d3_scpsDoNotBindServiceLinkedRoles() {
        Ask linked = may(LINKED, "s3:GetObject", OBJECT).identity(ALLOW_ALL).scpLevel(DENY_ALL);
        assertThat(linked.answer()).isEqualTo("ExplicitlyDenied scp");
        assertThat(linked.rolePath(LINKED_PATH).answer()).isEqualTo("Allowed");
    }

    @Test
    void d4_scpsTakeTheWholeLanguageButNoPrincipal() {
        String notAction = Ask.statement("'Effect':'Allow','NotAction':'iam:*','NotResource':'arn:aws:s3:::c/*'");
        assertThat(alice().identity(ALLOW_ALL).scpLevel(notAction).answer()).isEqualTo("Allowed");
        assertThat(may(ALICE, "s3:GetObject", "arn:aws:s3:::c/k")
                        .identity(ALLOW_ALL)
                        .scpLevel(notAction)
                        .answer())
                .isEqualTo("ImplicitlyDenied scp");
        assertThat(alice().identity(ALLOW_ALL).scpLevel(grant("'*'")).answer()).isEqualTo("ImplicitlyDenied scp");
    }

    @Test
    void d5_rcpsBindWhoeverCallsAndOnlyTheirDenyMatters() {
        assertThat(Ask.anonymous("s3:GetObject", OBJECT)
                        .resource(grant("'*'"))
                        .rcpLevel(RCP_DENY)
                        .answer())
                .isEqualTo("ExplicitlyDenied rcp");
        assertThat(may("lambda.amazonaws.com", "s3:GetObject", OBJECT)
                        .resource(grant("'*'"))
                        .rcpLevel(RCP_DENY)
                        .answer())
                .isEqualTo("ExplicitlyDenied rcp");
        assertThat(may(ROOT, "s3:GetObject", OBJECT).rcpLevel(RCP_DENY).answer())
                .isEqualTo("ExplicitlyDenied rcp");
        assertThat(alice().identity(ALLOW_ALL).rcpLevel().answer()).isEqualTo("Allowed");
    }

    @Test
    void d5_aDenyAtAnyLevelCounts() {
        assertThat(alice().identity(ALLOW_ALL).rcpLevel().rcpLevel(RCP_DENY).answer())
                .isEqualTo("ExplicitlyDenied rcp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "kms", "sqs", "secretsmanager", "dynamodb", "ecr", "logs", "events"})
    void d6_rcpsReachTheListedServices(String service) {
        assertThat(RcpServices.supports(service)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lambda:InvokeFunction", "iam:GetUser", "ec2:RunInstances", "sns:Publish"})
    void d6_rcpsDoNotReachOthers(String action) {
        assertThat(may(ALICE, action, "arn:aws:x:us-east-1:111111111111:y")
                        .identity(ALLOW_ALL)
                        .rcpLevel(RCP_DENY)
                        .answer())
                .isEqualTo("Allowed");
    }

    @Test
    void d7_rcpsDoNotBindServiceLinkedRolesNorTheAssumingOfThem() {
        assertThat(may(LINKED, "s3:GetObject", OBJECT)
                        .rolePath(LINKED_PATH)
                        .identity(ALLOW_ALL)
                        .rcpLevel(RCP_DENY)
                        .answer())
                .isEqualTo("Allowed");
        String role = "arn:aws:iam::111111111111:role" + LINKED_PATH + "AWSServiceRoleForX";
        assertThat(may("x.amazonaws.com", "sts:AssumeRole", role)
                        .resource(grant("{'Service':'x.amazonaws.com'}"))
                        .rcpLevel(RCP_DENY)
                        .answer())
                .isEqualTo("Allowed");
    }

    @Test
    void d7_rcpsDoNotBindRetireGrant() {
        assertThat(may(ALICE, "kms:RetireGrant", KEY)
                        .resource(grant("'*'"))
                        .rcpLevel(RCP_DENY)
                        .answer())
                .isEqualTo("Allowed");
        assertThat(may(ALICE, "kms:RevokeGrant", KEY)
                        .resource(grant("'*'"))
                        .rcpLevel(RCP_DENY)
                        .answer())
                .isEqualTo("ExplicitlyDenied rcp");
    }

    @Test
    void d9_rcpsReachTheRoleThatIsAssumed() {
        assertThat(may(ALICE, "sts:AssumeRole", TRUSTING)
                        .resource(grant("{'AWS':'" + ALICE + "'}"))
                        .rcpLevel(RCP_DENY)
                        .answer())
                .isEqualTo("ExplicitlyDenied rcp");
    }

    @Test
    void d10_scpsDoNotBindServicesProvidersOrAnonymousCallers() {
        assertThat(may("lambda.amazonaws.com", "s3:GetObject", OBJECT)
                        .resource(grant("{'Service':'lambda.amazonaws.com'}"))
                        .scpLevel(DENY_ALL)
                        .answer())
                .isEqualTo("Allowed");
        assertThat(Ask.anonymous("s3:GetObject", OBJECT)
                        .resource(grant("'*'"))
                        .scpLevel(DENY_ALL)
                        .answer())
                .isEqualTo("Allowed");
    }
}
