package dev.glasshouse.service.iam;

import dev.glasshouse.sandbox.KeyCodec;
import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * IAM's tables, and how rows are found in them. Names are unique whatever their case, so keys are in small letters; they
 * are looked up as they are written.
 */
final class IamTables {

    static final Table<String, Account> ACCOUNTS = Table.ofText("iam", "accounts", RecordCodec.of(Account.class));
    static final Table<String, UserRow> USERS = Table.ofText("iam", "users", RecordCodec.of(UserRow.class));
    static final Table<String, GroupRow> GROUPS = Table.ofText("iam", "groups", RecordCodec.of(GroupRow.class));
    static final Table<String, RoleRow> ROLES = Table.ofText("iam", "roles", RecordCodec.of(RoleRow.class));
    static final Table<String, PolicyRow> POLICIES = Table.ofText("iam", "policies", RecordCodec.of(PolicyRow.class));
    static final Table<Long, KeyRow> KEYS = Table.of(
            "iam", "accessKeys", Comparator.<Long>naturalOrder(), KeyCodec.NUMBER, RecordCodec.of(KeyRow.class));

    /** MFA devices by serial number. */
    static final Table<String, MfaRow> MFA = Table.ofText("iam", "mfaDevices", RecordCodec.of(MfaRow.class));
    /** OpenID Connect providers by URL. */
    static final Table<String, OidcRow> OIDC = Table.ofText("iam", "oidcProviders", RecordCodec.of(OidcRow.class));

    static final Table<String, SamlRow> SAML = Table.ofText("iam", "samlProviders", RecordCodec.of(SamlRow.class));

    /** Tasks that delete service-linked roles, by id. */
    static final Table<String, DeletionRow> DELETIONS =
            Table.ofText("iam", "roleDeletions", RecordCodec.of(DeletionRow.class));

    static final Table<String, InstanceProfileRow> PROFILES =
            Table.ofText("iam", "instanceProfiles", RecordCodec.of(InstanceProfileRow.class));
    /** Login profiles by the id of their user. */
    static final Table<String, LoginRow> LOGINS = Table.ofText("iam", "loginProfiles", RecordCodec.of(LoginRow.class));

    static final Table<String, SettingsRow> SETTINGS =
            Table.ofText("iam", "accountSettings", RecordCodec.of(SettingsRow.class));
    static final Table<String, ServerCertificateRow> SERVER_CERTIFICATES =
            Table.ofText("iam", "serverCertificates", RecordCodec.of(ServerCertificateRow.class));
    /** Signing certificates by id, and so are the two after them. */
    static final Table<String, SigningCertificateRow> SIGNING_CERTIFICATES =
            Table.ofText("iam", "signingCertificates", RecordCodec.of(SigningCertificateRow.class));

    static final Table<String, SshKeyRow> SSH_KEYS = Table.ofText("iam", "sshKeys", RecordCodec.of(SshKeyRow.class));
    static final Table<String, ServiceCredentialRow> SERVICE_CREDENTIALS =
            Table.ofText("iam", "serviceCredentials", RecordCodec.of(ServiceCredentialRow.class));

    static final Table<String, ReportRow> REPORTS =
            Table.ofText("iam", "credentialReports", RecordCodec.of(ReportRow.class));
    /** Access reports by job id. */
    static final Table<String, AccessJob> ACCESS_JOBS =
            Table.ofText("iam", "accessJobs", RecordCodec.of(AccessJob.class));
    /** Organizations' features by the id of the organization. */
    static final Table<String, FeaturesRow> FEATURES =
            Table.ofText("iam", "organizationFeatures", RecordCodec.of(FeaturesRow.class));

    static final List<Table<?, ?>> ALL = List.of(
            ACCOUNTS,
            USERS,
            GROUPS,
            ROLES,
            POLICIES,
            KEYS,
            MFA,
            OIDC,
            SAML,
            DELETIONS,
            PROFILES,
            LOGINS,
            SETTINGS,
            SERVER_CERTIFICATES,
            SIGNING_CERTIFICATES,
            SSH_KEYS,
            SERVICE_CREDENTIALS,
            REPORTS,
            ACCESS_JOBS,
            FEATURES);

    /** Where those of AWS's policies stand, by ARN, that came with a real account. */
    static final Scope OF_AWS = Scope.account("aws");

    private IamTables() {}

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    static Optional<UserRow> user(StateReader state, String account, String name) {
        return state.get(USERS, Scope.account(account), key(name))
                .filter(row -> row.name().equals(name));
    }

    static Optional<GroupRow> group(StateReader state, String account, String name) {
        return state.get(GROUPS, Scope.account(account), key(name))
                .filter(row -> row.name().equals(name));
    }

    static Optional<RoleRow> role(StateReader state, String account, String name) {
        return state.get(ROLES, Scope.account(account), key(name))
                .filter(row -> row.name().equals(name));
    }

    /** A customer managed policy of an account, or one of AWS's own, by its ARN. */
    static Optional<PolicyRow> policy(StateReader state, String arn) {
        String[] fields = arn.split(":", 6);
        if (fields.length < 6 || !fields[2].equals("iam") || !fields[5].startsWith("policy/")) {
            return Optional.empty();
        }
        if (fields[4].equals("aws")) {
            // a real account's have come with it, whatever their version
            return state.get(POLICIES, OF_AWS, arn).or(() -> AwsManagedPolicies.find(arn));
        }
        String name = fields[5].substring(fields[5].lastIndexOf('/') + 1);
        return state.get(POLICIES, Scope.account(fields[4]), key(name))
                .filter(policy -> policy.arn(fields[4]).equals(arn));
    }

    /** The access keys of a user, or of root where the user is null, by handle. */
    static Map<Long, KeyRow> keys(StateReader state, String account, @Nullable String user) {
        Map<Long, KeyRow> found = new TreeMap<>();
        state.rows(KEYS, Scope.SANDBOX).forEach((handle, row) -> {
            if (row.account().equals(account) && (user == null ? row.user() == null : user.equals(row.user()))) {
                found.put(handle, row);
            }
        });
        return found;
    }
}
