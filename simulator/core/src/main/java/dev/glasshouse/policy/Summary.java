package dev.glasshouse.policy;

import dev.glasshouse.policy.Decision.StatementRef;
import dev.glasshouse.policy.Explanation.PolicyTrace;
import java.util.ArrayList;
import java.util.List;

/** The one line of an explanation. */
final class Summary {

    private Summary() {}

    static String of(PolicyRequest request, PolicySet set, Decision decision, List<PolicyTrace> traces) {
        return switch (decision.effect()) {
            case ALLOWED -> "allowed: " + allowed(request, set, decision);
            case EXPLICITLY_DENIED -> "denied: " + explicit(request, decision);
            case IMPLICITLY_DENIED -> "denied: " + implicit(request, decision, traces);
        };
    }

    private static String allowed(PolicyRequest request, PolicySet set, Decision decision) {
        StatementRef by = decision.allowedBy();
        if (by != null) {
            return statement(by) + " allows " + request.action();
        }
        if (set.additionalAllow() != null) {
            return set.additionalAllow().what() + " allows " + request.action();
        }
        return request.principal().kind() == PolicyPrincipal.Kind.ROOT
                ? "the root user needs no policy for " + request.action()
                : request.action() + " needs no permission";
    }

    private static String explicit(PolicyRequest request, Decision decision) {
        StatementRef by = decision.deciding();
        String what = by == null ? "a policy" : statement(by);
        return what + " denies " + request.action() + " explicitly";
    }

    private static String statement(StatementRef by) {
        String sid = by.sid() == null ? "" : " (" + by.sid() + ")";
        return "statement " + by.index() + sid + " of the " + name(by.kind()) + " " + by.policyId();
    }

    private static String implicit(PolicyRequest request, Decision decision, List<PolicyTrace> traces) {
        List<String> reasons = new ArrayList<>();
        for (PolicyKind kind : decision.deniedBy()) {
            reasons.add(reason(kind, request, traces));
        }
        return String.join("; ", reasons);
    }

    private static String reason(PolicyKind kind, PolicyRequest request, List<PolicyTrace> traces) {
        if (kind == PolicyKind.S3_BLOCK_PUBLIC_ACCESS) {
            return "RestrictPublicBuckets blocks what the public bucket policy allows";
        }
        if (kind == PolicyKind.SESSION && Scope.beyondCredentials(request)) {
            return "these temporary credentials can never do " + request.action();
        }
        if (kind == PolicyKind.RESOURCE && Scope.crossesPartitions(request)) {
            return "nothing is granted across partitions";
        }
        List<String> names = new ArrayList<>();
        for (PolicyTrace trace : traces) {
            if (trace.kind() == kind && trace.outcome().equals("unreadable")) {
                return "the " + name(kind) + " " + trace.policyId() + " cannot be read";
            }
            if (trace.kind() == kind && !trace.outcome().equals("allow")) {
                names.add(trace.policyId());
            }
        }
        return names.size() == 1
                ? "the " + name(kind) + " " + names.get(0) + " does not allow " + request.action()
                : "no " + name(kind) + " allows " + request.action();
    }

    private static String name(PolicyKind kind) {
        return switch (kind) {
            case RCP -> "resource control policy";
            case SCP -> "service control policy";
            case VPC_ENDPOINT -> "VPC endpoint policy";
            case RESOURCE -> "resource-based policy";
            case IDENTITY -> "identity-based policy";
            case BOUNDARY -> "permissions boundary";
            case SESSION -> "session policy";
            case S3_BLOCK_PUBLIC_ACCESS -> "public access block";
        };
    }
}
