package dev.glasshouse.sandbox;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Things kept beside a sandbox's state by the class they are of, each made at its first use. */
public final class Attachments {

    private final Map<Class<?>, Object> byType = new ConcurrentHashMap<>();

    Attachments() {}

    /** The attachment of a class. */
    public <T> T get(Class<T> type, Supplier<T> maker) {
        return type.cast(byType.computeIfAbsent(type, any -> maker.get()));
    }

    /** Begins anew without any. */
    void clear() {
        byType.clear();
    }
}
