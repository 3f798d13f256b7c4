package dev.glasshouse.policy;

import dev.glasshouse.policy.Decision.Effect;
import dev.glasshouse.policy.Decision.StatementRef;
import dev.glasshouse.policy.Explanation.PolicyTrace;
import dev.glasshouse.policy.PolicyPrincipal.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One question on its way to a decision: every policy is read once, then any Deny ends the question, then everything
 * that has to allow must.
 */
final class Evaluation {

    private final PolicyRequest request;
    private final PolicySet set;
    private final PolicyReader reader;
    private final List<Verdict> scps;
    private final Verdict rcp;
    private final Verdict identity;
    private final Verdict boundary;
    private final Verdict session;
    private final Verdict resource;
    private final Verdict vpcEndpoint;
    private final boolean publicAccessBlocked;

    Evaluation(PolicyRequest request, PolicySet set, @Nullable List<PolicyTrace> traces) {
        this.request = request;
        this.set = set;
        this.reader = new PolicyReader(request, !set.boundary().isEmpty(), traces);
        boolean iam = request.principal().kind().isIam();
        this.rcp = !set.rcpLevels().isEmpty() && Scope.rcpsBind(request) ? rcps() : Verdict.absent(PolicyKind.RCP);
        this.scps = !set.scpLevels().isEmpty() && Scope.scpsBind(request) ? scps() : List.of();
        this.vpcEndpoint = reader.read(PolicyKind.VPC_ENDPOINT, null, set.vpcEndpoint());
        this.resource = reader.read(PolicyKind.RESOURCE, set.resource());
        this.identity = reader.read(PolicyKind.IDENTITY, null, iam ? set.identity() : List.of());
        this.boundary = reader.read(PolicyKind.BOUNDARY, null, iam ? set.boundary() : List.of());
        this.session = reader.read(PolicyKind.SESSION, null, iam ? set.session() : List.of());
        this.publicAccessBlocked = Scope.publicAccessBlocked(request, set.resource());
    }

    private List<Verdict> scps() {
        List<PolicySet.Level> levels = set.scpLevels();
        List<Verdict> verdicts = new ArrayList<>(levels.size());
        for (int i = 0; i < levels.size(); i++) {
            PolicySet.Level level = levels.get(i);
            verdicts.add(reader.read(PolicyKind.SCP, level.name(), level.policies()));
        }
        return verdicts;
    }

    /** RCPFullAWSAccess allows at every level, so only what denies or cannot be read counts. */
    private Verdict rcps() {
        Verdict denying = null;
        for (PolicySet.Level level : set.rcpLevels()) {
            Verdict verdict = reader.read(PolicyKind.RCP, level.name(), level.policies());
            if (denying == null || verdict.denies() || (verdict.unreadable() && !denying.denies())) {
                denying = verdict;
            }
        }
        return denying == null ? Verdict.absent(PolicyKind.RCP) : denying;
    }

    Decision decide() {
        boolean beyond = Scope.beyondCredentials(request);
        if (!beyond && Scope.needsNoPermission(request)) {
            return new Decision(Effect.ALLOWED, Set.of(), null, null);
        }
        Kinds denies = denies();
        if (!denies.isEmpty()) {
            StatementRef first = denying(denies.first());
            return new Decision(Effect.EXPLICITLY_DENIED, denies.toSet(), first, null);
        }
        Kinds missing = missing();
        if (beyond) {
            missing.add(PolicyKind.SESSION);
        }
        return missing.isEmpty() ? allowed() : implicit(missing);
    }

    private static Decision implicit(Kinds missing) {
        return new Decision(Effect.IMPLICITLY_DENIED, missing.toSet(), null, null);
    }

    private Decision allowed() {
        boolean byResource = resource.allowed() == PrincipalMatch.DIRECT || !identity.allows();
        StatementRef reference = byResource && resource.allows() ? resource.allowing() : identity.allowing();
        return new Decision(Effect.ALLOWED, Set.of(), null, reference);
    }

    private Kinds denies() {
        Kinds kinds = new Kinds();
        add(kinds, PolicyKind.RCP, rcp.denies());
        for (int i = 0; i < scps.size(); i++) {
            add(kinds, PolicyKind.SCP, scps.get(i).denies());
        }
        add(kinds, PolicyKind.VPC_ENDPOINT, vpcEndpoint.denies());
        add(kinds, PolicyKind.RESOURCE, resource.denies());
        add(kinds, PolicyKind.IDENTITY, identity.denies());
        add(kinds, PolicyKind.BOUNDARY, boundary.denies());
        add(kinds, PolicyKind.SESSION, session.denies());
        return kinds;
    }

    private @Nullable StatementRef denying(PolicyKind kind) {
        return switch (kind) {
            case RCP -> rcp.denying();
            case SCP -> {
                StatementRef first = null;
                for (Verdict level : scps) {
                    first = first == null ? level.denying() : first;
                }
                yield first;
            }
            case VPC_ENDPOINT -> vpcEndpoint.denying();
            case RESOURCE -> resource.denying();
            case IDENTITY -> identity.denying();
            case BOUNDARY -> boundary.denying();
            case SESSION -> session.denying();
            case S3_BLOCK_PUBLIC_ACCESS -> null;
        };
    }

    /** Everything that had to allow and does not. */
    private Kinds missing() {
        Kinds kinds = new Kinds();
        add(kinds, PolicyKind.RCP, rcp.unreadable());
        for (int i = 0; i < scps.size(); i++) {
            add(kinds, PolicyKind.SCP, scps.get(i).unreadable() || !scps.get(i).allows());
        }
        add(kinds, PolicyKind.VPC_ENDPOINT, vpcEndpoint.unreadable() || fails(vpcEndpoint));
        add(kinds, PolicyKind.RESOURCE, resource.unreadable() || Scope.crossesPartitions(request));
        add(kinds, PolicyKind.IDENTITY, identity.unreadable());
        add(kinds, PolicyKind.BOUNDARY, boundary.unreadable());
        add(kinds, PolicyKind.SESSION, session.unreadable());
        if (!request.principal().kind().isIam()) {
            requireResource(kinds);
        } else if (Scope.sameAccount(request)) {
            sameAccount(kinds);
        } else {
            requireResource(kinds);
            requireCaller(kinds);
        }
        return kinds;
    }

    private void sameAccount(Kinds kinds) {
        PrincipalMatch match = granted();
        if (match == PrincipalMatch.DIRECT) {
            // A trust policy that names the caller does not lift its boundary, unlike other resources' policies.
            add(kinds, PolicyKind.BOUNDARY, request.model() == AccessModel.ROLE_TRUST && fails(boundary));
        } else if (match == PrincipalMatch.ROLE) {
            requireLimits(kinds);
        } else if (match == PrincipalMatch.NONE && request.model() != AccessModel.STANDARD) {
            requireResource(kinds);
        } else {
            requireCaller(kinds);
        }
    }

    /** How closely the resource's side grants: its policy unless that is public and blocked, or something beside it. */
    private PrincipalMatch granted() {
        PrincipalMatch policy = publicAccessBlocked ? PrincipalMatch.NONE : resource.allowed();
        Allowance beside = set.additionalAllow();
        return beside == null
                ? policy
                : PrincipalMatch.closer(policy, beside.reach().match());
    }

    private void requireResource(Kinds kinds) {
        boolean missing = granted() == PrincipalMatch.NONE;
        add(kinds, PolicyKind.S3_BLOCK_PUBLIC_ACCESS, missing && publicAccessBlocked && resource.allows());
        add(kinds, PolicyKind.RESOURCE, missing && !(publicAccessBlocked && resource.allows()));
    }

    private void requireCaller(Kinds kinds) {
        Kind kind = request.principal().kind();
        if (kind == Kind.FEDERATED_USER && !session.present()) {
            // Without a session policy a federated user has none of its maker's permissions.
            kinds.add(PolicyKind.SESSION);
        }
        add(kinds, PolicyKind.IDENTITY, kind != Kind.ROOT && !identity.allows());
        requireLimits(kinds);
    }

    private void requireLimits(Kinds kinds) {
        add(kinds, PolicyKind.BOUNDARY, fails(boundary));
        add(kinds, PolicyKind.SESSION, fails(session));
    }

    private static boolean fails(Verdict limit) {
        return limit.present() && !limit.allows();
    }

    private static void add(Kinds kinds, PolicyKind kind, boolean stands) {
        if (stands) {
            kinds.add(kind);
        }
    }
}
