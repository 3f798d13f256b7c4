package dev.glasshouse.service.accessanalyzer;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.accessanalyzer.AnalyzerSummary;
import dev.glasshouse.api.accessanalyzer.CreateAnalyzerRequest;
import dev.glasshouse.api.accessanalyzer.CreateAnalyzerResponse;
import dev.glasshouse.api.accessanalyzer.DeleteAnalyzerRequest;
import dev.glasshouse.api.accessanalyzer.GetAnalyzerRequest;
import dev.glasshouse.api.accessanalyzer.GetAnalyzerResponse;
import dev.glasshouse.api.accessanalyzer.InlineArchiveRule;
import dev.glasshouse.api.accessanalyzer.ListAnalyzersRequest;
import dev.glasshouse.api.accessanalyzer.ListAnalyzersResponse;
import dev.glasshouse.api.accessanalyzer.ListTagsForResourceRequest;
import dev.glasshouse.api.accessanalyzer.ListTagsForResourceResponse;
import dev.glasshouse.api.accessanalyzer.TagResourceRequest;
import dev.glasshouse.api.accessanalyzer.TagResourceResponse;
import dev.glasshouse.api.accessanalyzer.UntagResourceRequest;
import dev.glasshouse.api.accessanalyzer.UntagResourceResponse;
import dev.glasshouse.api.accessanalyzer.UpdateAnalyzerRequest;
import dev.glasshouse.api.accessanalyzer.UpdateAnalyzerResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Organizations.Standing;
import dev.glasshouse.call.Pages;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.service.accessanalyzer.AnalyzerRow.ArchiveRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Analyzers and their tags. */
final class AnalyzerOperations {

    private static final int MOST_OF_ORGANIZATION = 5;
    private static final int MOST = 100;
    private static final String PRINCIPAL = "access-analyzer.amazonaws.com";

    private final Analysis analysis;

    AnalyzerOperations(Analysis analysis) {
        this.analysis = analysis;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreateAnalyzer",
                        (CreateAnalyzerRequest in, Call call) -> Analyzers.plan(
                                call, "CreateAnalyzer", Analyzers.arn(call, in.analyzerName()), in.tags()),
                        this::create),
                read(
                        "GetAnalyzer",
                        (GetAnalyzerRequest in, Call call) ->
                                Analyzers.plan(call, "GetAnalyzer", Analyzers.arn(call, in.analyzerName())),
                        (in, call) -> {
                            AnalyzerRow row = Analyzers.named(call, in.analyzerName());
                            return new GetAnalyzerResponse(summary(call, row).toBuilder()
                                    .configuration(UnusedConfiguration.shown(row))
                                    .build());
                        }),
                read(
                        "ListAnalyzers",
                        (ListAnalyzersRequest in, Call call) -> PolicyQuestions.plan("ListAnalyzers", call),
                        AnalyzerOperations::list),
                write(
                        "UpdateAnalyzer",
                        (UpdateAnalyzerRequest in, Call call) ->
                                Analyzers.plan(call, "UpdateAnalyzer", Analyzers.arn(call, in.analyzerName())),
                        AnalyzerOperations::update),
                change(
                        "DeleteAnalyzer",
                        (DeleteAnalyzerRequest in, Call call) ->
                                Analyzers.plan(call, "DeleteAnalyzer", Analyzers.arn(call, in.analyzerName())),
                        AnalyzerOperations::delete),
                write(
                        "TagResource",
                        (TagResourceRequest in, Call call) ->
                                Analyzers.plan(call, "TagResource", in.resourceArn(), in.tags()),
                        (in, call) -> {
                            AnalyzerRow row = Analyzers.byArn(call, in.resourceArn());
                            Analyzers.put(call, row.withTags(Analyzers.merged(row.tags(), in.tags())));
                            return new TagResourceResponse();
                        }),
                write(
                        "UntagResource",
                        (UntagResourceRequest in, Call call) ->
                                AuthorizationPlan.of(Analyzers.plan(call, "UntagResource", in.resourceArn())
                                        .requests()
                                        .get(0)
                                        .withKeys(ContextKeys.builder()
                                                .putAll("aws:TagKeys", in.tagKeys())
                                                .build())),
                        (in, call) -> {
                            AnalyzerRow row = Analyzers.byArn(call, in.resourceArn());
                            Map<String, String> tags = new LinkedHashMap<>(row.tags());
                            in.tagKeys().forEach(tags::remove);
                            Analyzers.put(call, row.withTags(tags));
                            return new UntagResourceResponse();
                        }),
                read(
                        "ListTagsForResource",
                        (ListTagsForResourceRequest in, Call call) ->
                                Analyzers.plan(call, "ListTagsForResource", in.resourceArn()),
                        (in, call) -> new ListTagsForResourceResponse(
                                Analyzers.byArn(call, in.resourceArn()).tags())));
    }

    private CreateAnalyzerResponse create(CreateAnalyzerRequest in, WriteCall call) {
        String arn = Analyzers.arn(call, in.analyzerName());
        if (in.type().endsWith("_INTERNAL_ACCESS")) {
            throw ServiceException.of("NotImplemented", 501, "Analyzers of internal access are not simulated.");
        }
        Map<String, AnalyzerRow> known = call.state().rows(Analyzers.TABLE, Analyzers.scope(call));
        if (known.containsKey(in.analyzerName())) {
            throw ServiceException.of("ConflictException", 409, "An analyzer with this name already exists.")
                    .with("resourceId", arn)
                    .with("resourceType", "Analyzer");
        }
        Map<String, ArchiveRule> rules = new TreeMap<>();
        for (InlineArchiveRule rule : in.archiveRules() == null ? List.<InlineArchiveRule>of() : in.archiveRules()) {
            rules.put(
                    rule.ruleName(),
                    new ArchiveRule(rule.ruleName(), Criteria.read(rule.filter()), call.now(), call.now()));
        }
        AnalyzerRow row = UnusedConfiguration.read(
                new AnalyzerRow(
                        in.analyzerName(),
                        in.type(),
                        call.now(),
                        in.tags() == null ? Map.of() : Analyzers.merged(Map.of(), in.tags()),
                        null,
                        null,
                        List.copyOf(rules.values()),
                        null,
                        null),
                in.configuration());
        if (row.ofOrganization()) {
            requireOrganization(call);
        }
        long most = row.ofOrganization() ? MOST_OF_ORGANIZATION : 1;
        if (known.values().stream().filter(one -> one.type().equals(in.type())).count() >= most) {
            throw ServiceException.of(
                            "ServiceQuotaExceededException",
                            402,
                            "You have reached the maximum number of analyzers of this type.")
                    .with("resourceId", arn)
                    .with("resourceType", "Analyzer");
        }
        Analyzers.put(call, row);
        return new CreateAnalyzerResponse(arn);
    }

    /** Analyzers of an organization are for its management account and its delegated administrator. */
    private void requireOrganization(Call call) {
        Standing standing = analysis.standing(call);
        if (standing == null
                || !(standing.isManagement() || standing.delegatedServices().contains(PRINCIPAL))) {
            throw Analyzers.invalid("The account is neither the management account of an organization nor a delegated"
                    + " administrator.");
        }
    }

    private static AnalyzerSummary summary(Call call, AnalyzerRow row) {
        return AnalyzerSummary.builder()
                .arn(Analyzers.arn(call, row.name()))
                .name(row.name())
                .type(row.type())
                .createdAt(row.created())
                .lastResourceAnalyzed(row.lastResource())
                .lastResourceAnalyzedAt(row.lastAnalyzed())
                .tags(row.tags())
                .status("ACTIVE")
                .build();
    }

    private static ListAnalyzersResponse list(ListAnalyzersRequest in, Call call) {
        String parameters = String.valueOf(in.type());
        String after = in.nextToken() == null
                ? null
                : Pages.read(call, "ListAnalyzers", parameters, in.nextToken())
                        .orElseThrow(() -> Analyzers.invalid("The nextToken is not valid."));
        int most = in.maxResults() == null ? MOST : in.maxResults();
        if (most < 1) {
            throw Analyzers.invalid("The value of maxResults is not valid.");
        }
        Pages.Page<String, AnalyzerRow> page = Pages.of(
                call.state().rows(Analyzers.TABLE, Analyzers.scope(call)),
                after,
                most,
                (name, row) -> in.type() == null || row.type().equals(in.type()));
        String last = page.last();
        return new ListAnalyzersResponse(
                page.rows().stream().map(row -> summary(call, row.getValue())).toList(),
                last == null ? null : Pages.token(call, "ListAnalyzers", parameters, last));
    }

    private static UpdateAnalyzerResponse update(UpdateAnalyzerRequest in, WriteCall call) {
        AnalyzerRow row = Analyzers.named(call, in.analyzerName());
        if (!row.unused()) {
            throw Analyzers.invalid("Analyzers of the type " + row.type() + " have no configuration.");
        }
        AnalyzerRow changed = UnusedConfiguration.read(row, in.configuration());
        Integer age = in.configuration() == null || in.configuration().unusedAccess() == null
                ? null
                : in.configuration().unusedAccess().unusedAccessAge();
        if (age != null && !age.equals(row.unusedAge())) {
            throw Analyzers.invalid("The unusedAccessAge of an analyzer cannot be changed.");
        }
        changed = changed.withUnused(row.unusedAge(), changed.exclusions());
        Analyzers.put(call, changed);
        return new UpdateAnalyzerResponse(UnusedConfiguration.shown(changed));
    }

    private static void delete(DeleteAnalyzerRequest in, WriteCall call) {
        AnalyzerRow row = Analyzers.named(call, in.analyzerName());
        for (String key : Set.copyOf(Analysis.findings(call, row.name()).keySet())) {
            call.tx().remove(Analyzers.FINDINGS, Analyzers.scope(call), key);
        }
        for (String key :
                Set.copyOf(PreviewOperations.previews(call, row.name()).keySet())) {
            call.tx().remove(Analyzers.PREVIEWS, Analyzers.scope(call), key);
        }
        call.tx().remove(Analyzers.TABLE, Analyzers.scope(call), row.name());
    }
}
