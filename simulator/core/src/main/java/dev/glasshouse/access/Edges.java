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
import java.util.Collection;
import java.util.Collections;
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

    /**
     * A way that is about to be asked for.
     *
     * @param by who does what is needed, in the order of the needs; who assumes the role after its trust policy was changed stands last
     */
    record Attempt(Way way, List<Stance> by, Stance subject, Subject.With with) {

        Attempt {
            by = List.copyOf(by);
        }

        static Attempt alone(Way way, Stance from, Stance subject, Subject.With with) {
            return new Attempt(way, Collections.nCopies(way.needs().size() + 1, from), subject, with);
        }

        String subjectArn() {
            return subject.arn();
        }

        Stance assumes() {
            return by.get(way.needs().size());
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

    static boolean grants(Stance stance, Need need) {
        return stance.actor().grants().identity().stream()
                .anyMatch(policy -> policy.document().grants(need.service(), need.name()));
    }

    private void walk(Way way, Stance stance, Predicate<String> wanted, List<Found> found) {
        if (way.whom().isSelf()) {
            if (fits(way, stance)) {
                attempts(way, stance, stance, found, key -> true);
            }
            return;
        }
        for (Survey.Actor actor : others(way, stance.caller().account())) {
            if (!actor.arn().equals(stance.arn())) {
                attempts(way, stance, Stance.of(actor), found, wanted);
            }
        }
    }

    /** Whether a way that changes one's own rights is one for such a principal. */
    static boolean fits(Way way, Stance stance) {
        Caller.Kind kind = stance.caller().kind();
        boolean fits = way.whom() == Way.Whom.SELF_USER
                ? kind == Caller.Kind.USER
                : way.whom() == Way.Whom.SELF_ROLE
                        ? kind == Caller.Kind.ROLE
                        : kind == Caller.Kind.USER || kind == Caller.Kind.ROLE;
        return fits && !(way.change() == Way.Change.ELEVATED && stance.elevated());
    }

    /** To whom a way can be done by somebody of an account. */
    List<Survey.Actor> others(Way way, String account) {
        return way.whom() == Way.Whom.USER
                ? users.getOrDefault(account, List.of())
                : roles(way, account).stream().map(Chains.Target::actor).toList();
    }

    List<Subject.With> with(Way way, Stance subject) {
        return subjects.with(way, subject);
    }

    private Collection<Chains.Target> roles(Way way, String account) {
        if (way.whom() == Way.Whom.ANY_ROLE) {
            return chains.roles().values();
        }
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
                        .anyMatch(named -> named.endsWith(":" + service) || named.equals("*")))
                .filter(role -> names(role, "Federated:" + service)
                        || survey.outlook(
                                        caller,
                                        Survey.Matter.of(
                                                Chains.ASSUME, role.actor().arn()))
                                .possible())
                .toList();
    }

    /** Identity pools give tokens for which roles are assumed; which pools there are the sandbox cannot tell. */
    private static boolean names(Chains.Target role, String principal) {
        return role.trust().document().allowedPrincipals().contains(principal);
    }

    private void attempts(Way way, Stance stance, Stance subject, List<Found> found, Predicate<String> wanted) {
        // what the subject's own name settles comes first: it is cheap, and settles most
        for (Need need : way.needs()) {
            if (need.on().equals("subject") && !mayOn(stance, need, subject)) {
                return;
            }
        }
        for (Subject.With with : subjects.with(way, subject)) {
            Attempt attempt = Attempt.alone(way, stance, subject, with);
            Stance to = changed(attempt);
            if (wanted.test(to.key())) {
                Paths.Edge edge = edge(attempt);
                if (edge != null) {
                    found.add(new Found(edge, to));
                }
            }
        }
    }

    boolean mayOn(Stance stance, Need need, Stance subject) {
        String arn = subject.arn();
        if (need.action().equals(Chains.ASSUME)) {
            Chains.Target role = chains.roles().get(arn);
            return role != null && chains.mayAssume(stance.actor(), role);
        }
        return stance.actor().grants().identity().stream()
                .anyMatch(policy -> policy.document().mayAllow(need.service(), need.name(), arn));
    }

    Stance changed(Attempt attempt) {
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

    Paths.@Nullable Edge edge(Attempt attempt) {
        List<Allowed> needs = new ArrayList<>();
        for (int i = 0; i < attempt.way().needs().size(); i++) {
            Allowed allowed = ask(
                    attempt.way(),
                    attempt.by().get(i),
                    attempt.way().needs().get(i),
                    attempt.subject(),
                    attempt.with());
            if (!allowed.outlook().possible()) {
                return null;
            }
            needs.add(allowed);
        }
        if (attempt.way().become() == Become.TRUST) {
            Outlook outlook = trusted(attempt.assumes(), attempt.subjectArn());
            if (!outlook.possible()) {
                return null;
            }
            needs.add(new Allowed(Chains.ASSUME, attempt.subjectArn(), outlook));
        }
        List<Paths.PlannedCall> calls = Calls.of(survey.sandbox(), attempt, needs);
        boolean walkable = attempt.way().become() != Become.SERVICE
                && calls.stream().allMatch(call -> survey.simulates(call.operation()));
        String from = attempt.by().get(0).arn();
        return new Paths.Edge(attempt.way(), from, attempt.subjectArn(), needs, calls, walkable);
    }

    /** For which calls somebody may assume a role whose trust policy was made to name it. */
    Outlook trusted(Stance stance, String role) {
        return chains.roles().containsKey(role)
                ? survey.outlook(
                        stance.actor(), Survey.Matter.of(Chains.ASSUME, role).under(Calls.trusting(stance.arn())))
                : Outlook.NEVER;
    }

    Allowed ask(Way way, Stance from, Need need, Stance subject, Subject.With with) {
        String resource = switch (need.on()) {
            case "subject" -> subject.arn();
            case "policy" -> String.valueOf(with.policy());
            case "group" -> with.group() == null ? "" : with.group().arn();
            case "*" -> "*";
            default -> null;
        };
        if (resource == null) {
            return some.ask(from, need);
        }
        Chains.Target role = chains.roles().get(resource);
        Outlook outlook = need.action().equals(Chains.ASSUME) && role != null
                ? chains.outlook(from.actor(), role)
                : survey.outlook(
                        from.actor(), Survey.Matter.of(need.action(), resource).with(context(way, need)));
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
