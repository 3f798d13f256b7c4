package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.api.secretsmanager.Filter;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Pages;
import dev.glasshouse.sandbox.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lists the secrets of an account in a Region page by page: filtered and sorted. */
final class SecretListing {

    private SecretListing() {}

    /** What is asked for. */
    record Wanted(
            @Nullable List<Filter> filters,
            @Nullable String sortBy,
            @Nullable String sortOrder,
            boolean deleted,
            int most,
            @Nullable String nextToken) {}

    /** A page. */
    record Page(List<SecretRow> rows, @Nullable String nextToken) {}

    static Page of(Call call, String operation, Wanted wanted) {
        SecretFilters filters = SecretFilters.of(wanted.filters());
        String sortBy = wanted.sortBy() == null ? "created-date" : wanted.sortBy();
        NavigableMap<String, SecretRow> sorted = new TreeMap<>();
        Scope scope = Scope.region(call.caller().account(), call.region());
        for (SecretRow row : call.state().rows(Secrets.TABLE, scope).values()) {
            if ((wanted.deleted() || !row.deleted()) && filters.match(call.region(), row)) {
                sorted.put(key(sortBy, row), row);
            }
        }
        if ("desc".equals(wanted.sortOrder())) {
            sorted = sorted.descendingMap();
        }
        String parameters = wanted.filters() + "/" + sortBy + "/" + wanted.sortOrder() + "/" + wanted.deleted();
        String token = wanted.nextToken();
        String after = token == null
                ? null
                : Pages.read(call, operation, parameters, token).orElseThrow(SecretsErrors::invalidNextToken);
        Pages.Page<String, SecretRow> page = Pages.of(sorted, after, wanted.most(), (key, row) -> true);
        String last = page.last();
        return new Page(
                page.rows().stream().map(Map.Entry::getValue).toList(),
                last == null ? null : Pages.token(call, operation, parameters, last));
    }

    private static String key(String sortBy, SecretRow row) {
        Instant moment = switch (sortBy) {
            case "name" -> null;
            case "last-changed-date" -> row.moments().changed();
            case "last-accessed-date" -> row.moments().accessed();
            default -> row.moments().created();
        };
        return (moment == null ? "" : String.format("%019d", moment.toEpochMilli())) + "/" + row.name();
    }
}
