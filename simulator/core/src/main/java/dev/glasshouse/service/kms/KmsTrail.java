package dev.glasshouse.service.kms;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.CreateKeyResponse;
import dev.glasshouse.api.kms.DeleteAliasRequest;
import dev.glasshouse.api.kms.RetireGrantRequest;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.TrailResource;
import dev.glasshouse.call.TrailShape;
import dev.glasshouse.crypto.hsm.CiphertextBlob;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** KMS's events name the key, and the algorithm even where the request left it to the default. */
final class KmsTrail implements TrailShape {

    private static final List<String> KEY_MEMBERS = List.of("KeyId", "TargetKeyId", "SourceKeyId", "DestinationKeyId");

    private static final Set<String> CHANGES = Set.of(
            "CancelKeyDeletion",
            "CreateAlias",
            "CreateGrant",
            "DeleteAlias",
            "DeleteImportedKeyMaterial",
            "DisableKey",
            "DisableKeyRotation",
            "EnableKey",
            "EnableKeyRotation",
            "ImportKeyMaterial",
            "PutKeyPolicy",
            "RetireGrant",
            "RevokeGrant",
            "TagResource",
            "UntagResource",
            "UpdateAlias",
            "UpdateKeyDescription",
            "UpdatePrimaryRegion");

    private static final Set<String> ALIASING = Set.of("CreateAlias", "UpdateAlias", "DeleteAlias");

    private final Tokens tokens;

    KmsTrail(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public @Nullable ObjectNode requestParameters(Outcome outcome, @Nullable ObjectNode byModel) {
        ObjectNode node = byModel == null ? JsonNodeFactory.instance.objectNode() : byModel;
        switch (outcome.operation().name()) {
            case "Encrypt", "Decrypt" -> usual(node, "encryptionAlgorithm");
            case "ReEncrypt" -> {
                usual(node, "sourceEncryptionAlgorithm");
                usual(node, "destinationEncryptionAlgorithm");
            }
            // the token is told by the id of its grant
            case "RetireGrant" -> node.remove("grantToken");
            default -> {
                return byModel;
            }
        }
        return node.isEmpty() ? null : node;
    }

    private static void usual(ObjectNode node, String algorithm) {
        if (!node.has(algorithm)) {
            node.put(algorithm, "SYMMETRIC_DEFAULT");
        }
    }

    @Override
    public @Nullable ObjectNode responseElements(Outcome outcome, @Nullable ObjectNode byModel) {
        if (!CHANGES.contains(outcome.operation().name())) {
            return byModel;
        }
        ObjectNode node = byModel == null ? JsonNodeFactory.instance.objectNode() : byModel;
        node.remove("grantToken");
        // changes name their key, though the API does not return it
        resources(outcome).stream()
                .map(TrailResource::arn)
                .filter(arn -> arn.contains(":key/"))
                .findFirst()
                .ifPresent(arn -> node.put("keyId", arn));
        return node.isEmpty() ? null : node;
    }

    @Override
    public @Nullable ObjectNode additionalEventData(Outcome outcome) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (outcome.input() instanceof RetireGrantRequest retired) {
            String id = retired.grantToken() == null
                    ? retired.grantId()
                    : tokens.grant(retired.grantToken())
                            .map(Tokens.GrantRef::grantId)
                            .orElse(null);
            if (id != null) {
                node.put("grantId", id);
            }
        }
        Structure shape = outcome.operation().output();
        if (outcome.output() != null
                && shape != null
                && !CHANGES.contains(outcome.operation().name())) {
            for (Member member : shape.members()) {
                if (member.name().endsWith("KeyMaterialId")
                        && outcome.output().member(member.index()) instanceof String id) {
                    node.put(
                            member.name().substring(0, 1).toLowerCase(Locale.ROOT)
                                    + member.name().substring(1),
                            id);
                }
            }
        }
        return node.isEmpty() ? null : node;
    }

    /** A grant is retired without its key's owner being asked, who sees it all the same. */
    @Override
    public List<String> recipients(Outcome outcome) {
        return outcome.output() != null && outcome.input() instanceof RetireGrantRequest
                ? resources(outcome).stream()
                        .map(resource -> resource.arn().split(":", 6)[4])
                        .toList()
                : List.of();
    }

    @Override
    public List<TrailResource> resources(Outcome outcome) {
        Set<String> arns = new LinkedHashSet<>();
        if (!outcome.denied()) {
            arns(outcome, arns);
        }
        return arns.stream()
                .map(arn -> new TrailResource(arn, arn.split(":", 6)[4], "AWS::KMS::Key"))
                .toList();
    }

    private void arns(Outcome outcome, Set<String> arns) {
        Call call = outcome.call();
        if (outcome.output() instanceof CreateKeyResponse made && made.keyMetadata() != null) {
            arns.add(Objects.requireNonNull(made.keyMetadata().arn()));
        }
        if (outcome.output() != null && ALIASING.contains(outcome.operation().name())) {
            outcome.asked().stream().filter(arn -> arn.contains(":alias/")).forEach(arns::add);
        }
        if (outcome.input() instanceof RetireGrantRequest retired && retired.grantToken() != null) {
            tokens.grant(retired.grantToken())
                    .ifPresent(ref -> arns.add(ref.key().arn()));
        } else if (outcome.input() instanceof DeleteAliasRequest) {
            // the alias is gone: it was asked for its key as well
            outcome.asked().stream().filter(arn -> arn.contains(":key/")).forEach(arns::add);
        } else {
            named(outcome, call, arns);
        }
    }

    /** The keys that the request names, and the one that its ciphertext names where that opened or is alone. */
    private static void named(Outcome outcome, Call call, Set<String> arns) {
        ApiRecord input = outcome.input();
        Structure shape = outcome.operation().input();
        if (input == null || shape == null) {
            return;
        }
        Set<String> bySealed = new LinkedHashSet<>();
        Set<String> byName = new LinkedHashSet<>();
        for (Member member : shape.members()) {
            Object value = input.member(member.index());
            if (member.name().equals("CiphertextBlob") && value instanceof Bytes bytes) {
                CiphertextBlob.decode(bytes.toArray())
                        .map(blob -> told(outcome, Ciphertexts.keyOf(call, blob)))
                        .ifPresent(bySealed::add);
            } else if (KEY_MEMBERS.contains(member.name()) && value instanceof String text) {
                String arn = arn(outcome, text);
                if (arn != null) {
                    byName.add(arn);
                }
            }
        }
        if (outcome.output() != null || byName.isEmpty()) {
            arns.addAll(bySealed);
        }
        arns.addAll(byName);
    }

    /** A key's ARN; null where there is none, or a failed call is not to tell of another account's. */
    private static @Nullable String told(Outcome outcome, Keys.Named key) {
        boolean own = key.account().equals(outcome.call().caller().account());
        return key.row() == null || !own && outcome.output() == null ? null : key.arn();
    }

    /** The ARN of the key that a text names. */
    private static @Nullable String arn(Outcome outcome, String keyId) {
        try {
            return told(outcome, Keys.named(outcome.call(), keyId));
        } catch (ServiceException e) {
            return null;
        }
    }
}
