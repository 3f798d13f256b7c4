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

    /** The parameter of one's own account and Region that a reference names. */
    static Optional<ParameterRow> get(Call call, ParameterNames.Reference reference) {
        String arn = reference.arn();
        if (arn != null
                && !arn.startsWith(
                        "arn:aws:ssm:" + call.region() + ":" + call.caller().account() + ":")) {
            return Optional.empty();
        }
        return get(call, reference.name());
    }

    /** Whose parameter a reference names: the caller's, unless it is an ARN. */
    static String owner(Call call, ParameterNames.Reference reference) {
        return reference.arn() == null
                ? call.caller().account()
                : reference.arn().split(":", 6)[4];
    }

    /**
     * The parameter of this Region that a reference names for reading, of another account where an ARN says so: whoever may
     * ask for it was let through by its policy.
     */
    static Optional<ParameterRow> readable(Call call, ParameterNames.Reference reference) {
        String owner = owner(call, reference);
        boolean here = reference.arn() == null
                || reference.arn().startsWith("arn:aws:ssm:" + call.region() + ":" + owner + ":");
        return here
                ? call.state().get(TABLE, Scope.region(owner, call.region()), ParameterNames.key(reference.name()))
                : Optional.empty();
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
        Map<String, String> tags =
                readable(call, reference).map(ParameterRow::tags).orElse(Map.of());
        ContextKeys.Builder all = keys.toBuilder();
        tags.forEach((key, value) -> all.put("ssm:resourceTag/" + key, value));
        return AuthorizationRequest.of(
                        "ssm:" + operation,
                        arn,
                        account.isEmpty() ? call.caller().account() : account)
                .withKeys(all.build())
                .withResourceTags(tags)
                .withResourcePolicy(Sharing.policy(
                        call.state(),
                        Scope.region(owner(call, reference), call.region()),
                        ParameterNames.key(reference.name())));
    }
}
