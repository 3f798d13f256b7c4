package dev.glasshouse.access;

import dev.glasshouse.access.Paths.Allowed;
import dev.glasshouse.access.Way.Need;
import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.Outlook;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.reference.ServiceReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether an action is allowed on some resource, whose name is the caller's to choose: policies say which names to try. */
final class Some {

    private static final String NAME = "glasshouse";
    private static final int MOST_PATTERNS = 50;

    private final Survey survey;
    private final Map<String, Allowed> known = new HashMap<>();

    Some(Survey survey) {
        this.survey = survey;
    }

    Allowed ask(Stance stance, Need need) {
        String key = stance.key() + " " + need.action() + " " + need.type();
        Allowed allowed = known.get(key);
        if (allowed == null) {
            allowed = find(stance, need);
            known.put(key, allowed);
        }
        return allowed;
    }

    private Allowed find(Stance stance, Need need) {
        Allowed best = new Allowed(need.action(), "*", Outlook.NEVER);
        for (String resource : resources(stance, need)) {
            Outlook outlook = survey.outlook(stance.actor(), Survey.Matter.of(need.action(), resource));
            if (outlook.chance().compareTo(best.outlook().chance()) > 0) {
                best = new Allowed(need.action(), resource, outlook);
            }
            if (best.outlook().chance() == Outlook.Chance.ALWAYS) {
                return best;
            }
        }
        return best;
    }

    private static Set<String> resources(Stance stance, Need need) {
        ServiceReference.Action action =
                ServiceReference.find(need.action()).orElse(new ServiceReference.Action(need.action(), Map.of()));
        List<String> forms = new ArrayList<>();
        action.types().forEach((type, form) -> {
            if (need.type() == null || need.type().equals(type)) {
                forms.add(form);
            }
        });
        if (forms.isEmpty()) {
            return Set.of("*");
        }
        String account = stance.caller().account();
        Set<String> resources = new LinkedHashSet<>();
        forms.forEach(form -> resources.add(Arns.example(form, account, NAME)));
        for (Policy policy : stance.actor().grants().identity()) {
            for (String pattern : policy.document().allowedResources(need.service(), need.name())) {
                if (resources.size() < MOST_PATTERNS) {
                    forms.forEach(
                            form -> Arns.instance(pattern, form, account, NAME).ifPresent(resources::add));
                }
            }
        }
        return resources;
    }
}
