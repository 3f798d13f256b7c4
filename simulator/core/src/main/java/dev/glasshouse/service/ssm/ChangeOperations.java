package dev.glasshouse.service.ssm;

import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.ssm.DeleteParameterRequest;
import dev.glasshouse.api.ssm.DeleteParameterResult;
import dev.glasshouse.api.ssm.DeleteParametersRequest;
import dev.glasshouse.api.ssm.DeleteParametersResult;
import dev.glasshouse.api.ssm.LabelParameterVersionRequest;
import dev.glasshouse.api.ssm.LabelParameterVersionResult;
import dev.glasshouse.api.ssm.UnlabelParameterVersionRequest;
import dev.glasshouse.api.ssm.UnlabelParameterVersionResult;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.BusEvents;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.service.ssm.ParameterRow.Version;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Labels versions of parameters, and deletes parameters. */
final class ChangeOperations {

    private static final int MOST_LABELS = 10;

    private final BusEvents bus;

    ChangeOperations(BusEvents bus) {
        this.bus = bus;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "DeleteParameter",
                        (DeleteParameterRequest in, Call call) -> ask(call, "DeleteParameter", in.name()),
                        this::delete),
                write("DeleteParameters", ChangeOperations::planMany, this::deleteMany),
                write(
                        "LabelParameterVersion",
                        (LabelParameterVersionRequest in, Call call) -> ask(call, "LabelParameterVersion", in.name()),
                        this::label),
                write(
                        "UnlabelParameterVersion",
                        (UnlabelParameterVersionRequest in, Call call) ->
                                ask(call, "UnlabelParameterVersion", in.name()),
                        ChangeOperations::unlabel));
    }

    private static AuthorizationPlan ask(Call call, String operation, String name) {
        return AuthorizationPlan.of(Parameters.ask(call, operation, name, ContextKeys.EMPTY));
    }

    // ---- deletion

    private static AuthorizationPlan planMany(DeleteParametersRequest in, Call call) {
        List<AuthorizationRequest> asked = new ArrayList<>();
        in.names().forEach(name -> asked.add(Parameters.ask(call, "DeleteParameters", name, ContextKeys.EMPTY)));
        return new AuthorizationPlan(asked);
    }

    private DeleteParameterResult delete(DeleteParameterRequest in, WriteCall call) {
        remove(call, Parameters.require(call, in.name()));
        return new DeleteParameterResult();
    }

    private DeleteParametersResult deleteMany(DeleteParametersRequest in, WriteCall call) {
        List<String> deleted = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : new LinkedHashSet<>(in.names())) {
            Optional<ParameterRow> row = Parameters.get(call, ParameterNames.reference(name));
            row.ifPresent(found -> remove(call, found));
            (row.isPresent() ? deleted : invalid).add(name);
        }
        return new DeleteParametersResult(deleted, invalid);
    }

    private void remove(WriteCall call, ParameterRow row) {
        call.tx().remove(Parameters.TABLE, Parameters.scope(call), ParameterNames.key(row.name()));
        call.tx().remove(Sharing.TABLE, Parameters.scope(call), ParameterNames.key(row.name()));
        ParameterPolicies.changed(bus, call.tx(), Parameters.scope(call), row, "Delete");
    }

    // ---- labels

    private LabelParameterVersionResult label(LabelParameterVersionRequest in, WriteCall call) {
        ParameterRow row = Parameters.require(call, in.name());
        long number = in.parameterVersion() == null ? row.latest().number() : in.parameterVersion();
        if (row.version(number).isEmpty()) {
            throw SsmErrors.versionNotFound(row.name(), Long.toString(number));
        }
        List<String> invalid = new ArrayList<>();
        Set<String> valid = new LinkedHashSet<>();
        for (String label : in.labels()) {
            if (isLabel(label)) {
                valid.add(label);
            } else {
                invalid.add(label);
            }
        }
        List<Version> versions = new ArrayList<>();
        for (Version version : row.versions()) {
            Set<String> labels = new LinkedHashSet<>(version.labels());
            if (version.number() == number) {
                labels.addAll(valid);
            } else {
                labels.removeAll(valid);
            }
            if (labels.size() > MOST_LABELS) {
                throw SsmErrors.of(
                        "ParameterVersionLabelLimitExceeded",
                        "An error occurred (ParameterVersionLabelLimitExceeded) when calling the LabelParameterVersion"
                                + " operation: A parameter version can have maximum 10 labels.Move one or more labels to"
                                + " another version and try again.");
            }
            versions.add(version.withLabels(List.copyOf(labels)));
        }
        ParameterRow labelled = row.withVersions(versions);
        Parameters.put(call, labelled);
        if (!valid.isEmpty()) {
            ParameterPolicies.changed(bus, call.tx(), Parameters.scope(call), labelled, "LabelParameterVersion");
        }
        return new LabelParameterVersionResult(invalid, number);
    }

    private static boolean isLabel(String label) {
        String small = label.toLowerCase(Locale.ROOT);
        boolean characters = label.chars()
                .allMatch(c ->
                        c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ".-_".indexOf(c) >= 0);
        return characters
                && !(label.charAt(0) >= '0' && label.charAt(0) <= '9')
                && !small.startsWith("aws")
                && !small.startsWith("ssm");
    }

    private static UnlabelParameterVersionResult unlabel(UnlabelParameterVersionRequest in, WriteCall call) {
        ParameterRow row = Parameters.require(call, in.name());
        Version target = row.version(in.parameterVersion())
                .orElseThrow(() -> SsmErrors.versionNotFound(row.name(), Long.toString(in.parameterVersion())));
        List<String> removed = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String label : new LinkedHashSet<>(in.labels())) {
            (target.labels().contains(label) ? removed : invalid).add(label);
        }
        Parameters.put(
                call,
                row.withVersions(row.versions().stream()
                        .map(version -> version.number() == target.number()
                                ? version.withLabels(version.labels().stream()
                                        .filter(label -> !removed.contains(label))
                                        .toList())
                                : version)
                        .toList()));
        return new UnlabelParameterVersionResult(removed, invalid);
    }
}
