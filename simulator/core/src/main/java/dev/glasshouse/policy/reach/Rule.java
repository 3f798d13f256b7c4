package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.StatementView;
import dev.glasshouse.policy.StatementView.Line;
import dev.glasshouse.policy.StatementView.Part;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A statement, or a plain set of actions and resources that is asked about, made ready for questions.
 *
 * @param policy the place of its document among those of its layer, from 0
 * @param statement the statement, or null where only actions and resources are asked about
 * @param allow whether it allows
 * @param actions its action patterns in small letters
 * @param notAction whether it covers all other actions
 * @param resources its resource patterns cut at their variables, or null when it covers every resource
 * @param notResource whether it covers all other resources
 * @param lines what must hold beside
 */
record Rule(
        int policy,
        @Nullable StatementView statement,
        boolean allow,
        List<String> actions,
        boolean notAction,
        @Nullable List<List<Part>> resources,
        boolean notResource,
        List<Line> lines) {

    static Rule of(int policy, StatementView statement) {
        return new Rule(
                policy,
                statement,
                statement.allow(),
                lower(statement.actions()),
                statement.notAction(),
                statement.anyResource() ? null : statement.resources(),
                statement.notResource(),
                statement.conditions());
    }

    /** The requests for some actions on some resources. */
    static Rule of(List<String> actions, List<String> resources) {
        return new Rule(
                0,
                null,
                true,
                lower(actions),
                false,
                resources.stream()
                        .map(text -> List.of(new Part(text, true, null, null)))
                        .toList(),
                false,
                List.of());
    }

    private static List<String> lower(List<String> actions) {
        return actions.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    }

    boolean hasPrincipal() {
        return statement != null && statement.hasPrincipal();
    }
}
