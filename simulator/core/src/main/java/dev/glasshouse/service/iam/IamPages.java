package dev.glasshouse.service.iam;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.Pages;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Listings with IAM's markers: at most 1,000 rows a page, 100 where nothing is said. */
final class IamPages {

    private static final int USUAL = 100;

    private IamPages() {}

    /**
     * One page of a listing.
     *
     * @param items the rows shown
     * @param truncated whether more follow
     * @param marker where they do, or null
     */
    record Listing<T>(
            List<T> items, boolean truncated, @Nullable String marker) {}

    static <V, T> Listing<T> of(
            Call call,
            String operation,
            String parameters,
            @Nullable String marker,
            @Nullable Integer maxItems,
            NavigableMap<String, V> rows,
            BiPredicate<String, V> wanted,
            Function<V, T> shown) {
        String after = marker == null
                ? null
                : Pages.read(call, operation, parameters, marker)
                        .orElseThrow(() -> IamErrors.validation("Invalid Marker."));
        Pages.Page<String, V> page = Pages.of(rows, after, maxItems == null ? USUAL : maxItems, wanted);
        String last = page.last();
        return new Listing<>(
                page.rows().stream().map(row -> shown.apply(row.getValue())).toList(),
                page.truncated(),
                last == null ? null : Pages.token(call, operation, parameters, last));
    }

    /** A listing of values that have no rows of their own, in their order. */
    static <T> Listing<T> ofList(
            Call call,
            String operation,
            String parameters,
            @Nullable String marker,
            @Nullable Integer maxItems,
            List<T> values) {
        TreeMap<String, T> rows = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            rows.put(String.format("%09d", i), values.get(i));
        }
        return of(call, operation, parameters, marker, maxItems, rows, (key, value) -> true, value -> value);
    }
}
