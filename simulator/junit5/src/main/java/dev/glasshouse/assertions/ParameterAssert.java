package dev.glasshouse.assertions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The state of a parameter of Systems Manager's Parameter Store. */
public final class ParameterAssert {

    private final Look look;
    private final String name;
    private final Look.Place place;
    private final JsonNode parameter;

    private ParameterAssert(Look look, String name) {
        this.look = look;
        this.name = name;
        this.place = look.place(name);
        this.parameter = look.ask(place, "ssm:GetParameter", Map.of("Name", name, "WithDecryption", true))
                .orElseThrow(() -> new AssertionError("Expected a parameter " + name + ", but the sandbox has none"))
                .path("Parameter");
    }

    /** A parameter by its ARN; by its name where it is of the first account in us-east-1. */
    public static Function<Look, ParameterAssert> of(String parameter) {
        return look -> new ParameterAssert(look, parameter);
    }

    private AssertionError not(String expected, String found) {
        return new AssertionError("Expected parameter " + name + " " + expected + ", but " + found);
    }

    private ParameterAssert is(String type) {
        String found = parameter.path("Type").asText();
        if (!found.equals(type)) {
            throw not("to be a " + type, "it is a " + found);
        }
        return this;
    }

    /** Its value is encrypted. */
    public ParameterAssert isSecureString() {
        return is("SecureString");
    }

    /** Its value is kept in the clear. */
    public ParameterAssert isString() {
        return is("String");
    }

    /** Its value is a list that is kept in the clear. */
    public ParameterAssert isStringList() {
        return is("StringList");
    }

    private JsonNode described() {
        Map<String, Object> byName = Map.of(
                "Key",
                "Name",
                "Option",
                "Equals",
                "Values",
                List.of(parameter.path("Name").asText()));
        return look.ask(place, "ssm:DescribeParameters", Map.of("ParameterFilters", List.of(byName)))
                .orElseThrow()
                .at("/Parameters/0");
    }

    /**
     * Its value is encrypted under a key.
     *
     * @param key the key's id, ARN or alias; {@code alias/aws/ssm} for the one that AWS manages
     */
    public ParameterAssert isEncryptedUnder(String key) {
        isSecureString();
        String used = look.keyArn(place, described().path("KeyId").asText());
        String expected = look.keyArn(place, key);
        if (!used.equals(expected)) {
            throw not("to be encrypted under " + expected, "it is under " + used);
        }
        return this;
    }

    /** Its value, decrypted where it is encrypted, is this text. */
    public ParameterAssert hasValue(String value) {
        String found = parameter.path("Value").asText();
        if (!found.equals(value)) {
            boolean secret = parameter.path("Type").asText().equals("SecureString");
            throw not(
                    secret ? "to have the expected value" : "to be \"" + value + "\"",
                    secret ? "it has another one" : "it is \"" + found + "\"");
        }
        return this;
    }

    /** So many times it has been written. */
    public ParameterAssert hasVersion(int version) {
        int found = parameter.path("Version").asInt();
        if (found != version) {
            throw not("to be in version " + version, "it is in version " + found);
        }
        return this;
    }

    /** It has a tag with this value. */
    public ParameterAssert hasTag(String key, String value) {
        Map<String, String> resource = Map.of(
                "ResourceType",
                "Parameter",
                "ResourceId",
                parameter.path("Name").asText());
        JsonNode tags = look.ask(place, "ssm:ListTagsForResource", resource)
                .orElseThrow()
                .path("TagList");
        for (JsonNode tag : tags) {
            if (tag.path("Key").asText().equals(key)
                    && tag.path("Value").asText().equals(value)) {
                return this;
            }
        }
        throw not("to have the tag " + key + "=" + value, "its tags are " + tags);
    }

    /**
     * Nobody but these can get it, neither by themselves nor by assuming roles, whatever their calls are like.
     *
     * @param principals as {@link SandboxAssert#onlyCan} takes them
     */
    public ParameterAssert isReadableOnlyBy(String... principals) {
        look.sandbox().onlyCan("ssm:GetParameter", parameter.path("ARN").asText(), principals);
        return this;
    }
}
