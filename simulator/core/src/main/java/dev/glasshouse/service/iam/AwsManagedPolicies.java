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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** AWS's own managed policies, read at first use and shared by all sandboxes; only the version in force is known. */
final class AwsManagedPolicies {

    private static final String FILE = "aws-managed-policies.jsonl.gz";
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private AwsManagedPolicies() {}

    private static final class Holder {
        static final Map<String, PolicyRow> BY_ARN = read();

        private static Map<String, PolicyRow> read() {
            ObjectMapper json = new ObjectMapper();
            Map<String, PolicyRow> policies = new TreeMap<>();
            try (InputStream file = AwsManagedPolicies.class.getResourceAsStream(FILE);
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    PolicyRow row = row(json.readTree(line));
                    policies.put(row.arn("aws"), row);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("AWS's managed policies cannot be read", e);
            }
            return Collections.unmodifiableMap(policies);
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
        return Optional.ofNullable(Holder.BY_ARN.get(arn));
    }

    /** All of them by ARN. */
    static Map<String, PolicyRow> all() {
        return Holder.BY_ARN;
    }
}
