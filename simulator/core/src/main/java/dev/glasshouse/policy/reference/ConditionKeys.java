package dev.glasshouse.policy.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which condition keys there are: all global ones, and those of the services that are simulated. See <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">AWS global condition
 * context keys</a>.
 */
public final class ConditionKeys {

    private static final String GLOBAL = "aws:";

    /** Global keys of many values: an operator without a set qualifier does not read them. */
    private static final Set<String> MANY = Set.of(
            "aws:calledvia",
            "aws:calledviaawsmcp",
            "aws:principalorgpaths",
            "aws:principalservicenameslist",
            "aws:resourceorgpaths",
            "aws:sourceorgpaths",
            "aws:tagkeys",
            "aws:vpceorgpaths");

    private static final Set<String> ONE = Set.of(
            "aws:assumedroot",
            "aws:calledviafirst",
            "aws:calledvialast",
            "aws:chatbotsourcearn",
            "aws:currenttime",
            "aws:ec2instancesourceprivateipv4",
            "aws:ec2instancesourcevpc",
            "aws:epochtime",
            "aws:federatedprovider",
            "aws:ismcpserviceaction",
            "aws:multifactorauthage",
            "aws:multifactorauthpresent",
            "aws:principalaccount",
            "aws:principalarn",
            "aws:principalisawsservice",
            "aws:principalorgid",
            "aws:principalorgmasteraccountid",
            "aws:principalservicename",
            "aws:principaltag",
            "aws:principaltype",
            "aws:referer",
            "aws:requestedregion",
            "aws:requesttag",
            "aws:resourceaccount",
            "aws:resourceorgid",
            "aws:resourcetag",
            "aws:securetransport",
            "aws:signinsessionarn",
            "aws:sourceaccount",
            "aws:sourcearn",
            "aws:sourceidentity",
            "aws:sourceip",
            "aws:sourceorgid",
            "aws:sourceowner",
            "aws:sourcevpc",
            "aws:sourcevpcarn",
            "aws:sourcevpce",
            "aws:tokenissuetime",
            "aws:useragent",
            "aws:userid",
            "aws:username",
            "aws:viaawsmcpservice",
            "aws:viaawsservice",
            "aws:vpceaccount",
            "aws:vpceorgid",
            "aws:vpcsourceip");

    private ConditionKeys() {}

    /** Keys of services, by their stems, and the prefixes of the services whose keys are known. */
    private static final class Services {
        private static final Set<String> STEMS = new HashSet<>();
        private static final Set<String> PREFIXES = new HashSet<>();
        private static final Map<String, Set<String>> BY_ACTION = new HashMap<>();

        static {
            ObjectMapper json = new ObjectMapper();
            try (InputStream in = ConditionKeys.class.getResourceAsStream("condition-keys.jsonl");
                    BufferedReader lines = new BufferedReader(new InputStreamReader(
                            java.util.Objects.requireNonNull(in, "condition-keys.jsonl"), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode service = json.readTree(line);
                    if (service.hasNonNull("prefix")) {
                        String prefix = service.path("prefix").asText();
                        PREFIXES.add(prefix);
                        service.path("actions").properties().forEach(action -> {
                            Set<String> stems = new HashSet<>();
                            action.getValue().forEach(key -> stems.add(stem(key.asText())));
                            STEMS.addAll(stems);
                            BY_ACTION.put((prefix + ":" + action.getKey()).toLowerCase(Locale.ROOT), stems);
                        });
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the list of condition keys can be read", e);
            }
        }
    }

    /** A key in small letters without what comes after a slash or a second colon: a tag's key or the like. */
    private static String stem(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        int slash = lower.indexOf('/');
        int second = lower.indexOf(':', lower.indexOf(':') + 1);
        int end = slash >= 0 ? slash : second >= 0 ? second : lower.length();
        return lower.substring(0, end);
    }

    /** Whether a key is written as one of AWS's global keys. */
    public static boolean isGlobal(String key) {
        return key.regionMatches(true, 0, GLOBAL, 0, GLOBAL.length());
    }

    /** Whether there is such a key; empty where the keys of its service are not known. */
    public static Optional<Boolean> exists(String key) {
        String stem = stem(key);
        if (isGlobal(key)) {
            return Optional.of(ONE.contains(stem) || MANY.contains(stem));
        }
        return Services.PREFIXES.contains(stem.substring(0, Math.max(0, stem.indexOf(':'))))
                ? Optional.of(Services.STEMS.contains(stem))
                : Optional.empty();
    }

    /**
     * Whether AWS's reference lists a service's key for an action.
     *
     * @param action a whole name, such as {@code s3:ListBucket}
     */
    public static boolean isOf(String action, String key) {
        Set<String> stems = Services.BY_ACTION.get(action.toLowerCase(Locale.ROOT));
        return stems != null && stems.contains(stem(key));
    }

    /** Whether a global key has many values in one request. */
    public static boolean hasManyValues(String key) {
        return MANY.contains(key.toLowerCase(Locale.ROOT));
    }
}
