package dev.glasshouse.service.accessanalyzer;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.accessanalyzer.AccessPreview;
import dev.glasshouse.api.accessanalyzer.AccessPreviewFinding;
import dev.glasshouse.api.accessanalyzer.AccessPreviewStatusReason;
import dev.glasshouse.api.accessanalyzer.AccessPreviewSummary;
import dev.glasshouse.api.accessanalyzer.Configuration;
import dev.glasshouse.api.accessanalyzer.CreateAccessPreviewRequest;
import dev.glasshouse.api.accessanalyzer.CreateAccessPreviewResponse;
import dev.glasshouse.api.accessanalyzer.GetAccessPreviewRequest;
import dev.glasshouse.api.accessanalyzer.GetAccessPreviewResponse;
import dev.glasshouse.api.accessanalyzer.ListAccessPreviewFindingsRequest;
import dev.glasshouse.api.accessanalyzer.ListAccessPreviewFindingsResponse;
import dev.glasshouse.api.accessanalyzer.ListAccessPreviewsRequest;
import dev.glasshouse.api.accessanalyzer.ListAccessPreviewsResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Proposal;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.service.accessanalyzer.PreviewRow.PreviewFinding;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Access previews: what an analyzer would find of a resource were it configured as proposed. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-access-preview.html">Preview access</a>. A
 * preview is ready at once.
 */
final class PreviewOperations {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST_PER_HOUR = 1_000;

    private final Analysis analysis;

    PreviewOperations(Analysis analysis) {
        this.analysis = analysis;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreateAccessPreview",
                        (CreateAccessPreviewRequest in, Call call) ->
                                Analyzers.plan(call, "CreateAccessPreview", in.analyzerArn()),
                        this::create),
                read(
                        "GetAccessPreview",
                        (GetAccessPreviewRequest in, Call call) ->
                                Analyzers.plan(call, "GetAccessPreview", in.analyzerArn()),
                        (in, call) -> new GetAccessPreviewResponse(
                                shown(in.analyzerArn(), require(call, in.analyzerArn(), in.accessPreviewId())))),
                read(
                        "ListAccessPreviews",
                        (ListAccessPreviewsRequest in, Call call) ->
                                Analyzers.plan(call, "ListAccessPreviews", in.analyzerArn()),
                        PreviewOperations::list),
                read(
                        "ListAccessPreviewFindings",
                        (ListAccessPreviewFindingsRequest in, Call call) ->
                                Analyzers.plan(call, "ListAccessPreviewFindings", in.analyzerArn()),
                        this::findings));
    }

    /** The previews of an analyzer, by its name and their id, with a slash between. */
    static NavigableMap<String, PreviewRow> previews(Call call, String analyzer) {
        return call.state()
                .rows(Analyzers.PREVIEWS, Analyzers.scope(call))
                .subMap(analyzer + "/", true, analyzer + "0", false);
    }

    private static PreviewRow require(Call call, String analyzerArn, String id) {
        PreviewRow row = previews(call, Analyzers.byArn(call, analyzerArn).name())
                .get(Analyzers.byArn(call, analyzerArn).name() + "/" + id);
        if (row == null) {
            throw Analyzers.notFound("AccessPreview", id);
        }
        return row;
    }

    private CreateAccessPreviewResponse create(CreateAccessPreviewRequest in, WriteCall call) {
        AnalyzerRow analyzer = Analyzers.byArn(call, in.analyzerArn());
        if (!analyzer.type().equals("ACCOUNT")) {
            throw Analyzers.invalid("Access previews are only supported for analyzers of the type ACCOUNT.");
        }
        if (in.configurations().size() != 1) {
            throw Analyzers.invalid("The configurations must contain exactly one element.");
        }
        Map.Entry<String, Configuration> asked =
                in.configurations().entrySet().iterator().next();
        NavigableMap<String, PreviewRow> known = previews(call, analyzer.name());
        String token = in.clientToken();
        for (PreviewRow row : known.values()) {
            if (token != null && token.equals(row.token())) {
                return again(row, asked);
            }
        }
        if (known.values().stream()
                        .filter(row -> row.created().plus(HOUR).isAfter(call.now()))
                        .count()
                >= MOST_PER_HOUR) {
            throw ServiceException.of(
                            "ServiceQuotaExceededException",
                            402,
                            "You have reached the maximum number of access previews per hour.")
                    .with("resourceId", in.analyzerArn())
                    .with("resourceType", "AccessPreview");
        }
        List<PreviewFinding> findings = proposed(call, analyzer, asked);
        PreviewRow row = new PreviewRow(
                call.ids().uuid("access-analyzer.preview", analyzer.name()),
                call.now(),
                token,
                asked.getKey(),
                PreviewRow.text(asked.getValue()),
                findings == null,
                findings == null ? List.of() : findings);
        call.tx().put(Analyzers.PREVIEWS, Analyzers.scope(call), analyzer.name() + "/" + row.id(), row);
        return new CreateAccessPreviewResponse(row.id());
    }

    private static CreateAccessPreviewResponse again(PreviewRow row, Map.Entry<String, Configuration> asked) {
        if (!row.resource().equals(asked.getKey()) || !row.proposed().equals(PreviewRow.text(asked.getValue()))) {
            throw ServiceException.of("ConflictException", 409, "The client token was used with other parameters.")
                    .with("resourceId", row.id())
                    .with("resourceType", "AccessPreview");
        }
        return new CreateAccessPreviewResponse(row.id());
    }

    /** What would be found; null where no resource could be like this. */
    private @Nullable List<PreviewFinding> proposed(
            WriteCall call, AnalyzerRow analyzer, Map.Entry<String, Configuration> asked) {
        try {
            Proposal proposal = Proposals.read(call, asked.getKey(), asked.getValue());
            return analysis.preview(call, analyzer, proposal);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable AccessPreviewStatusReason reason(PreviewRow row) {
        return row.failed() ? new AccessPreviewStatusReason("INVALID_CONFIGURATION") : null;
    }

    private static AccessPreview shown(String analyzerArn, PreviewRow row) {
        return AccessPreview.builder()
                .id(row.id())
                .analyzerArn(analyzerArn)
                .configurations(Map.of(row.resource(), row.configuration()))
                .createdAt(row.created())
                .status(row.status())
                .statusReason(reason(row))
                .build();
    }

    private static ListAccessPreviewsResponse list(ListAccessPreviewsRequest in, Call call) {
        AnalyzerRow analyzer = Analyzers.byArn(call, in.analyzerArn());
        Listing<PreviewRow> page = Listing.of(
                call,
                "ListAccessPreviews",
                analyzer.name(),
                in.nextToken(),
                in.maxResults(),
                previews(call, analyzer.name()).values().stream()
                        .sorted(Comparator.comparing(PreviewRow::created)
                                .reversed()
                                .thenComparing(PreviewRow::id))
                        .toList());
        return new ListAccessPreviewsResponse(
                page.rows().stream()
                        .map(row -> AccessPreviewSummary.builder()
                                .id(row.id())
                                .analyzerArn(in.analyzerArn())
                                .createdAt(row.created())
                                .status(row.status())
                                .statusReason(reason(row))
                                .build())
                        .toList(),
                page.token());
    }

    private ListAccessPreviewFindingsResponse findings(ListAccessPreviewFindingsRequest in, Call call) {
        PreviewRow row = require(call, in.analyzerArn(), in.accessPreviewId());
        if (row.failed()) {
            throw ServiceException.of("ConflictException", 409, "The access preview is not complete.")
                    .with("resourceId", row.id())
                    .with("resourceType", "AccessPreview");
        }
        Map<String, AnalyzerRow.CriterionRow> filter = Criteria.read(in.filter());
        Listing<PreviewFinding> page = Listing.of(
                call,
                "ListAccessPreviewFindings",
                row.id() + "|" + in.filter(),
                in.nextToken(),
                in.maxResults(),
                row.findings().stream()
                        .filter(finding -> Criteria.fit(filter, key -> value(key, finding, row)))
                        .toList());
        return new ListAccessPreviewFindingsResponse(
                page.rows().stream()
                        .map(finding -> finding(
                                row,
                                finding,
                                analysis.restriction(call, finding.facts().account())))
                        .toList(),
                page.token());
    }

    private static @Nullable String value(String key, PreviewFinding finding, PreviewRow row) {
        return switch (key) {
            case "changeType" -> finding.change();
            case "existingFindingId" -> finding.existing();
            case "existingFindingStatus" -> finding.existingStatus();
            default -> Criteria.value(key, finding.row(row.created()));
        };
    }

    private static AccessPreviewFinding finding(PreviewRow row, PreviewFinding finding, String restriction) {
        FindingRow.Facts facts = finding.facts();
        return AccessPreviewFinding.builder()
                .id(finding.id())
                .existingFindingId(finding.existing())
                .existingFindingStatus(finding.existingStatus())
                .principal(facts.principal())
                .action(facts.action())
                .condition(facts.condition())
                .resource(facts.resource())
                .isPublic(facts.isPublic())
                .resourceType(facts.resourceType())
                .createdAt(row.created())
                .changeType(finding.change())
                .status(finding.status())
                .resourceOwnerAccount(facts.account())
                .sources(FindingViews.sources(facts))
                .resourceControlPolicyRestriction(restriction)
                .build();
    }
}
