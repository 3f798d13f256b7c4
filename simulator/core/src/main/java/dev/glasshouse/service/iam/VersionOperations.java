package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.CreatePolicyVersionRequest;
import dev.glasshouse.api.iam.CreatePolicyVersionResponse;
import dev.glasshouse.api.iam.DeletePolicyVersionRequest;
import dev.glasshouse.api.iam.GetPolicyVersionRequest;
import dev.glasshouse.api.iam.GetPolicyVersionResponse;
import dev.glasshouse.api.iam.ListEntitiesForPolicyRequest;
import dev.glasshouse.api.iam.ListEntitiesForPolicyResponse;
import dev.glasshouse.api.iam.ListPolicyVersionsRequest;
import dev.glasshouse.api.iam.ListPolicyVersionsResponse;
import dev.glasshouse.api.iam.PolicyGroup;
import dev.glasshouse.api.iam.PolicyRole;
import dev.glasshouse.api.iam.PolicyUser;
import dev.glasshouse.api.iam.PolicyVersion;
import dev.glasshouse.api.iam.SetDefaultPolicyVersionRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Versions of managed policies, and who uses a policy. */
final class VersionOperations {

    private static final int MOST_VERSIONS = 5;

    private VersionOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreatePolicyVersion",
                        (CreatePolicyVersionRequest in, Call call) ->
                                IamPlans.ask(call, "CreatePolicyVersion", Target.policy(call, in.policyArn())),
                        VersionOperations::create),
                read(
                        "GetPolicyVersion",
                        (GetPolicyVersionRequest in, Call call) ->
                                IamPlans.ask(call, "GetPolicyVersion", Target.policy(call, in.policyArn())),
                        VersionOperations::get),
                read(
                        "ListPolicyVersions",
                        (ListPolicyVersionsRequest in, Call call) ->
                                IamPlans.ask(call, "ListPolicyVersions", Target.policy(call, in.policyArn())),
                        VersionOperations::list),
                change(
                        "SetDefaultPolicyVersion",
                        (SetDefaultPolicyVersionRequest in, Call call) ->
                                IamPlans.ask(call, "SetDefaultPolicyVersion", Target.policy(call, in.policyArn())),
                        VersionOperations::setDefault),
                change(
                        "DeletePolicyVersion",
                        (DeletePolicyVersionRequest in, Call call) ->
                                IamPlans.ask(call, "DeletePolicyVersion", Target.policy(call, in.policyArn())),
                        VersionOperations::delete),
                read(
                        "ListEntitiesForPolicy",
                        (ListEntitiesForPolicyRequest in, Call call) ->
                                IamPlans.ask(call, "ListEntitiesForPolicy", Target.policy(call, in.policyArn())),
                        VersionOperations::entities));
    }

    private static int number(PolicyRow row, String arn, String versionId) {
        int number = -1;
        String digits = versionId.startsWith("v") ? versionId.substring(1) : "";
        int dot = digits.indexOf('.');
        String whole = dot < 0 ? digits : digits.substring(0, dot);
        if (!whole.isEmpty() && whole.length() < 9 && whole.chars().allMatch(c -> c >= '0' && c <= '9')) {
            number = Integer.parseInt(whole);
        }
        if (!row.versions().containsKey(number)) {
            throw IamErrors.versionNotFound(arn, versionId);
        }
        return number;
    }

    /** A policy that a call about one of its versions names; where it is missing, AWS names the version. */
    private static PolicyRow known(Call call, String arn, String versionId) {
        HoldingOperations.requireArn(arn);
        if (IamTables.policy(call.state(), arn).isEmpty()) {
            throw IamErrors.versionNotFound(arn, versionId);
        }
        return PolicyOperations.require(call, arn);
    }

    private static PolicyVersion shown(PolicyRow row, int number, boolean document) {
        PolicyRow.Version version = row.versions().get(number);
        if (version == null) {
            throw new IllegalArgumentException("no version " + number);
        }
        return PolicyVersion.builder()
                .document(document ? PolicyText.encoded(version.document()) : null)
                .versionId("v" + number)
                .isDefaultVersion(number == row.defaultVersion())
                .createDate(version.created())
                .build();
    }

    private static CreatePolicyVersionResponse create(CreatePolicyVersionRequest in, WriteCall call) {
        PolicyRow row = PolicyOperations.requireOwn(call, in.policyArn());
        PolicyOperations.requireSize(in.policyDocument());
        PolicyText.requireIdentityPolicy(in.policyDocument());
        if (row.versions().size() >= MOST_VERSIONS) {
            throw IamErrors.limit(
                    "A managed policy can have up to 5 versions. Before you create a new version, you must"
                            + " delete an existing version.");
        }
        boolean asDefault = Boolean.TRUE.equals(in.setAsDefault());
        PolicyRow changed = row.withVersion(in.policyDocument(), IamPlans.now(call), asDefault);
        PolicyOperations.put(call, changed);
        return CreatePolicyVersionResponse.builder()
                .policyVersion(shown(changed, row.nextVersion(), false))
                .build();
    }

    private static GetPolicyVersionResponse get(GetPolicyVersionRequest in, Call call) {
        PolicyRow row = known(call, in.policyArn(), in.versionId());
        return GetPolicyVersionResponse.builder()
                .policyVersion(shown(row, number(row, in.policyArn(), in.versionId()), true))
                .build();
    }

    private static ListPolicyVersionsResponse list(ListPolicyVersionsRequest in, Call call) {
        PolicyRow row = PolicyOperations.require(call, in.policyArn());
        List<PolicyVersion> versions = new ArrayList<>();
        row.versions().keySet().forEach(number -> versions.add(shown(row, number, false)));
        Collections.reverse(versions);
        IamPages.Listing<PolicyVersion> page =
                IamPages.ofList(call, "ListPolicyVersions", in.policyArn(), in.marker(), in.maxItems(), versions);
        return ListPolicyVersionsResponse.builder()
                .versions(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static void setDefault(SetDefaultPolicyVersionRequest in, WriteCall call) {
        known(call, in.policyArn(), in.versionId());
        PolicyRow row = PolicyOperations.requireOwn(call, in.policyArn());
        PolicyOperations.put(call, row.withDefault(number(row, in.policyArn(), in.versionId()), IamPlans.now(call)));
    }

    private static void delete(DeletePolicyVersionRequest in, WriteCall call) {
        known(call, in.policyArn(), in.versionId());
        PolicyRow row = PolicyOperations.requireOwn(call, in.policyArn());
        int number = number(row, in.policyArn(), in.versionId());
        if (number == row.defaultVersion()) {
            throw IamErrors.deleteConflict("Cannot delete the default version of a policy.");
        }
        PolicyOperations.put(call, row.withoutVersion(number, IamPlans.now(call)));
    }

    private static ListEntitiesForPolicyResponse entities(ListEntitiesForPolicyRequest in, Call call) {
        PolicyOperations.require(call, in.policyArn());
        String prefix = PolicyOperations.path(in.pathPrefix());
        Scope scope = Scope.account(call.caller().account());
        String filter = in.entityFilter() == null ? "" : in.entityFilter();
        List<Object> all = new ArrayList<>();
        if (filter.isEmpty() || filter.equals("Group")) {
            call.state().rows(IamTables.GROUPS, scope).values().stream()
                    .filter(row -> row.path().startsWith(prefix) && uses(row.holdings(), in))
                    .forEach(row -> all.add(new PolicyGroup(row.name(), row.id())));
        }
        if (filter.isEmpty() || filter.equals("User")) {
            call.state().rows(IamTables.USERS, scope).values().stream()
                    .filter(row -> row.path().startsWith(prefix) && uses(row.holdings(), in))
                    .forEach(row -> all.add(new PolicyUser(row.name(), row.id())));
        }
        if (filter.isEmpty() || filter.equals("Role")) {
            call.state().rows(IamTables.ROLES, scope).values().stream()
                    .filter(row -> row.path().startsWith(prefix) && uses(row.holdings(), in))
                    .forEach(row -> all.add(new PolicyRole(row.name(), row.id())));
        }
        IamPages.Listing<Object> page = IamPages.ofList(
                call,
                "ListEntitiesForPolicy",
                in.policyArn() + filter + prefix + in.policyUsageFilter(),
                in.marker(),
                in.maxItems(),
                all);
        return ListEntitiesForPolicyResponse.builder()
                .policyGroups(only(page.items(), PolicyGroup.class))
                .policyUsers(only(page.items(), PolicyUser.class))
                .policyRoles(only(page.items(), PolicyRole.class))
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static boolean uses(Holdings holdings, ListEntitiesForPolicyRequest in) {
        Map<String, Boolean> uses = Map.of(
                "PermissionsPolicy", holdings.managed().contains(in.policyArn()),
                "PermissionsBoundary", in.policyArn().equals(holdings.boundary()));
        return in.policyUsageFilter() == null
                ? uses.containsValue(true)
                : uses.getOrDefault(in.policyUsageFilter(), false);
    }

    private static <T> List<T> only(List<Object> items, Class<T> type) {
        return items.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
