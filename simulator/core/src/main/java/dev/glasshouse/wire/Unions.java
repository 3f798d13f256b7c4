package dev.glasshouse.wire;

import dev.glasshouse.api.model.Structure;
import org.jspecify.annotations.Nullable;

/** The rule of unions: exactly one member is set. */
final class Unions {

    private Unions() {}

    static void check(Structure shape, @Nullable Object[] values) throws MalformedException {
        if (!shape.union()) {
            return;
        }
        int set = 0;
        for (Object value : values) {
            set += value == null ? 0 : 1;
        }
        if (set != 1) {
            throw manyMembers(shape);
        }
    }

    static MalformedException manyMembers(Structure shape) {
        return MalformedException.type("Unions must have exactly one member set: " + shape.name());
    }
}
