package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.MapShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.api.model.TimestampFormat;
import dev.glasshouse.wire.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the members of the REST protocols that stand outside the body: headers, query parameters, path labels. */
final class HttpBindings {

    private static final Set<String> CONDITIONS =
            Set.of("IfModifiedSince", "IfUnmodifiedSince", "CopySourceIfModifiedSince", "CopySourceIfUnmodifiedSince");

    /** What S3 reads in capitals and in small letters. */
    private static final Set<String> ANY_CASE = Set.of("ChecksumAlgorithm", "ChecksumMode", "ChecksumType");

    /** Lists of entity tags, which may come in several lines: RFC 9110, 13.1.1 and 13.1.2. */
    private static final Set<String> TAGS =
            Set.of("IfMatch", "IfNoneMatch", "CopySourceIfMatch", "CopySourceIfNoneMatch");

    private HttpBindings() {}

    /** Reads all members that are bound outside the body into their places. */
    static void read(Structure shape, Protocol.RoutedRequest request, @Nullable Object[] values)
            throws MalformedException {
        QueryString query = QueryString.parse(request.http().rawQuery());
        if (query == null) {
            throw MalformedException.parameter(
                    "The query string is not percent-encoded UTF-8",
                    "query",
                    String.valueOf(request.http().rawQuery()));
        }
        HttpHeaders headers = request.http().headers();
        for (Member member : shape.members()) {
            Object value = switch (member.location()) {
                case HEADER -> header(headers.all(member.locationName()), member);
                case HEADERS -> prefixed(headers, member.locationName());
                case QUERY -> parameter(query, member);
                case URI -> label(request.labels(), member);
                case BODY, STATUS_CODE -> null;
            };
            if (value != null) {
                values[member.index()] = value;
            }
        }
    }

    private static @Nullable Object label(Map<String, String> labels, Member member) throws MalformedException {
        String text = labels.get(member.locationName());
        return text == null ? null : scalar(text, member.shape(), member, TimestampFormat.ISO8601);
    }

    private static @Nullable Object parameter(QueryString query, Member member) throws MalformedException {
        if (member.shape() instanceof MapShape map) {
            return parameters(query, map);
        }
        List<String> texts = query.all(member.locationName());
        if (texts.isEmpty()) {
            return null;
        }
        if (member.shape() instanceof ListShape list) {
            List<Object> elements = new ArrayList<>(texts.size());
            for (String text : texts) {
                elements.add(scalar(text, list.member(), member, TimestampFormat.ISO8601));
            }
            return List.copyOf(elements);
        }
        return scalar(texts.get(0), member.shape(), member, TimestampFormat.ISO8601);
    }

    private static Map<String, Object> parameters(QueryString query, MapShape map) {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (String name : query.names()) {
            List<String> all = query.all(name);
            entries.put(name, map.value() instanceof ListShape ? List.copyOf(all) : all.get(0));
        }
        return entries.isEmpty() ? Map.of() : Collections.unmodifiableMap(entries);
    }

    private static @Nullable Object prefixed(HttpHeaders headers, String prefix) {
        Map<String, Object> entries = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            if (name.length() >= prefix.length() && name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                entries.merge(name.substring(prefix.length()), value, (one, other) -> one + "," + other);
            }
        });
        return entries.isEmpty() ? null : Collections.unmodifiableMap(entries);
    }

    private static @Nullable Object header(List<String> texts, Member member) throws MalformedException {
        if (texts.isEmpty()) {
            return null;
        }
        if (member.shape() instanceof ListShape list) {
            List<Object> elements = new ArrayList<>();
            for (String text : texts) {
                for (String element : HeaderLists.split(text, httpDates(list))) {
                    elements.add(scalar(element, list.member(), member, TimestampFormat.RFC822));
                }
            }
            return List.copyOf(elements);
        }
        String text = TAGS.contains(member.name()) ? String.join(", ", texts) : texts.get(0);
        if (ANY_CASE.contains(member.name())) {
            text = text.toUpperCase(Locale.ROOT);
        }
        if (member.jsonValue()) {
            return encodedText(text, member);
        }
        if (CONDITIONS.contains(member.name()) && Timestamps.parseStrictly(text, TimestampFormat.RFC822) == null) {
            return null; // a date that is none is no condition: RFC 9110, 13.1.3 and 13.1.4
        }
        boolean string = member.shape() instanceof Scalar scalar && scalar.kind() == Scalar.Kind.STRING;
        return text.isEmpty() && !string ? null : scalar(text, member.shape(), member, TimestampFormat.RFC822);
    }

    private static String encodedText(String text, Member member) throws MalformedException {
        try {
            if (text.length() % 4 != 0) {
                throw new IllegalArgumentException("missing padding");
            }
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw MalformedException.parameter("not base64", member.locationName(), text);
        }
    }

    private static boolean httpDates(ListShape list) {
        return list.member() instanceof Scalar scalar
                && scalar.kind() == Scalar.Kind.TIMESTAMP
                && Timestamps.format(list.memberTimestampFormat(), scalar, TimestampFormat.RFC822)
                        == TimestampFormat.RFC822;
    }

    private static Object scalar(String text, Shape shape, Member member, TimestampFormat fallback)
            throws MalformedException {
        if (!(shape instanceof Scalar scalar)) {
            throw new IllegalStateException(member.name() + " cannot stand outside the body");
        }
        TimestampFormat format = Timestamps.format(member.timestampFormat(), scalar, fallback);
        Object value = scalar.kind() == Scalar.Kind.TIMESTAMP
                ? Timestamps.parseStrictly(text, format)
                : ScalarText.parse(scalar, text, format);
        if (value == null) {
            // S3 tells names of headers in small letters, those of parameters as they are
            String name = member.location() == Member.Location.HEADER
                    ? member.locationName().toLowerCase(Locale.ROOT)
                    : member.locationName();
            throw MalformedException.parameter(wording(member, scalar), name, text);
        }
        return value;
    }

    private static String wording(Member member, Scalar shape) {
        return switch (shape.kind()) {
            case BYTE, SHORT, INTEGER, LONG ->
                "Provided " + member.locationName() + " not an integer or within integer range";
            default ->
                "Provided " + member.locationName() + " is not a valid "
                        + shape.kind().name().toLowerCase(Locale.ROOT);
        };
    }

    /** Writes the members that are bound to headers. */
    static void writeHeaders(ApiRecord record, Structure shape, HttpHeaders.Builder headers) {
        for (Member member : shape.members()) {
            Object value = record.member(member.index());
            if (value == null) {
                continue;
            }
            if (member.location() == Member.Location.HEADERS) {
                ((Map<?, ?>) value)
                        .forEach((name, text) ->
                                headers.add(member.locationName() + name, HeaderLists.clean(String.valueOf(text))));
            } else if (member.location() == Member.Location.HEADER) {
                headers.set(member.locationName(), HeaderLists.clean(headerText(value, member)));
            }
        }
    }

    private static String headerText(Object value, Member member) {
        if (member.shape() instanceof ListShape list) {
            List<String> texts = new ArrayList<>();
            for (Object element : (List<?>) value) {
                String text = ScalarText.write(
                        element,
                        Timestamps.format(
                                list.memberTimestampFormat(), (Scalar) list.member(), TimestampFormat.RFC822));
                texts.add(element instanceof String ? HeaderLists.quoted(text) : text);
            }
            return String.join(", ", texts);
        }
        Scalar shape = (Scalar) member.shape();
        if (member.jsonValue()) {
            return Base64.getEncoder().encodeToString(value.toString().getBytes(StandardCharsets.UTF_8));
        }
        if (value instanceof Bytes bytes) {
            return Base64.getEncoder().encodeToString(bytes.toArray());
        }
        return ScalarText.write(value, Timestamps.format(member.timestampFormat(), shape, TimestampFormat.RFC822));
    }
}
