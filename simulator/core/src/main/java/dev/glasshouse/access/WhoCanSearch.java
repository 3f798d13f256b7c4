package dev.glasshouse.access;

import dev.glasshouse.call.Caller;
import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.Outlook;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out who can do something: everybody is asked, then the chains of roles are followed back from those who can. */
final class WhoCanSearch {

    private final Survey survey;
    private final Survey.Matter matter;
    private final List<Survey.Actor> actors;
    private final Outsiders outsiders;
    private final Map<String, Survey.Answer> direct = new LinkedHashMap<>();
    private final List<WhoCan.Entry> entries = new ArrayList<>();
    private @Nullable String remark;

    WhoCanSearch(Survey survey, Survey.Matter matter) {
        this.survey = survey;
        this.matter = matter.checked();
        this.actors = survey.actors();
        this.outsiders = new Outsiders(survey);
    }

    WhoCan find() {
        for (Survey.Actor actor : actors) {
            ask(actor.arn(), kind(actor.caller()), actor);
        }
        survey.resourcePolicy(matter, owner())
                .ifPresent(policy -> outsiders
                        .of(policy.document())
                        .forEach(outsider -> ask(outsider.name(), outsider.kind(), outsider.actor())));
        chains();
        entries.sort(Comparator.comparing((WhoCan.Entry entry) -> !entry.always())
                .thenComparing(entry -> entry.chain().size())
                .thenComparing(WhoCan.Entry::kind)
                .thenComparing(WhoCan.Entry::who));
        return new WhoCan(matter.action(), matter.resource(), entries, remark);
    }

    /** Somebody of the account that owns the resource, as far as its ARN tells. */
    private Survey.Actor owner() {
        String[] fields = matter.resource().split(":", 6);
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

    private void ask(String name, WhoCan.Kind kind, Survey.Actor actor) {
        Survey.Answer answer = survey.ask(actor, matter);
        remark = answer.remark();
        if (answer.outlook().possible()) {
            direct.put(name, answer);
            entries.add(new WhoCan.Entry(name, kind, answer.outlook(), answer.now(), List.of()));
        }
    }

    /** A role that leads to the goal, and the roles to assume from there. */
    private record Reached(Chains.Target role, Survey.Answer end, List<WhoCan.Step> chain) {}

    private void chains() {
        Chains chains = new Chains(survey, actors);
        Deque<Reached> open = new ArrayDeque<>();
        chains.roles().forEach((arn, role) -> {
            Survey.Answer answer = direct.get(arn);
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
        entries.add(new WhoCan.Entry(
                who,
                kind(link.from().caller()),
                reached.end().outlook(),
                reached.end().now(),
                chain));
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
                entries.add(new WhoCan.Entry(
                        outsider.name(),
                        outsider.kind(),
                        reached.end().outlook(),
                        reached.end().now(),
                        chain(reached, outlook)));
            }
        }
    }
}
