package dev.glasshouse.api.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a value must satisfy: bounds on a number, on a string's length in code points, a blob's in bytes or a
 * collection's in members, and a pattern.
 *
 * @param min the least value or length, or null
 * @param max the greatest value or length, or null
 * @param pattern AWS's regular expression, matched against the whole value, or null
 */
public record Constraints(
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable String pattern) {

    /** No constraint. */
    public static final Constraints NONE = new Constraints(null, null, null);
}
