package dev.glasshouse.policy.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.policy.match.Glob;
import dev.glasshouse.policy.match.PatternText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The actions of AWS's services with the resource types that they take, read a service at a time when it is first asked
 * for.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html">Service Authorization
 *     Reference</a>
 */
public final class ServiceReference {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, JsonNode> BY_PREFIX = new ConcurrentHashMap<>();
    private static final JsonNode NONE = JSON.createObjectNode();

    private ServiceReference() {}

    /**
     * An action.
     *
     * @param name such as {@code dynamodb:GetItem}
     * @param types its resource types by name: their ARNs, with {@code ${...}} for what differs; none for an action
     *     without any
     */
    public record Action(String name, Map<String, String> types) {
        public Action {
            types = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(types));
        }

        /** The ARNs of its resource types. */
        public List<String> arns() {
            return List.copyOf(types.values());
        }

        /** The form of ARN that a resource has among those of its types: the closest, or empty where it has none. */
        public Optional<String> form(String resource) {
            String closest = null;
            int most = -1;
            for (String form : types.values()) {
                String literal = literal(form);
                if (literal.length() > most && pattern(form).matches(resource)) {
                    closest = form;
                    most = literal.length();
                }
            }
            return Optional.ofNullable(closest);
        }
    }

    /** An action by its name, whatever its case; empty where no service has it. */
    public static Optional<Action> find(String action) {
        int colon = action.indexOf(':');
        return colon <= 0
                ? Optional.empty()
                : find(action.substring(0, colon).toLowerCase(Locale.ROOT), action.substring(colon + 1));
    }

    /**
     * An action of a service.
     *
     * @param prefix the service's prefix, in lower case
     * @param name the action's name without prefix, whatever its case
     */
    public static Optional<Action> find(String prefix, String name) {
        JsonNode facts = BY_PREFIX.computeIfAbsent(prefix, ServiceReference::read);
        for (Map.Entry<String, JsonNode> group : facts.path("actions").properties()) {
            for (JsonNode known : group.getValue()) {
                if (known.asText().equalsIgnoreCase(name)) {
                    return Optional.of(new Action(prefix + ":" + known.asText(), types(facts, group.getKey())));
                }
            }
        }
        return Optional.empty();
    }

    /** The names of a service's actions without prefix; none where there is no such service. */
    public static List<String> actions(String prefix) {
        List<String> names = new ArrayList<>();
        BY_PREFIX
                .computeIfAbsent(prefix, ServiceReference::read)
                .path("actions")
                .forEach(group -> group.forEach(name -> names.add(name.asText())));
        java.util.Collections.sort(names);
        return names;
    }

    /** The actions of a service with their resource types; none where there is no such service. */
    public static List<Action> all(String prefix) {
        JsonNode facts = BY_PREFIX.computeIfAbsent(prefix, ServiceReference::read);
        List<Action> actions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> group : facts.path("actions").properties()) {
            Map<String, String> types = types(facts, group.getKey());
            group.getValue().forEach(name -> actions.add(new Action(prefix + ":" + name.asText(), types)));
        }
        actions.sort(java.util.Comparator.comparing(Action::name));
        return actions;
    }

    /** Reads all services at once, for those who want to know of many. */
    public static void load() {
        try (BufferedReader lines = open()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{\"prefix\":\"")) {
                    String prefix = line.substring(11, line.indexOf('"', 11));
                    if (!BY_PREFIX.containsKey(prefix)) {
                        BY_PREFIX.put(prefix, JSON.readTree(line));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the list of actions can be read", e);
        }
    }

    /** The names of services as people read them, by prefix. */
    public static SortedMap<String, String> services() {
        return Titles.BY_PREFIX;
    }

    private static final class Titles {
        static final SortedMap<String, String> BY_PREFIX = read();

        private static SortedMap<String, String> read() {
            TreeMap<String, String> titles = new TreeMap<>();
            try (InputStream in = ServiceReference.class.getResourceAsStream("service-names.tsv")) {
                if (in == null) {
                    throw new IllegalStateException("service-names.tsv is missing from the library");
                }
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                        .lines()
                        .forEach(line -> {
                            int tab = line.indexOf('\t');
                            titles.put(line.substring(0, tab), line.substring(tab + 1));
                        });
            } catch (IOException e) {
                throw new UncheckedIOException("the names of services can be read", e);
            }
            return java.util.Collections.unmodifiableSortedMap(titles);
        }
    }

    private static Map<String, String> types(JsonNode facts, String names) {
        Map<String, String> types = new LinkedHashMap<>();
        for (String type : names.split(" ")) {
            String arn = facts.path("types").path(type.toLowerCase(Locale.ROOT)).asText();
            if (!arn.isEmpty()) {
                types.put(type, arn);
            }
        }
        return types;
    }

    /** A form's text without its variables. */
    private static String literal(String form) {
        return String.join("", pieces(form));
    }

    private static Glob pattern(String form) {
        PatternText.Builder pattern = new PatternText.Builder();
        List<String> pieces = pieces(form);
        for (int i = 0; i < pieces.size(); i++) {
            pattern.pattern(i == 0 ? "" : "*").literal(pieces.get(i));
        }
        return Glob.compile(pattern.build());
    }

    private static List<String> pieces(String form) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        for (int open = form.indexOf("${"); open >= 0; open = form.indexOf("${", at)) {
            pieces.add(form.substring(at, open));
            at = form.indexOf('}', open) + 1;
        }
        pieces.add(form.substring(at));
        return pieces;
    }

    private static JsonNode read(String prefix) {
        String begin = "{\"prefix\":\"" + prefix + "\",";
        try (BufferedReader lines = open()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(begin)) {
                    return JSON.readTree(line);
                }
            }
            return NONE;
        } catch (IOException e) {
            throw new UncheckedIOException("the list of actions can be read", e);
        }
    }

    private static BufferedReader open() {
        InputStream in = ServiceReference.class.getResourceAsStream("iam-actions.jsonl");
        if (in == null) {
            throw new IllegalStateException("iam-actions.jsonl is missing from the library");
        }
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
}
