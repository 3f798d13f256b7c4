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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who can do some of what patterns cover. */
class WhoCanSomeTest {

    private static final String OBJECTS = "arn:aws:s3:::data/*";

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private WhoCan who(String action, String resource) {
        return world.questions().whoCan(action, resource);
    }

    private static WhoCan.Entry entry(WhoCan who, String name) {
        return who.entries().stream()
                .filter(entry -> entry.who().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + who));
    }

    @Test
    void whoCanReadOneFolderCanReadSomeAndWhoCanReadTheBucketAll() {
        world.bucket("data", null)
                .user("all", document(allow("s3:GetObject", "arn:aws:s3:::data/*")))
                .user("some", document(allow("s3:GetObject", "arn:aws:s3:::data/logs/*")))
                .user("one", document(allow("s3:GetObject", "arn:aws:s3:::data/a")))
                .user("none", document(allow("s3:GetObject", "arn:aws:s3:::other/*")));
        WhoCan who = who("s3:GetObject", OBJECTS);
        assertThat(entry(who, user("all")).every()).isTrue();
        assertThat(entry(who, user("some")).every()).isFalse();
        assertThat(entry(who, user("some")).example().resource()).startsWith("arn:aws:s3:::data/logs/");
        assertThat(entry(who, user("one")).example().resource()).isEqualTo("arn:aws:s3:::data/a");
        assertThat(who.includes(user("none"))).isFalse();
        assertThat(who.unknown()).isEmpty();
    }

    @Test
    void everyExampleIsAllowedWhenAskedPlainly() {
        world.bucket("data", null)
                .user(
                        "some",
                        document(allow("s3:GetObject", "arn:aws:s3:::d?ta/*.log"), deny("s3:*", "arn:aws:s3:::*/x*")));
        WhoCan.Example example =
                entry(who("s3:GetObject", OBJECTS), user("some")).example();
        assertThat(who(example.action(), example.resource()).includes(user("some")))
                .isTrue();
    }

    @Test
    void bruteForceOverAllShortNamesFindsTheSame() {
        String[] allowed = {"a*", "?b", "*ab*", "aba", "b?a", "*"};
        String[] denied = {"ab*", "*b", "aba", "???", "*a", "?*"};
        world.bucket("data", null);
        for (int i = 0; i < allowed.length; i++) {
            world.user(
                    "u" + i,
                    document(
                            allow("s3:GetObject", "arn:aws:s3:::data/" + allowed[i]),
                            deny("s3:GetObject", "arn:aws:s3:::data/" + denied[i])));
        }
        WhoCan who = who("s3:GetObject", OBJECTS);
        List<WhoCan> each = Stream.of("a", "b", "c")
                .flatMap(one -> Stream.of("", "a", "b", "c")
                        .flatMap(two -> Stream.of("", "a", "b", "c", "ca")
                                .map(three -> who("s3:GetObject", "arn:aws:s3:::data/" + one + two + three))))
                .toList();
        for (int i = 0; i < allowed.length; i++) {
            String name = user("u" + i);
            assertThat(who.includes(name)).as(name).isEqualTo(each.stream().anyMatch(one -> one.includes(name)));
        }
        assertThat(who.includes(user("u3"))).isFalse();
    }

    @Test
    void aDenialOfAllThatIsAskedForLeavesNothing() {
        world.bucket("data", null)
                .user("bob", document(allow("s3:*", "*"), deny("s3:GetObject", "arn:aws:s3:::data/*")))
                .user("eve", document(allow("s3:*", "*"), deny("s3:GetObject", "arn:aws:s3:::data/private/*")));
        WhoCan who = who("s3:GetObject", OBJECTS);
        assertThat(who.includes(user("bob"))).isFalse();
        assertThat(entry(who, user("eve")).every()).isFalse();
    }

    @Test
    void aVariableStandsForTheCallersOwnValue() {
        world.bucket("data", null)
                .user("bob", document(allow("s3:GetObject", "arn:aws:s3:::data/${aws:username}/*")))
                .user("eve", document(allow("s3:GetObject", "arn:aws:s3:::data/${aws:username}/*")));
        WhoCan who = who("s3:GetObject", "arn:aws:s3:::data/bob/*");
        assertThat(entry(who, user("bob")).every()).isTrue();
        assertThat(who.includes(user("eve"))).isFalse();
    }

    @Test
    void aPolicyOfOneBucketCountsForItsObjectsAlone() {
        world.bucket("data", null)
                .bucket(
                        "open",
                        document("{'Effect':'Allow','Principal':'*','Action':'s3:GetObject',"
                                + "'Resource':'arn:aws:s3:::open/pub/*'}"));
        assertThat(who("s3:GetObject", OBJECTS).includes("anyone without credentials"))
                .isFalse();
        WhoCan.Entry anyone = entry(who("s3:GetObject", "arn:aws:s3:::*"), "anyone without credentials");
        assertThat(anyone.example().resource()).startsWith("arn:aws:s3:::open/pub/");
        assertThat(anyone.every()).isFalse();
    }

    @Test
    void conditionsOfAnExampleAreShown() {
        world.bucket("data", null)
                .user(
                        "bob",
                        document(allowIf(
                                "s3:GetObject",
                                "arn:aws:s3:::data/a/*",
                                "{'Bool':{'aws:MultiFactorAuthPresent':'true'}}")));
        WhoCan.Entry bob = entry(who("s3:GetObject", OBJECTS), user("bob"));
        assertThat(bob.outlook().chance()).isEqualTo(Chance.SOMETIMES);
        assertThat(bob.outlook()).hasToString("if Bool aws:MultiFactorAuthPresent true");
    }

    @Test
    void chainsLeadToSomeOfIt() {
        world.bucket("data", null)
                .user("bob", document(allow("sts:AssumeRole", "*")))
                .role(
                        "reader",
                        trusting("arn:aws:iam::111122223333:root"),
                        document(allow("s3:GetObject", "arn:aws:s3:::data/a/*")));
        WhoCan.Entry bob = entry(who("s3:GetObject", OBJECTS), user("bob"));
        assertThat(bob.chain()).extracting(WhoCan.Step::role).containsExactly(role("reader"));
        assertThat(bob.example().resource()).startsWith("arn:aws:s3:::data/a/");
        assertThat(bob.every()).isFalse();
    }

    @Test
    void anActionPatternStandsForTheActionsThatThereAre() {
        world.bucket("data", null)
                .user("bob", document(allow("s3:GetObjectTagging", "arn:aws:s3:::data/*")))
                .user("eve", document(allow("s3:PutObject", "arn:aws:s3:::data/*")));
        WhoCan who = who("s3:Get*", "arn:aws:s3:::data/a");
        assertThat(entry(who, user("bob")).example())
                .isEqualTo(new WhoCan.Example("s3:GetObjectTagging", "arn:aws:s3:::data/a"));
        assertThat(who.includes(user("eve"))).isFalse();
        assertThatThrownBy(() -> who("s3:Nothing*", "*")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> who("s*:Get*", "*")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rolesOfThePatternAreThoseThatAreThere() {
        world.role("app-a", trusting("arn:aws:iam::111122223333:root"), null)
                .role("other", trusting("arn:aws:iam::111122223333:root"), null)
                .user("bob", document(allow("sts:AssumeRole", role("app-*"))))
                .user("eve", document(allow("sts:AssumeRole", role("nobody"))));
        WhoCan who = who("sts:AssumeRole", role("*"));
        assertThat(entry(who, user("bob")).example().resource()).isEqualTo(role("app-a"));
        assertThat(entry(who, user("bob")).every()).isFalse();
        assertThat(who.includes(user("eve"))).isFalse();
    }

    @Test
    void namesThatMayBeChosenCountWhereNothingIsThereYet() {
        world.user("bob", document(allow("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/t*")));
        WhoCan who = who("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/*");
        assertThat(entry(who, user("bob")).example().resource())
                .startsWith("arn:aws:dynamodb:eu-west-1:111122223333:table/t");
        assertThat(entry(who, user("admin")).every()).isTrue();
        assertThat(who("dynamodb:GetItem", "arn:aws:dynamodb:us-*:*:table/*").includes(user("bob")))
                .isFalse();
    }

    @Test
    void tooManyKindsOfResourcesAreUnknownAndNeverNo() {
        String resources = IntStream.range(0, 60)
                .mapToObj(i -> "'arn:aws:s3:::data/*" + (char) ('a' + i % 26) + "*" + (char) ('a' + i / 3) + "*"
                        + (char) ('a' + i % 7) + "*'")
                .collect(Collectors.joining(","));
        world.bucket("data", null)
                .user(
                        "bob",
                        document(
                                "{'Effect':'Deny','Action':'s3:*','Resource':[" + resources + "]}",
                                "{'Effect':'Allow','Action':'s3:GetObject','Resource':'*'}"));
        WhoCan who = who("s3:GetObject", OBJECTS);
        assertThat(who.unknown()).containsExactly(user("bob"));
        assertThat(AccessText.of(who)).contains("not known", user("bob"));
        assertThat(AccessJson.of(who).path("unknown").get(0).asText()).isEqualTo(user("bob"));
    }
}
