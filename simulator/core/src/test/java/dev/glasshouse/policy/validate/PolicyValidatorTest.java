package dev.glasshouse.policy.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.policy.PolicyType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checklist H and D-8: what AWS refuses when a policy is written. */
final class PolicyValidatorTest {

    private interface Validation {
        void run(String json) throws PolicyRejectedException;
    }

    private static String refusal(Validation validation, String json) {
        PolicyRejectedException refused =
                catchThrowableOfType(PolicyRejectedException.class, () -> validation.run(json.replace('\'', '"')));
        return refused == null ? "taken" : refused.text();
    }

    private static String identity(String json) {
        return refusal(PolicyValidator::validateIdentity, json);
    }

    private static String statement(String body) {
        return "{'Version':'2012-10-17','Statement':[{" + body + "}]}";
    }

    private static String withResource(String resource) {
        return identity(statement("'Effect':'Allow','Action':'s3:ListBucket','Resource':'" + resource + "'"));
    }

    private static String withAction(String action) {
        return identity(statement("'Effect':'Allow','Action':'" + action + "','Resource':'*'"));
    }

    @Test
    void whatPassesIsCompiled() throws PolicyRejectedException {
        String json =
                statement("'Effect':'Allow','Action':'s3:*','Resource':'*'").replace('\'', '"');
        assertThat(PolicyValidator.validateIdentity(json).type()).isEqualTo(PolicyType.IDENTITY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{'Version':'2012-10-17'}",
                "{'Version':'2012-10-17','Statement':[]}",
                "{'Version':'2012-10-18','Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*'}}",
                "{'Version':'2012-10-17','Statement':{'Action':'s3:*','Resource':'*'}}",
                "{'Version':'2012-10-17','Statement':{'Effect':'Maybe','Action':'s3:*','Resource':'*'}}",
                "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','X':1}}",
                "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':"
                        + "{'stringequals':{'a':'b'}}}}",
                "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:*','NotAction':'s3:*','Resource':'*'}}",
                "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:*','Action':'s3:*','Resource':'*'}}",
                "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'x':[]}}}",
                "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':"
                        + "{'x':{'a':'b'}}}}"
            })
    void h1_syntaxErrors(String json) {
        assertThat(identity(json)).isEqualTo("Syntax errors in policy.");
    }

    @Test
    void h1_versionComesAfterSyntaxAndBeforeLegacyParsing() {
        assertThat(identity("{'Statement':{'Effect':'allow'}}"))
                .isEqualTo("Policy document must be version 2012-10-17 or greater.");
    }

    @Test
    void h1_legacyParsing() {
        String expected = "The policy failed legacy parsing";
        assertThat(identity(statement("'Effect':'aLLow','Action':'s3:*','Resource':'*'")))
                .isEqualTo(expected);
        assertThat(identity(statement("'Effect':'Allow','Action':'s3:*','Resource':'*',"
                        + "'Condition':{'DateGreaterThan':{'aws:CurrentTime':'soon'}}")))
                .isEqualTo(expected);
        assertThat(identity(statement("'Effect':'Allow','Action':'s3:*','Resource':'*',"
                        + "'Condition':{'DateGreaterThan':{'aws:CurrentTime':'2026-01-01T00:00:00Z'}}")))
                .isEqualTo("taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'x':{}}", "{'x':{},'Bool':{}}", "{'DateGreaterThan':{'a':[]}}"})
    void h1_conditionsThatAskNothingAreTaken(String condition) {
        assertThat(identity(statement("'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':" + condition)))
                .isEqualTo("taken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Effect':'Allow','Effect':'Deny','Action':'s3:*','Resource':'*'",
                "'Effect':'Allow','Action':'s3:*','Action':'iam:*','Resource':'*'",
                "'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'Bool':{'a':'b'},'Bool':{'c':'d'}}",
                "'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'Bool':{'a':'b','a':'d'}}"
            })
    void h3_aKeyThatStandsTwiceIsInvalid(String body) {
        assertThat(identity(statement(body))).isEqualTo("Syntax errors in policy.");
        assertThat(trust(body.replace(",'Resource':'*'", ",'Principal':'*'").replace("s3:*", "sts:AssumeRole")))
                .isEqualTo("This policy contains invalid Json");
    }

    @Test
    void h3_emptyListsAreTakenWhereSomethingElseIsNotMissing() {
        String body =
                "'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'StringEquals':{'aws:username':[]}}";
        assertThat(identity(statement(body))).isEqualTo("taken");
    }

    @Test
    void h1_sidsAreUnique() {
        String one = "{'Sid':'a','Effect':'Allow','Action':'s3:*','Resource':'*'}";
        assertThat(identity("{'Version':'2012-10-17','Statement':[" + one + "," + one + "]}"))
                .isEqualTo("Statement IDs (SID) in a single policy must be unique.");
        assertThat(identity("{'Version':'2012-10-17','Statement':[" + one + "," + one.replace("'a'", "'A'") + "]}"))
                .isEqualTo("taken");
    }

    @Test
    void h1_of_several_bad_resources_the_first_by_its_characters_is_named() {
        assertThat(identity(statement("'Effect':'Allow','Action':'s3:*','Resource':['b','a','c']")))
                .isEqualTo("Resource a must be in ARN format or \"*\".");
    }

    @ParameterizedTest
    @CsvSource({
        "2013-07-01T00:00:00Z,taken",
        "2013-7-1,taken",
        "-292275054,taken",
        "9223372036854775807,taken",
        "2016-12-13t2:00:00.593194+10:59,taken",
        "2013-13-01,The policy failed legacy parsing",
        "9223372036854775808,The policy failed legacy parsing",
        "2016-12-13t24:00:00,The policy failed legacy parsing",
        "soon,The policy failed legacy parsing"
    })
    void h1_dates_are_taken_laxly(String date, String expected) {
        assertThat(identity(statement("'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'DateLessThan':"
                        + "{'aws:CurrentTime':'" + date + "'}}")))
                .isEqualTo(expected);
    }

    @Test
    void h1_actionsComeBeforeResources() {
        assertThat(identity(statement("'Effect':'Allow'"))).isEqualTo("Policy statement must contain actions.");
        assertThat(identity(statement("'Effect':'Allow','Action':[]")))
                .isEqualTo("Policy statement must contain actions.");
        assertThat(identity(statement("'Effect':'Allow','Action':'s3:*'")))
                .isEqualTo("Policy statement must contain resources.");
        assertThat(identity(statement("'Effect':'Allow','Action':'x'")))
                .isEqualTo("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        assertThat(identity(statement("'Effect':'Allow','Action':'x','Resource':'b'")))
                .isEqualTo("Resource b must be in ARN format or \"*\".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* | taken",
                "arn:aws:s3:::b/* | taken",
                "arn:aws:sqs | taken",
                "arn:aws:s3 | Resource arn:aws:s3 can not contain region information.",
                "arn:aws:s3:b | Resource arn:aws:s3:b can not contain region information.",
                "arn:aws:s3::b | The policy failed legacy parsing",
                "arn:aws: | The policy failed legacy parsing",
                "arn:aws:iam | IAM resource arn:aws:iam cannot contain region information.",
                "arn:aws:iam::111111111111:user/x | taken",
                "arn:aws:iam::111111111111:* | taken",
                "b | Resource b must be in ARN format or \"*\".",
                "arn:aws:*:::b | Resource vendor must be fully qualified and cannot contain regexes.",
                "arn:aws | Resource vendor must be fully qualified and cannot contain regexes.",
                "arn:x:s3:::b | Partition \"x\" is not valid for resource \"arn:x:s3:::b\".",
                "b:x | Partition \"x\" is not valid for resource \"arn:x:*:*:*:*\".",
                "s3:::b | Partition \"\" is not valid for resource \"arn:::b:*:*\".",
                "aws:s3:::b | Partition \"s3\" is not valid for resource \"arn:s3:::b:*\".",
                "arn:*:s3:::b | taken",
                "arn:aws:anything | taken",
                "arn:s3 | Partition \"s3\" is not valid for resource \"arn:s3:*:*:*:*\".",
                "arn:aws:iam:eu-west-1:1:user/x | IAM resource arn:aws:iam:eu-west-1:1:user/x cannot contain region"
                        + " information.",
                "arn:aws:s3:eu-west-1::b | Resource arn:aws:s3:eu-west-1::b can not contain region information.",
                "arn:aws:iam::1:x/y | IAM resource path must either be \"*\" or start with user/, federated-user/,"
                        + " role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/,"
                        + " saml-provider/, oidc-provider/, report/, access-report/."
            })
    void h1_resources(String resource, String expected) {
        assertThat(withResource(resource)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* | taken",
                "*:* | taken",
                "s3:* | taken",
                "s3 | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
                "s3:a:b | Actions/Condition can contain only one colon.",
                "s/3:x | Vendor s/3 is not valid",
                "s3:Get* | taken",
                "iam: some words | taken",
                "*:GetObject | Action vendors (e.g., aws, ec2, etc.) must not contain wildcards.",
                "s*:x | Action vendors (e.g., aws, ec2, etc.) must not contain wildcards.",
                "?am:* | Action vendors (e.g., aws, ec2, etc.) must not contain wildcards."
            })
    void h1_actions(String action, String expected) {
        assertThat(withAction(action)).isEqualTo(expected);
    }

    @Test
    void f12_identityPoliciesHaveNoPrincipal() {
        assertThat(identity(statement("'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':'*'")))
                .isEqualTo("Policy document should not specify a principal.");
    }

    @Test
    void c3_sessionPoliciesNeedWholeArns() {
        String json = statement("'Effect':'Allow','Action':'sqs:*','Resource':'arn:aws:sqs'");
        assertThat(identity(json)).isEqualTo("taken");
        assertThat(refusal(PolicyValidator::validateSession, json))
                .isEqualTo("Resource arn:aws:sqs must be in ARN format or \"*\".");
    }

    private static String trust(String body) {
        return refusal(json -> PolicyValidator.validateTrust(json, arn -> !arn.endsWith("/gone")), statement(body));
    }

    @Test
    void trustPolicies() {
        String start = "'Effect':'Allow','Action':'sts:AssumeRole'";
        assertThat(trust(start + ",'Principal':{'AWS':'111111111111'}")).isEqualTo("taken");
        assertThat(trust(start + ",'Principal':{'Service':'ec2.amazonaws.com'}"))
                .isEqualTo("taken");
        assertThat(trust(start)).isEqualTo("Missing required field Principal");
        assertThat(trust(start + ",'Principal':'*','Resource':'*'")).isEqualTo("Has prohibited field Resource");
        assertThat(trust(start + ",'NotPrincipal':'*'")).isEqualTo("Has prohibited field NotPrincipal");
        assertThat(trust(start + ",'Principal':{'AWS':'arn:aws:iam::111111111111:user/gone'}"))
                .isEqualTo("Invalid principal in policy: \"AWS\":\"arn:aws:iam::111111111111:user/gone\"");
        assertThat(trust(start + ",'Principal':{'AWS':'arn:aws:iam::111111111111:user/*'}"))
                .startsWith("Invalid principal in policy: ");
        assertThat(trust("'Effect':'Allow','Action':'s3:GetObject','Principal':'*'"))
                .isEqualTo("AssumeRole policy may only specify STS AssumeRole actions.");
        assertThat(refusal(json -> PolicyValidator.validateTrust(json, arn -> true), "{"))
                .isEqualTo("This policy contains invalid Json");
    }

    @Test
    void onlyKeyPoliciesMayHaveSpacesInTheirSids() {
        String principal = "'Sid':'Enable IAM','Effect':'Allow','Principal':{'AWS':'111111111111'}";
        assertThat(refusal(
                        json -> PolicyValidator.validateKey(json, arn -> true),
                        statement(principal + ",'Action':'kms:*','Resource':'*'")))
                .isEqualTo("taken");
        assertThat(trust(principal + ",'Action':'sts:AssumeRole'")).isEqualTo("Syntax errors in policy.");
        assertThat(identity(statement("'Sid':'Enable IAM','Effect':'Allow','Action':'s3:*','Resource':'*'")))
                .isEqualTo("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular"
                        + " expression [0-9A-Za-z]*");
    }

    private static String bucket(String body) {
        return refusal(
                json -> PolicyValidator.validateBucket(json, "b", arn -> !arn.endsWith("/gone")), statement(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*' | taken",
                "'Effect':'Allow','Principal':'*','Action':'s3:ListBucket','Resource':'arn:aws:s3:::b' | taken",
                "'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':['arn:aws:s3:::b','arn:aws:s3:::b/*'] | taken",
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::b'"
                        + " | Action does not apply to any resource(s) in statement",
                "'Effect':'Allow','Principal':'*','Action':'s3:ListBucket','Resource':'arn:aws:s3:::b/*'"
                        + " | Action does not apply to any resource(s) in statement",
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::c/*'"
                        + " | Policy has invalid resource",
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'*' | Policy has invalid resource",
                "'Effect':'Allow','Principal':'*','Action':'s3:Nope','Resource':'arn:aws:s3:::b/*'"
                        + " | Policy has invalid action",
                "'Effect':'Allow','Principal':'x','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'"
                        + " | Invalid principal in policy",
                "'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'"
                        + " | Missing required field Principal",
                "'Effect':'Allow','Principal':'*','Resource':'arn:aws:s3:::b/*' | Missing required field Action",
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject' | Missing required field Resource"
            })
    void bucketPolicies(String body, String expected) {
        assertThat(bucket(body)).isEqualTo(expected);
    }

    @Test
    void h1_bucketPoliciesMustBeJsonWithStatements() {
        Validation validation = json -> PolicyValidator.validateBucket(json, "b", arn -> true);
        assertThat(refusal(validation, " {}")).isEqualTo("Policies must be valid JSON and the first byte must be '{'");
        assertThat(refusal(validation, "{")).isEqualTo("This policy contains invalid Json");
        assertThat(refusal(validation, "{}")).isEqualTo("Missing required field Statement");
    }

    @Test
    void keyPolicies() {
        Validation validation = json -> PolicyValidator.validateKey(json, arn -> !arn.endsWith("/gone"));
        String start = "'Effect':'Allow','Action':'kms:*','Resource':'*'";
        assertThat(refusal(validation, statement(start + ",'Principal':{'AWS':'arn:aws:iam::111111111111:root'}")))
                .isEqualTo("taken");
        assertThat(refusal(validation, statement(start + ",'Principal':{'AWS':'arn:aws:iam::111111111111:role/gone'}")))
                .isEqualTo("Policy contains a statement with one or more invalid principals.");
        assertThat(refusal(validation, statement(start)))
                .isEqualTo("Policy contains a statement with one or more invalid principals.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*' | true",
                "'Effect':'Deny','Principal':'*','Action':['s3:*','sts:AssumeRole'],'NotResource':'*' | true",
                "'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*' | false",
                "'Effect':'Deny','Principal':{'AWS':'*'},'Action':'s3:*','Resource':'*' | false",
                "'Effect':'Deny','NotPrincipal':'*','Action':'s3:*','Resource':'*' | false",
                "'Effect':'Deny','Principal':'*','NotAction':'s3:*','Resource':'*' | false",
                "'Effect':'Deny','Principal':'*','Action':'lambda:*','Resource':'*' | false",
                "'Effect':'Deny','Principal':'*','Action':'*','Resource':'*' | false",
                "'Effect':'Deny','Action':'s3:*','Resource':'*' | false"
            })
    void d8_resourceControlPolicies(String body, boolean taken) {
        assertThat(refusal(PolicyValidator::validateResourceControl, statement(body))
                        .equals("taken"))
                .isEqualTo(taken);
    }

    @Test
    void d4_serviceControlPoliciesHaveNoPrincipal() {
        String body = "'Effect':'Allow','NotAction':'iam:*','NotResource':'*','Condition':{'Bool':{'a:b':'true'}}";
        assertThat(refusal(PolicyValidator::validateServiceControl, statement(body)))
                .isEqualTo("taken");
        assertThat(refusal(PolicyValidator::validateServiceControl, statement(body + ",'Principal':'*'")))
                .isNotEqualTo("taken");
    }

    @Test
    void h2_whiteSpaceDoesNotCount() {
        assertThat(PolicyValidator.sizeWithoutWhitespace("{ \"a\" :\n\t1 }")).isEqualTo(7);
    }
}
