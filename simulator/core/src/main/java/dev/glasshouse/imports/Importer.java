package dev.glasshouse.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.Control;
import dev.glasshouse.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a sandbox of what a team has of its real account, so that its policies can be asked offline:
 *
 * <ul>
 *   <li>what {@code aws iam get-account-authorization-details} prints: all users, groups, roles and policies, with their ids;
 *   <li>what {@code get-bucket-policy}, {@code get-key-policy}, {@code get-policy-version} and {@code get-role-policy} (and its
 *       like) print;
 *   <li>policy documents. In a folder they are told by their place: {@code users/NAME/*.json}, {@code groups/NAME/*.json} and
 *       {@code roles/NAME/*.json} are inline policies, {@code roles/NAME/trust.json} is a trust policy, {@code
 *       buckets/NAME.json} and {@code keys/ID.json} are policies of resources, and others become managed policies.
 * </ul>
 *
 * <p>Users, roles, groups and buckets that a file needs and the sandbox does not have are made. What is not understood is in the
 * {@link ImportReport}.
 */
public final class Importer {

    private static final long MOST_BYTES = 64L << 20;

    private final Control control;
    private final Findings findings = new Findings();
    private @Nullable String account;

    private Importer(Control control) {
        this.control = control;
    }

    /** An import into a sandbox. */
    public static Importer into(Sandbox sandbox) {
        return new Importer(Control.of(sandbox));
    }

    /** The account of what names none: twelve digits. By default the one whose details are read, else the sandbox's first. */
    public Importer account(String id) {
        control.createAccount(id);
        account = id;
        return this;
    }

    /**
     * Reads a file, or a folder with all that is in it.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public Importer read(Path fileOrFolder) {
        return read(files(fileOrFolder));
    }

    /**
     * The files of a folder by their relative paths, with slashes; a file by its name. The text of those that are not read, since
     * their names do not end with {@code .json}, is empty.
     *
     * @throws UncheckedIOException if one cannot be read, or is larger than 64 MiB
     */
    public static Map<String, String> files(Path fileOrFolder) {
        Map<String, String> files = new LinkedHashMap<>();
        boolean folder = Files.isDirectory(fileOrFolder);
        try (Stream<Path> all = Files.walk(fileOrFolder)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile).sorted()::iterator) {
                if (Files.size(file) > MOST_BYTES) {
                    throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
                }
                String name = folder
                        ? fileOrFolder.relativize(file).toString().replace('\\', '/')
                        : String.valueOf(file.getFileName());
                files.put(name, folder && !isJson(name) ? "" : Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static boolean isJson(String name) {
        return name.endsWith(".json");
    }

    /** Reads files by their paths, which are relative and have slashes; of several only those whose names end with {@code .json}. */
    public Importer read(Map<String, String> files) {
        Map<String, JsonNode> policies = new LinkedHashMap<>();
        // first who there is, then what is theirs
        files.forEach((source, text) -> attempt(source, () -> {
            if (files.size() > 1 && !isJson(source)) {
                findings.leftOut(source, "its name does not end with .json");
                return;
            }
            JsonNode json = Json.parse(text);
            if (AccountDetails.is(json)) {
                String found = AccountDetails.take(control, findings, source, json);
                account = account == null ? found : account;
            } else {
                policies.put(source, json);
            }
        }));
        List<Map.Entry<String, JsonNode>> trustFirst = new ArrayList<>(policies.entrySet());
        trustFirst.sort((a, b) -> Boolean.compare(!isTrust(a.getKey()), !isTrust(b.getKey())));
        trustFirst.forEach(file ->
                attempt(file.getKey(), () -> take(file.getKey(), PolicyFile.of(file.getKey(), file.getValue()))));
        return this;
    }

    private static boolean isTrust(String source) {
        return source.endsWith("/trust.json");
    }

    private void attempt(String source, Runnable work) {
        try {
            work.run();
        } catch (IllegalArgumentException e) {
            findings.notUnderstood(source, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Gives a user, group or role an inline policy; it is made where it is not there: {@code policy("role/app", "work", text)}.
     *
     * @throws IllegalArgumentException with IAM's error if IAM would not have it
     */
    public Importer policy(String principal, String name, String document) {
        int slash = principal.indexOf('/');
        PolicyFile.Kind kind = switch (slash < 0 ? "" : principal.substring(0, slash)) {
            case "user" -> PolicyFile.Kind.USER;
            case "group" -> PolicyFile.Kind.GROUP;
            case "role" -> PolicyFile.Kind.ROLE;
            default ->
                throw new IllegalArgumentException(
                        "it is user/NAME, group/NAME or role/NAME that has policies, not '" + principal + "'");
        };
        return given(principal + ", " + name, kind, principal.substring(slash + 1), name, document);
    }

    /** Gives a role a trust policy; the role is made where it is not there. */
    public Importer trustPolicy(String role, String document) {
        return given(role + ", trust", PolicyFile.Kind.TRUST, role, "trust", document);
    }

    /** Gives a bucket its policy, as a document or as {@code get-bucket-policy} prints it; the bucket is made where it is not there. */
    public Importer bucketPolicy(String bucket, String printed) {
        return given("bucket " + bucket, PolicyFile.Kind.BUCKET, bucket, bucket, printed);
    }

    /**
     * Gives a KMS key its policy, as a document or as {@code get-key-policy} prints it; the key is made, with its id, where it is
     * not there.
     *
     * @param key its ARN, or the id of one in us-east-1
     */
    public Importer keyPolicy(String key, String printed) {
        return given("key " + key, PolicyFile.Kind.KEY, key, key, printed);
    }

    private Importer given(String source, PolicyFile.Kind kind, String of, String name, String printed) {
        JsonNode json = Json.parse(printed);
        JsonNode inner = json.has("Policy") && !json.has("Statement") ? json.path("Policy") : json;
        JsonNode document = inner.isTextual() ? Json.parse(inner.asText()) : inner;
        take(source, new PolicyFile(kind, of, name, document));
        return this;
    }

    private void take(String source, PolicyFile file) {
        new PolicyIntake(control, findings, account == null ? control.account() : account).take(source, file);
    }

    /** What was taken over so far, and what was not. */
    public ImportReport report() {
        return findings.report();
    }
}
