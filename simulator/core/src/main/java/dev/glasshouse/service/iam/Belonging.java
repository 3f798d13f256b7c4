package dev.glasshouse.service.iam;

import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities.Belongings;
import dev.glasshouse.call.Identities.Group;
import dev.glasshouse.call.Identities.Versions;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What principals have, as other services may learn it. */
final class Belonging {

    private static final Belongings NOTHING = new Belongings(List.of(), List.of(), List.of(), false);

    private Belonging() {}

    static Belongings of(StateReader state, Caller principal) {
        String account = principal.account();
        return switch (principal.kind()) {
            case USER ->
                IamTables.user(state, account, principal.name())
                        .map(user -> of(state, account, user))
                        .orElse(NOTHING);
            case ROLE ->
                IamTables.role(state, account, principal.name())
                        .map(role -> new Belongings(role.holdings().managed(), List.of(), List.of(), false))
                        .orElse(NOTHING);
            default -> NOTHING;
        };
    }

    private static Belongings of(StateReader state, String account, UserRow user) {
        Scope scope = Scope.account(account);
        List<String> managed = new ArrayList<>(user.holdings().managed());
        List<String> groups = new ArrayList<>();
        for (String key : user.groups()) {
            state.get(IamTables.GROUPS, scope, key).ifPresent(group -> {
                groups.add(group.arn(account));
                managed.addAll(group.holdings().managed());
            });
        }
        return new Belongings(
                managed.stream().distinct().toList(),
                groups,
                List.copyOf(IamTables.keys(state, account, IamTables.key(user.name()))
                        .keySet()),
                state.get(IamTables.LOGINS, scope, user.id()).isPresent());
    }

    static List<Group> groups(StateReader state, String account, GrantsCache cache) {
        return state.rows(IamTables.GROUPS, Scope.account(account)).values().stream()
                .map(row -> new Group(
                        row.arn(account), row.name(), row.holdings().managed(), cache.of(state, row.holdings())))
                .toList();
    }

    static Optional<Versions> versions(StateReader state, String arn, GrantsCache cache) {
        if (arn.startsWith("arn:aws:iam::aws:")) {
            return Optional.empty();
        }
        return IamTables.policy(state, arn).map(row -> {
            Map<String, Policy> all = new TreeMap<>();
            row.versions()
                    .forEach((number, version) -> all.put(
                            "v" + number,
                            new Policy(row.name(), arn, cache.document(version.document(), PolicyType.IDENTITY))));
            return new Versions("v" + row.defaultVersion(), all);
        });
    }
}
