package dev.glasshouse.access;

import dev.glasshouse.access.Paths.Allowed;
import dev.glasshouse.access.Way.Become;
import dev.glasshouse.access.Way.Need;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities;
import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Outlook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds what a principal can walk: every way of the table is asked for at the engine, for every principal it could be done to. */
final class Edges {

    private static final String ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess";

    private final Survey survey;
    private final Chains chains;
    private final Subject subjects;
    private final Some some;
    private final Map<String, List<Survey.Actor>> users = new HashMap<>();
    private final Map<String, List<Chains.Target>> roles = new HashMap<>();
    private final Map<String, List<Chains.Target>> trusting = new HashMap<>();

    Edges(Survey survey, List<Survey.Actor> actors) {
        this.survey = survey;
        this.chains = new Chains(survey, actors);
        this.subjects = new Subject(survey);
        this.some = new Some(survey);
        for (Survey.Actor actor : actors) {
            if (actor.caller().kind() == Caller.Kind.USER) {
                users.computeIfAbsent(actor.caller().account(), id -> new ArrayList<>())
                        .add(actor);
            }
        }
        chains.roles().values().stream()
                .filter(role -> !role.actor().arn().contains(":role/aws-service-role/"))
                .forEach(role -> roles.computeIfAbsent(role.actor().caller().account(), id -> new ArrayList<>())
                        .add(role));
    }

    /**
     * An edge as the search knows it.
     *
     * @param edge as it is told
     * @param to what is reached
     */
    record Found(Paths.Edge edge, Stance to) {}

    /** A way that is about to be asked for. */
    private record Attempt(Way way, Stance from, Stance subject, Subject.With with) {

        String subjectArn() {
            return subject.arn();
        }
    }

    /**
     * What a principal can walk.
     *
     * @param wanted whether a stance is of interest, by its key; those of the principal itself all are
     */
    List<Found> from(Stance stance, Predicate<String> wanted) {
        List<Found> found = new ArrayList<>();
        if (stance.caller().kind() == Caller.Kind.ROOT) {
            return found;
        }
        Map<String, Boolean> grants = new HashMap<>();
        for (Way way : Ways.all()) {
            boolean may = way.needs().stream()
                    .allMatch(need -> need.action().equals(Chains.ASSUME)
                            || grants.computeIfAbsent(need.action(), action -> grants(stance, need)));
            if (may) {
                walk(way, stance, wanted, found);
            }
        }
        return found;
    }

    private static boolean grants(Stance stance, Need need) {
        return stance.actor().grants().identity().stream()
                .anyMatch(policy -> policy.document().grants(need.service(), need.name()));
    }

    private void walk(Way way, Stance stance, Predicate<String> wanted, List<Found> found) {
        if (way.whom().isSelf()) {
            boolean user = stance.caller().kind() == Caller.Kind.USER;
            boolean role = stance.caller().kind() == Caller.Kind.ROLE;
            boolean fits = way.whom() == Way.Whom.SELF_USER ? user : way.whom() == Way.Whom.SELF_ROLE ? role : true;
            if (fits && !(way.change() == Way.Change.ELEVATED && stance.elevated())) {
                attempts(way, stance, stance, found, key -> true);
            }
            return;
        }
        if (way.whom() == Way.Whom.USER) {
            for (Survey.Actor actor : users.getOrDefault(stance.caller().account(), List.of())) {
                other(way, stance, actor, wanted, found);
            }
            return;
        }
        for (Chains.Target role : roles(way, stance)) {
            other(way, stance, role.actor(), wanted, found);
        }
    }

    private Iterable<Chains.Target> roles(Way way, Stance stance) {
        if (way.whom() == Way.Whom.ANY_ROLE) {
            return chains.roles().values();
        }
        String account = stance.caller().account();
        String service = way.service();
        return service == null
                ? roles.getOrDefault(account, List.of())
                : trusting.computeIfAbsent(account + " " + service, key -> trusting(account, service));
    }

    /** The roles of an account that a service may work with. */
    private List<Chains.Target> trusting(String account, String service) {
        Survey.Actor caller = survey.actor(Caller.service(service));
        return roles.getOrDefault(account, List.of()).stream()
                .filter(role -> role.trust().document().allowedPrincipals().stream()
                        .anyMatch(named -> named.equals("Service:" + service) || named.equals("*")))
                .filter(role -> survey.outlook(
                                caller,
                                Survey.Matter.of(Chains.ASSUME, role.actor().arn()))
                        .possible())
                .toList();
    }

    private void other(Way way, Stance stance, Survey.Actor actor, Predicate<String> wanted, List<Found> found) {
        if (!actor.arn().equals(stance.arn())) {
            attempts(way, stance, Stance.of(actor), found, wanted);
        }
    }

    private void attempts(Way way, Stance stance, Stance subject, List<Found> found, Predicate<String> wanted) {
        // what the subject's own name settles comes first: it is cheap, and settles most
        for (Need need : way.needs()) {
            if (need.on().equals("subject") && !mayOn(stance, need, subject)) {
                return;
            }
        }
        for (Subject.With with : subjects.with(way, subject)) {
            Attempt attempt = new Attempt(way, stance, subject, with);
            Stance to = changed(attempt);
            if (wanted.test(to.key())) {
                Paths.Edge edge = edge(attempt);
                if (edge != null) {
                    found.add(new Found(edge, to));
                }
            }
        }
    }

    private boolean mayOn(Stance stance, Need need, Stance subject) {
        String arn = subject.arn();
        if (need.action().equals(Chains.ASSUME)) {
            Chains.Target role = chains.roles().get(arn);
            return role != null && chains.mayAssume(stance.actor(), role);
        }
        return stance.actor().grants().identity().stream()
                .anyMatch(policy -> policy.document().mayAllow(need.service(), need.name(), arn));
    }

    private Stance changed(Attempt attempt) {
        Subject.With with = attempt.with();
        Stance subject = attempt.subject();
        String policy = String.valueOf(with.policy());
        return switch (attempt.way().change()) {
            case NONE -> subject;
            case ELEVATED -> subject.elevate(policy);
            case UNBOUNDED -> subject.unbind();
            case JOINED -> with.group() == null ? subject : subject.join(with.group());
            case VERSION -> {
                Identities.Versions known = subjects.versions(policy).orElseThrow();
                String version = String.valueOf(with.version());
                yield subject.version(
                        policy, version, Objects.requireNonNull(known.all().get(version), version));
            }
        };
    }

    private Paths.@Nullable Edge edge(Attempt attempt) {
        List<Allowed> needs = new ArrayList<>();
        for (Need need : attempt.way().needs()) {
            Allowed allowed = ask(attempt, need);
            if (!allowed.outlook().possible()) {
                return null;
            }
            needs.add(allowed);
        }
        if (attempt.way().become() == Become.TRUST) {
            Chains.Target role = chains.roles().get(attempt.subjectArn());
            Outlook outlook = role == null
                    ? Outlook.NEVER
                    : survey.outlook(
                            attempt.from().actor(),
                            Survey.Matter.of(Chains.ASSUME, attempt.subjectArn())
                                    .under(Calls.trusting(attempt.from().arn())));
            if (!outlook.possible()) {
                return null;
            }
            needs.add(new Allowed(Chains.ASSUME, attempt.subjectArn(), outlook));
        }
        List<Paths.PlannedCall> calls =
                Calls.of(survey.sandbox(), attempt.way(), attempt.from(), attempt.subject(), attempt.with(), needs);
        boolean walkable = attempt.way().become() != Become.SERVICE
                && calls.stream().allMatch(call -> survey.simulates(call.operation()));
        return new Paths.Edge(attempt.way(), attempt.from().arn(), attempt.subjectArn(), needs, calls, walkable);
    }

    private Allowed ask(Attempt attempt, Need need) {
        Subject.With with = attempt.with();
        String resource = switch (need.on()) {
            case "subject" -> attempt.subjectArn();
            case "policy" -> String.valueOf(with.policy());
            case "group" -> with.group() == null ? "" : with.group().arn();
            case "*" -> "*";
            default -> null;
        };
        if (resource == null) {
            return some.ask(attempt.from(), need);
        }
        Chains.Target role = chains.roles().get(resource);
        Outlook outlook = need.action().equals(Chains.ASSUME) && role != null
                ? chains.outlook(attempt.from().actor(), role)
                : survey.outlook(
                        attempt.from().actor(),
                        Survey.Matter.of(need.action(), resource).with(context(attempt.way(), need)));
        return new Allowed(need.action(), resource, outlook);
    }

    private static ContextKeys context(Way way, Need need) {
        if (need.action().equals("iam:PassRole")) {
            return ContextKeys.builder()
                    .put("iam:PassedToService", way.service())
                    .build();
        }
        return need.action().startsWith("iam:Attach")
                ? ContextKeys.builder()
                        .put("iam:PolicyARN", ADMINISTRATOR_ACCESS)
                        .build()
                : ContextKeys.EMPTY;
    }
}
