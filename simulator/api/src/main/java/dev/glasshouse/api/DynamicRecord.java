package dev.glasshouse.api;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A record without a class of its own, for tools and tests that read a model as they run. */
public final class DynamicRecord implements ApiRecord {

    private final String shape;
    private final @Nullable Object[] values;

    /** A record of a structure from member values by index; the array is taken over. */
    public DynamicRecord(String shape, @Nullable Object[] values) {
        this.shape = shape;
        this.values = values;
    }

    @Override
    public String shapeName() {
        return shape;
    }

    @Override
    public int memberCount() {
        return values.length;
    }

    @Override
    public @Nullable Object member(int index) {
        return values[index];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DynamicRecord record
                && record.shape.equals(shape)
                && Arrays.deepEquals(record.values, values);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        return shape + Arrays.toString(values);
    }
}
