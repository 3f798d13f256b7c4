package dev.glasshouse.service.ssm;

import static dev.glasshouse.call.Operations.write;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.glasshouse.api.ssm.PutParameterRequest;
import dev.glasshouse.api.ssm.PutParameterResult;
import dev.glasshouse.api.ssm.Tag;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.BusEvents;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.service.ssm.ParameterRow.StoredPolicy;
import dev.glasshouse.service.ssm.ParameterRow.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes parameters and new versions of them. */
final class PutParameter {

    private static final int STANDARD_BYTES = 4096;
    private static final int ADVANCED_BYTES = 8192;
    private static final Set<String> DATA_TYPES = Set.of("text", "aws:ec2:image", "aws:ssm:integration");
    private static final int MOST_VERSIONS = 100;
    private static final int MOST_STANDARD = 10_000;
    private static final int MOST_ADVANCED = 100_000;

    private final BusEvents bus;

    PutParameter(BusEvents bus) {
        this.bus = bus;
    }

    Operation<?, ?> operation() {
        return write("PutParameter", PutParameter::plan, this::put);
    }

    private static String name(PutParameterRequest in, Call call) {
        return ParameterNames.writable(
                in.name(), Parameters.arn(call, in.name()).length());
    }

    private static AuthorizationPlan plan(PutParameterRequest in, Call call) {
        String name = name(in, call);
        ContextKeys tags = TagOperations.requestTags(in.tags()).build();
        ContextKeys.Builder keys = tags.toBuilder()
                .put("ssm:Overwrite", Boolean.toString(Boolean.TRUE.equals(in.overwrite())))
                .put("ssm:Policies", in.policies());
        List<AuthorizationRequest> asked = new ArrayList<>();
        asked.add(Parameters.ask(call, "PutParameter", name, keys.build()));
        if (in.tags() != null && !in.tags().isEmpty()) {
            asked.add(Parameters.ask(call, "AddTagsToResource", name, tags));
        }
        return new AuthorizationPlan(asked);
    }

    private PutParameterResult put(PutParameterRequest in, WriteCall call) {
        String name = name(in, call);
        boolean overwrite = Boolean.TRUE.equals(in.overwrite());
        boolean tagged = in.tags() != null && !in.tags().isEmpty();
        if (overwrite && tagged) {
            throw SsmErrors.validation(
                    "Invalid request: tags and overwrite can't be used together. To create a parameter"
                            + " with tags, please remove overwrite flag. To update tags for an existing parameter, please use"
                            + " AddTagsToResource or RemoveTagsFromResource.");
        }
        Optional<ParameterRow> before = Parameters.get(call, name);
        if (before.isPresent() && !overwrite) {
            throw SsmErrors.of(
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request to"
                            + " true.");
        }
        String type = type(in, before);
        Version version =
                version(in, call, name, type, before.map(ParameterRow::latest).orElse(null));
        ParameterRow row = before.map(old -> old.withVersions(added(old, version)))
                .orElseGet(() -> new ParameterRow(name, type, tags(in.tags()), List.of(version)));
        if (before.isEmpty()) {
            requireRoom(call, version);
        }
        Parameters.put(call, row);
        ParameterPolicies.schedule(call.tx(), Parameters.scope(call), row);
        ParameterPolicies.changed(
                bus, call.tx(), Parameters.scope(call), row, before.isPresent() ? "Update" : "Create");
        return PutParameterResult.builder()
                .version(version.number())
                .tier(version.tier())
                .build();
    }

    private static Map<String, String> tags(@Nullable List<Tag> tags) {
        return tags == null ? Map.of() : TagOperations.merged(Map.of(), tags);
    }

    private static String type(PutParameterRequest in, Optional<ParameterRow> before) {
        String asked = in.type();
        if (before.isEmpty()) {
            if (asked == null) {
                throw SsmErrors.validation("A parameter type is required when you create a parameter.");
            }
            return asked;
        }
        String type = before.get().type();
        if (asked != null && !asked.equals(type)) {
            throw SsmErrors.of(
                    "HierarchyTypeMismatchException",
                    "Parameter Store does not support changing a parameter type in a hierarchy. For example, you can't"
                            + " change a parameter from a String type to a SecureString type. You must create a new, unique"
                            + " parameter.");
        }
        return type;
    }

    private static Version version(
            PutParameterRequest in, WriteCall call, String name, String type, @Nullable Version before) {
        boolean secure = type.equals("SecureString");
        List<StoredPolicy> policies = policies(in, before);
        boolean advanced = advanced(in, before, policies);
        checkValue(in, type, advanced, before);
        String keyId = secure ? keyId(in, before) : null;
        if (!secure && in.keyId() != null) {
            throw SsmErrors.validation("KeyId is required for SecureString type parameter only.");
        }
        String value = keyId == null
                ? in.value()
                : ParameterCipher.seal(call, Parameters.arn(call, name), keyId, advanced, in.value());
        return new Version(
                before == null ? 1 : before.number() + 1,
                call.now(),
                call.caller().arn(),
                value,
                keyId,
                in.description() != null ? emptyToNull(in.description()) : before == null ? null : before.description(),
                in.allowedPattern() != null
                        ? emptyToNull(in.allowedPattern())
                        : before == null ? null : before.allowedPattern(),
                advanced ? "Advanced" : "Standard",
                dataType(in, before),
                policies,
                List.of());
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String keyId(PutParameterRequest in, @Nullable Version before) {
        if (in.keyId() != null) {
            return in.keyId();
        }
        return before != null && before.keyId() != null ? before.keyId() : ParameterCipher.DEFAULT_KEY;
    }

    private static String dataType(PutParameterRequest in, @Nullable Version before) {
        if (in.dataType() != null) {
            return in.dataType();
        }
        return before == null ? "text" : before.dataType();
    }

    /** Policies that are not given stay, and are applied anew. */
    private static List<StoredPolicy> policies(PutParameterRequest in, @Nullable Version before) {
        if (in.policies() != null) {
            return ParameterPolicies.parse(in.policies());
        }
        return before == null
                ? List.of()
                : before.policies().stream()
                        .map(policy -> new StoredPolicy(policy.text(), policy.type(), "Pending"))
                        .toList();
    }

    private static boolean advanced(PutParameterRequest in, @Nullable Version before, List<StoredPolicy> policies) {
        boolean was = before != null && before.advanced();
        boolean large = bytes(in.value()) > STANDARD_BYTES;
        String tier = in.tier() == null ? (was ? "Advanced" : "Standard") : in.tier();
        if (tier.equals("Intelligent-Tiering")) {
            return was || large || !policies.isEmpty();
        }
        boolean advanced = tier.equals("Advanced");
        if (!advanced && was) {
            throw SsmErrors.validation(
                    "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from"
                            + " the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the"
                            + " advanced parameter and recreate it as a standard parameter.");
        }
        if (!advanced && !policies.isEmpty()) {
            throw SsmErrors.validation(
                    "Parameter policies are supported for parameters of the advanced-parameter tier only.");
        }
        return advanced;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void checkValue(PutParameterRequest in, String type, boolean advanced, @Nullable Version before) {
        String value = in.value();
        if (value.isEmpty()) {
            throw SsmErrors.validation("1 validation error detected: Value '' at 'value' failed to satisfy constraint:"
                    + " Member must have length greater than or equal to 1.");
        }
        int most = advanced ? ADVANCED_BYTES : STANDARD_BYTES;
        if (bytes(value) > most) {
            throw SsmErrors.validation(
                    advanced
                            ? "Advanced tier parameters support a maximum parameter value of 8192 characters."
                            : "Standard tier parameters support a maximum parameter value of 4096 characters. To create a"
                                    + " larger parameter value, upgrade the parameter to use the advanced-parameter tier."
                                    + " For more information, see https://docs.aws.amazon.com/systems-manager/latest/"
                                    + "userguide/parameter-store-advanced-parameters.html");
        }
        if (value.contains("{{")) {
            throw SsmErrors.validation(
                    "Parameter value can't nest another parameter. Do not use \"{{}}\" in the value.");
        }
        checkDataType(dataType(in, before), type, value);
        String pattern =
                in.allowedPattern() != null ? in.allowedPattern() : before == null ? null : before.allowedPattern();
        if (pattern != null && !pattern.isEmpty()) {
            checkPattern(pattern, type, value);
        }
    }

    private static void checkDataType(String dataType, String type, String value) {
        if (!DATA_TYPES.contains(dataType)) {
            throw SsmErrors.validation(
                    "The following data type is not supported: " + dataType + " (Data type names are all lowercase.)");
        }
        if (dataType.equals("aws:ssm:integration") && !type.equals("SecureString")) {
            throw SsmErrors.validation(
                    "The data type aws:ssm:integration is only supported for SecureString parameters.");
        }
        if (dataType.equals("aws:ec2:image")) {
            if (!type.equals("String")) {
                throw SsmErrors.validation("The data type aws:ec2:image is only supported for String parameters.");
            }
            boolean image = value.matches("ami-[0-9a-z]{8,17}");
            if (!image) {
                throw SsmErrors.validation(
                        "The value of a parameter of the data type aws:ec2:image must have the format"
                                + " ami-12345abcdeEXAMPLE.");
            }
        }
    }

    /** Each item of a list must match. */
    private static void checkPattern(String pattern, String type, String value) {
        Pattern compiled;
        try {
            compiled = Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw SsmErrors.of(
                    "InvalidAllowedPatternException", "The request does not meet the regular expression requirement.");
        }
        List<String> items = type.equals("StringList") ? List.of(value.split(",", -1)) : List.of(value);
        if (!items.stream().allMatch(compiled::matches)) {
            throw SsmErrors.of(
                    "ParameterPatternMismatchException",
                    "Parameter value, cannot be validated against allowedPattern: " + pattern);
        }
    }

    /** A hundred versions are kept; the oldest goes, unless it has a label. */
    private static List<Version> added(ParameterRow row, Version version) {
        List<Version> versions = new ArrayList<>(row.versions());
        versions.add(version);
        if (versions.size() > MOST_VERSIONS) {
            Version oldest = versions.get(0);
            if (!oldest.labels().isEmpty()) {
                throw SsmErrors.of(
                        "ParameterMaxVersionLimitExceeded",
                        "You attempted to create a new version of " + row.name()
                                + " by calling the PutParameter API with the overwrite flag. Version " + oldest.number()
                                + ", the oldest version, can't be deleted because it has a label associated with it. Move"
                                + " the label to another version of the parameter, and try again.");
            }
            versions.remove(0);
        }
        return versions;
    }

    private static void requireRoom(Call call, Version version) {
        var rows = call.state().rows(Parameters.TABLE, Parameters.scope(call));
        if (rows.size() < MOST_STANDARD) {
            return;
        }
        long same = rows.values().stream()
                .filter(row -> row.latest().advanced() == version.advanced())
                .count();
        if (same >= (version.advanced() ? MOST_ADVANCED : MOST_STANDARD)) {
            throw SsmErrors.of(
                    "ParameterLimitExceeded",
                    "You have exceeded the number of parameters for this AWS account. Delete one or more parameters and try"
                            + " again.");
        }
    }
}
