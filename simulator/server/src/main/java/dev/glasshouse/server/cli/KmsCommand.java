package dev.glasshouse.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks into what KMS made. */
@Command(name = "kms", description = "Look into ciphertexts.", mixinStandardHelpOptions = true)
final class KmsCommand {

    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            description = "Say which key and material a ciphertext was made with, which context it is bound to, and who"
                    + " could decrypt it now.",
            mixinStandardHelpOptions = true)
    int explain(
            @Parameters(paramLabel = "CIPHERTEXT", description = "The ciphertext in base 64, or fileb://PATH.")
                    String ciphertext,
            @Option(names = "--sandbox", description = "The sandbox (default: the one behind the endpoint).") @Nullable
                    String sandbox,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        JsonNode found = ControlClient.find()
                .post(ControlClient.path(sandbox, "kms/explain"), Map.of("ciphertext", base64(ciphertext)));
        if (json) {
            Output.print(spec, found.toPrettyString());
        } else {
            print(found);
        }
        return 0;
    }

    private static String base64(String ciphertext) {
        if (!ciphertext.startsWith("fileb://")) {
            return ciphertext;
        }
        Path file = Path.of(ciphertext.substring("fileb://".length()));
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new Failure("cannot read " + file);
        }
    }

    private void print(JsonNode found) {
        for (JsonNode key : found.path("keys")) {
            Output.print(spec, "key: " + key.asText());
        }
        boolean gone = !found.hasNonNull("keyState");
        Output.print(
                spec,
                "key state: "
                        + (gone
                                ? "there is no such key any more"
                                : found.path("keyState").asText()));
        if (found.hasNonNull("keyMaterialId")) {
            Output.print(
                    spec,
                    "key material: " + found.path("keyMaterialId").asText()
                            + (found.path("current").asBoolean() ? " (current)" : " (before a rotation)"));
        } else {
            Output.print(spec, "key material: gone");
        }
        if (!found.path("madeHere").asBoolean()) {
            Output.print(spec, "it was made in another sandbox, and opens in none but that and its later forks");
        }
        Output.print(spec, "encryption context: " + context(found));
        Output.print(
                spec, found.path("principals").isEmpty() ? "nobody could decrypt it now" : "who could decrypt it now:");
        for (JsonNode principal : found.path("principals")) {
            Output.print(spec, "  " + principal.asText());
        }
    }

    private static String context(JsonNode found) {
        if (!found.has("contextKeys")) {
            return "not known";
        }
        if (found.path("contextKeys").isEmpty()) {
            return "none";
        }
        StringBuilder keys = new StringBuilder("it must hold");
        for (JsonNode key : found.path("contextKeys")) {
            keys.append(' ').append(key.asText());
        }
        return keys.toString();
    }
}
