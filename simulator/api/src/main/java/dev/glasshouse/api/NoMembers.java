package dev.glasshouse.api;

import org.jspecify.annotations.Nullable;

/** The record of an operation that has no input or output shape. */
public record NoMembers(String shapeName) implements ApiRecord {

    @Override
    public int memberCount() {
        return 0;
    }

    @Override
    public @Nullable Object member(int index) {
        throw new IndexOutOfBoundsException(index);
    }
}
