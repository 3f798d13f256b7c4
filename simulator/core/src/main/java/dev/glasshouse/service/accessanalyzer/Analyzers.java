package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables of analyzers and findings, how requests name an analyzer, and the service's errors. */
final class Analyzers {

    static final Table<String, AnalyzerRow> TABLE =
            Table.ofText("accessanalyzer", "analyzers", RecordCodec.of(AnalyzerRow.class));

    /** By the analyzer's name and the finding's id, with a slash between. */
    static final Table<String, FindingRow> FINDINGS = Table.ofText(
            "accessanalyzer", "findings", RecordCodec.of(FindingRow.class).next(FindingRow::upgraded));

    /** By the analyzer's name and the preview's id, with a slash between. */
    static final Table<String, PreviewRow> PREVIEWS =
            Table.ofText("accessanalyzer", "previews", RecordCodec.of(PreviewRow.class));

    private Analyzers() {}

    static Scope scope(Call call) {
        return Scope.region(call.caller().account(), call.region());
    }

    static String arn(Call call, String name) {
        return "arn:" + call.partition() + ":access-analyzer:" + call.region() + ":"
                + call.caller().account() + ":analyzer/" + name;
    }

    /** The name in an analyzer's ARN, of this account and Region; empty where it is another's. */
    private static Optional<String> name(Call call, String arn) {
        String prefix = arn(call, "");
        return arn.startsWith(prefix) && arn.indexOf('/', prefix.length()) < 0
                ? Optional.of(arn.substring(prefix.length()))
                : Optional.empty();
    }

    static AnalyzerRow named(Call call, String name) {
        return call.state().get(TABLE, scope(call), name).orElseThrow(() -> notFound("Analyzer", arn(call, name)));
    }

    static AnalyzerRow byArn(Call call, String arn) {
        return name(call, arn)
                .flatMap(name -> call.state().get(TABLE, scope(call), name))
                .orElseThrow(() -> notFound("Analyzer", arn));
    }

    static void put(WriteCall call, AnalyzerRow row) {
        call.tx().put(TABLE, scope(call), row.name(), row);
    }

    /** May the caller do this with this analyzer? */
    static AuthorizationPlan plan(Call call, String action, String arn, @Nullable Map<String, String> tags) {
        Map<String, String> own = name(call, arn)
                .flatMap(name -> call.state().get(TABLE, scope(call), name))
                .map(AnalyzerRow::tags)
                .orElse(Map.of());
        ContextKeys.Builder keys = ContextKeys.builder();
        if (tags != null && !tags.isEmpty()) {
            tags.forEach((key, value) -> keys.put("aws:RequestTag/" + key, value));
            keys.putAll("aws:TagKeys", tags.keySet().stream().toList());
        }
        return AuthorizationPlan.of(AuthorizationRequest.of(
                        "access-analyzer:" + action, arn, call.caller().account())
                .withKeys(keys.build())
                .withResourceTags(own));
    }

    static AuthorizationPlan plan(Call call, String action, String arn) {
        return plan(call, action, arn, null);
    }

    static ServiceException notFound(String type, String id) {
        return ServiceException.of("ResourceNotFoundException", 404, type + " not found.")
                .with("resourceId", id)
                .with("resourceType", type);
    }

    static ServiceException invalid(String text) {
        return ServiceException.of("ValidationException", 400, text).with("reason", "fieldValidationFailed");
    }

    static Map<String, String> merged(Map<String, String> before, Map<String, String> added) {
        Map<String, String> all = new LinkedHashMap<>(before);
        all.putAll(added);
        if (all.size() > 50) {
            throw invalid("The number of tags exceeds 50.");
        }
        for (String key : added.keySet()) {
            if (key.isEmpty() || key.length() > 128 || key.startsWith("aws:")) {
                throw invalid("The tag key " + key + " is not valid.");
            }
        }
        return all;
    }
}
