package dev.glasshouse.service.iam;

import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities.Grants;
import dev.glasshouse.call.Vantage;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyDocuments;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The compiled policies of principals. They hang on the identity of the account's IAM rows, so that they live as long as
 * the rows do and forks share them.
 */
final class GrantsCache {

    private static final String ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess";

    private final Map<Object, Map<String, Grants>> byRows = Collections.synchronizedMap(new WeakHashMap<>());

    private final PolicyDocuments documents = new PolicyDocuments();

    PolicyDocument document(String json, PolicyType type) {
        return documents.get(json, type);
    }

    Grants of(StateReader state, Caller caller) {
        Caller.Session session = caller.session();
        boolean role = caller.kind() == Caller.Kind.ROLE;
        if (caller.kind() == Caller.Kind.FEDERATED_USER && session != null) {
            return ofMaker(state, session);
        }
        if (!role && caller.kind() != Caller.Kind.USER) {
            return Grants.NONE;
        }
        Scope scope = Scope.account(caller.account());
        // the unique id tells one who was deleted from one who was made again under the name
        String id = role && session != null ? session.issuerId() : caller.principalId();
        return byRows.computeIfAbsent(state.identity("iam", scope), rows -> new ConcurrentHashMap<>())
                .computeIfAbsent(id + "/" + caller.name(), key -> collect(state, scope, caller, role, id));
    }

    /** A federated user may do what its maker may; the engine lets the session policies limit that. */
    private Grants ofMaker(StateReader state, Caller.Session session) {
        String arn = session.issuerArn();
        if (arn.endsWith(":root")) {
            return new Grants(List.of(managed(state, ADMINISTRATOR_ACCESS, PolicyType.IDENTITY)), null);
        }
        Caller maker = new Caller(
                Caller.Kind.USER,
                arn.split(":", 6)[4],
                arn,
                session.issuerId(),
                arn.substring(arn.lastIndexOf('/') + 1),
                "/",
                null,
                null,
                Map.of(),
                Vantage.DEFAULT);
        return of(state, maker);
    }

    private Grants collect(StateReader state, Scope scope, Caller caller, boolean role, String id) {
        List<Policy> identity = new ArrayList<>();
        Holdings own;
        if (role) {
            RoleRow row = IamTables.role(state, scope.account(), caller.name()).orElse(null);
            if (row == null || !row.id().equals(id)) {
                return Grants.NONE;
            }
            own = row.holdings();
        } else {
            UserRow row = IamTables.user(state, scope.account(), caller.name()).orElse(null);
            if (row == null || !row.id().equals(id)) {
                return Grants.NONE;
            }
            own = row.holdings();
            for (String group : row.groups()) {
                state.get(IamTables.GROUPS, scope, group).ifPresent(found -> add(state, found.holdings(), identity));
            }
        }
        add(state, own, identity);
        Policy boundary = own.boundary() == null ? null : managed(state, own.boundary(), PolicyType.BOUNDARY);
        return new Grants(identity, boundary);
    }

    /** The policies that holdings grant. */
    List<Policy> of(StateReader state, Holdings holdings) {
        List<Policy> policies = new ArrayList<>();
        add(state, holdings, policies);
        return policies;
    }

    private void add(StateReader state, Holdings holdings, List<Policy> identity) {
        holdings.inline()
                .forEach((name, json) -> identity.add(new Policy(name, null, document(json, PolicyType.IDENTITY))));
        holdings.managed().forEach(arn -> identity.add(managed(state, arn, PolicyType.IDENTITY)));
    }

    /** A managed policy; one that is missing stands for one that could not be read. */
    Policy managed(StateReader state, String arn, PolicyType type) {
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        PolicyDocument document = IamTables.policy(state, arn)
                .map(row -> document(row.document(), type))
                .orElseGet(() -> PolicyDocument.unreadable("", type, "there is no policy " + arn));
        return new Policy(name, arn, document);
    }
}
