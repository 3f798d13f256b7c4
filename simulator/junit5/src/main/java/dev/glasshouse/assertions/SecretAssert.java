package dev.glasshouse.assertions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Function;

/** The state of a secret of Secrets Manager. */
public final class SecretAssert {

    private final Look look;
    private final String name;
    private final Look.Place place;
    private final JsonNode described;

    private SecretAssert(Look look, String name) {
        this.look = look;
        this.name = name;
        this.place = look.place(name);
        this.described = look.ask(place, "secretsmanager:DescribeSecret", Map.of("SecretId", name))
                .orElseThrow(() -> new AssertionError("Expected a secret " + name + ", but the sandbox has none"));
    }

    /** A secret by its ARN; by its name where it is of the first account in us-east-1. */
    public static Function<Look, SecretAssert> of(String secret) {
        return look -> new SecretAssert(look, secret);
    }

    private String arn() {
        return described.path("ARN").asText();
    }

    private AssertionError not(String expected, String found) {
        return new AssertionError("Expected secret " + name + " " + expected + ", but " + found);
    }

    /**
     * Its value is encrypted under a key.
     *
     * @param key the key's id, ARN or alias; {@code alias/aws/secretsmanager} for the one that AWS manages
     */
    public SecretAssert isEncryptedUnder(String key) {
        String used = look.keyArn(place, described.path("KmsKeyId").asText("alias/aws/secretsmanager"));
        String expected = look.keyArn(place, key);
        if (!used.equals(expected)) {
            throw not("to be encrypted under " + expected, "it is under " + used);
        }
        return this;
    }

    /** It is rotated by itself. */
    public SecretAssert rotates() {
        if (!rotating()) {
            throw not("to rotate", "its rotation is not turned on");
        }
        return this;
    }

    /** It is not rotated by itself. */
    public SecretAssert doesNotRotate() {
        if (rotating()) {
            throw not("not to rotate", "its rotation is turned on");
        }
        return this;
    }

    private boolean rotating() {
        return described.path("RotationEnabled").asBoolean();
    }

    /** It is kept in another Region too, such as {@code eu-west-1}. */
    public SecretAssert isReplicatedTo(String region) {
        for (JsonNode replica : described.path("ReplicationStatus")) {
            if (replica.path("Region").asText().equals(region)) {
                return this;
            }
        }
        throw not("to be replicated to " + region, "its replicas are " + described.path("ReplicationStatus"));
    }

    /** It is marked for deletion. */
    public SecretAssert isPendingDeletion() {
        if (!described.hasNonNull("DeletedDate")) {
            throw not("to be marked for deletion", "it is not");
        }
        return this;
    }

    /** A version has a staging label, such as {@code AWSPREVIOUS}. */
    public SecretAssert hasStage(String stage) {
        for (JsonNode stages : described.path("VersionIdsToStages")) {
            for (JsonNode each : stages) {
                if (each.asText().equals(stage)) {
                    return this;
                }
            }
        }
        throw not("to have a version labelled " + stage, "its versions are " + described.path("VersionIdsToStages"));
    }

    /** Its current value is this text. */
    public SecretAssert hasValue(String value) {
        String found = look.ask(place, "secretsmanager:GetSecretValue", Map.of("SecretId", arn()))
                .map(answer -> answer.path("SecretString").asText())
                .orElseThrow(() -> not("to have a value", "it has none"));
        if (!found.equals(value)) {
            // values are secrets: neither is told
            throw not("to have the expected value", "it has another one");
        }
        return this;
    }

    /** It has a tag with this value. */
    public SecretAssert hasTag(String key, String value) {
        for (JsonNode tag : described.path("Tags")) {
            if (tag.path("Key").asText().equals(key)
                    && tag.path("Value").asText().equals(value)) {
                return this;
            }
        }
        throw not("to have the tag " + key + "=" + value, "its tags are " + described.path("Tags"));
    }

    /**
     * Nobody but these can get its value, neither by themselves nor by assuming roles, whatever their calls are like.
     *
     * @param principals as {@link SandboxAssert#onlyCan} takes them
     */
    public SecretAssert isReadableOnlyBy(String... principals) {
        look.sandbox().onlyCan("secretsmanager:GetSecretValue", arn(), principals);
        return this;
    }
}
