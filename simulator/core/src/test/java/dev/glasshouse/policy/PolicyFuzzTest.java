package dev.glasshouse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.policy.cases.AuthorizationCase;
import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Policies put together at random: what may be stored decides without error, and closed is the default. */
class PolicyFuzzTest {

    private static final String HOSTILE = "${aws:username}";

    private static Arbitrary<String> oneOf(String... values) {
        return Arbitraries.of(values);
    }

    @Provide
    Arbitrary<String> statements() {
        Arbitrary<String> effect = oneOf("Allow", "Deny");
        Arbitrary<String> action = oneOf(
                "'Action':'*'",
                "'Action':'s3:*'",
                "'Action':['s3:Get*','S3:getobject']",
                "'NotAction':'iam:*'",
                "'Action':[]",
                "'Action':'ec2:RunInstances'",
                "'NotAction':['s3:Get?bject']");
        Arbitrary<String> resource = oneOf(
                "'Resource':'*'",
                "'Resource':'arn:aws:s3:::b/*'",
                "'Resource':'arn:aws:s3:::" + HOSTILE + "/*'",
                "'Resource':'arn:aws:s3:::b/${aws:none, `k`}'",
                "'NotResource':'arn:aws:s3:::b/${aws:none}'",
                "'Resource':['arn:aws:s3','arn:aws:s3:::*?*?*?*?*?*?x']",
                "'Resource':[]",
                "'Resource':'arn:aws:s3:::${${${'");
        return Combinators.combine(effect, action, resource, condition())
                .as((e, a, r, c) -> "{'Effect':'" + e + "'," + a + "," + r + c + "}");
    }

    private static Arbitrary<String> condition() {
        Arbitrary<String> prefix = oneOf("", "ForAllValues:", "ForAnyValue:");
        Arbitrary<String> operator = oneOf(
                "StringEquals",
                "StringNotLike",
                "ArnLike",
                "ArnNotEquals",
                "NumericLessThan",
                "DateGreaterThan",
                "Bool",
                "IpAddress",
                "NotIpAddress",
                "BinaryEquals",
                "StringEqualsIgnoreCase");
        Arbitrary<String> suffix = oneOf("", "IfExists");
        Arbitrary<String> key = oneOf("aws:username", "AWS:SourceIp", "aws:tagkeys", "aws:CurrentTime", "x:y/z${");
        Arbitrary<String> value = oneOf(
                "'*'",
                "[]",
                "['a','b*?']",
                "true",
                "1.50",
                "'10.0.0.0/8'",
                "'2020-01-01T00:00:00Z'",
                "'arn:aws:iam::*:role/*'",
                "'${aws:username}'",
                "'QQ=='");
        return Combinators.combine(prefix, operator, suffix, key, value)
                .as((p, o, s, k, v) -> ",'Condition':{'" + p + o + s + "':{'" + k + "':" + v + "}}")
                .injectNull(0.4)
                .map(condition -> condition == null ? "" : condition);
    }

    @Provide
    Arbitrary<String> policies() {
        return statements()
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(all -> "{'Version':'2012-10-17','Statement':[" + String.join(",", all) + "]}");
    }

    private static Ask asked() {
        return Ask.alice()
                .key("aws:username", "b")
                .key("aws:SourceIp", "10.1.2.3")
                .keys("aws:TagKeys", "a", "b")
                .key("aws:CurrentTime", "2024-02-29T12:00:00Z");
    }

    @Property(tries = 2000)
    void whatMayBeStoredIsReadWholeAndDecidesWithoutError(@ForAll("policies") String policy) {
        String json = policy.replace('\'', '"').replace('`', '\'');
        boolean stored;
        try {
            PolicyDocument document = PolicyValidator.validateIdentity(json);
            stored = true;
            assertThat(document.statements()).hasSameSizeAs(document.spans());
        } catch (PolicyRejectedException refused) {
            stored = false;
        }
        AuthorizationCase one = asked().identity(policy).build();
        Decision decision = one.decide();
        if (stored) {
            assertThat(one.policies().identity().get(0).document().unreadableReason())
                    .isNull();
        }
        assertThat(one.explain().decision()).isEqualTo(decision);
        assertThat(decision.isAllowed()).isEqualTo(decision.deniedBy().isEmpty());
    }

    @Property(tries = 500)
    void aDenyOfEverythingWinsOverWhateverElseIsThere(@ForAll("policies") String policy) {
        assertThat(asked().identity(policy).identity(Ask.DENY_ALL).answer()).startsWith("ExplicitlyDenied identity");
    }

    @Property(tries = 500)
    void aBoundaryAControlPolicyOrASessionPolicyNeverAddsAnything(
            @ForAll("policies") String policy, @ForAll("policies") String limit) {
        boolean allowed = asked().identity(policy).build().decide().isAllowed();
        for (Ask limited : new Ask[] {
            asked().identity(policy).boundary(limit),
            asked().identity(policy).session(limit),
            asked().identity(policy).scpLevel(limit)
        }) {
            assertThat(limited.build().decide().isAllowed() && !allowed).isFalse();
        }
    }

    @Property(tries = 300)
    void whatARemedyProposesAllowsAndEachOfItsStatementsIsNeeded(
            @ForAll("policies") String policy, @ForAll("policies") String limit) throws MalformedPolicyException {
        AuthorizationCase one =
                asked().identity(policy).boundary(limit).scpLevel(limit).build();
        Decision decision = one.decide();
        Remedy remedy = Remedy.of(one.request(), one.policies());
        if (decision.isAllowed()) {
            assertThat(remedy.changes()).isEmpty();
        } else if (decision.effect() == Decision.Effect.EXPLICITLY_DENIED) {
            assertThat(remedy.changes()).isEmpty();
            assertThat(remedy.refusal()).isNotNull();
        } else if (remedy.refusal() == null) {
            List<Remedy.Change> changes = remedy.changes();
            assertThat(changes).extracting(Remedy.Change::kind).containsExactlyElementsOf(decision.deniedBy());
            assertThat(changes)
                    .allSatisfy(change -> assertThat(change.statement()).doesNotContain("*"));
            assertThat(PolicyEngine.decide(one.request(), with(one.policies(), changes))
                            .isAllowed())
                    .isTrue();
            for (Remedy.Change left : changes) {
                List<Remedy.Change> fewer = new ArrayList<>(changes);
                fewer.remove(left);
                assertThat(PolicyEngine.decide(one.request(), with(one.policies(), fewer))
                                .isAllowed())
                        .isFalse();
            }
        }
    }

    /** A set with the statements of changes added where they say. */
    private static PolicySet with(PolicySet set, List<Remedy.Change> changes) throws MalformedPolicyException {
        List<Policy> identity = new ArrayList<>(set.identity());
        List<Policy> boundary = new ArrayList<>(set.boundary());
        List<PolicySet.Level> scps = new ArrayList<>(set.scpLevels());
        for (Remedy.Change change : changes) {
            String json = "{\"Version\":\"2012-10-17\",\"Statement\":" + change.statement() + "}";
            switch (change.kind()) {
                case IDENTITY -> identity.add(new Policy("new", null, PolicyDocument.parse(json, PolicyType.IDENTITY)));
                case BOUNDARY -> boundary.add(new Policy("new", null, PolicyDocument.parse(json, PolicyType.BOUNDARY)));
                case SCP -> {
                    List<Policy> level = new ArrayList<>(scps.get(0).policies());
                    level.add(new Policy("new", null, PolicyDocument.parse(json, PolicyType.SCP)));
                    scps.set(0, new PolicySet.Level(scps.get(0).name(), level));
                }
                default -> throw new AssertionError("the request has no such policy: " + change);
            }
        }
        return PolicySet.builder()
                .identity(identity)
                .boundary(boundary)
                .session(set.session())
                .scpLevels(scps)
                .rcpLevels(set.rcpLevels())
                .resource(set.resource())
                .build();
    }
}
