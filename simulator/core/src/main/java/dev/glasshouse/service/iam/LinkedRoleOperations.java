package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.CreateServiceLinkedRoleRequest;
import dev.glasshouse.api.iam.CreateServiceLinkedRoleResponse;
import dev.glasshouse.api.iam.DeleteServiceLinkedRoleRequest;
import dev.glasshouse.api.iam.DeleteServiceLinkedRoleResponse;
import dev.glasshouse.api.iam.GetServiceLinkedRoleDeletionStatusRequest;
import dev.glasshouse.api.iam.GetServiceLinkedRoleDeletionStatusResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.util.List;
import java.util.Map;

/**
 * Service-linked roles. No simulated service keeps one in use, so that a deletion succeeds at once. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html">service-linked
 * roles</a>.
 */
final class LinkedRoleOperations {

    /** The path that only service-linked roles have, with the service's principal and a slash behind it. */
    static final String PATH = "/aws-service-role/";

    private LinkedRoleOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write("CreateServiceLinkedRole", LinkedRoleOperations::planCreate, LinkedRoleOperations::create),
                write(
                        "DeleteServiceLinkedRole",
                        (DeleteServiceLinkedRoleRequest in, Call call) ->
                                IamPlans.ask(call, "DeleteServiceLinkedRole", Target.role(call, in.roleName())),
                        LinkedRoleOperations::delete),
                read(
                        "GetServiceLinkedRoleDeletionStatus",
                        (GetServiceLinkedRoleDeletionStatusRequest in, Call call) -> IamPlans.ask(
                                call, "GetServiceLinkedRoleDeletionStatus", roleOf(call, in.deletionTaskId())),
                        LinkedRoleOperations::status));
    }

    static boolean isLinked(RoleRow row) {
        return row.path().startsWith(PATH);
    }

    /** Refuses what AWS alone may do to a role. */
    static void requireOwn(RoleRow row) {
        if (isLinked(row)) {
            throw IamErrors.unmodifiable("Cannot perform the operation on the protected role '" + row.name()
                    + "' - this role is only modifiable by AWS");
        }
    }

    private static String name(CreateServiceLinkedRoleRequest in) {
        String role =
                LinkedService.of(in.awsServiceName()).map(LinkedService::role).orElse("AWSServiceRoleFor*");
        return in.customSuffix() == null ? role : role + "_" + in.customSuffix();
    }

    private static AuthorizationPlan planCreate(CreateServiceLinkedRoleRequest in, Call call) {
        String arn = "arn:aws:iam::" + call.caller().account() + ":role" + PATH + in.awsServiceName() + "/" + name(in);
        return IamPlans.ask(
                call,
                "CreateServiceLinkedRole",
                new Target(arn, Map.of(), null),
                ContextKeys.builder()
                        .put("iam:AWSServiceName", in.awsServiceName())
                        .build());
    }

    private static CreateServiceLinkedRoleResponse create(CreateServiceLinkedRoleRequest in, WriteCall call) {
        LinkedService service = LinkedService.of(in.awsServiceName())
                .orElseThrow(() ->
                        IamErrors.invalidInput("Cannot find Service Linked Role template for " + in.awsServiceName()));
        if (in.customSuffix() != null && !service.suffix()) {
            throw IamErrors.invalidInput("Custom suffix is not allowed for " + in.awsServiceName());
        }
        String name = name(in);
        if (name.length() > 64) {
            throw IamErrors.invalidInput("The role name " + name + " is longer than 64 characters.");
        }
        if (call.state()
                .get(IamTables.ROLES, Scope.account(call.caller().account()), IamTables.key(name))
                .isPresent()) {
            throw IamErrors.invalidInput(
                    "Service role name " + name + " has been taken in this account, please try a different suffix.");
        }
        RoleRow row = service.role(name, in.description(), call.ids(), IamPlans.now(call));
        RoleOperations.put(call, row);
        return new CreateServiceLinkedRoleResponse(RoleOperations.shown(call, row, RoleOperations.Show.CREATED));
    }

    private static DeleteServiceLinkedRoleResponse delete(DeleteServiceLinkedRoleRequest in, WriteCall call) {
        RoleRow row = RoleOperations.require(call, in.roleName());
        if (!isLinked(row)) {
            throw IamErrors.noSuchEntity("The role with name " + row.name() + " is not a service-linked role.");
        }
        String task = "task" + row.path() + row.name() + "/" + call.ids().uuid("iam.deletion", row.name());
        Scope scope = Scope.account(call.caller().account());
        call.tx().remove(IamTables.ROLES, scope, IamTables.key(row.name()));
        call.tx()
                .put(
                        IamTables.DELETIONS,
                        scope,
                        task,
                        new DeletionRow(row.arn(call.caller().account()), call.now()));
        return new DeleteServiceLinkedRoleResponse(task);
    }

    /** The ARN of the role in a task's id, {@code task/aws-service-role/service/role/uuid}. */
    private static String roleOf(Call call, String task) {
        String role =
                task.startsWith("task/") && task.lastIndexOf('/') > 5 ? task.substring(5, task.lastIndexOf('/')) : "*";
        return "arn:aws:iam::" + call.caller().account() + ":role/" + role;
    }

    private static GetServiceLinkedRoleDeletionStatusResponse status(
            GetServiceLinkedRoleDeletionStatusRequest in, Call call) {
        if (!in.deletionTaskId().startsWith("task" + PATH)) {
            throw IamErrors.invalidInput("Invalid deletion task id " + in.deletionTaskId());
        }
        boolean known = call.state()
                .get(IamTables.DELETIONS, Scope.account(call.caller().account()), in.deletionTaskId())
                .isPresent();
        if (!known) {
            throw IamErrors.noSuchEntity("The deletion task with id " + in.deletionTaskId() + " cannot be found.");
        }
        return GetServiceLinkedRoleDeletionStatusResponse.builder()
                .status("SUCCEEDED")
                .build();
    }
}
