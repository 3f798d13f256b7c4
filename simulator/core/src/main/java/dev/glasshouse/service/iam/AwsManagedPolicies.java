package dev.glasshouse.service.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** AWS's own managed policies, each read at its first use and shared by all sandboxes; only the version in force is known. */
final class AwsManagedPolicies {

    private static final int FILES = 64;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private AwsManagedPolicies() {}

    /** The lines of the files by ARN: to read all documents at the first call would make it wait. */
    private static final class Lines {
        private static final Map<Integer, Map<String, String>> PARTS = new ConcurrentHashMap<>();

        static @Nullable String of(String arn) {
            int part = Math.floorMod(arn.substring(arn.lastIndexOf('/') + 1).hashCode(), FILES);
            return part(part).get(arn);
        }

        /** The ARNs of all. */
        static SortedSet<String> arns() {
            SortedSet<String> arns = new TreeSet<>();
            for (int part = 0; part < FILES; part++) {
                arns.addAll(part(part).keySet());
            }
            return arns;
        }

        private static Map<String, String> part(int number) {
            return PARTS.computeIfAbsent(number, Lines::read);
        }

        private static Map<String, String> read(int part) {
            Map<String, String> found = new HashMap<>();
            try (InputStream file = AwsManagedPolicies.class.getResourceAsStream(
                            String.format(Locale.ROOT, "aws-managed-policies/%02d.jsonl.gz", part));
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    found.put("arn:aws:iam::aws:policy" + field(line, "path") + field(line, "name"), line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("AWS's managed policies cannot be read", e);
            }
            return Map.copyOf(found);
        }

        /** A text without escapes that stands before the document. */
        private static String field(String line, String name) {
            int start = line.indexOf("\"" + name + "\":\"") + name.length() + 4;
            return line.substring(start, line.indexOf('"', start));
        }
    }

    /** Rows of those that were asked for. */
    private static final class Rows {
        static final Map<String, PolicyRow> READ = new ConcurrentHashMap<>();
        private static final ObjectMapper JSON = new ObjectMapper();

        static PolicyRow of(String line) {
            try {
                return row(JSON.readTree(line));
            } catch (IOException e) {
                throw new UncheckedIOException("AWS's managed policies cannot be read", e);
            }
        }

        private static PolicyRow row(JsonNode node) {
            int version = Integer.parseInt(node.get("version").asText().substring(1));
            Instant updated = Instant.parse(node.get("updated").asText());
            String name = node.get("name").asText();
            return new PolicyRow(
                    name,
                    node.get("path").asText(),
                    id(name),
                    Instant.parse(node.get("created").asText()),
                    updated,
                    null,
                    Map.of(),
                    Map.of(version, new PolicyRow.Version(node.get("document").toPrettyString(), updated)),
                    version,
                    version + 1);
        }

        // AWS's policies have the same ids everywhere; ours are made up of their names
        private static String id(String name) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
                StringBuilder id = new StringBuilder("ANPA");
                for (int i = 0; i < 17; i++) {
                    id.append(BASE32.charAt(hash[i] & 31));
                }
                return id.toString();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("SHA-256 is part of every JDK", e);
            }
        }
    }

    static Optional<PolicyRow> find(String arn) {
        String line = Lines.of(arn);
        return line == null ? Optional.empty() : Optional.of(Rows.READ.computeIfAbsent(arn, absent -> Rows.of(line)));
    }

    /** Whether a policy is one that AWS gave up: whoever has it keeps it, and nobody else sees it in lists. */
    static boolean isDeprecated(String arn) {
        String line = Lines.of(arn);
        return line != null && line.contains("\"deprecated\":true,\"document\"");
    }

    /** All of them by ARN. */
    static Map<String, PolicyRow> all() {
        Map<String, PolicyRow> all = new TreeMap<>();
        Lines.arns().forEach(arn -> all.put(arn, find(arn).orElseThrow()));
        return Collections.unmodifiableMap(all);
    }
}
