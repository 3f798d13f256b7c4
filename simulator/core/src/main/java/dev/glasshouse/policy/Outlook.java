package dev.glasshouse.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the policies say of a question however the call is made: of all the requests that differ only in condition keys that
 * the call decides, such as where it comes from, when, or with which second factor.
 *
 * @param chance whether all, some or none of them are allowed
 * @param ways what must hold for one of them to be allowed: any way will do; none where all or none are
 * @param exact whether the ways are all there are and each is proved by an example; false where there are too many conditions
 *     to try, or no example was found
 */
public record Outlook(Chance chance, List<Way> ways, boolean exact) {

    /** Allowed whatever the call is like. */
    public static final Outlook ALWAYS = new Outlook(Chance.ALWAYS, List.of(), true);

    /** Allowed to no call. */
    public static final Outlook NEVER = new Outlook(Chance.NEVER, List.of(), true);

    /** How many of the requests are allowed. */
    public enum Chance {
        /** None. */
        NEVER,
        /** Those that meet conditions. */
        SOMETIMES,
        /** All. */
        ALWAYS
    }

    /** Says which condition keys the call decides; all others are as the request has them. */
    @FunctionalInterface
    public interface Open {

        /**
         * Whether a line of a policy depends on the call.
         *
         * @param key the condition key, as it is written
         * @param values what the policy compares it with
         */
        boolean depends(String key, List<String> values);
    }

    /**
     * Conditions that together make the request allowed.
     *
     * @param terms the conditions
     * @param example condition keys with which the engine allows it; null where none were found, so that it is not proved
     *     that the conditions can hold together
     */
    public record Way(List<Term> terms, @Nullable ContextKeys example) {
        public Way {
            terms = List.copyOf(terms);
        }

        /** The conditions in one line. */
        @Override
        public String toString() {
            return terms.stream().map(Term::toString).collect(Collectors.joining(" and "));
        }
    }

    /**
     * A line of a policy's conditions.
     *
     * @param operator such as {@code IpAddress}
     * @param key the condition key
     * @param values the policy's values
     * @param holds whether it must hold, or must not
     */
    public record Term(
            String operator,
            String key,
            List<String> values,
            @JsonProperty("holds") boolean holds) {
        public Term {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            String line = operator + " " + key + " " + String.join(" or ", values);
            return holds ? line : "not (" + line + ")";
        }
    }

    public Outlook {
        ways = List.copyOf(ways);
    }

    /** How often the engine may still be asked, over many outlooks; then they are no longer exact. For one thread. */
    public static final class Budget {

        private long left;

        /** A budget of so many questions. */
        public Budget(long questions) {
            left = questions;
        }

        void take() {
            left--;
        }

        boolean isSpent() {
            return left < 0;
        }
    }

    /** The outlook of a question, see {@link #of(PolicyRequest, PolicySet, Open, Budget)}. */
    public static Outlook of(PolicyRequest request, PolicySet policies, Open open) {
        return of(request, policies, open, new Budget(Long.MAX_VALUE));
    }

    /**
     * The outlook of a question.
     *
     * @param request the question; keys that the call decides are not read
     * @param open which those are
     * @param budget what many outlooks may cost together; one that is spent leaves the conditions untold
     */
    public static Outlook of(PolicyRequest request, PolicySet policies, Open open, Budget budget) {
        return new OutlookSearch(request, policies, open, budget).find();
    }

    /** Whether some call is allowed. */
    public boolean possible() {
        return chance != Chance.NEVER;
    }

    /** The outlook of two questions that must both be allowed. */
    public Outlook and(Outlook other) {
        if (chance == Chance.ALWAYS || other.chance == Chance.NEVER) {
            return other;
        }
        if (other.chance == Chance.ALWAYS || chance == Chance.NEVER) {
            return this;
        }
        List<Way> both = ways.stream()
                .flatMap(one -> other.ways.stream()
                        .map(two -> new Way(
                                java.util.stream.Stream.concat(one.terms().stream(), two.terms().stream())
                                        .distinct()
                                        .toList(),
                                one.example() == null || two.example() == null
                                        ? null
                                        : one.example().with(two.example()))))
                .limit(OutlookSearch.MOST_WAYS)
                .toList();
        return new Outlook(Chance.SOMETIMES, both, exact && other.exact);
    }

    /** It in a few words: {@code always}, {@code never}, or the conditions. */
    @Override
    public String toString() {
        return switch (chance) {
            case ALWAYS -> "always";
            case NEVER -> "never";
            case SOMETIMES ->
                ways.isEmpty()
                        ? "under conditions"
                        : "if " + ways.stream().map(Way::toString).collect(Collectors.joining("; or if "));
        };
    }
}
