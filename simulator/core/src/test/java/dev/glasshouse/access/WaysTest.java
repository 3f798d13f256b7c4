package dev.glasshouse.access;

import static dev.glasshouse.access.World.allow;
import static dev.glasshouse.access.World.document;
import static dev.glasshouse.access.World.role;
import static dev.glasshouse.access.World.trust;
import static dev.glasshouse.access.World.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.policy.reference.ServiceReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way of the table: who has exactly what it needs can walk it, and in a fork does; without one of its actions nobody can. */
class WaysTest {

    private static final String ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess";
    private static final String HARMLESS = document(allow("s3:ListAllMyBuckets", "*"));
    private static final String EVERYTHING = document(allow("*", "*"));

    /** The ways, named by their ids and actions. */
    static Stream<Named<Way>> ways() {
        return Ways.all().stream().map(way -> Named.of(way.id() + ": " + way.title(), way));
    }

    /** A world in which a way is there, and me with some of its permissions. */
    private static World world(Way way, List<Way.Need> granted) {
        World world = new World();
        boolean meRole = way.whom() == Way.Whom.SELF_ROLE;
        boolean subjectUser = way.whom() == Way.Whom.USER || way.whom().isSelf() && !meRole;
        String subject = way.whom().isSelf() ? "me" : "target";
        String root = "{'AWS':'arn:aws:iam::111122223333:root'}";
        if (meRole) {
            world.role("me", trust(root), null);
        } else {
            world.user("me", null);
        }
        if (way.whom() == Way.Whom.USER) {
            world.user("target", null);
        } else if (!way.whom().isSelf()) {
            String trusted = way.service() != null
                    ? (way.service().startsWith("cognito") ? "{'Federated':'" : "{'Service':'") + way.service() + "'}"
                    : way.become() == Way.Become.ASSUME ? root : "{'Service':'ec2.amazonaws.com'}";
            world.role("target", trust(trusted), null);
        }
        String kind = subjectUser ? "User" : "Role";
        String policy = fill(world, way, subject, kind);
        boolean unbound = way.change() == Way.Change.UNBOUNDED;
        if (way.change() == Way.Change.NONE || unbound) {
            attach(world, kind, subject, ADMINISTRATOR_ACCESS);
        }
        List<String> statements = new ArrayList<>();
        for (Way.Need need : granted) {
            String on = switch (need.on()) {
                case "subject" -> subjectUser ? user(subject) : role(subject);
                case "policy" -> policy;
                case "group" -> "arn:aws:iam::111122223333:group/team";
                default -> "*";
            };
            statements.add(allow(need.action(), on));
        }
        if (!statements.isEmpty()) {
            world.callRaw(
                    meRole ? "iam:PutRolePolicy" : "iam:PutUserPolicy",
                    "{\"" + (meRole ? "RoleName" : "UserName") + "\":\"me\",\"PolicyName\":\"mine\",\"PolicyDocument\":"
                            + World.text(document(statements.toArray(new String[0]))) + "}");
        }
        if (unbound) {
            List<String> bounds = new ArrayList<>(List.of(allow("s3:*", "*")));
            if (way.whom().isSelf() && !statements.isEmpty()) {
                bounds.addAll(statements);
            }
            String bound = world.policy("bound", document(bounds.toArray(new String[0])));
            world.call(
                    "iam:Put" + kind + "PermissionsBoundary",
                    "{'" + kind + "Name':'" + subject + "','PermissionsBoundary':'" + bound + "'}");
        }
        return world;
    }

    /** Puts there what a way wants to be there, and names the policy. */
    private static String fill(World world, Way way, String subject, String kind) {
        String policy = "";
        if (way.there().contains("policy") || way.there().contains("version")) {
            policy = world.policy("known", HARMLESS);
            attach(world, kind, subject, policy);
            int more = way.there().contains("full") ? 4 : way.there().contains("version") ? 1 : 0;
            for (int i = 0; i < more; i++) {
                world.callRaw(
                        "iam:CreatePolicyVersion",
                        "{\"PolicyArn\":\"" + policy + "\",\"PolicyDocument\":" + World.text(EVERYTHING) + "}");
            }
        }
        if (way.there().contains("group")) {
            world.group("team", HARMLESS);
            world.call("iam:AddUserToGroup", "{'GroupName':'team','UserName':'" + subject + "'}");
        }
        if (way.there().contains("other-group")) {
            world.group("team", EVERYTHING);
        }
        if (way.there().contains("key-full")) {
            world.call("iam:CreateAccessKey", "{'UserName':'target'}");
            world.call("iam:CreateAccessKey", "{'UserName':'target'}");
        }
        if (way.there().contains("login")) {
            world.call("iam:CreateLoginProfile", "{'UserName':'target','Password':'Very-secret-12345!'}");
        }
        return policy;
    }

    private static void attach(World world, String kind, String name, String policy) {
        world.call("iam:Attach" + kind + "Policy", "{'" + kind + "Name':'" + name + "','PolicyArn':'" + policy + "'}");
    }

    private static String me(Way way) {
        return way.whom() == Way.Whom.SELF_ROLE ? "role/me" : "user/me";
    }

    private static Optional<Paths.Path> path(Paths paths, Way way) {
        return paths.up().stream()
                .filter(path -> path.edges().size() == 1)
                .filter(path -> path.edges().get(0).way().id().equals(way.id()))
                .findFirst();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whoHasWhatAWayNeedsWalksIt(Way way) {
        try (World world = world(way, way.needs())) {
            Paths paths = world.questions().provedPaths(me(way));
            assertThat(paths.complete()).isTrue();
            assertThat(paths.leadToAdministrator()).isTrue();
            // where a role that is there is enough, a longer list of actions reaches the same: no other way is told
            assertThat(paths.up()).allSatisfy(up -> {
                assertThat(up.edges()).hasSize(1);
                assertThat(way.needs()).containsAll(up.edges().get(0).way().needs());
            });
            Paths.Path path = path(paths, way).orElse(paths.up().get(0));
            assertThat(path.edges().get(0).together()).isEmpty();
            Way found = path.edges().get(0).way();
            List<String> calls = new ArrayList<>(found.needs().stream()
                    .map(Way.Need::action)
                    .filter(action -> !action.equals("iam:PassRole"))
                    .toList());
            if (found.become() == Way.Become.TRUST) {
                calls.add("sts:AssumeRole");
            }
            assertThat(path.edges().get(0).calls())
                    .extracting(Paths.PlannedCall::operation)
                    .containsExactlyElementsOf(calls);
            assertThat(path.walkable()).isEqualTo(way.service() == null);
            assertThat(path.proof()).isNotNull();
            assertThat(path.proof().proved()).as(path.proof().toString()).isEqualTo(way.service() == null);
            if (way.service() == null) {
                assertThat(path.proof().calls())
                        .extracting(Paths.MadeCall::operation)
                        .startsWith(calls.toArray(new String[0]));
                assertThat(path.proof().reason()).contains(" is an administrator");
            } else {
                assertThat(path.proof().reason()).isEqualTo("service not simulated: " + found.title());
                assertThat(path.proof().calls()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void withoutOneOfItsActionsAWayIsNone(Way way) {
        for (Way.Need missing : way.needs()) {
            List<Way.Need> granted = new ArrayList<>(way.needs());
            granted.remove(missing);
            try (World world = world(way, granted)) {
                assertThat(path(world.questions().paths(me(way)), way))
                        .as("without " + missing)
                        .isEmpty();
            }
        }
    }

    @Test
    void theTableHasAllThatIsPublishedAndNamesActionsThatAreThere() {
        assertThat(Ways.all()).hasSizeGreaterThan(75).doesNotHaveDuplicates();
        assertThat(Ways.all()).extracting(Way::id).doesNotHaveDuplicates();
        for (Way way : Ways.all()) {
            for (Way.Need need : way.needs()) {
                ServiceReference.Action action =
                        ServiceReference.find(need.action()).orElseThrow(() -> new AssertionError(need.action()));
                if (need.on().equals("*")) {
                    assertThat(action.types()).as(way.id() + " " + need).isEmpty();
                } else if (need.type() != null) {
                    assertThat(action.types()).as(way.id() + " " + need).containsKey(need.type());
                }
            }
        }
    }
}
