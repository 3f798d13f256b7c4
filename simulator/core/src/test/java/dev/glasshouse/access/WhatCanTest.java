package dev.glasshouse.access;

import static dev.glasshouse.access.World.allow;
import static dev.glasshouse.access.World.allowIf;
import static dev.glasshouse.access.World.deny;
import static dev.glasshouse.access.World.document;
import static dev.glasshouse.access.World.role;
import static dev.glasshouse.access.World.trusting;
import static dev.glasshouse.access.World.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.policy.Outlook.Chance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody can do, and how far a stolen credential reaches. */
class WhatCanTest {

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private WhatCan.Grant grant(String principal, String action) {
        return world.questions().whatCan(principal).grants().stream()
                .filter(grant -> grant.actions().contains(action))
                .findFirst()
                .orElseThrow(() -> new AssertionError(world.questions().whatCan(principal)));
    }

    @Test
    void patternsOfPoliciesAreToldAsTheyStand() {
        world.user(
                "bob",
                document(
                        allow("dynamodb:GetItem,dynamodb:Query", "arn:aws:dynamodb:*:*:table/orders-*"),
                        allow("ec2:DescribeInstances", "*"),
                        deny("dynamodb:*", "arn:aws:dynamodb:*:*:table/orders-secret")));
        WhatCan.Grant tables = grant("user/bob", "dynamodb:GetItem");
        assertThat(tables.actions()).containsExactly("dynamodb:GetItem", "dynamodb:Query");
        assertThat(tables.resource()).isEqualTo("arn:aws:dynamodb:*:*:table/orders-*");
        assertThat(tables.except()).containsExactly("arn:aws:dynamodb:*:*:table/orders-secret");
        assertThat(grant("user/bob", "ec2:DescribeInstances").resource()).isEqualTo("*");
        assertThat(world.questions().whatCan("user/bob").includes("dynamodb:PutItem", "*"))
                .isFalse();
    }

    @Test
    void conditionsAreShown() {
        world.user("bob", document(allowIf("ec2:*", "*", "{'Bool':{'aws:MultiFactorAuthPresent':'true'}}")));
        WhatCan.Grant all = grant("user/bob", "ec2:RunInstances");
        assertThat(all.outlook().chance()).isEqualTo(Chance.SOMETIMES);
        assertThat(all.all()).isTrue();
    }

    @Test
    void aResourcePolicyLetsAPrincipalInThatHasNoPolicyItself() {
        world.user("bob", null)
                .bucket(
                        "data",
                        document("{'Effect':'Allow','Principal':{'AWS':'" + user("bob")
                                + "'},'Action':'s3:GetObject','Resource':'arn:aws:s3:::data/*'}"));
        WhatCan can = world.questions().whatCan("user/bob");
        assertThat(can.grants()).hasSize(1);
        assertThat(can.grants().get(0).resource()).isEqualTo("arn:aws:s3:::data/*");
        assertThat(can.grants().get(0).real()).isTrue();
    }

    @Test
    void resourcesThatDenyAreExceptionsOfAPattern() {
        world.user("bob", document(allow("s3:GetObject", "*")))
                .bucket(
                        "closed",
                        document("{'Effect':'Deny','Principal':'*','Action':'s3:GetObject',"
                                + "'Resource':'arn:aws:s3:::closed/*'}"))
                .bucket("open", null);
        WhatCan.Grant grant = grant("user/bob", "s3:GetObject");
        assertThat(grant.resource()).isEqualTo("*");
        assertThat(grant.covers()).isEqualTo(1);
        assertThat(grant.except()).containsExactly("arn:aws:s3:::closed/*");
    }

    @Test
    void administratorsCanDoAllOfEveryService() {
        WhatCan can = world.questions().whatCan("user/admin");
        assertThat(can.administrator().chance()).isEqualTo(Chance.ALWAYS);
        assertThat(can.grants()).anyMatch(grant -> grant.service().equals("ec2") && grant.all());
        assertThat(can.complete()).isTrue();
    }

    @Test
    void whoCanAndWhatCanAgree() {
        String key = world.call("kms:CreateKey", "{}")
                .path("KeyMetadata")
                .path("Arn")
                .asText();
        world.user("bob", document(allow("kms:Decrypt,s3:Get*,iam:Get*", "*")))
                .user("eve", document(allow("s3:*", "arn:aws:s3:::data*"), deny("s3:Put*", "*")))
                .role("app", trusting(user("bob")), document(allow("secretsmanager:*", "*")))
                .bucket(
                        "data",
                        document("{'Effect':'Deny','Principal':{'AWS':'" + user("bob")
                                + "'},'Action':'s3:*','Resource':['arn:aws:s3:::data','arn:aws:s3:::data/*']}"));
        String secret = world.call("secretsmanager:CreateSecret", "{'Name':'db','SecretString':'x'}")
                .path("ARN")
                .asText();
        List<String> wrong = new ArrayList<>();
        List<String> principals = List.of("user/bob", "user/eve", "role/app", "user/admin");
        for (String question : List.of(
                "kms:Decrypt " + key,
                "kms:DescribeKey " + key,
                "s3:ListBucket arn:aws:s3:::data",
                "s3:GetObject arn:aws:s3:::data/*",
                "s3:PutObject arn:aws:s3:::data/*",
                "secretsmanager:GetSecretValue " + secret,
                "iam:GetUser " + user("eve"),
                "iam:DeleteUser " + user("eve"),
                "sts:AssumeRole " + role("app"))) {
            String action = question.substring(0, question.indexOf(' '));
            String resource = question.substring(question.indexOf(' ') + 1);
            WhoCan who = world.questions().whoCan(action, resource.replace("/*", "/glasshouse-example"));
            for (String principal : principals) {
                boolean said = who.direct().stream()
                        .anyMatch(entry -> entry.who().equals("arn:aws:iam::111122223333:" + principal));
                if (said != world.questions().whatCan(principal).includes(action, resource)) {
                    wrong.add(principal + " " + question + " " + said);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aStolenKeyReachesWhatRolesReach() {
        world.user("bob", document(allow("sts:AssumeRole", "*")))
                .role("hop", trusting("arn:aws:iam::111122223333:root"), document(allow("sts:AssumeRole", "*")))
                .role("reader", trusting(role("hop")), document(allow("dynamodb:Scan", "*")));
        String key = world.control().credentials(user("bob")).accessKeyId();
        BlastRadius radius = world.questions().blastRadius(key);
        assertThat(radius.who()).isEqualTo(user("bob"));
        assertThat(radius.before().holders())
                .extracting(BlastRadius.Holder::chain)
                .containsExactly(List.of(), List.of(role("hop")), List.of(role("hop"), role("reader")));
        assertThat(radius.before().all()).contains("dynamodb:Scan *");
        assertThat(radius.before().administrator()).isFalse();
    }

    @Test
    void aChangeIsWeighedBeforeItIsMade() {
        world.user("bob", document(allow("dynamodb:Scan", "*"), allow("sts:AssumeRole", "*")))
                .role("writer", trusting("arn:aws:iam::111122223333:root"), document(allow("dynamodb:PutItem", "*")));
        BlastRadius without = world.questions().blastRadius("user/bob", ProposedChange.without("inline"));
        assertThat(without.lost()).contains("dynamodb:Scan *", "dynamodb:PutItem *");
        assertThat(without.gained()).isEmpty();
        BlastRadius denied = world.questions()
                .blastRadius(
                        "user/bob",
                        ProposedChange.with(
                                document(deny("sts:AssumeRole", "*")).replace('\'', '"')));
        assertThat(denied.lost()).contains("dynamodb:PutItem *").doesNotContain("dynamodb:Scan *");
        BlastRadius replaced = world.questions()
                .blastRadius(
                        "user/bob",
                        ProposedChange.replacing(
                                "inline",
                                document(allow("sqs:SendMessage", "*")).replace('\'', '"')));
        assertThat(replaced.gained()).containsExactly("sqs:SendMessage *");
        String partly = document(deny("dynamodb:Scan", "arn:aws:dynamodb:*:*:table/secret"));
        BlastRadius narrowed =
                world.questions().blastRadius("user/bob", ProposedChange.with(partly.replace('\'', '"')));
        assertThat(narrowed.lost()).isEmpty();
        assertThat(narrowed.changed()).containsExactly("dynamodb:Scan * except arn:aws:dynamodb:*:*:table/secret");
        assertThat(narrowed.gained()).isEmpty();
        assertThatThrownBy(() -> world.questions().blastRadius("user/bob", ProposedChange.without("other")))
                .hasMessage("arn:aws:iam::111122223333:user/bob has no policy other");
        assertThatThrownBy(() -> world.questions().blastRadius("user/bob", ProposedChange.with("{}")))
                .hasMessageStartingWith("not a policy: ");
        assertThatThrownBy(() -> world.questions().blastRadius("AKIAIOSFODNN7EXAMPLE"))
                .hasMessage("no living access key of this sandbox: 'AKIAIOSFODNN7EXAMPLE'");
    }

    @Test
    void patternsThatHaveSomethingInCommonOverlap() {
        assertThat(Patterns.overlap("a*c", "ab*")).isTrue();
        assertThat(Patterns.overlap("a*c", "b*")).isFalse();
        assertThat(Patterns.overlap("*", "")).isTrue();
        assertThat(Patterns.overlap("a?c", "abc")).isTrue();
        assertThat(Patterns.overlap("a?c", "ac")).isFalse();
        assertThat(Patterns.overlap("*x*", "*y*")).isTrue();
    }
}
