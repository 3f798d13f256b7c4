package dev.glasshouse.call;

import dev.glasshouse.wire.WireError;
import org.jspecify.annotations.Nullable;

/**
 * A call ends with an error of the service's API. Each service keeps a catalogue of its errors in one class; nothing else
 * makes them.
 */
public final class ServiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient WireError error;

    private ServiceException(WireError error) {
        // no stack trace: errors of the API are answers, not accidents
        super(error.code() + ": " + error.message(), null, false, false);
        this.error = error;
    }

    /** An error with its code on the wire, its HTTP status from 400 to 501, and its text. */
    public static ServiceException of(String code, int httpStatus, @Nullable String message) {
        return new ServiceException(WireError.of(code, httpStatus, message));
    }

    public static ServiceException of(WireError error) {
        return new ServiceException(error);
    }

    /** This error with a further element, such as S3's {@code BucketName}. */
    public ServiceException with(String element, String value) {
        return new ServiceException(error.with(element, value));
    }

    /** This error with a header field in its answer. */
    public ServiceException withHeader(String name, String value) {
        return new ServiceException(error.withHeader(name, value));
    }

    public WireError error() {
        return error;
    }

    /** The code on the wire. */
    public String code() {
        return error.code();
    }
}
