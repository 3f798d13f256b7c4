package dev.glasshouse.service.sts;

import dev.glasshouse.call.AccountFeatures;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.IdentityProviders;
import dev.glasshouse.call.MfaDevices;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Organizations;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.call.Service;
import dev.glasshouse.call.Sessions;
import dev.glasshouse.call.SetupPower;
import dev.glasshouse.call.TestTokens;
import dev.glasshouse.call.TrailShape;
import dev.glasshouse.call.Vantage;
import dev.glasshouse.call.Workload;
import dev.glasshouse.policy.AccessModel;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyDocuments;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.KeyCodec;
import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import dev.glasshouse.sandbox.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** AWS Security Token Service. */
public final class StsService implements Service, Sessions {

    static final Table<Long, SessionRow> SESSIONS = Table.of(
            "sts",
            "sessions",
            Comparator.<Long>naturalOrder(),
            KeyCodec.NUMBER,
            RecordCodec.of(SessionRow.class)
                    .next(stored -> stored.put("mfa", false).put("assumedRoot", false))
                    .next(SessionRow::withWorkload));

    static final Table<String, IssuerRow> ISSUERS = Table.ofText("sts", "issuers", RecordCodec.of(IssuerRow.class));

    private final Identities identities;
    private final Ports ports;
    private final PolicyDocuments documents = new PolicyDocuments();

    /** What STS needs of other services. */
    public record Ports(
            Identities identities,
            Provisioning provisioning,
            MfaDevices devices,
            IdentityProviders providers,
            Organizations organizations,
            AccountFeatures features) {}

    /** STS over what other services have. */
    public StsService(Ports ports) {
        this.ports = ports;
        this.identities = ports.identities();
    }

    @Override
    public String name() {
        return "sts";
    }

    @Override
    public List<Table<?, ?>> tables() {
        return List.of(SESSIONS, ISSUERS);
    }

    @Override
    public List<Operation<?, ?>> operations() {
        Roles roles = new Roles(identities);
        SessionPolicies policies = new SessionPolicies(identities);
        SecondFactor factor = new SecondFactor(ports.devices());
        return List.of(
                new AssumeRole(roles, policies, factor),
                new AssumeRoleWithWebIdentity(roles, policies, new WebIdentity.Reader(ports.providers())),
                new AssumeRoleWithSaml(roles, policies, new SamlIdentity.Reader(ports.providers())),
                new AssumeRoot(ports.organizations(), ports.features()).operation(),
                new GetWebIdentityToken(ports.features(), ports.organizations()),
                new GetSessionToken(factor).operation(),
                new GetFederationToken(policies).operation(),
                CallerOperations.getCallerIdentity(),
                CallerOperations.getAccessKeyInfo(ports.provisioning()),
                CallerOperations.decodeAuthorizationMessage());
    }

    /** Plays identity providers for the sandbox's owner. */
    public TestTokens tokens() {
        return new TokenMint(ports.providers());
    }

    /** A question about a role has its trust policy. */
    @Override
    public AuthorizationRequest guard(AuthorizationRequest asked, Call call) {
        String[] fields = asked.resource().split(":", 6);
        if (asked.model() != AccessModel.ROLE_TRUST || fields.length < 6 || !fields[5].startsWith("role/")) {
            return asked;
        }
        return identities
                .role(call.state(), fields[4], fields[5].substring(fields[5].lastIndexOf('/') + 1))
                .filter(role -> role.entity().arn().equals(asked.resource()))
                .map(role -> asked.withResourcePolicy(role.trust())
                        .withResourceTags(role.entity().tags()))
                .orElse(asked);
    }

    @Override
    public TrailShape trail() {
        return new StsTrail(new SamlIdentity.Reader(ports.providers()));
    }

    @Override
    public Optional<Caller> session(StateReader state, long handle, String accessKeyId) {
        return state.get(SESSIONS, Scope.SANDBOX, handle).map(row -> caller(state, row, accessKeyId));
    }

    private Caller caller(StateReader state, SessionRow row, String accessKeyId) {
        Caller.Session session = new Caller.Session(
                row.issuerArn(),
                row.issuerId(),
                row.name(),
                row.issued(),
                row.expires(),
                row.mfa(),
                policies(state, row),
                Set.copyOf(row.transitive()),
                row.sourceIdentity(),
                row.chained(),
                row.federation(),
                row.assumedRoot(),
                row.workload());
        Map<String, String> tags = new TreeMap<>(entityTags(state, row));
        row.tags().forEach((key, value) -> {
            tags.keySet().removeIf(old -> old.equalsIgnoreCase(key));
            tags.put(key, value);
        });
        return new Caller(
                switch (row.kind()) {
                    case ROLE -> Caller.Kind.ROLE;
                    case USER -> Caller.Kind.USER;
                    case ROOT -> Caller.Kind.ROOT;
                    case FEDERATED -> Caller.Kind.FEDERATED_USER;
                },
                row.account(),
                row.arn(),
                row.principalId(),
                row.principal(),
                row.path(),
                accessKeyId,
                session,
                tags,
                row.vantage());
    }

    private Map<String, String> entityTags(StateReader state, SessionRow row) {
        Optional<Identities.Entity> entity = switch (row.kind()) {
            case ROLE -> identities.role(state, row.account(), row.principal()).map(Identities.Role::entity);
            case USER -> identities.user(state, row.account(), row.principal());
            case FEDERATED ->
                identities.user(
                        state,
                        row.account(),
                        row.issuerArn().substring(row.issuerArn().lastIndexOf('/') + 1));
            case ROOT -> Optional.empty();
        };
        return entity.filter(found -> found.id().equals(row.issuerId()))
                .map(Identities.Entity::tags)
                .orElse(Map.of());
    }

    private List<Policy> policies(StateReader state, SessionRow row) {
        List<Policy> policies = new ArrayList<>();
        if (row.policy() != null) {
            policies.add(new Policy("session policy", null, documents.get(row.policy(), PolicyType.SESSION)));
        }
        for (String arn : row.policyArns()) {
            policies.add(identities
                    .managedPolicy(state, arn)
                    .orElseGet(() -> new Policy(
                            arn, arn, PolicyDocument.unreadable("", PolicyType.SESSION, "there is no policy " + arn))));
        }
        return policies;
    }

    @Override
    public long open(
            SetupPower power,
            Transaction tx,
            Identities.Role role,
            String sessionName,
            long seconds,
            Workload workload) {
        long handle = tx.newCredentialHandle();
        tx.put(
                SESSIONS,
                Scope.SANDBOX,
                handle,
                SessionRow.of(Roles.holder(role, sessionName), tx.now(), seconds, Vantage.DEFAULT)
                        .handedTo(workload));
        return handle;
    }
}
