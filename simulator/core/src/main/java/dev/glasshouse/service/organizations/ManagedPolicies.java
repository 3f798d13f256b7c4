package dev.glasshouse.service.organizations;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policies that AWS attaches to all that is new, so that nothing is forbidden at first. */
final class ManagedPolicies {

    private static final Instant MADE = Instant.parse("2016-11-28T00:00:00Z");

    static final PolicyRow FULL_ACCESS = new PolicyRow(
            "",
            "p-FullAWSAccess",
            PolicyTypes.SCP,
            "FullAWSAccess",
            "Allows access to every operation",
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow",
                  "Action": "*",
                  "Resource": "*"
                }
              ]
            }""",
            MADE,
            Map.of());

    static final PolicyRow FULL_RESOURCE_ACCESS = new PolicyRow(
            "",
            "p-RCPFullAWSAccess",
            PolicyTypes.RCP,
            "RCPFullAWSAccess",
            "Allows access to every resource",
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow",
                  "Principal": "*",
                  "Action": "*",
                  "Resource": "*"
                }
              ]
            }""",
            MADE,
            Map.of());

    static final List<PolicyRow> ALL = List.of(FULL_ACCESS, FULL_RESOURCE_ACCESS);

    /** What is attached to a root, unit or account that is new. */
    static final List<String> ATTACHED = List.of(FULL_ACCESS.id(), FULL_RESOURCE_ACCESS.id());

    private ManagedPolicies() {}

    static Optional<PolicyRow> find(String id) {
        return ALL.stream().filter(policy -> policy.id().equals(id)).findFirst();
    }
}
