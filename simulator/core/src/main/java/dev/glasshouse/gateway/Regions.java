package dev.glasshouse.gateway;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The Regions of the partition {@code aws}. A sandbox has them all; accounts have them enabled. */
public final class Regions {

    /** Where global services live and requests without a signature go. */
    public static final String DEFAULT = "us-east-1";

    private static final Set<String> ALL = Set.of(
            "af-south-1",
            "ap-east-1",
            "ap-east-2",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-south-1",
            "ap-south-2",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-southeast-3",
            "ap-southeast-4",
            "ap-southeast-5",
            "ap-southeast-6",
            "ap-southeast-7",
            "ca-central-1",
            "ca-west-1",
            "eu-central-1",
            "eu-central-2",
            "eu-north-1",
            "eu-south-1",
            "eu-south-2",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "il-central-1",
            "me-central-1",
            "me-south-1",
            "mx-central-1",
            "sa-east-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2");

    /** What some SDKs sign with for services that have one place for all Regions. */
    private static final String GLOBAL = "aws-global";

    private static final Set<String> WITH_GLOBAL = Set.of("iam", "organizations", "sts", "s3");

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
