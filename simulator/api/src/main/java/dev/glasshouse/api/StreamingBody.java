package dev.glasshouse.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The value of a streaming blob member: bytes that are read once, in order, and never held in memory whole. */
public interface StreamingBody {

    /** The length in bytes where it is known before reading, else -1. */
    long length();

    /**
     * The stream. It may be opened once.
     *
     * @throws IOException if the connection fails; a request body that does not match its signature, hash or checksum
     *     fails the read that reaches its end
     */
    InputStream open() throws IOException;

    /** Header fields that followed the body, by name in small letters; empty before its end has been read. */
    default Map<String, String> trailers() {
        return Map.of();
    }

    /** A body over bytes in memory. */
    static StreamingBody of(Bytes bytes) {
        return new StreamingBody() {
            @Override
            public long length() {
                return bytes.size();
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes.toArray());
            }
        };
    }
}
