package dev.glasshouse.api.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A simple type with its constraints. */
public final class Scalar extends Shape {

    /** The kinds of simple type. */
    public enum Kind {
        STRING,
        BOOLEAN,
        BYTE,
        SHORT,
        INTEGER,
        LONG,
        FLOAT,
        DOUBLE,
        BIG_INTEGER,
        BIG_DECIMAL,
        TIMESTAMP,
        BLOB,
        /** A JSON value without a schema. */
        DOCUMENT
    }

    private final Kind kind;
    private final Constraints constraints;
    private final List<String> enumValues;
    private final @Nullable TimestampFormat timestampFormat;
    private final boolean streaming;

    /**
     * A simple type.
     *
     * @param enumValues the allowed values of an enum in the model's order; empty for all else
     * @param timestampFormat the format that the shape itself asks for, or null for the protocol's default
     * @param streaming whether a blob is read and written as a stream
     */
    public Scalar(
            String name,
            Kind kind,
            Constraints constraints,
            List<String> enumValues,
            @Nullable TimestampFormat timestampFormat,
            boolean streaming,
            boolean sensitive) {
        super(name, sensitive);
        this.kind = kind;
        this.constraints = constraints;
        this.enumValues = List.copyOf(enumValues);
        this.timestampFormat = timestampFormat;
        this.streaming = streaming;
    }

    public Kind kind() {
        return kind;
    }

    public Constraints constraints() {
        return constraints;
    }

    public List<String> enumValues() {
        return enumValues;
    }

    public @Nullable TimestampFormat timestampFormat() {
        return timestampFormat;
    }

    public boolean streaming() {
        return streaming;
    }
}
