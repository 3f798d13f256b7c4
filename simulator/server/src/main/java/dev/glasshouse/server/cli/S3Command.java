package dev.glasshouse.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at S3 from below. */
@Command(
        name = "s3",
        description = "Look at S3 from below.",
        mixinStandardHelpOptions = true,
        subcommands = S3Command.Bytes.class)
final class S3Command {

    /** Shows the bytes of an object as they lie at rest. */
    @Command(
            name = "bytes",
            description = "Show an object's stored bytes: encrypted, with the wrapped keys beside them.",
            mixinStandardHelpOptions = true)
    static final class Bytes implements Callable<Integer> {

        private static final int WIDTH = 16;

        @Parameters(description = "s3://bucket/key")
        private String object = "";

        @Option(names = "--version-id", description = "A version (default: the latest).")
        private @Nullable String version;

        @Option(names = "--most", defaultValue = "256", description = "How many bytes to show (default: 256).")
        private int most;

        @Option(names = "--sandbox", description = "The sandbox (default: the one behind the endpoint).")
        private @Nullable String sandbox;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            String path = object.startsWith("s3://") ? object.substring(5) : object;
            int slash = path.indexOf('/');
            if (slash <= 0 || slash == path.length() - 1) {
                throw new Failure("name an object as s3://bucket/key");
            }
            String query = "s3?bucket=" + encoded(path.substring(0, slash)) + "&key="
                    + encoded(path.substring(slash + 1)) + "&most=" + most
                    + (version == null ? "" : "&versionId=" + encoded(version));
            JsonNode stored = ControlClient.find().get(ControlClient.path(sandbox, query));
            if (json) {
                Output.print(spec, stored.toPrettyString());
                return 0;
            }
            stored.properties().forEach(entry -> {
                if (!entry.getKey().equals("bytes")) {
                    Output.print(spec, entry.getKey() + ": " + text(entry.getValue()));
                }
            });
            dump(Base64.getDecoder().decode(stored.path("bytes").asText()));
            return 0;
        }

        private static String text(JsonNode value) {
            return value.isTextual() ? value.asText() : value.toString();
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        private void dump(byte[] bytes) {
            for (int at = 0; at < bytes.length; at += WIDTH) {
                StringBuilder hex = new StringBuilder();
                StringBuilder plain = new StringBuilder();
                for (int i = at; i < Math.min(at + WIDTH, bytes.length); i++) {
                    hex.append(String.format("%02x ", bytes[i]));
                    plain.append(bytes[i] >= 32 && bytes[i] < 127 ? (char) bytes[i] : '.');
                }
                Output.print(spec, String.format("%08x  %-48s |%s|", at, hex, plain));
            }
        }
    }
}
