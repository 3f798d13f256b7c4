package dev.glasshouse.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file with one policy, and what it is a policy of: of whom its content says, else the folder that it lies in.
 *
 * @param kind what it is
 * @param of the name of the user, group, role, bucket or policy, or the ARN or id of the key
 * @param name the name of an inline policy, else the file's
 * @param document the policy
 */
record PolicyFile(Kind kind, String of, String name, JsonNode document) {

    /** What a policy can be. */
    enum Kind {
        USER,
        GROUP,
        ROLE,
        TRUST,
        MANAGED,
        BUCKET,
        KEY
    }

    /**
     * Finds out what a file is.
     *
     * @param source the file's path, with slashes
     * @throws IllegalArgumentException if that cannot be told
     */
    static PolicyFile of(String source, JsonNode json) {
        List<String> folders = Arrays.asList(source.split("/"));
        String file = folders.get(folders.size() - 1);
        String name = file.toLowerCase(Locale.ROOT).endsWith(".json") ? file.substring(0, file.length() - 5) : file;
        if (json.has("PolicyDocument")) {
            return inline(json);
        }
        if (json.path("PolicyVersion").has("Document")) {
            return new PolicyFile(
                    Kind.MANAGED, name, name, json.path("PolicyVersion").path("Document"));
        }
        if (json.has("Policy") && !json.has("Statement")) {
            // as get-bucket-policy and get-key-policy print it
            return resource(folders, name, json.path("Policy"));
        }
        if (!json.has("Statement")) {
            throw new IllegalArgumentException("neither a policy nor an answer of the aws CLI that is known here");
        }
        if (folders.size() > 2) {
            Optional<Kind> holder = holder(folders.get(folders.size() - 3));
            if (holder.isPresent()) {
                boolean trust = holder.get() == Kind.ROLE && name.equals("trust");
                return new PolicyFile(trust ? Kind.TRUST : holder.get(), folders.get(folders.size() - 2), name, json);
            }
        }
        return names(json, "Principal") || names(json, "NotPrincipal")
                ? resource(folders, name, json)
                : new PolicyFile(Kind.MANAGED, name, name, json);
    }

    private static Optional<Kind> holder(String folder) {
        return switch (folder) {
            case "users" -> Optional.of(Kind.USER);
            case "groups" -> Optional.of(Kind.GROUP);
            case "roles" -> Optional.of(Kind.ROLE);
            default -> Optional.empty();
        };
    }

    /** As {@code get-user-policy} and its like print it. */
    private static PolicyFile inline(JsonNode json) {
        String policy = json.path("PolicyName").asText("policy");
        for (Kind kind : List.of(Kind.USER, Kind.GROUP, Kind.ROLE)) {
            String member = kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT) + "Name";
            if (json.path(member).isTextual()) {
                return new PolicyFile(kind, json.path(member).asText(), policy, json.path("PolicyDocument"));
            }
        }
        throw new IllegalArgumentException("it does not say whose policy it is: no UserName, GroupName or RoleName");
    }

    private static PolicyFile resource(List<String> folders, String name, JsonNode printed) {
        JsonNode document = printed.isTextual() ? Json.parse(printed.asText()) : printed;
        String folder = folders.size() > 1 ? folders.get(folders.size() - 2) : "";
        String action = first(document, "Action");
        if (folder.equals("buckets") || action != null && action.startsWith("s3:")) {
            String bucket = folder.equals("buckets") ? name : bucket(document, name);
            return new PolicyFile(Kind.BUCKET, bucket, name, document);
        }
        if (folder.equals("keys") || action != null && action.startsWith("kms:")) {
            return new PolicyFile(Kind.KEY, key(document, name), name, document);
        }
        throw new IllegalArgumentException(
                "a policy of a resource, but of which is not said: put it into a folder buckets,"
                        + " keys or roles/NAME, as trust.json");
    }

    private static String bucket(JsonNode document, String name) {
        String resource = first(document, "Resource");
        if (resource == null || !resource.startsWith("arn:aws:s3:::")) {
            return name;
        }
        String path = resource.substring("arn:aws:s3:::".length());
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        return bucket.isEmpty() || bucket.contains("*") ? name : bucket;
    }

    private static String key(JsonNode document, String name) {
        String resource = first(document, "Resource");
        return resource != null
                        && resource.startsWith("arn:aws:kms:")
                        && resource.contains(":key/")
                        && !resource.contains("*")
                ? resource
                : name;
    }

    /** The first value of an element among all statements. */
    private static @Nullable String first(JsonNode document, String element) {
        JsonNode statements = document.path("Statement");
        for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
            JsonNode value = statement.path(element);
            String text = value.isArray() ? value.path(0).asText() : value.asText();
            if (!text.isEmpty()) {
                return text;
            }
        }
        return null;
    }

    private static boolean names(JsonNode document, String element) {
        JsonNode statements = document.path("Statement");
        for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
            if (statement.has(element)) {
                return true;
            }
        }
        return false;
    }
}
