package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.StatementView.Part;
import dev.glasshouse.policy.reach.Cells.Cell;
import dev.glasshouse.policy.reach.Cells.Universe;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** All resources, cut into those that the same patterns cover. */
final class ResourceSpace {

    private final List<Rule> rules;
    private final Budget budget;
    private final Map<List<Part>, Integer> ids = new LinkedHashMap<>();
    private final List<Row> strict = new ArrayList<>();
    private final List<Row> loose = new ArrayList<>();
    private final List<List<Part>> patterns = new ArrayList<>();
    private final int[][] ofRule;
    private final Map<String, Integer> symbols = new LinkedHashMap<>();
    private final Map<BitSet, List<Cell>> cells = new HashMap<>();

    ResourceSpace(List<Rule> rules, Budget budget) {
        this.rules = rules;
        this.budget = budget;
        this.ofRule = new int[rules.size()][];
        for (int r = 0; r < ofRule.length; r++) {
            List<List<Part>> resources = rules.get(r).resources();
            ofRule[r] = resources == null
                    ? new int[0]
                    : resources.stream().mapToInt(this::id).toArray();
        }
    }

    private int id(List<Part> parts) {
        Integer known = ids.get(parts);
        if (known != null) {
            return known;
        }
        strict.add(Row.template(parts, symbols));
        loose.add(Row.template(parts, null));
        patterns.add(parts);
        ids.put(parts, patterns.size() - 1);
        return patterns.size() - 1;
    }

    /** What stands for the variables, by key in small letters and default. */
    Map<String, Integer> symbols() {
        return symbols;
    }

    List<Part> pattern(int id) {
        return patterns.get(id);
    }

    boolean hasVariables(Rule rule) {
        List<List<Part>> resources = rule.resources();
        return resources != null
                && resources.stream().anyMatch(parts -> parts.stream().anyMatch(part -> part.key() != null));
    }

    /** The resources that these rules tell apart; patterns are told by their numbers here. */
    List<Cell> cells(BitSet live) {
        List<Cell> known = cells.get(live);
        if (known != null) {
            return known;
        }
        BitSet used = new BitSet();
        Map<Integer, BitSet> owners = new HashMap<>();
        int[] rulesHere = live.stream().toArray();
        for (int i = 0; i < rulesHere.length; i++) {
            for (int id : ofRule[rulesHere[i]]) {
                used.set(id);
                owners.computeIfAbsent(id, key -> new BitSet()).set(i);
            }
        }
        int[] places = used.stream().toArray();
        List<Cell> found = new ArrayList<>();
        for (Cell cell : Cells.of(
                used.stream().mapToObj(strict::get).toList(),
                used.stream().mapToObj(loose::get).toList(),
                used.stream()
                        .mapToObj(id -> owners.getOrDefault(id, new BitSet()))
                        .toList(),
                Universe.RESOURCE,
                symbols.size(),
                budget)) {
            found.add(new Cell(
                    renumbered(cell.fits(), places),
                    renumbered(cell.may(), places),
                    renumbered(cell.content(), rulesHere),
                    cell.text()));
        }
        // a request that has no resource is covered by a star alone
        BitSet everything = new BitSet();
        used.stream().filter(id -> strict.get(id).isEverything()).forEach(everything::set);
        found.add(new Cell(everything, everything, new BitSet(), "*"));
        cells.put((BitSet) live.clone(), List.copyOf(found));
        return found;
    }

    private static BitSet renumbered(BitSet local, int[] places) {
        BitSet bits = new BitSet();
        local.stream().forEach(i -> bits.set(places[i]));
        return bits;
    }

    /** Whether a rule covers the resources of a cell; {@link Truth#OPEN} where its variables decide. */
    Truth covers(int rule, Cell cell) {
        Rule known = rules.get(rule);
        if (known.resources() == null) {
            return Truth.YES;
        }
        boolean fits = cell.content().get(rule) || IntStream.of(ofRule[rule]).anyMatch(cell.fits()::get);
        boolean may = fits || IntStream.of(ofRule[rule]).anyMatch(cell.may()::get);
        if (!known.notResource()) {
            return fits ? Truth.YES : may ? Truth.OPEN : Truth.NO;
        }
        // without its variable a NotResource covers nothing or everything, as it allows or denies
        return fits ? Truth.NO : may || hasVariables(known) ? Truth.OPEN : Truth.YES;
    }

    /** The patterns of a rule that may or may not fit a cell's resources. */
    List<Integer> undecided(int rule, Cell cell) {
        return IntStream.of(ofRule[rule])
                .filter(id -> cell.may().get(id) && !cell.fits().get(id))
                .boxed()
                .distinct()
                .sorted()
                .toList();
    }
}
