package dev.glasshouse.policy.check;

import dev.glasshouse.policy.check.PolicyChecks.PolicyUse;
import org.jspecify.annotations.Nullable;

/** Policies beyond the quota of their kind. */
final class SizeChecks {

    private static final int IDENTITY = 6_144;
    private static final int CONTROL = 5_120;
    private static final int TRUST = 2_048;

    /** Of a bucket's, an access point's and a table's policy: 20 KB. */
    private static final int RESOURCE = 20 * 1_024;

    private static final String GRANULAR = " We recommend that you use multiple granular policies.";

    private SizeChecks() {}

    static void run(String text, Node root, PolicyUse use, @Nullable ResourceType type, Findings findings) {
        long dense = text.chars().filter(c -> !Character.isWhitespace(c)).count();
        if (use == PolicyUse.IDENTITY_POLICY && dense > IDENTITY) {
            findings.warning(
                    "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
                    "The " + dense + " characters in the identity policy, excluding whitespace, exceed the " + IDENTITY
                            + " character maximum for inline and managed policies." + GRANULAR,
                    root);
        } else if (use == PolicyUse.SERVICE_CONTROL_POLICY && text.length() > CONTROL) {
            control("SCP", "service", text, root, findings);
        } else if (use == PolicyUse.RESOURCE_CONTROL_POLICY && text.length() > CONTROL) {
            control("RCP", "resource", text, root, findings);
        } else if (type == ResourceType.ROLE && dense > TRUST) {
            findings.warning(
                    "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
                    "The characters in the role trust policy, excluding whitespace, exceed the character maximum. We"
                            + " recommend that you request a role trust policy length quota increase using Service Quotas"
                            + " and AWS Support Center. If the quotas have already been increased, then you can ignore"
                            + " this warning.",
                    root);
        } else if (type != null && type != ResourceType.ROLE && text.length() > RESOURCE) {
            findings.warning(
                    "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
                    "The " + text.length() + " characters in the resource policy exceed the " + RESOURCE
                            + " character maximum for resource policies." + GRANULAR,
                    root);
        }
    }

    private static void control(String title, String what, String text, Node root, Findings findings) {
        findings.error(
                "POLICY_SIZE_EXCEEDS_" + title + "_QUOTA",
                "The " + text.length() + " characters in the " + what + " control policy (" + title + ") exceed the "
                        + CONTROL + " character maximum for " + title + "s." + GRANULAR,
                root);
    }
}
