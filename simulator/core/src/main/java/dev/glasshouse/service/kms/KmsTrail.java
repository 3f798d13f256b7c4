package dev.glasshouse.service.kms;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.CreateKeyResponse;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.TrailResource;
import dev.glasshouse.call.TrailShape;
import dev.glasshouse.crypto.hsm.CiphertextBlob;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** KMS's events name the key, and the algorithm even where the request left it to the default. */
final class KmsTrail implements TrailShape {

    private static final List<String> KEY_MEMBERS = List.of("KeyId", "TargetKeyId", "SourceKeyId", "DestinationKeyId");

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
                                    CryptoOperations.keyOf(outcome.call(), blob).arn()));
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
