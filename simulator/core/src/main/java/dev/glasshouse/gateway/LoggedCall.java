package dev.glasshouse.gateway;

import dev.glasshouse.call.Caller;
import dev.glasshouse.wire.WireError;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the call log keeps of a call: enough to ask the policy engine again.
 *
 * @param requestId its id
 * @param time the sandbox's time
 * @param service the service's model name, or {@code unknown}
 * @param operation the operation, or {@code unknown}
 * @param caller who made it; null where that was not established
 * @param via the services on the way
 * @param error how it failed, or null
 * @param sequence the commit that the state it saw followed
 * @param questions what was asked of the policy engine
 * @param outer the request id of the call from outside that this one is nested in, or null
 */
public record LoggedCall(
        String requestId,
        Instant time,
        String service,
        String operation,
        @Nullable Caller caller,
        List<String> via,
        @Nullable WireError error,
        long sequence,
        List<Question> questions,
        @Nullable String outer) {

    public LoggedCall {
        via = List.copyOf(via);
        questions = List.copyOf(questions);
    }

    /** Whether the policy engine's answer ended it. */
    public boolean denied() {
        return error != null && questions.stream().anyMatch(Question::refuses);
    }

    /** Who made it, for people. */
    public String who() {
        if (caller == null) {
            return "unknown";
        }
        return caller.arn().isEmpty() ? caller.principalId() : caller.arn();
    }

    /** The call in one line, for people. */
    public String line() {
        String made = time + " " + service + ":" + operation + " by " + who() + (via.isEmpty() ? "" : " via " + via);
        return error == null ? made : made + ": " + error.code();
    }

    /** A call that ended before it was known who makes it. */
    static LoggedCall refused(String requestId, Instant time, String service, String operation, WireError error) {
        return new LoggedCall(requestId, time, service, operation, null, List.of(), error, 0, List.of(), null);
    }

    static LoggedCall of(CallOutcome outcome) {
        Request request = outcome.request();
        return new LoggedCall(
                request.requestId(),
                outcome.call().now(),
                request.service().name(),
                request.operation().name(),
                request.caller(),
                request.calledVia(),
                outcome.error(),
                outcome.call().standing().sequence(),
                outcome.questions(),
                request.outer());
    }
}
