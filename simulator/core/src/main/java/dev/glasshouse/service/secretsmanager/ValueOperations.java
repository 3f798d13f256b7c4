package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.secretsmanager.GetSecretValueRequest;
import dev.glasshouse.api.secretsmanager.GetSecretValueResponse;
import dev.glasshouse.api.secretsmanager.PutSecretValueRequest;
import dev.glasshouse.api.secretsmanager.PutSecretValueResponse;
import dev.glasshouse.api.secretsmanager.UpdateSecretRequest;
import dev.glasshouse.api.secretsmanager.UpdateSecretResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.KeyNames;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.service.secretsmanager.SecretRow.Details;
import dev.glasshouse.service.secretsmanager.SecretRow.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes values of secrets. */
final class ValueOperations {

    private final KeyNames keys;

    ValueOperations(KeyNames keys) {
        this.keys = keys;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                // a read notes the day, so it writes
                write("GetSecretValue", ValueOperations::planGet, ValueOperations::get),
                write(
                        "PutSecretValue",
                        (PutSecretValueRequest in, Call call) -> SecretPlans.ask(call, "PutSecretValue", in.secretId()),
                        ValueOperations::put),
                write("UpdateSecret", this::planUpdate, ValueOperations::update));
    }

    // ---- reading

    private static AuthorizationPlan planGet(GetSecretValueRequest in, Call call) {
        String stage = in.versionId() == null && in.versionStage() == null ? Stages.CURRENT : in.versionStage();
        return SecretPlans.ask(
                "GetSecretValue",
                Secrets.named(call, in.secretId()),
                ContextKeys.builder()
                        .put("secretsmanager:VersionId", in.versionId())
                        .put("secretsmanager:VersionStage", stage)
                        .build());
    }

    private static GetSecretValueResponse get(GetSecretValueRequest in, WriteCall call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = named.live();
        Version version = wanted(row, in.versionId(), in.versionStage());
        SecretVault.Value value = SecretVault.open(call, named, version);
        Instant today = call.now().truncatedTo(ChronoUnit.DAYS);
        Secrets.put(
                call,
                named,
                row.accessed(today)
                        .withVersions(row.versions().stream()
                                .map(each -> each.id().equals(version.id()) ? each.withAccessed(today) : each)
                                .toList()));
        return GetSecretValueResponse.builder()
                .arn(Secrets.arn(named.account(), named.region(), row))
                .name(row.name())
                .versionId(version.id())
                .secretBinary(value.binary() ? value.bytes() : null)
                .secretString(value.binary() ? null : value.text())
                .versionStages(version.stages().isEmpty() ? null : version.stages())
                .createdDate(version.created())
                .build();
    }

    private static Version wanted(SecretRow row, @Nullable String id, @Nullable String stage) {
        if (id != null) {
            Version version = row.version(id)
                    .filter(found -> found.content() != null)
                    .orElseThrow(() -> SecretsErrors.valueNotFound("VersionId: " + id));
            if (stage != null && !version.has(stage)) {
                throw SecretsErrors.invalidRequest(
                        "You provided a VersionStage that is not associated to the provided VersionId.");
            }
            return version;
        }
        String label = stage == null ? Stages.CURRENT : stage;
        return row.staged(label)
                .filter(found -> found.content() != null)
                .orElseThrow(() -> SecretsErrors.valueNotFound("staging label: " + label));
    }

    // ---- writing

    private static PutSecretValueResponse put(PutSecretValueRequest in, WriteCall call) {
        String token = in.clientRequestToken();
        if (token == null) {
            throw SecretsErrors.invalidRequest(SecretsErrors.TOKEN_MISSING);
        }
        SecretVault.Value value = SecretVault.Value.of(in.secretString(), in.secretBinary());
        if (value == null) {
            throw SecretsErrors.invalidRequest("You must provide either SecretString or SecretBinary.");
        }
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = Replicas.primary(named);
        List<String> stages = new ArrayList<>(
                in.versionStages() == null || in.versionStages().isEmpty()
                        ? List.of(Stages.CURRENT)
                        : in.versionStages());
        if (row.versions().isEmpty() && !stages.contains(Stages.CURRENT)) {
            stages.add(Stages.CURRENT);
        }
        SecretRow saved = withValue(call, named, row, token, value, stages);
        if (!saved.equals(row)) {
            Replicas.save(call, named, saved);
        }
        return PutSecretValueResponse.builder()
                .arn(Secrets.arn(named.account(), named.region(), row))
                .name(row.name())
                .versionId(token)
                .versionStages(saved.version(token).map(Version::stages).orElse(stages))
                .build();
    }

    /** The secret with a new version, or the same one where the request is a repeated one. */
    private static SecretRow withValue(
            WriteCall call,
            Secrets.Named named,
            SecretRow row,
            String token,
            SecretVault.Value value,
            List<String> stages) {
        Version before = row.version(token).orElse(null);
        if (before != null && before.content() != null) {
            if (SecretVault.same(call, before, value)) {
                return row;
            }
            throw SecretsErrors.tokenInUse(token, Secrets.arn(named.account(), named.region(), row));
        }
        String key = row.details().kmsKeyId();
        SecretRow.Content content = SecretVault.seal(call, named, token, key, value);
        List<Version> versions = new ArrayList<>(row.versions());
        if (before == null) {
            versions.add(new Version(token, call.now(), null, List.of(), key, content));
        } else {
            versions.set(versions.indexOf(before), before.withContent(key, content));
        }
        SecretRow changed = row.withVersions(Stages.kept(Stages.attach(versions, token, stages), call.now()))
                .changed(call.now());
        return stages.contains(Stages.CURRENT) ? RotationClock.afterChange(call, named, changed) : changed;
    }

    private AuthorizationPlan planUpdate(UpdateSecretRequest in, Call call) {
        ContextKeys.Builder asked = ContextKeys.builder()
                .put("secretsmanager:Description", in.description())
                .put("secretsmanager:Type", in.type());
        SecretPlans.kmsKey(asked, keys, call, in.kmsKeyId());
        return SecretPlans.ask("UpdateSecret", Secrets.named(call, in.secretId()), asked.build());
    }

    private static UpdateSecretResponse update(UpdateSecretRequest in, WriteCall call) {
        SecretVault.Value value = SecretVault.Value.of(in.secretString(), in.secretBinary());
        String token = in.clientRequestToken();
        if (value != null && token == null) {
            throw SecretsErrors.invalidRequest(SecretsErrors.TOKEN_MISSING);
        }
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = Replicas.primary(named);
        Details details = row.details();
        if (in.description() != null) {
            details = details.withDescription(CreateSecret.emptyToNull(in.description()));
        }
        if (in.type() != null) {
            details = details.withType(in.type());
        }
        SecretRow changed = row;
        if (in.kmsKeyId() != null) {
            details = details.withKmsKeyId(CreateSecret.kmsKey(in.kmsKeyId()));
            changed = reEncrypted(call, named, row, details.kmsKeyId());
        }
        changed = changed.withDetails(details).changed(call.now());
        if (value != null && token != null) {
            changed = withValue(call, named, changed, token, value, List.of(Stages.CURRENT));
        }
        Replicas.save(call, named, changed);
        return UpdateSecretResponse.builder()
                .arn(Secrets.arn(named.account(), named.region(), row))
                .name(row.name())
                .versionId(value == null ? null : token)
                .build();
    }

    /** The versions that are in use go over to a new key. */
    private static SecretRow reEncrypted(WriteCall call, Secrets.Named named, SecretRow row, @Nullable String key) {
        List<Version> versions = new ArrayList<>();
        for (Version version : row.versions()) {
            boolean inUse = version.has(Stages.CURRENT) || version.has(Stages.PREVIOUS) || version.has(Stages.PENDING);
            if (!inUse || version.content() == null || java.util.Objects.equals(version.kmsKeyId(), key)) {
                versions.add(version);
                continue;
            }
            SecretVault.Value value = SecretVault.open(call, named, version);
            versions.add(version.withContent(key, SecretVault.seal(call, named, version.id(), key, value)));
        }
        return row.withVersions(versions);
    }
}
