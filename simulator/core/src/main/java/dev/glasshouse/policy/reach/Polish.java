package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.StatementView.Part;
import dev.glasshouse.policy.reach.ActionSpace.Actions;
import dev.glasshouse.policy.reference.ServiceReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes a witness easier on the eye: an action that AWS has, a resource as the policies write it. */
final class Polish {

    private static final int MOST_ACTIONS = 4;
    private static final int MOST_RESOURCES = 12;

    private Polish() {}

    static Witness polished(Node node, List<Rule> rules, ActionSpace space, Actions asked, Witness witness) {
        Witness best = witness;
        Optional<ServiceReference.Action> exact = ServiceReference.find(witness.action());
        List<String> names = exact.isPresent()
                ? List.of(exact.get().name())
                : space.known(asked.service(), asked.covering()).stream()
                        .limit(MOST_ACTIONS)
                        .toList();
        for (String name : names) {
            Witness named = new Witness(best.principal(), name, best.resource(), best.keys());
            if (Judge.holds(node, named)) {
                best = named;
                break;
            }
        }
        for (String resource : resources(rules, asked, best)) {
            Witness named = new Witness(best.principal(), best.action(), resource, best.keys());
            if (Judge.holds(node, named)) {
                return named;
            }
        }
        return best;
    }

    private static Set<String> resources(List<Rule> rules, Actions asked, Witness witness) {
        Set<String> texts = new LinkedHashSet<>();
        Optional<ServiceReference.Action> action = ServiceReference.find(witness.action());
        List<String> forms =
                new ArrayList<>(action.map(ServiceReference.Action::arns).orElse(List.of()));
        for (int r = asked.covering().nextSetBit(0);
                r >= 0;
                r = asked.covering().nextSetBit(r + 1)) {
            List<List<Part>> patterns = rules.get(r).resources();
            if (patterns == null || !rules.get(r).allow() || rules.get(r).notResource()) {
                continue;
            }
            for (List<Part> pattern : patterns) {
                if (pattern.size() == 1
                        && texts.size() < MOST_RESOURCES
                        && pattern.get(0).text().length() > 1) {
                    texts.add(pattern.get(0).text().replace("*", "example").replace('?', 'x'));
                }
            }
        }
        if (action.isPresent() && forms.isEmpty()) {
            texts.add("*");
        }
        for (String form : forms) {
            texts.add(filled(form));
        }
        return texts;
    }

    /** A form of ARN with something for its variables. */
    private static String filled(String form) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int open = form.indexOf("${"); open >= 0; open = form.indexOf("${", at)) {
            int close = form.indexOf('}', open);
            text.append(form, at, open);
            text.append(
                    switch (form.substring(open + 2, close).toLowerCase(Locale.ROOT)) {
                        case "partition" -> "aws";
                        case "region" -> "us-east-1";
                        case "account" -> "111122223333";
                        default -> "example";
                    });
            at = close + 1;
        }
        return text.append(form.substring(at)).toString();
    }
}
