package dev.glasshouse.service.organizations;

import dev.glasshouse.call.Organizations.Standing;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocuments;
import dev.glasshouse.policy.PolicySet;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How accounts stand in their organizations, with the policies above them compiled. They hang on the identity of the
 * organizations' rows, so that they live as long as the rows do and forks share them.
 */
final class Standings {

    private record Known(Object rows, Map<String, Optional<Standing>> byAccount) {}

    private final Map<Object, Map<String, Optional<Standing>>> byRows =
            Collections.synchronizedMap(new WeakHashMap<>());
    private final PolicyDocuments documents = new PolicyDocuments();
    private volatile @Nullable Known last;

    Optional<Standing> of(StateReader state, String account) {
        Object rows = state.identity("organizations", Scope.SANDBOX);
        Known known = last;
        if (known == null || known.rows() != rows) {
            known = new Known(rows, byRows.computeIfAbsent(rows, key -> new ConcurrentHashMap<>()));
            last = known;
        }
        Map<String, Optional<Standing>> byAccount = known.byAccount();
        Optional<Standing> found = byAccount.get(account);
        return found != null ? found : byAccount.computeIfAbsent(account, key -> read(state, account));
    }

    private Optional<Standing> read(StateReader state, String account) {
        return Seat.find(state, account).map(seat -> {
            OrganizationRow of = seat.organization();
            boolean bound = !seat.isManagement();
            List<Tree.Node> chain = Tree.chain(state, of, account);
            return new Standing(
                    of.id(),
                    Tree.path(state, of, seat.member().parent()),
                    of.management(),
                    seat.isManagement(),
                    bound ? levels(state, of, chain, PolicyTypes.SCP, PolicyType.SCP) : List.of(),
                    bound ? levels(state, of, chain, PolicyTypes.RCP, PolicyType.RCP) : List.of(),
                    of.services().keySet(),
                    seat.member().delegated().keySet());
        });
    }

    private List<PolicySet.Level> levels(
            StateReader state, OrganizationRow of, List<Tree.Node> chain, String type, PolicyType as) {
        if (!of.types().contains(type)) {
            return List.of();
        }
        List<PolicySet.Level> levels = new ArrayList<>();
        for (Tree.Node node : chain) {
            List<Policy> policies = new ArrayList<>();
            for (String id : node.policies()) {
                Tables.policy(state, of, id)
                        .filter(row -> row.type().equals(type))
                        .ifPresent(row ->
                                policies.add(new Policy(row.name(), row.arn(of), documents.get(row.content(), as))));
            }
            levels.add(new PolicySet.Level(node.id(), policies));
        }
        return levels;
    }
}
