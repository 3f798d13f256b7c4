package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.StatementView.Line;
import dev.glasshouse.policy.StatementView.Part;
import dev.glasshouse.policy.reach.ActionSpace.Actions;
import dev.glasshouse.policy.reach.Cells.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes requests of what was found: variables get values, and keys those that hold what has to hold. */
final class Concrete {

    private final Atoms atoms;
    private final ResourceSpace resources;
    private final Cell cell;
    private final Map<Integer, Truth> held;
    private ContextKeys keys = ContextKeys.EMPTY;

    Concrete(Atoms atoms, ResourceSpace resources, Cell cell, Map<Integer, Truth> held, List<KeySpace.Choice> choices) {
        this.atoms = atoms;
        this.resources = resources;
        this.cell = cell;
        this.held = held;
        for (KeySpace.Choice choice : choices) {
            keys = keys.with(choice.keys());
        }
    }

    /** Requests that may be what was found; the engine says which are. */
    List<Witness> requests(Actions asked, PolicyPrincipal principal) {
        List<Witness> requests = new ArrayList<>();
        for (Map<String, String> variables : variables()) {
            ContextKeys with = keys;
            for (Map.Entry<String, String> variable : variables.entrySet()) {
                if (!with.contains(variable.getKey())) {
                    with = with(with, variable.getKey(), variable.getValue());
                }
            }
            String resource = resource(with);
            if (resource != null) {
                requests.add(new Witness(principal, asked.action(), resource, lines(with)));
            }
        }
        return requests;
    }

    private static ContextKeys with(ContextKeys keys, String key, String value) {
        return keys.with(
                KeySpace.isSet(key)
                        ? ContextKeys.builder().putAll(key, List.of(value)).build()
                        : ContextKeys.builder().put(key, value).build());
    }

    /** Values of the variables in resources: those that patterns force, or any. */
    private List<Map<String, String>> variables() {
        List<Map<String, String>> all = new ArrayList<>();
        Map<String, String> any = new LinkedHashMap<>();
        resources.symbols().forEach((name, symbol) -> {
            if (cell.text().indexOf(Character.toString(symbol)) >= 0) {
                any.put(name.substring(0, name.indexOf('\n')), "value" + (symbol - Alphabet.SYMBOLS + 1));
            }
        });
        all.add(any);
        cell.may().stream().filter(id -> !cell.fits().get(id)).forEach(id -> {
            Map<String, String> forced = new LinkedHashMap<>();
            if (Capture.match(resources.pattern(id), cell.text(), forced)) {
                forced.values().removeIf(value -> value.codePoints().anyMatch(c -> c >= Alphabet.SYMBOLS));
            } else {
                forced.clear();
                List<Part> own = Capture.parts(cell.text(), resources.symbols());
                Capture.match(own, Capture.sample(resources.pattern(id)), forced);
            }
            if (!forced.isEmpty()) {
                Map<String, String> values = new LinkedHashMap<>(any);
                values.putAll(forced);
                all.add(values);
            }
        });
        return all;
    }

    private @Nullable String resource(ContextKeys with) {
        String text = cell.text();
        for (Map.Entry<String, Integer> symbol : resources.symbols().entrySet()) {
            String sign = Character.toString(symbol.getValue());
            if (text.contains(sign)) {
                int end = symbol.getKey().indexOf('\n');
                String value = with.single(symbol.getKey().substring(0, end));
                if (value == null) {
                    return null;
                }
                text = text.replace(sign, value);
            }
        }
        return text;
    }

    /** The keys with values for the lines that have variables or stand alone. */
    private ContextKeys lines(ContextKeys with) {
        ContextKeys now = with;
        for (Map.Entry<Integer, Truth> entry : held.entrySet()) {
            Line line = atoms.lineOf(entry.getKey());
            if (line == null || line.holds(now) == (entry.getValue() == Truth.YES)) {
                continue;
            }
            boolean wanted = entry.getValue() == Truth.YES;
            for (ContextKeys candidate : candidates(line, now)) {
                if (line.holds(candidate) == wanted) {
                    now = candidate;
                    break;
                }
            }
        }
        return now;
    }

    private static List<ContextKeys> candidates(Line line, ContextKeys now) {
        ContextKeys variables = now;
        List<ContextKeys> candidates = new ArrayList<>();
        for (List<Part> template : line.templates()) {
            for (Part part : template) {
                if (part.key() != null && !variables.contains(part.text())) {
                    variables = with(variables, part.text(), "value");
                }
            }
        }
        for (List<Part> template : line.templates()) {
            StringBuilder text = new StringBuilder();
            for (Part part : template) {
                String value = part.key() == null ? part.text() : variables.single(part.text());
                text.append(value == null ? "" : value);
            }
            candidates.add(with(
                    variables, line.key(), text.toString().replace('*', 'x').replace('?', 'x')));
            candidates.add(with(variables, line.key(), text.toString()));
        }
        for (String value : line.values()) {
            candidates.add(with(variables, line.key(), value));
        }
        candidates.add(with(variables, line.key(), "another"));
        if (!line.values().isEmpty()) {
            candidates.add(ContextKeys.builder().build().with(variables).toBuilder()
                    .remove(line.key())
                    .build());
        }
        return candidates;
    }
}
