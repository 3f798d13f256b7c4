package dev.glasshouse.service.iam;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

class InstanceProfilesTest {

    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":"
            + "{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}";

    private final TestCloud cloud = new TestCloud();
    private final IamClient iam = cloud.admin(IamClient.builder());

    @BeforeEach
    void makeARole() {
        iam.createRole(request -> request.roleName("web").description("d").assumeRolePolicyDocument(TRUST));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(IamException.class, call);
    }

    @Test
    void a_profile_takes_one_role_and_shows_who_it_is() {
        InstanceProfile made = iam.createInstanceProfile(
                        request -> request.instanceProfileName("p").path("/x/"))
                .instanceProfile();
        assertThat(made.instanceProfileId()).matches("AIPA[A-Z2-7]{17}");
        assertThat(made.hasTags()).isFalse();
        iam.addRoleToInstanceProfile(request -> request.instanceProfileName("p").roleName("web"));
        InstanceProfile got = iam.getInstanceProfile(request -> request.instanceProfileName("p"))
                .instanceProfile();
        assertThat(got.hasTags()).isTrue();
        Role role = got.roles().get(0);
        assertThat(role.roleName()).isEqualTo("web");
        assertThat(role.maxSessionDuration()).isNull();
        assertThat(role.description()).isNull();
        assertThat(failure(() -> iam.addRoleToInstanceProfile(
                        request -> request.instanceProfileName("p").roleName("web"))))
                .isEqualTo("LimitExceeded 409 Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
        assertThat(iam.listInstanceProfilesForRole(request -> request.roleName("web"))
                        .instanceProfiles())
                .extracting(InstanceProfile::arn)
                .containsExactly("arn:aws:iam::" + ACCOUNT + ":instance-profile/x/p");
        assertThat(iam.getAccountAuthorizationDetails().roleDetailList().get(0).instanceProfileList())
                .hasSize(1);
    }

    @Test
    void neither_a_profile_with_a_role_nor_the_role_in_it_is_deleted() {
        iam.createInstanceProfile(request -> request.instanceProfileName("p"));
        iam.addRoleToInstanceProfile(request -> request.instanceProfileName("p").roleName("web"));
        String conflict = "DeleteConflict 409 Cannot delete entity, must remove roles from instance profile first.";
        assertThat(failure(() -> iam.deleteInstanceProfile(request -> request.instanceProfileName("p"))))
                .isEqualTo(conflict);
        assertThat(failure(() -> iam.deleteRole(request -> request.roleName("web"))))
                .isEqualTo(conflict);
        iam.removeRoleFromInstanceProfile(
                request -> request.instanceProfileName("p").roleName("web"));
        assertThat(failure(() -> iam.removeRoleFromInstanceProfile(
                        request -> request.instanceProfileName("p").roleName("web"))))
                .isEqualTo("NoSuchEntity 404 Role web in Instance Profile p cannot be found.");
        iam.deleteInstanceProfile(request -> request.instanceProfileName("p"));
        iam.deleteRole(request -> request.roleName("web"));
        assertThat(failure(() -> iam.getInstanceProfile(request -> request.instanceProfileName("p"))))
                .isEqualTo("NoSuchEntity 404 Instance Profile p cannot be found.");
    }

    @Test
    void who_adds_a_role_passes_it_to_ec2() {
        iam.createInstanceProfile(request -> request.instanceProfileName("p"));
        String add = "{'Effect':'Allow','Action':'iam:AddRoleToInstanceProfile','Resource':'*'}";
        String pass = "{'Effect':'Allow','Action':'iam:PassRole','Resource':'*','Condition':{'StringEquals':"
                + "{'iam:PassedToService':'%s'}}}";
        IamClient without = as("a", add);
        assertThat(failure(() -> without.addRoleToInstanceProfile(
                        request -> request.instanceProfileName("p").roleName("web"))))
                .contains("iam:PassRole on resource: arn:aws:iam::" + ACCOUNT + ":role/web");
        IamClient elsewhere = as("b", add + "," + String.format(pass, "lambda.amazonaws.com"));
        assertThat(failure(() -> elsewhere.addRoleToInstanceProfile(
                        request -> request.instanceProfileName("p").roleName("web"))))
                .contains("iam:PassRole");
        as("c", add + "," + String.format(pass, "ec2.amazonaws.com"))
                .addRoleToInstanceProfile(
                        request -> request.instanceProfileName("p").roleName("web"));
    }

    private IamClient as(String name, String statements) {
        return cloud.as(
                cloud.user(name, "{'Version':'2012-10-17','Statement':[" + statements + "]}"), IamClient.builder());
    }

    @Test
    void tag_keys_that_differ_by_case_are_two() {
        iam.createInstanceProfile(request -> request.instanceProfileName("p").tags(tag("a", "1"), tag("A", "2")));
        iam.tagInstanceProfile(request -> request.instanceProfileName("p").tags(tag("a", "3")));
        assertThat(iam.listInstanceProfileTags(request -> request.instanceProfileName("p"))
                        .tags())
                .containsExactly(tag("A", "2"), tag("a", "3"));
        iam.untagInstanceProfile(request -> request.instanceProfileName("p").tagKeys("a"));
        assertThat(iam.listInstanceProfileTags(request -> request.instanceProfileName("p"))
                        .tags())
                .containsExactly(tag("A", "2"));
        assertThat(failure(() -> iam.tagInstanceProfile(
                        request -> request.instanceProfileName("p").tags(tag("k", "1"), tag("k", "2")))))
                .isEqualTo("InvalidInput 400 Duplicate tag keys found.");
    }

    @Test
    void tag_keys_are_refused_in_awss_words() {
        assertThat(failure(
                        () -> iam.untagRole(request -> request.roleName("web").tagKeys("k".repeat(129)))))
                .isEqualTo("ValidationError 400 1 validation error detected: Value at 'tagKeys' failed to satisfy"
                        + " constraint: Member must satisfy constraint: [Member must have length less than or equal to"
                        + " 128, Member must have length greater than or equal to 1, Member must satisfy regular"
                        + " expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+, Member must not be null]");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void the_summary_counts_what_there_is() {
        iam.createInstanceProfile(request -> request.instanceProfileName("p"));
        var summary = iam.getAccountSummary().summaryMapAsStrings();
        assertThat(summary).hasSize(34).containsEntry("InstanceProfiles", 1).containsEntry("Roles", 1);
        assertThat(summary).containsEntry("ServerCertificatesQuota", 20).containsEntry("AccountPasswordPresent", 1);
    }
}
