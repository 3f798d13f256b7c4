package dev.glasshouse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Outlooks, against all requests that there can be. */
class OutlookTest {

    private static final String ALICE = "arn:aws:iam::111111111111:user/alice";

    /** The values of each key that the call decides; null for none. */
    private static final List<@Nullable String> TEAMS = java.util.Arrays.asList(null, "a", "b", "ab", "ax", "xb", "zz");

    private static final List<@Nullable String> MFA = java.util.Arrays.asList(null, "true", "false");
    private static final List<@Nullable String> SIZES = java.util.Arrays.asList(null, "1", "5", "9");

    private static final Outlook.Open OPEN =
            (key, values) -> Set.of("team", "mfa", "size").contains(key);

    @Provide
    Arbitrary<String> statements() {
        Arbitrary<String> condition = Arbitraries.of(
                "'StringEquals':{'team':'a'}",
                "'StringEquals':{'team':['a','b']}",
                "'StringNotEquals':{'team':'a'}",
                "'StringLike':{'team':'a*'}",
                "'StringLike':{'team':'*b'}",
                "'StringNotLike':{'team':'a*'}",
                "'StringEqualsIfExists':{'team':'b'}",
                "'Null':{'team':'true'}",
                "'Null':{'team':'false'}",
                "'Bool':{'mfa':'true'}",
                "'BoolIfExists':{'mfa':'false'}",
                "'NumericLessThan':{'size':'5'}",
                "'NumericGreaterThanEquals':{'size':'5'}",
                "'StringEquals':{'fixed':'yes'}",
                "'StringEquals':{'fixed':'no'}");
        Arbitrary<String> conditions = condition.set().ofMaxSize(2).map(lines -> String.join(",", distinct(lines)));
        Arbitrary<String> effect = Arbitraries.of("Allow", "Allow", "Deny");
        return Combinators.combine(effect, conditions)
                .as((e, c) -> "{'Effect':'" + e + "','Action':'s3:GetObject','Resource':'*','Condition':{" + c + "}}");
    }

    /** Lines of different operators, as JSON wants its members. */
    private static List<String> distinct(Set<String> lines) {
        List<String> kept = new ArrayList<>();
        Set<String> operators = new java.util.HashSet<>();
        for (String line : lines) {
            if (operators.add(line.substring(0, line.indexOf(':')))) {
                kept.add(line);
            }
        }
        return kept;
    }

    private static PolicySet identity(List<String> statements) throws MalformedPolicyException {
        String document = "{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}";
        return PolicySet.builder()
                .identity(List.of(
                        new Policy("p", null, PolicyDocument.parse(document.replace('\'', '"'), PolicyType.IDENTITY))))
                .build();
    }

    private static PolicyRequest request(ContextKeys keys) {
        return PolicyRequest.of(PolicyPrincipal.parse(ALICE), "s3:GetObject", "arn:aws:s3:::b/k", "111111111111", keys);
    }

    private static List<ContextKeys> universe() {
        List<ContextKeys> all = new ArrayList<>();
        for (String team : TEAMS) {
            for (String mfa : MFA) {
                for (String size : SIZES) {
                    all.add(ContextKeys.builder()
                            .put("fixed", "yes")
                            .put("team", team)
                            .put("mfa", mfa)
                            .put("size", size)
                            .build());
                }
            }
        }
        return all;
    }

    @Property(tries = 2000)
    void anOutlookSaysWhatAllRequestsSay(@ForAll("lists") List<String> statements) throws MalformedPolicyException {
        PolicySet policies = identity(statements);
        List<ContextKeys> universe = universe();
        long allowed = universe.stream()
                .filter(keys -> PolicyEngine.decide(request(keys), policies).isAllowed())
                .count();
        Outlook outlook =
                Outlook.of(request(ContextKeys.builder().put("fixed", "yes").build()), policies, OPEN);
        Outlook.Chance expected = allowed == 0
                ? Outlook.Chance.NEVER
                : allowed == universe.size() ? Outlook.Chance.ALWAYS : Outlook.Chance.SOMETIMES;
        assertThat(outlook.chance()).as(statements + " " + outlook).isEqualTo(expected);
        assertThat(outlook.exact()).isTrue();
        for (Outlook.Way way : outlook.ways()) {
            assertThat(way.example()).as(statements + " " + way).isNotNull();
        }
    }

    @Provide
    Arbitrary<List<String>> lists() {
        return statements().list().ofMinSize(1).ofMaxSize(4);
    }

    @Example
    void waysNameNothingThatIsNotNeeded() throws MalformedPolicyException {
        PolicySet policies = identity(List.of(
                "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Bool':{'mfa':'true'}}}",
                "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'team':'a'}}}",
                "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'NumericLessThan':{'size':'5'}}}"));
        assertThat(Outlook.of(request(ContextKeys.EMPTY), policies, OPEN).ways())
                .extracting(Outlook.Way::toString)
                .containsExactlyInAnyOrder(
                        "Bool mfa true and not (NumericLessThan size 5)",
                        "not (NumericLessThan size 5) and StringEquals team a");
    }

    @Example
    void tooManyConditionsAreSaidToBeSo() throws MalformedPolicyException {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            statements.add("{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'team':'t" + i
                    + "'},'Bool':{'mfa':'true'}}}");
        }
        Outlook outlook = Outlook.of(request(ContextKeys.EMPTY), identity(statements), OPEN);
        assertThat(outlook.chance()).isEqualTo(Outlook.Chance.SOMETIMES);
        assertThat(outlook.exact()).isFalse();
    }

    @Example
    void whatIsSpentLeavesConditionsUntoldButNotDenied() throws MalformedPolicyException {
        PolicySet policies =
                identity(List.of("{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Bool':{'mfa':'true'}}}"));
        Outlook outlook = Outlook.of(request(ContextKeys.EMPTY), policies, OPEN, new Outlook.Budget(1));
        assertThat(outlook.chance()).isEqualTo(Outlook.Chance.SOMETIMES);
        assertThat(outlook.exact()).isFalse();
    }
}
