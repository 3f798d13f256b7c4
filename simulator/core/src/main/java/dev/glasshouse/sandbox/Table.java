package dev.glasshouse.sandbox;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * The declaration of a kind of resource: its name, the order of its keys, which is the order of its listings, and how a
 * row is stored. Tables are constants of the service that owns them; rows live in {@link State}.
 *
 * @param <K> the key of a row within its scope
 * @param <V> the row: an immutable record
 */
public final class Table<K, V> {

    private final String service;
    private final String name;
    private final String full;
    private final Comparator<? super K> order;
    private final KeyCodec<K> keys;
    private final RecordCodec<V> codec;
    private final BiFunction<Scope, V, List<String>> irrecoverable;

    private Table(
            String service,
            String name,
            Comparator<? super K> order,
            KeyCodec<K> keys,
            RecordCodec<V> codec,
            BiFunction<Scope, V, List<String>> irrecoverable) {
        this.service = service;
        this.name = name;
        this.full = service + "." + name;
        this.order = order;
        this.keys = keys;
        this.codec = codec;
        this.irrecoverable = irrecoverable;
    }

    /** A table whose keys are texts in the order of their characters. */
    public static <V> Table<String, V> ofText(String service, String name, RecordCodec<V> codec) {
        return of(service, name, Comparator.naturalOrder(), KeyCodec.TEXT, codec);
    }

    /** A table with an order of its own. */
    public static <K, V> Table<K, V> of(
            String service, String name, Comparator<? super K> order, KeyCodec<K> keys, RecordCodec<V> codec) {
        return new Table<>(
                Objects.requireNonNull(service),
                Objects.requireNonNull(name),
                Objects.requireNonNull(order),
                Objects.requireNonNull(keys),
                Objects.requireNonNull(codec),
                (scope, row) -> List.of());
    }

    /**
     * This table, whose rows hold what AWS never gives back once it is deleted. Whoever undoes that is told.
     *
     * @param names the names of such things in a row
     */
    public Table<K, V> holding(BiFunction<Scope, V, List<String>> names) {
        return new Table<>(service, name, order, keys, codec, names);
    }

    /** The names of what would be lost for good with a row. */
    List<String> irrecoverable(Scope scope, V row) {
        return irrecoverable.apply(scope, row);
    }

    /** The service that owns the table: {@code iam}. */
    public String service() {
        return service;
    }

    /** The name, unique in the sandbox: {@code iam.users}. */
    public String name() {
        return full;
    }

    public Comparator<? super K> order() {
        return order;
    }

    public KeyCodec<K> keys() {
        return keys;
    }

    public RecordCodec<V> codec() {
        return codec;
    }

    @Override
    public String toString() {
        return name();
    }
}
