package dev.glasshouse.policy.reach;

import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts all texts into cells: two texts lie in one cell when they fit the same patterns. It runs the patterns as one
 * automaton whose states are made as they are reached, so that only what can happen costs anything, and each cell comes
 * with its shortest text.
 */
final class Cells {

    /** Which texts there are. */
    enum Universe {
        /** Any. */
        TEXT,
        /** Six fields, the first of which is {@code arn}, or not beginning with {@code arn:} at all, but not empty. */
        RESOURCE,
        /** Two fields that are not empty. */
        ACTION,
        /** One field that is not empty. */
        NAME
    }

    /**
     * A cell.
     *
     * @param fits the patterns that its texts fit, but for those that nobody asked for any more
     * @param may the patterns that its texts may fit, with some value of its variables
     * @param content the owners of whose patterns it is known that they fit, which ones is not
     * @param text one of its texts; variables are characters from {@link Alphabet#SYMBOLS} on
     */
    record Cell(BitSet fits, BitSet may, BitSet content, String text) {}

    private Cells() {}

    /** The cells of patterns without variables. */
    static List<Cell> of(List<Row> rows, Universe universe, Budget budget) {
        return rows.stream().allMatch(Row::isTextOrPrefix) && universe != Universe.ACTION
                ? quick(rows, universe, budget)
                : new Automaton(rows, null, List.of(), universe, 0, budget).run();
    }

    /**
     * The cells of patterns some of which may have variables.
     *
     * @param rows the patterns, each variable a character of its own
     * @param loose the same, each variable any text
     * @param owners who asks for each pattern and is content with any of its own
     * @param symbols how many variables there are
     */
    static List<Cell> of(
            List<Row> rows, List<Row> loose, List<BitSet> owners, Universe universe, int symbols, Budget budget) {
        if (symbols == 0 && rows.stream().allMatch(Row::isTextOrPrefix)) {
            return of(rows, universe, budget);
        }
        return new Automaton(rows, symbols == 0 ? null : loose, owners, universe, symbols, budget).run();
    }

    /**
     * Where every pattern is a text or the beginning of texts: a text fits the same prefixes as the longest of them
     * followed by a character that no pattern has, unless it is one of the plain texts.
     */
    private static List<Cell> quick(List<Row> rows, Universe universe, Budget budget) {
        Set<Integer> taken = new HashSet<>();
        rows.forEach(row -> row.text().codePoints().forEach(taken::add));
        String other = Character.toString(Alphabet.other(taken));
        Map<BitSet, Cell> cells = new LinkedHashMap<>();
        for (Row row : rows) {
            add(cells, row.isPrefix() ? row.text() + other : row.text(), rows, universe, budget);
            if (row.isPrefix()) {
                add(cells, row.text(), rows, universe, budget);
            }
        }
        if (universe == Universe.RESOURCE) {
            add(cells, "arn:aws:" + other, rows, universe, budget);
        }
        add(cells, other, rows, universe, budget);
        add(cells, "", rows, universe, budget);
        return List.copyOf(cells.values());
    }

    private static void add(Map<BitSet, Cell> cells, String text, List<Row> rows, Universe universe, Budget budget) {
        String whole = text;
        if (universe == Universe.RESOURCE && text.startsWith("arn:")) {
            boolean open =
                    rows.stream().noneMatch(row -> !row.isPrefix() && row.text().equals(text));
            for (long colons = text.chars().filter(c -> c == ':').count(); open && colons < 5; colons++) {
                whole = whole + ":" + text.charAt(text.length() - 1);
            }
            if (whole.chars().filter(c -> c == ':').count() < 5) {
                return;
            }
        }
        if (universe != Universe.TEXT && text.isEmpty()) {
            return;
        }
        budget.spend(rows.size());
        BitSet fits = new BitSet();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            fits.set(i, row.isPrefix() ? whole.startsWith(row.text()) : whole.equals(row.text()));
        }
        if (!cells.containsKey(fits)) {
            cells.put(fits, new Cell(fits, fits, new BitSet(), whole));
        }
    }
}
