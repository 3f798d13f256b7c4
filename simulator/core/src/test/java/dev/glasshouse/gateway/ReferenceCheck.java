package dev.glasshouse.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.policy.PolicyRequest;
import dev.glasshouse.policy.reference.ServiceReference;
import dev.glasshouse.sandbox.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds every question that was put to the policy engine in a test against AWS's service reference: the action is one, the
 * resource has the form of one of its types, and each of the service's keys is listed for it. Differences that are right
 * stand in {@code reference-differences.txt} with their reasons.
 */
public final class ReferenceCheck {

    private static final Map<String, Set<String>> KEYS = keys();

    /** What every call of a role tells whose credentials an instance or a function got. */
    private static final Set<String> OF_WORKLOADS =
            Set.of("ec2:sourceinstancearn", "ec2:roledelivery", "lambda:sourcefunctionarn");

    static final Set<String> DIFFERENCES = differences();

    private ReferenceCheck() {}

    /** What does not agree in the last calls of a sandbox, a line each; empty where all does. */
    public static Set<String> of(Sandbox sandbox) {
        Set<String> wrong = new TreeSet<>();
        for (LoggedCall call : CallLog.of(sandbox).newest(Integer.MAX_VALUE)) {
            call.questions().forEach(question -> check(question.request(), wrong));
        }
        wrong.removeAll(DIFFERENCES);
        return wrong;
    }

    private static void check(PolicyRequest request, Set<String> wrong) {
        ServiceReference.Action known = ServiceReference.find(request.action()).orElse(null);
        if (known == null) {
            wrong.add(request.action() + " is no action");
            return;
        }
        String resource = request.resourceArn();
        if (known.types().isEmpty() && !resource.equals("*")) {
            wrong.add(known.name() + " has no resource type");
        } else if (!known.types().isEmpty()
                && !resource.equals("*")
                && known.form(resource).isEmpty()) {
            wrong.add(known.name() + " has no resource type of " + type(resource));
        }
        Set<String> listed = KEYS.get(known.name());
        if (listed == null) {
            return;
        }
        for (String key : request.keys().entries().keySet()) {
            String stem = stem(key);
            // what identity providers say has their domain before the colon, and goes along with the session
            boolean provider = stem.lastIndexOf(':') > 0 && stem.lastIndexOf('.', stem.indexOf(':')) > 0;
            boolean ours = !provider
                    && !OF_WORKLOADS.contains(stem)
                    && (!stem.startsWith("aws:") || stem.startsWith("aws:requesttag") || stem.equals("aws:tagkeys"));
            if (ours && !listed.contains(stem)) {
                wrong.add(known.name() + " has no key " + stem);
            }
        }
    }

    private static String type(String arn) {
        String[] fields = arn.split(":", 6);
        String last = fields[fields.length - 1];
        return last.indexOf('/') < 0 ? "its kind" : last.substring(0, last.indexOf('/'));
    }

    /** A key without the part that differs: {@code aws:requesttag/}. */
    private static String stem(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        int slash = lower.indexOf('/');
        int second = lower.indexOf(':', lower.indexOf(':') + 1);
        int end = slash >= 0 ? slash + 1 : second >= 0 ? second + 1 : lower.length();
        return lower.substring(0, end);
    }

    private static Map<String, Set<String>> keys() {
        Map<String, Set<String>> keys = new HashMap<>();
        ObjectMapper json = new ObjectMapper();
        for (String line : lines("/dev/glasshouse/policy/reference/condition-keys.jsonl")) {
            try {
                JsonNode service = json.readTree(line);
                for (Map.Entry<String, JsonNode> action :
                        service.path("actions").properties()) {
                    Set<String> stems = new HashSet<>();
                    action.getValue().forEach(key -> stems.add(stem(key.asText())));
                    keys.put(service.path("prefix").asText() + ":" + action.getKey(), stems);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return keys;
    }

    private static Set<String> differences() {
        Set<String> differences = new HashSet<>();
        for (String line : lines("reference-differences.txt")) {
            int reason = line.indexOf(" # ");
            if (reason > 0) {
                differences.add(line.substring(0, reason).strip());
            }
        }
        return differences;
    }

    private static List<String> lines(String file) {
        try (InputStream in = Objects.requireNonNull(ReferenceCheck.class.getResourceAsStream(file), file)) {
            return new ArrayList<>(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
