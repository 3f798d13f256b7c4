package dev.glasshouse.policy.reach;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which characters matter: those that stand in patterns, and one that stands for all others. */
final class Alphabet {

    /** The first of the characters that stand for policy variables: a plane for private use. */
    static final int SYMBOLS = 0xF0000;

    private static final String NICE = "xzqjkvwy0123456789XZ";

    private Alphabet() {}

    /** A character that is none of these, as easy on the eye as there is one. */
    static int other(Set<Integer> taken) {
        for (int i = 0; i < NICE.length(); i++) {
            if (!taken.contains((int) NICE.charAt(i))) {
                return NICE.charAt(i);
            }
        }
        int next = 0x4E00;
        while (taken.contains(next)) {
            next++;
        }
        return next;
    }

    /** The characters that {@code equalsIgnoreCase} takes for this one, itself among them. */
    static List<Integer> alike(int character) {
        return character > Character.MAX_VALUE
                ? List.of(character)
                : Folds.BY_FOLD.getOrDefault(Folds.fold((char) character), List.of(character));
    }

    /** All characters that have another case, by what they come down to. */
    private static final class Folds {
        static final Map<Character, List<Integer>> BY_FOLD = new HashMap<>();

        static {
            for (int c = 0; c <= Character.MAX_VALUE; c++) {
                char fold = fold((char) c);
                if (fold != c) {
                    BY_FOLD.computeIfAbsent(fold, key -> new ArrayList<>(List.of((int) key)))
                            .add(c);
                }
            }
        }

        static char fold(char c) {
            return Character.toLowerCase(Character.toUpperCase(c));
        }
    }
}
