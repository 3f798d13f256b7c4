package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.StatementView.Line;
import dev.glasshouse.policy.reach.KeyValues.Family;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the conditions of a question come down to: each distinct line is an atom. Atoms of one key stand in a group whose
 * choices say what can hold together; one that cannot be worked out, as it has variables, is free to hold or not.
 */
final class Atoms {

    private static final List<KeySpace.Choice> FREE = List.of(
            new KeySpace.Choice(bits(0), ContextKeys.EMPTY), new KeySpace.Choice(new BitSet(), ContextKeys.EMPTY));

    private final Map<String, Integer> byIdentity = new HashMap<>();
    private final List<@Nullable Line> lines = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final List<Group> groupOf = new ArrayList<>();
    private final int[][] ofRule;

    /** Atoms that depend on each other. */
    static final class Group {
        final int[] atoms;
        final boolean free;
        private final @Nullable KeySpace space;
        private @Nullable List<KeySpace.Choice> choices;

        private Group(int[] atoms, @Nullable KeySpace space) {
            this.atoms = atoms;
            this.space = space;
            this.free = space == null;
        }

        List<KeySpace.Choice> choices(KeySpace.Filter filter, Budget budget) {
            List<KeySpace.Choice> known = choices;
            if (known == null) {
                known = space == null ? FREE : space.choices(filter, budget);
                choices = known;
            }
            return known;
        }
    }

    Atoms(List<Rule> rules) {
        ofRule = new int[rules.size()][];
        Map<String, List<Integer>> byKey = new LinkedHashMap<>();
        for (int r = 0; r < ofRule.length; r++) {
            List<Line> own = rules.get(r).lines();
            ofRule[r] = own.stream().mapToInt(line -> atom(line, byKey)).toArray();
        }
        byKey.values().forEach(this::group);
    }

    private static BitSet bits(int bit) {
        BitSet bits = new BitSet();
        bits.set(bit);
        return bits;
    }

    private int atom(Line line, Map<String, List<Integer>> byKey) {
        Integer known = byIdentity.get(line.identity());
        if (known != null) {
            return known;
        }
        int id = add(line.identity(), line);
        if (line.hasVariables()) {
            free(id);
        } else {
            byKey.computeIfAbsent(line.key().toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(id);
        }
        return id;
    }

    private int add(String identity, @Nullable Line line) {
        int id = lines.size();
        byIdentity.put(identity, id);
        lines.add(line);
        groupOf.add(null);
        return id;
    }

    private void free(int atom) {
        join(new Group(new int[] {atom}, null));
    }

    private void join(Group group) {
        groups.add(group);
        for (int atom : group.atoms) {
            groupOf.set(atom, group);
        }
    }

    /** Lines that compare in different ways cannot be told together: those of the first way are, the others are free. */
    private void group(List<Integer> atoms) {
        Set<Family> families = atoms.stream()
                .map(atom -> KeyValues.family(line(atom)))
                .filter(family -> family != Family.PRESENCE)
                .collect(Collectors.toSet());
        Family chosen = families.stream().sorted().findFirst().orElse(Family.PRESENCE);
        List<Integer> together = new ArrayList<>();
        for (int atom : atoms) {
            Family family = KeyValues.family(line(atom));
            if (family == chosen || family == Family.PRESENCE) {
                together.add(atom);
            } else {
                free(atom);
            }
        }
        List<Line> own = together.stream().map(this::line).toList();
        join(new Group(
                together.stream().mapToInt(Integer::intValue).toArray(),
                new KeySpace(own.get(0).key().toLowerCase(Locale.ROOT), own)));
    }

    private Line line(int atom) {
        Line line = lines.get(atom);
        if (line == null) {
            throw new IllegalStateException("the atom is no line");
        }
        return line;
    }

    /** The line of an atom, or null where it is about a resource. */
    @Nullable
    Line lineOf(int atom) {
        return lines.get(atom);
    }

    /** The atom of something that is free to hold, by a text that tells what. */
    int free(String identity) {
        Integer known = byIdentity.get(identity);
        if (known != null) {
            return known;
        }
        int id = add(identity, null);
        free(id);
        return id;
    }

    int[] ofRule(int rule) {
        return ofRule[rule];
    }

    Group groupOf(int atom) {
        return groupOf.get(atom);
    }

    int count() {
        return lines.size();
    }
}
