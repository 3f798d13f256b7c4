package dev.glasshouse.service.iam;

import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What IAM knows of its resources when a question about one is put without a call. */
final class IamGuard {

    /** The actions that carry the boundary of the user or role whose permissions they change. */
    private static final Set<String> PERMISSIONS = Set.of(
            "attachuserpolicy",
            "attachrolepolicy",
            "detachuserpolicy",
            "detachrolepolicy",
            "putuserpolicy",
            "putrolepolicy",
            "deleteuserpolicy",
            "deleterolepolicy",
            "deleteuserpermissionsboundary",
            "deleterolepermissionsboundary");

    private IamGuard() {}

    /** What is known of a resource. */
    private record Known(Map<String, String> tags, @Nullable String boundary) {}

    static AuthorizationRequest complete(AuthorizationRequest asked, StateReader state) {
        String[] fields = asked.resource().split(":", 6);
        if (fields.length < 6 || !fields[2].equals("iam")) {
            return asked;
        }
        Known known = known(state, fields[4], fields[5], asked.resource());
        if (known == null) {
            return asked;
        }
        ContextKeys.Builder keys = asked.keys().toBuilder();
        // AWS has this key of users and roles alone; aws:ResourceTag it has of all
        if (!fields[5].startsWith("policy/")) {
            known.tags().forEach((key, value) -> keys.put("iam:ResourceTag/" + key, value));
        }
        String action = asked.action().substring(asked.action().indexOf(':') + 1);
        if (PERMISSIONS.contains(IamTables.key(action))) {
            keys.put("iam:PermissionsBoundary", known.boundary());
        }
        return asked.withKeys(keys.build()).withResourceTags(known.tags());
    }

    private static @Nullable Known known(StateReader state, String account, String path, String arn) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("user/")) {
            return IamTables.user(state, account, name)
                    .filter(row -> row.arn(account).equals(arn))
                    .map(row -> new Known(row.tags(), row.holdings().boundary()))
                    .orElse(null);
        }
        if (path.startsWith("role/")) {
            return IamTables.role(state, account, name)
                    .filter(row -> row.arn(account).equals(arn))
                    .map(row -> new Known(row.tags(), row.holdings().boundary()))
                    .orElse(null);
        }
        if (path.startsWith("policy/")) {
            return IamTables.policy(state, arn)
                    .map(row -> new Known(row.tags(), null))
                    .orElse(null);
        }
        return null;
    }

    /** The users, groups, roles and customer managed policies of an account. */
    static List<String> resources(StateReader state, String account) {
        Scope scope = Scope.account(account);
        List<String> arns = new ArrayList<>();
        state.rows(IamTables.USERS, scope).values().forEach(row -> arns.add(row.arn(account)));
        state.rows(IamTables.GROUPS, scope).values().forEach(row -> arns.add(row.arn(account)));
        state.rows(IamTables.ROLES, scope).values().forEach(row -> arns.add(row.arn(account)));
        state.rows(IamTables.POLICIES, scope).values().forEach(row -> arns.add(row.arn(account)));
        return arns;
    }
}
