package dev.glasshouse.policy;

import dev.glasshouse.policy.Explanation.PolicyTrace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks policies about one request, and writes down what they said when somebody wants to know. */
final class PolicyReader {

    private final PolicyRequest request;
    private final boolean callerHasBoundary;
    private final @Nullable List<PolicyTrace> traces;

    PolicyReader(PolicyRequest request, boolean callerHasBoundary, @Nullable List<PolicyTrace> traces) {
        this.request = request;
        this.callerHasBoundary = callerHasBoundary;
        this.traces = traces;
    }

    /** What several policies of one kind say together: any Allow, any Deny. */
    Verdict read(PolicyKind kind, @Nullable String level, List<Policy> policies) {
        if (policies.isEmpty()) {
            return Verdict.absent(kind);
        }
        Verdict verdict = new Verdict(kind);
        for (int i = 0; i < policies.size(); i++) {
            read(verdict, kind, level, policies.get(i));
        }
        return verdict;
    }

    /** What one policy, or none, says. */
    Verdict read(PolicyKind kind, @Nullable Policy policy) {
        if (policy == null) {
            return Verdict.absent(kind);
        }
        Verdict verdict = new Verdict(kind);
        read(verdict, kind, null, policy);
        return verdict;
    }

    private void read(Verdict verdict, PolicyKind kind, @Nullable String level, Policy policy) {
        if (policy.document().unreadableReason() != null) {
            verdict.markUnreadable();
        }
        List<Explanation.Statement> said = traces == null ? null : new ArrayList<>();
        boolean allows = false;
        boolean denies = false;
        List<Statement> statements = policy.document().statements();
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            if (said == null && statement.allow() && verdict.allowed() == PrincipalMatch.DIRECT) {
                continue;
            }
            StatementTrace trace = said == null ? null : new StatementTrace();
            PrincipalMatch match = statement.apply(request, callerHasBoundary, trace);
            if (said != null && trace != null) {
                said.add(trace.finish(statement, match != PrincipalMatch.NONE));
            }
            if (match == PrincipalMatch.NONE) {
                continue;
            }
            if (statement.allow()) {
                allows = true;
                verdict.allow(policy, statement, match);
            } else {
                denies = true;
                verdict.deny(policy, statement);
            }
        }
        if (traces != null && said != null) {
            String outcome = denies ? "deny" : allows ? "allow" : "silent";
            traces.add(new PolicyTrace(
                    kind,
                    level,
                    policy.id(),
                    policy.arn(),
                    policy.document().unreadableReason() == null ? outcome : "unreadable",
                    List.copyOf(said)));
        }
    }
}
