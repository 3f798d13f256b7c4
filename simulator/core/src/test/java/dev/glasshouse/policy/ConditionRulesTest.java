package dev.glasshouse.policy;

import static dev.glasshouse.policy.Ask.ALLOW_ALL;
import static dev.glasshouse.policy.Ask.alice;
import static dev.glasshouse.policy.Ask.aliceIf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checklist G and F-13: the condition operators. */
final class ConditionRulesTest {

    private static boolean holds(Ask ask) {
        String answer = ask.answer();
        assertThat(answer).isIn("Allowed", "ImplicitlyDenied identity");
        return answer.equals("Allowed");
    }

    private static boolean holds(String operator, String policyValue, String value) {
        return holds(
                aliceIf("{'" + operator + "':{'k:x':'" + policyValue + "'}}").key("k:x", value));
    }

    @Test
    void f13_keyNamesIgnoreCase() {
        assertThat(holds(aliceIf("{'StringEquals':{'AWS:RequestTag/TEAM':'a'}}").key("aws:RequestTag/team", "a")))
                .isTrue();
    }

    @Test
    void f13_keysThatDifferOnlyByCaseSatisfyNothing() {
        assertThat(holds(aliceIf("{'StringEquals':{'aws:RequestTag/team':'a'}}")
                        .key("aws:RequestTag/team", "a")
                        .key("aws:RequestTag/Team", "a")))
                .isFalse();
    }

    @Test
    void g1_operatorsAndKeysAreAndedAndValuesOred() {
        String two = "{'StringEquals':{'k:a':['1','2'],'k:b':'1'},'StringLike':{'k:c':'x*'}}";
        assertThat(holds(aliceIf(two).key("k:a", "2").key("k:b", "1").key("k:c", "xy")))
                .isTrue();
        assertThat(holds(aliceIf(two).key("k:a", "2").key("k:b", "2").key("k:c", "xy")))
                .isFalse();
        assertThat(holds(aliceIf(two).key("k:a", "2").key("k:b", "1").key("k:c", "y")))
                .isFalse();
        assertThat(holds(aliceIf(two).key("k:a", "3").key("k:b", "1").key("k:c", "xy")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "StringNotEquals, a, b",
        "StringNotLike, a*, b*",
        "StringNotEqualsIgnoreCase, A, B",
        "NotIpAddress, 10.0.0.0/8, 11.0.0.0/8",
        "ArnNotLike, arn:aws:s3:::a*, arn:aws:s3:::b*",
        "NumericNotEquals, 1, 2",
        "DateNotEquals, 2020, 2021"
    })
    void g1_negatedOperatorsWithAListMeanNoneOfThem(String operator, String one, String other) {
        String condition = "{'" + operator + "':{'k:x':['" + one + "','" + other + "']}}";
        String first = one.replace("*", "z").replace("/8", "");
        String second = other.replace("*", "z").replace("/8", "");
        assertThat(holds(aliceIf(condition).key("k:x", first))).isFalse();
        assertThat(holds(aliceIf(condition).key("k:x", second))).isFalse();
        String neither = operator.contains("Ip") ? "12.0.0.0" : operator.contains("Arn") ? "arn:aws:s3:::c" : "2022";
        assertThat(holds(aliceIf(condition).key("k:x", neither))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "StringEquals, false",
        "StringNotEquals, true",
        "StringEqualsIfExists, true",
        "StringNotEqualsIfExists, true",
        "StringLike, false",
        "StringNotLike, true",
        "NumericEquals, false",
        "NumericNotEquals, true",
        "DateLessThan, false",
        "DateNotEquals, true",
        "Bool, false",
        "BoolIfExists, true",
        "BinaryEquals, false",
        "IpAddress, false",
        "NotIpAddress, true",
        "ArnLike, false",
        "ArnNotEquals, true",
        "ArnLikeIfExists, true",
        "ForAllValues:StringEquals, true",
        "ForAllValues:StringNotEquals, true",
        "ForAllValues:StringEqualsIfExists, true",
        "ForAnyValue:StringEquals, false",
        "ForAnyValue:StringNotEquals, false",
        "ForAnyValue:StringEqualsIfExists, false"
    })
    void g2g4_aMissingKey(String operator, boolean expected) {
        assertThat(holds(aliceIf("{'" + operator + "':{'k:x':'1'}}"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NullIfExists", "ForAnyValue:Null", "StringEqual", "IfExists", "ForSomeValues:StringLike", ""})
    void g2_unknownOperatorsAreNoPolicy(String operator) {
        assertThat(alice().identity(ALLOW_ALL)
                        .identity(Ask.statement("'Effect':'Deny','Action':'*','Resource':'*','Condition':{'" + operator
                                + "':{'k:x':'true'}}"))
                        .answer())
                .isEqualTo("ImplicitlyDenied identity");
    }

    @Test
    void g3_aDenyWithNotEqualsIfExistsDeniesWhenTheKeyIsMissing() {
        String deny = Ask.statement(
                "'Effect':'Deny','Action':'*','Resource':'*','Condition':" + "{'StringNotEqualsIfExists':{'k:x':'a'}}");
        assertThat(alice().identity(ALLOW_ALL).identity(deny).answer()).isEqualTo("ExplicitlyDenied identity");
        assertThat(alice().identity(ALLOW_ALL).identity(deny).key("k:x", "a").answer())
                .isEqualTo("Allowed");
    }

    @Test
    void g4_anEmptySetIsTrueForAllAndFalseForAny() {
        assertThat(holds(aliceIf("{'ForAllValues:StringEquals':{'k:x':'a'}}").keys("k:x")))
                .isTrue();
        assertThat(holds(aliceIf("{'ForAllValues:StringEquals':{'k:x':'a'}}").keys("k:x", "")))
                .isTrue();
        assertThat(holds(aliceIf("{'ForAnyValue:StringNotEquals':{'k:x':'a'}}").keys("k:x")))
                .isFalse();
        assertThat(holds(aliceIf("{'ForAnyValue:StringNotEquals':{'k:x':'a'}}").keys("k:x", "")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "ForAllValues:StringEquals, a;b, true",
        "ForAllValues:StringEquals, a;c, false",
        "ForAnyValue:StringEquals, a;c, true",
        "ForAnyValue:StringEquals, c;d, false",
        "ForAllValues:StringNotEquals, c;d, true",
        "ForAllValues:StringNotEquals, a;d, false",
        "ForAnyValue:StringNotEquals, a;d, true",
        "ForAnyValue:StringNotEquals, a;b, false"
    })
    void g4g5_setOperators(String operator, String values, boolean expected) {
        assertThat(holds(aliceIf("{'" + operator + "':{'k:x':['a','b']}}").keys("k:x", values.split(";"))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"StringEquals", "StringNotEquals", "StringLike", "StringEqualsIfExists"})
    void g6_aSetSatisfiesNoPlainOperator(String operator) {
        assertThat(holds(aliceIf("{'" + operator + "':{'k:x':'a'}}").keys("k:x", "a")))
                .isFalse();
        assertThat(holds(aliceIf("{'" + operator + "':{'k:x':'a'}}").keys("k:x", "b")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "StringEquals, a, a, true",
        "StringEquals, a, A, false",
        "StringEquals, a*, ab, false",
        "StringEquals, a*, a*, true",
        "StringEqualsIgnoreCase, aB, Ab, true",
        "StringEqualsIgnoreCase, a*, AB, false",
        "StringLike, a*c?, abbbcd, true",
        "StringLike, a*c?, abbbc, false",
        "StringLike, a*, Ab, false",
        "StringNotLike, a*, b, true",
        "StringNotLike, a*, ab, false"
    })
    void g7_strings(String operator, String policy, String value, boolean expected) {
        assertThat(holds(operator, policy, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "ArnEquals, arn:aws:sns:*:1:t*, arn:aws:sns:us-east-1:1:topic, true",
        "ArnLike, arn:aws:sns:*:1:t*, arn:aws:sns:us-east-1:1:topic, true",
        "ArnLike, arn:aws:sns:*:t*, arn:aws:sns:us-east-1:1:topic, false",
        "ArnLike, arn:aws:sns:us-east-1:1:T*, arn:aws:sns:us-east-1:1:topic, false",
        "ArnLike, arn:aws:x:*:1:a/*, arn:aws:x:r:9:b:1:a/c, false",
        "ArnLike, arn:aws:x:r:1:a/*, arn:aws:x:r:1:a/b:c, true",
        "ArnLike, *, arn:aws:x:r:1:a, false",
        "ArnLike, arn:aws:x:r:1:*, not-an-arn, false",
        "ArnNotLike, arn:aws:x:r:1:*, arn:aws:x:r:2:a, true",
        "ArnNotEquals, arn:aws:x:r:1:*, arn:aws:x:r:1:a, false"
    })
    void g8_arns(String operator, String policy, String value, boolean expected) {
        assertThat(holds(operator, policy, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "NumericEquals, 10, 10.0, true",
        "NumericEquals, 10, 11, false",
        "NumericLessThan, 10, 9.99, true",
        "NumericLessThan, 10, 10, false",
        "NumericLessThanEquals, 10, 10, true",
        "NumericGreaterThan, -1, 0, true",
        "NumericGreaterThanEquals, 10, 9, false",
        "NumericNotEquals, 10, 10.00, false",
        "NumericEquals, ten, ten, false",
        "NumericLessThan, 10, 1e0, false",
        "NumericLessThan, 1*, 1, false",
        "NumericLessThan, ${k:x}, 1, false"
    })
    void g9_numbers(String operator, String policy, String value, boolean expected) {
        assertThat(holds(operator, policy, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "DateEquals, 2020-01-01T00:00:00Z, 1577836800, true",
        "DateEquals, 2020-01-01T01:00:00+01:00, 2020-01-01T00:00Z, true",
        "DateEquals, 2020, 2020-01-01, true",
        "DateEquals, 2020-02, 2020-02-01T00:00:00.000Z, true",
        "DateNotEquals, 2020-01-01, 2020-01-02, true",
        "DateLessThan, 2020-01-01T00:00:00.5Z, 2020-01-01T00:00:00.4Z, true",
        "DateGreaterThanEquals, 2020-01-01, 2020-01-01, true",
        "DateGreaterThan, 2020-01-01, 2019-12-31T23:59:59Z, false",
        "DateEquals, 2020-13-01, 2020-13-01, false",
        "DateEquals, 2020-1-1, 2020-01-01, true",
        "DateEquals, 2013-7-1t2:00:00.5+10:59, 2013-06-30T15:01:00.500Z, true",
        "DateEquals, 2020-01-01T00:00:00-05:30, 2020-01-01T05:30:00Z, true",
        "DateEquals, 2021-02-31, 2021-03-03, true",
        "DateGreaterThan, -292275054, 2026-01-01, true",
        "DateLessThan, 292278993-12-31, 2026-01-01, true",
        "DateLessThan, 9223372036854775807, 2026-01-01, true",
        "DateLessThan, 292278994-01-01, 2026-01-01, false",
        "DateEquals, 2020-01-01T00:00:00Z1, 2020-01-01, false",
        "DateLessThan, 20*, 2000, false",
        "DateLessThan, 99999999999999999999, 1, false"
    })
    void g10_dates(String operator, String policy, String value, boolean expected) {
        assertThat(holds(operator, policy, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Bool, true, true, true",
        "Bool, True, TRUE, true",
        "Bool, true, false, false",
        "Bool, yes, yes, false",
        "BinaryEquals, QmluYXJ5, QmluYXJ5, true",
        "BinaryEquals, QmluYXJ5, QmluYXJ6, false",
        "BinaryEquals, ???, ???, false"
    })
    void g11_truthValuesAndBytes(String operator, String policy, String value, boolean expected) {
        assertThat(holds(operator, policy, value)).isEqualTo(expected);
    }

    @Test
    void g11_setsOfTruthValues() {
        assertThat(holds(aliceIf("{'ForAllValues:Bool':{'k:x':true}}").keys("k:x", "true", "true")))
                .isTrue();
        assertThat(holds(aliceIf("{'ForAllValues:Bool':{'k:x':true}}").keys("k:x", "true", "false")))
                .isFalse();
        assertThat(holds(aliceIf("{'ForAnyValue:Bool':{'k:x':true}}").keys("k:x", "true", "false")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "IpAddress, 203.0.113.0/24, 203.0.113.255, true",
        "IpAddress, 203.0.113.77/24, 203.0.113.1, true",
        "IpAddress, 203.0.113.0/24, 203.0.114.1, false",
        "IpAddress, 203.0.113.128/25, 203.0.113.127, false",
        "IpAddress, 0.0.0.0/0, 8.8.8.8, true",
        "IpAddress, 10.0.0.1, 10.0.0.1, true",
        "IpAddress, 10.0.0.1, 10.0.0.2, false",
        "IpAddress, 2001:DB8:1234:5678::/64, 2001:db8:1234:5678::1, true",
        "IpAddress, 2001:db8::1, 2001:db8:0:0:0:0:0:1, true",
        "IpAddress, 2001:db8::/32, 2001:db9::1, false",
        "IpAddress, ::/0, 10.0.0.1, false",
        "IpAddress, 10.0.0.0/33, 10.0.0.0, false",
        "IpAddress, 10.0.0, 10.0.0.0, false",
        "IpAddress, 10.0.0.*, 10.0.0.1, false",
        "IpAddress, 10.0.0.0/8, 10.0.0.1x, false",
        "NotIpAddress, 203.0.113.0/24, 203.0.113.1, false",
        "NotIpAddress, 203.0.113.0/24, 198.51.100.1, true"
    })
    void g12_addresses(String operator, String policy, String value, boolean expected) {
        assertThat(holds(operator, policy, value)).isEqualTo(expected);
    }

    @Test
    void g13_nullTestsPresence() {
        assertThat(holds(aliceIf("{'Null':{'k:x':'true'}}"))).isTrue();
        assertThat(holds(aliceIf("{'Null':{'k:x':'false'}}"))).isFalse();
        assertThat(holds(aliceIf("{'Null':{'k:x':true}}").key("k:x", "1"))).isFalse();
        assertThat(holds(aliceIf("{'Null':{'k:x':false}}").key("k:x", ""))).isTrue();
        assertThat(holds(aliceIf("{'Null':{'k:x':'false'}}").keys("k:x", "a", "b")))
                .isTrue();
        assertThat(holds(aliceIf("{'Null':{'k:x':'false'}}").keys("k:x"))).isFalse();
        assertThat(holds(aliceIf("{'Null':{'k:x':'maybe'}}"))).isFalse();
    }

    @Test
    void f7_variablesWorkInStringsArnsAndTruthValuesOnly() {
        assertThat(holds(aliceIf("{'StringEquals':{'k:x':'${k:y}'}}")
                        .key("k:x", "a")
                        .key("k:y", "a")))
                .isTrue();
        assertThat(holds(aliceIf("{'ArnEquals':{'k:x':'arn:aws:s3:::${k:y}'}}")
                        .key("k:x", "arn:aws:s3:::a")
                        .key("k:y", "a")))
                .isTrue();
        assertThat(holds(aliceIf("{'Bool':{'k:x':'${k:y}'}}").key("k:x", "true").key("k:y", "true")))
                .isTrue();
        assertThat(holds(aliceIf("{'NumericEquals':{'k:x':'${k:y}'}}")
                        .key("k:x", "1")
                        .key("k:y", "1")))
                .isFalse();
        assertThat(holds(aliceIf("{'IpAddress':{'k:x':'${k:y}'}}")
                        .key("k:x", "10.0.0.1")
                        .key("k:y", "10.0.0.1")))
                .isFalse();
    }

    @Test
    void f8_aVariableWithoutValueFitsNothing() {
        assertThat(holds(aliceIf("{'StringEquals':{'k:x':'${k:y}'}}").key("k:x", "a")))
                .isFalse();
        assertThat(holds(aliceIf("{'StringNotEquals':{'k:x':'${k:y}'}}").key("k:x", "a")))
                .isTrue();
        assertThat(holds(aliceIf("{'StringNotEquals':{'k:x':['a','${k:y}']}}").key("k:x", "a")))
                .isFalse();
        assertThat(holds(aliceIf("{'StringNotEquals':{'k:x':'${k:y}'}}")
                        .key("k:x", "a")
                        .keys("k:y", "a")))
                .isTrue();
    }

    private static final String UNTOLD = "ArnNotLike; *; arn:aws:s3:::b|ArnNotEquals; arn:aws:s3; arn:aws:s3:::b|"
            + "ArnNotLike; arn:aws:s3:::b; b|ArnNotLike; ${k:y}; arn:aws:s3:::b|NumericNotEquals; many; 1|"
            + "NumericNotEquals; 1; many|DateNotEquals; soon; 2020-01-01|DateNotEquals; 2020-01-01; soon|"
            + "NotIpAddress; office; 192.0.2.1|NotIpAddress; 192.0.2.0/33; 192.0.2.1|NotIpAddress; 192.0.2.1; office";

    @Test
    void g2_whatANegatedOperatorCannotReadOpensNoAllowAndLosesNoDeny() {
        for (String line : UNTOLD.split("\\|")) {
            String[] part = line.split("; ");
            for (String name : new String[] {part[0], part[0] + "IfExists", "ForAllValues:" + part[0]}) {
                String condition = "{'" + name + "':{'k:x':'" + part[1] + "'}}";
                assertThat(aliceIf(condition)
                                .key("k:x", part[2])
                                .key("k:y", "text")
                                .answer())
                        .as(condition)
                        .isEqualTo("ImplicitlyDenied identity");
                assertThat(alice().identity(ALLOW_ALL)
                                .identity(Ask.statement(
                                        "'Effect':'Deny','Action':'*','Resource':'*','Condition':" + condition))
                                .key("k:x", part[2])
                                .key("k:y", "text")
                                .answer())
                        .as(condition)
                        .isEqualTo("ExplicitlyDenied identity");
            }
        }
    }

    @Test
    void g2_aListIsNotTrustedForTheValuesInItThatCanBeRead() {
        String some = "{'NotIpAddress':{'k:x':['10.0.0.0/8','office']}}";
        assertThat(holds(aliceIf(some).key("k:x", "192.0.2.1"))).isFalse();
        assertThat(holds(aliceIf(some))).isTrue();
        assertThat(holds(aliceIf("{'ArnNotLike':{'k:x':'${k:none}'}}").key("k:x", "arn:aws:s3:::b")))
                .as("a variable without value is another matter: negated operators are then true")
                .isTrue();
    }
}
