package dev.glasshouse.policy;

import static dev.glasshouse.policy.Ask.ALICE;
import static dev.glasshouse.policy.Ask.ALLOW_ALL;
import static dev.glasshouse.policy.Ask.DENY_ALL;
import static dev.glasshouse.policy.Ask.TRUSTING;
import static dev.glasshouse.policy.Ask.alice;
import static dev.glasshouse.policy.Ask.grant;
import static dev.glasshouse.policy.Ask.may;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.policy.cases.AuthorizationCase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checklist A-11: AWS's access-denied text. */
final class DenialMessageTest {

    private static final String START =
            "User: " + ALICE + " is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k ";
    private static final String EC2 = Ask.allow("ec2:*", "*");

    private static String message(Ask ask) {
        AuthorizationCase question = ask.build();
        return DenialMessage.of(question.request(), question.decide());
    }

    @Test
    void a11_implicitDenialsNameOneKind() {
        assertThat(message(alice()))
                .isEqualTo(START + "because no identity-based policy allows the s3:GetObject action");
        assertThat(message(alice().identity(ALLOW_ALL).boundary(EC2)))
                .isEqualTo(START + "because no permissions boundary allows the s3:GetObject action");
        assertThat(message(alice().identity(ALLOW_ALL).session(EC2)))
                .isEqualTo(START + "because no session policy allows the s3:GetObject action");
        assertThat(message(alice().identity(ALLOW_ALL).scpLevel(EC2)))
                .isEqualTo(START + "because no service control policy allows the s3:GetObject action");
        assertThat(message(alice().identity(ALLOW_ALL)
                        .vpcEndpoint(Ask.statement("'Effect':'Allow','Principal':'*','Action':'ec2:*'"))))
                .isEqualTo(START + "because no VPC endpoint policy allows the s3:GetObject action");
        assertThat(message(alice().identity(ALLOW_ALL).ownedBy("222222222222")))
                .isEqualTo(START + "because no resource-based policy allows the s3:GetObject action");
    }

    @Test
    void a3_theFirstKindInAwssOrderIsNamed() {
        String nobody = Ask.statement("'Effect':'Allow','Principal':{'AWS':'333333333333'},'Action':'*'");
        assertThat(message(alice().scpLevel(EC2).boundary(EC2).session(EC2)))
                .isEqualTo(START + "because no service control policy allows the s3:GetObject action");
        assertThat(message(alice().resource(nobody).ownedBy("222222222222").boundary(EC2)))
                .isEqualTo(START + "because no resource-based policy allows the s3:GetObject action");
        assertThat(message(alice().boundary(EC2).session(EC2)))
                .isEqualTo(START + "because no identity-based policy allows the s3:GetObject action");
        assertThat(message(alice().identity(ALLOW_ALL).boundary(EC2).session(EC2)))
                .isEqualTo(START + "because no permissions boundary allows the s3:GetObject action");
        // denials come first, whatever is missing beside them
        assertThat(message(alice().session(DENY_ALL).scpLevel(EC2)))
                .isEqualTo(START + "with an explicit deny in a session policy");
        String everyone = Ask.statement("'Effect':'Deny','Principal':'*','Action':'*'");
        assertThat(message(alice().identity(DENY_ALL).scpLevel(DENY_ALL).rcpLevel(everyone)))
                .isEqualTo(START + "with an explicit deny in a resource control policy");
    }

    @Test
    void a11_explicitDenialsNameOneKind() {
        String everyone = Ask.statement("'Effect':'Deny','Principal':'*','Action':'*'");
        assertThat(message(alice().identity(DENY_ALL)))
                .isEqualTo(START + "with an explicit deny in an identity-based policy");
        assertThat(message(alice().boundary(DENY_ALL)))
                .isEqualTo(START + "with an explicit deny in a permissions boundary");
        assertThat(message(alice().session(DENY_ALL))).isEqualTo(START + "with an explicit deny in a session policy");
        assertThat(message(alice().identity(DENY_ALL).scpLevel(DENY_ALL)))
                .isEqualTo(START + "with an explicit deny in a service control policy");
        assertThat(message(alice().rcpLevel(everyone)))
                .isEqualTo(START + "with an explicit deny in a resource control policy");
        assertThat(message(alice().resource(everyone)))
                .isEqualTo(START + "with an explicit deny in a resource-based policy");
        assertThat(message(alice().vpcEndpoint(everyone)))
                .isEqualTo(START + "with an explicit deny in a VPC endpoint policy");
    }

    @Test
    void trustPoliciesHaveTheirOwnName() {
        assertThat(message(may(ALICE, "sts:AssumeRole", TRUSTING)))
                .endsWith("because no role trust policy allows the sts:AssumeRole action");
        assertThat(message(may(ALICE, "sts:AssumeRole", TRUSTING)
                        .resource(Ask.statement("'Effect':'Deny','Principal':'*','Action':'*'"))))
                .endsWith("with an explicit deny in the role trust policy");
    }

    @Test
    void anonymousCallersAreCalledSo() {
        assertThat(message(Ask.anonymous("s3:GetObject", Ask.OBJECT).resource(grant("{'AWS':'111111111111'}"))))
                .startsWith("User: anonymous is not authorized to perform: s3:GetObject on resource: ");
    }

    @Test
    void a11_theArnOfADenyingPolicyFollowsWhenAsked() throws MalformedPolicyException {
        PolicyDocument deny = PolicyDocument.parse(DENY_ALL.replace('\'', '"'), PolicyType.SCP);
        Policy policy = new Policy("p-1", "arn:aws:organizations::1:policy/o-1/service_control_policy/p-1", deny);
        PolicyRequest request = PolicyRequest.of(
                PolicyPrincipal.parse(ALICE), "s3:GetObject", Ask.OBJECT, "111111111111", ContextKeys.EMPTY);
        Decision decision = PolicyEngine.decide(
                request,
                PolicySet.builder()
                        .scpLevels(List.of(new PolicySet.Level("root", List.of(policy))))
                        .build());
        assertThat(DenialMessage.of(request, decision, false, true))
                .isEqualTo("User: " + ALICE + " is not authorized to perform: s3:GetObject with an explicit deny in a"
                        + " service control policy: arn:aws:organizations::1:policy/o-1/service_control_policy/p-1");
    }
}
