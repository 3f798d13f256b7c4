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
import dev.glasshouse.sandbox.StateReader;
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
        Scope scope = Scope.account(call.caller().account());
        Map<String, Integer> map = new TreeMap<>();
        count(call, map, scope);
        present(call, map, scope);
        map.put("UsersQuota", Quotas.USERS);
        map.put("GroupsQuota", Quotas.GROUPS);
        map.put("RolesQuota", Quotas.ROLES);
        map.put("PoliciesQuota", Quotas.POLICIES);
        map.put("InstanceProfilesQuota", Quotas.INSTANCE_PROFILES);
        map.put("ServerCertificatesQuota", Quotas.SERVER_CERTIFICATES);
        map.put("PolicySizeQuota", PolicyOperations.MOST_CHARACTERS);
        map.put("PolicyVersionsInUseQuota", 10_000);
        map.put("AccessKeysPerUserQuota", AccessKeyOperations.MOST_KEYS);
        map.put("GroupsPerUserQuota", Quotas.GROUPS_PER_USER);
        map.put("VersionsPerPolicyQuota", 5);
        map.put("AttachedPoliciesPerUserQuota", HoldingOperations.MOST_ATTACHED);
        map.put("AttachedPoliciesPerGroupQuota", HoldingOperations.MOST_ATTACHED);
        map.put("AttachedPoliciesPerRoleQuota", HoldingOperations.MOST_ATTACHED);
        map.put("UserPolicySizeQuota", Holder.USER.mostInline());
        map.put("GroupPolicySizeQuota", Holder.GROUP.mostInline());
        map.put("RolePolicySizeQuota", Holder.ROLE.mostInline());
        map.put("AssumeRolePolicySizeQuota", RoleOperations.MOST_TRUST);
        map.put("SigningCertificatesPerUserQuota", Quotas.CERTIFICATES_PER_USER);
        map.put("GlobalEndpointTokenVersion", SettingsOperations.of(call).tokenVersion());
        return GetAccountSummaryResponse.builder().summaryMap(map).build();
    }

    private static void count(Call call, Map<String, Integer> map, Scope scope) {
        StateReader state = call.state();
        map.put("Users", state.rows(IamTables.USERS, scope).size());
        map.put("Groups", state.rows(IamTables.GROUPS, scope).size());
        map.put("Roles", state.rows(IamTables.ROLES, scope).size());
        map.put("Policies", state.rows(IamTables.POLICIES, scope).size());
        map.put(
                "PolicyVersionsInUse",
                state.rows(IamTables.POLICIES, scope).values().stream()
                        .mapToInt(row -> row.versions().size())
                        .sum());
        map.put("InstanceProfiles", state.rows(IamTables.PROFILES, scope).size());
        map.put(
                "ServerCertificates",
                state.rows(IamTables.SERVER_CERTIFICATES, scope).size());
        map.put(
                "Providers",
                state.rows(IamTables.OIDC, scope).size()
                        + state.rows(IamTables.SAML, scope).size());
        map.put("MFADevices", state.rows(IamTables.MFA, scope).size());
        map.put("MFADevicesInUse", (int) state.rows(IamTables.MFA, scope).values().stream()
                .filter(row -> row.owner() != null)
                .count());
    }

    /** What root has. A sandbox has no console, but its root users have passwords as those of AWS have. */
    private static void present(Call call, Map<String, Integer> map, Scope scope) {
        String account = scope.account();
        map.put(
                "AccountMFAEnabled",
                MfaCodes.devices(call.state(), account, account).isEmpty() ? 0 : 1);
        map.put(
                "AccountAccessKeysPresent",
                IamTables.keys(call.state(), account, null).isEmpty() ? 0 : 1);
        map.put(
                "AccountSigningCertificatesPresent",
                SigningCertificateOperations.of(call, account).isEmpty() ? 0 : 1);
        map.put("AccountPasswordPresent", 1);
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
