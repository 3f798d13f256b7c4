package dev.glasshouse.service.accessanalyzer;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.accessanalyzer.Criterion;
import dev.glasshouse.api.accessanalyzer.FindingDetails;
import dev.glasshouse.api.accessanalyzer.GetFindingRequest;
import dev.glasshouse.api.accessanalyzer.GetFindingResponse;
import dev.glasshouse.api.accessanalyzer.GetFindingV2Request;
import dev.glasshouse.api.accessanalyzer.GetFindingV2Response;
import dev.glasshouse.api.accessanalyzer.ListFindingsRequest;
import dev.glasshouse.api.accessanalyzer.ListFindingsResponse;
import dev.glasshouse.api.accessanalyzer.ListFindingsV2Request;
import dev.glasshouse.api.accessanalyzer.ListFindingsV2Response;
import dev.glasshouse.api.accessanalyzer.SortCriteria;
import dev.glasshouse.api.accessanalyzer.UpdateFindingsRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.WriteCall;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Findings: who asks for them has the analyzer look again first, so that these operations write though they only read. */
final class FindingOperations {

    private static final OperationFacts READS = OperationFacts.DEFAULT.withReadOnly(true);

    private final Analysis analysis;

    FindingOperations(Analysis analysis) {
        this.analysis = analysis;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "ListFindings",
                        READS,
                        (ListFindingsRequest in, Call call) -> Analyzers.plan(call, "ListFindings", in.analyzerArn()),
                        this::list),
                write(
                        "ListFindingsV2",
                        READS,
                        (ListFindingsV2Request in, Call call) -> Analyzers.plan(call, "ListFindings", in.analyzerArn()),
                        this::listV2),
                write(
                        "GetFinding",
                        READS,
                        (GetFindingRequest in, Call call) -> Analyzers.plan(call, "GetFinding", in.analyzerArn()),
                        (in, call) -> {
                            AnalyzerRow analyzer = external(Analyzers.byArn(call, in.analyzerArn()));
                            FindingRow row = one(call, analyzer, in.id());
                            return new GetFindingResponse(FindingViews.finding(row, restriction(call, row)));
                        }),
                write(
                        "GetFindingV2",
                        READS,
                        (GetFindingV2Request in, Call call) -> Analyzers.plan(call, "GetFinding", in.analyzerArn()),
                        this::getV2),
                change(
                        "UpdateFindings",
                        (UpdateFindingsRequest in, Call call) ->
                                Analyzers.plan(call, "UpdateFindings", in.analyzerArn()),
                        this::update));
    }

    private static AnalyzerRow external(AnalyzerRow row) {
        if (row.unused()) {
            throw Analyzers.invalid("The operation is not supported for analyzers of the type " + row.type() + ".");
        }
        return row;
    }

    private String restriction(Call call, FindingRow row) {
        return analysis.restriction(call, row.facts().account());
    }

    private FindingRow one(WriteCall call, AnalyzerRow analyzer, String id) {
        FindingRow row = analysis.refreshed(call, analyzer).get(id);
        if (row == null) {
            throw Analyzers.notFound("Finding", id);
        }
        return row;
    }

    private GetFindingV2Response getV2(GetFindingV2Request in, WriteCall call) {
        FindingRow row = one(call, Analyzers.byArn(call, in.analyzerArn()), in.id());
        Listing<FindingDetails> page = Listing.of(
                call,
                "GetFindingV2",
                in.analyzerArn() + "|" + in.id(),
                in.nextToken(),
                in.maxResults(),
                FindingViews.details(row, restriction(call, row)));
        return FindingViews.findingV2(row, page.rows(), page.token());
    }

    private ListFindingsResponse list(ListFindingsRequest in, WriteCall call) {
        AnalyzerRow analyzer = external(Analyzers.byArn(call, in.analyzerArn()));
        Listing<FindingRow> page = page(
                call, analyzer, new Asked("ListFindings", in.filter(), in.sort(), in.nextToken(), in.maxResults()));
        return new ListFindingsResponse(
                page.rows().stream()
                        .map(row -> FindingViews.summary(row, restriction(call, row)))
                        .toList(),
                page.token());
    }

    private ListFindingsV2Response listV2(ListFindingsV2Request in, WriteCall call) {
        AnalyzerRow analyzer = Analyzers.byArn(call, in.analyzerArn());
        Listing<FindingRow> page = page(
                call, analyzer, new Asked("ListFindingsV2", in.filter(), in.sort(), in.nextToken(), in.maxResults()));
        return new ListFindingsV2Response(
                page.rows().stream().map(FindingViews::summaryV2).toList(), page.token());
    }

    /** What a listing asks for. */
    private record Asked(
            String operation,
            @Nullable Map<String, Criterion> filter,
            @Nullable SortCriteria sort,
            @Nullable String token,
            @Nullable Integer most) {}

    private Listing<FindingRow> page(WriteCall call, AnalyzerRow analyzer, Asked asked) {
        Map<String, AnalyzerRow.CriterionRow> filter = Criteria.read(asked.filter());
        return Listing.of(
                call,
                asked.operation(),
                analyzer.name() + "|" + asked.filter() + "|" + asked.sort(),
                asked.token(),
                asked.most(),
                analysis.refreshed(call, analyzer).values().stream()
                        .filter(row -> Criteria.fit(filter, row))
                        .sorted(order(asked.sort()))
                        .toList());
    }

    private static Comparator<FindingRow> order(@Nullable SortCriteria sort) {
        Comparator<FindingRow> last = Comparator.comparing(FindingRow::id);
        String attribute = sort == null || sort.attributeName() == null ? "updatedAt" : sort.attributeName();
        Comparator<FindingRow> by = Comparator.comparing(row -> {
            String value = Criteria.value(attribute, row);
            return value == null ? "" : value;
        });
        boolean ascending = sort != null && "ASC".equals(sort.orderBy());
        return (ascending ? by : by.reversed()).thenComparing(last);
    }

    private void update(UpdateFindingsRequest in, WriteCall call) {
        AnalyzerRow analyzer = Analyzers.byArn(call, in.analyzerArn());
        if ((in.ids() == null || in.ids().isEmpty()) == (in.resourceArn() == null)) {
            throw Analyzers.invalid("Either ids or resourceArn must be given.");
        }
        Map<String, FindingRow> known = analysis.refreshed(call, analyzer);
        if (in.ids() != null) {
            for (String id : in.ids()) {
                if (!known.containsKey(id)) {
                    throw Analyzers.notFound("Finding", id);
                }
            }
        }
        known.values().stream()
                .filter(row -> in.ids() == null
                        ? row.facts().resource().equals(in.resourceArn())
                        : in.ids().contains(row.id()))
                .filter(row -> !row.status().equals(FindingRow.RESOLVED))
                .forEach(row -> Analysis.put(call, analyzer.name(), row.withStatus(in.status(), call.now())));
    }
}
