package dev.glasshouse.service.iam;

import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;
import java.nio.charset.StandardCharsets;

/** Policy documents on their way in and out. */
final class PolicyText {

    private static final String UNRESERVED = "-_.~";

    private PolicyText() {}

    /** A document as IAM answers it: percent-encoded by RFC 3986. */
    static String encoded(String document) {
        StringBuilder text = new StringBuilder(document.length() * 2);
        for (byte value : document.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (value & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                text.append(c);
            } else {
                text.append(String.format("%%%02X", value));
            }
        }
        return text.toString();
    }

    /** Refuses an identity policy that IAM would refuse. */
    static void requireIdentityPolicy(String document) {
        try {
            PolicyValidator.validateIdentity(document);
        } catch (PolicyRejectedException e) {
            throw IamErrors.malformedPolicy(e.text());
        }
    }
}
