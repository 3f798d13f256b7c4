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
    static KeyRow usable(Call call, Keys.Named key, KeyRow row) {
        notPendingDeletion(key, row);
        switch (row.state()) {
            case DISABLED -> throw KmsErrors.disabled(key.arn());
            case PENDING_IMPORT -> throw KmsErrors.state(key.arn() + " is pending import.");
            case UNAVAILABLE -> throw KmsErrors.state(key.arn() + " is unavailable.");
            default -> {}
        }
        if (creating(call, row)) {
            throw KmsErrors.state(key.arn() + " is creating.");
        }
        return row;
    }

    /** A key can be enabled and disabled once it is whole. */
    static KeyRow switchable(Call call, Keys.Named key, KeyRow row) {
        notPendingDeletion(key, row);
        if (row.state() == KeyState.PENDING_IMPORT) {
            throw KmsErrors.state(key.arn() + " is pending import.");
        }
        if (creating(call, row)) {
            throw KmsErrors.state(key.arn() + " is creating.");
        }
        notUpdating(call, key, row);
        return row;
    }

    static KeyRow notPendingDeletion(Keys.Named key, KeyRow row) {
        if (row.state() == KeyState.PENDING_DELETION) {
            throw KmsErrors.pendingDeletion(key.arn());
        }
        if (row.state() == KeyState.PENDING_REPLICA_DELETION) {
            throw KmsErrors.state(key.arn() + " is pending replica deletion.");
        }
        return row;
    }

    /** Whether a replica is still being made. While the clock stands nothing would end that, so it is ready at once. */
    static boolean creating(Call call, KeyRow row) {
        return changing(call, row) && !updated(row);
    }

    /** Whether the primary of a multi-Region key is just changing from or to this one. */
    static boolean updating(Call call, KeyRow row) {
        return changing(call, row) && updated(row);
    }

    /** A replica is ready a while after it was made; what is ready later than that has become so by an update. */
    private static boolean updated(KeyRow row) {
        return row.ready() != null && row.ready().isAfter(row.created().plus(MultiRegionOperations.CREATING));
    }

    private static boolean changing(Call call, KeyRow row) {
        return row.ready() != null
                && call.now().isBefore(row.ready())
                && call.sandbox().clock().running();
    }

    static void notUpdating(Call call, Keys.Named key, KeyRow row) {
        if (updating(call, row)) {
            throw KmsErrors.state(key.arn() + " is updating.");
        }
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

    /** Grants count at once; yet a token must be one of a grant that there is. */
    static void grantTokens(Call call, Tokens tokens, @Nullable List<String> given) {
        for (String token : given == null ? List.<String>of() : given) {
            boolean there = tokens.grant(token)
                    .filter(ref ->
                            Grants.get(call.state(), ref.key(), ref.grantId()).isPresent())
                    .isPresent();
            if (!there) {
                throw KmsErrors.invalidGrantToken();
            }
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
