package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.AccessDetail;
import dev.glasshouse.api.iam.ErrorDetails;
import dev.glasshouse.api.iam.GenerateOrganizationsAccessReportRequest;
import dev.glasshouse.api.iam.GenerateOrganizationsAccessReportResponse;
import dev.glasshouse.api.iam.GetOrganizationsAccessReportRequest;
import dev.glasshouse.api.iam.GetOrganizationsAccessReportResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Organizations;
import dev.glasshouse.call.Organizations.Standing;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicySet;
import dev.glasshouse.policy.reference.ServiceReference;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.AccessJob.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which services the accounts below an organization's root, unit or account may use, and have used. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed-view-data-orgs.html">last
 * accessed information for Organizations</a>. Only the organization's management account gets one.
 */
final class OrganizationAccess {

    private static final String ORGANIZATION = "ORGANIZATION";

    private final Supplier<Organizations> organizations;

    OrganizationAccess(Supplier<Organizations> organizations) {
        this.organizations = organizations;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "GenerateOrganizationsAccessReport",
                        (GenerateOrganizationsAccessReportRequest in, Call call) -> IamPlans.ask(
                                call,
                                "GenerateOrganizationsAccessReport",
                                "arn:aws:iam::" + call.caller().account() + ":access-report/" + in.entityPath()),
                        this::generate),
                read(
                        "GetOrganizationsAccessReport",
                        (GetOrganizationsAccessReportRequest in, Call call) ->
                                IamPlans.ask(call, "GetOrganizationsAccessReport", "*"),
                        OrganizationAccess::get));
    }

    private GenerateOrganizationsAccessReportResponse generate(
            GenerateOrganizationsAccessReportRequest in, WriteCall call) {
        Optional<Standing> own =
                organizations.get().standing(call.state(), call.caller().account());
        Map<String, Standing> below = below(call, in.entityPath());
        String error = "";
        if (own.isEmpty() || !own.get().isManagement()) {
            error = "The caller is not the management account of the organization.";
        } else if (below.isEmpty()) {
            error = "The entity path " + in.entityPath() + " is not in the organization.";
        }
        TreeSet<String> services = new TreeSet<>();
        List<Use> uses = List.of();
        if (error.isEmpty()) {
            below.values().forEach(standing -> services.addAll(allowed(standing)));
            uses = TrailUses.since(
                    call.sandbox().log(),
                    call.now().minus(AccessOperations.TRACKED),
                    (account, entity) -> below.containsKey(account));
        }
        AccessJob job =
                new AccessJob(in.entityPath(), ORGANIZATION, IamPlans.now(call), error, List.copyOf(services), uses);
        return new GenerateOrganizationsAccessReportResponse(AccessOperations.put(call, job));
    }

    /** The accounts that a path ends in or leads to. */
    private Map<String, Standing> below(Call call, String path) {
        String unit = path.endsWith("/") ? path : path + "/";
        Map<String, Standing> found = new TreeMap<>();
        for (String account :
                call.state().rows(IamTables.ACCOUNTS, Scope.SANDBOX).keySet()) {
            organizations
                    .get()
                    .standing(call.state(), account)
                    .filter(standing ->
                            standing.path().startsWith(unit) || (standing.path() + account + "/").equals(unit))
                    .ifPresent(standing -> found.put(account, standing));
        }
        return found;
    }

    /** The services that the service control policies of every level leave to an account. */
    private static List<String> allowed(Standing standing) {
        List<String> services = new ArrayList<>(ServiceReference.services().keySet());
        for (PolicySet.Level level : standing.scps()) {
            List<PolicyDocument> documents =
                    level.policies().stream().map(policy -> policy.document()).toList();
            services.removeIf(service -> !AccessSubject.grant(documents, service));
        }
        return services;
    }

    private static GetOrganizationsAccessReportResponse get(GetOrganizationsAccessReportRequest in, Call call) {
        AccessJob job = AccessOperations.require(call, in.jobId());
        if (!job.granularity().equals(ORGANIZATION)) {
            throw IamErrors.noSuchEntity("No job found for id " + in.jobId());
        }
        if (!job.error().isEmpty()) {
            return GetOrganizationsAccessReportResponse.builder()
                    .jobStatus("FAILED")
                    .jobCreationDate(job.created())
                    .jobCompletionDate(job.created())
                    .errorDetails(new ErrorDetails(job.error(), "INVALID_REQUEST"))
                    .build();
        }
        List<AccessDetail> details = job.services().stream()
                .map(service -> detail(job, service))
                .sorted(order(in.sortKey()))
                .toList();
        IamPages.Listing<AccessDetail> page = IamPages.ofList(
                call, "GetOrganizationsAccessReport", in.jobId() + in.sortKey(), in.marker(), in.maxItems(), details);
        int used = (int) details.stream()
                .filter(detail -> detail.lastAuthenticatedTime() != null)
                .count();
        return GetOrganizationsAccessReportResponse.builder()
                .jobStatus("COMPLETED")
                .jobCreationDate(job.created())
                .jobCompletionDate(job.created())
                .numberOfServicesAccessible(details.size())
                .numberOfServicesNotAccessed(details.size() - used)
                .accessDetails(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static AccessDetail detail(AccessJob job, String service) {
        Optional<Use> last = AccessOperations.latest(job, service);
        return AccessDetail.builder()
                .serviceName(ServiceReference.services().getOrDefault(service, service))
                .serviceNamespace(service)
                .region(last.map(Use::region).orElse(null))
                .entityPath(last.isPresent() ? job.target() : null)
                .lastAuthenticatedTime(last.map(Use::time).orElse(null))
                .totalAuthenticatedEntities(AccessOperations.users(job, service))
                .build();
    }

    private static Comparator<AccessDetail> order(@Nullable String key) {
        Comparator<AccessDetail> byName = Comparator.comparing(AccessDetail::serviceNamespace);
        Comparator<AccessDetail> byTime = Comparator.comparing(
                AccessDetail::lastAuthenticatedTime, Comparator.nullsFirst(Comparator.naturalOrder()));
        return switch (key == null ? "" : key) {
            case "SERVICE_NAMESPACE_DESCENDING" -> byName.reversed();
            case "LAST_AUTHENTICATED_TIME_ASCENDING" -> byTime.thenComparing(byName);
            case "LAST_AUTHENTICATED_TIME_DESCENDING" -> byTime.reversed().thenComparing(byName);
            default -> byName;
        };
    }
}
