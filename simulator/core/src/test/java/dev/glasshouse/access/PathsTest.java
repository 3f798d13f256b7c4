package dev.glasshouse.access;

import static dev.glasshouse.access.World.allow;
import static dev.glasshouse.access.World.allowIf;
import static dev.glasshouse.access.World.deny;
import static dev.glasshouse.access.World.document;
import static dev.glasshouse.access.World.role;
import static dev.glasshouse.access.World.trust;
import static dev.glasshouse.access.World.trusting;
import static dev.glasshouse.access.World.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Outlook.Chance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Paths of more than one step, what stands in their way, and all of a small world against brute force. */
class PathsTest {

    private static final String ROOT = "arn:aws:iam::111122223333:root";
    private static final String ADMINISTRATOR = document(allow("*", "*"));

    private static List<String> ways(Paths.Path path) {
        return path.edges().stream().map(edge -> edge.way().id()).toList();
    }

    @Example
    void aPathOfThreeStepsIsFoundAndWalkedAndTheSandboxStaysAsItIs() {
        try (World world = new World()) {
            world.user("bob", document(allow("sts:AssumeRole", role("hop"))))
                    .role("hop", trusting(ROOT), document(allow("iam:CreateAccessKey", user("ops"))))
                    .user("ops", document(allow("iam:UpdateAssumeRolePolicy", role("boss"))))
                    .role("boss", trust("{'Service':'ec2.amazonaws.com'}"), ADMINISTRATOR);
            long sequence = world.sandbox().peek().sequence();
            Paths paths = world.questions().provedPaths("user/bob");
            Paths.Path path = paths.up().get(0);
            assertThat(ways(path)).containsExactly("sts-001", "iam-002", "iam-012");
            assertThat(path.to()).isEqualTo(role("boss"));
            assertThat(path.proof().proved()).as(path.proof().toString()).isTrue();
            assertThat(path.proof().calls())
                    .extracting(Paths.MadeCall::operation)
                    .containsExactly(
                            "sts:AssumeRole",
                            "iam:CreateAccessKey",
                            "iam:UpdateAssumeRolePolicy",
                            "sts:AssumeRole",
                            "sts:GetCallerIdentity");
            assertThat(path.proof().calls()).extracting(Paths.MadeCall::error).containsOnlyNulls();
            assertThat(paths.across())
                    .extracting(Paths.Path::to)
                    .containsExactly(role("hop"), user("ops"), role("boss"));
            assertThat(world.sandbox().peek().sequence()).isEqualTo(sequence);
            assertThat(AccessText.of(paths))
                    .startsWith(user("bob")
                            + " reaches administrator in 3 steps: sts:AssumeRole, then iam:CreateAccessKey, then"
                            + " iam:UpdateAssumeRolePolicy; it can become 3 other principals\n");
        }
    }

    @Example
    void aBoundaryHoldsAfterThePoliciesWereChangedUntilItIsTakenAway() {
        try (World world = new World()) {
            String bound = world.policy("bound", document(allow("iam:*,s3:*", "*"), deny("iam:Delete*", "*")));
            world.user("bob", document(allow("iam:PutUserPolicy", user("bob"))));
            world.call("iam:PutUserPermissionsBoundary", "{'UserName':'bob','PermissionsBoundary':'" + bound + "'}");
            Paths held = world.questions().paths("user/bob");
            // what the boundary leaves is enough to become another, who has none
            assertThat(held.up()).allMatch(path -> !path.to().equals(user("bob")));
            String tight = world.policy("tight", document(allow("iam:PutUserPolicy,s3:*", "*")));
            world.call("iam:PutUserPermissionsBoundary", "{'UserName':'bob','PermissionsBoundary':'" + tight + "'}");
            Paths closed = world.questions().paths("user/bob");
            assertThat(closed.leadToAdministrator()).isFalse();
            String loose =
                    world.policy("loose", document(allow("iam:PutUserPolicy,iam:DeleteUserPermissionsBoundary", "*")));
            world.call("iam:PutUserPermissionsBoundary", "{'UserName':'bob','PermissionsBoundary':'" + loose + "'}");
            Paths open = world.questions().provedPaths("user/bob");
            assertThat(ways(open.up().get(0))).containsExactly("iam-007", "gh-iam-022");
            assertThat(open.up().get(0).proof().proved()).isTrue();
        }
    }

    @Example
    void anExplicitDenyOrAResourceThatDoesNotReachLeavesNoPath() {
        try (World world = new World()) {
            world.user("denied", document(allow("iam:CreatePolicyVersion,iam:PutUserPolicy", "*"), deny("iam:*", "*")))
                    .user("narrow", document(allow("iam:PutUserPolicy", user("somebody-else"))))
                    .user("named", document(allow("iam:PutUserPolicy", user("nam*"))));
            assertThat(world.questions().paths("user/denied").leadToAdministrator())
                    .isFalse();
            assertThat(world.questions().paths("user/narrow").leadToAdministrator())
                    .isFalse();
            assertThat(world.questions().paths("user/named").leadToAdministrator())
                    .isTrue();
        }
    }

    @Example
    void aConditionOfAnEdgeIsToldAndDecidesTheProof() {
        try (World world = new World()) {
            world.user(
                            "bob",
                            document(allowIf(
                                    "iam:PutUserPolicy", "*", "{'Bool':{'aws:MultiFactorAuthPresent':'true'}}")))
                    .user("eve", null)
                    .role(
                            "boss",
                            document("{'Effect':'Allow','Principal':{'AWS':'" + user("eve")
                                    + "'},'Action':'sts:AssumeRole','Condition':{'StringEquals':"
                                    + "{'sts:ExternalId':'secret'}}}"),
                            ADMINISTRATOR);
            Paths.Path bob = world.questions().provedPaths("user/bob").up().get(0);
            assertThat(bob.conditional()).isTrue();
            assertThat(bob.edges().get(0).outlook().chance()).isEqualTo(Chance.SOMETIMES);
            assertThat(bob.proof().proved()).isFalse();
            assertThat(bob.proof().reason()).startsWith("iam:PutUserPolicy was answered AccessDenied");
            // an external id can be given
            Paths.Path eve = world.questions().provedPaths("user/eve").up().get(0);
            assertThat(eve.proof().proved()).as(eve.proof().toString()).isTrue();
        }
    }

    @Example
    void passingARoleIsBoundToTheServiceThatThePolicyNames() {
        try (World world = new World()) {
            String lambda = "lambda:CreateFunction,lambda:InvokeFunction";
            world.role("boss", trust("{'Service':'lambda.amazonaws.com'}"), ADMINISTRATOR)
                    .user(
                            "bob",
                            document(
                                    allow(lambda, "arn:aws:lambda:*:*:function:dev-*"),
                                    allowIf(
                                            "iam:PassRole",
                                            "*",
                                            "{'StringEquals':{'iam:PassedToService':'lambda.amazonaws.com'}}")))
                    .user(
                            "eve",
                            document(
                                    allow(lambda, "*"),
                                    allowIf(
                                            "iam:PassRole",
                                            "*",
                                            "{'StringEquals':{'iam:PassedToService':'ec2.amazonaws.com'}}")));
            Paths.Path path = world.questions().paths("user/bob").up().get(0);
            assertThat(ways(path)).containsExactly("lambda-001");
            assertThat(path.walkable()).isFalse();
            assertThat(path.edges().get(0).calls().get(0).operation()).isEqualTo("lambda:CreateFunction");
            assertThat(path.edges().get(0).calls().get(0).input().path("Role").asText())
                    .isEqualTo(role("boss"));
            assertThat(path.edges().get(0).needs())
                    .extracting(Paths.Allowed::resource)
                    .contains("arn:aws:lambda:us-east-1:111122223333:function:dev-glasshouse");
            assertThat(world.questions().paths("user/eve").leadToAdministrator())
                    .isFalse();
        }
    }

    @Example
    void rolesOfOtherAccountsAreReachedAndUsersOfOthersAreNot() {
        try (World world = new World()) {
            world.user("bob", document(allow("sts:AssumeRole,iam:CreateAccessKey", "*")))
                    .user("eve", document(allow("sts:AssumeRole", "*"), deny("iam:*", "*")));
            String trusted = World.text(trusting(ROOT));
            world.callIn(
                    World.OTHER, "iam:CreateRole", "{'RoleName':'there','AssumeRolePolicyDocument':" + trusted + "}");
            assertThat(world.questions().paths("user/eve").across())
                    .extracting(Paths.Path::to)
                    .containsExactly("arn:aws:iam::444455556666:role/there");
            assertThat(world.questions().paths("user/bob").across())
                    .extracting(Paths.Path::to)
                    .contains(user("admin"))
                    .doesNotContain("arn:aws:iam::444455556666:user/admin");
        }
    }

    @Example
    void nobodyWithoutCredentialsAssumesARole() {
        try (World world = new World()) {
            world.role("open", trust("{'AWS':'*'}"), ADMINISTRATOR);
            assertThat(world.questions().paths("anonymous").leadToAdministrator())
                    .isFalse();
        }
    }

    @Example
    void whoIsAnAdministratorIsSaidToBeOne() {
        try (World world = new World()) {
            assertThat(world.questions().paths("user/admin").administrator().chance())
                    .isEqualTo(Chance.ALWAYS);
            assertThat(world.questions().paths("root").leadToAdministrator()).isTrue();
            world.user("power", document("{'Effect':'Allow','NotAction':'iam:*','Resource':'*'}"));
            assertThat(world.questions().paths("user/power").leadToAdministrator())
                    .isFalse();
        }
    }

    // ---- several together

    @Example
    void whoWasReachedChangesTheRightsOfOneReachedBefore() {
        try (World world = new World()) {
            world.user("bob", document(allow("sts:AssumeRole", role("dev"))))
                    .role("dev", trusting(ROOT), document(allow("iam:AttachUserPolicy", user("bob"))));
            Paths paths = world.questions().provedPaths("user/bob");
            assertThat(paths.up()).hasSize(1);
            Paths.Path path = paths.up().get(0);
            assertThat(path.to()).isEqualTo(user("bob"));
            assertThat(ways(path)).containsExactly("sts-001", "iam-008");
            assertThat(path.edges().get(1).from()).isEqualTo(role("dev"));
            assertThat(path.edges().get(1).to()).isEqualTo(user("bob"));
            assertThat(path.proof().proved()).as(path.proof().toString()).isTrue();
            assertThat(path.proof().calls())
                    .extracting(Paths.MadeCall::operation)
                    .containsExactly("sts:AssumeRole", "iam:AttachUserPolicy", "sts:GetCallerIdentity");
        }
    }

    @Example
    void twoWalkTogetherWhatNeitherWalksAlone() {
        try (World world = new World()) {
            world.user("bob", document(allow("sts:AssumeRole", role("dev")), allow("iam:PutUserPolicy", user("ops"))))
                    .role("dev", trusting(ROOT), document(allow("iam:CreateLoginProfile", user("ops"))))
                    .user("ops", null);
            Paths.Path path = world.questions().provedPaths("user/bob").up().get(0);
            assertThat(ways(path)).containsExactly("sts-001", "gh-iam-035");
            assertThat(path.edges().get(1).together()).containsExactly(role("dev"));
            assertThat(path.edges().get(1).calls())
                    .extracting(Paths.PlannedCall::as)
                    .containsExactly(user("bob"), role("dev"));
            assertThat(path.proof().proved()).as(path.proof().toString()).isTrue();
            assertThat(world.questions().paths("role/dev").up()).isEmpty();
            assertThat(AccessText.of(world.questions().paths("user/bob")))
                    .contains(user("bob") + " -> " + user("ops") + "  together with " + role("dev") + "\n");
        }
    }

    @Example
    void twoRolesOnDifferentSidesAreReachedAndWalkTogetherAndWithoutEitherNobodyDoes() {
        for (String missing : List.of("", "left", "right")) {
            try (World world = new World()) {
                world.user("bob", document(allow("sts:AssumeRole", "*")))
                        .role("left", trusting(ROOT), document(allow("iam:AttachRolePolicy", role("boss"))))
                        .role("right", trusting(ROOT), document(allow("iam:UpdateAssumeRolePolicy", role("boss"))))
                        .role("boss", trust("{'Service':'ec2.amazonaws.com'}"), null);
                if (!missing.isEmpty()) {
                    world.call("iam:DeleteRolePolicy", "{'RoleName':'" + missing + "','PolicyName':'inline'}");
                }
                Paths paths = world.questions().provedPaths("user/bob");
                if (!missing.isEmpty()) {
                    assertThat(paths.up()).as(missing).isEmpty();
                    continue;
                }
                Paths.Path path = paths.up().get(0);
                // boss is reached by the right one alone, and the left one then changes its rights
                assertThat(ways(path)).containsExactlyInAnyOrder("sts-001", "sts-001", "iam-019");
                assertThat(path.proof().proved()).as(path.proof().toString()).isTrue();
            }
        }
    }

    @Example
    void aPathOfOneAloneThatIsShorterComesFirstAndSoDoesOneOfSeveral() {
        try (World world = new World()) {
            // four steps alone, two together: dev changes a role that bob assumes
            world.user("bob", document(allow("sts:AssumeRole", role("r1")), allow("sts:AssumeRole", role("dev"))))
                    .role("r1", trusting(ROOT), document(allow("sts:AssumeRole", role("r2"))))
                    .role("r2", trusting(ROOT), document(allow("sts:AssumeRole", role("r3"))))
                    .role("r3", trusting(ROOT), document(allow("iam:PutRolePolicy", role("r3"))))
                    .role("dev", trusting(ROOT), document(allow("iam:PutRolePolicy", role("r1"))));
            Paths.Path path =
                    world.questions().pathToAdministrator("user/bob").up().get(0);
            assertThat(ways(path)).containsExactly("sts-001", "iam-017");
            assertThat(path.to()).isEqualTo(role("r1"));
            assertThat(path.edges().get(1).together()).containsExactly(user("bob"));
            world.call(
                    "iam:PutRolePolicy",
                    "{'RoleName':'dev','PolicyName':'more','PolicyDocument':"
                            + World.text(document(allow("iam:PutRolePolicy", role("dev")))) + "}");
            Paths.Path alone =
                    world.questions().pathToAdministrator("user/bob").up().get(0);
            assertThat(ways(alone)).containsExactly("sts-001", "iam-005");
        }
    }

    // ---- against brute force

    private static final List<String> NAMES = List.of("u0", "u1", "u2", "r0", "r1", "r2");

    @Provide
    Arbitrary<List<String>> statements() {
        Arbitrary<String> actions =
                Arbitraries.of("sts:AssumeRole", "iam:CreateAccessKey", "iam:PutUserPolicy", "iam:PutRolePolicy");
        Arbitrary<String> effects = Arbitraries.of("Allow", "Allow", "Allow", "Deny");
        Arbitrary<String> resources = Arbitraries.of("*", "u0", "u1", "u2", "r0", "r1", "r2");
        return net.jqwik.api.Combinators.combine(Arbitraries.of(NAMES), effects, actions, resources)
                .as((who, effect, action, on) -> String.join(" ", who, effect, action, on))
                .list()
                .ofMinSize(1)
                .ofMaxSize(9);
    }

    @Property(tries = 40)
    void pathsOfASmallWorldAreThoseOfBruteForce(@ForAll("statements") List<String> statements) {
        try (World world = new World()) {
            for (String name : NAMES) {
                List<String> own = new ArrayList<>();
                for (String line : statements) {
                    String[] words = line.split(" ");
                    if (words[0].equals(name)) {
                        String on = words[3].equals("*") ? "*" : arn(words[3]);
                        own.add(words[1].equals("Allow") ? allow(words[2], on) : deny(words[2], on));
                    }
                }
                String policy = own.isEmpty() ? null : document(own.toArray(new String[0]));
                if (name.startsWith("u")) {
                    world.user(name, policy);
                } else {
                    world.role(name, name.equals("r0") ? trusting(ROOT) : trust("{'AWS':'" + ROOT + "'}"), policy);
                }
            }
            for (String name : NAMES) {
                Set<String> reached = new HashSet<>();
                boolean administrator = brute(world, name, reached);
                Paths paths = world.questions().paths((name.startsWith("u") ? "user/" : "role/") + name);
                assertThat(!paths.up().isEmpty()).as(name + " " + statements).isEqualTo(administrator);
                Set<String> across = new HashSet<>();
                paths.across().forEach(path -> across.add(path.to()));
                assertThat(across).as(name + " " + statements).containsAll(reached);
            }
        }
    }

    private static String arn(String name) {
        return name.startsWith("u") ? user(name) : role(name);
    }

    /**
     * Follows single steps, each asked for by itself, of all who were reached; whether one of them may change the rights of one
     * who was reached or whom another of them can become.
     */
    private static boolean brute(World world, String start, Set<String> reached) {
        Deque<String> open = new ArrayDeque<>(List.of(start));
        Set<String> held = new HashSet<>(open);
        Set<String> changeable = new HashSet<>();
        boolean administrator = false;
        while (!open.isEmpty()) {
            String name = open.remove();
            for (String other : NAMES) {
                boolean user = other.startsWith("u");
                if (may(world, name, user ? "iam:PutUserPolicy" : "iam:PutRolePolicy", other)) {
                    changeable.add(other);
                }
                boolean become = may(world, name, user ? "iam:CreateAccessKey" : "sts:AssumeRole", other);
                if (become && !other.equals(name) && held.add(other)) {
                    reached.add(arn(other));
                    open.add(other);
                }
            }
            // the account's administrator is a user like others
            administrator |= world.control()
                    .access(arn(name), "iam:CreateAccessKey", user("admin"), ContextKeys.EMPTY)
                    .isAllowed();
        }
        return administrator || changeable.stream().anyMatch(held::contains);
    }

    private static boolean may(World world, String name, String action, String other) {
        return world.control()
                .access(arn(name), action, arn(other), ContextKeys.EMPTY)
                .isAllowed();
    }
}
