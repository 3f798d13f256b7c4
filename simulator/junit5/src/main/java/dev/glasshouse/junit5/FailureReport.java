package dev.glasshouse.junit5;

import dev.glasshouse.Control;
import dev.glasshouse.gateway.LoggedCall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What one wants to see of a test that failed: the calls it made, why some were denied, and the seed to repeat it with. */
final class FailureReport {

    private static final int MOST_CALLS = 40;
    private static final int MOST_REASONS = 5;

    private FailureReport() {}

    static String of(String test, TestOccupant occupant) {
        Control control = Control.of(occupant.sandbox());
        StringBuilder out = new StringBuilder();
        out.append("Glasshouse: ").append(test).append(" failed. Seed: ");
        out.append(occupant.template().key().seed());
        out.append(" (repeat it with -D").append(TemplateKey.SEED_PROPERTY).append("=...)\n");
        List<LoggedCall> calls = new ArrayList<>(control.calls(MOST_CALLS));
        Collections.reverse(calls);
        out.append(calls.isEmpty() ? "  It made no call.\n" : "  Its trail, the last call last:\n");
        for (LoggedCall call : calls) {
            out.append("    ").append(call.line()).append('\n');
        }
        List<LoggedCall> denied = calls.stream().filter(LoggedCall::denied).toList();
        denied.stream()
                .skip(Math.max(0, denied.size() - MOST_REASONS))
                .forEach(call -> control.decision(call.requestId())
                        .ifPresent(decided -> out.append("  Why:\n").append(indented(decided.why()))));
        return out.toString();
    }

    private static String indented(String text) {
        return text.lines().map(line -> "    " + line + "\n").reduce("", String::concat);
    }
}
