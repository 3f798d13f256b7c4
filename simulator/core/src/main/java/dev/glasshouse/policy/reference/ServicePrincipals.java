package dev.glasshouse.policy.reference;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names by which services are principals. There is no list of AWS's; this is that of the services' prefixes and of the names
 * in AWS's documentation that are none. See <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services">AWS
 * service principals</a>.
 */
public final class ServicePrincipals {

    private static final String SUFFIX = ".amazonaws.com";

    private ServicePrincipals() {}

    private static final class Names {
        private static final Set<String> ALL;

        static {
            try (InputStream in = ServicePrincipals.class.getResourceAsStream("service-principals.txt");
                    BufferedReader lines = new BufferedReader(new InputStreamReader(
                            Objects.requireNonNull(in, "service-principals.txt"), StandardCharsets.UTF_8))) {
                ALL = lines.lines()
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .collect(Collectors.toUnmodifiableSet());
            } catch (IOException e) {
                throw new UncheckedIOException("the list of service principals can be read", e);
            }
        }
    }

    /** Whether a service has this principal, for all Regions or for one of them. */
    public static boolean exists(String principal) {
        if (!principal.equals(principal.toLowerCase(Locale.ROOT))) {
            return false;
        }
        if (!principal.endsWith(SUFFIX)) {
            return Names.ALL.contains(principal);
        }
        String name = principal.substring(0, principal.length() - SUFFIX.length());
        int dot = name.lastIndexOf('.');
        return isNamed(name)
                || (dot > 0 && RegionNames.exists(name.substring(dot + 1)) && isNamed(name.substring(0, dot)));
    }

    private static boolean isNamed(String name) {
        return Names.ALL.contains(name) || ServiceReference.services().containsKey(name);
    }
}
