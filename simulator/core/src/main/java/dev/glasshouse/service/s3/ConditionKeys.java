package dev.glasshouse.service.s3;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.Signing;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.wire.PercentCoding;
import dev.glasshouse.wire.QueryString;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * S3's condition keys. Each action has those that AWS's reference lists for it, and a request carries of these what it
 * says; a key of which it says nothing is absent. See
 * <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html">Actions, resources, and
 * condition keys for Amazon S3</a>.
 */
final class ConditionKeys {

    private static final String PAYLOAD = "x-amz-content-sha256";

    /**
     * A key of an action, or a family of keys.
     *
     * @param name as AWS writes it; that of a family ends in a slash
     * @param plain the name without its prefix, in small letters
     */
    private record Key(String name, String plain) {
        boolean covers(String other) {
            return name.endsWith("/")
                    ? other.regionMatches(true, 0, name, 0, name.length())
                    : other.equalsIgnoreCase(name);
        }
    }

    /**
     * What an action has.
     *
     * @param own the keys that it has beside those of every action
     * @param lacks those of every action that it does not have
     */
    private record OfAction(List<Key> own, Set<String> lacks) {
        static final OfAction NOTHING = new OfAction(List.of(), Set.of());
    }

    private static final Map<String, OfAction> BY_ACTION = load();
    private static final Set<String> CREATING = Set.of("PutObject", "CopyObject", "CompleteMultipartUpload");
    private static final Set<String> PARTS = Set.of("CreateMultipartUpload", "UploadPart", "UploadPartCopy");

    private ConditionKeys() {}

    /**
     * The keys of a question.
     *
     * @param action the action without its prefix
     * @param told keys that the operation tells of itself, such as tags; those that the action does not have are left out
     */
    static ContextKeys of(Call call, String action, RequestFacts facts, ContextKeys told) {
        return collect(call, action, facts, told).build();
    }

    /** The same, to be added to. */
    static ContextKeys.Builder collect(Call call, String action, RequestFacts facts, ContextKeys told) {
        OfAction has = BY_ACTION.get(action);
        if (has == null) {
            has = BY_ACTION.getOrDefault(action.toLowerCase(Locale.ROOT), OfAction.NOTHING);
        }
        ContextKeys.Builder keys = common(call, has.lacks());
        for (Key key : has.own()) {
            keys.put(key.name(), value(key.plain(), facts, call.now()));
        }
        List<Key> own = has.own();
        told.forEach(entry -> {
            String name = entry.name();
            if (name.regionMatches(true, 0, "aws:", 0, 4) || own.stream().anyMatch(key -> key.covers(name))) {
                keys.put(entry);
            }
        });
        return keys;
    }

    private static @Nullable String value(String plain, RequestFacts facts, Instant now) {
        return switch (plain) {
            case "prefix", "delimiter", "max-keys" -> facts.query().get(plain);
            case "versionid" -> facts.query().get("versionId");
            case "if-match", "if-none-match" -> facts.header(plain);
            case "object-lock-mode", "object-lock-legal-hold", "object-lock-retain-until-date" ->
                facts.header("x-amz-" + plain);
            case "object-lock-remaining-retention-days" ->
                daysUntil(facts.header("x-amz-object-lock-retain-until-date"), now);
            case "objectcreationoperation" ->
                CREATING.contains(facts.operation()) ? "true" : PARTS.contains(facts.operation()) ? "false" : null;
            case "x-amz-copy-source" -> source(facts.header(plain));
            default -> plain.startsWith("x-amz-") ? facts.header(plain) : null;
        };
    }

    private static @Nullable String daysUntil(@Nullable String date, Instant now) {
        if (date == null) {
            return null;
        }
        try {
            return Long.toString(Duration.between(now, Instant.parse(date)).toDays());
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A source as policies have it: bucket and key without a slash in front, and no version. */
    private static @Nullable String source(@Nullable String header) {
        if (header == null) {
            return null;
        }
        int version = header.indexOf("?versionId=");
        String path = version < 0 ? header : header.substring(0, version);
        String decoded = PercentCoding.path(path.startsWith("/") ? path.substring(1) : path);
        return decoded == null ? path : decoded;
    }

    /** The keys that every action has but for those that it is said to lack. */
    private static ContextKeys.Builder common(Call call, Set<String> lacks) {
        ContextKeys.Builder keys = ContextKeys.builder();
        Instant signedAt = call.signing().signedAt();
        if (call.signing().signed()) {
            put(keys, lacks, "s3:signatureversion", call.signing().algorithm());
            put(keys, lacks, "s3:authType", call.signing().method().s3AuthType());
        }
        if (signedAt != null) {
            long age = Math.max(0, Duration.between(signedAt, call.now()).toMillis());
            put(keys, lacks, "s3:signatureAge", Long.toString(age));
        }
        if (call.calledVia().isEmpty()) {
            put(keys, lacks, "s3:x-amz-content-sha256", payload(call));
            var tls = call.http().connection().tls();
            put(keys, lacks, "s3:TlsVersion", tls == null ? null : tls.version().replace("TLSv", ""));
        }
        return keys;
    }

    /** What a request says of its body; a presigned URL that says nothing leaves it unsigned. */
    private static @Nullable String payload(Call call) {
        String given = call.http().headers().first(PAYLOAD).orElse(null);
        boolean presigned = call.signing().method() == Signing.Method.QUERY
                && call.signing().algorithm().startsWith("AWS4");
        if (given != null || !presigned) {
            return given;
        }
        QueryString query = QueryString.parse(call.http().rawQuery());
        if (query != null) {
            for (String name : query.names()) {
                if (name.equalsIgnoreCase(PAYLOAD)) {
                    return query.first(name);
                }
            }
        }
        return "UNSIGNED-PAYLOAD";
    }

    private static void put(ContextKeys.Builder keys, Set<String> lacks, String key, @Nullable String value) {
        if (!lacks.contains(key)) {
            keys.put(key, value);
        }
    }

    private static Map<String, OfAction> load() {
        Map<String, OfAction> keys = new HashMap<>();
        try (InputStream in = ConditionKeys.class.getResourceAsStream("condition-keys.txt")) {
            if (in == null) {
                throw new IllegalStateException("condition-keys.txt is missing from the library");
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        String[] words = line.split(" ");
                        OfAction has = read(Arrays.asList(words).subList(1, words.length));
                        keys.put(words[0], has);
                        keys.put(words[0].toLowerCase(Locale.ROOT), has);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(keys);
    }

    private static OfAction read(List<String> words) {
        List<Key> own = new ArrayList<>();
        Set<String> lacks = new HashSet<>();
        for (String word : words) {
            if (word.startsWith("-")) {
                lacks.add(word.substring(1));
            } else {
                own.add(new Key(word, word.substring(word.indexOf(':') + 1).toLowerCase(Locale.ROOT)));
            }
        }
        return new OfAction(List.copyOf(own), Set.copyOf(lacks));
    }
}
