package dev.glasshouse.policy.reach;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of looking for a request in a set. */
public sealed interface Answer {

    /** There is none: proved for every request. */
    record None() implements Answer {}

    /**
     * There is one, and the policy engine confirms it.
     *
     * @param witness the request
     * @param matches the statements that apply to it
     */
    record Found(Witness witness, List<Match> matches) implements Answer {
        /** An answer over a copy of the list. */
        public Found {
            matches = List.copyOf(matches);
        }
    }

    /**
     * It is not known; who must be safe takes it for found.
     *
     * @param why what stood in the way, for people
     */
    record Unknown(String why) implements Answer {}

    /**
     * A statement that applies to a witness.
     *
     * @param layer the place of its set among those that the question was put together from, from 0
     * @param policy the place of its policy among those of the set, from 0
     * @param index the statement's place in the document, from 0
     * @param sid its Sid, or null
     * @param allow whether it allows
     */
    record Match(int layer, int policy, int index, @Nullable String sid, boolean allow) {}

    /** Whether it is proved that there is none. */
    default boolean isNone() {
        return this instanceof None;
    }
}
