package dev.glasshouse.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.glasshouse.policy.PolicyEngine;
import dev.glasshouse.policy.cases.AuthorizationCase;
import dev.glasshouse.policy.cases.CaseFormat;
import dev.glasshouse.policy.cases.CaseFormatException;
import java.nio.charset.StandardCharsets;

/** Whatever was read decides. */
class AuthorizationCaseFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void input(byte[] data) {
        try {
            AuthorizationCase read = CaseFormat.parse(new String(data, StandardCharsets.UTF_8));
            PolicyEngine.explain(read.request(), read.policies());
        } catch (CaseFormatException e) {
            // refused
        }
    }
}
