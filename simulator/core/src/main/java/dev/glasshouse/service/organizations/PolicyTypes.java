package dev.glasshouse.service.organizations;

import java.util.List;
import java.util.Map;

/** The policy types, and AWS's limits for each. */
final class PolicyTypes {

    static final String SCP = "SERVICE_CONTROL_POLICY";
    static final String RCP = "RESOURCE_CONTROL_POLICY";

    private static final int MOST_ATTACHED = 5;
    private static final int MOST_CHARACTERS = 10_000;

    private static final Map<String, Integer> CHARACTERS =
            Map.of(SCP, 5_120, RCP, 5_120, "AISERVICES_OPT_OUT_POLICY", 2_500);

    private static final Map<String, Integer> ATTACHED =
            Map.of(SCP, 5, RCP, 5, "TAG_POLICY", 10, "BACKUP_POLICY", 10, "DECLARATIVE_POLICY_EC2", 10);

    private PolicyTypes() {}

    /** Whether a type decides on access; the others tell services how to behave. */
    static boolean isControl(String type) {
        return List.of(SCP, RCP).contains(type);
    }

    /** The longest document of a type, in characters. */
    static int mostCharacters(String type) {
        return CHARACTERS.getOrDefault(type, MOST_CHARACTERS);
    }

    /** How many policies of a type may be attached to one target. */
    static int mostAttached(String type) {
        return ATTACHED.getOrDefault(type, MOST_ATTACHED);
    }

    /** How many policies of a type an organization may have. */
    static int most(String type) {
        return type.equals(SCP) ? 10_000 : 1_000;
    }
}
