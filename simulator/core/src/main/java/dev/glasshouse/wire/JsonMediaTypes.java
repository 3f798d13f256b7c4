package dev.glasshouse.wire;

import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.wire.http.HttpHeaders;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What restJson1 asks of {@code Content-Type} and {@code Accept}.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#content-type">Content-Type</a>
 */
final class JsonMediaTypes {

    private static final String JSON = "application/json";
    private static final String ANY = "*/*";

    private JsonMediaTypes() {}

    /** Refuses a body of another type than the operation's. */
    static void requireType(OperationModel operation, HttpHeaders headers, boolean body) throws WireException {
        String came = plain(headers.first("Content-Type").orElse(null));
        Structure input = operation.input();
        String wanted = wanted(input);
        boolean bodiless = input == null || !input.members().isEmpty() && wanted == null;
        boolean unwanted = bodiless
                ? came != null && body
                : wanted != null && !wanted.equals(ANY) && (came == null ? body : !came.equals(wanted));
        if (unwanted) {
            throw new WireException(WireError.of("UnsupportedMediaTypeException", 415, null));
        }
    }

    /** Refuses a client that would not take the operation's answer. */
    static void requireAccepted(OperationModel operation, HttpHeaders headers) throws WireException {
        String given = given(operation.output());
        Optional<String> accepts = headers.first("Accept");
        if (given != null && accepts.isPresent() && !accepts(accepts.get(), given)) {
            throw new WireException(WireError.of("NotAcceptableException", 406, null));
        }
    }

    /** Whether one of the types in a list is the one given, or stands for it. */
    private static boolean accepts(String list, String given) {
        String family = given.substring(0, given.indexOf('/')) + "/*";
        for (String type : list.split(",")) {
            String plain = String.valueOf(plain(type));
            if (plain.equals(ANY) || plain.equals("*") || plain.equals(family) || plain.equals(given)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String plain(@Nullable String header) {
        if (header == null) {
            return null;
        }
        int semicolon = header.indexOf(';');
        return (semicolon < 0 ? header : header.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /** The type of a request's body, or null where there is none. */
    private static @Nullable String wanted(@Nullable Structure input) {
        if (input == null) {
            return null;
        }
        if (input.payload() == null) {
            return RestBodies.hasMembers(input) ? JSON : null;
        }
        return of(Objects.requireNonNull(input.payload()), ANY);
    }

    private static @Nullable String given(@Nullable Structure output) {
        if (output == null) {
            return null;
        }
        return output.payload() == null ? JSON : of(Objects.requireNonNull(output.payload()), null);
    }

    private static @Nullable String of(Member payload, @Nullable String ofBlob) {
        if (!(payload.shape() instanceof Scalar scalar)) {
            return JSON;
        }
        return switch (scalar.kind()) {
            case BLOB -> ofBlob;
            case STRING -> "text/plain";
            default -> JSON;
        };
    }
}
