package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.secretsmanager.CreateSecretRequest;
import dev.glasshouse.api.secretsmanager.CreateSecretResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.KeyNames;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.service.secretsmanager.SecretRow.Details;
import dev.glasshouse.service.secretsmanager.SecretRow.Moments;
import dev.glasshouse.service.secretsmanager.SecretRow.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes secrets. */
final class CreateSecret {

    private final KeyNames keys;

    CreateSecret(KeyNames keys) {
        this.keys = keys;
    }

    Operation<?, ?> operation() {
        return write("CreateSecret", this::plan, CreateSecret::create);
    }

    private AuthorizationPlan plan(CreateSecretRequest in, Call call) {
        Secrets.requireName(in.name());
        String account = call.caller().account();
        // the last six characters are not known before the secret is made; a policy can but leave them open
        String arn = Secrets.arn(account, call.region(), in.name() + "-??????");
        ContextKeys tags = SecretPlans.requestTags(in.tags()).build();
        // what else is asked is asked with the keys that its own operation has
        ContextKeys.Builder replicas = tags.toBuilder();
        SecretPlans.replicas(replicas, in.addReplicaRegions(), in.forceOverwriteReplicaSecret());
        ContextKeys.Builder all = replicas.build().toBuilder()
                .put("secretsmanager:Name", in.name())
                .put("secretsmanager:Description", in.description())
                .put("secretsmanager:Type", in.type());
        SecretPlans.kmsKey(all, keys, call, in.kmsKeyId());
        List<AuthorizationRequest> asked = new ArrayList<>();
        asked.add(AuthorizationRequest.of("secretsmanager:CreateSecret", arn, account)
                .withKeys(all.build()));
        if (in.tags() != null && !in.tags().isEmpty()) {
            asked.add(AuthorizationRequest.of("secretsmanager:TagResource", arn, account)
                    .withKeys(tags));
        }
        if (in.addReplicaRegions() != null) {
            asked.add(AuthorizationRequest.of("secretsmanager:ReplicateSecretToRegions", arn, account)
                    .withKeys(replicas.build()));
        }
        return new AuthorizationPlan(asked);
    }

    private static CreateSecretResponse create(CreateSecretRequest in, WriteCall call) {
        SecretVault.Value value = SecretVault.Value.of(in.secretString(), in.secretBinary());
        if (value != null && in.clientRequestToken() == null) {
            throw SecretsErrors.invalidRequest(SecretsErrors.TOKEN_MISSING);
        }
        String account = call.caller().account();
        Optional<SecretRow> before = Secrets.get(call.state(), account, call.region(), in.name());
        if (before.isPresent()) {
            return again(in, call, before.get(), value);
        }
        Details details = new Details(
                emptyToNull(in.description()),
                kmsKey(in.kmsKeyId()),
                null,
                in.tags() == null || in.tags().isEmpty() ? null : TagOperations.merged(List.of(), in.tags()),
                in.type(),
                null);
        Moments moments = new Moments(call.now(), call.now(), null, null, null);
        SecretRow row = new SecretRow(
                in.name(), Secrets.suffix(call.ids(), in.name()), details, moments, null, null, List.of());
        String arn = Secrets.arn(account, call.region(), row);
        Secrets.Named named = new Secrets.Named(account, call.region(), in.name(), arn, row);
        String token = null;
        if (value != null) {
            token = Objects.requireNonNull(in.clientRequestToken());
            row = row.withVersions(List.of(new Version(
                    token,
                    call.now(),
                    null,
                    List.of(Stages.CURRENT),
                    details.kmsKeyId(),
                    SecretVault.seal(call, named, token, details.kmsKeyId(), value))));
        }
        boolean replicated = in.addReplicaRegions() != null;
        if (in.addReplicaRegions() != null) {
            row = Replicas.add(
                    call, named, row, in.addReplicaRegions(), Boolean.TRUE.equals(in.forceOverwriteReplicaSecret()));
        }
        Secrets.put(call, named, row);
        return CreateSecretResponse.builder()
                .arn(arn)
                .name(in.name())
                .versionId(token)
                .replicationStatus(replicated ? Replicas.status(call, named, row, true) : null)
                .build();
    }

    /** A repeated request is answered as it was the first time. */
    private static CreateSecretResponse again(
            CreateSecretRequest in, WriteCall call, SecretRow row, SecretVault.@Nullable Value value) {
        if (row.deleted()) {
            throw SecretsErrors.invalidRequest(
                    "You can't create this secret because a secret with this name is already scheduled for deletion.");
        }
        String token = in.clientRequestToken();
        boolean same = token != null
                && value != null
                && row.version(token)
                        .filter(version -> SecretVault.same(call, version, value))
                        .isPresent();
        if (!same) {
            throw SecretsErrors.exists(in.name());
        }
        return CreateSecretResponse.builder()
                .arn(Secrets.arn(call.caller().account(), call.region(), row))
                .name(row.name())
                .versionId(token)
                .build();
    }

    static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** The key as a secret keeps it; the default one is not kept. */
    static @Nullable String kmsKey(@Nullable String given) {
        return given == null || given.isEmpty() || given.equals(SecretVault.DEFAULT_KEY) ? null : given;
    }
}
