package dev.glasshouse.access;

import dev.glasshouse.gateway.Regions;
import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.StatementView;
import dev.glasshouse.policy.match.Glob;
import dev.glasshouse.policy.match.PatternText;
import dev.glasshouse.policy.reach.ResourceKinds;
import dev.glasshouse.policy.reference.ServiceReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a question with wildcards is to be put: at each action, on each resource of the sandbox that the pattern covers, and,
 * where names are anybody's to choose, on one resource of each kind that the policies tell apart.
 */
final class Places {

    private static final String ANY = "*";
    private static final String NAME = "glasshouse";
    private static final String OBJECTS = "arn:aws:s3:::?*/?*";
    private static final String BUCKETS = "arn:aws:s3:::";
    private static final int REGION = 3;
    private static final int ACCOUNT = 4;

    /** Nobody can use a key or a role that is not there. */
    private static final Set<String> NEEDS_THE_RESOURCE = Set.of("kms", "sts");

    private final Survey survey;
    private final Survey.Matter asked;
    private final Glob pattern;
    private final Map<String, List<String>> real = new HashMap<>();
    private final Map<String, Glob> forms = new HashMap<>();
    private final List<Place> all = new ArrayList<>();

    /**
     * A place.
     *
     * @param matter an example of what is asked there; all there is to ask where {@code within} is null
     * @param within the pattern of the resources, or null
     * @param without patterns of resources that have a place of their own
     * @param form the form of the ARNs where nothing of the sandbox is meant, or null
     */
    record Place(
            Survey.Matter matter,
            @Nullable String within,
            List<String> without,
            @Nullable String form) {

        /** Whether it is about a resource that the sandbox has, or that was named in full. */
        boolean real() {
            return form == null;
        }
    }

    Places(Survey survey, Survey.Matter asked) {
        this.survey = survey;
        this.asked = asked;
        this.pattern = Glob.compile(asked.resource());
        for (String action : actions(asked)) {
            action(action);
        }
    }

    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    List<Place> all() {
        return all;
    }

    private static List<String> actions(Survey.Matter asked) {
        String action = asked.action();
        if (!isPattern(action)) {
            return List.of(action);
        }
        String service = asked.service();
        if (isPattern(service)) {
            throw new IllegalArgumentException("the service of an action has no wildcards: '" + action + "'");
        }
        Glob names = Glob.compile(asked.name());
        List<String> actions = ServiceReference.actions(service).stream()
                .filter(name -> names.matches(name.toLowerCase(Locale.ROOT)))
                .map(name -> service + ":" + name)
                .toList();
        if (actions.isEmpty()) {
            throw new IllegalArgumentException("AWS has no action like '" + action + "'");
        }
        return actions;
    }

    private void action(String action) {
        Optional<ServiceReference.Action> known = ServiceReference.find(action);
        Map<String, String> types = known.map(ServiceReference.Action::types).orElse(Map.of());
        boolean named = !isPattern(asked.resource());
        boolean bare = known.isPresent() && types.isEmpty()
                || known.isEmpty() && asked.resource().equals(ANY);
        if (named && (!isPattern(asked.action()) || covers(types, asked.resource())) || !named && bare) {
            all.add(new Place(matter(action, asked.resource()), null, List.of(), null));
            return;
        }
        if (named) {
            return;
        }
        if (known.isEmpty()) {
            all.add(new Place(matter(action, asked.resource()), asked.resource(), List.of(), asked.resource()));
            return;
        }
        String service = asked.service();
        List<String> taken = new ArrayList<>();
        for (String arn : real(service)) {
            if (pattern.matches(arn) && covers(types, arn)) {
                all.add(new Place(matter(action, arn), null, List.of(), null));
            }
            String objects = arn + "/?*";
            if (arn.startsWith(BUCKETS)) {
                taken.add(objects);
                if (covers(types, arn + "/" + NAME) && Patterns.overlap(asked.resource(), objects)) {
                    all.add(new Place(matter(action, arn + "/" + NAME), objects, List.of(), null));
                }
            }
            taken.add(arn);
        }
        if (!NEEDS_THE_RESOURCE.contains(service)) {
            Set<String> distinct = new LinkedHashSet<>(types.values());
            for (String form : distinct) {
                List<String> without = new ArrayList<>(taken);
                if (isBucket(form)) {
                    without.add(OBJECTS);
                }
                all.add(new Place(matter(action, form), ANY, without, form));
            }
        }
    }

    private Survey.Matter matter(String action, String resource) {
        return new Survey.Matter(action, resource, asked.context(), asked.policy());
    }

    private static boolean isBucket(String form) {
        return form.startsWith("arn:${Partition}:s3:::") && form.indexOf('/') < 0;
    }

    private boolean covers(Map<String, String> types, String arn) {
        boolean object = arn.startsWith(BUCKETS) && arn.indexOf('/') > 0;
        return types.values().stream()
                .filter(form -> !arn.startsWith(BUCKETS)
                        || form.startsWith("arn:${Partition}:s3:::") && object == form.contains("/"))
                .anyMatch(form -> forms.computeIfAbsent(form, Arns::pattern).matches(arn));
    }

    private List<String> real(String service) {
        return real.computeIfAbsent(service, key -> {
            List<String> arns = new ArrayList<>();
            for (String account : survey.accounts()) {
                if (key.equals("sts")) {
                    survey.resources("iam", account).stream()
                            .filter(arn -> arn.contains(":role/"))
                            .forEach(arns::add);
                } else if (survey.services().contains(key)) {
                    arns.addAll(survey.resources(key, account));
                }
            }
            return arns;
        });
    }

    /** What to ask somebody at a place: one of each kind of resource; empty where there are too many to tell. */
    Optional<List<Survey.Matter>> matters(Survey.Actor actor, Place place) {
        String within = place.within();
        if (within == null) {
            return Optional.of(List.of(place.matter()));
        }
        String form = place.form();
        Survey.Matter sample = form == null
                ? place.matter()
                : matter(
                        place.matter().action(),
                        Arns.example(form, actor.caller().account(), NAME));
        Survey.Bearing bearing = survey.bearing(actor, sample);
        Set<PatternText> told = new HashSet<>();
        for (PolicyDocument document : bearing.documents()) {
            for (StatementView view : document.views()) {
                if (view.coversAction(sample.service(), sample.name())) {
                    told.addAll(view.resources(bearing.keys()));
                }
            }
        }
        List<String> inside = form == null ? List.of(within) : inside(form, actor, told);
        return ResourceKinds.examples(asked.resource(), inside, place.without(), told)
                .map(examples -> examples.stream()
                        .map(example -> matter(sample.action(), example))
                        .toList());
    }

    /** The form's patterns in the actor's account, in one Region of each kind that the policies tell apart. */
    private List<String> inside(String form, Survey.Actor actor, Set<PatternText> told) {
        String given = field(asked.resource(), ACCOUNT);
        String account = given.isEmpty() || isPattern(given) ? actor.caller().account() : given;
        String filled = Arns.filled(form, account, "?*");
        if (!form.contains("${Region}")) {
            return List.of(filled);
        }
        List<Glob> globs = told.stream()
                .map(text -> field(text.text(), REGION))
                .distinct()
                .map(Glob::compile)
                .toList();
        Glob wanted = Glob.compile(field(asked.resource(), REGION));
        List<String> regions = new ArrayList<>(List.of(Regions.DEFAULT));
        regions.addAll(Regions.all());
        Map<List<Boolean>, String> kinds = new HashMap<>();
        for (String region : regions) {
            if (wanted.matches(region)) {
                kinds.putIfAbsent(
                        globs.stream().map(glob -> glob.matches(region)).toList(), region);
            }
        }
        return kinds.values().stream()
                .sorted()
                .map(region -> filled.replace(":" + Regions.DEFAULT + ":", ":" + region + ":"))
                .toList();
    }

    /** A field of an ARN's pattern; a star where its stars may stand for that field too. */
    private static String field(String pattern, int index) {
        String[] fields = pattern.split(":", 6);
        return fields.length > index ? fields[index] : ANY;
    }
}
