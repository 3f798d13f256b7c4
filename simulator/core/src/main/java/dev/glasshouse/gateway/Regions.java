package dev.glasshouse.gateway;

import dev.glasshouse.policy.reference.RegionNames;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The Regions of the partition {@code aws}. A sandbox has them all; accounts have them enabled. */
public final class Regions {

    /** Where global services live and requests without a signature go. */
    public static final String DEFAULT = "us-east-1";

    private static final Set<String> ALL = RegionNames.AWS;

    /** What some SDKs sign with for services that have one place for all Regions. */
    private static final String GLOBAL = "aws-global";

    private static final Set<String> WITH_GLOBAL = Set.of("iam", "organizations", "sts");

    private static final Set<String> IN_ONE_PLACE = Set.of("iam", "organizations");

    private Regions() {}

    /** Whether a service is in one place for all Regions. */
    static boolean isGlobal(String service) {
        return IN_ONE_PLACE.contains(service);
    }

    /** The Region that a service knows by the name that a request was signed with. */
    static String of(String service, String signed) {
        return signed.equals(GLOBAL) && WITH_GLOBAL.contains(service) ? DEFAULT : signed;
    }

    /** All of them, sorted. */
    public static SortedSet<String> all() {
        return new TreeSet<>(ALL);
    }

    public static boolean exists(String name) {
        return ALL.contains(name);
    }
}
