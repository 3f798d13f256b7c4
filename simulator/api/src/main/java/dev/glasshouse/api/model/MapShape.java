package dev.glasshouse.api.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A map type with string keys. */
public final class MapShape extends Shape {

    private final Constraints constraints;
    private final @Nullable String keyLocationName;
    private final @Nullable String valueLocationName;
    private final boolean flattened;
    private final boolean sparse;
    private @Nullable Scalar key;
    private @Nullable Shape value;
    private @Nullable TimestampFormat valueTimestampFormat;
    private @Nullable XmlNamespace keyNamespace;
    private @Nullable XmlNamespace valueNamespace;

    /** A map type, to be linked. Location names default to {@code key} and {@code value}. */
    public MapShape(
            String name,
            Constraints constraints,
            @Nullable String keyLocationName,
            @Nullable String valueLocationName,
            boolean flattened,
            boolean sparse,
            boolean sensitive) {
        super(name, sensitive);
        this.constraints = constraints;
        this.keyLocationName = keyLocationName;
        this.valueLocationName = valueLocationName;
        this.flattened = flattened;
        this.sparse = sparse;
    }

    /** Sets the key and value types, once. */
    public void link(
            Scalar key,
            Shape value,
            @Nullable TimestampFormat valueTimestampFormat,
            @Nullable XmlNamespace keyNamespace,
            @Nullable XmlNamespace valueNamespace) {
        if (this.key != null) {
            throw new IllegalStateException(name() + " is linked already");
        }
        this.key = key;
        this.value = value;
        this.valueTimestampFormat = valueTimestampFormat;
        this.keyNamespace = keyNamespace;
        this.valueNamespace = valueNamespace;
    }

    public Scalar key() {
        return Objects.requireNonNull(key, "not linked");
    }

    public Shape value() {
        return Objects.requireNonNull(value, "not linked");
    }

    public @Nullable TimestampFormat valueTimestampFormat() {
        return valueTimestampFormat;
    }

    public @Nullable XmlNamespace keyNamespace() {
        return keyNamespace;
    }

    public @Nullable XmlNamespace valueNamespace() {
        return valueNamespace;
    }

    public Constraints constraints() {
        return constraints;
    }

    public @Nullable String keyLocationName() {
        return keyLocationName;
    }

    public @Nullable String valueLocationName() {
        return valueLocationName;
    }

    public boolean flattened() {
        return flattened;
    }

    public boolean sparse() {
        return sparse;
    }
}
