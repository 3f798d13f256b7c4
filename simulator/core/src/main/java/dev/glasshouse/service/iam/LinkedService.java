package dev.glasshouse.service.iam;

import dev.glasshouse.sandbox.Ids;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A service that works through a role linked to it. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html">AWS services
 * that work with IAM</a>.
 *
 * @param principal such as {@code batch.amazonaws.com}
 * @param role the role's name without a suffix
 * @param policy the name of its managed policy, whose path is {@code /aws-service-role/}
 * @param suffix whether a caller may add one to the name
 */
record LinkedService(String principal, String role, String policy, boolean suffix) {

    private static final int SESSION = 3600;
    private static final String FILE = "service-linked-roles.tsv";

    private static final class Known {
        static final Map<String, LinkedService> BY_PRINCIPAL = read();

        private static Map<String, LinkedService> read() {
            Map<String, LinkedService> services = new TreeMap<>();
            try (InputStream file = LinkedService.class.getResourceAsStream(FILE);
                    BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.startsWith("#")) {
                        String[] fields = line.split("\t", -1);
                        services.put(fields[0], new LinkedService(fields[0], fields[1], fields[2], fields.length > 3));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the list of service-linked roles cannot be read", e);
            }
            return Collections.unmodifiableMap(services);
        }
    }

    static Optional<LinkedService> of(String principal) {
        return Optional.ofNullable(Known.BY_PRINCIPAL.get(principal));
    }

    /** All of them by principal. */
    static Map<String, LinkedService> all() {
        return Known.BY_PRINCIPAL;
    }

    String policyArn() {
        return "arn:aws:iam::aws:policy/aws-service-role/" + policy;
    }

    /** The role of that name, as AWS makes it. */
    RoleRow role(String name, @Nullable String description, Ids ids, Instant now) {
        return new RoleRow(
                name,
                LinkedRoleOperations.PATH + principal + "/",
                ids.unique("AROA", name),
                now,
                description,
                SESSION,
                trust(),
                Map.of(),
                Holdings.NONE.attach(policyArn()));
    }

    /** Who may assume the role. */
    String trust() {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\""
                + principal + "\"},\"Action\":\"sts:AssumeRole\"}]}";
    }
}
