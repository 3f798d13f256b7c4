package dev.glasshouse.access;

import dev.glasshouse.access.WhatCan.Grant;
import dev.glasshouse.call.Caller;
import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.Outlook;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.match.Glob;
import dev.glasshouse.policy.reference.ServiceReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what somebody can do: every action of AWS is asked for, on an example of each pattern that the principal's
 * policies have for it, and on every resource of the sandbox that it could be about.
 */
final class WhatCanSearch {

    private static final String ANY = "*";
    private static final String EXAMPLE = "glasshouse-example";
    private static final String BUCKETS = "arn:aws:s3:::";
    private static final long MOST_QUESTIONS = 400_000;

    private final Survey survey;
    private final Survey.Actor actor;
    private final boolean root;
    private final long until;
    private final Map<String, Glob> forms = new HashMap<>();
    private final Map<Entry, List<String>> found = new LinkedHashMap<>();
    private boolean complete = true;

    /** What actions have in common that are told together. */
    private record Entry(String service, String resource, boolean real, List<String> except, String outlook) {}

    private final Map<Entry, Outlook> outlooks = new HashMap<>();
    private final Map<Entry, Integer> covers = new HashMap<>();

    WhatCanSearch(Survey survey, Survey.Actor actor) {
        this.survey = survey;
        this.actor = actor;
        this.root = actor.caller().kind() == Caller.Kind.ROOT;
        this.until = survey.questions() + MOST_QUESTIONS;
    }

    WhatCan find() {
        Outlook administrator = new Administrators(survey).outlook(actor);
        if (root || administrator.possible()) {
            ServiceReference.load();
        }
        for (String service : ServiceReference.services().keySet()) {
            service(service);
        }
        List<Grant> grants = new ArrayList<>();
        found.forEach((entry, actions) -> grants.add(new Grant(
                entry.service(),
                actions,
                actions.size()
                        == Set.copyOf(ServiceReference.actions(entry.service())).size(),
                entry.resource(),
                entry.real(),
                covers.getOrDefault(entry, 0),
                entry.except(),
                outlooks.getOrDefault(entry, Outlook.ALWAYS))));
        return new WhatCan(actor.arn(), administrator, grants, complete);
    }

    private void service(String service) {
        List<Real> real = real(service);
        boolean named = root || grants(service);
        if (!named && real.isEmpty()) {
            return;
        }
        for (ServiceReference.Action action : ServiceReference.all(service)) {
            action(service, action, real);
        }
    }

    /** Whether some policy of the principal can name an action of a service at all. */
    private boolean grants(String service) {
        return actor.grants().identity().stream()
                .anyMatch(policy -> policy.document().grantsOf(service));
    }

    /** A resource of the sandbox, with the policy that it has. */
    private record Real(
            String arn, boolean beside, @Nullable Policy policy) {}

    private List<Real> real(String service) {
        List<Real> all = new ArrayList<>();
        for (String account : survey.services().contains(service) ? survey.accounts() : List.<String>of()) {
            for (String arn : survey.resources(service, account)) {
                all.add(real(service, arn));
                if (arn.startsWith(BUCKETS)) {
                    all.add(real(service, arn + "/*"));
                }
            }
        }
        if (service.equals("sts")) {
            survey.accounts()
                    .forEach(account -> survey.resources("iam", account).stream()
                            .filter(arn -> arn.contains(":role/"))
                            .forEach(arn -> all.add(real(service, arn))));
        }
        return all;
    }

    private Real real(String service, String arn) {
        if (service.equals("iam")) {
            return new Real(arn, false, null);
        }
        Survey.Matter matter = Survey.Matter.of(
                switch (service) {
                    case "sts" -> Chains.ASSUME;
                    case "s3" -> arn.endsWith("/*") ? "s3:GetObject" : "s3:ListBucket";
                    default -> service + ":Get";
                },
                example(arn));
        // grants of a key and ACLs hang on the action
        boolean beside = service.equals("kms") || service.equals("s3") && survey.allowedBeside(matter, actor);
        return new Real(arn, beside, survey.resourcePolicy(matter, actor).orElse(null));
    }

    private static String example(String arn) {
        return arn.startsWith(BUCKETS) && arn.endsWith("/*") ? arn.substring(0, arn.length() - 1) + EXAMPLE : arn;
    }

    private void action(String service, ServiceReference.Action action, List<Real> real) {
        if (survey.questions() > until) {
            complete = false;
            return;
        }
        String name = action.name().substring(action.name().indexOf(':') + 1).toLowerCase(Locale.ROOT);
        Set<String> patterns = new LinkedHashSet<>();
        Set<String> denials = new TreeSet<>();
        if (root) {
            patterns.add(ANY);
        }
        for (Policy policy : actor.grants().identity()) {
            patterns.addAll(policy.document().allowedResources(service, name));
            denials.addAll(policy.document().exceptedResources(service, name));
        }
        if (action.types().isEmpty()) {
            if (!patterns.isEmpty()) {
                add(service, action, ANY, false, 0, List.of(), ask(action.name(), ANY));
            }
            return;
        }
        Map<String, Outlook> byPattern = new LinkedHashMap<>();
        for (String pattern : patterns) {
            Outlook outlook = pattern(action, pattern);
            if (outlook.possible()) {
                byPattern.put(pattern, outlook);
            }
        }
        Map<String, List<String>> excepted = new HashMap<>();
        Map<String, Integer> covered = new HashMap<>();
        for (Real resource : real) {
            if (fits(action, resource.arn())) {
                real(service, action, name, resource, byPattern, excepted, covered);
            }
        }
        byPattern.forEach((pattern, outlook) -> {
            List<String> except = new ArrayList<>(excepted.getOrDefault(pattern, List.of()));
            denials.stream()
                    .filter(denial -> !denial.equals(ANY) && Patterns.overlap(denial, pattern))
                    .filter(denial -> !except.contains(denial))
                    .forEach(except::add);
            add(service, action, pattern, false, covered.getOrDefault(pattern, 0), except, outlook);
        });
    }

    private void real(
            String service,
            ServiceReference.Action action,
            String name,
            Real resource,
            Map<String, Outlook> byPattern,
            Map<String, List<String>> excepted,
            Map<String, Integer> covered) {
        String arn = example(resource.arn());
        boolean may = root
                || resource.beside()
                || resource.policy() != null && resource.policy().document().mayAllow(service, name, arn)
                || actor.grants().identity().stream()
                        .anyMatch(policy -> policy.document().mayAllow(service, name, arn));
        Outlook outlook = may ? ask(action.name(), arn) : Outlook.NEVER;
        boolean told = false;
        for (Map.Entry<String, Outlook> pattern : byPattern.entrySet()) {
            if (Patterns.covers(pattern.getKey(), resource.arn()) || Patterns.covers(pattern.getKey(), arn)) {
                if (pattern.getValue().toString().equals(outlook.toString())) {
                    covered.merge(pattern.getKey(), 1, Integer::sum);
                    told = true;
                } else {
                    excepted.computeIfAbsent(pattern.getKey(), key -> new ArrayList<>())
                            .add(resource.arn());
                }
            }
        }
        if (!told && outlook.possible()) {
            add(service, action, resource.arn(), true, 1, List.of(), outlook);
        }
    }

    /** The outlook on an example of what a pattern of a policy covers. */
    private Outlook pattern(ServiceReference.Action action, String pattern) {
        Outlook best = Outlook.NEVER;
        String account = actor.caller().account();
        for (String form : action.types().values()) {
            Optional<String> example = pattern.equals(ANY)
                    ? Optional.of(Arns.example(form, account, EXAMPLE))
                    : Arns.instance(pattern, form, account, EXAMPLE);
            if (example.isPresent()) {
                Outlook outlook = ask(action.name(), example.get());
                best = outlook.chance().compareTo(best.chance()) > 0 ? outlook : best;
            }
        }
        return best;
    }

    private boolean fits(ServiceReference.Action action, String arn) {
        String example = example(arn);
        boolean object = arn.startsWith(BUCKETS) && arn.indexOf('/') > 0;
        return action.types().values().stream()
                .filter(form -> !arn.startsWith(BUCKETS)
                        || form.startsWith("arn:${Partition}:s3:::") && object == form.contains("/"))
                .anyMatch(form -> forms.computeIfAbsent(form, Arns::pattern).matches(example));
    }

    private Outlook ask(String action, String resource) {
        return survey.outlook(actor, Survey.Matter.of(action, resource));
    }

    private void add(
            String service,
            ServiceReference.Action action,
            String resource,
            boolean real,
            int covered,
            List<String> except,
            Outlook outlook) {
        if (outlook.possible()) {
            Entry entry = new Entry(service, resource, real, except, outlook.toString());
            List<String> actions = found.computeIfAbsent(entry, key -> new ArrayList<>());
            if (!actions.contains(action.name())) {
                actions.add(action.name());
            }
            covers.merge(entry, covered, Math::max);
            outlooks.putIfAbsent(entry, outlook);
        }
    }
}
