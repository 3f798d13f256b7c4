package dev.glasshouse.policy;

import static dev.glasshouse.policy.Ask.ALICE;
import static dev.glasshouse.policy.Ask.ALLOW_ALL;
import static dev.glasshouse.policy.Ask.KEY;
import static dev.glasshouse.policy.Ask.OBJECT;
import static dev.glasshouse.policy.Ask.SESSION;
import static dev.glasshouse.policy.Ask.TRUSTING;
import static dev.glasshouse.policy.Ask.alice;
import static dev.glasshouse.policy.Ask.grant;
import static dev.glasshouse.policy.Ask.may;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.policy.cases.AuthorizationCase;
import org.junit.jupiter.api.Test;

/** The smallest change that would have allowed a request. */
class RemedyTest {

    private static final String READ = "'Action':'s3:GetObject','Resource':'arn:aws:s3:::b/k'}";

    private static Remedy remedy(Ask ask) {
        AuthorizationCase one = ask.build();
        return Remedy.of(one.request(), one.policies());
    }

    /** The changes as lines: kind, level, policy, statement. */
    private static String[] changes(Ask ask) {
        Remedy remedy = remedy(ask);
        assertThat(remedy.refusal()).isNull();
        return remedy.changes().stream()
                .map(change -> change.kind().word() + " " + change.level() + " " + change.policyId() + " "
                        + change.statement().replace('"', '\''))
                .toArray(String[]::new);
    }

    @Test
    void anIdentityPolicyThatIsSilentGetsTheActionAndTheResourceAlone() {
        assertThat(changes(alice())).containsExactly("identity null null {'Effect':'Allow'," + READ);
    }

    @Test
    void eachPolicyThatStoodInTheWayGetsItsStatement() {
        assertThat(changes(alice().boundary(Ask.allow("ec2:*", "*"))
                        .scpLevel(ALLOW_ALL)
                        .scpLevel(Ask.allow("ec2:*", "*"))))
                .containsExactly(
                        "scp l1 null {'Effect':'Allow'," + READ,
                        "identity null null {'Effect':'Allow'," + READ,
                        "boundary null boundary[0] {'Effect':'Allow'," + READ);
    }

    @Test
    void acrossAccountsTheResourcePolicyNamesTheCaller() {
        assertThat(changes(alice().ownedBy("222222222222").identity(ALLOW_ALL)))
                .containsExactly("resource null null {'Effect':'Allow','Principal':{'AWS':'" + ALICE + "'}," + READ);
        String other = Ask.statement("'Effect':'Allow','Principal':{'AWS':'" + ALICE + "'},'Action':'s3:PutObject'");
        assertThat(changes(alice().ownedBy("222222222222").identity(ALLOW_ALL).resource(other)))
                .containsExactly(
                        "resource null resource {'Effect':'Allow','Principal':{'AWS':'" + ALICE + "'}," + READ);
    }

    @Test
    void aTrustPolicyGetsNoResourceAndASessionIsNamedByItsRole() {
        assertThat(changes(may(SESSION, "sts:AssumeRole", TRUSTING).identity(ALLOW_ALL)))
                .containsExactly("resource null null {'Effect':'Allow','Principal':{'AWS':'" + Ask.ROLE
                        + "'},'Action':'sts:AssumeRole'}");
    }

    @Test
    void aKeyPolicyThatDelegatesNeedsTheIdentitysSideAlone() {
        assertThat(changes(may(ALICE, "kms:Decrypt", KEY).resource(grant("{'AWS':'111111111111'}"))))
                .containsExactly(
                        "identity null null {'Effect':'Allow','Action':'kms:Decrypt','Resource':'" + KEY + "'}");
    }

    @Test
    void wildcardsInANameStandForThemselves() {
        assertThat(changes(may(ALICE, "s3:GetObject", "arn:aws:s3:::b/a*b?c")))
                .containsExactly("identity null null {'Effect':'Allow','Action':'s3:GetObject',"
                        + "'Resource':'arn:aws:s3:::b/a${*}b${?}c'}");
    }

    @Test
    void whatNoAllowCanHelpIsRefusedWithTheReason() {
        assertThat(remedy(alice().identity(Ask.DENY_ALL)).refusal()).contains("explicit Deny");
        assertThat(remedy(Ask.anonymous("s3:GetObject", OBJECT)).refusal()).contains("open to everybody");
        assertThat(remedy(alice().identity("{}")).refusal()).contains("cannot be read");
        assertThat(remedy(may(Ask.FEDERATED, "iam:ListUsers", "*").wildcardOnly())
                        .refusal())
                .contains("never");
        assertThat(remedy(may(ALICE, "s3:GetObject", "arn:aws-cn:s3:::b/k").identity(ALLOW_ALL))
                        .refusal())
                .contains("partitions");
        assertThat(remedy(Ask.anonymous("s3:GetObject", OBJECT)
                                .resource(grant("'*'"))
                                .publicAccessRestricted())
                        .refusal())
                .contains("RestrictPublicBuckets");
    }

    @Test
    void whatIsAllowedNeedsNothing() {
        assertThat(remedy(alice().identity(ALLOW_ALL))).isEqualTo(new Remedy(java.util.List.of(), null));
    }
}
