package dev.glasshouse.service.iam;

import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.IdentityUses.Idle;
import dev.glasshouse.call.IdentityUses.IdleAction;
import dev.glasshouse.call.IdentityUses.IdleService;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.reference.ServiceReference;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.AccessJob.Use;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What users and roles that are in use may do and do not. As with AWS, an action is told where the trail has management
 * events of its name; access to objects is not, so that it is told by its service alone.
 */
final class IdlePermissions {

    private final Call call;
    private final String account;
    private final Instant since;
    private final GrantsCache cache;
    private final Map<String, List<Use>> uses;
    private final Map<String, List<String>> tracked = new HashMap<>();

    IdlePermissions(Call call, String account, Instant since, GrantsCache cache) {
        this.call = call;
        this.account = account;
        this.since = since;
        this.cache = cache;
        this.uses = TrailUses.since(
                        call.sandbox().log(),
                        call.now().minus(AccessOperations.TRACKED),
                        (where, entity) -> where.equals(account))
                .stream()
                .collect(Collectors.groupingBy(Use::entity));
    }

    List<Idle> all() {
        Scope scope = Scope.account(account);
        List<Idle> all = new ArrayList<>();
        for (RoleRow role : call.state().rows(IamTables.ROLES, scope).values()) {
            if (!role.path().startsWith(IdentityUse.LINKED) && role.created().isBefore(since)) {
                add(all, role.arn(account), role.tags(), cache.of(call.state(), role.holdings()));
            }
        }
        for (UserRow user : call.state().rows(IamTables.USERS, scope).values()) {
            if (user.created().isBefore(since)) {
                List<Policy> policies = new ArrayList<>(cache.of(call.state(), user.holdings()));
                user.groups()
                        .forEach(group -> call.state()
                                .get(IamTables.GROUPS, scope, group)
                                .ifPresent(row -> policies.addAll(cache.of(call.state(), row.holdings()))));
                add(all, user.arn(account), user.tags(), policies);
            }
        }
        return all;
    }

    private void add(List<Idle> all, String arn, Map<String, String> tags, List<Policy> policies) {
        List<Use> own = uses.getOrDefault(arn, List.of());
        if (own.stream().noneMatch(use -> !use.time().isBefore(since))) {
            return;
        }
        List<PolicyDocument> documents = policies.stream().map(Policy::document).toList();
        List<IdleService> services = AccessSubject.services(documents).stream()
                .flatMap(service -> service(service, documents, own).stream())
                .toList();
        if (!services.isEmpty()) {
            all.add(new Idle(arn, tags, services));
        }
    }

    private Optional<IdleService> service(String service, List<PolicyDocument> documents, List<Use> own) {
        List<Use> here =
                own.stream().filter(use -> use.service().equals(service)).toList();
        Instant last =
                here.stream().map(Use::time).max(Comparator.naturalOrder()).orElse(null);
        if (last == null || last.isBefore(since)) {
            return Optional.of(new IdleService(service, last, List.of()));
        }
        List<IdleAction> actions = new ArrayList<>();
        for (String action : tracked.computeIfAbsent(service, IdlePermissions::tracked)) {
            if (AccessSubject.grant(documents, service, action)) {
                Instant used = used(here, action);
                if (used == null || used.isBefore(since)) {
                    actions.add(new IdleAction(action, used));
                }
            }
        }
        return actions.isEmpty() ? Optional.empty() : Optional.of(new IdleService(service, last, actions));
    }

    private static @Nullable Instant used(List<Use> uses, String action) {
        return uses.stream()
                .filter(use -> use.action().equals(action))
                .map(Use::time)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The actions of which events tell whether they are used. */
    private static List<String> tracked(String service) {
        List<ServiceModel> models = ServiceCatalog.names().stream()
                .filter(names -> names.signingName().equals(service))
                .map(names -> ServiceCatalog.service(names.name()))
                .toList();
        return ServiceReference.all(service).stream()
                .filter(action -> !service.equals("s3") || !action.types().containsKey("object"))
                .map(action -> action.name().substring(service.length() + 1))
                .filter(name ->
                        models.stream().anyMatch(model -> model.operation(name).isPresent()))
                .toList();
    }
}
