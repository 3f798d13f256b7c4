package dev.glasshouse.service.ssm;

import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Table;
import java.util.Map;
import java.util.Optional;

/** The table of parameters, and the questions that operations ask about them. */
final class Parameters {

    static final Table<String, ParameterRow> TABLE =
            Table.ofText("ssm", "parameters", RecordCodec.of(ParameterRow.class));

    private Parameters() {}

    static Scope scope(Call call) {
        return Scope.region(call.caller().account(), call.region());
    }

    static String arn(String account, String region, String name) {
        return "arn:aws:ssm:" + region + ":" + account + ":" + ParameterNames.resource(name);
    }

    static String arn(Call call, String name) {
        return arn(call.caller().account(), call.region(), name);
    }

    static Optional<ParameterRow> get(Call call, String name) {
        return call.state().get(TABLE, scope(call), ParameterNames.key(name));
    }

    /** The parameter of one's own account and Region that a reference names; one of another account is not shared. */
    static Optional<ParameterRow> get(Call call, ParameterNames.Reference reference) {
        String arn = reference.arn();
        if (arn != null
                && !arn.startsWith(
                        "arn:aws:ssm:" + call.region() + ":" + call.caller().account() + ":")) {
            return Optional.empty();
        }
        return get(call, reference.name());
    }

    static ParameterRow require(Call call, String name) {
        return get(call, ParameterNames.reference(name)).orElseThrow(SsmErrors::notFound);
    }

    static void put(WriteCall call, ParameterRow row) {
        call.tx().put(TABLE, scope(call), ParameterNames.key(row.name()), row);
    }

    /** May the caller do this with this parameter, which need not be there? */
    static AuthorizationRequest ask(Call call, String operation, String name, ContextKeys keys) {
        ParameterNames.Reference reference = ParameterNames.reference(name);
        String own = PublicParameters.isPublic(reference.name())
                ? arn("", call.region(), reference.name())
                : arn(call, reference.name());
        String arn = reference.arn() == null ? own : reference.arn();
        String account = arn.split(":", 6)[4];
        Map<String, String> tags = get(call, reference).map(ParameterRow::tags).orElse(Map.of());
        ContextKeys.Builder all = keys.toBuilder();
        tags.forEach((key, value) -> all.put("ssm:resourceTag/" + key, value));
        return AuthorizationRequest.of(
                        "ssm:" + operation,
                        arn,
                        account.isEmpty() ? call.caller().account() : account)
                .withKeys(all.build())
                .withResourceTags(tags);
    }
}
