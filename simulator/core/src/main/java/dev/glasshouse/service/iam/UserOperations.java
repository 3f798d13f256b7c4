package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.AttachedPermissionsBoundary;
import dev.glasshouse.api.iam.CreateUserRequest;
import dev.glasshouse.api.iam.CreateUserResponse;
import dev.glasshouse.api.iam.DeleteUserRequest;
import dev.glasshouse.api.iam.GetUserRequest;
import dev.glasshouse.api.iam.GetUserResponse;
import dev.glasshouse.api.iam.ListUserTagsRequest;
import dev.glasshouse.api.iam.ListUserTagsResponse;
import dev.glasshouse.api.iam.ListUsersRequest;
import dev.glasshouse.api.iam.ListUsersResponse;
import dev.glasshouse.api.iam.Tag;
import dev.glasshouse.api.iam.TagUserRequest;
import dev.glasshouse.api.iam.UntagUserRequest;
import dev.glasshouse.api.iam.UpdateUserRequest;
import dev.glasshouse.api.iam.User;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Users. */
final class UserOperations {

    private UserOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write("CreateUser", UserOperations::planCreate, UserOperations::create),
                read("GetUser", UserOperations::planGet, UserOperations::get),
                change("UpdateUser", UserOperations::planUpdate, UserOperations::update),
                change(
                        "DeleteUser",
                        (DeleteUserRequest in, Call call) ->
                                IamPlans.ask(call, "DeleteUser", Target.user(call, in.userName())),
                        UserOperations::delete),
                read(
                        "ListUsers",
                        (ListUsersRequest in, Call call) -> IamPlans.ask(
                                call,
                                "ListUsers",
                                "arn:aws:iam::" + call.caller().account() + ":user" + prefix(in)),
                        UserOperations::list),
                change(
                        "TagUser",
                        (TagUserRequest in, Call call) -> IamPlans.ask(
                                call, "TagUser", Target.user(call, in.userName()), IamPlans.requestTags(in.tags())),
                        (in, call) -> tag(call, in.userName(), in.tags())),
                change(
                        "UntagUser",
                        (UntagUserRequest in, Call call) -> IamPlans.ask(
                                call, "UntagUser", Target.user(call, in.userName()), IamPlans.tagKeys(in.tagKeys())),
                        (in, call) -> untag(call, in.userName(), in.tagKeys())),
                read(
                        "ListUserTags",
                        (ListUserTagsRequest in, Call call) ->
                                IamPlans.ask(call, "ListUserTags", Target.user(call, in.userName())),
                        UserOperations::listTags));
    }

    private static String prefix(ListUsersRequest in) {
        return in.pathPrefix() == null ? "/" : in.pathPrefix();
    }

    static UserRow require(Call call, String name) {
        return IamTables.user(call.state(), call.caller().account(), name)
                .orElseThrow(() -> IamErrors.notFound("user", name));
    }

    static void put(WriteCall call, UserRow row) {
        call.tx().put(IamTables.USERS, Scope.account(call.caller().account()), IamTables.key(row.name()), row);
    }

    /** The user that an operation without a name is about: the caller. */
    static String nameOrCaller(@Nullable String name, Call call) {
        if (name != null) {
            return name;
        }
        if (call.caller().kind() != Caller.Kind.USER) {
            throw IamErrors.userNameNeeded();
        }
        return call.caller().name();
    }

    static User shown(String account, UserRow row, boolean details) {
        return User.builder()
                .path(row.path())
                .userName(row.name())
                .userId(row.id())
                .arn(row.arn(account))
                .createDate(row.created())
                .permissionsBoundary(details ? boundary(row.holdings()) : null)
                .tags(details && !row.tags().isEmpty() ? IamPlans.list(row.tags()) : null)
                .build();
    }

    static @Nullable AttachedPermissionsBoundary boundary(Holdings holdings) {
        return holdings.boundary() == null ? null : new AttachedPermissionsBoundary("Policy", holdings.boundary());
    }

    private static AuthorizationPlan planCreate(CreateUserRequest in, Call call) {
        String path = in.path() == null ? "/" : in.path();
        String arn = "arn:aws:iam::" + call.caller().account() + ":user" + path + in.userName();
        ContextKeys keys = IamPlans.requestTags(in.tags()).toBuilder()
                .put("iam:PermissionsBoundary", in.permissionsBoundary())
                .build();
        return IamPlans.ask(call, "CreateUser", new Target(arn, Map.of(), null), keys);
    }

    private static CreateUserResponse create(CreateUserRequest in, WriteCall call) {
        String account = call.caller().account();
        Scope scope = Scope.account(account);
        if (call.state()
                .get(IamTables.USERS, scope, IamTables.key(in.userName()))
                .isPresent()) {
            throw IamErrors.exists("User with name " + in.userName() + " already exists.");
        }
        if (in.permissionsBoundary() != null) {
            HoldingOperations.requireBoundary(call, in.permissionsBoundary());
        }
        Quotas.require(call, IamTables.USERS, Quotas.USERS, "UsersPerAccount");
        UserRow row = new UserRow(
                in.userName(),
                in.path() == null ? "/" : in.path(),
                call.ids().unique("AIDA", in.userName()),
                IamPlans.now(call),
                IamPlans.merge(Map.of(), in.tags()),
                List.of(),
                Holdings.NONE.withBoundary(in.permissionsBoundary()));
        put(call, row);
        return CreateUserResponse.builder().user(shown(account, row, true)).build();
    }

    private static AuthorizationPlan planGet(GetUserRequest in, Call call) {
        Caller caller = call.caller();
        if (in.userName() == null && caller.kind() == Caller.Kind.ROOT) {
            return AuthorizationPlan.OPEN;
        }
        return IamPlans.ask(call, "GetUser", Target.user(call, nameOrCaller(in.userName(), call)));
    }

    private static GetUserResponse get(GetUserRequest in, Call call) {
        Caller caller = call.caller();
        if (in.userName() == null && caller.kind() == Caller.Kind.ROOT) {
            return GetUserResponse.builder()
                    .user(AccountOperations.rootUser(call))
                    .build();
        }
        UserRow row = require(call, nameOrCaller(in.userName(), call));
        return GetUserResponse.builder()
                .user(shown(caller.account(), row, true))
                .build();
    }

    private static AuthorizationPlan planUpdate(UpdateUserRequest in, Call call) {
        Target before = Target.user(call, in.userName());
        if (in.newUserName() == null && in.newPath() == null) {
            return IamPlans.ask(call, "UpdateUser", before);
        }
        // AWS wants the permission on both names
        String path = in.newPath() == null ? "/" : in.newPath();
        String name = in.newUserName() == null ? in.userName() : in.newUserName();
        Target after = new Target("arn:aws:iam::" + call.caller().account() + ":user" + path + name, Map.of(), null);
        return new AuthorizationPlan(List.of(
                IamPlans.ask(call, "UpdateUser", before).requests().get(0),
                IamPlans.ask(call, "UpdateUser", after).requests().get(0)));
    }

    private static void update(UpdateUserRequest in, WriteCall call) {
        String account = call.caller().account();
        Scope scope = Scope.account(account);
        UserRow row = require(call, in.userName());
        String name = in.newUserName() == null ? row.name() : in.newUserName();
        String before = IamTables.key(row.name());
        String after = IamTables.key(name);
        if (!after.equals(before)) {
            if (call.state().get(IamTables.USERS, scope, after).isPresent()) {
                throw IamErrors.exists("User with name " + name + " already exists.");
            }
            call.tx().remove(IamTables.USERS, scope, before);
            IamTables.keys(call.state(), account, before)
                    .forEach((handle, key) -> call.tx().put(IamTables.KEYS, Scope.SANDBOX, handle, key.ownedBy(after)));
        }
        put(call, row.named(name, in.newPath() == null ? row.path() : in.newPath()));
    }

    private static void delete(DeleteUserRequest in, WriteCall call) {
        String account = call.caller().account();
        UserRow row = require(call, in.userName());
        String key = IamTables.key(row.name());
        if (!IamTables.keys(call.state(), account, key).isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete access keys first.");
        }
        requireBare(call, row);
        HoldingOperations.requireEmpty(row.holdings());
        if (!row.groups().isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must remove users from group first.");
        }
        call.tx().remove(IamTables.USERS, Scope.account(account), key);
    }

    /** Who still has credentials cannot be deleted. */
    private static void requireBare(Call call, UserRow row) {
        if (call.state()
                .get(IamTables.LOGINS, Scope.account(call.caller().account()), row.id())
                .isPresent()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete login profile first.");
        }
        if (!SigningCertificateOperations.of(call, row.id()).isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete signing certificates first.");
        }
        if (!MfaCodes.devices(call.state(), call.caller().account(), row.id()).isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete MFA device first.");
        }
        if (!SshKeyOperations.of(call, row.id()).isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete SSH public keys first.");
        }
        if (!ServiceCredentialOperations.of(call, row.id()).isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must remove referenced objects first.");
        }
    }

    private static ListUsersResponse list(ListUsersRequest in, Call call) {
        String account = call.caller().account();
        String prefix = prefix(in);
        IamPages.Listing<User> page = IamPages.of(
                call,
                "ListUsers",
                prefix,
                in.marker(),
                in.maxItems(),
                call.state().rows(IamTables.USERS, Scope.account(account)),
                (key, row) -> row.path().startsWith(prefix),
                row -> shown(account, row, false));
        return ListUsersResponse.builder()
                .users(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static void tag(WriteCall call, String name, List<Tag> tags) {
        UserRow row = require(call, name);
        put(call, row.withTags(IamPlans.merge(row.tags(), tags)));
    }

    private static void untag(WriteCall call, String name, List<String> keys) {
        UserRow row = require(call, name);
        put(call, row.withTags(IamPlans.without(row.tags(), keys)));
    }

    private static ListUserTagsResponse listTags(ListUserTagsRequest in, Call call) {
        IamPages.Listing<Tag> page = IamPages.ofList(
                call,
                "ListUserTags",
                in.userName(),
                in.marker(),
                in.maxItems(),
                IamPlans.list(require(call, in.userName()).tags()));
        return ListUserTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
