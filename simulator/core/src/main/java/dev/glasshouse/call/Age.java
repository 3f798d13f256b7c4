package dev.glasshouse.call;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The year whose defaults a sandbox has: what AWS gave new resources then. Old incidents happened under old defaults, and
 * old suites assume them. Existing resources do not change with it, and every default can be changed by a call.
 */
public enum Age {
    /**
     * New S3 buckets have ACLs, no Block Public Access and no default encryption; SSE-C is allowed. E-mail addresses can be
     * grantees of ACLs, and S3 tells the display names of owners and grantees.
     */
    Y2022,
    /**
     * As since April 2023: new S3 buckets have ACLs disabled, all of Block Public Access and SSE-S3; SSE-C is allowed.
     */
    Y2023,
    /** As since April 2026: what 2023 had, and SSE-C is blocked for new S3 buckets. */
    Y2026;

    /** The age of a sandbox that asks for no other. */
    public static final Age PRESENT = Y2026;

    /** Its year, which is its name for users: {@code 2022}. */
    public String year() {
        return name().substring(1);
    }

    /**
     * The age of a year.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Age of(String year) {
        for (Age age : values()) {
            if (age.year().equals(year.strip().toLowerCase(Locale.ROOT))) {
                return age;
            }
        }
        throw new IllegalArgumentException("there are defaults of "
                + Arrays.stream(values()).map(Age::year).collect(Collectors.joining(", ")) + ", not of '" + year + "'");
    }
}
