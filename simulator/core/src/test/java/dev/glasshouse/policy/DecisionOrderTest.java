package dev.glasshouse.policy;

import static dev.glasshouse.policy.Ask.ALICE;
import static dev.glasshouse.policy.Ask.ALLOW_ALL;
import static dev.glasshouse.policy.Ask.DENY_ALL;
import static dev.glasshouse.policy.Ask.KEY;
import static dev.glasshouse.policy.Ask.OBJECT;
import static dev.glasshouse.policy.Ask.ROOT;
import static dev.glasshouse.policy.Ask.TRUSTING;
import static dev.glasshouse.policy.Ask.alice;
import static dev.glasshouse.policy.Ask.grant;
import static dev.glasshouse.policy.Ask.may;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checklist A and E: how the kinds of policy combine. */
final class DecisionOrderTest {

    private static final String EVERYONE_DENIED = Ask.statement("'Effect':'Deny','Action':'*','Principal':'*'");

    @Test
    void a1_nothingAllowsByDefault() {
        assertThat(alice().answer()).isEqualTo("ImplicitlyDenied identity");
    }

    @Test
    void a1_rootUserNeedsNoPolicyInItsOwnAccountOnly() {
        assertThat(may(ROOT, "s3:GetObject", OBJECT).answer()).isEqualTo("Allowed");
        assertThat(may(ROOT, "s3:GetObject", OBJECT).ownedBy("222222222222").answer())
                .isEqualTo("ImplicitlyDenied resource");
    }

    @Test
    void a2_oneDenyOfAnyKindWins() {
        assertThat(alice().identity(ALLOW_ALL).identity(DENY_ALL).answer()).isEqualTo("ExplicitlyDenied identity");
        assertThat(alice().identity(ALLOW_ALL)
                        .boundary(ALLOW_ALL)
                        .boundary(DENY_ALL)
                        .answer())
                .isEqualTo("ExplicitlyDenied boundary");
        assertThat(alice().identity(ALLOW_ALL)
                        .session(ALLOW_ALL)
                        .session(DENY_ALL)
                        .answer())
                .isEqualTo("ExplicitlyDenied session");
        assertThat(alice().identity(ALLOW_ALL).scpLevel(ALLOW_ALL, DENY_ALL).answer())
                .isEqualTo("ExplicitlyDenied scp");
        assertThat(alice().identity(ALLOW_ALL).resource(EVERYONE_DENIED).answer())
                .isEqualTo("ExplicitlyDenied resource");
        assertThat(alice().identity(ALLOW_ALL).rcpLevel(EVERYONE_DENIED).answer())
                .isEqualTo("ExplicitlyDenied rcp");
        assertThat(alice().identity(ALLOW_ALL).vpcEndpoint(EVERYONE_DENIED).answer())
                .isEqualTo("ExplicitlyDenied vpce");
    }

    @Test
    void a2_aDenyThatDoesNotApplyChangesNothing() {
        assertThat(alice().identity(ALLOW_ALL)
                        .identity(Ask.deny("s3:PutObject", "*"))
                        .answer())
                .isEqualTo("Allowed");
    }

    @Test
    void a2_severalDenyingKindsAreAllNamedInOrder() {
        assertThat(alice().identity(DENY_ALL)
                        .boundary(DENY_ALL)
                        .scpLevel(DENY_ALL)
                        .resource(EVERYONE_DENIED)
                        .answer())
                .isEqualTo("ExplicitlyDenied scp resource identity boundary");
    }

    @Test
    void a4_identityOrResourcePolicyIsEnoughInOneAccount() {
        assertThat(alice().identity(ALLOW_ALL).answer()).isEqualTo("Allowed");
        assertThat(alice().resource(grant("{'AWS':'" + ALICE + "'}")).answer()).isEqualTo("Allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"})
    void a5_theTrustPolicyItselfMustAllow(String action) {
        assertThat(may(ALICE, action, TRUSTING).identity(ALLOW_ALL).answer()).isEqualTo("ImplicitlyDenied resource");
        assertThat(may(ALICE, action, TRUSTING)
                        .resource(grant("{'AWS':'" + ALICE + "'}"))
                        .answer())
                .isEqualTo("Allowed");
    }

    @Test
    void a5_theKeyPolicyItselfMustAllow() {
        assertThat(may(ALICE, "kms:Decrypt", KEY).identity(ALLOW_ALL).answer()).isEqualTo("ImplicitlyDenied resource");
        assertThat(may(ALICE, "kms:Decrypt", KEY)
                        .resource(grant("{'AWS':'" + ALICE + "'}"))
                        .answer())
                .isEqualTo("Allowed");
    }

    @Test
    void e8_anEndpointPolicyStandsBeforeAKeyAsWell() {
        String key = grant("{'AWS':'" + ALICE + "'}");
        assertThat(may(ALICE, "kms:Decrypt", KEY)
                        .resource(key)
                        .vpcEndpoint(Ask.statement("'Effect':'Allow','Principal':'*','Action':'kms:Decrypt'"))
                        .answer())
                .isEqualTo("Allowed");
        assertThat(may(ALICE, "kms:Decrypt", KEY)
                        .resource(key)
                        .vpcEndpoint(Ask.statement("'Effect':'Allow','Principal':'*','Action':'kms:Encrypt'"))
                        .answer())
                .isEqualTo("ImplicitlyDenied vpce");
        assertThat(may(ALICE, "kms:Decrypt", KEY)
                        .resource(key)
                        .rcpLevel(EVERYONE_DENIED)
                        .answer())
                .isEqualTo("ExplicitlyDenied rcp");
    }

    @Test
    void a5_kmsActionsWithoutAKeyAskNoKeyPolicy() {
        assertThat(may(ALICE, "kms:ListKeys", "*")
                        .wildcardOnly()
                        .identity(ALLOW_ALL)
                        .answer())
                .isEqualTo("Allowed");
    }

    @Test
    void a6_acrossAccountsBothSidesMustAllow() {
        String named = grant("{'AWS':'" + ALICE + "'}");
        assertThat(other().identity(ALLOW_ALL).resource(named).answer()).isEqualTo("Allowed");
        assertThat(other().answer()).isEqualTo("ImplicitlyDenied resource identity");
        assertThat(other().identity(ALLOW_ALL)
                        .resource(named)
                        .boundary(Ask.allow("ec2:*", "*"))
                        .answer())
                .isEqualTo("ImplicitlyDenied boundary");
        assertThat(other().identity(ALLOW_ALL)
                        .resource(named)
                        .scpLevel(Ask.allow("ec2:*", "*"))
                        .answer())
                .isEqualTo("ImplicitlyDenied scp");
    }

    private static Ask other() {
        return alice().ownedBy("222222222222");
    }

    @Test
    void a7_nothingIsGrantedAcrossPartitions() {
        String chinese = "arn:aws-cn:s3:::b/k";
        String named = grant("{'AWS':'" + ALICE + "'}");
        assertThat(may(ALICE, "s3:GetObject", chinese)
                        .ownedBy("222222222222")
                        .identity(ALLOW_ALL)
                        .resource(named)
                        .answer())
                .isEqualTo("ImplicitlyDenied resource");
        assertThat(may(ALICE, "s3:GetObject", chinese).resource(named).answer()).isEqualTo("ImplicitlyDenied resource");
    }

    @Test
    void a10_aPolicyThatCannotBeReadClosesTheRequest() {
        assertThat(alice().identity(ALLOW_ALL).identity("{'Statement':'x'}").answer())
                .isEqualTo("ImplicitlyDenied identity");
        assertThat(alice().identity(ALLOW_ALL).scpLevel(ALLOW_ALL, "{}").answer())
                .isEqualTo("ImplicitlyDenied scp");
        assertThat(alice().identity(DENY_ALL).identity("{}").answer()).isEqualTo("ExplicitlyDenied identity");
    }

    @Test
    void e1_aDenyInTheIdentityPolicyCountsForKeysToo() {
        assertThat(may(ALICE, "kms:Decrypt", KEY)
                        .resource(grant("{'AWS':'" + ALICE + "'}"))
                        .identity(DENY_ALL)
                        .answer())
                .isEqualTo("ExplicitlyDenied identity");
    }

    @Test
    void e1_theRootUserIsNotExemptFromTheKeyPolicy() {
        assertThat(may(ROOT, "kms:Decrypt", KEY)
                        .resource(grant("{'AWS':'" + ALICE + "'}"))
                        .answer())
                .isEqualTo("ImplicitlyDenied resource");
        assertThat(may(ROOT, "kms:Decrypt", KEY)
                        .resource(grant("{'AWS':'" + ROOT + "'}"))
                        .answer())
                .isEqualTo("Allowed");
    }

    @Test
    void e2_aGrantIsAThirdWayToAllow() {
        PolicyRequest request =
                PolicyRequest.of(PolicyPrincipal.parse(ALICE), "kms:Decrypt", KEY, "111111111111", ContextKeys.EMPTY);
        PolicySet granted = PolicySet.builder().additionalAllow("grant 1").build();
        assertThat(PolicyEngine.decide(request, granted).isAllowed()).isTrue();
        PolicyRequest foreign = PolicyRequest.of(
                PolicyPrincipal.parse("arn:aws:iam::222222222222:user/bob"),
                "kms:Decrypt",
                KEY,
                "111111111111",
                ContextKeys.EMPTY);
        assertThat(PolicyEngine.decide(foreign, granted).deniedBy()).containsExactly(PolicyKind.IDENTITY);
    }

    @Test
    void e3_aTrustPolicyThatNamesTheAccountDelegatesToIdentityPolicies() {
        Ask named = may(ALICE, "sts:AssumeRole", TRUSTING).resource(grant("{'AWS':'111111111111'}"));
        assertThat(named.answer()).isEqualTo("ImplicitlyDenied identity");
        assertThat(named.identity(Ask.allow("sts:AssumeRole", TRUSTING)).answer())
                .isEqualTo("Allowed");
    }

    @Test
    void e3_aRoleDoesNotTrustItself() {
        assertThat(may(Ask.SESSION, "sts:AssumeRole", Ask.ROLE)
                        .identity(ALLOW_ALL)
                        .resource(grant("{'AWS':'" + ALICE + "'}"))
                        .answer())
                .isEqualTo("ImplicitlyDenied resource");
    }

    @Test
    void e4_theCallersBoundaryMustAllowAssumeRole() {
        Ask named = may(ALICE, "sts:AssumeRole", TRUSTING).resource(grant("{'AWS':'" + ALICE + "'}"));
        assertThat(named.boundary(Ask.allow("s3:*", "*")).answer()).isEqualTo("ImplicitlyDenied boundary");
    }

    @Test
    void e6_restrictPublicBucketsBlocksStrangersOnly() {
        String open = grant("'*'");
        assertThat(Ask.anonymous("s3:GetObject", OBJECT).resource(open).answer())
                .isEqualTo("Allowed");
        assertThat(Ask.anonymous("s3:GetObject", OBJECT)
                        .resource(open)
                        .publicAccessRestricted()
                        .answer())
                .isEqualTo("ImplicitlyDenied s3-bpa");
        assertThat(other().identity(ALLOW_ALL)
                        .resource(open)
                        .publicAccessRestricted()
                        .answer())
                .isEqualTo("ImplicitlyDenied s3-bpa");
        assertThat(alice().resource(open).publicAccessRestricted().answer()).isEqualTo("Allowed");
        assertThat(other().identity(ALLOW_ALL)
                        .resource(grant("{'AWS':'" + ALICE + "'}"))
                        .publicAccessRestricted()
                        .answer())
                .isEqualTo("Allowed");
    }

    @Test
    void e8_anEndpointPolicyMustAllowWhenThereIsOne() {
        assertThat(alice().identity(ALLOW_ALL).vpcEndpoint(grant("'*'")).answer())
                .isEqualTo("Allowed");
        assertThat(alice().identity(ALLOW_ALL)
                        .vpcEndpoint(Ask.statement("'Effect':'Allow','Principal':'*','Action':'ec2:*'"))
                        .answer())
                .isEqualTo("ImplicitlyDenied vpce");
        assertThat(alice().identity(ALLOW_ALL)
                        .vpcEndpoint(grant("{'AWS':'222222222222'}"))
                        .answer())
                .isEqualTo("ImplicitlyDenied vpce");
    }
}
