package dev.glasshouse.server.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where commands print. */
final class Output {

    private Output() {}

    static void print(@Nullable CommandSpec spec, String line) {
        Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    /** Speaks to the person at the terminal: standard error. */
    static void tell(@Nullable CommandSpec spec, String line) {
        Objects.requireNonNull(spec, "picocli sets it").commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }
}
