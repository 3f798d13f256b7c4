package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.EntityDetails;
import dev.glasshouse.api.iam.EntityInfo;
import dev.glasshouse.api.iam.GenerateServiceLastAccessedDetailsRequest;
import dev.glasshouse.api.iam.GenerateServiceLastAccessedDetailsResponse;
import dev.glasshouse.api.iam.GetServiceLastAccessedDetailsRequest;
import dev.glasshouse.api.iam.GetServiceLastAccessedDetailsResponse;
import dev.glasshouse.api.iam.GetServiceLastAccessedDetailsWithEntitiesRequest;
import dev.glasshouse.api.iam.GetServiceLastAccessedDetailsWithEntitiesResponse;
import dev.glasshouse.api.iam.ServiceLastAccessed;
import dev.glasshouse.api.iam.TrackedActionLastAccessed;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.reference.ServiceReference;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.AccessJob.Use;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which services a user, group, role or policy may use, and when they were used last. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html">last accessed
 * information</a>. A report is done at once and kept for a week.
 */
final class AccessOperations {

    static final String SERVICE_LEVEL = "SERVICE_LEVEL";

    /** How far AWS looks back. */
    static final Duration TRACKED = Duration.ofDays(400);

    private static final Duration KEPT = Duration.ofDays(7);

    private AccessOperations() {}

    static List<Operation<?, ?>> all(GrantsCache cache) {
        return List.of(
                write(
                        "GenerateServiceLastAccessedDetails",
                        (GenerateServiceLastAccessedDetailsRequest in, Call call) ->
                                plan(call, "GenerateServiceLastAccessedDetails", in.arn()),
                        (in, call) -> generate(in, call, cache)),
                read(
                        "GetServiceLastAccessedDetails",
                        (GetServiceLastAccessedDetailsRequest in, Call call) ->
                                IamPlans.ask(call, "GetServiceLastAccessedDetails", "*"),
                        (in, call) -> get(in, call, cache)),
                read(
                        "GetServiceLastAccessedDetailsWithEntities",
                        (GetServiceLastAccessedDetailsWithEntitiesRequest in, Call call) ->
                                IamPlans.ask(call, "GetServiceLastAccessedDetailsWithEntities", "*"),
                        (in, call) -> entities(in, call, cache)));
    }

    /** A plan about an entity or a policy that an ARN names. */
    static AuthorizationPlan plan(Call call, String operation, String arn) {
        Target target = switch (SimulationSource.kind(arn)) {
            case "user" -> Target.user(call, SimulationSource.name(arn));
            case "role" -> Target.role(call, SimulationSource.name(arn));
            default -> new Target(arn, Map.of(), null);
        };
        return IamPlans.ask(call, operation, target.arn().equals(arn) ? target : new Target(arn, Map.of(), null));
    }

    static String put(WriteCall call, AccessJob job) {
        String id = call.ids().uuid("iam.access", job.target());
        call.tx().put(IamTables.ACCESS_JOBS, Scope.account(call.caller().account()), id, job);
        return id;
    }

    static AccessJob require(Call call, String id) {
        return call.state()
                .get(IamTables.ACCESS_JOBS, Scope.account(call.caller().account()), id)
                .filter(job -> job.created().plus(KEPT).isAfter(call.now()))
                .orElseThrow(() -> IamErrors.noSuchEntity("No job found for id " + id));
    }

    private static GenerateServiceLastAccessedDetailsResponse generate(
            GenerateServiceLastAccessedDetailsRequest in, WriteCall call, GrantsCache cache) {
        HoldingOperations.requireParsed(in.arn());
        AccessSubject subject = AccessSubject.find(call, cache, in.arn());
        String account = call.caller().account();
        List<Use> uses = TrailUses.since(
                call.sandbox().log(),
                call.now().minus(TRACKED),
                (where, entity) -> where.equals(account) && subject.entities().containsKey(entity));
        AccessJob job = new AccessJob(
                in.arn(),
                in.granularity() == null ? SERVICE_LEVEL : in.granularity(),
                IamPlans.now(call),
                "",
                AccessSubject.services(subject.documents()),
                uses);
        return new GenerateServiceLastAccessedDetailsResponse(put(call, job));
    }

    /** The latest of the uses of a service. */
    static Optional<Use> latest(AccessJob job, String service) {
        return job.uses().stream().filter(use -> use.service().equals(service)).max(Comparator.comparing(Use::time));
    }

    /** By how many entities a service was used. */
    static int users(AccessJob job, String service) {
        return (int) job.uses().stream()
                .filter(use -> use.service().equals(service))
                .map(Use::entity)
                .distinct()
                .count();
    }

    private static GetServiceLastAccessedDetailsResponse get(
            GetServiceLastAccessedDetailsRequest in, Call call, GrantsCache cache) {
        AccessJob job = require(call, in.jobId());
        boolean actions = !job.granularity().equals(SERVICE_LEVEL);
        List<ServiceLastAccessed> services =
                job.services().stream().map(service -> shown(job, service)).toList();
        IamPages.Listing<ServiceLastAccessed> page = IamPages.ofList(
                call, "GetServiceLastAccessedDetails", in.jobId(), in.marker(), in.maxItems(), services);
        List<ServiceLastAccessed> items = page.items();
        if (actions) {
            AccessSubject subject = AccessSubject.find(call, cache, job.target());
            items = items.stream()
                    .map(item -> withActions(item, tracked(job, item.serviceNamespace(), subject)))
                    .toList();
        }
        return GetServiceLastAccessedDetailsResponse.builder()
                .jobStatus("COMPLETED")
                .jobType(job.granularity())
                .jobCreationDate(job.created())
                .servicesLastAccessed(items)
                .jobCompletionDate(job.created())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static ServiceLastAccessed shown(AccessJob job, String service) {
        Optional<Use> last = latest(job, service);
        return ServiceLastAccessed.builder()
                .serviceName(ServiceReference.services().getOrDefault(service, service))
                .serviceNamespace(service)
                .lastAuthenticated(last.map(Use::time).orElse(null))
                .lastAuthenticatedEntity(last.map(Use::entity).orElse(null))
                .lastAuthenticatedRegion(last.map(Use::region).orElse(null))
                .totalAuthenticatedEntities(users(job, service))
                .build();
    }

    private static ServiceLastAccessed withActions(
            ServiceLastAccessed item, @Nullable List<TrackedActionLastAccessed> actions) {
        return new ServiceLastAccessed(
                item.serviceName(),
                item.lastAuthenticated(),
                item.serviceNamespace(),
                item.lastAuthenticatedEntity(),
                item.lastAuthenticatedRegion(),
                item.totalAuthenticatedEntities(),
                actions);
    }

    private static List<TrackedActionLastAccessed> tracked(AccessJob job, String service, AccessSubject subject) {
        return ServiceReference.actions(service).stream()
                .filter(action -> AccessSubject.grant(subject.documents(), service, action))
                .map(action -> {
                    Optional<Use> last = job.uses().stream()
                            .filter(use -> use.service().equals(service)
                                    && use.action().equals(action))
                            .max(Comparator.comparing(Use::time));
                    return TrackedActionLastAccessed.builder()
                            .actionName(action)
                            .lastAccessedEntity(last.map(Use::entity).orElse(null))
                            .lastAccessedTime(last.map(Use::time).orElse(null))
                            .lastAccessedRegion(last.map(Use::region).orElse(null))
                            .build();
                })
                .toList();
    }

    private static GetServiceLastAccessedDetailsWithEntitiesResponse entities(
            GetServiceLastAccessedDetailsWithEntitiesRequest in, Call call, GrantsCache cache) {
        AccessJob job = require(call, in.jobId());
        AccessSubject subject = AccessSubject.find(call, cache, job.target());
        List<EntityDetails> details = subject.entities().values().stream()
                .filter(entity -> job.services().contains(in.serviceNamespace()))
                .sorted(Comparator.comparing(EntityInfo::arn))
                .map(entity -> new EntityDetails(entity, last(job, in.serviceNamespace(), entity.arn())))
                .toList();
        IamPages.Listing<EntityDetails> page = IamPages.ofList(
                call,
                "GetServiceLastAccessedDetailsWithEntities",
                in.jobId() + in.serviceNamespace(),
                in.marker(),
                in.maxItems(),
                details);
        return GetServiceLastAccessedDetailsWithEntitiesResponse.builder()
                .jobStatus("COMPLETED")
                .jobCreationDate(job.created())
                .jobCompletionDate(job.created())
                .entityDetailsList(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static @Nullable Instant last(AccessJob job, String service, String entity) {
        return job.uses().stream()
                .filter(use -> use.service().equals(service) && use.entity().equals(entity))
                .map(Use::time)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }
}
