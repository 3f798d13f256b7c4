package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.api.accessanalyzer.CheckNoPublicAccessRequest;
import dev.glasshouse.api.accessanalyzer.CheckNoPublicAccessResponse;
import dev.glasshouse.api.accessanalyzer.ReasonSummary;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ReadOperation;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.policy.reach.PublicAccess;
import java.util.List;

/**
 * Whether a resource's policy lets in anybody; what is not known is a FAIL. See
 * <a href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoPublicAccess.html">CheckNoPublicAccess</a>.
 */
final class CheckNoPublicAccess implements ReadOperation<CheckNoPublicAccessRequest, CheckNoPublicAccessResponse> {

    @Override
    public String name() {
        return "CheckNoPublicAccess";
    }

    @Override
    public AuthorizationPlan plan(CheckNoPublicAccessRequest input, Call call) {
        return PolicyQuestions.plan(name(), call);
    }

    @Override
    public CheckNoPublicAccessResponse execute(CheckNoPublicAccessRequest input, Call call) {
        PolicyDocument policy = PolicyQuestions.read(input.policyDocument(), PolicyType.RESOURCE);
        List<ReasonSummary> reasons = PolicyQuestions.reasons(
                policy,
                "Public access granted in the following statement with",
                statement -> PublicAccess.find(policy, statement));
        return reasons.isEmpty()
                ? CheckNoPublicAccessResponse.builder()
                        .result(PolicyQuestions.PASS)
                        .message("The resource policy does not grant public access for the given resource type.")
                        .build()
                : CheckNoPublicAccessResponse.builder()
                        .result(PolicyQuestions.FAIL)
                        .message("The resource policy grants public access for the given resource type.")
                        .reasons(reasons)
                        .build();
    }
}
