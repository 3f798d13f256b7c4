package dev.glasshouse.service.accessanalyzer;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.accessanalyzer.AnalyzedResource;
import dev.glasshouse.api.accessanalyzer.AnalyzedResourceSummary;
import dev.glasshouse.api.accessanalyzer.ExternalAccessFindingsStatistics;
import dev.glasshouse.api.accessanalyzer.FindingAggregationAccountDetails;
import dev.glasshouse.api.accessanalyzer.FindingsStatistics;
import dev.glasshouse.api.accessanalyzer.GetAnalyzedResourceRequest;
import dev.glasshouse.api.accessanalyzer.GetAnalyzedResourceResponse;
import dev.glasshouse.api.accessanalyzer.GetFindingsStatisticsRequest;
import dev.glasshouse.api.accessanalyzer.GetFindingsStatisticsResponse;
import dev.glasshouse.api.accessanalyzer.ListAnalyzedResourcesRequest;
import dev.glasshouse.api.accessanalyzer.ListAnalyzedResourcesResponse;
import dev.glasshouse.api.accessanalyzer.ResourceTypeDetails;
import dev.glasshouse.api.accessanalyzer.StartResourceScanRequest;
import dev.glasshouse.api.accessanalyzer.UnusedAccessFindingsStatistics;
import dev.glasshouse.api.accessanalyzer.UnusedAccessTypeStatistics;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.Pages;
import dev.glasshouse.call.SharedResources.SharedResource;
import dev.glasshouse.call.WriteCall;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The resources that an analyzer looked at, and how many findings there are. */
final class ResourceOperations {

    private static final OperationFacts READS = OperationFacts.DEFAULT.withReadOnly(true);
    private static final int MOST = 100;
    private static final int TOP_ACCOUNTS = 10;

    private final Analysis analysis;

    ResourceOperations(Analysis analysis) {
        this.analysis = analysis;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                change(
                        "StartResourceScan",
                        (StartResourceScanRequest in, Call call) ->
                                Analyzers.plan(call, "StartResourceScan", in.analyzerArn()),
                        (in, call) -> {
                            AnalyzerRow row = external(Analyzers.byArn(call, in.analyzerArn()));
                            SharedResource resource = resource(call, row, in.resourceArn());
                            analysis.refreshed(call, row);
                            Analyzers.put(call, row.analyzed(resource.arn(), call.now()));
                        }),
                read(
                        "ListAnalyzedResources",
                        (ListAnalyzedResourcesRequest in, Call call) ->
                                Analyzers.plan(call, "ListAnalyzedResources", in.analyzerArn()),
                        this::list),
                write(
                        "GetAnalyzedResource",
                        READS,
                        (GetAnalyzedResourceRequest in, Call call) ->
                                Analyzers.plan(call, "GetAnalyzedResource", in.analyzerArn()),
                        this::get),
                write(
                        "GetFindingsStatistics",
                        READS,
                        (GetFindingsStatisticsRequest in, Call call) ->
                                Analyzers.plan(call, "GetFindingsStatistics", in.analyzerArn()),
                        (in, call) -> {
                            AnalyzerRow row = Analyzers.byArn(call, in.analyzerArn());
                            Collection<FindingRow> all =
                                    analysis.refreshed(call, row).values();
                            return new GetFindingsStatisticsResponse(
                                    List.of(row.unused() ? unused(all) : external(all)), call.now());
                        }));
    }

    private static AnalyzerRow external(AnalyzerRow row) {
        if (row.unused()) {
            throw Analyzers.invalid("The operation is not supported for analyzers of the type " + row.type() + ".");
        }
        return row;
    }

    private SharedResource resource(Call call, AnalyzerRow row, String arn) {
        return analysis.resources(call, row).stream()
                .filter(one -> one.arn().equals(arn))
                .findFirst()
                .orElseThrow(() -> Analyzers.notFound("Resource", arn));
    }

    private ListAnalyzedResourcesResponse list(ListAnalyzedResourcesRequest in, Call call) {
        AnalyzerRow row = external(Analyzers.byArn(call, in.analyzerArn()));
        NavigableMap<String, SharedResource> all = new TreeMap<>();
        analysis.resources(call, row).forEach(one -> all.put(one.arn(), one));
        String parameters = row.name() + "|" + in.resourceType();
        String after = in.nextToken() == null
                ? null
                : Pages.read(call, "ListAnalyzedResources", parameters, in.nextToken())
                        .orElseThrow(() -> Analyzers.invalid("The nextToken is not valid."));
        int most = in.maxResults() == null ? MOST : in.maxResults();
        if (most < 1) {
            throw Analyzers.invalid("The value of maxResults is not valid.");
        }
        Pages.Page<String, SharedResource> page = Pages.of(
                all,
                after,
                most,
                (arn, one) -> in.resourceType() == null || in.resourceType().equals(one.type()));
        String last = page.last();
        return new ListAnalyzedResourcesResponse(
                page.rows().stream()
                        .map(Map.Entry::getValue)
                        .map(one -> new AnalyzedResourceSummary(one.arn(), one.account(), one.type()))
                        .toList(),
                last == null ? null : Pages.token(call, "ListAnalyzedResources", parameters, last));
    }

    private GetAnalyzedResourceResponse get(GetAnalyzedResourceRequest in, WriteCall call) {
        AnalyzerRow row = external(Analyzers.byArn(call, in.analyzerArn()));
        SharedResource resource = resource(call, row, in.resourceArn());
        List<FindingRow> findings = analysis.refreshed(call, row).values().stream()
                .filter(one -> one.facts().resource().equals(resource.arn()))
                .filter(one -> !one.status().equals(FindingRow.RESOLVED))
                .toList();
        Set<String> actions = new LinkedHashSet<>();
        Set<String> sources = new LinkedHashSet<>();
        for (FindingRow one : findings) {
            actions.addAll(one.facts().action());
            String source = one.facts().source();
            if (source != null) {
                sources.add(source);
            }
        }
        boolean active = findings.stream().anyMatch(one -> one.status().equals(FindingRow.ACTIVE));
        return new GetAnalyzedResourceResponse(AnalyzedResource.builder()
                .resourceArn(resource.arn())
                .resourceType(resource.type())
                .createdAt(findings.stream()
                        .map(FindingRow::created)
                        .min(java.util.Comparator.naturalOrder())
                        .orElse(row.created()))
                .analyzedAt(call.now())
                .updatedAt(findings.stream()
                        .map(FindingRow::updated)
                        .max(java.util.Comparator.naturalOrder())
                        .orElse(row.created()))
                .isPublic(findings.stream().anyMatch(one -> one.facts().isPublic()))
                .actions(findings.isEmpty() ? null : List.copyOf(actions))
                .sharedVia(sources.isEmpty() ? null : List.copyOf(sources))
                .status(findings.isEmpty() ? null : active ? FindingRow.ACTIVE : FindingRow.ARCHIVED)
                .resourceOwnerAccount(resource.account())
                .build());
    }

    private static int count(Collection<FindingRow> all, String status) {
        return (int) all.stream().filter(row -> row.status().equals(status)).count();
    }

    private static FindingsStatistics external(Collection<FindingRow> all) {
        Map<String, ResourceTypeDetails> types = new TreeMap<>();
        all.stream().filter(row -> row.status().equals(FindingRow.ACTIVE)).forEach(row -> {
            boolean open = row.facts().isPublic();
            types.merge(
                    row.facts().resourceType(),
                    new ResourceTypeDetails(open ? 1 : 0, open ? 0 : 1, 0),
                    (one, other) -> new ResourceTypeDetails(
                            sum(one.totalActivePublic(), other.totalActivePublic()),
                            sum(one.totalActiveCrossAccount(), other.totalActiveCrossAccount()),
                            0));
        });
        return FindingsStatistics.builder()
                .externalAccessFindingsStatistics(ExternalAccessFindingsStatistics.builder()
                        .resourceTypeStatistics(types)
                        .totalActiveFindings(count(all, FindingRow.ACTIVE))
                        .totalArchivedFindings(count(all, FindingRow.ARCHIVED))
                        .totalResolvedFindings(count(all, FindingRow.RESOLVED))
                        .build())
                .build();
    }

    private static int sum(@Nullable Integer one, @Nullable Integer other) {
        return (one == null ? 0 : one) + (other == null ? 0 : other);
    }

    private static FindingsStatistics unused(Collection<FindingRow> all) {
        Map<String, Integer> types = new TreeMap<>();
        Map<String, Map<String, Integer>> accounts = new TreeMap<>();
        all.stream().filter(row -> row.status().equals(FindingRow.ACTIVE)).forEach(row -> {
            types.merge(row.facts().type(), 1, Integer::sum);
            accounts.computeIfAbsent(row.facts().account(), key -> new TreeMap<>())
                    .merge(row.facts().type(), 1, Integer::sum);
        });
        return FindingsStatistics.builder()
                .unusedAccessFindingsStatistics(UnusedAccessFindingsStatistics.builder()
                        .unusedAccessTypeStatistics(types.entrySet().stream()
                                .map(type -> new UnusedAccessTypeStatistics(type.getKey(), type.getValue()))
                                .toList())
                        .topAccounts(accounts.isEmpty() ? null : top(accounts))
                        .totalActiveFindings(count(all, FindingRow.ACTIVE))
                        .totalArchivedFindings(count(all, FindingRow.ARCHIVED))
                        .totalResolvedFindings(count(all, FindingRow.RESOLVED))
                        .build())
                .build();
    }

    private static List<FindingAggregationAccountDetails> top(Map<String, Map<String, Integer>> accounts) {
        Map<String, Integer> totals = new TreeMap<>();
        accounts.forEach((account, types) -> totals.put(
                account, types.values().stream().mapToInt(Integer::intValue).sum()));
        return totals.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(TOP_ACCOUNTS)
                .map(total -> new FindingAggregationAccountDetails(
                        total.getKey(), total.getValue(), accounts.get(total.getKey())))
                .toList();
    }
}
