package dev.glasshouse.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.MapShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.api.model.TimestampFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON text as shapes, in one pass and bounded in depth and number of values. Unknown members are skipped; null
 * is absent; of a member that comes twice the last counts, as in AWS's own parsers.
 */
final class JsonReading {

    private static final int DEEPEST = 64;
    private static final int MOST_VALUES = 200_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(1000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser parser;
    private final TimestampFormat timestamps;
    private int values;

    private JsonReading(JsonParser parser, TimestampFormat timestamps) {
        this.parser = parser;
        this.timestamps = timestamps;
    }

    /**
     * Reads a whole text as a structure.
     *
     * @param which the members that the body may hold; others are skipped like unknown ones
     * @param values receives the members by index
     */
    static void readStructure(
            String text,
            Structure shape,
            Predicate<Member> which,
            @Nullable Object[] values,
            TimestampFormat timestamps)
            throws MalformedException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonReading reading = new JsonReading(parser, timestamps);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw parser.currentToken() == null
                        ? MalformedException.syntax(null)
                        : reading.unexpected(parser.currentToken(), "Structure");
            }
            reading.members(shape, which, values);
            reading.end();
        } catch (JsonProcessingException e) {
            throw MalformedException.syntax(null);
        } catch (IOException e) {
            throw MalformedException.incomplete(null);
        }
    }

    /** Reads a whole text as a document: plain maps, lists, strings, numbers and booleans. */
    static @Nullable Object readDocument(String text) throws MalformedException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonReading reading = new JsonReading(parser, TimestampFormat.UNIX_TIMESTAMP);
            Object document = reading.document(parser.nextToken());
            reading.end();
            return document;
        } catch (JsonProcessingException e) {
            throw MalformedException.syntax(null);
        } catch (IOException e) {
            throw MalformedException.incomplete(null);
        }
    }

    private void end() throws IOException, MalformedException {
        if (parser.nextToken() != null) {
            throw MalformedException.syntax(null);
        }
    }

    private void members(Structure shape, Predicate<Member> which, @Nullable Object[] target)
            throws IOException, MalformedException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Member member = byWireName(shape, parser.currentName());
            JsonToken token = parser.nextToken();
            count();
            if (member == null || !which.test(member)) {
                if (shape.union()
                        && token != JsonToken.VALUE_NULL
                        && !parser.currentName().equals("__type")) {
                    throw Unions.manyMembers(shape);
                }
                skip(token);
            } else {
                target[member.index()] = token == JsonToken.VALUE_NULL && !isDocument(member.shape())
                        ? null
                        : value(token, member.shape(), member.timestampFormat());
            }
        }
    }

    static @Nullable Member byWireName(Structure shape, String name) {
        Member member = shape.member(name);
        if (member != null && member.locationName().equals(name)) {
            return member;
        }
        for (Member other : shape.members()) {
            if (other.locationName().equals(name)) {
                return other;
            }
        }
        return null;
    }

    private static boolean isDocument(Shape shape) {
        return shape instanceof Scalar scalar && scalar.kind() == Scalar.Kind.DOCUMENT;
    }

    private void skip(JsonToken token) throws IOException, MalformedException {
        int depth = 0;
        for (JsonToken next = token; ; next = parser.nextToken()) {
            if (next == null) {
                throw MalformedException.syntax(null);
            }
            count();
            if (next.isStructStart()) {
                depth++;
            } else if (next.isStructEnd()) {
                depth--;
            }
            if (depth == 0) {
                return;
            }
        }
    }

    private void count() throws MalformedException {
        if (++values > MOST_VALUES) {
            throw MalformedException.syntax("more than " + MOST_VALUES + " values");
        }
    }

    private Object value(JsonToken token, Shape shape, @Nullable TimestampFormat format)
            throws IOException, MalformedException {
        if (shape instanceof Structure structure) {
            return structure(token, structure);
        }
        if (shape instanceof ListShape list) {
            return list(token, list);
        }
        if (shape instanceof MapShape map) {
            return map(token, map);
        }
        return scalar(token, (Scalar) shape, format);
    }

    private ApiRecord structure(JsonToken token, Structure shape) throws IOException, MalformedException {
        if (token != JsonToken.START_OBJECT) {
            throw unexpected(token, "Structure");
        }
        @Nullable Object[] target = new @Nullable Object[shape.members().size()];
        members(shape, member -> true, target);
        Unions.check(shape, target);
        return shape.create(target);
    }

    private List<@Nullable Object> list(JsonToken start, ListShape shape) throws IOException, MalformedException {
        if (start != JsonToken.START_ARRAY) {
            throw unexpected(start, "List");
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            count();
            if (token == JsonToken.VALUE_NULL) {
                if (!shape.sparse()) {
                    throw unexpected(token, "List element");
                }
                elements.add(null);
            } else {
                elements.add(value(token, shape.member(), shape.memberTimestampFormat()));
            }
        }
        return Collections.unmodifiableList(elements);
    }

    private Map<String, @Nullable Object> map(JsonToken start, MapShape shape) throws IOException, MalformedException {
        if (start != JsonToken.START_OBJECT) {
            throw unexpected(start, "Map");
        }
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = checked(parser.currentName());
            JsonToken token = parser.nextToken();
            count();
            if (token == JsonToken.VALUE_NULL) {
                if (!shape.sparse()) {
                    throw unexpected(token, "Map value");
                }
                entries.put(key, null);
            } else {
                entries.put(key, value(token, shape.value(), shape.valueTimestampFormat()));
            }
        }
        return Collections.unmodifiableMap(entries);
    }

    private Object scalar(JsonToken token, Scalar shape, @Nullable TimestampFormat format)
            throws IOException, MalformedException {
        Object value = switch (shape.kind()) {
            case STRING -> token == JsonToken.VALUE_STRING ? checked(parser.getText()) : null;
            case BOOLEAN ->
                token == JsonToken.VALUE_TRUE ? Boolean.TRUE : token == JsonToken.VALUE_FALSE ? Boolean.FALSE : null;
            case BYTE, SHORT, INTEGER, LONG -> integer(token, shape);
            case FLOAT -> {
                Double number = floating(token);
                yield number == null ? null : (Object) number.floatValue();
            }
            case DOUBLE -> floating(token);
            case BIG_INTEGER -> number(token) ? ScalarText.bigInteger(parser.getText()) : null;
            case BIG_DECIMAL -> number(token) ? ScalarText.decimal(parser.getText()) : null;
            case TIMESTAMP -> timestamp(token, shape, format);
            case BLOB ->
                token == JsonToken.VALUE_STRING
                        ? ScalarText.parse(shape, parser.getText(), TimestampFormat.ISO8601)
                        : null;
            case DOCUMENT -> document(token);
        };
        if (value == null) {
            throw unexpected(token, label(shape.kind()));
        }
        return value;
    }

    private static boolean number(JsonToken token) {
        return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    }

    private @Nullable Object integer(JsonToken token, Scalar shape) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return ScalarText.parse(shape, parser.getText(), TimestampFormat.UNIX_TIMESTAMP);
        }
        // 5.0 is the integer 5 to clients that know floating numbers only
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            Double number = ScalarText.floating(parser.getText());
            if (number != null && number == Math.rint(number) && Math.abs(number) < 1L << 53) {
                return ScalarText.parse(shape, Long.toString(number.longValue()), TimestampFormat.UNIX_TIMESTAMP);
            }
        }
        return null;
    }

    private @Nullable Double floating(JsonToken token) throws IOException {
        if (number(token)) {
            return ScalarText.floating(parser.getText());
        }
        if (token == JsonToken.VALUE_STRING) {
            return switch (parser.getText()) {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> null;
            };
        }
        return null;
    }

    private @Nullable Instant timestamp(JsonToken token, Scalar shape, @Nullable TimestampFormat format)
            throws IOException {
        TimestampFormat wanted = Timestamps.format(format, shape, timestamps);
        if (wanted == TimestampFormat.UNIX_TIMESTAMP) {
            return number(token) ? Timestamps.parse(parser.getText(), wanted) : null;
        }
        return token == JsonToken.VALUE_STRING ? Timestamps.parseStrictly(parser.getText(), wanted) : null;
    }

    private @Nullable Object document(@Nullable JsonToken token) throws IOException, MalformedException {
        if (token == null) {
            throw MalformedException.syntax(null);
        }
        count();
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = checked(parser.currentName());
                    entries.put(key, document(parser.nextToken()));
                }
                yield Collections.unmodifiableMap(entries);
            }
            case START_ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    elements.add(document(next));
                }
                yield Collections.unmodifiableList(elements);
            }
            case VALUE_STRING -> checked(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> wholeNumber(parser.getText());
            case VALUE_NUMBER_FLOAT -> {
                BigDecimal number = ScalarText.decimal(parser.getText());
                if (number == null) {
                    throw MalformedException.syntax(null);
                }
                yield number.precision() <= 17 && Math.abs(number.scale()) < 300
                        ? (Object) number.doubleValue()
                        : number;
            }
            default -> null;
        };
    }

    private static Number wholeNumber(String text) {
        Long value = ScalarText.whole(text);
        if (value == null) {
            return new BigInteger(text);
        }
        return value == value.intValue() ? (Number) value.intValue() : value;
    }

    private static String checked(String text) throws MalformedException {
        if (!Bodies.wellFormed(text)) {
            throw MalformedException.syntax("a surrogate without its partner");
        }
        return text;
    }

    private MalformedException unexpected(JsonToken token, String wanted) {
        String came = switch (token) {
            case START_OBJECT -> "Start of structure or map found where not expected.";
            case START_ARRAY -> "Start of list found where not expected.";
            case VALUE_STRING -> "STRING_VALUE cannot be converted to " + wanted;
            case VALUE_NUMBER_INT -> "NUMBER_VALUE cannot be converted to " + wanted;
            case VALUE_NUMBER_FLOAT -> "DECIMAL_VALUE cannot be converted to " + wanted;
            case VALUE_TRUE -> "TRUE_VALUE cannot be converted to " + wanted;
            case VALUE_FALSE -> "FALSE_VALUE cannot be converted to " + wanted;
            default -> "NULL_VALUE cannot be converted to " + wanted;
        };
        return MalformedException.type(came);
    }

    private static String label(Scalar.Kind kind) {
        return switch (kind) {
            case STRING -> "String";
            case BOOLEAN -> "Boolean";
            case BYTE -> "Byte";
            case SHORT -> "Short";
            case INTEGER -> "Integer";
            case LONG -> "Long";
            case FLOAT -> "Float";
            case DOUBLE -> "Double";
            case BIG_INTEGER -> "BigInteger";
            case BIG_DECIMAL -> "BigDecimal";
            case TIMESTAMP -> "Timestamp";
            case BLOB -> "Blob";
            case DOCUMENT -> "Document";
        };
    }
}
