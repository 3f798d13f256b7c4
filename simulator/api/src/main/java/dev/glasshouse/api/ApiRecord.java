package dev.glasshouse.api;

import org.jspecify.annotations.Nullable;

/**
 * An input, output, error or nested structure of an AWS API: an immutable record whose members are bound by index.
 *
 * <p>Member values are: {@code String} (strings and enums, so that unknown enum values survive), {@code Boolean},
 * {@code Integer} (byte, short and integer), {@code Long}, {@code Float}, {@code Double}, {@code BigInteger},
 * {@code BigDecimal}, {@code Instant}, {@link Bytes}, {@link StreamingBody}, immutable {@code List} and {@code Map},
 * other {@code ApiRecord}s, and for document types plain JSON values ({@code Map}, {@code List}, {@code String},
 * {@code Number}, {@code Boolean}). Absent is null; an explicit JSON null is absent; an empty list is not absent.
 * Sparse lists and maps may hold nulls.
 */
public interface ApiRecord {

    /** The name of the structure in the service model, such as {@code CreateUserRequest}. */
    String shapeName();

    /** The number of members. */
    int memberCount();

    /**
     * The value of the member at an index of {@link dev.glasshouse.api.model.Structure#members()}.
     *
     * @throws IndexOutOfBoundsException if the index is not from 0 to {@link #memberCount()} - 1
     */
    @Nullable
    Object member(int index);
}
