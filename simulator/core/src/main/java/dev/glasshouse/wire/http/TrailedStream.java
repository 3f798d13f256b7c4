package dev.glasshouse.wire.http;

import java.io.InputStream;
import java.util.Map;

/** A body after which header fields may follow. */
public abstract class TrailedStream extends InputStream {

    /** The fields that followed, by name in small letters; empty before the end has been read. */
    public abstract Map<String, String> trailers();
}
