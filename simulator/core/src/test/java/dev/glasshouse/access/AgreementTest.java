package dev.glasshouse.access;

import static dev.glasshouse.access.World.allow;
import static dev.glasshouse.access.World.deny;
import static dev.glasshouse.access.World.document;
import static dev.glasshouse.access.World.role;
import static dev.glasshouse.access.World.trust;
import static dev.glasshouse.access.World.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Outlook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Answers about all that is possible, against single questions that a call would put. */
class AgreementTest {

    private static final String OBJECT = "arn:aws:s3:::data/a";
    private static final List<String> NAMES = List.of("u0", "u1", "r0");

    private static final List<ContextKeys> CALLS = calls();

    private static List<ContextKeys> calls() {
        List<ContextKeys> calls = new ArrayList<>();
        for (String ip : List.of("10.0.0.1", "198.51.100.7")) {
            for (String mfa : new String[] {null, "true", "false"}) {
                for (String prefix : new String[] {null, "home", "tmp"}) {
                    calls.add(ContextKeys.builder()
                            .put("aws:SourceIp", ip)
                            .put("aws:MultiFactorAuthPresent", mfa)
                            .put("s3:prefix", prefix)
                            .build());
                }
            }
        }
        return calls;
    }

    private static Arbitrary<String> conditions() {
        return Arbitraries.of(
                "",
                "",
                ",'Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}",
                ",'Condition':{'NotIpAddress':{'aws:SourceIp':'10.0.0.0/8'}}",
                ",'Condition':{'Bool':{'aws:MultiFactorAuthPresent':'true'}}",
                ",'Condition':{'BoolIfExists':{'aws:MultiFactorAuthPresent':'false'}}",
                ",'Condition':{'StringLike':{'s3:prefix':'h*'}}",
                ",'Condition':{'StringNotEquals':{'s3:prefix':'tmp'}}",
                ",'Condition':{'StringEquals':{'aws:username':'u0'}}");
    }

    @Provide
    Arbitrary<List<String>> own() {
        return Combinators.combine(
                        Arbitraries.of(NAMES),
                        Arbitraries.of("Allow", "Allow", "Deny"),
                        Arbitraries.of("*", OBJECT, "arn:aws:s3:::data/b"),
                        conditions())
                .as((who, effect, resource, condition) -> who + " {'Effect':'" + effect
                        + "','Action':'s3:GetObject','Resource':'" + resource + "'" + condition + "}")
                .list()
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<String>> ofBucket() {
        return Combinators.combine(
                        Arbitraries.of("'*'", "{'AWS':'" + user("u0") + "'}", "{'AWS':'" + role("r0") + "'}"),
                        Arbitraries.of("Allow", "Deny"),
                        // S3 takes no key that the action does not have
                        conditions().filter(condition -> !condition.contains("s3:prefix")))
                .as((who, effect, condition) -> "{'Effect':'" + effect + "','Principal':" + who
                        + ",'Action':'s3:GetObject','Resource':'arn:aws:s3:::data/*'" + condition + "}")
                .list()
                .ofMaxSize(2);
    }

    @Property(tries = 60)
    void whoCanSaysWhatSingleQuestionsSay(@ForAll("own") List<String> own, @ForAll("ofBucket") List<String> ofBucket) {
        try (World world = new World()) {
            Map<String, List<String>> byName = new HashMap<>();
            own.forEach(line -> byName.computeIfAbsent(line.substring(0, 2), name -> new ArrayList<>())
                    .add(line.substring(3)));
            for (String name : NAMES) {
                List<String> statements = byName.getOrDefault(name, List.of());
                String policy = statements.isEmpty() ? null : document(statements.toArray(new String[0]));
                if (name.startsWith("u")) {
                    world.user(name, policy);
                } else {
                    world.role(name, trust("{'Service':'ec2.amazonaws.com'}"), policy);
                }
            }
            world.bucket("data", ofBucket.isEmpty() ? null : document(ofBucket.toArray(new String[0])));
            WhoCan who = world.questions().whoCan("s3:GetObject", OBJECT);
            for (String name : NAMES) {
                String arn = name.startsWith("u") ? user(name) : role(name);
                Outlook outlook = who.direct().stream()
                        .filter(entry -> entry.who().equals(arn))
                        .map(WhoCan.Entry::outlook)
                        .findFirst()
                        .orElse(Outlook.NEVER);
                check(world, arn, outlook, name + " " + own + " " + ofBucket);
            }
            Outlook anyone = who.direct().stream()
                    .filter(entry -> entry.kind() == WhoCan.Kind.ANYONE)
                    .map(WhoCan.Entry::outlook)
                    .findFirst()
                    .orElse(Outlook.NEVER);
            check(world, "anonymous", anyone, "anonymous " + ofBucket);
        }
    }

    private static void check(World world, String who, Outlook outlook, String said) {
        for (ContextKeys call : CALLS) {
            boolean allowed =
                    world.control().access(who, "s3:GetObject", OBJECT, call).isAllowed();
            if (allowed) {
                assertThat(outlook.possible()).as(said + " " + call).isTrue();
            } else {
                assertThat(outlook.chance()).as(said + " " + call).isNotEqualTo(Outlook.Chance.ALWAYS);
            }
        }
        for (Outlook.Way way : outlook.ways()) {
            assertThat(way.example()).as(said + " " + way).isNotNull();
            assertThat(world.control()
                            .access(who, "s3:GetObject", OBJECT, way.example())
                            .isAllowed())
                    .as(said + " " + way)
                    .isTrue();
        }
    }

    @Example
    void aPolicyOfTheOrganizationClosesAWayUp() {
        try (World world = new World()) {
            String member = world.organization("SERVICE_CONTROL_POLICY");
            world.callIn(member, "iam:CreateUser", "{'UserName':'bob'}");
            world.callIn(
                    member,
                    "iam:PutUserPolicy",
                    "{'UserName':'bob','PolicyName':'p','PolicyDocument':"
                            + World.text(document(allow("iam:PutUserPolicy", "*"))) + "}");
            String bob = "arn:aws:iam::" + member + ":user/bob";
            Paths open = world.questions().provedPaths(bob);
            assertThat(open.up()).isNotEmpty();
            assertThat(open.up().get(0).proof().proved()).isTrue();
            world.attach("SERVICE_CONTROL_POLICY", document(deny("iam:Put*", "*")), member);
            assertThat(world.questions().paths(bob).leadToAdministrator()).isFalse();
        }
    }
}
