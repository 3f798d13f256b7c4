package dev.glasshouse.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyType;
import java.nio.charset.StandardCharsets;

/** Whatever a policy says, it is read or refused. */
class PolicyDocumentFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void input(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        for (PolicyType type : PolicyType.values()) {
            try {
                PolicyDocument.parse(text, type);
            } catch (MalformedPolicyException e) {
                // refused
            }
        }
    }
}
