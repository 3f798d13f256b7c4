package dev.glasshouse.policy;

import static dev.glasshouse.policy.Ask.ALICE;
import static dev.glasshouse.policy.Ask.ALLOW_ALL;
import static dev.glasshouse.policy.Ask.FEDERATED;
import static dev.glasshouse.policy.Ask.OBJECT;
import static dev.glasshouse.policy.Ask.ROLE;
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

/** Checklist B: how a resource policy names its callers. */
final class PrincipalRulesTest {

    private static final String OTHER = Ask.allow("ec2:*", "*");

    private static Ask session(String named) {
        return may(SESSION, "s3:GetObject", OBJECT).resource(grant(named));
    }

    @Test
    void b1_aUserNamedDirectlyIsNotLimited() {
        Ask named = alice().resource(grant("{'AWS':'" + ALICE + "'}"));
        assertThat(named.boundary(OTHER).session(OTHER).answer()).isEqualTo("Allowed");
    }

    @Test
    void b2_aSessionNamedByItsRoleIsLimitedByBoundaryAndSessionPolicy() {
        String role = "{'AWS':'" + ROLE + "'}";
        assertThat(session(role).answer()).isEqualTo("Allowed");
        assertThat(session(role).boundary(OTHER).answer()).isEqualTo("ImplicitlyDenied boundary");
        assertThat(session(role).session(OTHER).answer()).isEqualTo("ImplicitlyDenied session");
    }

    @Test
    void b2_theRolesPathIsPartOfItsArn() {
        String withPath = "{'AWS':'arn:aws:iam::111111111111:role/team/r'}";
        assertThat(session(withPath).rolePath("/team/").answer()).isEqualTo("Allowed");
        assertThat(session(withPath).answer()).isEqualTo("ImplicitlyDenied identity");
        assertThat(session("{'AWS':'" + ROLE + "'}").rolePath("/team/").answer())
                .isEqualTo("ImplicitlyDenied identity");
    }

    @Test
    void b3_aSessionNamedItselfIsNotLimited() {
        assertThat(session("{'AWS':'" + SESSION + "'}")
                        .boundary(OTHER)
                        .session(OTHER)
                        .answer())
                .isEqualTo("Allowed");
    }

    @Test
    void b4_everyoneIncludesASessionUnlimited() {
        assertThat(session("'*'").boundary(OTHER).session(OTHER).answer()).isEqualTo("Allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"111111111111", "arn:aws:iam::111111111111:root"})
    void b5_theAccountDelegatesButDoesNotGrant(String account) {
        String named = "{'AWS':'" + account + "'}";
        assertThat(session(named).answer()).isEqualTo("ImplicitlyDenied identity");
        assertThat(session(named).identity(ALLOW_ALL).answer()).isEqualTo("Allowed");
        assertThat(session(named).identity(ALLOW_ALL).boundary(OTHER).answer()).isEqualTo("ImplicitlyDenied boundary");
    }

    @Test
    void b6_aFederatedUserNamedDirectlyIsNotLimited() {
        Ask named = may(FEDERATED, "s3:GetObject", OBJECT).resource(grant("{'AWS':'" + FEDERATED + "'}"));
        assertThat(named.session(OTHER).boundary(OTHER).answer()).isEqualTo("Allowed");
    }

    @Test
    void b7_aFederatedUserNamedByItsUserIsLimited() {
        String parent = grant("{'AWS':'" + ALICE + "'}");
        assertThat(may(FEDERATED, "s3:GetObject", OBJECT)
                        .resource(parent)
                        .session(ALLOW_ALL)
                        .answer())
                .isEqualTo("Allowed");
        assertThat(may(FEDERATED, "s3:GetObject", OBJECT)
                        .resource(parent)
                        .session(OTHER)
                        .answer())
                .isEqualTo("ImplicitlyDenied session");
        assertThat(may(FEDERATED, "s3:GetObject", OBJECT)
                        .resource(parent)
                        .session(ALLOW_ALL)
                        .boundary(OTHER)
                        .answer())
                .isEqualTo("ImplicitlyDenied boundary");
    }

    @Test
    void b8_aFederatedUserWithoutSessionPolicyHasNoIdentityPermissions() {
        Ask federated = may(FEDERATED, "s3:GetObject", OBJECT).identity(ALLOW_ALL);
        assertThat(federated.answer()).isEqualTo("ImplicitlyDenied session");
        assertThat(federated.session(ALLOW_ALL).answer()).isEqualTo("Allowed");
    }

    @Test
    void b9_acrossAccountsTheFormOfThePrincipalLiftsNoLimit() {
        Ask foreign = session("{'AWS':'" + SESSION + "'}").ownedBy("222222222222");
        assertThat(foreign.identity(ALLOW_ALL).answer()).isEqualTo("Allowed");
        assertThat(foreign.session(OTHER).boundary(OTHER).answer()).isEqualTo("ImplicitlyDenied boundary session");
    }

    @Test
    void b10_everyoneIncludesAnonymousCallers() {
        assertThat(Ask.anonymous("s3:GetObject", OBJECT).resource(grant("'*'")).answer())
                .isEqualTo("Allowed");
        assertThat(Ask.anonymous("s3:GetObject", OBJECT)
                        .resource(grant("{'AWS':'111111111111'}"))
                        .answer())
                .isEqualTo("ImplicitlyDenied resource");
    }

    @Test
    void b11_starEqualsAwsStarAndListsAreOr() {
        assertThat(Ask.anonymous("s3:GetObject", OBJECT)
                        .resource(grant("{'AWS':'*'}"))
                        .answer())
                .isEqualTo("Allowed");
        assertThat(alice().resource(grant("{'AWS':['222222222222','" + ALICE + "']}"))
                        .answer())
                .isEqualTo("Allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::111111111111:user/*",
                "arn:aws:iam::*:user/alice",
                "arn:aws:iam::111111111111:user/al?ce",
                "arn:aws:iam::111111111111:group/alices"
            })
    void b11_partialWildcardsAndGroupsNameNobody(String principal) {
        assertThat(alice().resource(grant("{'AWS':'" + principal + "'}")).answer())
                .isEqualTo("ImplicitlyDenied identity");
    }

    @Test
    void b11_aDenyWithAPartialWildcardCannotBeRead() {
        String deny = Ask.statement("'Effect':'Deny','Action':'*','Principal':{'AWS':'arn:aws:iam::*:root'}");
        assertThat(alice().identity(ALLOW_ALL).resource(deny).answer()).isEqualTo("ImplicitlyDenied resource");
    }

    @Test
    void b12_aCanonicalUserNamesItsAccount() throws MalformedPolicyException {
        PolicyPrincipal caller = PolicyPrincipal.parse(ALICE).withCanonicalUserId("79a5");
        PolicyDocument document = document("{'CanonicalUser':'79a5'}");
        assertThat(decide(caller, document, "222222222222").deniedBy()).containsExactly(PolicyKind.IDENTITY);
        assertThat(decide(caller.withCanonicalUserId("other"), document, "222222222222")
                        .deniedBy())
                .containsExactly(PolicyKind.RESOURCE, PolicyKind.IDENTITY);
    }

    @Test
    void b13_storedUniqueIdsNameTheEntityThatHasThem() throws MalformedPolicyException {
        PolicyDocument document = document("{'AWS':'AIDAEXAMPLE'}");
        PolicyPrincipal caller = PolicyPrincipal.parse(ALICE).withUniqueId("AIDAEXAMPLE");
        assertThat(decide(caller, document, "111111111111").isAllowed()).isTrue();
        assertThat(decide(caller.withUniqueId("AIDARECREATED"), document, "111111111111")
                        .isAllowed())
                .isFalse();
    }

    private static PolicyDocument document(String principal) throws MalformedPolicyException {
        return PolicyDocument.parse(grant(principal).replace('\'', '"'), PolicyType.RESOURCE);
    }

    private static Decision decide(PolicyPrincipal caller, PolicyDocument document, String account) {
        return PolicyEngine.decide(
                PolicyRequest.of(caller, "s3:GetObject", OBJECT, account, ContextKeys.EMPTY),
                PolicySet.builder().resource(new Policy("p", null, document)).build());
    }

    @Test
    void b14_aServiceNeedsOnlyTheResourcePolicyAndItsExactName() {
        Ask lambda = may("lambda.amazonaws.com", "sts:AssumeRole", TRUSTING);
        assertThat(lambda.resource(grant("{'Service':'lambda.amazonaws.com'}")).answer())
                .isEqualTo("Allowed");
        assertThat(lambda.resource(grant("{'Service':'xlambda.amazonaws.com'}")).answer())
                .isEqualTo("ImplicitlyDenied resource");
        assertThat(lambda.resource(grant("{'AWS':'lambda.amazonaws.com'}")).answer())
                .isEqualTo("ImplicitlyDenied resource");
        assertThat(lambda.resource(grant("{'Federated':'lambda.amazonaws.com'}"))
                        .answer())
                .isEqualTo("ImplicitlyDenied resource");
    }

    @Test
    void b15_aProviderCountsOnlyWhereItsTokenIsExchanged() {
        String trust = grant("{'Federated':'accounts.google.com'}");
        assertThat(may("accounts.google.com", "sts:AssumeRoleWithWebIdentity", TRUSTING)
                        .resource(trust)
                        .answer())
                .isEqualTo("Allowed");
        assertThat(may("accounts.google.com", "sts:AssumeRole", TRUSTING)
                        .resource(trust)
                        .answer())
                .isEqualTo("ImplicitlyDenied resource");
        String saml = "arn:aws:iam::111111111111:saml-provider/p";
        assertThat(may(saml, "sts:AssumeRoleWithSAML", TRUSTING)
                        .resource(grant("{'Federated':'" + saml + "'}"))
                        .answer())
                .isEqualTo("Allowed");
        assertThat(may(saml, "sts:AssumeRoleWithSAML", TRUSTING)
                        .resource(grant("{'Federated':'" + saml + "2'}"))
                        .answer())
                .isEqualTo("ImplicitlyDenied resource");
    }

    @Test
    void b15_aProvidersDomainStandsForItsArnInTheRolesAccount() {
        String github = "token.actions.githubusercontent.com";
        Ask exchange = may(github, "sts:AssumeRoleWithWebIdentity", TRUSTING);
        assertThat(exchange.resource(grant("{'Federated':'arn:aws:iam::111111111111:oidc-provider/" + github + "'}"))
                        .answer())
                .isEqualTo("Allowed");
        assertThat(exchange.resource(grant("{'Federated':'arn:aws:iam::222222222222:oidc-provider/" + github + "'}"))
                        .answer())
                .isEqualTo("ImplicitlyDenied resource");
    }

    @Test
    void b16_aSessionNameMustBeExact() {
        assertThat(session("{'AWS':'arn:aws:sts::111111111111:assumed-role/r/other'}")
                        .answer())
                .isEqualTo("ImplicitlyDenied identity");
        assertThat(session("{'AWS':'arn:aws:sts::111111111111:assumed-role/r/*'}")
                        .answer())
                .isEqualTo("ImplicitlyDenied identity");
    }

    @Test
    void b17_theRootUserHasWhatItsAccountWasGiven() {
        Ask foreign = may(ROOT, "s3:GetObject", OBJECT).ownedBy("222222222222");
        assertThat(foreign.resource(grant("{'AWS':'111111111111'}")).answer()).isEqualTo("Allowed");
        assertThat(foreign.resource(grant("{'AWS':'333333333333'}")).answer()).isEqualTo("ImplicitlyDenied resource");
    }

    private static String denyAllBut(String... exempt) {
        return Ask.statement(
                "'Effect':'Deny','Action':'*','NotPrincipal':{'AWS':['" + String.join("','", exempt) + "']}");
    }

    @Test
    void b18_notPrincipalExemptsTheListedButNobodyWithABoundary() {
        Ask listed = alice().identity(ALLOW_ALL).resource(denyAllBut(ALICE, ROOT));
        assertThat(listed.answer()).isEqualTo("Allowed");
        assertThat(listed.boundary(ALLOW_ALL).answer()).isEqualTo("ExplicitlyDenied resource");
    }

    @Test
    void b18_notPrincipalWithAllowGrantsNothing() {
        String policy = Ask.statement("'Effect':'Allow','Action':'*','NotPrincipal':{'AWS':'222222222222'}");
        assertThat(alice().resource(policy).answer()).isEqualTo("ImplicitlyDenied identity");
    }

    @Test
    void b19_theAccountAndTheRoleMustBeListedToo() {
        Ask caller = may(SESSION, "s3:GetObject", OBJECT).identity(ALLOW_ALL);
        assertThat(caller.resource(denyAllBut(ROOT, ROLE, SESSION)).answer()).isEqualTo("Allowed");
        assertThat(caller.resource(denyAllBut(ROLE, SESSION)).answer()).isEqualTo("ExplicitlyDenied resource");
        assertThat(caller.resource(denyAllBut(ROOT, SESSION)).answer()).isEqualTo("ExplicitlyDenied resource");
        assertThat(caller.resource(denyAllBut(ROOT, ROLE)).answer()).isEqualTo("ExplicitlyDenied resource");
        assertThat(alice().identity(ALLOW_ALL).resource(denyAllBut(ALICE)).answer())
                .isEqualTo("ExplicitlyDenied resource");
    }

    @Test
    void b20_userNamesAreCaseSensitive() {
        assertThat(alice().resource(grant("{'AWS':'arn:aws:iam::111111111111:user/Alice'}"))
                        .answer())
                .isEqualTo("ImplicitlyDenied identity");
    }
}
