package dev.glasshouse.service.s3;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Prefixes of which none begins with another. */
final class PrefixSet {

    private final TreeSet<String> prefixes = new TreeSet<>();

    /** Adds a prefix, and answers one that it overlaps with; null where it does with none. */
    @Nullable
    String add(String prefix) {
        // prefixes apart from each other that begin this one, or that it begins, are its neighbours in order
        String before = prefixes.floor(prefix);
        String after = prefixes.ceiling(prefix);
        if (before != null && prefix.startsWith(before)) {
            return before;
        }
        if (after != null && after.startsWith(prefix)) {
            return after;
        }
        prefixes.add(prefix);
        return null;
    }
}
