package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.Tag;
import dev.glasshouse.call.ServiceException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the filters of configurations have in common: one predicate, or a conjunction of at least two. */
final class Predicates {

    private Predicates() {}

    /** How many members of a filter are there. */
    static long count(@Nullable Object... members) {
        return Stream.of(members).filter(Objects::nonNull).count();
    }

    /** Refuses a conjunction of fewer than two predicates, where S3 has words for it. */
    static void requireSeveral(List<Tag> tags, @Nullable String prefix) {
        if (tags.size() + count(prefix) < 2) {
            throw invalidAnd(
                    "Number of Prefixes and Tags combined cannot be less than 2. And cannot contain less than 2"
                            + " elements.");
        }
    }

    /** Refuses prefixes that are empty, where S3 has words for it. */
    static void requirePrefix(@Nullable String... prefixes) {
        if (Stream.of(prefixes).anyMatch(prefix -> prefix != null && prefix.isEmpty())) {
            throw S3Errors.of(
                    "InvalidPrefix", 400, "Filter Prefix should be set to a valid non-empty value or not set at all.");
        }
    }

    static ServiceException invalidAnd(String text) {
        return S3Errors.of("InvalidAnd", 400, text);
    }

    /** The key that stands in several tags, or null. */
    static @Nullable String repeated(List<Tag> tags) {
        Set<String> seen = new HashSet<>();
        return tags.stream()
                .map(Tag::key)
                .filter(key -> !seen.add(key))
                .findFirst()
                .orElse(null);
    }
}
