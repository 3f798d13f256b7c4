package dev.glasshouse.policy;

import java.util.List;

/**
 * The elements that AWS's policies have, in the order in which AWS writes them. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html">policy elements</a>.
 */
public final class PolicyElements {

    /** Those of a document. */
    public static final List<String> DOCUMENT = List.of("Version", "Id", "Statement");

    /** Those of a statement. */
    public static final List<String> STATEMENT = List.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");

    private PolicyElements() {}
}
