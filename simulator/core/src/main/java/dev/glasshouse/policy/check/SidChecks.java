package dev.glasshouse.policy.check;

import dev.glasshouse.policy.check.Node.Kind;
import dev.glasshouse.policy.check.PolicyChecks.PolicyUse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Statement ids. */
final class SidChecks {

    private SidChecks() {}

    static void one(Node sid, PolicyUse use, Findings findings) {
        if (!sid.is(Kind.STRING)) {
            PolicyChecks.mismatch(sid, Kind.STRING, findings);
        } else if (sid.text().isEmpty()) {
            findings.suggestion("EMPTY_SID_VALUE", "Add a value to the empty string in the Sid element.", sid);
        } else if (use == PolicyUse.IDENTITY_POLICY && !plain(sid.text())) {
            findings.error(
                    "UNSUPPORTED_SID",
                    "Update the characters in the Sid element to use one of the following character types: [a-z, A-Z,"
                            + " 0-9]",
                    sid);
        }
    }

    static void unique(List<Node> statements, PolicyUse use, Findings findings) {
        Map<String, Node> seen = new HashMap<>();
        for (Node statement : statements) {
            Node sid = statement.get("Sid");
            if (sid == null || !sid.is(Kind.STRING) || sid.text().isEmpty()) {
                continue;
            }
            Node first = seen.putIfAbsent(sid.text(), sid);
            if (first == null) {
                continue;
            }
            if (use == PolicyUse.IDENTITY_POLICY) {
                findings.error(
                        "UNIQUE_SIDS_REQUIRED",
                        "Duplicate statement IDs are not supported for this policy type. Update the Sid value.",
                        sid);
            } else {
                findings.warning(
                        "UNIQUE_SIDS_RECOMMENDED",
                        "We recommend that you use statement IDs that are unique to your policy. Update the Sid value.",
                        sid);
            }
        }
    }

    private static boolean plain(String sid) {
        return sid.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
    }
}
