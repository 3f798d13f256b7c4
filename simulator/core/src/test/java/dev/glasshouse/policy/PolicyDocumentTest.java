package dev.glasshouse.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a policy and what is none. */
final class PolicyDocumentTest {

    private static final String GOOD =
            "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*'}}";

    private static PolicyDocument parse(String json, PolicyType type) throws MalformedPolicyException {
        return PolicyDocument.parse(json.replace('\'', '"'), type);
    }

    @Test
    void theSourceIsKept() throws MalformedPolicyException {
        assertThat(parse(GOOD, PolicyType.IDENTITY).source()).isEqualTo(GOOD.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "'x'",
                "{}",
                "{'Statement':null}",
                "{'Statement':'x'}",
                "{'Statement':[[]]}",
                "{'Version':'2012-10-17','Version':'2012-10-17','Statement':[]}",
                "{'Version':'2020-01-01','Statement':[]}",
                "{'Version':2012,'Statement':[]}",
                "{'Statement':[],'Extra':1}",
                "{'Statement':[]} {}",
                "{'Statement':{'Effect':'Allow','Action':'s3:*'}}",
                "{'Statement':{'Effect':'Allow','Resource':'*'}}",
                "{'Statement':{'Action':'s3:*','Resource':'*'}}",
                "{'Statement':{'Effect':'allow','Action':'s3:*','Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Action':'s3:*','NotAction':'s3:*','Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','NotResource':'*'}}",
                "{'Statement':{'Effect':'Allow','Action':1,'Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Action':['s3:*',null],'Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':{}}}",
                "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':'*'}}",
                "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','condition':{}}}",
                "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':[]}}",
                "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'Bool':'x'}}}",
                "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'Bool':{'a:b':null}}}}",
                "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'Bool':{'a:b':{}}}}}",
                "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'Bol':{'a:b':'c'}}}}",
                "{'Statement':{'Sid':1,'Effect':'Allow','Action':'s3:*','Resource':'*'}}"
            })
    void theseAreNoIdentityPolicies(String json) {
        assertThatThrownBy(() -> parse(json, PolicyType.IDENTITY)).isInstanceOf(MalformedPolicyException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Action':'s3:*','Principal':'x'}}",
                "{'Statement':{'Effect':'Allow','Action':'s3:*','Principal':{}}}",
                "{'Statement':{'Effect':'Allow','Action':'s3:*','Principal':{'User':'x'}}}",
                "{'Statement':{'Effect':'Allow','Action':'s3:*','Principal':'*','NotPrincipal':'*'}}"
            })
    void theseAreNoResourcePolicies(String json) {
        assertThatThrownBy(() -> parse(json, PolicyType.RESOURCE)).isInstanceOf(MalformedPolicyException.class);
    }

    @Test
    void aTrustPolicyHasNoResourceAndNoNotPrincipal() throws MalformedPolicyException {
        String trust = "{'Statement':{'Effect':'Deny','Action':'sts:*','Principal':'*'}}";
        assertThat(parse(trust, PolicyType.TRUST).type()).isEqualTo(PolicyType.TRUST);
        assertThatThrownBy(() -> parse(trust.replace("}}", ",'Resource':'*'}}"), PolicyType.TRUST))
                .isInstanceOf(MalformedPolicyException.class);
        assertThatThrownBy(() -> parse(trust.replace("Principal", "NotPrincipal"), PolicyType.TRUST))
                .isInstanceOf(MalformedPolicyException.class);
    }

    @Test
    void depthAndLengthAreBounded() {
        String deep = "{'Statement':" + "[".repeat(100_000);
        assertThatThrownBy(() -> parse(deep, PolicyType.IDENTITY)).isInstanceOf(MalformedPolicyException.class);
        String padded = GOOD + " ".repeat(PolicyDocument.MAX_LENGTH);
        assertThatThrownBy(() -> parse(padded, PolicyType.IDENTITY)).isInstanceOf(MalformedPolicyException.class);
    }

    @Test
    void emptyListsAreTakenAndMatchNothing() throws MalformedPolicyException {
        assertThat(parse("{'Statement':[]}", PolicyType.IDENTITY).statements()).isEmpty();
        assertThat(parse("{'Statement':{'Effect':'Allow','Action':[],'Resource':[]}}", PolicyType.IDENTITY)
                        .statements())
                .hasSize(1);
    }

    @Test
    void contextKeysAreThoseOfConditionsAndVariables() throws MalformedPolicyException {
        String json = "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:*',"
                + "'Resource':'arn:aws:s3:::${aws:UserName}/*','Condition':{'StringLike':{'s3:prefix':'${aws:userid}'},"
                + "'Null':{'aws:TokenIssueTime':'true'}}}}";
        assertThat(parse(json, PolicyType.IDENTITY).contextKeys())
                .containsExactly("aws:UserName", "s3:prefix", "aws:userid", "aws:TokenIssueTime");
    }

    @Test
    void spansTellWhereStatementsStand() throws MalformedPolicyException {
        String one = "{'Effect':'Allow','Action':'s3:*','Resource':'*'}";
        String json = "{'Id':'x','Statement':[\n  " + one + ",\n " + one + "]}";
        assertThat(parse(json, PolicyType.IDENTITY).spans())
                .containsExactly(
                        new StatementSpan(1, 24, 2, 3 + one.length()),
                        new StatementSpan(2, 3 + one.length(), 3, 2 + one.length()));
        assertThat(parse(GOOD, PolicyType.IDENTITY).spans()).hasSize(1);
        String alone = "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'dynamodb:*','Resource':'*',"
                + "'Condition':{'DateGreaterThan':{'aws:CurrentTime':'2018-08-16T12:00:00Z'}}}}";
        assertThat(parse(alone, PolicyType.IDENTITY).spans()).containsExactly(new StatementSpan(1, 38, 1, 167));
    }

    @Property(tries = 500)
    void anyBytesAreAPolicyOrMalformed(@ForAll @Size(max = 200) byte[] bytes, @ForAll PolicyType type) {
        parsesOrRefuses(new String(bytes, StandardCharsets.UTF_8), type);
    }

    @Property(tries = 1000)
    void aDamagedPolicyIsAPolicyOrMalformed(@ForAll int place, @ForAll char c, @ForAll PolicyType type) {
        StringBuilder text = new StringBuilder(GOOD.replace('\'', '"'));
        text.setCharAt(Math.floorMod(place, text.length()), c);
        parsesOrRefuses(text.toString(), type);
    }

    private static void parsesOrRefuses(String json, PolicyType type) {
        try {
            assertThat(PolicyDocument.parse(json, type).source()).isEqualTo(json);
        } catch (MalformedPolicyException malformed) {
            assertThat(malformed.getMessage()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(PolicyType.class)
    void parsingTheSourceAgainGivesTheSamePolicy(PolicyType type) throws MalformedPolicyException {
        String body = switch (type) {
            case IDENTITY, SCP, BOUNDARY, SESSION -> "'Resource':'*'";
            case TRUST -> "'Principal':{'AWS':'*'}";
            case RESOURCE, KEY, RCP, VPC_ENDPOINT -> "'Principal':'*','Resource':'*'";
        };
        PolicyDocument first = parse("{'Statement':{'Effect':'Deny','Action':'s3:*'," + body + "}}", type);
        assertThat(PolicyDocument.parse(first.source(), type)).isEqualTo(first);
    }
}
