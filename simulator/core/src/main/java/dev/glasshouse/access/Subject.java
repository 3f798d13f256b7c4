package dev.glasshouse.access;

import dev.glasshouse.call.Identities;
import dev.glasshouse.gateway.Survey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what must be there for a way: policies of a principal, their versions, its groups, its keys. */
final class Subject {

    private final Survey survey;
    private final Map<String, Identities.Belongings> belongings = new HashMap<>();
    private final Map<String, List<Identities.Group>> groups = new HashMap<>();
    private final Map<String, Optional<Identities.Versions>> versions = new HashMap<>();

    Subject(Survey survey) {
        this.survey = survey;
    }

    /**
     * What a way is done with.
     *
     * @param policy the policy, or null
     * @param version the version to set or to delete, or null
     * @param group the group, or null
     * @param key the handle of a key to delete, or null
     */
    record With(
            @Nullable String policy,
            @Nullable String version,
            Identities.@Nullable Group group,
            @Nullable Long key) {
        static final With NOTHING = new With(null, null, null, null);
    }

    /** All that a way could be done with to a principal; none where something that it needs is not there. */
    List<With> with(Way way, Stance subject) {
        Identities.Belongings has = belongings(subject.actor());
        Long key = null;
        for (String thing : way.there()) {
            boolean there = switch (thing) {
                case "boundary" -> subject.actor().grants().boundary() != null;
                case "key-room" -> has.keys().size() < 2;
                case "key-full" -> has.keys().size() >= 2;
                case "login" -> has.login();
                case "no-login" -> !has.login();
                default -> true;
            };
            if (!there) {
                return List.of();
            }
        }
        if (way.there().contains("key-full")) {
            key = has.keys().get(0);
        }
        if (way.there().contains("policy")) {
            return policies(way, has);
        }
        if (way.there().contains("version")) {
            return versions(subject, has);
        }
        boolean in = way.there().contains("group");
        if (in || way.there().contains("other-group")) {
            return groups(subject.caller().account()).stream()
                    .filter(group -> in == has.groups().contains(group.arn()))
                    .filter(group -> !subject.changes().contains("in " + group.arn()))
                    .map(group -> new With(null, null, group, null))
                    .toList();
        }
        return List.of(new With(null, null, null, key));
    }

    private List<With> policies(Way way, Identities.Belongings has) {
        List<With> all = new ArrayList<>();
        for (String arn : has.managed()) {
            versions(arn).ifPresent(known -> {
                boolean full = known.all().size() >= 5;
                if (full == way.there().contains("full")) {
                    String oldest = known.all().keySet().stream()
                            .filter(version -> !version.equals(known.inForce()))
                            .sorted()
                            .findFirst()
                            .orElse(null);
                    all.add(new With(arn, full ? oldest : null, null, null));
                }
            });
        }
        return all;
    }

    private List<With> versions(Stance subject, Identities.Belongings has) {
        List<With> all = new ArrayList<>();
        for (String arn : has.managed()) {
            versions(arn)
                    .ifPresent(known -> known.all().keySet().stream()
                            .filter(version -> !version.equals(known.inForce()))
                            .filter(version -> !subject.changes().contains(arn + " " + version))
                            .sorted()
                            .forEach(version -> all.add(new With(arn, version, null, null))));
        }
        return all;
    }

    Identities.Belongings belongings(Survey.Actor actor) {
        return belongings.computeIfAbsent(
                actor.arn(), arn -> survey.identities().belongings(survey.state(), actor.caller()));
    }

    private List<Identities.Group> groups(String account) {
        return groups.computeIfAbsent(account, id -> survey.identities().groups(survey.state(), id));
    }

    Optional<Identities.Versions> versions(String arn) {
        return versions.computeIfAbsent(arn, policy -> survey.identities().versions(survey.state(), policy));
    }
}
