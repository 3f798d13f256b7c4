package dev.glasshouse.api.model;

/** A type of the service model. Shapes are linked after they are made, since they may contain themselves. */
public abstract sealed class Shape permits Structure, ListShape, MapShape, Scalar {

    private final String name;
    private final boolean sensitive;

    Shape(String name, boolean sensitive) {
        this.name = name;
        this.sensitive = sensitive;
    }

    /** The name in the model. */
    public final String name() {
        return name;
    }

    /** Whether values must be masked in logs. */
    public final boolean sensitive() {
        return sensitive;
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + name + "]";
    }
}
