package dev.glasshouse.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code glasshouse}. */
@Command(
        name = "glasshouse",
        description = "A local AWS in which security is real.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            StartCommand.class,
            EnvCommand.class,
            CaCommand.class,
            WhyCommand.class,
            KmsCommand.class,
            CanCommand.class,
            DiffCommand.class,
            ImportCommand.class,
            ClockCommand.class,
            SandboxCommand.class,
            TokenCommand.class,
            LabCommand.class,
            S3Command.class
        })
public final class Main implements Runnable {

    /** Starts the command line. */
    public static void main(String[] args) {
        // what it logs when it cannot start is said by the command that wanted it
        System.setProperty("org.slf4j.simpleLogger.log.io.javalin.Javalin", "off");
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((e, command, parsed) -> {
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
