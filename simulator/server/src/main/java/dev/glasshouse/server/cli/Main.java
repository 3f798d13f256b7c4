package dev.glasshouse.server.cli;

import java.security.Security;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code glasshouse}. */
@Command(
        name = "glasshouse",
        description = "A local AWS in which security is real.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Runnable {

    private static final List<Class<?>> VERBS = List.of(
            StartCommand.class,
            EnvCommand.class,
            CaCommand.class,
            WhyCommand.class,
            KmsCommand.class,
            CanCommand.class,
            DiffCommand.class,
            WhoCanCommand.class,
            WhatCanCommand.class,
            PathsCommand.class,
            BlastRadiusCommand.class,
            ImportCommand.class,
            ClockCommand.class,
            SandboxCommand.class,
            TokenCommand.class,
            LabCommand.class,
            S3Command.class);

    /** Starts the command line. */
    public static void main(String[] args) {
        // what it logs when it cannot start is said by the command that wanted it
        System.setProperty("org.slf4j.simpleLogger.log.io.javalin.Javalin", "off");
        // each is asked for first where it is known to be, before the JVM loads all that stand before it
        Security.setProperty(
                "jdk.security.provider.preferred",
                "AES/GCM/NoPadding:SunJCE, HmacSHA256:SunJCE, SSLContext.TLS:SunJSSE");
        System.exit(run(args));
    }

    private static int run(String... args) {
        Optional<StartOptions> plain = args.length > 0 && args[0].equals("start")
                ? StartOptions.plain(List.of(args).subList(1, args.length))
                : Optional.empty();
        if (plain.isEmpty()) {
            return commandLine(args).execute(args);
        }
        try {
            return new StartCommand(plain.get()).call();
        } catch (Failure e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        } catch (InterruptedException e) {
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** The command with the verb that is called, or with all verbs where none is: to read a verb's options takes longer than most verbs. */
    static CommandLine commandLine(String... args) {
        CommandLine line = new CommandLine(new Main());
        List<Class<?>> called = VERBS.stream()
                .filter(verb -> args.length > 0
                        && verb.getAnnotation(Command.class).name().equals(args[0]))
                .toList();
        for (Class<?> verb : called.isEmpty() ? VERBS : called) {
            line.addSubcommand(verb);
        }
        return line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (!(e instanceof Failure)) {
                throw e;
            }
            command.getErr().println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"Glasshouse " + (version == null ? "(unpacked)" : version)};
        }
    }
}
