package dev.glasshouse.gateway;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.wire.WireError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param request the call
 * @param call the call as its operation last saw it; null where it did not get so far
 * @param input what was asked; null where the request could not be read
 * @param output the answer, or null where the call failed
 * @param error the error, or null where it succeeded
 * @param questions what was asked of the policy engine, with the answers
 */
record CallOutcome(
        Request request,
        RunningCall call,
        @Nullable ApiRecord input,
        @Nullable ApiRecord output,
        @Nullable WireError error,
        List<Question> questions) {

    CallOutcome {
        questions = List.copyOf(questions);
    }
}
