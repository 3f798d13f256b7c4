package dev.glasshouse.server.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks what somebody can do. */
@Command(
        name = "what-can",
        description = "Tell what a principal can do, by service and resource.",
        mixinStandardHelpOptions = true)
final class WhatCanCommand implements Callable<Integer> {

    @Parameters(index = "0", description = "user/NAME, role/NAME, root, an ARN of one, or an access key id.")
    private String principal = "";

    @Mixin
    private Answers answers = new Answers();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        answers.ask(spec, "what-can", Map.of("principal", principal));
        return 0;
    }
}
