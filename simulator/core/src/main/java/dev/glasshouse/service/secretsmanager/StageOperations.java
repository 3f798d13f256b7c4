package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.secretsmanager.ListSecretVersionIdsRequest;
import dev.glasshouse.api.secretsmanager.ListSecretVersionIdsResponse;
import dev.glasshouse.api.secretsmanager.SecretVersionsListEntry;
import dev.glasshouse.api.secretsmanager.UpdateSecretVersionStageRequest;
import dev.glasshouse.api.secretsmanager.UpdateSecretVersionStageResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Pages;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.service.secretsmanager.SecretRow.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Versions and their staging labels. */
final class StageOperations {

    private static final int USUAL_PAGE = 100;

    private StageOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "ListSecretVersionIds",
                        (ListSecretVersionIdsRequest in, Call call) ->
                                SecretPlans.ask(call, "ListSecretVersionIds", in.secretId()),
                        StageOperations::list),
                write(
                        "UpdateSecretVersionStage",
                        (UpdateSecretVersionStageRequest in, Call call) -> SecretPlans.ask(
                                "UpdateSecretVersionStage",
                                Secrets.named(call, in.secretId()),
                                ContextKeys.builder()
                                        .put("secretsmanager:VersionStage", in.versionStage())
                                        .build()),
                        StageOperations::update));
    }

    private static ListSecretVersionIdsResponse list(ListSecretVersionIdsRequest in, Call call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = named.found();
        boolean all = Boolean.TRUE.equals(in.includeDeprecated());
        TreeMap<String, Version> versions = new TreeMap<>();
        for (Version version : row.versions()) {
            if (version.content() != null && (all || !version.stages().isEmpty())) {
                versions.put(version.created() + "/" + String.format("%05d", versions.size()), version);
            }
        }
        String parameters = named.arn() + all;
        String token = in.nextToken();
        String after = token == null
                ? null
                : Pages.read(call, "ListSecretVersionIds", parameters, token)
                        .orElseThrow(SecretsErrors::invalidNextToken);
        Pages.Page<String, Version> page = Pages.of(
                versions, after, in.maxResults() == null ? USUAL_PAGE : in.maxResults(), (key, version) -> true);
        String last = page.last();
        return ListSecretVersionIdsResponse.builder()
                .versions(page.rows().stream()
                        .map(Map.Entry::getValue)
                        .map(StageOperations::entry)
                        .toList())
                .nextToken(last == null ? null : Pages.token(call, "ListSecretVersionIds", parameters, last))
                .arn(Secrets.arn(named.account(), named.region(), row))
                .name(row.name())
                .build();
    }

    private static SecretVersionsListEntry entry(Version version) {
        return SecretVersionsListEntry.builder()
                .versionId(version.id())
                .versionStages(version.stages().isEmpty() ? null : version.stages())
                .lastAccessedDate(version.accessed())
                .createdDate(version.created())
                .kmsKeyIds(List.of(version.kmsKeyId() == null ? "DefaultEncryptionKey" : version.kmsKeyId()))
                .build();
    }

    private static UpdateSecretVersionStageResponse update(UpdateSecretVersionStageRequest in, WriteCall call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = Replicas.primary(named);
        String stage = in.versionStage();
        String from = in.removeFromVersionId();
        String to = in.moveToVersionId();
        for (String id : new ArrayList<>(java.util.Arrays.asList(from, to))) {
            if (id != null && row.version(id).isEmpty()) {
                throw SecretsErrors.invalidParameter("Not a valid version: " + id);
            }
        }
        Version holder = row.staged(stage).orElse(null);
        if (from != null && (holder == null || !holder.id().equals(from))) {
            throw SecretsErrors.invalidParameter(
                    "The staging label " + stage + " isn't attached to the version " + from + ".");
        }
        if (to == null) {
            if (from == null) {
                throw SecretsErrors.invalidParameter(
                        "You must provide at least one of RemoveFromVersionId and MoveToVersionId.");
            }
            if (stage.equals(Stages.CURRENT)) {
                throw SecretsErrors.invalidParameter("You can only move staging label AWSCURRENT to a different secret"
                        + " version. It can't be completely removed.");
            }
            Replicas.save(
                    call,
                    named,
                    row.withVersions(Stages.detach(row.versions(), from, stage)).changed(call.now()));
            return answer(named, row);
        }
        if (holder != null && from == null && !holder.id().equals(to)) {
            throw SecretsErrors.invalidParameter(
                    "The parameter RemoveFromVersionId can't be empty. Staging label " + stage
                            + " is currently attached to version " + holder.id()
                            + ", so you must explicitly reference that version in RemoveFromVersionId.");
        }
        SecretRow moved = row.withVersions(Stages.attach(row.versions(), to, List.of(stage)))
                .changed(call.now());
        Replicas.save(
                call, named, stage.equals(Stages.CURRENT) ? RotationClock.afterChange(call, named, moved) : moved);
        return answer(named, row);
    }

    private static UpdateSecretVersionStageResponse answer(Secrets.Named named, SecretRow row) {
        return UpdateSecretVersionStageResponse.builder()
                .arn(Secrets.arn(named.account(), named.region(), row))
                .name(row.name())
                .build();
    }
}
