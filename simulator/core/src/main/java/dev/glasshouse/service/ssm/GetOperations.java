package dev.glasshouse.service.ssm;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.ssm.GetParameterRequest;
import dev.glasshouse.api.ssm.GetParameterResult;
import dev.glasshouse.api.ssm.GetParametersByPathRequest;
import dev.glasshouse.api.ssm.GetParametersByPathResult;
import dev.glasshouse.api.ssm.GetParametersRequest;
import dev.glasshouse.api.ssm.GetParametersResult;
import dev.glasshouse.api.ssm.Parameter;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Operations;
import dev.glasshouse.call.Pages;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.service.ssm.ParameterNames.Reference;
import dev.glasshouse.service.ssm.ParameterRow.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/** Reads values of parameters. */
final class GetOperations {

    private static final int USUAL_PAGE = 10;

    private GetOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                withWrites(
                        "GetParameter",
                        (GetParameterRequest in, Call call) -> AuthorizationPlan.of(
                                Parameters.ask(call, "GetParameter", in.name(), ContextKeys.EMPTY)),
                        GetOperations::get),
                withWrites("GetParameters", GetOperations::planMany, GetOperations::getMany),
                read("GetParametersByPath", GetOperations::planPath, GetOperations::getByPath));
    }

    /** An operation that reads, but whose reference to a secret notes at Secrets Manager that it was read. */
    private static <I extends dev.glasshouse.api.ApiRecord, O extends dev.glasshouse.api.ApiRecord>
            Operation<I, O> withWrites(
                    String name, Operations.Plan<I> plan, java.util.function.BiFunction<I, Call, O> work) {
        return Operations.write(name, plan, work::apply);
    }

    private static GetParameterResult get(GetParameterRequest in, Call call) {
        Reference reference = ParameterNames.reference(in.name());
        boolean decrypt = Boolean.TRUE.equals(in.withDecryption());
        if (SecretReferences.isReference(reference.name())) {
            return new GetParameterResult(SecretReferences.get(call, in.name().strip(), decrypt));
        }
        return new GetParameterResult(find(call, reference, decrypt));
    }

    private static Parameter find(Call call, Reference reference, boolean decrypt) {
        if (PublicParameters.isPublic(reference.name())) {
            return PublicParameters.get(call, reference.name()).orElseThrow(SsmErrors::notFound);
        }
        ParameterRow row = Parameters.readable(call, reference).orElseThrow(SsmErrors::notFound);
        Version version = selected(row, reference);
        // a name of one level is given back as it was asked for
        String shown = reference.arn() == null ? reference.name() : row.name();
        return parameter(call, Parameters.owner(call, reference), row, version, decrypt)
                .name(shown)
                .selector(reference.selector() == null ? null : ":" + reference.selector())
                .build();
    }

    private static Version selected(ParameterRow row, Reference reference) {
        String selector = reference.selector();
        if (selector == null) {
            return row.latest();
        }
        boolean number = selector.length() <= 18 && selector.chars().allMatch(c -> c >= '0' && c <= '9');
        Optional<Version> version = number ? row.version(Long.parseLong(selector)) : row.labelled(selector);
        return version.orElseThrow(() -> number
                ? SsmErrors.versionNotFound(row.name(), selector)
                : SsmErrors.labelNotFound(row.name(), selector));
    }

    private static Parameter.Builder parameter(
            Call call, String owner, ParameterRow row, Version version, boolean decrypt) {
        return Parameter.builder()
                .name(row.name())
                .type(row.type())
                .value(value(call, owner, row, version, decrypt))
                .version(version.number())
                .lastModifiedDate(version.modified())
                .arn(Parameters.arn(owner, call.region(), row.name()))
                .dataType(version.dataType());
    }

    static String value(Call call, String owner, ParameterRow row, Version version, boolean decrypt) {
        return row.secure() && decrypt
                ? ParameterCipher.open(
                        call, Parameters.arn(owner, call.region(), row.name()), version.advanced(), version.value())
                : version.value();
    }

    // ---- several

    private static AuthorizationPlan planMany(GetParametersRequest in, Call call) {
        List<AuthorizationRequest> asked = new ArrayList<>();
        in.names().forEach(name -> asked.add(Parameters.ask(call, "GetParameters", name, ContextKeys.EMPTY)));
        return new AuthorizationPlan(asked);
    }

    private static GetParametersResult getMany(GetParametersRequest in, Call call) {
        Set<String> names = new HashSet<>();
        List<Parameter> found = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : in.names()) {
            Reference reference = ParameterNames.reference(name);
            if (!names.add(reference.key())) {
                throw SsmErrors.validation("Duplicate parameters found in the request: " + name);
            }
            try {
                found.add(
                        SecretReferences.isReference(reference.name())
                                ? SecretReferences.get(call, name.strip(), Boolean.TRUE.equals(in.withDecryption()))
                                : find(call, reference, Boolean.TRUE.equals(in.withDecryption())));
            } catch (ServiceException e) {
                if (!e.code().equals("ParameterNotFound") && !e.code().equals("ParameterVersionNotFound")) {
                    throw e;
                }
                invalid.add(name);
            }
        }
        found.sort(Comparator.comparing(parameter -> String.valueOf(parameter.name())));
        return new GetParametersResult(found, invalid);
    }

    // ---- by path

    /** Whoever may read a path may read all below it, whatever they may do with the parameters themselves. */
    private static AuthorizationPlan planPath(GetParametersByPathRequest in, Call call) {
        String path = ParameterNames.path(in.path());
        boolean aws = PublicParameters.isPublic(path);
        String account = call.caller().account();
        String given = in.path().strip();
        String arn = "arn:aws:ssm:" + call.region() + ":" + (aws ? "" : account) + ":parameter" + given;
        return AuthorizationPlan.of(AuthorizationRequest.of("ssm:GetParametersByPath", arn, account)
                .withKeys(ContextKeys.builder()
                        .put("ssm:Recursive", Boolean.toString(Boolean.TRUE.equals(in.recursive())))
                        .build()));
    }

    private static GetParametersByPathResult getByPath(GetParametersByPathRequest in, Call call) {
        String path = ParameterNames.path(in.path());
        boolean recursive = Boolean.TRUE.equals(in.recursive());
        ParameterFilters filters = ParameterFilters.byPath(in.parameterFilters());
        String parameters = path + recursive + in.parameterFilters();
        String token = in.nextToken();
        String after = token == null
                ? null
                : Pages.read(call, "GetParametersByPath", parameters, token).orElseThrow(SsmErrors::invalidNextToken);
        int most = in.maxResults() == null ? USUAL_PAGE : in.maxResults();
        List<Parameter> found = new ArrayList<>();
        String last;
        if (PublicParameters.isPublic(path)) {
            Pages.Page<String, Parameter> page =
                    Pages.of(PublicParameters.under(call, path, recursive), after, most, (name, parameter) -> true);
            page.rows().forEach(row -> found.add(row.getValue()));
            last = page.last();
        } else {
            NavigableMap<String, ParameterRow> rows = call.state().rows(Parameters.TABLE, Parameters.scope(call));
            Pages.Page<String, ParameterRow> page = Pages.of(
                    path.isEmpty() ? rows : rows.tailMap(path + "/", true).headMap(path + "0", false),
                    after,
                    most,
                    (name, row) -> ParameterNames.under(path, row.name(), recursive) && filters.match(row));
            for (Map.Entry<String, ParameterRow> row : page.rows()) {
                Version version = filters.version(row.getValue());
                found.add(parameter(
                                call,
                                call.caller().account(),
                                row.getValue(),
                                version,
                                Boolean.TRUE.equals(in.withDecryption()))
                        .build());
            }
            last = page.last();
        }
        return new GetParametersByPathResult(
                found, last == null ? null : Pages.token(call, "GetParametersByPath", parameters, last));
    }
}
