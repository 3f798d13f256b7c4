package dev.glasshouse.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.call.Age;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lab as its file says it; docs/lab-format.md describes the file.
 *
 * @param id its name: small letters, digits and hyphens
 * @param title a line for lists
 * @param difficulty {@code easy}, {@code medium} or {@code hard}
 * @param minutes how long it takes
 * @param attack ids of MITRE ATT&amp;CK techniques
 * @param story what the learner is told at the start
 * @param history how long before the learner's start the set-up begins, in the lab's time
 * @param defaults the year whose defaults new resources have, or null for the simulator's own
 * @param organization the organization that the simulator's account manages, or null where the lab needs none
 * @param variables names with the texts that give each learner values of their own
 * @param shared the set-up that is the same for all learners, made once
 * @param personal the set-up that is made for each learner
 * @param vantages from which address principals call
 * @param entry the credentials that the learner has
 * @param objectives what is to be reached, in order
 * @param hints what helps on the way, in order
 * @param solution the script that reaches every objective
 * @param scripts other scripts by name, such as the application's daily work
 */
public record Lab(
        String id,
        String title,
        String difficulty,
        int minutes,
        List<String> attack,
        String story,
        Duration history,
        @Nullable Age defaults,
        @Nullable Organization organization,
        Map<String, String> variables,
        List<Step> shared,
        List<Step> personal,
        Map<String, String> vantages,
        List<Entry> entry,
        List<Objective> objectives,
        List<Hint> hints,
        List<Step> solution,
        Map<String, List<Step>> scripts) {

    public Lab {
        attack = List.copyOf(attack);
        variables = Map.copyOf(variables);
        shared = List.copyOf(shared);
        personal = List.copyOf(personal);
        vantages = Map.copyOf(vantages);
        entry = List.copyOf(entry);
        objectives = List.copyOf(objectives);
        hints = List.copyOf(hints);
        solution = List.copyOf(solution);
        scripts = Map.copyOf(scripts);
    }

    /**
     * An organization with all features and service control policies.
     *
     * @param units names of organizational units below the root
     * @param accounts its member accounts
     * @param controls its service control policies, in the order in which they are made
     */
    public record Organization(List<String> units, List<Member> accounts, List<ControlPolicy> controls) {
        public Organization {
            units = units == null ? List.of() : List.copyOf(units);
            accounts = accounts == null ? List.of() : List.copyOf(accounts);
            controls = controls == null ? List.of() : List.copyOf(controls);
        }

        /** Whether there is a member account of this name. */
        boolean has(String account) {
            return accounts.stream().anyMatch(member -> member.name().equals(account));
        }
    }

    /**
     * A member account.
     *
     * @param name its name in the lab and in the organization
     * @param unit the unit in which it lies, or null where it lies below the root
     */
    public record Member(String name, @Nullable String unit) {}

    /**
     * A service control policy.
     *
     * @param name its name
     * @param on what it is attached to: {@code root}, the name of a unit or of a member account
     * @param document the policy
     */
    public record ControlPolicy(String name, String on, JsonNode document) {}

    /**
     * Credentials of the learner.
     *
     * @param principal {@code user/NAME}, or {@code ACCOUNT:user/NAME} in a member account
     * @param about who that is
     * @param after the objective that must be reached first, or null
     */
    public record Entry(
            String principal, String about, @Nullable String after) {}

    /**
     * Something to reach.
     *
     * @param id its name
     * @param title what the learner is told
     * @param when the condition, see {@link Condition}
     */
    public record Objective(String id, String title, JsonNode when) {}

    /**
     * A hint.
     *
     * @param objective the objective that it helps with
     * @param text what it says
     */
    public record Hint(String objective, String text) {}

    /** The script with a name; {@code solution} is one. */
    public List<Step> script(String name) {
        return Optional.ofNullable(name.equals("solution") ? solution : scripts.get(name))
                .orElseThrow(() -> new IllegalArgumentException(id + " has no script " + name));
    }
}
