package dev.glasshouse.assertions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Function;

/** The state of a KMS key. */
public final class KeyAssert {

    private final Look look;
    private final String name;
    private final Look.Place place;
    private final JsonNode metadata;

    private KeyAssert(Look look, String name) {
        this.look = look;
        this.name = name;
        this.place = look.place(name);
        this.metadata = look.ask(place, "kms:DescribeKey", Map.of("KeyId", name))
                .orElseThrow(() -> new AssertionError("Expected a key " + name + ", but the sandbox has none"))
                .path("KeyMetadata");
    }

    /** A key by its ARN; by its id or an alias where it is of the first account in us-east-1. */
    public static Function<Look, KeyAssert> of(String key) {
        return look -> new KeyAssert(look, key);
    }

    private boolean rotating() {
        return look.ask(
                        place,
                        "kms:GetKeyRotationStatus",
                        Map.of("KeyId", metadata.path("KeyId").asText()))
                .map(answer -> answer.path("KeyRotationEnabled").asBoolean())
                .orElse(false);
    }

    /** Its material rotates by itself. */
    public KeyAssert rotates() {
        if (!rotating()) {
            throw new AssertionError("Expected key " + name + " to rotate, but its rotation is not enabled");
        }
        return this;
    }

    /** Its material does not rotate by itself. */
    public KeyAssert doesNotRotate() {
        if (rotating()) {
            throw new AssertionError("Expected key " + name + " not to rotate, but its rotation is enabled");
        }
        return this;
    }

    /** It can be used. */
    public KeyAssert isEnabled() {
        return isIn("Enabled");
    }

    /** It is disabled. */
    public KeyAssert isDisabled() {
        return isIn("Disabled");
    }

    /** It will be deleted. */
    public KeyAssert isPendingDeletion() {
        return isIn("PendingDeletion");
    }

    private KeyAssert isIn(String state) {
        String found = metadata.path("KeyState").asText();
        if (!found.equals(state)) {
            throw new AssertionError(
                    "Expected key " + name + " to be in the state " + state + ", but it is in " + found);
        }
        return this;
    }
}
