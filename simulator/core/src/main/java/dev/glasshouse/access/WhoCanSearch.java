package dev.glasshouse.access;

import dev.glasshouse.call.Caller;
import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.Outlook;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds out who can do something: everybody is asked, then the chains of roles are followed back from those who can. */
final class WhoCanSearch {

    private final Survey survey;
    private final Survey.Matter matter;
    private static final long MOST_QUESTIONS = 300_000;

    private final List<Survey.Actor> actors;
    private final Outsiders outsiders;
    private final Places places;
    private final boolean pattern;
    private final long until;
    private final Map<String, Found> direct = new LinkedHashMap<>();
    private final Set<String> unknown = new TreeSet<>();
    private final List<WhoCan.Entry> entries = new ArrayList<>();
    private @Nullable String remark;

    WhoCanSearch(Survey survey, Survey.Matter matter) {
        this.survey = survey;
        this.matter = matter.checked();
        this.actors = survey.actors();
        this.outsiders = new Outsiders(survey);
        this.places = new Places(survey, matter);
        this.pattern = Places.isPattern(matter.action()) || Places.isPattern(matter.resource());
        this.until = survey.questions() + MOST_QUESTIONS;
    }

    WhoCan find() {
        for (Survey.Actor actor : actors) {
            ask(actor.arn(), kind(actor.caller()), actor, places.all());
        }
        Map<String, Outsiders.Outsider> strangers = new LinkedHashMap<>();
        Map<String, List<Places.Place>> open = new HashMap<>();
        for (Places.Place place : places.all()) {
            if (place.real()) {
                survey.resourcePolicy(place.matter(), owner(place.matter().resource()))
                        .map(policy -> outsiders.of(policy.document()))
                        .orElse(List.of())
                        .forEach(outsider -> {
                            strangers.putIfAbsent(outsider.name(), outsider);
                            open.computeIfAbsent(outsider.name(), key -> new ArrayList<>())
                                    .add(place);
                        });
            }
        }
        strangers.forEach(
                (name, outsider) -> ask(name, outsider.kind(), outsider.actor(), open.getOrDefault(name, List.of())));
        chains();
        entries.forEach(entry -> unknown.remove(entry.who()));
        entries.sort(Comparator.comparing((WhoCan.Entry entry) -> !entry.always())
                .thenComparing(entry -> entry.chain().size())
                .thenComparing(WhoCan.Entry::kind)
                .thenComparing(WhoCan.Entry::who));
        return new WhoCan(matter.action(), matter.resource(), entries, List.copyOf(unknown), pattern ? null : remark);
    }

    /** Somebody of the account that owns the resource, as far as its ARN tells. */
    private Survey.Actor owner(String resource) {
        String[] fields = resource.split(":", 6);
        return actors.stream()
                .filter(actor -> fields.length == 6 && actor.caller().account().equals(fields[4]))
                .findFirst()
                .orElse(actors.get(0));
    }

    static WhoCan.Kind kind(Caller caller) {
        return switch (caller.kind()) {
            case ROOT -> WhoCan.Kind.ROOT;
            case USER -> WhoCan.Kind.USER;
            case ROLE -> WhoCan.Kind.ROLE;
            case ANONYMOUS -> WhoCan.Kind.ANYONE;
            case SERVICE -> WhoCan.Kind.SERVICE;
            case FEDERATED_USER -> WhoCan.Kind.SESSION;
            case WEB_IDENTITY, SAML -> WhoCan.Kind.FEDERATED;
        };
    }

    /**
     * What was found out of somebody.
     *
     * @param outlook the best outlook of all requests that were asked for
     * @param now whether a plain call would be allowed
     * @param example the request that has it
     * @param every whether all of them are certain
     */
    private record Found(Outlook outlook, boolean now, WhoCan.Example example, boolean every) {}

    private void ask(String name, WhoCan.Kind kind, Survey.Actor actor, List<Places.Place> where) {
        Found found = null;
        boolean every = where.size() == places.all().size();
        boolean known = true;
        for (Places.Place place : where) {
            Optional<List<Survey.Matter>> matters =
                    survey.questions() > until ? Optional.empty() : places.matters(actor, place);
            known &= matters.isPresent();
            for (Survey.Matter each : matters.orElse(List.of())) {
                Survey.Answer answer = survey.ask(actor, each);
                remark = answer.remark();
                every &= answer.outlook().chance() == Outlook.Chance.ALWAYS;
                if (found == null || better(answer, found)) {
                    found = new Found(
                            answer.outlook(), answer.now(), new WhoCan.Example(each.action(), each.resource()), false);
                }
            }
        }
        if (found != null && found.outlook().possible()) {
            Found whole = new Found(found.outlook(), found.now(), found.example(), every && known);
            direct.put(name, whole);
            entries.add(entry(name, kind, whole, List.of()));
        } else if (!known) {
            unknown.add(name);
        }
    }

    private static boolean better(Survey.Answer answer, Found found) {
        int chances = answer.outlook().chance().compareTo(found.outlook().chance());
        return chances > 0 || chances == 0 && answer.now() && !found.now();
    }

    private static WhoCan.Entry entry(String who, WhoCan.Kind kind, Found end, List<WhoCan.Step> chain) {
        return new WhoCan.Entry(who, kind, end.outlook(), end.now(), chain, end.example(), end.every());
    }

    /** A role that leads to the goal, and the roles to assume from there. */
    private record Reached(Chains.Target role, Found end, List<WhoCan.Step> chain) {}

    private void chains() {
        Chains chains = new Chains(survey, actors);
        Deque<Reached> open = new ArrayDeque<>();
        chains.roles().forEach((arn, role) -> {
            Found answer = direct.get(arn);
            if (answer != null) {
                open.add(new Reached(role, answer, List.of()));
            }
        });
        Set<String> done = new HashSet<>();
        direct.forEach((who, answer) -> {
            if (answer.outlook().chance() == Outlook.Chance.ALWAYS) {
                done.add(who);
            }
        });
        while (!open.isEmpty()) {
            Reached reached = open.remove();
            for (Chains.Link link : chains.into(reached.role(), actor -> !done.contains(actor.arn()))) {
                follow(chains, open, done, reached, link);
            }
            fromOutside(chains, done, reached);
        }
    }

    private void follow(Chains chains, Deque<Reached> open, Set<String> done, Reached reached, Chains.Link link) {
        String who = link.from().arn();
        if (who.equals(reached.role().actor().arn()) || !done.add(who)) {
            return;
        }
        List<WhoCan.Step> chain = chain(reached, link.outlook());
        entries.add(entry(who, kind(link.from().caller()), reached.end(), chain));
        Chains.Target role = chains.roles().get(who);
        if (role != null && !direct.containsKey(who)) {
            open.add(new Reached(role, reached.end(), chain));
        }
    }

    private static List<WhoCan.Step> chain(Reached reached, Outlook outlook) {
        List<WhoCan.Step> chain = new ArrayList<>();
        chain.add(new WhoCan.Step(reached.role().actor().arn(), outlook));
        chain.addAll(reached.chain());
        return chain;
    }

    /** Accounts and providers that a role trusts; services that it works for are left out. */
    private void fromOutside(Chains chains, Set<String> done, Reached reached) {
        for (Outsiders.Outsider outsider : outsiders.of(reached.role().trust().document())) {
            boolean follows = outsider.kind() != WhoCan.Kind.SERVICE && outsider.kind() != WhoCan.Kind.ANYONE;
            Outlook outlook = follows ? chains.outlook(outsider.actor(), reached.role()) : Outlook.NEVER;
            if (outlook.possible() && done.add(outsider.name())) {
                entries.add(entry(outsider.name(), outsider.kind(), reached.end(), chain(reached, outlook)));
            }
        }
    }
}
