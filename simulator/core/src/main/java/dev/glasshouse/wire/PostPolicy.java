package dev.glasshouse.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
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
                    least = each.path(1).asLong();
                    most = each.path(2).asLong();
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

    private static Condition condition(JsonNode json) throws WireException {
        if (json.isObject() && json.size() == 1) {
            String name = json.fieldNames().next();
            return new Condition(
                    false,
                    name.toLowerCase(Locale.ROOT),
                    json.path(name).asText(),
                    JSON.createArrayNode().add("eq").add("$" + name).add(json.path(name)));
        }
        String operator = json.path(0).asText().toLowerCase(Locale.ROOT);
        String field = json.path(1).asText();
        boolean known = operator.equals("eq") || operator.equals("starts-with");
        if (json.isObject() || json.size() != 3 || !known) {
            throw invalid("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.");
        }
        return new Condition(
                operator.equals("starts-with"),
                field.startsWith("$") ? field.substring(1).toLowerCase(Locale.ROOT) : null,
                json.path(2).asText(),
                json);
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
                throw refused("Policy Condition failed: "
                        + condition.source().toString().replace("\",\"", "\", \""));
            }
        }
        for (String field : fields.keySet()) {
            if (!spoken.contains(field) && !UNCHECKED.contains(field) && !field.startsWith(IGNORED)) {
                throw refused("Extra input fields: " + field);
            }
        }
    }

    private static boolean holds(Condition condition, @Nullable String value) {
        String came = value == null ? "" : value;
        return condition.prefix() ? came.startsWith(condition.value()) : came.equals(condition.value());
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
                return new RejectedBodyException(new WireError(
                        code,
                        400,
                        text,
                        true,
                        Map.of("ProposedSize", Long.toString(count), bound, Long.toString(limit)),
                        null));
            }
        };
    }
}
