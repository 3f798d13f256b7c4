package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.Structure;
import java.util.Arrays;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A record of any structure, for tests; equal to another of the same structure and values. */
public final class TestRecord implements ApiRecord {

    private final String shape;
    private final @Nullable Object[] values;

    public TestRecord(String shape, @Nullable Object[] values) {
        this.shape = shape;
        this.values = values;
    }

    /** A record from names and values in turn. */
    public static ApiRecord of(Structure structure, Object... namesAndValues) {
        Object[] values = new Object[structure.members().size()];
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String name = (String) namesAndValues[i];
            values[Objects.requireNonNull(structure.member(name), name).index()] = namesAndValues[i + 1];
        }
        return structure.create(values);
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
    public boolean equals(Object other) {
        return other instanceof TestRecord record
                && shape.equals(record.shape)
                && Arrays.deepEquals(values, record.values);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", shape + "[", "]");
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                text.add(i + "=" + values[i]);
            }
        }
        return text.toString();
    }
}
