package dev.glasshouse.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is supposed of conditions that depend on how a call is made: lines that say the same are one atom, of which it is
 * settled that it holds, that it does not, or nothing. Where nothing is settled, each line is taken at its best or at its
 * worst for the caller. A line at its best can only add what is allowed, so that the best and the worst outcome bound all
 * others.
 */
final class Supposition {

    private final Outlook.Open open;
    private final Map<ConditionElement, Integer> atoms = new HashMap<>();
    private final Map<String, Integer> byText = new HashMap<>();
    private final List<ConditionElement> elements = new ArrayList<>();
    private final List<@Nullable Boolean> settled = new ArrayList<>();
    private boolean hopeful = true;

    Supposition(Outlook.Open open) {
        this.open = open;
    }

    /** Takes what is not settled at its best for the caller, or at its worst. */
    void hope(boolean best) {
        hopeful = best;
    }

    /** How many atoms were met so far. */
    int size() {
        return settled.size();
    }

    @Nullable
    Boolean settled(int atom) {
        return settled.get(atom);
    }

    void settle(int atom, @Nullable Boolean holds) {
        settled.set(atom, holds);
    }

    /** The line by which an atom was met first, and whether the atom is its opposite. */
    ConditionElement element(int atom) {
        return elements.get(atom);
    }

    boolean holds(Statement statement, ConditionElement condition, ContextKeys keys) {
        Integer atom = atoms.get(condition);
        if (atom == null) {
            atom = open.depends(condition.key(), condition.values()) || variable(condition) ? atom(condition) : -1;
            atoms.put(condition, atom);
        }
        if (atom < 0) {
            return condition.holds(keys);
        }
        Boolean known = settled.get(atom);
        return known == null ? statement.allow() == hopeful : known != condition.isNegation();
    }

    /** Whether a value of the line has a variable whose value depends on the call. */
    private boolean variable(ConditionElement condition) {
        List<String> keys = new ArrayList<>();
        condition.addKeys(keys);
        return keys.stream().skip(1).anyMatch(key -> open.depends(key, List.of()));
    }

    private int atom(ConditionElement condition) {
        return byText.computeIfAbsent(condition.canonical(), text -> {
            elements.add(condition);
            settled.add(null);
            return settled.size() - 1;
        });
    }
}
