package dev.glasshouse.policy.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The neutral case form is read strictly. */
final class CaseFormatTest {

    private static final String REQUEST =
            "'request':{'principal':'arn:aws:iam::111111111111:user/a','action':'s3:GetObject',"
                    + "'resource':{'arn':'arn:aws:s3:::b/k','account':'111111111111'},'context':{}}";

    private static AuthorizationCase parse(String json) throws CaseFormatException {
        return CaseFormat.parse(json.replace('\'', '"'));
    }

    @Test
    void theAnswerIsDecisionAndDeniedBy() throws CaseFormatException {
        assertThat(CaseFormat.render(parse("{" + REQUEST + ",'policies':{}}").decide())
                        .toString())
                .isEqualTo("{\"decision\":\"ImplicitlyDenied\",\"deniedBy\":[\"identity\"]}");
    }

    @Test
    void ignoredMembersAreIgnored() throws CaseFormatException {
        String more = "'id':1,'source':'x','note':null,'expected':{'decision':'Allowed'},";
        assertThat(parse("{" + more + REQUEST + ",'policies':{'resource':null}}")
                        .decide()
                        .isAllowed())
                .isFalse();
    }

    @Test
    void theOwnerOfAResourceMayStandInItsArn() throws CaseFormatException {
        String queue = REQUEST.replace("'arn:aws:s3:::b/k','account':'111111111111'", "'arn:aws:sqs:r:222222222222:q'");
        assertThat(parse("{" + queue + ",'policies':{}}").request().resourceAccount())
                .isEqualTo("222222222222");
    }

    @Test
    void valuesThatAreNotTextAreTakenAsText() throws CaseFormatException {
        String keys = REQUEST.replace("'context':{}", "'context':{'a:b':true,'a:c':[1]}");
        AuthorizationCase read = parse("{" + keys + ",'policies':{}}");
        assertThat(read.request().keys().single("A:B")).isEqualTo("true");
        assertThat(read.request().keys().single("a:c")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{'request':{},'policies':{}}",
                "{REQUEST}",
                "{REQUEST,'policies':[]}",
                "{REQUEST,'policies':{},'more':1}",
                "{REQUEST,'policies':{'identities':[]}}",
                "{REQUEST,'policies':{'identity':{}}}",
                "{REQUEST,'policies':{'scp':[{'level':'r'}]}}",
                "{REQUEST,'policies':{'scp':[[]]}}",
                "{REQUEST,'policies':{},'policies':{}}",
                "{REQUEST,'policies':{}} x"
            })
    void theseAreNoCases(String json) {
        assertThatThrownBy(() -> parse(json.replace("REQUEST", REQUEST))).isInstanceOf(CaseFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'principal':'alice'",
                "'principal':'arn:aws:iam::111111111111:group/g'",
                "'principal':'arn:aws:sts::111111111111:assumed-role/r'",
                "'principal':{'type':'Root'}",
                "'principal':1",
                "'action':'GetObject'",
                "'context':{'a:b':{}}",
                "'context':{'a:b':null}",
                "'context':{'a:b':[[]]}",
                "'wildcardOnlyAction':'yes'",
                "'blockPublicAccess':true",
                "'resource':{'arn':'arn:aws:s3:::b/k'}"
            })
    void theseAreNoRequests(String member) {
        String name = member.substring(0, member.indexOf(':') + 1);
        StringBuilder request = new StringBuilder("{'request':{" + member);
        String[] good = {
            "'principal':'arn:aws:iam::111111111111:user/a'",
            "'action':'s3:GetObject'",
            "'resource':{'arn':'arn:aws:s3:::b/k','account':'111111111111'}"
        };
        for (String other : good) {
            if (!other.startsWith(name)) {
                request.append(',').append(other);
            }
        }
        assertThatThrownBy(() -> parse(request + "},'policies':{}}")).isInstanceOf(CaseFormatException.class);
    }

    @Test
    void depthIsBounded() {
        assertThatThrownBy(() -> parse("{'policies':" + "[".repeat(10_000))).isInstanceOf(CaseFormatException.class);
    }
}
