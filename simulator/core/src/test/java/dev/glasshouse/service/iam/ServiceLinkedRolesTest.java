package dev.glasshouse.service.iam;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Role;

class ServiceLinkedRolesTest {

    private static final String BATCH = "AWSServiceRoleForBatch";

    private final TestCloud cloud = new TestCloud();
    private final IamClient iam = cloud.admin(IamClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(IamException.class, call);
    }

    @Test
    void a_service_linked_role_lies_on_the_services_path_and_trusts_it() {
        Role made = iam.createServiceLinkedRole(request -> request.awsServiceName("batch.amazonaws.com"))
                .role();
        assertThat(made.maxSessionDuration()).isNull();
        Role role = iam.getRole(request -> request.roleName(BATCH)).role();
        assertThat(role.arn())
                .isEqualTo("arn:aws:iam::" + ACCOUNT
                        + ":role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch");
        assertThat(role.path()).isEqualTo("/aws-service-role/batch.amazonaws.com/");
        assertThat(role.maxSessionDuration()).isEqualTo(3600);
        assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                                + "\"batch.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}");
        assertThat(iam.listAttachedRolePolicies(request -> request.roleName(BATCH))
                        .attachedPolicies())
                .extracting(AttachedPolicy::policyArn)
                .containsExactly("arn:aws:iam::aws:policy/aws-service-role/BatchServiceRolePolicy");
        assertThat(failure(() -> iam.createServiceLinkedRole(request -> request.awsServiceName("batch.amazonaws.com"))))
                .isEqualTo("InvalidInput 400 Service role name AWSServiceRoleForBatch has been taken in this account,"
                        + " please try a different suffix.");
    }

    @Test
    void every_services_role_can_be_made_and_its_policy_exists() {
        LinkedService.all().values().forEach(service -> {
            iam.createServiceLinkedRole(request -> request.awsServiceName(service.principal()));
            assertThat(service.role()).startsWith("AWSServiceRoleFor").hasSizeLessThanOrEqualTo(64);
            assertThat(AwsManagedPolicies.find(service.policyArn()))
                    .as(service.policyArn())
                    .isPresent();
        });
        assertThat(LinkedService.all().values().stream()
                        .map(LinkedService::role)
                        .collect(Collectors.toSet()))
                .hasSameSizeAs(LinkedService.all().values());
    }

    @Test
    void a_suffix_is_for_few_services() {
        assertThat(iam.createServiceLinkedRole(request -> request.awsServiceName("autoscaling.amazonaws.com")
                                .customSuffix("web"))
                        .role()
                        .roleName())
                .isEqualTo("AWSServiceRoleForAutoScaling_web");
        assertThat(failure(() -> iam.createServiceLinkedRole(
                        request -> request.awsServiceName("ecs.amazonaws.com").customSuffix("web"))))
                .isEqualTo("InvalidInput 400 Custom suffix is not allowed for ecs.amazonaws.com");
        assertThat(failure(() -> iam.createServiceLinkedRole(request -> request.awsServiceName("no.amazonaws.com"))))
                .isEqualTo("InvalidInput 400 Cannot find Service Linked Role template for no.amazonaws.com");
    }

    @Test
    void only_aws_changes_what_a_service_linked_role_may_do() {
        iam.createServiceLinkedRole(request -> request.awsServiceName("batch.amazonaws.com"));
        String refused = "UnmodifiableEntity 400 Cannot perform the operation on the protected role"
                + " 'AWSServiceRoleForBatch' - this role is only modifiable by AWS";
        String policy = TestCloud.allow("*", "*").replace('\'', '"');
        String readOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";
        assertThat(failure(() -> iam.deleteRole(request -> request.roleName(BATCH))))
                .isEqualTo(refused);
        assertThat(failure(() ->
                        iam.attachRolePolicy(request -> request.roleName(BATCH).policyArn(readOnly))))
                .isEqualTo(refused);
        assertThat(failure(() -> iam.detachRolePolicy(request -> request.roleName(BATCH)
                        .policyArn("arn:aws:iam::aws:policy/aws-service-role/BatchServiceRolePolicy"))))
                .isEqualTo(refused);
        assertThat(failure(() -> iam.putRolePolicy(
                        request -> request.roleName(BATCH).policyName("p").policyDocument(policy))))
                .isEqualTo(refused);
        assertThat(failure(() -> iam.putRolePermissionsBoundary(
                        request -> request.roleName(BATCH).permissionsBoundary(readOnly))))
                .isEqualTo(refused);
        assertThat(failure(() -> iam.updateAssumeRolePolicy(
                        request -> request.roleName(BATCH).policyDocument(policy))))
                .isEqualTo(refused);
        assertThat(failure(
                        () -> iam.updateRole(request -> request.roleName(BATCH).maxSessionDuration(7200))))
                .isEqualTo(refused);
        iam.updateRoleDescription(request -> request.roleName(BATCH).description("jobs"));
        assertThat(iam.getRole(request -> request.roleName(BATCH)).role().description())
                .isEqualTo("jobs");
    }

    @Test
    void a_service_role_policy_is_not_for_others() {
        iam.createUser(request -> request.userName("ann"));
        assertThat(failure(() -> iam.attachUserPolicy(request -> request.userName("ann")
                        .policyArn("arn:aws:iam::aws:policy/aws-service-role/BatchServiceRolePolicy"))))
                .isEqualTo("PolicyNotAttachable 400 Cannot attach a Service Role Policy to a Customer Role.");
    }

    @Test
    void a_deletion_is_a_task_that_succeeds() {
        iam.createServiceLinkedRole(request -> request.awsServiceName("batch.amazonaws.com"));
        String task =
                iam.deleteServiceLinkedRole(request -> request.roleName(BATCH)).deletionTaskId();
        assertThat(task).matches("task/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch/[0-9a-f-]{36}");
        assertThat(iam.getServiceLinkedRoleDeletionStatus(request -> request.deletionTaskId(task))
                        .statusAsString())
                .isEqualTo("SUCCEEDED");
        assertThat(failure(() -> iam.getRole(request -> request.roleName(BATCH))))
                .isEqualTo("NoSuchEntity 404 The role with name AWSServiceRoleForBatch cannot be found.");
        assertThat(failure(() -> iam.getServiceLinkedRoleDeletionStatus(
                        request -> request.deletionTaskId(task.replace("Batch/", "Other/")))))
                .startsWith("NoSuchEntity 404");
    }

    @Test
    void the_key_iam_AWSServiceName_tells_services_apart() {
        IamClient maker = cloud.as(
                cloud.user(
                        "maker",
                        "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'iam:CreateServiceLinkedRole',"
                                + "'Resource':'*','Condition':{'StringEquals':{'iam:AWSServiceName':"
                                + "'batch.amazonaws.com'}}}]}"),
                IamClient.builder());
        maker.createServiceLinkedRole(request -> request.awsServiceName("batch.amazonaws.com"));
        assertThat(failure(() -> maker.createServiceLinkedRole(request -> request.awsServiceName("ecs.amazonaws.com"))))
                .contains("iam:CreateServiceLinkedRole on resource: arn:aws:iam::" + ACCOUNT
                        + ":role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS");
    }

    @Test
    void a_policy_that_aws_gave_up_is_listed_for_whoever_has_it() {
        String arn = "arn:aws:iam::aws:policy/aws-service-role/AmazonLexBotPolicy";
        iam.createServiceLinkedRole(request -> request.awsServiceName("lex.amazonaws.com"));
        assertThat(iam.listAttachedRolePolicies(request -> request.roleName("AWSServiceRoleForLexBots"))
                        .attachedPolicies())
                .extracting(AttachedPolicy::policyArn)
                .containsExactly(arn);
        assertThat(iam.getPolicy(request -> request.policyArn(arn)).policy().isAttachable())
                .isFalse();
        assertThat(URLDecoder.decode(
                        iam.getPolicyVersion(request -> request.policyArn(arn).versionId("v1"))
                                .policyVersion()
                                .document(),
                        StandardCharsets.UTF_8))
                .contains("polly:SynthesizeSpeech");
        assertThat(iam.listPoliciesPaginator(request -> request.pathPrefix("/aws-service-role/"))
                        .policies())
                .anyMatch(policy -> policy.arn().equals(arn));
        iam.deleteServiceLinkedRole(request -> request.roleName("AWSServiceRoleForLexBots"));
        assertThat(iam.listPoliciesPaginator(request -> request.pathPrefix("/aws-service-role/"))
                        .policies())
                .isNotEmpty()
                .noneMatch(policy -> policy.arn().equals(arn));
    }
}
