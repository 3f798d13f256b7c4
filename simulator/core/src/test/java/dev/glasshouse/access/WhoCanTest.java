package dev.glasshouse.access;

import static dev.glasshouse.access.World.allow;
import static dev.glasshouse.access.World.allowIf;
import static dev.glasshouse.access.World.deny;
import static dev.glasshouse.access.World.document;
import static dev.glasshouse.access.World.role;
import static dev.glasshouse.access.World.trust;
import static dev.glasshouse.access.World.trusting;
import static dev.glasshouse.access.World.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.policy.Outlook.Chance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhoCanTest {

    private static final String OBJECT = "arn:aws:s3:::data/a";

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private WhoCan who() {
        return world.questions().whoCan("s3:GetObject", OBJECT);
    }

    private WhoCan.Entry entry(String who) {
        return who().entries().stream()
                .filter(entry -> entry.who().equals(who))
                .findFirst()
                .orElseThrow(() -> new AssertionError(who + " is not among " + who()));
    }

    @Test
    void identityPoliciesAndRootLetIn() {
        world.bucket("data", null)
                .user("bob", document(allow("s3:Get*", "arn:aws:s3:::data/*")))
                .user("eve", document(allow("s3:Get*", "arn:aws:s3:::other/*")));
        assertThat(who().entries())
                .extracting(WhoCan.Entry::who)
                .containsExactly("arn:aws:iam::111122223333:root", user("admin"), user("bob"));
        assertThat(who().entries()).allMatch(WhoCan.Entry::always);
    }

    @Test
    void conditionsOfTheCallAreShownAndThoseOfTheCallerDecided() {
        world.bucket("data", null)
                .user(
                        "bob",
                        document(allowIf(
                                "s3:GetObject",
                                "arn:aws:s3:::data/*",
                                "{'Bool':{'aws:MultiFactorAuthPresent':'true'},"
                                        + "'StringEquals':{'aws:username':'bob'}}")))
                .user(
                        "eve",
                        document(allowIf(
                                "s3:GetObject", "arn:aws:s3:::data/*", "{'StringEquals':{'aws:username':'bob'}}")));
        WhoCan.Entry bob = entry(user("bob"));
        assertThat(bob.outlook().chance()).isEqualTo(Chance.SOMETIMES);
        assertThat(bob.outlook()).hasToString("if Bool aws:MultiFactorAuthPresent true");
        assertThat(bob.outlook().ways().get(0).example()).isNotNull();
        assertThat(bob.now()).isFalse();
        assertThat(who().includes(user("eve"))).isFalse();
    }

    @Test
    void aBucketPolicyLetsStrangersInAndDeniesItsOwn() {
        world.user("bob", document(allow("s3:*", "*")))
                .user("dummy", null)
                .bucket(
                        "data",
                        document(
                                "{'Effect':'Allow','Principal':'*','Action':'s3:GetObject',"
                                        + "'Resource':'arn:aws:s3:::data/*','Condition':{'IpAddress':"
                                        + "{'aws:SourceIp':'198.51.100.0/24'}}}",
                                "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::999988887777:root'},"
                                        + "'Action':'s3:GetObject','Resource':'arn:aws:s3:::data/*'}",
                                "{'Effect':'Allow','Principal':{'Service':'logging.s3.amazonaws.com'},"
                                        + "'Action':'s3:GetObject','Resource':'arn:aws:s3:::data/*'}",
                                "{'Effect':'Deny','Principal':{'AWS':'" + user("bob")
                                        + "'},'Action':'s3:*','Resource':'arn:aws:s3:::data/*'}"));
        assertThat(who().includes(user("bob"))).isFalse();
        assertThat(entry("anyone without credentials").outlook())
                .hasToString("if IpAddress aws:SourceIp 198.51.100.0/24");
        assertThat(entry("anyone with credentials of AWS").kind()).isEqualTo(WhoCan.Kind.ANY_ACCOUNT);
        assertThat(entry("account 999988887777").always()).isTrue();
        assertThat(entry("logging.s3.amazonaws.com").kind()).isEqualTo(WhoCan.Kind.SERVICE);
        assertThat(entry(user("dummy")).outlook().chance()).isEqualTo(Chance.SOMETIMES);
    }

    @Test
    void aChainNamesItsRolesInOrder() {
        world.bucket("data", null)
                .user("bob", document(allow("sts:AssumeRole", "*")))
                .user("eve", null)
                .role("hop", trusting("arn:aws:iam::111122223333:root"), document(allow("sts:AssumeRole", "*")))
                .role("reader", trusting(role("hop")), document(allow("s3:GetObject", "arn:aws:s3:::data/*")));
        WhoCan.Entry bob = entry(user("bob"));
        assertThat(bob.chain()).extracting(WhoCan.Step::role).containsExactly(role("hop"), role("reader"));
        assertThat(bob.always()).isTrue();
        assertThat(entry(role("hop")).chain()).extracting(WhoCan.Step::role).containsExactly(role("reader"));
        assertThat(who().includes(user("eve"))).isFalse();
        assertThat(who().includes("arn:aws:iam::111122223333:root")).isTrue();
    }

    @Test
    void anExternalIdIsAConditionOfItsStep() {
        world.bucket("data", null)
                .role(
                        "reader",
                        document("{'Effect':'Allow','Principal':{'AWS':'999988887777'},'Action':'sts:AssumeRole',"
                                + "'Condition':{'StringEquals':{'sts:ExternalId':'secret'}}}"),
                        document(allow("s3:GetObject", "arn:aws:s3:::data/*")));
        WhoCan.Entry outside = entry("account 999988887777");
        assertThat(outside.outlook().chance()).isEqualTo(Chance.ALWAYS);
        assertThat(outside.chain().get(0).outlook()).hasToString("if StringEquals sts:ExternalId secret");
        assertThat(outside.always()).isFalse();
    }

    @Test
    void usersOfAProviderCanThroughARoleThatTrustsIt() {
        world.bucket("data", null)
                .role(
                        "ci",
                        document("{'Effect':'Allow','Principal':{'Federated':"
                                + "'cognito-identity.amazonaws.com'},"
                                + "'Action':'sts:AssumeRoleWithWebIdentity','Condition':{'StringEquals':"
                                + "{'cognito-identity.amazonaws.com:aud':'us-east-1:abc'}}}"),
                        document(allow("s3:GetObject", "arn:aws:s3:::data/*")));
        WhoCan.Entry provider = entry("cognito-identity.amazonaws.com");
        assertThat(provider.kind()).isEqualTo(WhoCan.Kind.FEDERATED);
        assertThat(provider.chain().get(0).outlook())
                .hasToString("if StringEquals cognito-identity.amazonaws.com:aud us-east-1:abc");
    }

    @Test
    void aKeyPolicyAndABoundaryCount() {
        String key = world.call("kms:CreateKey", "{}")
                .path("KeyMetadata")
                .path("Arn")
                .asText();
        String boundary = world.policy("narrow", document(allow("s3:*", "*")));
        world.user("bob", document(allow("kms:Decrypt", "*"))).user("eve", document(allow("kms:Decrypt", "*")));
        world.call("iam:PutUserPermissionsBoundary", "{'UserName':'eve','PermissionsBoundary':'" + boundary + "'}");
        WhoCan who = world.questions().whoCan("kms:Decrypt", key);
        assertThat(who.includes(user("bob"))).isTrue();
        assertThat(who.includes(user("eve"))).isFalse();
        assertThat(who.remark()).isNull();
    }

    @Test
    void aTagOfTheResourceIsKnown() {
        world.user(
                        "bob",
                        document(allowIf("iam:CreateAccessKey", "*", "{'StringEquals':{'aws:ResourceTag/team':'a'}}")))
                .user("eve", null);
        assertThat(world.questions().whoCan("iam:CreateAccessKey", user("eve")).includes(user("bob")))
                .isFalse();
        world.call("iam:TagUser", "{'UserName':'eve','Tags':[{'Key':'team','Value':'a'}]}");
        assertThat(world.questions().whoCan("iam:CreateAccessKey", user("eve")).entries())
                .anyMatch(entry -> entry.who().equals(user("bob")) && entry.always());
    }

    @Test
    void aDenyThatContradictsTheAllowLeavesNobody() {
        world.bucket("data", null)
                .user(
                        "bob",
                        document(
                                allowIf("s3:GetObject", "*", "{'StringEquals':{'aws:RequestedRegion':'us-east-1'}}"),
                                deny("s3:GetObject", "*")
                                        .replace(
                                                "}",
                                                ",'Condition':{'StringEquals':{'aws:RequestedRegion':'us-east-1'}}}")));
        assertThat(who().includes(user("bob"))).isFalse();
    }

    @Test
    void theQuestionIsReadStrictlyAndLeavesNoTrace() {
        int calls = world.control().calls(100).size();
        who();
        assertThat(world.control().calls(100)).hasSize(calls);
        assertThatThrownBy(() -> world.questions().whoCan("GetObject", OBJECT))
                .hasMessage("an action is written service:Name, not 'GetObject'");
        assertThatThrownBy(() -> world.questions().whoCan("s3:GetObject", "data/a"))
                .hasMessage("a resource is an ARN or *, not 'data/a'");
    }

    @Test
    void thoseWhoTrustEverybodyAreFoundFromOutside() {
        world.bucket("data", null)
                .role("open", trust("{'AWS':'*'}"), document(allow("s3:GetObject", "arn:aws:s3:::data/*")));
        assertThat(entry("anyone with credentials of AWS").chain())
                .extracting(WhoCan.Step::role)
                .containsExactly(role("open"));
        assertThat(entry("arn:aws:iam::444455556666:user/admin").always()).isTrue();
    }
}
