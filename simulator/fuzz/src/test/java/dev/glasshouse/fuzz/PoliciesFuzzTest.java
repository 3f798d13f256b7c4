package dev.glasshouse.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyEngine;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.policy.cases.AuthorizationCase;
import dev.glasshouse.policy.cases.CaseFormat;
import dev.glasshouse.policy.cases.CaseFormatException;
import java.nio.charset.StandardCharsets;

/** Whatever a policy says, it is read or refused, and what was read decides. */
class PoliciesFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void document(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        for (PolicyType type : PolicyType.values()) {
            try {
                PolicyDocument.parse(text, type);
            } catch (MalformedPolicyException e) {
                // refused
            }
        }
    }

    @FuzzTest(maxDuration = "2m")
    void authorizationCase(byte[] data) {
        try {
            AuthorizationCase read = CaseFormat.parse(new String(data, StandardCharsets.UTF_8));
            PolicyEngine.explain(read.request(), read.policies());
        } catch (CaseFormatException e) {
            // refused
        }
    }
}
