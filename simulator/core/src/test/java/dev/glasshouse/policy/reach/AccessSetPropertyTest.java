package dev.glasshouse.policy.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.policy.AccessModel;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyEngine;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PolicyRequest;
import dev.glasshouse.policy.PolicySet;
import dev.glasshouse.policy.PolicyType;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Exact reasoning against every request of a small universe, which the policy engine decides. */
class AccessSetPropertyTest {

    private static final List<String> ACTIONS =
            List.of("s3:GetObject", "s3:GetObjectAcl", "s3:PutObject", "sqs:SendMessage", "ec2:RunInstances");
    private static final List<String> RESOURCES = List.of(
            "arn:aws:s3:::a", "arn:aws:s3:::a/x", "arn:aws:s3:::a/bob/x", "arn:aws:s3:::b/x", "arn:aws:sqs:::a", "*");
    private static final List<ContextKeys> KEYS = keys();
    private static final List<PolicyPrincipal> PRINCIPALS = List.of(
            PolicyPrincipal.anonymous(),
            PolicyPrincipal.parse("arn:aws:iam::111111111111:user/a"),
            PolicyPrincipal.parse("arn:aws:iam::111111111111:root"),
            PolicyPrincipal.parse("arn:aws:iam::222222222222:user/b"),
            PolicyPrincipal.parse("arn:aws:sts::111111111111:assumed-role/R/s"),
            PolicyPrincipal.service("sns.amazonaws.com"),
            PolicyPrincipal.service("sqs.amazonaws.com"));

    private static List<ContextKeys> keys() {
        List<ContextKeys> all = new ArrayList<>();
        for (String name : new String[] {null, "a", "b", "bob"}) {
            for (String tag : new String[] {null, "a", "B", "ab"}) {
                for (String ip : new String[] {null, "10.0.0.1", "10.1.0.1", "192.168.0.1"}) {
                    for (int set = 0; set < 4; set++) {
                        ContextKeys.Builder keys = ContextKeys.builder()
                                .put("aws:username", name)
                                .put("aws:PrincipalTag/team", tag)
                                .put("aws:SourceIp", ip);
                        if (set > 0) {
                            keys.putAll("aws:TagKeys", List.of("a", "b").subList(0, set - 1));
                        }
                        all.add(keys.build());
                    }
                }
            }
        }
        return all;
    }

    private static Arbitrary<String> list(Arbitrary<String> of) {
        return of.list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(texts -> "[\"" + String.join("\",\"", texts) + "\"]");
    }

    private static Arbitrary<String> actions() {
        return list(Arbitraries.of(
                        "*",
                        "s3:*",
                        "s3:Get*",
                        "s3:GetObject",
                        "s3:?etObject*",
                        "s*:*Object",
                        "sqs:SendMessage",
                        "S3:PUT*"))
                .flatMap(list -> Arbitraries.of("Action", "Action", "Action", "NotAction")
                        .map(name -> "\"" + name + "\":" + list));
    }

    private static Arbitrary<String> resources(boolean variables) {
        Arbitrary<String> plain = Arbitraries.of(
                "*",
                "arn:aws:s3:::a",
                "arn:aws:s3:::a/*",
                "arn:aws:s3:::*",
                "arn:aws:s3:::a/bob/*",
                "arn:aws:s3:::?/x",
                "arn:aws:s3:::a*x",
                "arn:aws:sqs:*");
        Arbitrary<String> some = variables
                ? Arbitraries.frequencyOf(
                        Tuple.of(3, plain),
                        Tuple.of(
                                1,
                                Arbitraries.of(
                                        "arn:aws:s3:::a/${aws:username}/*",
                                        "arn:aws:s3:::${aws:username}/x",
                                        "arn:aws:s3:::${aws:username, 'a'}")))
                : plain;
        return list(some)
                .flatMap(list -> Arbitraries.of("Resource", "Resource", "Resource", "NotResource")
                        .map(name -> "\"" + name + "\":" + list));
    }

    private static Arbitrary<String> lines(boolean variables) {
        List<String> lines = new ArrayList<>(List.of(
                "\"StringEquals\":{\"aws:username\":\"a\"}",
                "\"StringEquals\":{\"aws:username\":[\"a\",\"bob\"]}",
                "\"StringNotEquals\":{\"aws:username\":\"a\"}",
                "\"StringLike\":{\"aws:username\":\"b*\"}",
                "\"StringLikeIfExists\":{\"aws:PrincipalTag/team\":\"a*\"}",
                "\"StringEqualsIgnoreCase\":{\"aws:PrincipalTag/team\":\"b\"}",
                "\"Null\":{\"aws:PrincipalTag/team\":\"true\"}",
                "\"Null\":{\"aws:username\":\"false\"}",
                "\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}",
                "\"IpAddress\":{\"aws:SourceIp\":[\"10.0.0.0/16\",\"192.168.0.0/16\"]}",
                "\"NotIpAddress\":{\"aws:SourceIp\":\"10.0.0.0/16\"}",
                "\"ForAllValues:StringEquals\":{\"aws:TagKeys\":\"a\"}",
                "\"ForAnyValue:StringEquals\":{\"aws:TagKeys\":[\"a\",\"b\"]}",
                "\"ForAnyValue:StringNotEquals\":{\"aws:TagKeys\":\"a\"}"));
        if (variables) {
            lines.add("\"StringEquals\":{\"aws:username\":\"${aws:PrincipalTag/team}\"}");
            lines.add("\"StringNotEquals\":{\"aws:PrincipalTag/team\":\"${aws:username}\"}");
        }
        return Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just("")),
                Tuple.of(3, Arbitraries.of(lines).map(line -> ",\"Condition\":{" + line + "}")));
    }

    private static Arbitrary<String> principals() {
        return Arbitraries.of(
                "\"Principal\":\"*\",",
                "\"Principal\":{\"AWS\":\"111111111111\"},",
                "\"Principal\":{\"AWS\":[\"arn:aws:iam::111111111111:user/a\",\"222222222222\"]},",
                "\"Principal\":{\"AWS\":\"arn:aws:iam::111111111111:role/R\"},",
                "\"Principal\":{\"Service\":\"sns.amazonaws.com\"},",
                "\"NotPrincipal\":{\"AWS\":[\"111111111111\",\"arn:aws:iam::111111111111:user/a\"]},");
    }

    private static Arbitrary<String> policies(boolean variables, Arbitrary<String> principals) {
        Arbitrary<String> statement = Combinators.combine(
                        Arbitraries.of("Allow", "Allow", "Deny"),
                        principals,
                        actions(),
                        resources(variables),
                        lines(variables))
                .as((effect, principal, action, resource, condition) ->
                        "{\"Effect\":\"" + effect + "\"," + principal + action + "," + resource + condition + "}");
        return statement
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(list -> "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", list) + "]}");
    }

    @Provide
    Arbitrary<String> plain() {
        return policies(false, Arbitraries.just(""));
    }

    @Provide
    Arbitrary<String> withVariables() {
        return policies(true, Arbitraries.just(""));
    }

    /** Few resources and many variables, so that they meet. */
    @Provide
    Arbitrary<String> namesAndVariables() {
        Arbitrary<String> statement = Combinators.combine(
                        Arbitraries.of("Allow", "Allow", "Deny"),
                        Arbitraries.of("Resource", "Resource", "Resource", "NotResource"),
                        Arbitraries.of(
                                "*",
                                "arn:aws:s3:::a/*",
                                "arn:aws:s3:::a/bob/*",
                                "arn:aws:s3:::a/???/x",
                                "arn:aws:s3:::a/${aws:username}/*",
                                "arn:aws:s3:::${aws:username}/x",
                                "arn:aws:s3:::a/${aws:username}/x",
                                "arn:aws:s3:::a/${aws:username, 'bob'}/x"),
                        Arbitraries.of(
                                "",
                                "",
                                ",\"Condition\":{\"StringEquals\":{\"aws:username\":\"bob\"}}",
                                ",\"Condition\":{\"StringEquals\":{\"aws:username\":\"${aws:PrincipalTag/team}\"}}"))
                .as((effect, element, resource, condition) -> "{\"Effect\":\"" + effect + "\",\"Action\":\"s3:*\",\""
                        + element + "\":\"" + resource + "\"" + condition + "}");
        return statement
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(list -> "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", list) + "]}");
    }

    @Provide
    Arbitrary<String> ofResources() {
        return policies(false, principals());
    }

    @Property(tries = 400)
    void whatIdentityPoliciesGrantNewlyIsFoundExactly(@ForAll("plain") String before, @ForAll("plain") String after)
            throws MalformedPolicyException {
        Answer answer = answer(before, after, PolicyType.IDENTITY);
        assertThat(answer).isNotInstanceOf(Answer.Unknown.class);
        check(before, after, PolicyType.IDENTITY, answer);
    }

    @Property(tries = 400)
    void variablesAreNeverTakenForSafe(@ForAll("withVariables") String before, @ForAll("withVariables") String after)
            throws MalformedPolicyException {
        check(before, after, PolicyType.IDENTITY, answer(before, after, PolicyType.IDENTITY));
    }

    @Property(tries = 1500)
    void namesThatVariablesMayStandForAreNeverTakenForSafe(
            @ForAll("namesAndVariables") String before, @ForAll("namesAndVariables") String after)
            throws MalformedPolicyException {
        check(before, after, PolicyType.IDENTITY, answer(before, after, PolicyType.IDENTITY));
    }

    @Property(tries = 400)
    void whatResourcePoliciesGrantNewlyIsFoundExactly(
            @ForAll("ofResources") String before, @ForAll("ofResources") String after) throws MalformedPolicyException {
        Answer answer = answer(before, after, PolicyType.RESOURCE);
        assertThat(answer).isNotInstanceOf(Answer.Unknown.class);
        check(before, after, PolicyType.RESOURCE, answer);
    }

    @Property(tries = 200)
    void aPolicyGrantsNothingBeyondItself(@ForAll("withVariables") String policy) throws MalformedPolicyException {
        assertThat(answer(policy, policy, PolicyType.IDENTITY)).isInstanceOf(Answer.None.class);
    }

    private static Answer answer(String before, String after, PolicyType type) throws MalformedPolicyException {
        PolicyDocument older = PolicyDocument.parse(before, type);
        PolicyDocument newer = PolicyDocument.parse(after, type);
        return type == PolicyType.IDENTITY
                ? AccessSet.ofIdentity(newer).beyond(AccessSet.ofIdentity(older))
                : AccessSet.ofResource(newer).beyond(AccessSet.ofResource(older));
    }

    private static void check(String before, String after, PolicyType type, Answer answer)
            throws MalformedPolicyException {
        PolicyDocument older = PolicyDocument.parse(before, type);
        PolicyDocument newer = PolicyDocument.parse(after, type);
        if (answer instanceof Answer.Found found) {
            Witness witness = found.witness();
            assertThat(allows(newer, witness)).as("%s by %s", witness, after).isTrue();
            assertThat(allows(older, witness)).as("%s by %s", witness, before).isFalse();
        }
        if (answer.isNone()) {
            for (String action : ACTIONS) {
                for (String resource : RESOURCES) {
                    for (PolicyPrincipal principal :
                            type == PolicyType.IDENTITY ? PRINCIPALS.subList(1, 2) : PRINCIPALS) {
                        for (ContextKeys keys : KEYS) {
                            Witness witness = new Witness(principal, action, resource, keys);
                            assertThat(allows(newer, witness) && !allows(older, witness))
                                    .as("%s in %s, not in %s", witness, after, before)
                                    .isFalse();
                        }
                    }
                }
            }
        }
    }

    private static boolean allows(PolicyDocument document, Witness witness) {
        Policy policy = new Policy("p", null, document);
        if (document.type() == PolicyType.IDENTITY) {
            return PolicyEngine.decide(
                            new PolicyRequest(
                                    PRINCIPALS.get(1),
                                    witness.action(),
                                    witness.resource(),
                                    "111111111111",
                                    witness.withoutResource(),
                                    witness.keys(),
                                    AccessModel.STANDARD,
                                    false),
                            PolicySet.builder().identity(List.of(policy)).build())
                    .isAllowed();
        }
        return PolicyEngine.decide(
                        witness.request("333333333333"),
                        PolicySet.builder()
                                .identity(List.of(EVERYTHING))
                                .resource(policy)
                                .build())
                .isAllowed();
    }

    private static final Policy EVERYTHING = everything();

    private static Policy everything() {
        try {
            return new Policy(
                    "all",
                    null,
                    PolicyDocument.parse(
                            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}",
                            PolicyType.IDENTITY));
        } catch (MalformedPolicyException e) {
            throw new IllegalStateException(e);
        }
    }
}
