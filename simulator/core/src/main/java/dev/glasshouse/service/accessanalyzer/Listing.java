package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.Pages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that is made anew for each page.
 *
 * @param token the token of the next page, or null
 */
record Listing<T>(List<T> rows, @Nullable String token) {

    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    Listing {
        rows = List.copyOf(rows);
    }

    /**
     * The page that is asked for.
     *
     * @param parameters what else was asked, which the next page must ask too
     * @param limit how many rows at most, from 1 to 1,000; null for 100
     */
    static <T> Listing<T> of(
            Call call,
            String operation,
            String parameters,
            @Nullable String token,
            @Nullable Integer limit,
            List<T> all) {
        int most = limit == null ? USUAL : limit;
        if (most < 1 || most > MOST) {
            throw Analyzers.invalid("The value of maxResults is not valid.");
        }
        int from = token == null
                ? 0
                : Pages.read(call, operation, parameters, token)
                        .map(Integer::parseInt)
                        .orElseThrow(() -> Analyzers.invalid("The nextToken is not valid."));
        int to = Math.min(all.size(), from + most);
        return new Listing<>(
                all.subList(Math.min(from, to), to),
                to < all.size() ? Pages.token(call, operation, parameters, Integer.toString(to)) : null);
    }
}
