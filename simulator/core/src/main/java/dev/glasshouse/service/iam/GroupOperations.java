package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.AddUserToGroupRequest;
import dev.glasshouse.api.iam.CreateGroupRequest;
import dev.glasshouse.api.iam.CreateGroupResponse;
import dev.glasshouse.api.iam.DeleteGroupRequest;
import dev.glasshouse.api.iam.GetGroupRequest;
import dev.glasshouse.api.iam.GetGroupResponse;
import dev.glasshouse.api.iam.Group;
import dev.glasshouse.api.iam.ListGroupsForUserRequest;
import dev.glasshouse.api.iam.ListGroupsForUserResponse;
import dev.glasshouse.api.iam.ListGroupsRequest;
import dev.glasshouse.api.iam.ListGroupsResponse;
import dev.glasshouse.api.iam.RemoveUserFromGroupRequest;
import dev.glasshouse.api.iam.UpdateGroupRequest;
import dev.glasshouse.api.iam.User;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Groups and who is in them. */
final class GroupOperations {

    private static final int MOST_GROUPS = 10;

    private GroupOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreateGroup",
                        (CreateGroupRequest in, Call call) ->
                                IamPlans.ask(call, "CreateGroup", arn(call, path(in.path()), in.groupName())),
                        GroupOperations::create),
                read(
                        "GetGroup",
                        (GetGroupRequest in, Call call) ->
                                IamPlans.ask(call, "GetGroup", Target.group(call, in.groupName())),
                        GroupOperations::get),
                change("UpdateGroup", GroupOperations::planUpdate, GroupOperations::update),
                change(
                        "DeleteGroup",
                        (DeleteGroupRequest in, Call call) ->
                                IamPlans.ask(call, "DeleteGroup", Target.group(call, in.groupName())),
                        GroupOperations::delete),
                read(
                        "ListGroups",
                        (ListGroupsRequest in, Call call) ->
                                IamPlans.ask(call, "ListGroups", arn(call, path(in.pathPrefix()), "")),
                        GroupOperations::list),
                change(
                        "AddUserToGroup",
                        (AddUserToGroupRequest in, Call call) ->
                                IamPlans.ask(call, "AddUserToGroup", Target.group(call, in.groupName())),
                        GroupOperations::add),
                change(
                        "RemoveUserFromGroup",
                        (RemoveUserFromGroupRequest in, Call call) ->
                                IamPlans.ask(call, "RemoveUserFromGroup", Target.group(call, in.groupName())),
                        GroupOperations::remove),
                read(
                        "ListGroupsForUser",
                        (ListGroupsForUserRequest in, Call call) ->
                                IamPlans.ask(call, "ListGroupsForUser", Target.user(call, in.userName())),
                        GroupOperations::listForUser));
    }

    private static String path(@org.jspecify.annotations.Nullable String path) {
        return path == null ? "/" : path;
    }

    private static String arn(Call call, String path, String name) {
        return "arn:aws:iam::" + call.caller().account() + ":group" + path + name;
    }

    static GroupRow require(Call call, String name) {
        return IamTables.group(call.state(), call.caller().account(), name)
                .orElseThrow(() -> IamErrors.notFound("group", name));
    }

    static void put(WriteCall call, GroupRow row) {
        call.tx().put(IamTables.GROUPS, Scope.account(call.caller().account()), IamTables.key(row.name()), row);
    }

    private static Group shown(String account, GroupRow row) {
        return Group.builder()
                .path(row.path())
                .groupName(row.name())
                .groupId(row.id())
                .arn(row.arn(account))
                .createDate(row.created())
                .build();
    }

    private static CreateGroupResponse create(CreateGroupRequest in, WriteCall call) {
        String account = call.caller().account();
        if (call.state()
                .get(IamTables.GROUPS, Scope.account(account), IamTables.key(in.groupName()))
                .isPresent()) {
            throw IamErrors.exists("Group with name " + in.groupName() + " already exists.");
        }
        Quotas.require(call, IamTables.GROUPS, Quotas.GROUPS, "GroupsPerAccount");
        GroupRow row = new GroupRow(
                in.groupName(),
                path(in.path()),
                call.ids().unique("AGPA", in.groupName()),
                IamPlans.now(call),
                Holdings.NONE);
        put(call, row);
        return CreateGroupResponse.builder().group(shown(account, row)).build();
    }

    private static GetGroupResponse get(GetGroupRequest in, Call call) {
        String account = call.caller().account();
        GroupRow group = require(call, in.groupName());
        String key = IamTables.key(group.name());
        IamPages.Listing<User> page = IamPages.of(
                call,
                "GetGroup",
                key,
                in.marker(),
                in.maxItems(),
                call.state().rows(IamTables.USERS, Scope.account(account)),
                (name, user) -> user.groups().contains(key),
                user -> UserOperations.shown(account, user, false));
        return GetGroupResponse.builder()
                .group(shown(account, group))
                .users(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static AuthorizationPlan planUpdate(UpdateGroupRequest in, Call call) {
        AuthorizationPlan before = IamPlans.ask(call, "UpdateGroup", Target.group(call, in.groupName()));
        if (in.newGroupName() == null && in.newPath() == null) {
            return before;
        }
        String name = in.newGroupName() == null ? in.groupName() : in.newGroupName();
        AuthorizationPlan after = IamPlans.ask(call, "UpdateGroup", arn(call, path(in.newPath()), name));
        return new AuthorizationPlan(
                List.of(before.requests().get(0), after.requests().get(0)));
    }

    private static void update(UpdateGroupRequest in, WriteCall call) {
        Scope scope = Scope.account(call.caller().account());
        GroupRow row = require(call, in.groupName());
        String name = in.newGroupName() == null ? row.name() : in.newGroupName();
        String before = IamTables.key(row.name());
        String after = IamTables.key(name);
        if (!after.equals(before)) {
            if (call.state().get(IamTables.GROUPS, scope, after).isPresent()) {
                throw IamErrors.exists("Group with name " + name + " already exists.");
            }
            call.tx().remove(IamTables.GROUPS, scope, before);
            for (UserRow user : members(call, before)) {
                List<String> groups = new ArrayList<>(user.groups());
                groups.set(groups.indexOf(before), after);
                UserOperations.put(call, user.withGroups(groups));
            }
        }
        put(call, row.named(name, in.newPath() == null ? row.path() : in.newPath()));
    }

    private static List<UserRow> members(Call call, String groupKey) {
        return call.state().rows(IamTables.USERS, Scope.account(call.caller().account())).values().stream()
                .filter(user -> user.groups().contains(groupKey))
                .toList();
    }

    private static void delete(DeleteGroupRequest in, WriteCall call) {
        GroupRow row = require(call, in.groupName());
        String key = IamTables.key(row.name());
        if (!members(call, key).isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must remove users from group first.");
        }
        HoldingOperations.requireEmpty(row.holdings());
        call.tx().remove(IamTables.GROUPS, Scope.account(call.caller().account()), key);
    }

    private static ListGroupsResponse list(ListGroupsRequest in, Call call) {
        String account = call.caller().account();
        String prefix = path(in.pathPrefix());
        IamPages.Listing<Group> page = IamPages.of(
                call,
                "ListGroups",
                prefix,
                in.marker(),
                in.maxItems(),
                call.state().rows(IamTables.GROUPS, Scope.account(account)),
                (key, row) -> row.path().startsWith(prefix),
                row -> shown(account, row));
        return ListGroupsResponse.builder()
                .groups(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static void add(AddUserToGroupRequest in, WriteCall call) {
        UserRow user = UserOperations.require(call, in.userName());
        String group = IamTables.key(require(call, in.groupName()).name());
        if (user.groups().contains(group)) {
            return;
        }
        if (user.groups().size() >= MOST_GROUPS) {
            throw IamErrors.quota("GroupsPerUser", MOST_GROUPS);
        }
        List<String> groups = new ArrayList<>(user.groups());
        groups.add(group);
        UserOperations.put(call, user.withGroups(groups));
    }

    private static void remove(RemoveUserFromGroupRequest in, WriteCall call) {
        UserRow user = UserOperations.require(call, in.userName());
        String group = IamTables.key(require(call, in.groupName()).name());
        if (!user.groups().contains(group)) {
            return; // AWS does not mind
        }
        List<String> groups = new ArrayList<>(user.groups());
        groups.remove(group);
        UserOperations.put(call, user.withGroups(groups));
    }

    private static ListGroupsForUserResponse listForUser(ListGroupsForUserRequest in, Call call) {
        String account = call.caller().account();
        List<Group> groups = UserOperations.require(call, in.userName()).groups().stream()
                .sorted()
                .map(key -> Objects.requireNonNull(call.state()
                        .rows(IamTables.GROUPS, Scope.account(account))
                        .get(key)))
                .map(row -> shown(account, row))
                .toList();
        IamPages.Listing<Group> page =
                IamPages.ofList(call, "ListGroupsForUser", in.userName(), in.marker(), in.maxItems(), groups);
        return ListGroupsForUserResponse.builder()
                .groups(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
