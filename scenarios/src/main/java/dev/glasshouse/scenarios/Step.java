package dev.glasshouse.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One API call of a script. Texts in it may hold {@code {{name}}} for a variable.
 *
 * @param id a name to speak of the step by; a call in a script has its number where it has none
 * @param as who calls: {@code admin}, {@code root}, {@code anonymous}, {@code user/NAME}, {@code role/NAME}, one of these in a
 *     member account as {@code ACCOUNT:user/NAME}, or a name under which an earlier step kept credentials
 * @param call the operation, such as {@code s3:GetObject}
 * @param with the members of its input
 * @param in the Region, the lab's by default
 * @param keep what to keep of the output: a name and the JSON pointer to a text, or to credentials
 * @param fails the error code that the call must end with; it must succeed where there is none
 * @param waits how far the clock advances before the call
 */
public record Step(
        @Nullable String id,
        String as,
        String call,
        JsonNode with,
        @Nullable String in,
        Map<String, String> keep,
        @Nullable String fails,
        Duration waits) {

    /** The defaults of a step that a file leaves out. */
    public Step(
            @Nullable String id,
            @Nullable String as,
            String call,
            @Nullable JsonNode with,
            @Nullable String in,
            @Nullable Map<String, String> keep,
            @Nullable String fails,
            @Nullable Duration waits) {
        this.id = id;
        this.as = as == null ? "admin" : as;
        this.call = call;
        this.with = with == null ? JsonNodeFactory.instance.objectNode() : with;
        this.in = in;
        this.keep = keep == null ? Map.of() : Map.copyOf(keep);
        this.fails = fails;
        this.waits = waits == null ? Duration.ZERO : waits;
    }
}
