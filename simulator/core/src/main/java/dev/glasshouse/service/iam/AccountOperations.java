package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.iam.CreateAccountAliasRequest;
import dev.glasshouse.api.iam.DeleteAccountAliasRequest;
import dev.glasshouse.api.iam.GetAccountSummaryResponse;
import dev.glasshouse.api.iam.ListAccountAliasesRequest;
import dev.glasshouse.api.iam.ListAccountAliasesResponse;
import dev.glasshouse.api.iam.User;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The account as a whole. */
final class AccountOperations {

    private AccountOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "GetAccountSummary",
                        (in, call) -> IamPlans.ask(call, "GetAccountSummary", "*"),
                        (in, call) -> summary(call)),
                change(
                        "CreateAccountAlias",
                        (CreateAccountAliasRequest in, Call call) -> IamPlans.ask(call, "CreateAccountAlias", "*"),
                        AccountOperations::createAlias),
                change(
                        "DeleteAccountAlias",
                        (DeleteAccountAliasRequest in, Call call) -> IamPlans.ask(call, "DeleteAccountAlias", "*"),
                        AccountOperations::deleteAlias),
                read(
                        "ListAccountAliases",
                        (ListAccountAliasesRequest in, Call call) -> IamPlans.ask(call, "ListAccountAliases", "*"),
                        AccountOperations::listAliases));
    }

    private static Account account(Call call) {
        return call.state()
                .get(IamTables.ACCOUNTS, Scope.SANDBOX, call.caller().account())
                .orElseThrow();
    }

    /** The account's root user as answers show it. */
    static User rootUser(Call call) {
        return User.builder()
                .userId(call.caller().account())
                .arn("arn:aws:iam::" + call.caller().account() + ":root")
                .createDate(account(call).created())
                .build();
    }

    private static GetAccountSummaryResponse summary(Call call) {
        String account = call.caller().account();
        Scope scope = Scope.account(account);
        var policies = call.state().rows(IamTables.POLICIES, scope).values();
        int versions = policies.stream().mapToInt(row -> row.versions().size()).sum();
        Map<String, Integer> map = new TreeMap<>(Map.of(
                "Users",
                call.state().rows(IamTables.USERS, scope).size(),
                "Groups",
                call.state().rows(IamTables.GROUPS, scope).size(),
                "Roles",
                call.state().rows(IamTables.ROLES, scope).size(),
                "Policies",
                policies.size(),
                "PolicyVersionsInUse",
                versions,
                "AccountMFAEnabled",
                0,
                "AccountAccessKeysPresent",
                IamTables.keys(call.state(), account, null).isEmpty() ? 0 : 1,
                "AccountSigningCertificatesPresent",
                0,
                "MFADevices",
                0,
                "MFADevicesInUse",
                0));
        map.putAll(Map.of(
                "UsersQuota", 5000,
                "GroupsQuota", 300,
                "RolesQuota", 1000,
                "PoliciesQuota", 1500,
                "PolicySizeQuota", PolicyOperations.MOST_CHARACTERS,
                "PolicyVersionsInUseQuota", 10_000,
                "AccessKeysPerUserQuota", AccessKeyOperations.MOST_KEYS,
                "GroupsPerUserQuota", 10,
                "VersionsPerPolicyQuota", 5,
                "AttachedPoliciesPerUserQuota", 10));
        map.putAll(Map.of(
                "AttachedPoliciesPerGroupQuota", 10,
                "AttachedPoliciesPerRoleQuota", 10,
                "UserPolicySizeQuota", Holder.USER.mostInline(),
                "GroupPolicySizeQuota", Holder.GROUP.mostInline(),
                "RolePolicySizeQuota", Holder.ROLE.mostInline(),
                "AssumeRolePolicySizeQuota", 2048,
                "GlobalEndpointTokenVersion", 1,
                "SigningCertificatesPerUserQuota", 2));
        return GetAccountSummaryResponse.builder().summaryMap(map).build();
    }

    private static void createAlias(CreateAccountAliasRequest in, WriteCall call) {
        boolean taken = call.state().rows(IamTables.ACCOUNTS, Scope.SANDBOX).values().stream()
                .anyMatch(account -> in.accountAlias().equals(account.alias()));
        if (taken) {
            throw IamErrors.exists("The account alias " + in.accountAlias() + " already exists.");
        }
        put(call, account(call).withAlias(in.accountAlias()));
    }

    private static void deleteAlias(DeleteAccountAliasRequest in, WriteCall call) {
        Account account = account(call);
        if (!in.accountAlias().equals(account.alias())) {
            throw IamErrors.noSuchEntity("The account alias " + in.accountAlias() + " cannot be found.");
        }
        put(call, account.withAlias(null));
    }

    private static void put(WriteCall call, Account account) {
        call.tx().put(IamTables.ACCOUNTS, Scope.SANDBOX, account.id(), account);
    }

    private static ListAccountAliasesResponse listAliases(ListAccountAliasesRequest in, Call call) {
        String alias = account(call).alias();
        IamPages.Listing<String> page = IamPages.ofList(
                call, "ListAccountAliases", "", in.marker(), in.maxItems(), alias == null ? List.of() : List.of(alias));
        return ListAccountAliasesResponse.builder()
                .accountAliases(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
