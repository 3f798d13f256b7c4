package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.AddRoleToInstanceProfileRequest;
import dev.glasshouse.api.iam.CreateInstanceProfileRequest;
import dev.glasshouse.api.iam.CreateInstanceProfileResponse;
import dev.glasshouse.api.iam.DeleteInstanceProfileRequest;
import dev.glasshouse.api.iam.GetInstanceProfileRequest;
import dev.glasshouse.api.iam.GetInstanceProfileResponse;
import dev.glasshouse.api.iam.InstanceProfile;
import dev.glasshouse.api.iam.ListInstanceProfileTagsRequest;
import dev.glasshouse.api.iam.ListInstanceProfileTagsResponse;
import dev.glasshouse.api.iam.ListInstanceProfilesForRoleRequest;
import dev.glasshouse.api.iam.ListInstanceProfilesForRoleResponse;
import dev.glasshouse.api.iam.ListInstanceProfilesRequest;
import dev.glasshouse.api.iam.ListInstanceProfilesResponse;
import dev.glasshouse.api.iam.RemoveRoleFromInstanceProfileRequest;
import dev.glasshouse.api.iam.Role;
import dev.glasshouse.api.iam.TagInstanceProfileRequest;
import dev.glasshouse.api.iam.UntagInstanceProfileRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Instance profiles, each with at most one role. */
final class InstanceProfileOperations {

    private static final Tagging.Tagged KIND = Tagging.kind(
            InstanceProfileOperations::target,
            InstanceProfileOperations::require,
            InstanceProfileRow::tags,
            InstanceProfileRow::withTags,
            InstanceProfileOperations::put);

    private InstanceProfileOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreateInstanceProfile",
                        (CreateInstanceProfileRequest in, Call call) -> IamPlans.ask(
                                call,
                                "CreateInstanceProfile",
                                new Target(
                                        arn(call, PolicyOperations.path(in.path()) + in.instanceProfileName()),
                                        Map.of(),
                                        null),
                                IamPlans.requestTags(in.tags())),
                        InstanceProfileOperations::create),
                read(
                        "GetInstanceProfile",
                        (GetInstanceProfileRequest in, Call call) ->
                                IamPlans.ask(call, "GetInstanceProfile", target(call, in.instanceProfileName())),
                        (in, call) -> new GetInstanceProfileResponse(
                                shown(call, require(call, in.instanceProfileName()), true))),
                change(
                        "DeleteInstanceProfile",
                        (DeleteInstanceProfileRequest in, Call call) ->
                                IamPlans.ask(call, "DeleteInstanceProfile", target(call, in.instanceProfileName())),
                        InstanceProfileOperations::delete),
                change("AddRoleToInstanceProfile", InstanceProfileOperations::planAdd, InstanceProfileOperations::add),
                change(
                        "RemoveRoleFromInstanceProfile",
                        (RemoveRoleFromInstanceProfileRequest in, Call call) -> IamPlans.ask(
                                call, "RemoveRoleFromInstanceProfile", target(call, in.instanceProfileName())),
                        InstanceProfileOperations::remove),
                read(
                        "ListInstanceProfiles",
                        (ListInstanceProfilesRequest in, Call call) -> IamPlans.ask(
                                call, "ListInstanceProfiles", arn(call, PolicyOperations.path(in.pathPrefix()))),
                        InstanceProfileOperations::list),
                read(
                        "ListInstanceProfilesForRole",
                        (ListInstanceProfilesForRoleRequest in, Call call) ->
                                IamPlans.ask(call, "ListInstanceProfilesForRole", Target.role(call, in.roleName())),
                        InstanceProfileOperations::listForRole),
                Tagging.tag(
                        "TagInstanceProfile",
                        KIND,
                        TagInstanceProfileRequest::instanceProfileName,
                        TagInstanceProfileRequest::tags),
                Tagging.untag(
                        "UntagInstanceProfile",
                        KIND,
                        UntagInstanceProfileRequest::instanceProfileName,
                        UntagInstanceProfileRequest::tagKeys),
                Tagging.list(
                        "ListInstanceProfileTags",
                        KIND,
                        ListInstanceProfileTagsRequest::instanceProfileName,
                        ListInstanceProfileTagsRequest::marker,
                        ListInstanceProfileTagsRequest::maxItems,
                        page -> new ListInstanceProfileTagsResponse(page.items(), page.truncated(), page.marker())));
    }

    private static String arn(Call call, String rest) {
        return "arn:aws:iam::" + call.caller().account() + ":instance-profile" + rest;
    }

    private static @Nullable InstanceProfileRow find(Call call, String name) {
        return call.state()
                .get(IamTables.PROFILES, Scope.account(call.caller().account()), IamTables.key(name))
                .filter(row -> row.name().equals(name))
                .orElse(null);
    }

    private static Target target(Call call, String name) {
        InstanceProfileRow row = find(call, name);
        return row == null
                ? new Target(arn(call, "/" + name), Map.of(), null)
                : new Target(row.arn(call.caller().account()), row.tags(), null);
    }

    private static InstanceProfileRow require(Call call, String name) {
        InstanceProfileRow row = find(call, name);
        if (row == null) {
            throw IamErrors.noSuchEntity("Instance Profile " + name + " cannot be found.");
        }
        return row;
    }

    private static void put(WriteCall call, InstanceProfileRow row) {
        call.tx().put(IamTables.PROFILES, Scope.account(call.caller().account()), IamTables.key(row.name()), row);
    }

    /** An instance profile as answers show it; {@code tags} says whether with its tags, even where it has none. */
    private static InstanceProfile shown(Call call, InstanceProfileRow row, boolean tags) {
        return new InstanceProfile(
                row.path(),
                row.name(),
                row.id(),
                row.arn(call.caller().account()),
                row.created(),
                roles(call, row),
                tags ? IamPlans.list(row.tags()) : null);
    }

    private static List<Role> roles(Call call, InstanceProfileRow row) {
        return row.role() == null
                ? List.of()
                : IamTables.role(call.state(), call.caller().account(), row.role())
                        .map(role -> List.of(RoleOperations.shown(call, role, RoleOperations.Show.NESTED)))
                        .orElse(List.of());
    }

    /** The instance profiles that a role is in. */
    static List<InstanceProfile> ofRole(Call call, String role) {
        return call.state().rows(IamTables.PROFILES, Scope.account(call.caller().account())).values().stream()
                .filter(row -> role.equals(row.role()))
                .map(row -> shown(call, row, false))
                .toList();
    }

    /** A role that an instance profile has cannot be deleted, nor can the profile. */
    static ServiceException inUse() {
        return IamErrors.deleteConflict("Cannot delete entity, must remove roles from instance profile first.");
    }

    private static CreateInstanceProfileResponse create(CreateInstanceProfileRequest in, WriteCall call) {
        Scope scope = Scope.account(call.caller().account());
        if (call.state()
                .get(IamTables.PROFILES, scope, IamTables.key(in.instanceProfileName()))
                .isPresent()) {
            throw IamErrors.exists("Instance Profile " + in.instanceProfileName() + " already exists.");
        }
        Quotas.require(call, IamTables.PROFILES, Quotas.INSTANCE_PROFILES, "InstanceProfilesPerAccount");
        InstanceProfileRow row = new InstanceProfileRow(
                in.instanceProfileName(),
                PolicyOperations.path(in.path()),
                call.ids().unique("AIPA", in.instanceProfileName()),
                IamPlans.now(call),
                null,
                IamPlans.mergeExact(Map.of(), in.tags()));
        put(call, row);
        return new CreateInstanceProfileResponse(shown(call, row, !row.tags().isEmpty()));
    }

    private static void delete(DeleteInstanceProfileRequest in, WriteCall call) {
        InstanceProfileRow row = require(call, in.instanceProfileName());
        if (row.role() != null) {
            throw inUse();
        }
        call.tx().remove(IamTables.PROFILES, Scope.account(call.caller().account()), IamTables.key(row.name()));
    }

    /** Whoever puts a role into a profile passes it to EC2. */
    private static AuthorizationPlan planAdd(AddRoleToInstanceProfileRequest in, Call call) {
        AuthorizationPlan add = IamPlans.ask(call, "AddRoleToInstanceProfile", target(call, in.instanceProfileName()));
        AuthorizationPlan pass = IamPlans.ask(
                call,
                "PassRole",
                Target.role(call, in.roleName()),
                ContextKeys.builder()
                        .put("iam:PassedToService", "ec2.amazonaws.com")
                        .build());
        return new AuthorizationPlan(
                List.of(add.requests().get(0), pass.requests().get(0)));
    }

    private static void add(AddRoleToInstanceProfileRequest in, WriteCall call) {
        InstanceProfileRow row = require(call, in.instanceProfileName());
        RoleRow role = RoleOperations.require(call, in.roleName());
        LinkedRoleOperations.requireOwn(role);
        if (row.role() != null) {
            throw IamErrors.quota("InstanceSessionsPerInstanceProfile", 1);
        }
        put(call, row.withRole(role.name()));
    }

    private static void remove(RemoveRoleFromInstanceProfileRequest in, WriteCall call) {
        InstanceProfileRow row = require(call, in.instanceProfileName());
        RoleRow role = RoleOperations.require(call, in.roleName());
        if (!role.name().equals(row.role())) {
            throw IamErrors.noSuchEntity(
                    "Role " + in.roleName() + " in Instance Profile " + row.name() + " cannot be found.");
        }
        put(call, row.withRole(null));
    }

    private static ListInstanceProfilesResponse list(ListInstanceProfilesRequest in, Call call) {
        String prefix = PolicyOperations.path(in.pathPrefix());
        IamPages.Listing<InstanceProfile> page = IamPages.of(
                call,
                "ListInstanceProfiles",
                prefix,
                in.marker(),
                in.maxItems(),
                call.state()
                        .rows(IamTables.PROFILES, Scope.account(call.caller().account())),
                (key, row) -> row.path().startsWith(prefix),
                row -> shown(call, row, false));
        return new ListInstanceProfilesResponse(page.items(), page.truncated(), page.marker());
    }

    private static ListInstanceProfilesForRoleResponse listForRole(ListInstanceProfilesForRoleRequest in, Call call) {
        RoleRow role = RoleOperations.require(call, in.roleName());
        IamPages.Listing<InstanceProfile> page = IamPages.ofList(
                call,
                "ListInstanceProfilesForRole",
                role.name(),
                in.marker(),
                in.maxItems(),
                ofRole(call, role.name()));
        return new ListInstanceProfilesForRoleResponse(page.items(), page.truncated(), page.marker());
    }
}
