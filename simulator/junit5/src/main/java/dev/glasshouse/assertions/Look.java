package dev.glasshouse.assertions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Control;
import dev.glasshouse.Credentials;
import dev.glasshouse.Decided;
import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Sandbox;
import java.util.Map;
import java.util.Optional;

/** A look at a sandbox through AWS's own API, by the root users of its accounts, on a copy: it leaves no trace. */
public final class Look {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sandbox copy;

    Look(Sandbox sandbox) {
        this.copy = sandbox.host().scratch(sandbox);
    }

    /** The accounts, in their order. */
    public Iterable<String> accounts() {
        return Control.of(copy).accounts();
    }

    /**
     * Asks the API.
     *
     * @param account the account whose root user asks
     * @param region the Region that is asked
     * @param operation such as {@code s3:GetBucketPolicyStatus}
     * @param input the members of its input, texts and numbers
     * @return the output; empty where the resource or what was asked of it is not there
     * @throws AssertionError with the reasons if the root user may not ask
     */
    public Optional<JsonNode> ask(String account, String region, String operation, Map<String, ?> input) {
        Control control = Control.of(copy);
        Credentials root = control.credentials("arn:aws:iam::" + account + ":root");
        ApiClient.Answer answer =
                Simulator.of(copy).client(copy, root).in(region).call(operation, JSON.valueToTree(input));
        if (answer.error() != null && answer.error().httpStatus() == 403) {
            throw new AssertionError("not even the root user may look:\n"
                    + control.decision(answer.requestId()).map(Decided::why).orElse(answer.errorCode()));
        }
        return answer.error() == null ? Optional.of(answer.output()) : Optional.empty();
    }

    /** Where a resource is. */
    record Place(String account, String region) {}

    /** Where a name looks: an ARN where it says, any other in the first account and us-east-1. */
    Place place(String name) {
        String[] fields = name.split(":", 6);
        return fields.length == 6
                ? new Place(fields[4], fields[3])
                : new Place(accounts().iterator().next(), "us-east-1");
    }

    /** Asks the API where a resource is. */
    Optional<JsonNode> ask(Place place, String operation, Map<String, ?> input) {
        return ask(place.account(), place.region(), operation, input);
    }

    /**
     * The ARN of a KMS key.
     *
     * @throws AssertionError if there is none
     */
    String keyArn(Place place, String key) {
        return ask(place, "kms:DescribeKey", Map.of("KeyId", key))
                .orElseThrow(() -> new AssertionError("Expected a key " + key + ", but the sandbox has none"))
                .at("/KeyMetadata/Arn")
                .asText();
    }

    /** Assertions on the copy. */
    SandboxAssert sandbox() {
        return new SandboxAssert(copy);
    }

    /** The same in us-east-1. */
    public Optional<JsonNode> ask(String account, String operation, Map<String, ?> input) {
        return ask(account, "us-east-1", operation, input);
    }

    /** What the policy engine says of a principal in the copy. */
    public Control control() {
        return Control.of(copy);
    }
}
