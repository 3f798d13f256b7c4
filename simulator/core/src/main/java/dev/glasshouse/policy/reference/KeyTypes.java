package dev.glasshouse.policy.reference;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The types of condition keys, global ones and those of all services; the list is read when a key is first asked for. */
public final class KeyTypes {

    private static final String ARRAY = "ArrayOf";

    private static final Map<String, String> GLOBAL = Map.ofEntries(
            Map.entry("aws:assumedroot", "Bool"),
            Map.entry("aws:chatbotsourcearn", "ARN"),
            Map.entry("aws:currenttime", "Date"),
            Map.entry("aws:ec2instancesourceprivateipv4", "IPAddress"),
            Map.entry("aws:ismcpserviceaction", "Bool"),
            Map.entry("aws:multifactorauthage", "Numeric"),
            Map.entry("aws:multifactorauthpresent", "Bool"),
            Map.entry("aws:principalarn", "ARN"),
            Map.entry("aws:principalisawsservice", "Bool"),
            Map.entry("aws:securetransport", "Bool"),
            Map.entry("aws:signinsessionarn", "ARN"),
            Map.entry("aws:sourcearn", "ARN"),
            Map.entry("aws:sourceip", "IPAddress"),
            Map.entry("aws:sourcevpcarn", "ARN"),
            Map.entry("aws:tokenissuetime", "Date"),
            Map.entry("aws:viaawsmcpservice", "Bool"),
            Map.entry("aws:viaawsservice", "Bool"),
            Map.entry("aws:vpcsourceip", "IPAddress"));

    private KeyTypes() {}

    /**
     * What a key has values of.
     *
     * @param name {@code String}, {@code ARN}, {@code Bool}, {@code Numeric}, {@code Date} or {@code IPAddress}
     * @param many whether a request may have several
     */
    public record KeyType(String name, boolean many) {}

    private static final class Services {
        private static final Map<String, KeyType> TYPES = new HashMap<>();

        static {
            try (InputStream in = KeyTypes.class.getResourceAsStream("condition-key-types.tsv");
                    BufferedReader lines = new BufferedReader(new InputStreamReader(
                            java.util.Objects.requireNonNull(in, "condition-key-types.tsv"), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    int tab = line.indexOf('\t');
                    if (tab > 0) {
                        KeyType type = type(line.substring(0, tab));
                        for (String key : line.substring(tab + 1).split(" ")) {
                            TYPES.put(key, type);
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the list of types can be read", e);
            }
        }
    }

    private static KeyType type(String text) {
        boolean many = text.startsWith(ARRAY);
        return new KeyType(many ? text.substring(ARRAY.length()) : text, many);
    }

    /** The type of a key; empty where there is no such key, or where its type is not known. */
    public static Optional<KeyType> of(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        if (ConditionKeys.isGlobal(key)) {
            String type = GLOBAL.get(lower);
            if (type != null) {
                return Optional.of(new KeyType(type, false));
            }
            boolean known = ConditionKeys.exists(key).orElse(false) && !lower.equals("aws:epochtime");
            return known ? Optional.of(new KeyType("String", ConditionKeys.hasManyValues(key))) : Optional.empty();
        }
        KeyType exact = Services.TYPES.get(lower);
        for (int end = lower.length() - 1; exact == null && end > 0; end--) {
            char c = lower.charAt(end);
            if (c == '/' || c == ':') {
                exact = Services.TYPES.get(lower.substring(0, end + 1) + "*");
            }
        }
        return Optional.ofNullable(exact);
    }
}
