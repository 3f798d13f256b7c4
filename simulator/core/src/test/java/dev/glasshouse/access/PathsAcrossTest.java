package dev.glasshouse.access;

import static dev.glasshouse.access.World.allow;
import static dev.glasshouse.access.World.deny;
import static dev.glasshouse.access.World.document;
import static dev.glasshouse.access.World.role;
import static dev.glasshouse.access.World.trust;
import static dev.glasshouse.access.World.trusting;
import static dev.glasshouse.access.World.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Paths between accounts, and what holds where rights are taken: control policies, boundaries, sessions, AWS's own roles. */
class PathsAcrossTest {

    private static final String ROOT = "arn:aws:iam::111122223333:root";
    private static final String THERE = "arn:aws:iam::444455556666:role/there";
    private static final String ADMINISTRATOR = document(allow("*", "*"));

    private static List<String> ways(Paths.Path path) {
        return path.edges().stream().map(edge -> edge.way().id()).toList();
    }

    private static void there(World world, String name, String trust, String policy) {
        world.callIn(
                World.OTHER,
                "iam:CreateRole",
                "{'RoleName':'" + name + "','AssumeRolePolicyDocument':" + World.text(trust) + "}");
        world.callIn(
                World.OTHER,
                "iam:PutRolePolicy",
                "{'RoleName':'" + name + "','PolicyName':'own','PolicyDocument':" + World.text(policy) + "}");
    }

    @Test
    void aRoleOfAnotherAccountLeadsUpThere() {
        try (World world = new World()) {
            world.user("bob", document(allow("sts:AssumeRole", THERE)));
            there(world, "there", trusting(ROOT), document(allow("iam:PutRolePolicy", THERE)));
            Paths.Path path = world.questions().provedPaths("user/bob").up().get(0);
            assertThat(ways(path)).containsExactly("sts-001", "iam-005");
            assertThat(path.to()).isEqualTo(THERE);
            assertThat(path.proof().proved()).as(path.proof().toString()).isTrue();
            // both sides must say so
            world.call("iam:DeleteUserPolicy", "{'UserName':'bob','PolicyName':'inline'}");
            assertThat(world.questions().paths("user/bob").leadToAdministrator())
                    .isFalse();
        }
    }

    @Test
    void aBoundaryThatHasNoAssumeRoleKeepsOneOutOfAnotherAccount() {
        try (World world = new World()) {
            world.user("bob", document(allow("sts:AssumeRole", THERE)));
            there(world, "there", trusting(user("bob")), ADMINISTRATOR);
            assertThat(world.questions().paths("user/bob").leadToAdministrator())
                    .isTrue();
            String bound = world.policy("bound", document(allow("s3:*", "*")));
            world.call("iam:PutUserPermissionsBoundary", "{'UserName':'bob','PermissionsBoundary':'" + bound + "'}");
            assertThat(world.questions().paths("user/bob").leadToAdministrator())
                    .isFalse();
        }
    }

    @Test
    void reachedPrincipalsOfDifferentAccountsDoNotWalkTogether() {
        try (World world = new World()) {
            world.user("bob", document(allow("sts:AssumeRole", THERE), allow("iam:PutUserPolicy", user("ops"))))
                    .user("ops", null);
            there(
                    world,
                    "there",
                    trusting(ROOT),
                    document(allow("iam:CreateAccessKey", user("ops")), allow("iam:AttachUserPolicy", user("bob"))));
            Paths paths = world.questions().paths("user/bob");
            assertThat(paths.leadToAdministrator()).isFalse();
            assertThat(paths.across()).extracting(Paths.Path::to).containsExactly(THERE);
        }
    }

    @Test
    void aRoleThatServicesTakeIsPassedInItsOwnAccountAlone() {
        try (World world = new World()) {
            String lambda = "{'Service':'lambda.amazonaws.com'}";
            world.user("bob", document(allow("iam:PassRole,lambda:CreateFunction,lambda:InvokeFunction", "*")));
            there(world, "there", trust(lambda), ADMINISTRATOR);
            assertThat(world.questions().paths("user/bob").leadToAdministrator())
                    .isFalse();
            world.role("here", trust(lambda), ADMINISTRATOR);
            assertThat(world.questions().paths("user/bob").up())
                    .extracting(Paths.Path::to)
                    .containsExactly(role("here"));
        }
    }

    @Test
    void aRoleThatIsLinkedToAServiceIsNobodysToTake() {
        try (World world = new World()) {
            world.call("iam:CreateServiceLinkedRole", "{'AWSServiceName':'autoscaling.amazonaws.com'}");
            world.user(
                    "bob",
                    document(allow(
                            "iam:UpdateAssumeRolePolicy,iam:PutRolePolicy,iam:AttachRolePolicy,iam:PassRole,"
                                    + "sts:AssumeRole,lambda:*",
                            "*")));
            Paths paths = world.questions().paths("user/bob");
            assertThat(paths.up()).isEmpty();
            assertThat(paths.across()).isEmpty();
        }
    }

    @Test
    void aSessionsOwnPolicyHoldsForItsHolder() {
        try (World world = new World()) {
            world.role("dev", trusting(ROOT), document(allow("iam:PutRolePolicy", role("dev"))));
            world.user("bob", document(allow("sts:AssumeRole", "*")));
            assertThat(world.questions().paths("role/dev").leadToAdministrator())
                    .isTrue();
            JsonNode narrow = world.callRaw(
                    "sts:AssumeRole",
                    "{\"RoleArn\":\"" + role("dev") + "\",\"RoleSessionName\":\"narrow\",\"Policy\":"
                            + World.text(document(allow("s3:*", "*"))) + "}");
            String key = narrow.path("Credentials").path("AccessKeyId").asText();
            assertThat(world.questions().paths(key).leadToAdministrator()).isFalse();
        }
    }

    @Test
    void whatTheOrganizationDeniesToAnAccountsResourcesAStrangerDoesNotReach() {
        try (World world = new World()) {
            String member = world.organization("RESOURCE_CONTROL_POLICY");
            String there = "arn:aws:iam::" + member + ":role/OrganizationAccountAccessRole";
            world.user("bob", document(allow("sts:AssumeRole", there)));
            assertThat(world.questions().provedPaths("user/bob").up())
                    .extracting(Paths.Path::to)
                    .containsExactly(there);
            String rule =
                    "{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*','Action':'sts:AssumeRole',"
                            + "'Resource':'*'}]}";
            world.attach("RESOURCE_CONTROL_POLICY", rule, member);
            assertThat(world.questions().paths("user/bob").leadToAdministrator())
                    .isFalse();
        }
    }

    @Test
    void aDenyInThePoliciesOfWhoIsPutInAGroupIsKept() {
        try (World world = new World()) {
            world.user("bob", document(allow("iam:AddUserToGroup", "arn:aws:iam::111122223333:group/*")))
                    .group("team", document(allow("*", "*"), deny("iam:*", "*")));
            assertThat(world.questions().paths("user/bob").leadToAdministrator())
                    .isFalse();
        }
    }
}
