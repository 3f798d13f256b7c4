package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.NoMembers;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.wire.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** What the two query protocols share: parameters from query string and form, and the errors for bad ones. */
public final class QueryRequests {

    private QueryRequests() {}

    static ApiRecord decode(OperationModel operation, Protocol.RoutedRequest request, FormDecoder.Naming naming)
            throws WireException {
        try {
            String body = Bodies.utf8(Bodies.read(request.http().body(), request.bodyLimit()));
            Structure input = operation.input();
            if (input == null) {
                return new NoMembers(operation.name() + "Request");
            }
            FormBody form = FormBody.parse(request.http().rawQuery(), body);
            return new FormDecoder(naming).structure(form.root(), input);
        } catch (MalformedException e) {
            throw new WireException(refusal(e));
        }
    }

    /**
     * The {@code Action} and {@code Version} parameters, as a router needs them.
     *
     * @param action the operation's name, or null
     * @param version the API date, or null
     */
    public record Action(@Nullable String action, @Nullable String version) {}

    /**
     * Finds the action in the query string or in a form that was read already.
     *
     * @throws WireException {@code MalformedQueryString} if names or values are not percent-encoded UTF-8
     */
    public static Action action(HttpRequest request, byte[] body) throws WireException {
        try {
            FormBody form = FormBody.parse(request.rawQuery(), Bodies.utf8(body));
            return new Action(form.first("Action"), form.first("Version"));
        } catch (MalformedException e) {
            throw new WireException(refusal(e));
        }
    }

    private static WireError refusal(MalformedException e) {
        return switch (e.kind()) {
            case TOO_LARGE -> WireError.of("RequestEntityTooLarge", 413, e.getMessage());
            case SYNTAX, INCOMPLETE -> WireError.of("MalformedQueryString", 400, e.getMessage());
            case TYPE, PARAMETER -> WireError.of("MalformedInput", 400, e.getMessage());
        };
    }
}
