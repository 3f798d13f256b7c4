package dev.glasshouse.scenarios;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What can be said of a lab without playing it: every name that it speaks of is there. */
final class LabChecks {

    private LabChecks() {}

    /**
     * Checks a lab.
     *
     * @throws IllegalArgumentException if something is wrong in it
     */
    static void check(Lab lab) {
        if (!lab.id().matches("[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException("a lab's id is 1 to 40 small letters, digits and hyphens: " + lab.id());
        }
        organization(lab);
        principals(lab);
        List<String> objectives =
                lab.objectives().stream().map(Lab.Objective::id).toList();
        lab.objectives().forEach(objective -> condition(lab, Condition.parse(objective.when())));
        lab.hints().stream()
                .map(Lab.Hint::objective)
                .filter(named -> !objectives.contains(named))
                .findFirst()
                .ifPresent(named -> {
                    throw new IllegalArgumentException("a hint is for " + named + ", which is no objective");
                });
        lab.entry().stream()
                .map(Lab.Entry::after)
                .filter(named -> named != null && !objectives.contains(named))
                .findFirst()
                .ifPresent(named -> {
                    throw new IllegalArgumentException("an entry waits for " + named + ", which is no objective");
                });
    }

    private static void organization(Lab lab) {
        Lab.Organization organization = lab.organization();
        if (organization == null) {
            return;
        }
        Set<String> names = new HashSet<>(Set.of("root"));
        Stream.concat(
                        organization.units().stream(),
                        organization.accounts().stream().map(Lab.Member::name))
                .forEach(name -> {
                    if (!name.matches("[A-Za-z0-9-]{1,40}")) {
                        throw new IllegalArgumentException(
                                "units and accounts have names of 1 to 40 letters, digits and hyphens: " + name);
                    }
                    if (!names.add(name)) {
                        throw new IllegalArgumentException("the organization has " + name + " twice");
                    }
                });
        organization.accounts().stream()
                .map(Lab.Member::unit)
                .filter(unit -> unit != null && !organization.units().contains(unit))
                .findFirst()
                .ifPresent(unit -> {
                    throw new IllegalArgumentException("an account lies in " + unit + ", which is no unit");
                });
        Set<String> controls = new HashSet<>();
        organization.controls().forEach(control -> {
            if (!names.contains(control.on())) {
                throw new IllegalArgumentException("the control " + control.name() + " is on " + control.on()
                        + ", which is not root, a unit or an account");
            }
            if (!controls.add(control.name())) {
                throw new IllegalArgumentException("the organization has the control " + control.name() + " twice");
            }
            if (control.document() == null || !control.document().isObject()) {
                throw new IllegalArgumentException("the control " + control.name() + " has no document");
            }
        });
    }

    private static void principals(Lab lab) {
        lab.entry().stream()
                .map(Lab.Entry::principal)
                .map(principal -> Principals.split(lab, principal).principal())
                .filter(principal -> !principal.startsWith("user/"))
                .findFirst()
                .ifPresent(principal -> {
                    throw new IllegalArgumentException("an entry is user/NAME or ACCOUNT:user/NAME, not " + principal);
                });
        lab.vantages().keySet().forEach(principal -> Principals.split(lab, principal));
        Stream.of(
                        List.of(lab.shared(), lab.personal(), lab.solution()),
                        lab.scripts().values())
                .flatMap(java.util.Collection::stream)
                .flatMap(List::stream)
                .forEach(step -> Principals.split(lab, step.as()));
    }

    private static void condition(Lab lab, Condition condition) {
        if (condition instanceof Condition.Replay replay) {
            lab.script(replay.script());
        } else if (condition instanceof Condition.State state) {
            Principals.split(lab, state.step().as());
        } else if (condition instanceof Condition.All all) {
            all.parts().forEach(part -> condition(lab, part));
        } else if (condition instanceof Condition.Any any) {
            any.parts().forEach(part -> condition(lab, part));
        } else if (condition instanceof Condition.Not not) {
            condition(lab, not.part());
        }
    }
}
