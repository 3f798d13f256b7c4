package dev.glasshouse.policy.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PolicyType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Questions about all requests, one rule each. */
class AccessSetTest {

    private static PolicyDocument policy(String... statements) {
        return document(PolicyType.IDENTITY, statements);
    }

    private static PolicyDocument document(PolicyType type, String... statements) {
        String json =
                ("{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}").replace('\'', '"');
        try {
            return PolicyDocument.parse(json, type);
        } catch (MalformedPolicyException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static String allow(String action, String resource) {
        return "{'Effect':'Allow','Action':'" + action + "','Resource':'" + resource + "'}";
    }

    private static String deny(String action, String resource) {
        return allow(action, resource).replace("Allow", "Deny");
    }

    private static String allowIf(String action, String resource, String condition) {
        return "{'Effect':'Allow','Action':'" + action + "','Resource':'" + resource + "','Condition':{" + condition
                + "}}";
    }

    private static Answer beyond(PolicyDocument after, PolicyDocument before) {
        return AccessSet.ofIdentity(after).beyond(AccessSet.ofIdentity(before));
    }

    private static Witness witness(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Found.class);
        return ((Answer.Found) answer).witness();
    }

    private static void none(Answer answer) {
        assertThat(answer).isEqualTo(new Answer.None());
    }

    @Test
    void aNarrowerResourceIsNothingNew() {
        none(beyond(policy(allow("s3:GetObject", "arn:aws:s3:::b/x*")), policy(allow("s3:Get*", "arn:aws:s3:::b/*"))));
    }

    @Test
    void aWiderActionIsNewAndShownByAnActionThatAwsHas() {
        Witness witness = witness(
                beyond(policy(allow("s3:*", "arn:aws:s3:::b/*")), policy(allow("s3:Get*", "arn:aws:s3:::b/*"))));
        assertThat(witness.action()).startsWith("s3:").doesNotStartWith("s3:Get");
        assertThat(witness.resource()).isEqualTo("arn:aws:s3:::b/example");
    }

    @Test
    void actionsIgnoreCaseAndResourcesDoNot() {
        none(beyond(
                policy(allow("S3:getobject", "arn:aws:s3:::b/x")), policy(allow("s3:GetObject", "arn:aws:s3:::b/x"))));
        assertThat(witness(beyond(
                                policy(allow("s3:GetObject", "arn:aws:s3:::b/X")),
                                policy(allow("s3:GetObject", "arn:aws:s3:::b/x"))))
                        .resource())
                .isEqualTo("arn:aws:s3:::b/X");
    }

    @Test
    void severalOldStatementsTogetherCoverANewOne() {
        none(beyond(
                policy(allow("s3:GetObject", "arn:aws:s3:::b/*")),
                policy(
                        allow("s3:GetObject", "arn:aws:s3:::b/a*"),
                        "{'Effect':'Allow','Action':'s3:GetObject','NotResource':'arn:aws:s3:::b/a*'}")));
    }

    @Test
    void aDenyThatIsTakenAwayGrants() {
        Witness witness = witness(beyond(
                policy(allow("s3:*", "*")), policy(allow("s3:*", "*"), deny("s3:DeleteBucket", "arn:aws:s3:::prod"))));
        assertThat(witness.action()).isEqualTo("s3:DeleteBucket");
        assertThat(witness.resource()).isEqualTo("arn:aws:s3:::prod");
    }

    @Test
    void aDenyThatIsAddedIsNothingNew() {
        none(beyond(policy(allow("*", "*"), deny("s3:*", "*")), policy(allow("*", "*"))));
    }

    @Test
    void notActionLeavesOutWhatItNames() {
        none(beyond(
                policy("{'Effect':'Allow','NotAction':['iam:*','sts:*'],'Resource':'*'}"),
                policy("{'Effect':'Allow','NotAction':'iam:*','Resource':'*'}")));
        assertThat(witness(beyond(
                                policy("{'Effect':'Allow','NotAction':'iam:*','Resource':'*'}"),
                                policy("{'Effect':'Allow','NotAction':['iam:*','sts:*'],'Resource':'*'}")))
                        .action())
                .startsWith("sts:");
    }

    @Test
    void anUnknownActionIsStillAnAction() {
        assertThat(witness(beyond(policy(allow("s3:GetObject*", "*")), policy(allow("s3:GetObject", "*"))))
                        .action())
                .isNotEqualTo("s3:GetObject");
    }

    @Test
    void aConditionThatIsDroppedGrants() {
        Witness witness = witness(beyond(
                policy(allow("s3:GetObject", "*")),
                policy(allowIf("s3:GetObject", "*", "'Bool':{'aws:SecureTransport':'true'}"))));
        assertThat(witness.keys().single("aws:SecureTransport")).isNotEqualTo("true");
    }

    @Test
    void aNarrowerConditionIsNothingNew() {
        none(beyond(
                policy(allowIf("s3:*", "*", "'StringEquals':{'aws:PrincipalTag/team':'a'}")),
                policy(allowIf("s3:*", "*", "'StringLike':{'aws:PrincipalTag/team':['a*','b']}"))));
        none(beyond(
                policy(allowIf("s3:*", "*", "'IpAddress':{'aws:SourceIp':'10.1.0.0/16'}")),
                policy(allowIf("s3:*", "*", "'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}"))));
        none(beyond(
                policy(allowIf("s3:*", "*", "'NumericLessThan':{'s3:max-keys':'5'}")),
                policy(allowIf("s3:*", "*", "'NumericLessThanEquals':{'s3:max-keys':'5'}"))));
        none(beyond(
                policy(allowIf("s3:*", "*", "'DateGreaterThan':{'aws:CurrentTime':'2026-02-01T00:00:00Z'}")),
                policy(allowIf("s3:*", "*", "'DateGreaterThan':{'aws:CurrentTime':'2026-01-01T00:00:00Z'}"))));
        none(beyond(
                policy(allowIf("s3:*", "*", "'ArnEquals':{'aws:SourceArn':'arn:aws:sns:*:111111111111:t'}")),
                policy(allowIf("s3:*", "*", "'ArnLike':{'aws:SourceArn':'arn:aws:sns:*:*:*'}"))));
    }

    @Test
    void aWiderConditionIsNewAndItsValueIsShown() {
        Witness witness = witness(beyond(
                policy(allowIf("s3:*", "*", "'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}")),
                policy(allowIf("s3:*", "*", "'IpAddress':{'aws:SourceIp':'10.0.0.0/9'}"))));
        assertThat(witness.keys().single("aws:SourceIp")).startsWith("10.");
    }

    @Test
    void ifExistsLetsARequestWithoutTheKeyPass() {
        Witness witness = witness(beyond(
                policy(allowIf("s3:*", "*", "'StringEqualsIfExists':{'aws:PrincipalTag/t':'a'}")),
                policy(allowIf("s3:*", "*", "'StringEquals':{'aws:PrincipalTag/t':'a'}"))));
        assertThat(witness.keys().contains("aws:PrincipalTag/t")).isFalse();
    }

    @Test
    void aVariableStandsForAnyText() {
        none(beyond(
                policy(allow("s3:*", "arn:aws:s3:::b/${aws:username}/x")), policy(allow("s3:*", "arn:aws:s3:::b/*"))));
        none(beyond(
                policy(allow("s3:*", "arn:aws:s3:::b/${aws:username}/x")),
                policy(allow("s3:*", "arn:aws:s3:::b/${aws:username}/*"))));
        assertThat(witness(beyond(
                                policy(allow("s3:*", "arn:aws:s3:::b/*")),
                                policy(allow("s3:*", "arn:aws:s3:::b/${aws:username}/*"))))
                        .resource())
                .startsWith("arn:aws:s3:::b/");
    }

    /** Nobody but bob may not read bob's, and bob is a name like any other. */
    @Test
    void aVariableInADenyMayBeTheNameThatIsAllowed() {
        Witness witness = witness(beyond(
                policy(allow("s3:GetObject", "arn:aws:s3:::b/bob")),
                policy(allow("s3:GetObject", "arn:aws:s3:::b/*"), deny("s3:*", "arn:aws:s3:::b/${aws:username}"))));
        assertThat(witness.keys().single("aws:username")).isEqualTo("bob");
    }

    @Test
    void aNameThatIsDeniedMayBeWhatAVariableStandsFor() {
        Witness witness = witness(beyond(
                policy(allow("s3:GetObject", "arn:aws:s3:::b/${aws:username}")),
                policy(allow("s3:GetObject", "arn:aws:s3:::b/*"), deny("s3:*", "arn:aws:s3:::b/bob"))));
        assertThat(witness.keys().single("aws:username")).isEqualTo("bob");
    }

    @Test
    void sameLinesWithVariablesAreTheSame() {
        String line = "'StringEquals':{'aws:ResourceTag/team':'${aws:PrincipalTag/team}'}";
        none(beyond(policy(allowIf("s3:GetObject", "*", line)), policy(allowIf("s3:*", "*", line))));
        Witness witness = witness(beyond(policy(allow("s3:GetObject", "*")), policy(allowIf("s3:*", "*", line))));
        assertThat(witness.action()).isEqualTo("s3:GetObject");
    }

    @Test
    void boundariesAndRequestsAreSetsToo() {
        AccessSet granted = AccessSet.ofIdentity(policy(allow("*", "*")))
                .and(AccessSet.ofIdentity(List.of(document(PolicyType.BOUNDARY, allow("s3:*", "*")))));
        none(granted.and(AccessSet.ofRequests(List.of("iam:CreateUser"), List.of("*")))
                .find());
        assertThat(witness(granted.and(AccessSet.ofRequests(List.of("s3:put*"), List.of("arn:aws:s3:::b*")))
                                .find())
                        .resource())
                .startsWith("arn:aws:s3:::b");
    }

    @Test
    void aResourcesPolicyIsAskedForEveryKindOfCaller() {
        PolicyDocument before = document(
                PolicyType.RESOURCE,
                "{'Effect':'Allow','Principal':{'AWS':'111111111111'},'Action':'s3:*','Resource':'*'}");
        PolicyDocument user = document(
                PolicyType.RESOURCE,
                "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111111111111:user/a'},'Action':'s3:*','Resource':'*'}");
        PolicyDocument everyone =
                document(PolicyType.RESOURCE, "{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*'}");
        none(AccessSet.ofResource(user).beyond(AccessSet.ofResource(before)));
        assertThat(witness(AccessSet.ofResource(everyone).beyond(AccessSet.ofResource(before)))
                        .principal()
                        .kind())
                .isEqualTo(PolicyPrincipal.Kind.ANONYMOUS);
    }

    @Test
    void aPolicyThatCannotBeReadIsNotKnown() {
        PolicyDocument broken = PolicyDocument.unreadable("{", PolicyType.IDENTITY, "not JSON");
        assertThat(beyond(policy(allow("s3:*", "*")), broken)).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void hostilePatternsAreNotKnownInsteadOfEndless() {
        String hostile = "a?????????????????????????????";
        PolicyDocument before = policy(
                allow("s3:*", "arn:aws:s3:::*" + hostile + "*"), allow("s3:*", "arn:aws:s3:::*b" + hostile + "*"));
        assertThat(beyond(policy(allow("s3:*", "arn:aws:s3:::*" + hostile)), before))
                .isInstanceOf(Answer.class);
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            many.append(i == 0 ? "" : ",")
                    .append(allow(
                            "s3:*", "arn:aws:s3:::*" + (char) ('a' + i % 26) + "*" + (char) ('a' + i / 3) + "?*"));
        }
        assertThat(beyond(policy(allow("s3:*", "arn:aws:s3:::*x??????????????")), policy(many.toString())))
                .isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void theSameManyConditionsAreNothingNew() {
        StringBuilder lines = new StringBuilder("'StringEquals':{");
        for (int i = 0; i < 40; i++) {
            lines.append(i == 0 ? "" : ",").append("'aws:PrincipalTag/t" + i + "':'v'");
        }
        none(beyond(policy(allowIf("s3:GetObject", "*", lines + "}")), policy(allowIf("s3:*", "*", lines + "}"))));
    }

    @Test
    void groupsTellEveryActionOfTheirKind() {
        List<Question.Group> groups = AccessSet.ofIdentity(policy(allow("sqs:*", "*"), allow("sns:Publish", "*")))
                .minus(AccessSet.ofIdentity(policy(allow("sqs:Get*", "*"))))
                .question()
                .groups();
        assertThat(groups)
                .anySatisfy(group -> assertThat(group.actions())
                        .contains("sqs:SendMessage", "sqs:ReceiveMessage")
                        .doesNotContain("sqs:GetQueueUrl"));
        assertThat(groups).anySatisfy(group -> assertThat(group.actions()).containsExactly("sns:Publish"));
    }

    @Test
    void aNegatedArnOperatorAllowsOtherArnsAndNothingThatIsNone() {
        PolicyDocument spared = policy(allowIf("s3:GetObject", "*", "'ArnNotLike':{'k:x':'arn:aws:s3:::a*'}"));
        PolicyDocument others = policy(
                allowIf("s3:GetObject", "*", "'ArnLike':{'k:x':'arn:*:*:*:*:*'}"),
                allowIf("s3:GetObject", "*", "'Null':{'k:x':'true'}"));
        assertThat(witness(beyond(spared, policy())).action()).isEqualTo("s3:GetObject");
        none(beyond(spared, others));
        assertThat(witness(beyond(others, spared)).keys().single("k:x")).startsWith("arn:aws:s3:::a");
    }
}
