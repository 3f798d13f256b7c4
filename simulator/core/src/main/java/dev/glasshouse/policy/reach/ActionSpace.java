package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.match.Glob;
import dev.glasshouse.policy.match.PatternText;
import dev.glasshouse.policy.reach.Cells.Cell;
import dev.glasshouse.policy.reach.Cells.Universe;
import dev.glasshouse.policy.reference.ServiceReference;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * All actions, known and unknown, cut into those that the same rules cover. Where patterns name their service, each
 * service is cut for itself; all services that no pattern names are alike.
 */
final class ActionSpace {

    /** A service that does not exist. */
    private static final String NO_SERVICE = "other";

    private final List<Rule> rules;
    private final Budget budget;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final List<BitSet> rulesOf = new ArrayList<>();
    private final BitSet not = new BitSet();

    ActionSpace(List<Rule> rules, Budget budget) {
        this.rules = rules;
        this.budget = budget;
        for (int r = 0; r < rules.size(); r++) {
            not.set(r, rules.get(r).notAction());
            for (String text : rules.get(r).actions()) {
                Integer known = ids.putIfAbsent(text, rulesOf.size());
                if (known == null) {
                    rulesOf.add(new BitSet());
                }
                rulesOf.get(known == null ? rulesOf.size() - 1 : known).set(r);
            }
        }
        budget.spend(ids.size());
    }

    /**
     * Actions that the same rules cover.
     *
     * @param service the service's prefix, in small letters
     * @param name the name of one of them, in small letters
     * @param covering the rules that cover them
     * @param rest whether they are those of all services that no pattern names
     */
    record Actions(String service, String name, BitSet covering, boolean rest) {
        String action() {
            return service + ":" + name;
        }
    }

    /** The cells, those of services that patterns name first. */
    List<Actions> cells() {
        Map<String, List<String>> byService = new LinkedHashMap<>();
        List<String> wild = new ArrayList<>();
        for (String text : ids.keySet()) {
            int colon = text.indexOf(':');
            String service = colon < 0 ? "*" : text.substring(0, colon);
            if (service.indexOf('*') < 0 && service.indexOf('?') < 0) {
                byService.computeIfAbsent(service, key -> new ArrayList<>()).add(text);
            } else {
                wild.add(text);
            }
        }
        Map<BitSet, Actions> cells = new LinkedHashMap<>();
        byService.forEach((service, texts) -> service(service, texts, wild, cells));
        rest(byService.keySet(), wild, cells);
        return List.copyOf(cells.values());
    }

    private void service(String service, List<String> own, List<String> wild, Map<BitSet, Actions> cells) {
        List<String> texts = new ArrayList<>(own);
        for (String text : wild) {
            int colon = text.indexOf(':');
            if (colon < 0 || Glob.compile(text.substring(0, colon)).matches(service)) {
                texts.add(text);
            }
        }
        List<Row> rows = texts.stream().map(ActionSpace::name).toList();
        for (Cell cell : Cells.of(rows, Universe.NAME, budget)) {
            add(service, cell.text(), texts, cell.fits(), false, cells);
        }
    }

    private static Row name(String text) {
        return Row.glob(PatternText.pattern(text.substring(text.indexOf(':') + 1)));
    }

    /** What is left: services that no pattern names. */
    private void rest(Set<String> named, List<String> wild, Map<BitSet, Actions> cells) {
        boolean whole = wild.stream().allMatch(text -> text.indexOf(':') < 0);
        if (whole) {
            BitSet fits = new BitSet();
            fits.set(0, wild.size());
            String service = named.contains("ec2") ? NO_SERVICE : "ec2";
            add(service, service.equals("ec2") ? "describeinstances" : "action", wild, fits, true, cells);
            return;
        }
        // a wildcard in a service: every pattern counts for every action
        List<String> texts = List.copyOf(ids.keySet());
        List<Row> rows =
                texts.stream().map(text -> Row.glob(PatternText.pattern(text))).toList();
        for (Cell cell : Cells.of(rows, Universe.ACTION, budget)) {
            int colon = cell.text().indexOf(':');
            add(cell.text().substring(0, colon), cell.text().substring(colon + 1), texts, cell.fits(), false, cells);
        }
    }

    private void add(
            String service, String name, List<String> texts, BitSet fits, boolean rest, Map<BitSet, Actions> cells) {
        BitSet covering = new BitSet();
        for (int i = fits.nextSetBit(0); i >= 0; i = fits.nextSetBit(i + 1)) {
            Integer id = ids.get(texts.get(i));
            if (id != null) {
                covering.or(rulesOf.get(id));
            }
        }
        covering.xor(not);
        budget.spend(2 + fits.cardinality());
        cells.putIfAbsent(covering, new Actions(service, name, covering, rest));
    }

    /** The known actions of a service that exactly these rules cover, as AWS writes them. */
    List<String> known(String service, BitSet covering) {
        Set<String> known = new LinkedHashSet<>();
        for (String name : ServiceReference.actions(service)) {
            BitSet covers = new BitSet();
            for (int r = 0; r < rules.size(); r++) {
                covers.set(r, covers(rules.get(r), service, name.toLowerCase(Locale.ROOT)));
            }
            if (covers.equals(covering)) {
                known.add(service + ":" + name);
            }
        }
        return List.copyOf(known);
    }

    static boolean covers(Rule rule, String service, String name) {
        if (rule.statement() != null) {
            return rule.statement().coversAction(service, name);
        }
        boolean covers = false;
        for (String text : rule.actions()) {
            covers |= Glob.compile(text).matches(service + ":" + name);
        }
        return covers != rule.notAction();
    }
}
