package dev.glasshouse.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Plays identity providers: prints tokens, assertions and metadata that a sandbox takes for theirs. */
@Command(
        name = "token",
        description = "Print a token, an assertion or metadata of an identity provider.",
        mixinStandardHelpOptions = true)
final class TokenCommand implements Runnable {

    @Option(
            names = "--sandbox",
            description = "The sandbox (default: the one behind the endpoint).",
            scope = ScopeType.INHERIT)
    private @Nullable String sandbox;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        Output.print(spec, "One of: token web-identity, token keys, token saml, token saml-metadata (see --help).");
    }

    private void print(String what, Map<String, ?> input, String member) {
        Output.print(
                spec,
                ControlClient.find()
                        .post(ControlClient.path(sandbox, "tokens/" + what), input)
                        .path(member)
                        .asText());
    }

    @Command(name = "web-identity", description = "Print a web identity token (JWT) of an OpenID Connect issuer.")
    void webIdentity(
            @Option(names = "--issuer", required = true, description = "The issuer's URL.") String issuer,
            @Option(names = "--subject", required = true, description = "Whom it is about (sub).") String subject,
            @Option(names = "--audience", defaultValue = "sts.amazonaws.com", description = "For whom (aud).")
                    String audience,
            @Option(names = "--claim", description = "Another claim, NAME=VALUE.") @Nullable Map<String, String> claims,
            @Option(names = "--algorithm", description = "RS256, ES256 or ES384.") @Nullable String algorithm,
            @Option(names = "--seconds", defaultValue = "3600", description = "How long it lives.") long seconds) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("issuer", issuer);
        input.put("subject", subject);
        input.put("audience", audience);
        input.put("seconds", seconds);
        if (claims != null) {
            input.put("claims", claims);
        }
        if (algorithm != null) {
            input.put("algorithm", algorithm);
        }
        print("web-identity", input, "token");
    }

    @Command(name = "keys", description = "Take the public keys (a JWKS file) of an issuer that signs elsewhere.")
    void keys(
            @Option(names = "--issuer", required = true, description = "The issuer's URL.") String issuer,
            @Option(names = "--jwks", required = true, description = "The file with the key set.") Path file) {
        try {
            print("keys", Map.of("issuer", issuer, "jwks", ControlClient.json(Files.readString(file))), "issuer");
        } catch (IOException e) {
            throw new UncheckedIOException("the key set cannot be read", e);
        }
    }

    @Command(name = "saml", description = "Print a SAML response (Base64) of a provider that the sandbox plays.")
    void saml(
            @Option(names = "--entity-id", required = true, description = "Who issues it.") String entityId,
            @Option(names = "--role", required = true, description = "The role's ARN.") String role,
            @Option(names = "--provider", required = true, description = "The SAML provider's ARN.") String provider,
            @Option(names = "--subject", required = true, description = "Whom it is about.") String subject,
            @Option(names = "--session-name", description = "The session's name (default: the subject).") @Nullable
                    String sessionName,
            @Option(names = "--attribute", description = "Another attribute, NAME=VALUE.") @Nullable
                    Map<String, String> attributes,
            @Option(names = "--encrypted", description = "Encrypt it for the provider's newest private key.")
                    boolean encrypted) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("entityId", entityId);
        input.put("encrypted", encrypted);
        input.put("role", role);
        input.put("provider", provider);
        input.put("subject", subject);
        if (sessionName != null) {
            input.put("sessionName", sessionName);
        }
        if (attributes != null) {
            input.put("attributes", attributes);
        }
        print("saml", input, "assertion");
    }

    @Command(name = "saml-metadata", description = "Print the metadata of a SAML provider that the sandbox plays.")
    void samlMetadata(@Option(names = "--entity-id", required = true, description = "The entity id.") String entityId) {
        print("saml-metadata", Map.of("entityId", entityId), "metadata");
    }
}
