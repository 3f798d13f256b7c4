package dev.glasshouse.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the generated records have in common. */
public final class Records {

    private Records() {}

    /** An unmodifiable copy of a list, in which nulls are allowed, since sparse lists hold them. */
    public static <T> @Nullable List<T> copy(@Nullable List<T> list) {
        return list == null ? null : Collections.unmodifiableList(new ArrayList<>(list));
    }

    /** An unmodifiable copy of a map in its order. */
    public static <T> @Nullable Map<String, T> copy(@Nullable Map<String, T> map) {
        return map == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /**
     * Checks a union.
     *
     * @throws IllegalArgumentException unless exactly one member is there
     */
    public static void exactlyOne(String union, @Nullable Object... members) {
        int set = 0;
        for (Object member : members) {
            set += member == null ? 0 : 1;
        }
        if (set != 1) {
            throw new IllegalArgumentException(union + " is a union: exactly one member is set, not " + set);
        }
    }
}
