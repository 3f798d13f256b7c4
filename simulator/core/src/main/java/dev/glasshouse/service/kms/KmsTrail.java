package dev.glasshouse.service.kms;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.CreateKeyResponse;
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

    @Override
    public @Nullable ObjectNode requestParameters(Outcome outcome, @Nullable ObjectNode byModel) {
        String algorithm = switch (outcome.operation().name()) {
            case "Encrypt", "Decrypt" -> "encryptionAlgorithm";
            default -> null;
        };
        if (algorithm == null) {
            return byModel;
        }
        ObjectNode node = byModel == null ? JsonNodeFactory.instance.objectNode() : byModel;
        if (!node.has(algorithm)) {
            node.put(algorithm, "SYMMETRIC_DEFAULT");
        }
        return node;
    }

    @Override
    public @Nullable ObjectNode responseElements(Outcome outcome, @Nullable ObjectNode byModel) {
        if (!CHANGES.contains(outcome.operation().name())) {
            return byModel;
        }
        ObjectNode node = byModel == null ? JsonNodeFactory.instance.objectNode() : byModel;
        node.remove("grantToken");
        // changes name their key, though the API does not return it
        List<TrailResource> keys = resources(outcome);
        if (!keys.isEmpty()) {
            node.put("keyId", keys.get(0).arn());
        }
        return node.isEmpty() ? null : node;
    }

    @Override
    public @Nullable ObjectNode additionalEventData(Outcome outcome) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (outcome.input() instanceof RetireGrantRequest retired && retired.grantId() != null) {
            node.put("grantId", retired.grantId());
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

    @Override
    public List<TrailResource> resources(Outcome outcome) {
        Set<String> arns = new LinkedHashSet<>();
        ApiRecord input = outcome.input();
        Structure shape = outcome.operation().input();
        if (outcome.output() instanceof CreateKeyResponse made && made.keyMetadata() != null) {
            arns.add(Objects.requireNonNull(made.keyMetadata().arn()));
        }
        if (input != null && shape != null && outcome.output() != null) {
            for (Member member : shape.members()) {
                Object value = input.member(member.index());
                if (member.name().equals("CiphertextBlob") && value instanceof Bytes bytes) {
                    CiphertextBlob.decode(bytes.toArray())
                            .ifPresent(blob -> arns.add(
                                    Ciphertexts.keyOf(outcome.call(), blob).arn()));
                } else if (KEY_MEMBERS.contains(member.name()) && value instanceof String text) {
                    String arn = arn(outcome.call(), text);
                    if (arn != null) {
                        arns.add(arn);
                    }
                }
            }
        }
        return arns.stream()
                .map(arn -> new TrailResource(arn, arn.split(":", 6)[4], "AWS::KMS::Key"))
                .toList();
    }

    private static @Nullable String arn(Call call, String keyId) {
        try {
            return Keys.named(call, keyId).arn();
        } catch (ServiceException e) {
            return null; // gone, such as an alias that the call deleted
        }
    }
}
