package dev.glasshouse.service.accessanalyzer;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.accessanalyzer.ApplyArchiveRuleRequest;
import dev.glasshouse.api.accessanalyzer.ApplyArchiveRuleResponse;
import dev.glasshouse.api.accessanalyzer.ArchiveRuleSummary;
import dev.glasshouse.api.accessanalyzer.CreateArchiveRuleRequest;
import dev.glasshouse.api.accessanalyzer.DeleteArchiveRuleRequest;
import dev.glasshouse.api.accessanalyzer.GetArchiveRuleRequest;
import dev.glasshouse.api.accessanalyzer.GetArchiveRuleResponse;
import dev.glasshouse.api.accessanalyzer.ListArchiveRulesRequest;
import dev.glasshouse.api.accessanalyzer.ListArchiveRulesResponse;
import dev.glasshouse.api.accessanalyzer.UpdateArchiveRuleRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Pages;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.service.accessanalyzer.AnalyzerRow.ArchiveRule;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Rules that archive findings. */
final class ArchiveRuleOperations {

    private static final int MOST_RULES = 100;

    private final Analysis analysis;

    ArchiveRuleOperations(Analysis analysis) {
        this.analysis = analysis;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                change(
                        "CreateArchiveRule",
                        (CreateArchiveRuleRequest in, Call call) ->
                                plan(call, "CreateArchiveRule", in.analyzerName(), in.ruleName()),
                        ArchiveRuleOperations::create),
                read(
                        "GetArchiveRule",
                        (GetArchiveRuleRequest in, Call call) ->
                                plan(call, "GetArchiveRule", in.analyzerName(), in.ruleName()),
                        (in, call) -> new GetArchiveRuleResponse(
                                shown(rule(Analyzers.named(call, in.analyzerName()), in.ruleName())))),
                change(
                        "UpdateArchiveRule",
                        (UpdateArchiveRuleRequest in, Call call) ->
                                plan(call, "UpdateArchiveRule", in.analyzerName(), in.ruleName()),
                        (in, call) -> {
                            AnalyzerRow row = Analyzers.named(call, in.analyzerName());
                            ArchiveRule rule = rule(row, in.ruleName());
                            Analyzers.put(
                                    call,
                                    row.withRule(new ArchiveRule(
                                            rule.name(), Criteria.read(in.filter()), rule.created(), call.now())));
                        }),
                change(
                        "DeleteArchiveRule",
                        (DeleteArchiveRuleRequest in, Call call) ->
                                plan(call, "DeleteArchiveRule", in.analyzerName(), in.ruleName()),
                        (in, call) -> {
                            AnalyzerRow row = Analyzers.named(call, in.analyzerName());
                            Analyzers.put(
                                    call, row.without(rule(row, in.ruleName()).name()));
                        }),
                read(
                        "ListArchiveRules",
                        (ListArchiveRulesRequest in, Call call) ->
                                Analyzers.plan(call, "ListArchiveRules", Analyzers.arn(call, in.analyzerName())),
                        ArchiveRuleOperations::list),
                write(
                        "ApplyArchiveRule",
                        (ApplyArchiveRuleRequest in, Call call) -> Analyzers.plan(
                                call, "ApplyArchiveRule", in.analyzerArn() + "/archive-rule/" + in.ruleName()),
                        this::apply));
    }

    private static AuthorizationPlan plan(Call call, String action, String analyzer, String rule) {
        return Analyzers.plan(call, action, Analyzers.arn(call, analyzer) + "/archive-rule/" + rule);
    }

    private static ArchiveRule rule(AnalyzerRow row, String name) {
        return row.rule(name).orElseThrow(() -> Analyzers.notFound("ArchiveRule", name));
    }

    private static void create(CreateArchiveRuleRequest in, WriteCall call) {
        AnalyzerRow row = Analyzers.named(call, in.analyzerName());
        if (row.rule(in.ruleName()).isPresent()) {
            throw ServiceException.of("ConflictException", 409, "An archive rule with this name already exists.")
                    .with("resourceId", in.ruleName())
                    .with("resourceType", "ArchiveRule");
        }
        if (row.rules().size() >= MOST_RULES) {
            throw ServiceException.of(
                            "ServiceQuotaExceededException",
                            402,
                            "You have reached the maximum number of archive rules of this analyzer.")
                    .with("resourceId", in.ruleName())
                    .with("resourceType", "ArchiveRule");
        }
        Analyzers.put(
                call, row.withRule(new ArchiveRule(in.ruleName(), Criteria.read(in.filter()), call.now(), call.now())));
    }

    private static ArchiveRuleSummary shown(ArchiveRule rule) {
        return new ArchiveRuleSummary(rule.name(), Criteria.shown(rule.filter()), rule.created(), rule.updated());
    }

    private static ListArchiveRulesResponse list(ListArchiveRulesRequest in, Call call) {
        NavigableMap<String, ArchiveRule> rules = new TreeMap<>();
        Analyzers.named(call, in.analyzerName()).rules().forEach(rule -> rules.put(rule.name(), rule));
        String after = in.nextToken() == null
                ? null
                : Pages.read(call, "ListArchiveRules", in.analyzerName(), in.nextToken())
                        .orElseThrow(() -> Analyzers.invalid("The nextToken is not valid."));
        int most = in.maxResults() == null ? MOST_RULES : in.maxResults();
        if (most < 1) {
            throw Analyzers.invalid("The value of maxResults is not valid.");
        }
        Pages.Page<String, ArchiveRule> page = Pages.of(rules, after, most, (name, rule) -> true);
        String last = page.last();
        return new ListArchiveRulesResponse(
                page.rows().stream().map(rule -> shown(rule.getValue())).toList(),
                last == null ? null : Pages.token(call, "ListArchiveRules", in.analyzerName(), last));
    }

    private ApplyArchiveRuleResponse apply(ApplyArchiveRuleRequest in, WriteCall call) {
        AnalyzerRow row = Analyzers.byArn(call, in.analyzerArn());
        ArchiveRule rule = rule(row, in.ruleName());
        analysis.refreshed(call, row).values().stream()
                .filter(finding -> finding.status().equals(FindingRow.ACTIVE))
                .filter(finding -> Criteria.fit(rule.filter(), finding))
                .forEach(
                        finding -> Analysis.put(call, row.name(), finding.withStatus(FindingRow.ARCHIVED, call.now())));
        return new ApplyArchiveRuleResponse();
    }
}
