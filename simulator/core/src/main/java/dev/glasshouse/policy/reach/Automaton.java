package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.match.PatternText;
import dev.glasshouse.policy.reach.Cells.Cell;
import dev.glasshouse.policy.reach.Cells.Universe;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All patterns side by side as one automaton: the states of all are the bits of one set, and the sets that can be reached
 * are its states. They are made as they are reached, each at the price of its words.
 */
final class Automaton {

    private static final Row ARN = Row.glob(PatternText.pattern("arn:*"));
    private static final Row WHOLE_ARN = Row.glob(PatternText.pattern("arn:*:*:*:*:*"));
    private static final Row ACTION = Row.fields("?*:?*");
    private static final Row NAME = Row.fields("?*");

    /** Characters that no pattern has, and the colon, come first among the classes of characters. */
    private static final int OTHER = 0;

    private static final int COLON = 1;
    private static final int FIRST_SYMBOL = 2;

    private final List<Row> rows = new ArrayList<>();
    private final int patterns;
    private final boolean twice;
    private final Universe universe;
    private final Budget budget;
    private final int words;
    private final int[] start;
    private final List<Integer> characters = new ArrayList<>();
    private final Map<Integer, Integer> classes = new HashMap<>();
    private final List<long[]> fits = new ArrayList<>();
    private final int[][] stepAt;
    private final long[] one;
    private final long[] oneInField;
    private final long[] all;
    private final long[] inField;
    private final int afterSymbols;
    private final List<BitSet> owners;
    private final int ownerCount;
    private final int ownersFrom;

    /**
     * An automaton.
     *
     * @param loose the patterns again, each variable any text; null without variables
     * @param owners who asks for each pattern: an owner is content with any of its patterns, so that once one fits whatever
     *     follows, the others need not be looked at; none where each pattern is asked for itself
     */
    Automaton(
            List<Row> strict,
            @Nullable List<Row> loose,
            List<BitSet> owners,
            Universe universe,
            int symbols,
            Budget budget) {
        this.owners = owners;
        this.ownerCount = owners.stream().mapToInt(BitSet::length).max().orElse(0);
        this.universe = universe;
        this.budget = budget;
        this.patterns = strict.size();
        this.twice = loose != null;
        rows.addAll(strict);
        if (loose != null) {
            rows.addAll(loose);
        }
        switch (universe) {
            case TEXT -> {}
            case RESOURCE -> {
                rows.add(ARN);
                rows.add(WHOLE_ARN);
            }
            case ACTION -> rows.add(ACTION);
            case NAME -> rows.add(NAME);
        }
        int states = rows.stream().mapToInt(Row::states).sum();
        ownersFrom = states;
        words = (states + ownerCount + 63) / 64;
        budget.spend(states);
        start = new int[rows.size() + 1];
        stepAt = new int[words * 64][];
        Arrays.fill(stepAt, new int[0]);
        one = new long[words];
        oneInField = new long[words];
        all = new long[words];
        inField = new long[words];
        known(-1);
        known(':');
        for (int i = 0; i < symbols; i++) {
            known(Alphabet.SYMBOLS + i);
        }
        afterSymbols = FIRST_SYMBOL + symbols;
        int at = 0;
        for (int r = 0; r < rows.size(); r++) {
            start[r] = at;
            at = place(rows.get(r), at);
        }
        start[rows.size()] = at;
        for (int i = 0; i < ownerCount; i++) {
            set(all, ownersFrom + i);
        }
        Set<Integer> taken = new HashSet<>(classes.keySet());
        taken.add((int) '/');
        characters.set(OTHER, Alphabet.other(taken));
    }

    private int known(int character) {
        Integer known = classes.get(character);
        if (known != null) {
            return known;
        }
        budget.spend(words);
        classes.put(character, characters.size());
        characters.add(character);
        fits.add(new long[words]);
        return characters.size() - 1;
    }

    private int place(Row row, int from) {
        int at = from;
        for (int i = 0; i < row.states(); i++, at++) {
            switch (row.stars[i]) {
                case NOTHING -> {}
                case ALL -> set(all, at);
                case IN_FIELD -> set(inField, at);
            }
            stepAt[at] = i < row.steps.length ? step(row, row.steps[i], at) : new int[0];
        }
        return at;
    }

    private int[] step(Row row, int step, int at) {
        if (step == Row.ONE || step == Row.ONE_IN_FIELD) {
            set(step == Row.ONE ? one : oneInField, at);
            return new int[0];
        }
        List<Integer> alike = row.ignoreCase ? Alphabet.alike(step) : List.of(step);
        int[] own = alike.stream().mapToInt(this::known).toArray();
        for (int character : own) {
            set(fits.get(character), at);
        }
        return own;
    }

    private static void set(long[] bits, int at) {
        bits[at >> 6] |= 1L << at;
    }

    private static boolean get(long[] bits, int at) {
        return (bits[at >> 6] & (1L << at)) != 0;
    }

    /** A set of states, and how it was reached first. */
    private static final class Reached {
        private final long[] bits;
        private final @Nullable Reached from;
        private final int by;

        Reached(long[] bits, @Nullable Reached from, int by) {
            this.bits = bits;
            this.from = from;
            this.by = by;
        }

        @Override
        public boolean equals(@Nullable Object object) {
            return object instanceof Reached reached && Arrays.equals(reached.bits, bits);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bits);
        }

        String text() {
            List<Integer> characters = new ArrayList<>();
            for (Reached at = this; at.from != null; at = at.from) {
                characters.add(at.by);
            }
            StringBuilder text = new StringBuilder();
            for (int i = characters.size() - 1; i >= 0; i--) {
                text.appendCodePoint(characters.get(i));
            }
            return text.toString();
        }
    }

    List<Cell> run() {
        long[] first = new long[words];
        for (int r = 0; r < rows.size(); r++) {
            set(first, start[r]);
        }
        Set<Reached> seen = new HashSet<>();
        ArrayDeque<Reached> open = new ArrayDeque<>();
        Map<List<BitSet>, Cell> cells = new LinkedHashMap<>();
        settle(first);
        Reached beginning = new Reached(first, null, 0);
        seen.add(beginning);
        open.add(beginning);
        int[] leads = new int[characters.size()];
        boolean[] marked = new boolean[characters.size()];
        while (!open.isEmpty()) {
            Reached at = open.remove();
            accept(at, cells);
            int count = leads(at.bits, leads, marked);
            for (int i = 0; i < count; i++) {
                marked[leads[i]] = false;
                budget.spend(words + 4L);
                long[] next = leads[i] >= FIRST_SYMBOL && leads[i] < afterSymbols
                        ? afterSymbol(at.bits, leads[i])
                        : after(at.bits, leads[i]);
                settle(next);
                Reached then = new Reached(next, at, characters.get(leads[i]));
                if (seen.add(then)) {
                    budget.spend(words);
                    open.add(then);
                }
            }
        }
        return List.copyOf(cells.values());
    }

    /** Writes down which owners have what they want, whatever follows, and forgets the patterns that nobody wants now. */
    private void settle(long[] bits) {
        if (ownerCount == 0) {
            return;
        }
        boolean more = false;
        for (int i = 0; i < patterns; i++) {
            if (rows.get(i).isPrefix() && ends(bits, i)) {
                BitSet content = owners.get(i);
                for (int o = content.nextSetBit(0); o >= 0; o = content.nextSetBit(o + 1)) {
                    more |= !get(bits, ownersFrom + o);
                    set(bits, ownersFrom + o);
                }
            }
        }
        budget.spend(1 + patterns / 8);
        if (!more) {
            return;
        }
        for (int i = 0; i < patterns; i++) {
            if (owners.get(i).stream().allMatch(o -> get(bits, ownersFrom + o))) {
                clear(bits, i);
                if (twice) {
                    clear(bits, patterns + i);
                }
            }
        }
    }

    private void clear(long[] bits, int row) {
        for (int at = start[row]; at < start[row + 1]; at++) {
            bits[at >> 6] &= ~(1L << at);
        }
    }

    private boolean ends(long[] bits, int row) {
        return get(bits, start[row + 1] - 1);
    }

    private void accept(Reached at, Map<List<BitSet>, Cell> cells) {
        int hidden = twice ? 2 * patterns : patterns;
        boolean exists = switch (universe) {
            case TEXT -> true;
            case RESOURCE -> at.from != null && (!ends(at.bits, hidden) || ends(at.bits, hidden + 1));
            case ACTION, NAME -> ends(at.bits, hidden);
        };
        if (!exists) {
            return;
        }
        budget.spend(hidden);
        BitSet fit = new BitSet();
        BitSet may = twice ? new BitSet() : fit;
        for (int i = 0; i < patterns; i++) {
            fit.set(i, ends(at.bits, i));
            if (twice) {
                may.set(i, ends(at.bits, patterns + i));
            }
        }
        BitSet content = new BitSet();
        for (int o = 0; o < ownerCount; o++) {
            content.set(o, get(at.bits, ownersFrom + o));
        }
        List<BitSet> key = List.of(fit, may, content);
        if (!cells.containsKey(key)) {
            cells.put(key, new Cell(fit, may, content, at.text()));
        }
    }

    /** Writes down the classes of characters that lead on from here in different ways, and marks them. */
    private int leads(long[] bits, int[] leads, boolean[] marked) {
        leads[0] = OTHER;
        leads[1] = COLON;
        marked[OTHER] = true;
        marked[COLON] = true;
        int count = 2;
        for (int i = FIRST_SYMBOL; i < afterSymbols; i++) {
            marked[i] = true;
            leads[count++] = i;
        }
        int steps = 0;
        for (int w = 0; w < words; w++) {
            for (long rest = bits[w]; rest != 0; rest &= rest - 1) {
                steps++;
                for (int character : stepAt[(w << 6) + Long.numberOfTrailingZeros(rest)]) {
                    if (!marked[character]) {
                        marked[character] = true;
                        leads[count++] = character;
                    }
                }
            }
        }
        budget.spend(steps);
        return count;
    }

    private long[] after(long[] bits, int character) {
        long[] fit = fits.get(character);
        long field = character == COLON ? 0 : -1L;
        long[] next = new long[words];
        long carry = 0;
        for (int w = 0; w < words; w++) {
            long moved = bits[w] & (one[w] | fit[w] | (oneInField[w] & field));
            next[w] = (moved << 1) | carry | (bits[w] & (all[w] | (inField[w] & field)));
            carry = moved >>> 63;
        }
        return next;
    }

    /**
     * A variable may hold any text: it fits itself and stars for certain, and leads loose patterns from any of their states
     * to any later one.
     */
    private long[] afterSymbol(long[] bits, int character) {
        long[] fit = fits.get(character);
        long[] next = new long[words];
        long carry = 0;
        for (int w = 0; w < words; w++) {
            long moved = bits[w] & fit[w];
            next[w] = (moved << 1) | carry | (bits[w] & all[w]);
            carry = moved >>> 63;
        }
        for (int r = patterns; r < 2 * patterns; r++) {
            int lowest = start[r];
            while (lowest < start[r + 1] && !get(bits, lowest)) {
                lowest++;
            }
            budget.spend(1 + (start[r + 1] - lowest) / 8);
            for (int at = lowest; at < start[r + 1]; at++) {
                set(next, at);
            }
        }
        return next;
    }
}
