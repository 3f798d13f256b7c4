package dev.glasshouse.service.iam;

import dev.glasshouse.api.iam.GetAccountAuthorizationDetailsResponse;
import dev.glasshouse.call.AccountFeatures;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.IdentityProviders;
import dev.glasshouse.call.IdentityUses;
import dev.glasshouse.call.MfaDevices;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Organizations;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.call.Service;
import dev.glasshouse.call.SetupPower;
import dev.glasshouse.call.SharedResources;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import dev.glasshouse.sandbox.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** AWS Identity and Access Management. */
public final class IamService implements Service, Identities, Provisioning {

    private static final int MEMBER_ROLE_SECONDS = 3_600;
    private static final String ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess";

    private final GrantsCache cache = new GrantsCache();
    private final MfaDevices mfa = new MfaCodes();
    private final IdentityProviders providers = new Providers();
    private volatile Organizations organizations = Organizations.NONE;

    @Override
    public String name() {
        return "iam";
    }

    @Override
    public List<Table<?, ?>> tables() {
        return IamTables.ALL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> all = new ArrayList<>();
        all.addAll(UserOperations.all());
        all.addAll(GroupOperations.all());
        all.addAll(RoleOperations.all());
        all.addAll(PolicyOperations.all());
        all.addAll(VersionOperations.all());
        all.addAll(HoldingTable.users());
        all.addAll(HoldingTable.groups());
        all.addAll(HoldingTable.roles());
        all.addAll(AccessKeyOperations.all());
        all.addAll(AccountOperations.all());
        all.addAll(LinkedRoleOperations.all());
        all.addAll(InstanceProfileOperations.all());
        all.addAll(PasswordOperations.all());
        all.addAll(SettingsOperations.all());
        all.addAll(ServerCertificateOperations.all());
        all.addAll(SigningCertificateOperations.all());
        all.addAll(SshKeyOperations.all());
        all.addAll(ServiceCredentialOperations.all());
        all.addAll(MfaOperations.all());
        all.addAll(OidcOperations.all());
        all.addAll(SamlOperations.all());
        all.add(AuthorizationDetails.operation());
        all.addAll(SimulationOperations.all(cache, () -> organizations));
        all.addAll(ReportOperations.all());
        all.addAll(AccessOperations.all(cache));
        all.add(GrantingPolicies.operation(cache));
        all.addAll(new OrganizationFeatures(() -> organizations).all());
        all.addAll(new OrganizationAccess(() -> organizations).all());
        return all;
    }

    /** A question about one of its resources has the resource's tags, and its boundary where permissions change. */
    @Override
    public AuthorizationRequest guard(AuthorizationRequest asked, Call call) {
        return IamGuard.complete(asked, call.state());
    }

    @Override
    public List<String> resources(StateReader state, String account) {
        return IamGuard.resources(state, account);
    }

    /** Tells it of the organizations, which in their turn need its accounts. */
    public void join(Organizations known) {
        organizations = known;
    }

    /** The port to its MFA devices. */
    public MfaDevices mfaDevices() {
        return mfa;
    }

    /** The port to what is turned on in it. */
    public AccountFeatures features() {
        return new Features();
    }

    /** The port to its roles as they are shared. */
    public SharedResources shared() {
        return new IdentityUse(cache);
    }

    /** The port to what its identities have and when they used it. */
    public IdentityUses uses() {
        return new IdentityUse(cache);
    }

    /** The port to its identity providers. */
    public IdentityProviders identityProviders() {
        return providers;
    }

    // ---- who there is

    @Override
    public Optional<Entity> user(StateReader state, String account, String name) {
        return IamTables.user(state, account, name).map(row -> entity(row, account));
    }

    private static Entity entity(UserRow row, String account) {
        return new Entity(row.arn(account), row.id(), account, row.name(), row.path(), row.tags());
    }

    @Override
    public Optional<Role> role(StateReader state, String account, String name) {
        return IamTables.role(state, account, name)
                .map(row -> new Role(
                        new Entity(row.arn(account), row.id(), account, row.name(), row.path(), row.tags()),
                        new Policy(row.name(), null, cache.document(row.trust(), PolicyType.TRUST)),
                        row.maxSeconds()));
    }

    @Override
    public List<Entity> entities(StateReader state, String account) {
        List<Entity> all = new ArrayList<>();
        state.rows(IamTables.USERS, Scope.account(account)).values().forEach(row -> all.add(entity(row, account)));
        state.rows(IamTables.ROLES, Scope.account(account))
                .values()
                .forEach(row ->
                        all.add(new Entity(row.arn(account), row.id(), account, row.name(), row.path(), row.tags())));
        return all;
    }

    @Override
    public Grants grants(StateReader state, Caller caller) {
        return cache.of(state, caller);
    }

    @Override
    public Belongings belongings(StateReader state, Caller principal) {
        return Belonging.of(state, principal);
    }

    @Override
    public List<Group> groups(StateReader state, String account) {
        return Belonging.groups(state, account, cache);
    }

    @Override
    public Optional<Versions> versions(StateReader state, String arn) {
        return Belonging.versions(state, arn, cache);
    }

    @Override
    public Optional<Key> key(StateReader state, long handle) {
        Optional<KeyRow> row = state.get(IamTables.KEYS, Scope.SANDBOX, handle);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        KeyRow key = row.get();
        Entity owner = null;
        if (key.user() != null) {
            UserRow user = state.get(IamTables.USERS, Scope.account(key.account()), key.user())
                    .orElse(null);
            if (user == null) {
                return Optional.empty();
            }
            owner = entity(user, key.account());
        }
        return Optional.of(new Key(key.active(), key.account(), owner));
    }

    @Override
    public Optional<Policy> managedPolicy(StateReader state, String arn) {
        return IamTables.policy(state, arn).map(row -> cache.managed(state, arn, PolicyType.SESSION));
    }

    @Override
    public boolean exists(StateReader state, String principal) {
        return TrustPolicies.exists(principal, state);
    }

    @Override
    public String pinned(StateReader state, String policy) {
        return TrustPolicies.stored(policy, state);
    }

    @Override
    public Optional<String> arn(StateReader state, String uniqueId) {
        return TrustPolicies.arnOf(uniqueId, state);
    }

    @Override
    public String shown(StateReader state, String policy) {
        return TrustPolicies.shown(policy, state);
    }

    // ---- accounts

    @Override
    public void createAccount(SetupPower power, Transaction tx, String account) {
        if (tx.get(IamTables.ACCOUNTS, Scope.SANDBOX, account).isPresent()) {
            return;
        }
        tx.put(IamTables.ACCOUNTS, Scope.SANDBOX, account, new Account(account, tx.now(), null));
        UserRow admin = new UserRow(
                ADMINISTRATOR,
                "/",
                tx.ids().unique("AIDA", ADMINISTRATOR),
                seconds(tx),
                Map.of(),
                List.of(),
                Holdings.NONE.attach(ADMINISTRATOR_ACCESS));
        tx.put(IamTables.USERS, Scope.account(account), IamTables.key(ADMINISTRATOR), admin);
        accessKey(power, tx, account, ADMINISTRATOR);
    }

    /** IAM's dates have whole seconds. */
    private static Instant seconds(Transaction tx) {
        return tx.now().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public void createMember(Transaction tx, String account, String role, String management) {
        tx.put(IamTables.ACCOUNTS, Scope.SANDBOX, account, new Account(account, tx.now(), null));
        String trust = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                + "\"arn:aws:iam::" + management + ":root\"},\"Action\":\"sts:AssumeRole\"}]}";
        RoleRow row = new RoleRow(
                role,
                "/",
                tx.ids().unique("AROA", role),
                seconds(tx),
                null,
                MEMBER_ROLE_SECONDS,
                trust,
                Map.of(),
                Holdings.NONE.attach(ADMINISTRATOR_ACCESS));
        tx.put(IamTables.ROLES, Scope.account(account), IamTables.key(role), row);
        LinkedService.of("organizations.amazonaws.com")
                .map(service -> service.role(service.role(), null, tx.ids(), seconds(tx)))
                .ifPresent(linked ->
                        tx.put(IamTables.ROLES, Scope.account(account), IamTables.key(linked.name()), linked));
    }

    @Override
    public boolean hasLinkedRole(StateReader state, String account, String service) {
        return LinkedService.of(service)
                .flatMap(known -> state.get(IamTables.ROLES, Scope.account(account), IamTables.key(known.role())))
                .isPresent();
    }

    @Override
    public List<String> takeIdentities(
            SetupPower power, Transaction tx, String account, GetAccountAuthorizationDetailsResponse details) {
        createAccount(power, tx, account);
        return new IdentityIntake(tx, account).take(details);
    }

    @Override
    public SortedSet<String> accounts(StateReader state) {
        return new TreeSet<>(state.rows(IamTables.ACCOUNTS, Scope.SANDBOX).keySet());
    }

    @Override
    public boolean hasAccount(StateReader state, String account) {
        return state.get(IamTables.ACCOUNTS, Scope.SANDBOX, account).isPresent();
    }

    @Override
    public Optional<Long> activeKey(StateReader state, String account, @Nullable String user) {
        return IamTables.keys(state, account, user == null ? null : IamTables.key(user)).entrySet().stream()
                .filter(key -> key.getValue().active())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public long accessKey(SetupPower power, Transaction tx, String account, @Nullable String user) {
        if (tx.get(IamTables.ACCOUNTS, Scope.SANDBOX, account).isEmpty()
                || user != null && IamTables.user(tx, account, user).isEmpty()) {
            throw new IllegalArgumentException("there is no such principal in account " + account);
        }
        Optional<Long> active = activeKey(tx, account, user);
        if (active.isPresent()) {
            return active.get();
        }
        String owner = user == null ? null : IamTables.key(user);
        Map<Long, KeyRow> keys = IamTables.keys(tx, account, owner);
        if (keys.size() >= AccessKeyOperations.MOST_KEYS) {
            throw new IllegalArgumentException("the principal has two access keys, both inactive");
        }
        long handle = tx.newCredentialHandle();
        tx.put(IamTables.KEYS, Scope.SANDBOX, handle, new KeyRow(account, owner, true, seconds(tx)));
        return handle;
    }

    @Override
    public Optional<String> mfaCode(SetupPower power, Sandbox sandbox, String account, String serial) {
        return MfaCodes.shown(sandbox, account, serial);
    }
}
