package dev.glasshouse.wire.sigv4;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The Regions that a request of SigV4a is signed for: names, an asterisk for the rest of a name, or an asterisk for all.
 *
 * @param patterns 1 to 64 of them
 */
record RegionSet(List<String> patterns) {

    private static final String DOMAIN = ".amazonaws.com";
    private static final String FIRST = "us-east-1";
    private static final int MOST = 64;

    RegionSet {
        patterns = List.copyOf(patterns);
    }

    /** Reads {@code us-east-1,eu-*}; empty where that is not its form. */
    static Optional<RegionSet> parse(String text) {
        List<String> patterns =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        boolean formed = patterns.size() <= MOST && patterns.stream().allMatch(RegionSet::isPattern);
        return formed ? Optional.of(new RegionSet(patterns)) : Optional.empty();
    }

    private static boolean isPattern(String text) {
        int star = text.indexOf('*');
        return !text.isEmpty()
                && (star < 0 || star == text.length() - 1)
                && text.chars().allMatch(c -> c == '*' || c == '-' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9');
    }

    /**
     * The Region that a request to a host is in: the one of AWS's host name if the set has it, else the first that is written
     * out; empty where the set does not have the host's.
     */
    Optional<String> regionOf(String hostAndPort) {
        String host = hostAndPort.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
        if (host.endsWith(DOMAIN)) {
            String left = host.substring(0, host.length() - DOMAIN.length());
            String last = left.substring(left.lastIndexOf('.') + 1);
            if (isRegion(last)) {
                return covers(last) ? Optional.of(last) : Optional.empty();
            }
        }
        return Optional.of(patterns.stream()
                .filter(pattern -> !pattern.endsWith("*"))
                .findFirst()
                .orElse(FIRST));
    }

    private static boolean isRegion(String label) {
        int dash = label.lastIndexOf('-');
        return label.indexOf('-') != dash && dash > 0 && Character.isDigit(label.charAt(label.length() - 1));
    }

    private boolean covers(String region) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? region.startsWith(pattern.substring(0, pattern.length() - 1))
                        : region.equals(pattern));
    }
}
