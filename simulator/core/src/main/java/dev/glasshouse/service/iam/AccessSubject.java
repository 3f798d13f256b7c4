package dev.glasshouse.service.iam;

import dev.glasshouse.api.iam.EntityInfo;
import dev.glasshouse.call.Call;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.policy.reference.ServiceReference;
import dev.glasshouse.sandbox.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The user, group, role or policy whose access is looked into.
 *
 * @param documents the policies that grant
 * @param entities the users and roles whose calls count, by ARN
 */
record AccessSubject(List<PolicyDocument> documents, Map<String, EntityInfo> entities) {

    AccessSubject {
        documents = List.copyOf(documents);
        entities = Map.copyOf(entities);
    }

    /**
     * Finds the subject of an ARN.
     *
     * @throws dev.glasshouse.call.ServiceException {@code NoSuchEntity} or {@code InvalidInput}
     */
    static AccessSubject find(Call call, GrantsCache cache, String arn) {
        if (arn.contains(":policy/")) {
            PolicyOperations.require(call, arn);
            return new AccessSubject(
                    List.of(cache.managed(call.state(), arn, PolicyType.IDENTITY)
                            .document()),
                    holders(call, arn));
        }
        SimulationSource source = SimulationSource.find(call, arn);
        List<PolicyDocument> documents = source.identity(call, cache, new PolicyExclusions(null)).stream()
                .map(policy -> policy.document())
                .toList();
        Map<String, EntityInfo> entities = new TreeMap<>();
        if (source.kind().equals("group")) {
            String key = IamTables.key(source.name());
            users(call).stream()
                    .filter(user -> user.groups().contains(key))
                    .forEach(user -> entities.put(user.arn(account(call)), info(call, user)));
        } else if (source.kind().equals("user")) {
            IamTables.user(call.state(), account(call), source.name())
                    .ifPresent(user -> entities.put(arn, info(call, user)));
        } else {
            IamTables.role(call.state(), account(call), source.name())
                    .ifPresent(role -> entities.put(arn, info(call, role)));
        }
        return new AccessSubject(documents, entities);
    }

    private static String account(Call call) {
        return call.caller().account();
    }

    private static Collection<UserRow> users(Call call) {
        return call.state().rows(IamTables.USERS, Scope.account(account(call))).values();
    }

    /** The users, by themselves or through a group, and the roles that have a policy. */
    private static Map<String, EntityInfo> holders(Call call, String policy) {
        Scope scope = Scope.account(account(call));
        List<String> groups = new ArrayList<>();
        call.state().rows(IamTables.GROUPS, scope).forEach((key, group) -> {
            if (group.holdings().managed().contains(policy)) {
                groups.add(key);
            }
        });
        Map<String, EntityInfo> entities = new TreeMap<>();
        for (UserRow user : users(call)) {
            boolean holds = user.holdings().managed().contains(policy)
                    || user.groups().stream().anyMatch(groups::contains);
            if (holds) {
                entities.put(user.arn(account(call)), info(call, user));
            }
        }
        call.state().rows(IamTables.ROLES, scope).values().stream()
                .filter(role -> role.holdings().managed().contains(policy))
                .forEach(role -> entities.put(role.arn(account(call)), info(call, role)));
        return entities;
    }

    private static EntityInfo info(Call call, UserRow user) {
        return new EntityInfo(user.arn(account(call)), user.name(), "USER", user.id(), user.path());
    }

    private static EntityInfo info(Call call, RoleRow role) {
        return new EntityInfo(role.arn(account(call)), role.name(), "ROLE", role.id(), role.path());
    }

    /** Whether policies grant any action of a service. */
    static boolean grant(List<PolicyDocument> documents, String service) {
        return ServiceReference.actions(service).stream().anyMatch(action -> grant(documents, service, action));
    }

    /** Whether policies grant an action that they do not deny wholly; other kinds of policy are not asked. */
    static boolean grant(List<PolicyDocument> documents, String service, String action) {
        String name = action.toLowerCase(Locale.ROOT);
        return documents.stream().anyMatch(document -> document.grants(service, name))
                && documents.stream().noneMatch(document -> document.deniesWholly(service, name));
    }

    /** The services of which policies grant an action. */
    static List<String> services(List<PolicyDocument> documents) {
        return documents.isEmpty()
                ? List.of()
                : ServiceReference.services().keySet().stream()
                        .filter(service -> grant(documents, service))
                        .toList();
    }
}
