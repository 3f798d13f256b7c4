package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.iam.AttachedPolicy;
import dev.glasshouse.api.iam.GetAccountAuthorizationDetailsRequest;
import dev.glasshouse.api.iam.GetAccountAuthorizationDetailsResponse;
import dev.glasshouse.api.iam.GroupDetail;
import dev.glasshouse.api.iam.ManagedPolicyDetail;
import dev.glasshouse.api.iam.PolicyDetail;
import dev.glasshouse.api.iam.PolicyVersion;
import dev.glasshouse.api.iam.RoleDetail;
import dev.glasshouse.api.iam.Tag;
import dev.glasshouse.api.iam.UserDetail;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.sandbox.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every user, group, role and policy of an account at once. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html">
 * GetAccountAuthorizationDetails</a>. Of AWS's own policies it shows those that are attached.
 */
final class AuthorizationDetails {

    private AuthorizationDetails() {}

    static Operation<?, ?> operation() {
        return read(
                "GetAccountAuthorizationDetails",
                (GetAccountAuthorizationDetailsRequest in, Call call) ->
                        IamPlans.ask(call, "GetAccountAuthorizationDetails", "*"),
                AuthorizationDetails::get);
    }

    private static GetAccountAuthorizationDetailsResponse get(GetAccountAuthorizationDetailsRequest in, Call call) {
        List<String> filter = in.filter() == null ? List.of() : in.filter();
        List<ApiRecord> all = new ArrayList<>();
        if (wanted(filter, "User")) {
            all.addAll(users(call));
        }
        if (wanted(filter, "Group")) {
            all.addAll(groups(call));
        }
        if (wanted(filter, "Role")) {
            all.addAll(roles(call));
        }
        all.addAll(policies(call, wanted(filter, "LocalManagedPolicy"), wanted(filter, "AWSManagedPolicy")));
        IamPages.Listing<ApiRecord> page = IamPages.ofList(
                call, "GetAccountAuthorizationDetails", filter.toString(), in.marker(), in.maxItems(), all);
        return GetAccountAuthorizationDetailsResponse.builder()
                .userDetailList(only(page, UserDetail.class))
                .groupDetailList(only(page, GroupDetail.class))
                .roleDetailList(only(page, RoleDetail.class))
                .policies(only(page, ManagedPolicyDetail.class))
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static boolean wanted(List<String> filter, String kind) {
        return filter.isEmpty() || filter.contains(kind);
    }

    private static <T> List<T> only(IamPages.Listing<ApiRecord> page, Class<T> type) {
        return page.items().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static Scope scope(Call call) {
        return Scope.account(call.caller().account());
    }

    private static List<UserDetail> users(Call call) {
        String account = call.caller().account();
        return call.state().rows(IamTables.USERS, scope(call)).values().stream()
                .map(row -> UserDetail.builder()
                        .path(row.path())
                        .userName(row.name())
                        .userId(row.id())
                        .arn(row.arn(account))
                        .createDate(row.created())
                        .userPolicyList(inline(row.holdings()))
                        .groupList(row.groups())
                        .attachedManagedPolicies(attached(row.holdings()))
                        .permissionsBoundary(UserOperations.boundary(row.holdings()))
                        .tags(tags(row.tags()))
                        .build())
                .toList();
    }

    private static List<GroupDetail> groups(Call call) {
        String account = call.caller().account();
        return call.state().rows(IamTables.GROUPS, scope(call)).values().stream()
                .map(row -> GroupDetail.builder()
                        .path(row.path())
                        .groupName(row.name())
                        .groupId(row.id())
                        .arn(row.arn(account))
                        .createDate(row.created())
                        .groupPolicyList(inline(row.holdings()))
                        .attachedManagedPolicies(attached(row.holdings()))
                        .build())
                .toList();
    }

    private static List<RoleDetail> roles(Call call) {
        String account = call.caller().account();
        return call.state().rows(IamTables.ROLES, scope(call)).values().stream()
                .map(row -> RoleDetail.builder()
                        .path(row.path())
                        .roleName(row.name())
                        .roleId(row.id())
                        .arn(row.arn(account))
                        .createDate(row.created())
                        .assumeRolePolicyDocument(PolicyText.encoded(TrustPolicies.shown(row.trust(), call.state())))
                        .instanceProfileList(InstanceProfileOperations.ofRole(call, row.name()))
                        .rolePolicyList(inline(row.holdings()))
                        .attachedManagedPolicies(attached(row.holdings()))
                        .permissionsBoundary(UserOperations.boundary(row.holdings()))
                        .tags(tags(row.tags()))
                        .roleLastUsed(LastUse.ofRole(call, row))
                        .build())
                .toList();
    }

    private static List<ManagedPolicyDetail> policies(Call call, boolean local, boolean ofAws) {
        Usage usage = Usage.of(call);
        List<ManagedPolicyDetail> details = new ArrayList<>();
        if (local) {
            String account = call.caller().account();
            call.state()
                    .rows(IamTables.POLICIES, scope(call))
                    .values()
                    .forEach(row -> details.add(detail(row, row.arn(account), usage)));
        }
        if (ofAws) {
            AwsManagedPolicies.all().forEach((arn, row) -> {
                if (usage.attached(arn) + usage.bounding(arn) > 0) {
                    details.add(detail(row, arn, usage));
                }
            });
        }
        return details;
    }

    private static ManagedPolicyDetail detail(PolicyRow row, String arn, Usage usage) {
        List<PolicyVersion> versions = new ArrayList<>();
        row.versions()
                .forEach((number, version) -> versions.add(
                        0,
                        new PolicyVersion(
                                PolicyText.encoded(version.document()),
                                "v" + number,
                                number == row.defaultVersion(),
                                version.created())));
        return ManagedPolicyDetail.builder()
                .policyName(row.name())
                .policyId(row.id())
                .arn(arn)
                .path(row.path())
                .defaultVersionId("v" + row.defaultVersion())
                .attachmentCount(usage.attached(arn))
                .permissionsBoundaryUsageCount(usage.bounding(arn))
                .isAttachable(!AwsManagedPolicies.isDeprecated(arn))
                .description(row.description())
                .createDate(row.created())
                .updateDate(row.updated())
                .policyVersionList(versions)
                .build();
    }

    private static @Nullable List<PolicyDetail> inline(Holdings holdings) {
        return holdings.inline().isEmpty()
                ? null
                : holdings.inline().entrySet().stream()
                        .map(policy -> new PolicyDetail(policy.getKey(), PolicyText.encoded(policy.getValue())))
                        .toList();
    }

    private static List<AttachedPolicy> attached(Holdings holdings) {
        return holdings.managed().stream()
                .map(arn -> new AttachedPolicy(arn.substring(arn.lastIndexOf('/') + 1), arn))
                .toList();
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return IamPlans.list(tags);
    }
}
