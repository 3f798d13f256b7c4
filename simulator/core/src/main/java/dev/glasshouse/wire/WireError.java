package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as it goes over the wire, before a protocol has written it.
 *
 * @param code the code as the service spells it on the wire: {@code NoSuchEntity}, {@code NotFoundException}
 * @param httpStatus the HTTP status, 400 to 599
 * @param message the text for people, or null where AWS sends none
 * @param senderFault whether the caller is at fault ({@code Sender}) or the service ({@code Receiver})
 * @param details further elements of the error in their order, such as S3's {@code BucketName}
 * @param modelled the error structure's record where the model has one with members beyond the message, else null
 * @param headers header fields that the answer carries beside its body, such as S3's {@code x-amz-delete-marker}
 */
public record WireError(
        String code,
        int httpStatus,
        @Nullable String message,
        boolean senderFault,
        Map<String, String> details,
        @Nullable ApiRecord modelled,
        Map<String, String> headers) {

    /** An error without header fields of its own. */
    public WireError(
            String code,
            int httpStatus,
            @Nullable String message,
            boolean senderFault,
            Map<String, String> details,
            @Nullable ApiRecord modelled) {
        this(code, httpStatus, message, senderFault, details, modelled, Map.of());
    }

    /** S3's {@code InvalidArgument}, which names what is wrong. */
    public static WireError invalidArgument(@Nullable String message, String name, String value) {
        return of("InvalidArgument", 400, message).with("ArgumentName", name).with("ArgumentValue", value);
    }

    /** This error with a further element after those that it has. */
    public WireError with(String element, String value) {
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(element, value);
        return new WireError(code, httpStatus, message, senderFault, more, modelled, headers);
    }

    /** This error with a header field in its answer. */
    public WireError withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WireError(code, httpStatus, message, senderFault, details, modelled, more);
    }

    /** An error without details. */
    public static WireError of(String code, int httpStatus, @Nullable String message) {
        return new WireError(code, httpStatus, message, httpStatus < 500, Map.of(), null);
    }
}
