package dev.glasshouse.service.organizations;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.Pages;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing: at most twenty items.
 *
 * @param next the token of the page that follows, or null
 */
record Listing<T>(List<T> items, @Nullable String next) {

    private static final int MOST = 20;

    /** What a listing is asked with. */
    record Asked(
            Call call,
            String operation,
            String parameters,
            @Nullable String token,
            @Nullable Integer most) {}

    static <V, T> Listing<T> of(
            Asked asked, NavigableMap<String, V> rows, BiPredicate<String, V> wanted, Function<V, T> shown) {
        Call call = asked.call();
        String token = asked.token();
        String after = token == null
                ? null
                : Pages.read(call, asked.operation(), asked.parameters(), token)
                        .orElseThrow(() -> OrganizationsErrors.invalid(
                                "INVALID_NEXT_TOKEN", "You specified an invalid value for nextToken."));
        Pages.Page<String, V> page = Pages.of(rows, after, asked.most() == null ? MOST : asked.most(), wanted);
        String last = page.last();
        return new Listing<>(
                page.rows().stream().map(row -> shown.apply(row.getValue())).toList(),
                last == null ? null : Pages.token(call, asked.operation(), asked.parameters(), last));
    }

    /** A page of values that are listed by an id of theirs. */
    static <T> Listing<T> ofValues(Asked asked, List<T> values, Function<T, String> id) {
        NavigableMap<String, T> rows = new TreeMap<>();
        values.forEach(value -> rows.put(id.apply(value), value));
        return of(asked, rows, (key, value) -> true, value -> value);
    }
}
