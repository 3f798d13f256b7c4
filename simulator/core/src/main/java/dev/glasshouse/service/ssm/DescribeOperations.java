package dev.glasshouse.service.ssm;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.ssm.DescribeParametersRequest;
import dev.glasshouse.api.ssm.DescribeParametersResult;
import dev.glasshouse.api.ssm.GetParameterHistoryRequest;
import dev.glasshouse.api.ssm.GetParameterHistoryResult;
import dev.glasshouse.api.ssm.ParameterHistory;
import dev.glasshouse.api.ssm.ParameterInlinePolicy;
import dev.glasshouse.api.ssm.ParameterMetadata;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Pages;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.service.ssm.ParameterRow.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Lists parameters without their values, and the versions of one. */
final class DescribeOperations {

    private static final int USUAL_PAGE = 50;

    private DescribeOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "DescribeParameters",
                        (DescribeParametersRequest in, Call call) -> AuthorizationPlan.of(AuthorizationRequest.of(
                                "ssm:DescribeParameters",
                                "arn:aws:ssm:" + call.region() + ":"
                                        + call.caller().account() + ":*",
                                call.caller().account())),
                        DescribeOperations::describe),
                read(
                        "GetParameterHistory",
                        (GetParameterHistoryRequest in, Call call) -> AuthorizationPlan.of(
                                Parameters.ask(call, "GetParameterHistory", in.name(), ContextKeys.EMPTY)),
                        DescribeOperations::history));
    }

    private static DescribeParametersResult describe(DescribeParametersRequest in, Call call) {
        ParameterFilters filters = ParameterFilters.describing(in.parameterFilters(), in.filters());
        String parameters = in.parameterFilters() + "/" + in.filters() + "/" + in.shared();
        String token = in.nextToken();
        String after = token == null
                ? null
                : Pages.read(call, "DescribeParameters", parameters, token).orElseThrow(SsmErrors::invalidNextToken);
        // what a policy alone shares is not listed; only a resource share of RAM would be, and nobody makes one
        NavigableMap<String, ParameterRow> rows = Boolean.TRUE.equals(in.shared())
                ? new TreeMap<>()
                : call.state().rows(Parameters.TABLE, Parameters.scope(call));
        Pages.Page<String, ParameterRow> page = Pages.of(
                rows, after, in.maxResults() == null ? USUAL_PAGE : in.maxResults(), (name, row) -> filters.match(row));
        String last = page.last();
        return DescribeParametersResult.builder()
                .parameters(page.rows().stream()
                        .map(Map.Entry::getValue)
                        .map(row -> metadata(call, row))
                        .toList())
                .nextToken(last == null ? null : Pages.token(call, "DescribeParameters", parameters, last))
                .build();
    }

    private static ParameterMetadata metadata(Call call, ParameterRow row) {
        Version latest = row.latest();
        return ParameterMetadata.builder()
                .name(row.name())
                .arn(Parameters.arn(call, row.name()))
                .type(row.type())
                .keyId(latest.keyId())
                .lastModifiedDate(latest.modified())
                .lastModifiedUser(latest.user())
                .description(latest.description())
                .allowedPattern(latest.allowedPattern())
                .version(latest.number())
                .tier(latest.tier())
                .policies(policies(latest))
                .dataType(latest.dataType())
                .build();
    }

    private static List<ParameterInlinePolicy> policies(Version version) {
        return version.policies().stream()
                .map(policy -> new ParameterInlinePolicy(policy.text(), policy.type(), policy.status()))
                .toList();
    }

    private static GetParameterHistoryResult history(GetParameterHistoryRequest in, Call call) {
        ParameterNames.Reference reference = ParameterNames.reference(in.name());
        String owner = Parameters.owner(call, reference);
        ParameterRow row = Parameters.readable(call, reference).orElseThrow(SsmErrors::notFound);
        TreeMap<String, Version> versions = new TreeMap<>();
        row.versions().forEach(version -> versions.put(String.format("%019d", version.number()), version));
        String parameters = owner + "/" + ParameterNames.key(row.name());
        String token = in.nextToken();
        String after = token == null
                ? null
                : Pages.read(call, "GetParameterHistory", parameters, token).orElseThrow(SsmErrors::invalidNextToken);
        Pages.Page<String, Version> page = Pages.of(
                versions, after, in.maxResults() == null ? USUAL_PAGE : in.maxResults(), (number, version) -> true);
        List<ParameterHistory> shown = new ArrayList<>();
        for (Map.Entry<String, Version> entry : page.rows()) {
            shown.add(entry(call, owner, row, entry.getValue(), Boolean.TRUE.equals(in.withDecryption())));
        }
        String last = page.last();
        return GetParameterHistoryResult.builder()
                .parameters(shown)
                .nextToken(last == null ? null : Pages.token(call, "GetParameterHistory", parameters, last))
                .build();
    }

    private static ParameterHistory entry(Call call, String owner, ParameterRow row, Version version, boolean decrypt) {
        return ParameterHistory.builder()
                .name(row.name())
                .type(row.type())
                .keyId(version.keyId())
                .lastModifiedDate(version.modified())
                .lastModifiedUser(version.user())
                .description(version.description())
                .value(GetOperations.value(call, owner, row, version, decrypt))
                .allowedPattern(version.allowedPattern())
                .version(version.number())
                .labels(version.labels())
                .tier(version.tier())
                .policies(policies(version))
                .dataType(version.dataType())
                .build();
    }
}
