package dev.glasshouse.call;

import dev.glasshouse.crypto.HmacKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.BiPredicate;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Listings page by page. A token names the last key that was shown, so that rows that come or go between pages shift
 * nothing; it is bound to the operation and its parameters under a key of the sandbox, so that no token can be made up or
 * taken elsewhere.
 */
public final class Pages {

    private static final int SEAL = 16;

    private Pages() {}

    /**
     * One page.
     *
     * @param rows the rows shown
     * @param last the last key shown where more rows follow, else null
     */
    public record Page<K, V>(
            List<Map.Entry<K, V>> rows, @Nullable K last) {
        public Page {
            rows = List.copyOf(rows);
        }

        /** Whether more rows follow. */
        public boolean truncated() {
            return last != null;
        }
    }

    /**
     * The rows after a key that are wanted, at most so many.
     *
     * @param after the last key of the page before, or null for the first page
     */
    public static <K, V> Page<K, V> of(NavigableMap<K, V> rows, @Nullable K after, int most, BiPredicate<K, V> wanted) {
        List<Map.Entry<K, V>> found = new ArrayList<>();
        for (Map.Entry<K, V> row : (after == null ? rows : rows.tailMap(after, false)).entrySet()) {
            if (!wanted.test(row.getKey(), row.getValue())) {
                continue;
            }
            if (found.size() == most) {
                return new Page<>(
                        found,
                        found.isEmpty() ? null : found.get(found.size() - 1).getKey());
            }
            found.add(Map.entry(row.getKey(), row.getValue()));
        }
        return new Page<>(found, null);
    }

    /**
     * The token of the page after a key.
     *
     * @param parameters what the listing depends on besides the key, such as a path prefix
     */
    public static String token(Call call, String operation, String parameters, String last) {
        byte[] key = last.getBytes(StandardCharsets.UTF_8);
        byte[] seal = seal(call, operation, parameters, last);
        byte[] token = Arrays.copyOf(seal, SEAL + key.length);
        System.arraycopy(key, 0, token, SEAL, key.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** The key in a token; empty where the token is not one of this sandbox, operation and parameters. */
    public static Optional<String> read(Call call, String operation, String parameters, String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length < SEAL) {
            return Optional.empty();
        }
        String last = new String(bytes, SEAL, bytes.length - SEAL, StandardCharsets.UTF_8);
        boolean genuine = MessageDigest.isEqual(
                Arrays.copyOf(bytes, SEAL), Arrays.copyOf(seal(call, operation, parameters, last), SEAL));
        return genuine ? Optional.of(last) : Optional.empty();
    }

    private static byte[] seal(Call call, String operation, String parameters, String last) {
        Mac mac = HmacKey.startWith(call.sandbox().keyFor("pages"));
        for (String part : List.of(operation, parameters, last)) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            mac.update(new byte[] {
                (byte) (bytes.length >>> 24),
                (byte) (bytes.length >>> 16),
                (byte) (bytes.length >>> 8),
                (byte) bytes.length
            });
            mac.update(bytes);
        }
        return mac.doFinal();
    }
}
