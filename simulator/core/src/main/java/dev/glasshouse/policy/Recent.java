package dev.glasshouse.policy;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was read lately of texts that come again and again, such as names of actions: what is the same lies in memory once.
 * It never grows, and what callers send can only push out what others sent.
 *
 * @param <T> what is read of a text; immutable
 */
final class Recent<T> {

    private static final int PLACES = 256;
    private static final int LONGEST = 256;

    private record Known<T>(String text, T read) {}

    // without a lock: what lies here is immutable, and whether it is found changes nothing that can be seen
    @SuppressWarnings({"unchecked", "rawtypes"})
    private final @Nullable Known<T>[] known = new Known[PLACES];

    private final Function<String, T> reading;

    Recent(Function<String, T> reading) {
        this.reading = reading;
    }

    /** What a text reads as. */
    T of(String text) {
        int place = text.hashCode() * 0x9E3779B9 >>> 24;
        Known<T> there = known[place];
        if (there != null && there.text.equals(text)) {
            return there.read;
        }
        T read = reading.apply(text);
        if (text.length() <= LONGEST) {
            known[place] = new Known<>(text, read);
        }
        return read;
    }
}
