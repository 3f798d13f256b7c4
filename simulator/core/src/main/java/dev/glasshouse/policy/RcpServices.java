package dev.glasshouse.policy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** The services whose resources resource control policies reach, by action prefix. */
public final class RcpServices {

    private static final Set<String> PREFIXES = load();

    private RcpServices() {}

    /** Whether resource control policies reach the service of a prefix in lower case, such as {@code s3}. */
    public static boolean supports(String servicePrefix) {
        return PREFIXES.contains(servicePrefix);
    }

    private static Set<String> load() {
        try (InputStream in = RcpServices.class.getResourceAsStream("rcp-services.txt")) {
            if (in == null) {
                throw new IllegalStateException("rcp-services.txt is missing from the library");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(String::strip)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
