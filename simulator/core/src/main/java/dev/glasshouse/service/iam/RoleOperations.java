package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.CreateRoleRequest;
import dev.glasshouse.api.iam.CreateRoleResponse;
import dev.glasshouse.api.iam.DeleteRoleRequest;
import dev.glasshouse.api.iam.GetRoleRequest;
import dev.glasshouse.api.iam.GetRoleResponse;
import dev.glasshouse.api.iam.ListRoleTagsRequest;
import dev.glasshouse.api.iam.ListRoleTagsResponse;
import dev.glasshouse.api.iam.ListRolesRequest;
import dev.glasshouse.api.iam.ListRolesResponse;
import dev.glasshouse.api.iam.Role;
import dev.glasshouse.api.iam.Tag;
import dev.glasshouse.api.iam.TagRoleRequest;
import dev.glasshouse.api.iam.UntagRoleRequest;
import dev.glasshouse.api.iam.UpdateAssumeRolePolicyRequest;
import dev.glasshouse.api.iam.UpdateRoleDescriptionRequest;
import dev.glasshouse.api.iam.UpdateRoleDescriptionResponse;
import dev.glasshouse.api.iam.UpdateRoleRequest;
import dev.glasshouse.api.iam.UpdateRoleResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.util.List;
import java.util.Map;

/** Roles and their trust policies. */
final class RoleOperations {

    static final int MOST_TRUST = 2048;
    private static final int HOUR = 3600;

    private RoleOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write("CreateRole", RoleOperations::planCreate, RoleOperations::create),
                read(
                        "GetRole",
                        (GetRoleRequest in, Call call) ->
                                IamPlans.ask(call, "GetRole", Target.role(call, in.roleName())),
                        RoleOperations::get),
                write(
                        "UpdateRole",
                        (UpdateRoleRequest in, Call call) ->
                                IamPlans.ask(call, "UpdateRole", Target.role(call, in.roleName())),
                        RoleOperations::update),
                write(
                        "UpdateRoleDescription",
                        (UpdateRoleDescriptionRequest in, Call call) ->
                                IamPlans.ask(call, "UpdateRoleDescription", Target.role(call, in.roleName())),
                        RoleOperations::describe),
                change(
                        "UpdateAssumeRolePolicy",
                        (UpdateAssumeRolePolicyRequest in, Call call) ->
                                IamPlans.ask(call, "UpdateAssumeRolePolicy", Target.role(call, in.roleName())),
                        RoleOperations::updateTrust),
                change(
                        "DeleteRole",
                        (DeleteRoleRequest in, Call call) ->
                                IamPlans.ask(call, "DeleteRole", Target.role(call, in.roleName())),
                        RoleOperations::delete),
                read(
                        "ListRoles",
                        (ListRolesRequest in, Call call) -> IamPlans.ask(
                                call,
                                "ListRoles",
                                "arn:aws:iam::" + call.caller().account() + ":role"
                                        + (in.pathPrefix() == null ? "/" : in.pathPrefix())),
                        RoleOperations::list),
                change(
                        "TagRole",
                        (TagRoleRequest in, Call call) -> IamPlans.ask(
                                call, "TagRole", Target.role(call, in.roleName()), IamPlans.requestTags(in.tags())),
                        (in, call) -> {
                            RoleRow row = require(call, in.roleName());
                            put(call, row.withTags(IamPlans.merge(row.tags(), in.tags())));
                        }),
                change(
                        "UntagRole",
                        (UntagRoleRequest in, Call call) -> IamPlans.ask(
                                call, "UntagRole", Target.role(call, in.roleName()), IamPlans.tagKeys(in.tagKeys())),
                        (in, call) -> {
                            RoleRow row = require(call, in.roleName());
                            put(call, row.withTags(IamPlans.without(row.tags(), in.tagKeys())));
                        }),
                read(
                        "ListRoleTags",
                        (ListRoleTagsRequest in, Call call) ->
                                IamPlans.ask(call, "ListRoleTags", Target.role(call, in.roleName())),
                        RoleOperations::listTags));
    }

    static RoleRow require(Call call, String name) {
        return IamTables.role(call.state(), call.caller().account(), name)
                .orElseThrow(() -> IamErrors.notFound("role", name));
    }

    static void put(WriteCall call, RoleRow row) {
        call.tx().put(IamTables.ROLES, Scope.account(call.caller().account()), IamTables.key(row.name()), row);
    }

    /** Which members an answer has. */
    enum Show {
        /** What lies in an instance profile: who it is. */
        NESTED,
        /** What a call that makes a role answers. */
        CREATED,
        /** What a call that describes a role anew answers. */
        DESCRIBED,
        /** Everything. */
        FULL,
        /** What a listing shows. */
        LISTED
    }

    static Role shown(Call call, RoleRow row, Show show) {
        boolean own = show != Show.LISTED && show != Show.NESTED;
        return Role.builder()
                .path(row.path())
                .roleName(row.name())
                .roleId(row.id())
                .arn(row.arn(call.caller().account()))
                .createDate(row.created())
                .assumeRolePolicyDocument(PolicyText.encoded(TrustPolicies.shown(row.trust(), call.state())))
                .description(show == Show.CREATED || show == Show.NESTED ? null : row.description())
                .maxSessionDuration(show == Show.FULL || show == Show.LISTED ? row.maxSeconds() : null)
                .permissionsBoundary(own ? UserOperations.boundary(row.holdings()) : null)
                .tags(own && !row.tags().isEmpty() ? IamPlans.list(row.tags()) : null)
                .roleLastUsed(show == Show.FULL ? LastUse.ofRole(call, row) : null)
                .build();
    }

    private static AuthorizationPlan planCreate(CreateRoleRequest in, Call call) {
        String path = in.path() == null ? "/" : in.path();
        String arn = "arn:aws:iam::" + call.caller().account() + ":role" + path + in.roleName();
        ContextKeys keys = IamPlans.requestTags(in.tags()).toBuilder()
                .put("iam:PermissionsBoundary", in.permissionsBoundary())
                .build();
        return IamPlans.ask(call, "CreateRole", new Target(arn, Map.of(), null), keys);
    }

    private static String trust(String document, Call call) {
        if (PolicyValidator.sizeWithoutWhitespace(document) > MOST_TRUST) {
            throw IamErrors.quota("ACLSizePerRole", MOST_TRUST);
        }
        try {
            PolicyValidator.validateTrust(document, principal -> TrustPolicies.exists(principal, call.state()));
        } catch (PolicyRejectedException e) {
            throw IamErrors.malformedPolicy(e.text());
        }
        return TrustPolicies.stored(document, call.state());
    }

    private static CreateRoleResponse create(CreateRoleRequest in, WriteCall call) {
        String account = call.caller().account();
        if (call.state()
                .get(IamTables.ROLES, Scope.account(account), IamTables.key(in.roleName()))
                .isPresent()) {
            throw IamErrors.exists("Role with name " + in.roleName() + " already exists.");
        }
        if (in.path() != null && in.path().startsWith(LinkedRoleOperations.PATH)) {
            throw IamErrors.invalidInput("The path " + LinkedRoleOperations.PATH + " is reserved for AWS services.");
        }
        String trust = trust(in.assumeRolePolicyDocument(), call);
        if (in.permissionsBoundary() != null) {
            HoldingOperations.requireBoundary(call, in.permissionsBoundary());
        }
        Quotas.require(call, IamTables.ROLES, Quotas.ROLES, "RolesPerAccount");
        RoleRow row = new RoleRow(
                in.roleName(),
                in.path() == null ? "/" : in.path(),
                call.ids().unique("AROA", in.roleName()),
                IamPlans.now(call),
                in.description(),
                in.maxSessionDuration() == null ? HOUR : in.maxSessionDuration(),
                trust,
                IamPlans.merge(Map.of(), in.tags()),
                Holdings.NONE.withBoundary(in.permissionsBoundary()));
        put(call, row);
        return CreateRoleResponse.builder().role(shown(call, row, Show.CREATED)).build();
    }

    private static GetRoleResponse get(GetRoleRequest in, Call call) {
        return GetRoleResponse.builder()
                .role(shown(call, require(call, in.roleName()), Show.FULL))
                .build();
    }

    private static UpdateRoleResponse update(UpdateRoleRequest in, WriteCall call) {
        RoleRow row = require(call, in.roleName());
        if (in.maxSessionDuration() != null) {
            LinkedRoleOperations.requireOwn(row);
        }
        put(
                call,
                row.described(
                        in.description() == null ? row.description() : in.description(),
                        in.maxSessionDuration() == null ? row.maxSeconds() : in.maxSessionDuration()));
        return new UpdateRoleResponse();
    }

    private static UpdateRoleDescriptionResponse describe(UpdateRoleDescriptionRequest in, WriteCall call) {
        RoleRow row = require(call, in.roleName());
        RoleRow changed = row.described(in.description(), row.maxSeconds());
        put(call, changed);
        return UpdateRoleDescriptionResponse.builder()
                .role(shown(call, changed, Show.DESCRIBED))
                .build();
    }

    private static void updateTrust(UpdateAssumeRolePolicyRequest in, WriteCall call) {
        RoleRow row = require(call, in.roleName());
        LinkedRoleOperations.requireOwn(row);
        put(call, row.withTrust(trust(in.policyDocument(), call)));
    }

    private static void delete(DeleteRoleRequest in, WriteCall call) {
        RoleRow row = require(call, in.roleName());
        LinkedRoleOperations.requireOwn(row);
        if (!InstanceProfileOperations.ofRole(call, row.name()).isEmpty()) {
            throw InstanceProfileOperations.inUse();
        }
        HoldingOperations.requireEmpty(row.holdings());
        call.tx().remove(IamTables.ROLES, Scope.account(call.caller().account()), IamTables.key(row.name()));
    }

    private static ListRolesResponse list(ListRolesRequest in, Call call) {
        String prefix = in.pathPrefix() == null ? "/" : in.pathPrefix();
        IamPages.Listing<Role> page = IamPages.of(
                call,
                "ListRoles",
                prefix,
                in.marker(),
                in.maxItems(),
                call.state().rows(IamTables.ROLES, Scope.account(call.caller().account())),
                (key, row) -> row.path().startsWith(prefix),
                row -> shown(call, row, Show.LISTED));
        return ListRolesResponse.builder()
                .roles(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static ListRoleTagsResponse listTags(ListRoleTagsRequest in, Call call) {
        IamPages.Listing<Tag> page = IamPages.ofList(
                call,
                "ListRoleTags",
                in.roleName(),
                in.marker(),
                in.maxItems(),
                IamPlans.list(require(call, in.roleName()).tags()));
        return ListRoleTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
