package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.secretsmanager.CancelRotateSecretRequest;
import dev.glasshouse.api.secretsmanager.CancelRotateSecretResponse;
import dev.glasshouse.api.secretsmanager.ExternalSecretRotationMetadataItem;
import dev.glasshouse.api.secretsmanager.RotateSecretRequest;
import dev.glasshouse.api.secretsmanager.RotateSecretResponse;
import dev.glasshouse.api.secretsmanager.RotationRulesType;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Rotator;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.service.secretsmanager.SecretRow.Rotation;
import dev.glasshouse.service.secretsmanager.SecretRow.Rules;
import dev.glasshouse.service.secretsmanager.SecretRow.Tagging;
import dev.glasshouse.service.secretsmanager.SecretRow.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets up rotation, starts it, and turns it off. */
final class RotationOperations {

    private final Rotations rotations;

    RotationOperations(Rotations rotations) {
        this.rotations = rotations;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                write("RotateSecret", RotationOperations::planRotate, this::rotate),
                write(
                        "CancelRotateSecret",
                        (CancelRotateSecretRequest in, Call call) ->
                                SecretPlans.ask(call, "CancelRotateSecret", in.secretId()),
                        RotationOperations::cancel));
    }

    private static AuthorizationPlan planRotate(RotateSecretRequest in, Call call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        List<AuthorizationRequest> asked = new ArrayList<>();
        asked.add(SecretPlans.secret(
                "RotateSecret",
                named,
                ContextKeys.builder()
                        .put("secretsmanager:RotationLambdaARN", in.rotationLambdaARN())
                        .put("secretsmanager:ExternalSecretRotationRoleArn", in.externalSecretRotationRoleArn())
                        .put("secretsmanager:ModifyRotationRules", in.rotationRules() != null)
                        .put("secretsmanager:RotateImmediately", !Boolean.FALSE.equals(in.rotateImmediately()))
                        .build()));
        String role = in.externalSecretRotationRoleArn();
        if (role != null) {
            String[] fields = role.split(":", 6);
            asked.add(AuthorizationRequest.of(
                            "iam:PassRole",
                            role,
                            fields.length == 6 ? fields[4] : call.caller().account())
                    .withKeys(ContextKeys.builder()
                            .put("iam:PassedToService", SecretVault.PRINCIPAL)
                            .put("iam:AssociatedResourceArn", named.arn())
                            .build()));
        }
        return new AuthorizationPlan(asked);
    }

    private RotateSecretResponse rotate(RotateSecretRequest in, WriteCall call) {
        String token = in.clientRequestToken();
        if (token == null) {
            throw SecretsErrors.invalidParameter(SecretsErrors.TOKEN_MISSING);
        }
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = Replicas.primary(named);
        String arn = Secrets.arn(named.account(), named.region(), row);
        Rotation rotation = asked(in, row.rotation());
        Rotator.Setup setup = Rotations.setup(arn, row.details().type(), rotation);
        if (rotations.rotator(setup).isEmpty()) {
            throw rotation.lambdaArn() != null
                    ? SecretsErrors.lambdaNotInvocable()
                    : SecretsErrors.invalidRequest("No Lambda rotation function ARN is associated with this secret.");
        }
        Version before = row.version(token).orElse(null);
        boolean repeated = before != null && before.content() == null;
        if (before != null && !repeated) {
            throw SecretsErrors.tokenInUse(token, arn);
        }
        if (!repeated && Rotations.pending(row).isPresent()) {
            throw SecretsErrors.invalidRequest(
                    "A previous rotation isn't complete. That rotation will be reattempted.");
        }
        SecretRow changed = row.withRotation(RotationClock.set(call, named, rotation, call.now()))
                .changed(call.now());
        if (!repeated) {
            boolean trial = Boolean.FALSE.equals(in.rotateImmediately());
            changed = rotations.begin(call, named, changed, token, trial);
        }
        Replicas.save(call, named, changed);
        return RotateSecretResponse.builder()
                .arn(arn)
                .name(row.name())
                .versionId(token)
                .build();
    }

    /** The rotation as it is asked for: what is not given stays. */
    private static Rotation asked(RotateSecretRequest in, @Nullable Rotation before) {
        String lambda = CreateSecret.emptyToNull(in.rotationLambdaARN());
        String role = CreateSecret.emptyToNull(in.externalSecretRotationRoleArn());
        Rules rules = rules(in.rotationRules());
        List<Tagging> metadata = metadata(in.externalSecretRotationMetadata());
        if (before == null) {
            return new Rotation(true, lambda, role, metadata == null ? List.of() : metadata, rules, null, 0);
        }
        return new Rotation(
                true,
                lambda == null ? before.lambdaArn() : lambda,
                role == null ? before.roleArn() : role,
                metadata == null ? before.metadata() : metadata,
                rules == null ? before.rules() : rules,
                before.next(),
                0);
    }

    private static @Nullable Rules rules(@Nullable RotationRulesType in) {
        if (in == null) {
            return null;
        }
        Rules rules = new Rules(in.automaticallyAfterDays(), in.duration(), in.scheduleExpression());
        RotationSchedule.of(rules); // refuses what is none
        return rules;
    }

    private static @Nullable List<Tagging> metadata(@Nullable List<ExternalSecretRotationMetadataItem> in) {
        return in == null
                ? null
                : in.stream()
                        .map(item -> new Tagging(String.valueOf(item.key()), String.valueOf(item.value())))
                        .toList();
    }

    private static CancelRotateSecretResponse cancel(CancelRotateSecretRequest in, WriteCall call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = Replicas.primary(named);
        if (row.rotation() != null) {
            Rotation off = row.rotation().withEnabled(false).withNext(null);
            Replicas.save(call, named, row.withRotation(off).changed(call.now()));
        }
        return CancelRotateSecretResponse.builder()
                .arn(Secrets.arn(named.account(), named.region(), row))
                .name(row.name())
                .versionId(Rotations.pending(row).map(Version::id).orElse(null))
                .build();
    }
}
