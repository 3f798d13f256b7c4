package dev.glasshouse.service.secretsmanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.call.TrailShape;
import org.jspecify.annotations.Nullable;

/** Secrets Manager's events: what makes a version answers its ARN alone, in small letters. */
final class SecretsTrail implements TrailShape {

    @Override
    public @Nullable ObjectNode requestParameters(Outcome outcome, @Nullable ObjectNode byModel) {
        if (byModel != null
                && outcome.operation().name().equals("CreateSecret")
                && !byModel.has("forceOverwriteReplicaSecret")) {
            byModel.put("forceOverwriteReplicaSecret", false);
        }
        return byModel;
    }

    @Override
    public @Nullable ObjectNode responseElements(Outcome outcome, @Nullable ObjectNode byModel) {
        JsonNode arn = byModel == null ? null : byModel.get("aRN");
        return switch (outcome.operation().name()) {
            case "CreateSecret", "PutSecretValue", "UpdateSecret" -> {
                if (arn == null) {
                    yield byModel;
                }
                ObjectNode node = JsonNodeFactory.instance.objectNode();
                node.set("arn", arn);
                yield node;
            }
            default -> byModel;
        };
    }
}
