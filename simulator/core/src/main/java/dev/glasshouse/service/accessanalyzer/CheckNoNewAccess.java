package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.api.accessanalyzer.CheckNoNewAccessRequest;
import dev.glasshouse.api.accessanalyzer.CheckNoNewAccessResponse;
import dev.glasshouse.api.accessanalyzer.ReasonSummary;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ReadOperation;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.reach.AccessSet;
import dev.glasshouse.policy.reach.PolicyDiff;
import java.util.List;

/**
 * Whether a policy grants what another does not; what is not known is a FAIL. See
 * <a href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoNewAccess.html">CheckNoNewAccess</a>.
 */
final class CheckNoNewAccess implements ReadOperation<CheckNoNewAccessRequest, CheckNoNewAccessResponse> {

    @Override
    public String name() {
        return "CheckNoNewAccess";
    }

    @Override
    public AuthorizationPlan plan(CheckNoNewAccessRequest input, Call call) {
        return PolicyQuestions.plan(name(), call);
    }

    @Override
    public CheckNoNewAccessResponse execute(CheckNoNewAccessRequest input, Call call) {
        PolicyDocument after = PolicyQuestions.read(input.newPolicyDocument(), input.policyType());
        PolicyDocument before = PolicyQuestions.read(input.existingPolicyDocument(), input.policyType());
        AccessSet own = PolicyDiff.set(after);
        AccessSet known = PolicyDiff.set(before);
        List<ReasonSummary> reasons = PolicyQuestions.reasons(
                after,
                "New access in the statement with",
                statement -> own.only(statement).beyond(known));
        return reasons.isEmpty()
                ? CheckNoNewAccessResponse.builder()
                        .result(PolicyQuestions.PASS)
                        .message("The modified permissions do not grant new access compared to your existing policy.")
                        .build()
                : CheckNoNewAccessResponse.builder()
                        .result(PolicyQuestions.FAIL)
                        .message("The modified permissions grant new access compared to your existing policy.")
                        .reasons(reasons)
                        .build();
    }
}
