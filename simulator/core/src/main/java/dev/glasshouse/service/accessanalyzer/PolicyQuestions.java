package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.api.accessanalyzer.ReasonSummary;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.policy.StatementView;
import dev.glasshouse.policy.reach.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** What the custom policy checks share: how a document is read, and how statements are told as reasons. */
final class PolicyQuestions {

    static final String PASS = "PASS";
    static final String FAIL = "FAIL";

    private PolicyQuestions() {}

    static AuthorizationPlan plan(String operation, Call call) {
        return AuthorizationPlan.of(AuthorizationRequest.of(
                "access-analyzer:" + operation, "*", call.caller().account()));
    }

    /** Reads a document of IDENTITY_POLICY or RESOURCE_POLICY. */
    static PolicyDocument read(String json, String type) {
        return read(json, type.equals("IDENTITY_POLICY") ? PolicyType.IDENTITY : PolicyType.RESOURCE);
    }

    static PolicyDocument read(String json, PolicyType type) {
        try {
            return PolicyDocument.parse(json, type);
        } catch (MalformedPolicyException broken) {
            String why = String.valueOf(broken.getMessage());
            throw invalid(
                    why.startsWith("The policy is not JSON")
                            ? "The policy document is not valid JSON."
                            : "The policy document is invalid: " + why);
        }
    }

    static ServiceException invalid(String text) {
        return ServiceException.of("InvalidParameterException", 400, text);
    }

    /** The Allow statements for which something was found, or for which it is not known. */
    static List<ReasonSummary> reasons(PolicyDocument policy, String what, IntFunction<Answer> ask) {
        List<ReasonSummary> reasons = new ArrayList<>();
        for (StatementView statement : policy.views()) {
            if (statement.allow() && !ask.apply(statement.index()).isNone()) {
                String sid = statement.sid();
                String which = sid == null || sid.isEmpty() ? "index: " + statement.index() : "sid: " + sid;
                reasons.add(ReasonSummary.builder()
                        .description(what + " " + which + ".")
                        .statementIndex(statement.index())
                        .statementId(sid == null || sid.isEmpty() ? null : sid)
                        .build());
            }
        }
        return reasons;
    }
}
