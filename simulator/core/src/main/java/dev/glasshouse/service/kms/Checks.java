package dev.glasshouse.service.kms;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.Pages;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rules that many operations share. */
final class Checks {

    private Checks() {}

    /** Encryption and decryption want an enabled key. */
    static KeyRow usable(Keys.Named key, KeyRow row) {
        if (row.state() == KeyState.DISABLED) {
            throw KmsErrors.disabled(key.arn());
        }
        return notPendingDeletion(key, row);
    }

    static KeyRow notPendingDeletion(Keys.Named key, KeyRow row) {
        if (row.state() == KeyState.PENDING_DELETION) {
            throw KmsErrors.pendingDeletion(key.arn());
        }
        return row;
    }

    /** AWS managed keys belong to their service: nobody changes them. */
    static KeyRow customers(Keys.Named key, String operation) {
        KeyRow row = key.found();
        if (row.awsManaged()) {
            throw KmsErrors.denied(
                    key.arn() + " is an AWS managed key: " + operation + " is not allowed on keys that AWS manages.");
        }
        return row;
    }

    /** No grants exist yet, so no token can be right. */
    static void grantTokens(@Nullable List<String> tokens) {
        if (tokens != null && !tokens.isEmpty()) {
            throw KmsErrors.invalidGrantToken();
        }
    }

    static void dryRun(@Nullable Boolean asked) {
        if (Boolean.TRUE.equals(asked)) {
            throw KmsErrors.dryRun();
        }
    }

    /** A page of a listing. */
    record Listing<T>(
            List<T> items, boolean truncated, @Nullable String marker) {}

    static <T> Listing<T> page(
            Call call,
            String operation,
            String parameters,
            @Nullable String marker,
            @Nullable Integer limit,
            int usual,
            List<T> all,
            Function<T, String> key) {
        String after = marker == null
                ? null
                : Pages.read(call, operation, parameters, marker).orElseThrow(KmsErrors::invalidMarker);
        TreeMap<String, T> rows = new TreeMap<>();
        all.forEach(item -> rows.put(key.apply(item), item));
        Pages.Page<String, T> page = Pages.of(rows, after, limit == null ? usual : limit, (name, item) -> true);
        String last = page.last();
        return new Listing<>(
                page.rows().stream().map(java.util.Map.Entry::getValue).toList(),
                page.truncated(),
                last == null ? null : Pages.token(call, operation, parameters, last));
    }
}
