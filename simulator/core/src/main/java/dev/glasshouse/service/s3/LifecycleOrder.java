package dev.glasshouse.service.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In which order a lifecycle rule may move objects from one storage class to the next, and how long they stay in each. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html">
 * Supported lifecycle transitions</a>.
 */
final class LifecycleOrder {

    /** To which classes what lies in one may be moved. */
    private static final Map<String, Set<String>> NEXT = Map.of(
            "STANDARD_IA", Set.of("INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"),
            "INTELLIGENT_TIERING", Set.of("ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"),
            "ONEZONE_IA", Set.of("GLACIER", "DEEP_ARCHIVE"),
            "GLACIER_IR", Set.of("GLACIER", "DEEP_ARCHIVE"),
            "GLACIER", Set.of("DEEP_ARCHIVE"),
            "DEEP_ARCHIVE", Set.of());

    /** How many days what is moved into a class stays there. */
    private static final Map<String, Integer> STAYS =
            Map.of("STANDARD_IA", 30, "ONEZONE_IA", 30, "GLACIER_IR", 90, "GLACIER", 90);

    private LifecycleOrder() {}

    /**
     * A transition, by age or by date.
     *
     * @param storageClass where to
     */
    record Move(
            String storageClass,
            @Nullable Integer days,
            @Nullable Instant date) {

        long after(Move other) {
            if (date != null && other.date != null) {
                return Duration.between(other.date, date).toDays();
            }
            return days == null || other.days == null ? 0 : (long) days - other.days;
        }
    }

    /**
     * Refuses transitions that are not in order; each class stands once, and all go by age or all by date.
     *
     * @param action the kind of transition
     * @param field how its age is called
     * @param about the rule, as the texts of faults speak of it
     */
    static void require(List<Move> moves, String action, String field, String about) {
        for (int i = 1; i < moves.size(); i++) {
            for (int j = 0; j < i; j++) {
                requireTwo(moves.get(j), moves.get(i), action, field, about);
            }
        }
    }

    private static void requireTwo(Move first, Move second, String action, String ageField, String about) {
        boolean turned = leads(second.storageClass(), first.storageClass());
        Move warm = turned ? second : first;
        Move cold = turned ? first : second;
        String field = warm.date() == null ? ageField : "Date";
        String head = "'" + field + "' in the '" + action + "' action for StorageClass '" + cold.storageClass()
                + "' for " + about + " must be ";
        String tail = " in the '" + action + "' action for StorageClass '" + warm.storageClass() + "'";
        long gap = cold.after(warm);
        if (gap <= 0 || !leads(warm.storageClass(), cold.storageClass())) {
            throw fault(head + "greater than '" + field + "'" + tail + " for " + about, field, second);
        }
        int stays = STAYS.getOrDefault(warm.storageClass(), 0);
        if (gap < stays) {
            throw fault(head + stays + " days more than '" + about + "'" + tail, field, second);
        }
    }

    private static boolean leads(String from, String to) {
        return NEXT.getOrDefault(from, Set.of()).contains(to);
    }

    private static RuntimeException fault(String text, String field, Move move) {
        String value = move.date() == null ? String.valueOf(move.days()) : LifecycleActions.PACIFIC.format(move.date());
        return S3Errors.invalidArgument(text, field, value);
    }
}
