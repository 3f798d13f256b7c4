package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.api.accessanalyzer.Access;
import dev.glasshouse.api.accessanalyzer.CheckAccessNotGrantedRequest;
import dev.glasshouse.api.accessanalyzer.CheckAccessNotGrantedResponse;
import dev.glasshouse.api.accessanalyzer.ReasonSummary;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ReadOperation;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.reach.AccessSet;
import dev.glasshouse.policy.reach.PolicyDiff;
import java.util.List;

/**
 * Whether a policy grants some actions or access to some resources; what is not known is a FAIL. See
 * <a href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckAccessNotGranted.html">CheckAccessNotGranted</a>.
 */
final class CheckAccessNotGranted
        implements ReadOperation<CheckAccessNotGrantedRequest, CheckAccessNotGrantedResponse> {

    private static final int LONGEST_ARN_FIELDS = 6;

    @Override
    public String name() {
        return "CheckAccessNotGranted";
    }

    @Override
    public AuthorizationPlan plan(CheckAccessNotGrantedRequest input, Call call) {
        return PolicyQuestions.plan(name(), call);
    }

    @Override
    public CheckAccessNotGrantedResponse execute(CheckAccessNotGrantedRequest input, Call call) {
        PolicyDocument policy = PolicyQuestions.read(input.policyDocument(), input.policyType());
        if (input.access().isEmpty()) {
            throw PolicyQuestions.invalid("The access list must contain actions or resources.");
        }
        AccessSet asked = asked(input.access().get(0));
        AccessSet own = PolicyDiff.set(policy);
        List<ReasonSummary> reasons = PolicyQuestions.reasons(
                policy,
                "One or more of the listed actions or resources in the statement with",
                statement -> own.only(statement).and(asked).find());
        return reasons.isEmpty()
                ? CheckAccessNotGrantedResponse.builder()
                        .result(PolicyQuestions.PASS)
                        .message("The policy document does not grant access to perform the listed actions or"
                                + " resources.")
                        .build()
                : CheckAccessNotGrantedResponse.builder()
                        .result(PolicyQuestions.FAIL)
                        .message("The policy document grants access to perform one or more of the listed actions or"
                                + " resources.")
                        .reasons(reasons)
                        .build();
    }

    private static AccessSet asked(Access access) {
        List<String> actions = access.actions() == null ? List.of() : access.actions();
        List<String> resources = access.resources() == null ? List.of() : access.resources();
        if (actions.isEmpty() && resources.isEmpty()) {
            throw PolicyQuestions.invalid("The access list must contain actions or resources.");
        }
        for (String action : actions) {
            int colon = action.indexOf(':');
            boolean form = colon > 0 && colon < action.length() - 1 && action.indexOf(':', colon + 1) < 0;
            if (!form && !action.equals("*")) {
                throw PolicyQuestions.invalid("The action " + action + " is not valid.");
            }
        }
        for (String resource : resources) {
            boolean arn = resource.startsWith("arn:") && resource.split(":", -1).length >= LONGEST_ARN_FIELDS;
            if (!arn && !resource.equals("*")) {
                throw PolicyQuestions.invalid("The resource " + resource + " is not valid.");
            }
        }
        return AccessSet.ofRequests(
                actions.isEmpty() ? List.of("*") : actions, resources.isEmpty() ? List.of("*") : resources);
    }
}
