package dev.glasshouse.policy;

import static dev.glasshouse.policy.Ask.ALICE;
import static dev.glasshouse.policy.Ask.ALLOW_ALL;
import static dev.glasshouse.policy.Ask.alice;
import static dev.glasshouse.policy.Ask.allow;
import static dev.glasshouse.policy.Ask.may;
import static dev.glasshouse.policy.Ask.statement;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checklist F: elements, versions, wildcards, variables. */
final class LanguageRulesTest {

    private static final String YES = "Allowed";
    private static final String NO = "ImplicitlyDenied identity";

    private static String resource(String pattern, String arn) {
        return may(ALICE, "s3:GetObject", arn)
                .identity(allow("s3:GetObject", pattern))
                .answer();
    }

    @Test
    void f1_variablesAreLiteralInTheOldVersionAndWithoutVersion() {
        String body = "'Statement':{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b/${aws:username}'}}";
        assertThat(alice().key("aws:username", "k").identity("{" + body).answer())
                .isEqualTo(NO);
        assertThat(alice().key("aws:username", "k")
                        .identity("{'Version':'2008-10-17'," + body)
                        .answer())
                .isEqualTo(NO);
        assertThat(alice().key("aws:username", "k")
                        .identity("{'Version':'2012-10-17'," + body)
                        .answer())
                .isEqualTo(YES);
    }

    @ParameterizedTest
    @CsvSource({
        "s3:getobject, true",
        "S3:GETOBJECT, true",
        "s3:*, true",
        "s3:G?tObj*, true",
        "*:*, true",
        "*, true",
        "s?:GetObject, true",
        "s3:GetObject*, true",
        "s3:GetObject?, false",
        "s3:Get, false",
        "s3:etObject, false",
        "ec2:*, false",
        "s3express:*, false"
    })
    void f2_actionsIgnoreCaseAndTakeWildcardsAnywhere(String action, boolean allowed) {
        assertThat(alice().identity(allow(action, "*")).answer()).isEqualTo(allowed ? YES : NO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GetObject", "s3", "s3*", "", ":GetObject", "s3:", "s3:Get:Object"})
    void f2_anActionWithoutServiceOrNameIsNoPolicy(String action) {
        assertThat(alice().identity(ALLOW_ALL).identity(allow(action, "*")).answer())
                .isEqualTo(NO);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::b/k, arn:aws:s3:::b/k, true",
        "arn:aws:s3:::b/K, arn:aws:s3:::b/k, false",
        "arn:aws:s3:::b/*, arn:aws:s3:::b/x/y/z, true",
        "arn:aws:s3:::b/*, arn:aws:s3:::b/, true",
        "arn:aws:s3:::b/*, arn:aws:s3:::b, false",
        "arn:aws:s3:::b*, arn:aws:s3:::b, true",
        "arn:aws:s3:::b/?, arn:aws:s3:::b/k, true",
        "arn:aws:s3:::b/?, arn:aws:s3:::b/, false",
        "arn:aws:s3:::b/?, arn:aws:s3:::b/kk, false",
        "arn:aws:s3:::b/*/test/*, arn:aws:s3:::b/1///test///o, true",
        "arn:aws:s3:::b/*/test/*, arn:aws:s3:::b/1-test/o, false",
        "arn:aws:s3:us-east-1:*, arn:aws:s3:us-east-1:111111111111:a:b, true"
    })
    void f3_resourcesMindCaseAndStarsCrossEverything(String pattern, String arn, boolean allowed) {
        assertThat(resource(pattern, arn)).isEqualTo(allowed ? YES : NO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:s*:::b/k", "arn:aws:?3:::b/k", "arn:aws:*", "b/k", "arn:aws"})
    void f3_theServiceOfAResourceTakesNoWildcard(String pattern) {
        assertThat(resource(pattern, "arn:aws:s3:::b/k")).isEqualTo(NO);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:sqs, true",
        "arn:aws:sqs:us-east-1, true",
        "arn:aws:sqs:us-east-1:111111111111, true",
        "arn:aws:sqs:eu-west-1, false",
        "arn:aws:sq, false",
        "arn:aws:sqs:us-east-1:222222222222, false"
    })
    void f4_shortArnsAreCompletedWithStars(String pattern, boolean allowed) {
        assertThat(may(ALICE, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q")
                        .identity(allow("sqs:*", pattern))
                        .answer())
                .isEqualTo(allowed ? YES : NO);
    }

    @Test
    void f5_notActionAndNotResourceCoverEverythingElse() {
        String notAction = statement("'Effect':'Allow','NotAction':['iam:*','s3:Put*'],'Resource':'*'");
        assertThat(alice().identity(notAction).answer()).isEqualTo(YES);
        assertThat(may(ALICE, "s3:PutObject", Ask.OBJECT).identity(notAction).answer())
                .isEqualTo(NO);
        String notResource = statement("'Effect':'Allow','Action':'*','NotResource':'arn:aws:s3:::b/secret/*'");
        assertThat(alice().identity(notResource).answer()).isEqualTo(YES);
        assertThat(may(ALICE, "s3:GetObject", "arn:aws:s3:::b/secret/x")
                        .identity(notResource)
                        .answer())
                .isEqualTo(NO);
    }

    @Test
    void f5_notActionDoesNotReachServicesThatTheResourceExcludes() {
        String notAction = statement("'Effect':'Allow','NotAction':'s3:DeleteBucket','Resource':'arn:aws:s3:::*'");
        assertThat(alice().identity(notAction).answer()).isEqualTo(YES);
        assertThat(may(ALICE, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q")
                        .identity(notAction)
                        .answer())
                .isEqualTo(NO);
    }

    @Test
    void f6_anActionWithoutResourceTypeNeedsResourceStar() {
        Ask list = may(ALICE, "s3:ListAllMyBuckets", "*").wildcardOnly();
        assertThat(list.identity(allow("s3:*", "arn:aws:s3:::*")).answer()).isEqualTo(NO);
        assertThat(list.identity(allow("s3:*", "*")).answer()).isEqualTo(YES);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::${aws:username}/*, true",
        "arn:aws:s3:::${AWS:UserName}/*, true",
        "arn:aws:s3:::b/${aws:userid}, false",
        "arn:aws:s3:::b/${aws:TagKeys}, false",
        "'arn:aws:s3:::${aws:userid, `b`}/*', true",
        "'arn:aws:s3:::${aws:username, `x`}/*', true",
        "'arn:aws:s3:::${aws:TagKeys, `b`}/*', false",
        "arn:aws:s3:::b/${aws:username, false",
        "arn:aws:s3:::${}/*, false"
    })
    void f7f8f9_variablesAreReplacedByTheirOneValueOrDefault(String pattern, boolean allowed) {
        assertThat(may(ALICE, "s3:GetObject", "arn:aws:s3:::b/k")
                        .key("aws:username", "b")
                        .keys("aws:TagKeys", "b")
                        .identity(allow("*", pattern))
                        .answer())
                .isEqualTo(allowed ? YES : NO);
    }

    @Test
    void f7_variablesBeforeTheFifthColonAreText() {
        assertThat(may(ALICE, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q")
                        .key("aws:PrincipalAccount", "111111111111")
                        .identity(allow("sqs:*", "arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:q"))
                        .answer())
                .isEqualTo(NO);
    }

    @Test
    void f8_anAllowWhoseNotResourceHasNoValueGrantsNothing() {
        String policy = statement("'Effect':'Allow','Action':'*','NotResource':'arn:aws:s3:::${aws:username}/*'");
        assertThat(alice().identity(policy).answer()).isEqualTo(NO);
        assertThat(alice().identity(ALLOW_ALL)
                        .identity(policy.replace("Allow", "Deny"))
                        .answer())
                .isEqualTo("ExplicitlyDenied identity");
    }

    @ParameterizedTest
    @CsvSource({"${*}, *, true", "${*}, k, false", "${?}, ?, true", "${?}, k, false", "${$}, $, true", "${$}, k, false"
    })
    void f9_escapesStandForTheirCharacter(String pattern, String name, boolean allowed) {
        assertThat(resource("arn:aws:s3:::b/" + pattern, "arn:aws:s3:::b/" + name))
                .isEqualTo(allowed ? YES : NO);
    }

    @Test
    void f10_aWildcardInsideAValueIsLiteral() {
        String own = allow("*", "arn:aws:s3:::b/${aws:username}/*");
        assertThat(may(ALICE, "s3:GetObject", "arn:aws:s3:::b/bob/x")
                        .key("aws:username", "*")
                        .identity(own)
                        .answer())
                .isEqualTo(NO);
        assertThat(may(ALICE, "s3:GetObject", "arn:aws:s3:::b/*/x")
                        .key("aws:username", "*")
                        .identity(own)
                        .answer())
                .isEqualTo(YES);
        assertThat(Ask.aliceIf("{'StringLike':{'aws:userid':'${aws:username}'}}")
                        .key("aws:username", "*")
                        .key("aws:userid", "x")
                        .answer())
                .isEqualTo(NO);
    }

    /** A search that starts again at every opening would need billions of steps here. */
    @Test
    void unclosedVariablesAreReadInOnePass() throws MalformedPolicyException {
        String hostile = allow("*", "arn:aws:s3:::" + "${".repeat(60_000)).replace('\'', '"');
        String quoted = allow("*", "arn:aws:s3:::" + "${`".repeat(40_000) + "}")
                .replace('\'', '"')
                .replace('`', '\'');
        assertThat(PolicyDocument.parse(hostile, PolicyType.IDENTITY).statements())
                .hasSize(1);
        assertThat(PolicyDocument.parse(quoted, PolicyType.IDENTITY).statements())
                .hasSize(1);
    }
}
