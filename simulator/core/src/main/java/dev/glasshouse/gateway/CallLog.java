package dev.glasshouse.gateway;

import dev.glasshouse.sandbox.Sandbox;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The last calls of a sandbox, those of unknown callers too: what {@code why} reads. */
public final class CallLog {

    private final int most;
    private final Deque<LoggedCall> calls = new ArrayDeque<>();

    private CallLog(int most) {
        this.most = most;
    }

    /** The log of a sandbox. */
    public static CallLog of(Sandbox sandbox) {
        return sandbox.attachments()
                .get(CallLog.class, () -> new CallLog(sandbox.host().retention().calls()));
    }

    synchronized void add(LoggedCall call) {
        if (calls.size() == most) {
            calls.removeFirst();
        }
        calls.addLast(call);
    }

    /** The call with a request id. */
    public synchronized Optional<LoggedCall> find(String requestId) {
        return calls.stream()
                .filter(call -> call.requestId().equalsIgnoreCase(requestId))
                .findFirst();
    }

    /** The calls that were nested in a call from outside, in their order. */
    public synchronized List<LoggedCall> nested(String requestId) {
        return calls.stream().filter(call -> requestId.equals(call.outer())).toList();
    }

    /** The last call that came from outside. */
    public synchronized Optional<LoggedCall> last() {
        for (var at = calls.descendingIterator(); at.hasNext(); ) {
            LoggedCall call = at.next();
            if (call.outer() == null) {
                return Optional.of(call);
            }
        }
        return Optional.empty();
    }

    /** The last calls, the newest first. */
    public synchronized List<LoggedCall> newest(int most) {
        List<LoggedCall> all = new ArrayList<>(calls);
        Collections.reverse(all);
        return List.copyOf(all.subList(0, Math.min(most, all.size())));
    }
}
