package dev.glasshouse.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The policy that a browser's form carries: until when it is good, and what its fields may say.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html">Creating a POST
 *     policy</a>
 */
public final class PostPolicy {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(16).build())
                    .build())
            // a dollar sign is escaped, which JSON does not know
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> UNCHECKED =
            Set.of("policy", "x-amz-signature", "file", "awsaccesskeyid", "signature");
    private static final String IGNORED = "x-ignore-";

    private final Instant expiration;
    private final List<Condition> conditions;
    private final long least;
    private final long most;

    /**
     * One condition.
     *
     * @param prefix whether the value is only the field's beginning
     * @param field the field in small letters; null where the condition names none and never holds
     * @param value what the field must have
     * @param source the condition as it was written
     */
    private record Condition(boolean prefix, @Nullable String field, String value, JsonNode source) {}

    private PostPolicy(Instant expiration, List<Condition> conditions, long least, long most) {
        this.expiration = expiration;
        this.conditions = conditions;
        this.least = least;
        this.most = most;
    }

    /** When it ends, by the clock of whoever wrote it. */
    public Instant expiration() {
        return expiration;
    }

    /**
     * Reads a policy as the form has it.
     *
     * @throws WireException {@code InvalidPolicyDocument} if it is none
     */
    public static PostPolicy parse(String base64) throws WireException {
        JsonNode json;
        try {
            json = JSON.readTree(new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw invalid("Invalid JSON.");
        }
        if (json != null && hasLiterals(json)) {
            throw invalid("Invalid JSON.");
        }
        if (json == null || !json.isObject() || !json.path("expiration").isTextual()) {
            throw invalid("Policy missing expiration.");
        }
        if (!json.path("conditions").isArray()) {
            throw invalid("Policy missing conditions.");
        }
        List<Condition> conditions = new ArrayList<>();
        long least = 0;
        long most = Long.MAX_VALUE;
        for (JsonNode each : json.path("conditions")) {
            if (each.isArray() && each.path(0).asText().equalsIgnoreCase("content-length-range")) {
                if (each.size() != 3) {
                    throw invalid("Invalid content-length-range.");
                }
                if (isNumber(each.path(1)) && isNumber(each.path(2))) {
                    least = Math.max(least, each.path(1).asLong());
                    most = Math.min(most, each.path(2).asLong());
                } else {
                    // no file is as long as what is no number says
                    conditions.add(new Condition(false, null, "", each));
                }
            } else {
                conditions.add(condition(each));
            }
        }
        return new PostPolicy(time(json.path("expiration").asText()), List.copyOf(conditions), least, most);
    }

    /** S3 reads objects, lists, texts and numbers; any other word is none of its JSON. */
    private static boolean hasLiterals(JsonNode json) {
        if (json.isNull() || json.isBoolean()) {
            return true;
        }
        for (JsonNode child : json) {
            if (hasLiterals(child)) {
                return true;
            }
        }
        return false;
    }

    private static Instant time(String text) throws WireException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw invalid("Invalid 'expiration' value: '" + text + "'");
        }
    }

    private static boolean isNumber(JsonNode json) {
        String text = json.asText();
        return json.canConvertToLong()
                || json.isTextual()
                        && !text.isEmpty()
                        && text.length() < 18
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A condition; a list that says nothing which can be judged is one that never holds. */
    private static Condition condition(JsonNode json) throws WireException {
        if (!json.isArray()) {
            return simple(json);
        }
        String operator = json.path(0).asText().toLowerCase(Locale.ROOT);
        boolean known = operator.equals("eq") || operator.equals("starts-with");
        boolean texts =
                json.size() == 3 && json.path(1).isTextual() && json.path(2).isTextual();
        String field = json.path(1).asText();
        String name = field.startsWith("\\$") ? field.substring(1) : field;
        return known && texts && name.startsWith("$")
                ? new Condition(
                        operator.equals("starts-with"),
                        name.substring(1).toLowerCase(Locale.ROOT),
                        json.path(2).asText(),
                        json)
                : new Condition(false, null, "", json);
    }

    private static Condition simple(JsonNode json) throws WireException {
        if (!json.isObject() || json.size() != 1) {
            throw invalid("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.");
        }
        String name = json.fieldNames().next();
        JsonNode value = json.path(name);
        if (!value.isTextual()) {
            throw invalid("Invalid Simple-Condition: value must be a string.");
        }
        return new Condition(
                false,
                name.toLowerCase(Locale.ROOT),
                value.asText(),
                JSON.createArrayNode().add("eq").add("$" + name).add(value));
    }

    private static WireException invalid(String what) {
        return new WireException(WireError.of("InvalidPolicyDocument", 400, "Invalid Policy: " + what));
    }

    private static WireException refused(String what) {
        return new WireException(WireError.of("AccessDenied", 403, "Invalid according to Policy: " + what));
    }

    /**
     * Holds a form against the policy. Every field must be spoken of, but for those that AWS leaves out.
     *
     * @param fields the fields, the bucket that the form is sent to among them
     * @param now the time, by the clock that {@code end} is of
     * @param end when the policy ends
     * @throws WireException {@code AccessDenied} with what does not hold
     */
    public void require(Map<String, String> fields, Instant now, Instant end) throws WireException {
        if (!now.isBefore(end)) {
            throw refused("Policy expired.");
        }
        Set<String> spoken = new HashSet<>();
        for (Condition condition : conditions) {
            String field = condition.field();
            if (field != null) {
                spoken.add(field);
            }
            if (field == null || !holds(condition, fields.get(field))) {
                throw refused("Policy Condition failed: " + spaced(condition.source()));
            }
        }
        for (String field : fields.keySet()) {
            if (!spoken.contains(field) && !UNCHECKED.contains(field) && !field.startsWith(IGNORED)) {
                throw refused("Extra input fields: " + field);
            }
        }
    }

    /** A list as S3 writes it. */
    private static String spaced(JsonNode list) {
        StringJoiner out = new StringJoiner(", ", "[", "]");
        list.forEach(element -> out.add(element.toString()));
        return out.toString();
    }

    /** Whether a field has what a condition wants; one that is not there never has. */
    private static boolean holds(Condition condition, @Nullable String value) {
        if (value == null || !condition.prefix()) {
            return condition.value().equals(value);
        }
        if (!"content-type".equals(condition.field())) {
            return value.startsWith(condition.value());
        }
        // a list of types, each of which must begin so
        for (String type : value.split(",", -1)) {
            if (!type.strip().startsWith(condition.value())) {
                return false;
            }
        }
        return true;
    }

    /** The file, which fails while it is read if it is longer, or when it ends if it is shorter than the policy allows. */
    public InputStream bound(InputStream file) {
        return new InputStream() {
            private long count;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int read = file.read(target, offset, length);
                count += Math.max(0, read);
                if (count > most) {
                    throw size(
                            "EntityTooLarge",
                            "Your proposed upload exceeds the maximum allowed size",
                            "MaxSizeAllowed",
                            most);
                }
                if (read < 0 && count < least) {
                    throw size(
                            "EntityTooSmall",
                            "Your proposed upload is smaller than the minimum allowed size",
                            "MinSizeAllowed",
                            least);
                }
                return read;
            }

            private RejectedBodyException size(String code, String text, String bound, long limit) {
                return new RejectedBodyException(WireError.of(code, 400, text)
                        .with("ProposedSize", Long.toString(count))
                        .with(bound, Long.toString(limit)));
            }
        };
    }
}
