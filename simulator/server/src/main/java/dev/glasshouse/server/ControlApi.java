package dev.glasshouse.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.Control;
import dev.glasshouse.Credentials;
import dev.glasshouse.Simulator;
import dev.glasshouse.call.Age;
import dev.glasshouse.call.CiphertextReader;
import dev.glasshouse.call.SandboxTraits;
import dev.glasshouse.call.Vantage;
import dev.glasshouse.call.Workload;
import dev.glasshouse.policy.cases.AuthorizationCase;
import dev.glasshouse.policy.cases.CaseFormat;
import dev.glasshouse.policy.cases.CaseFormatException;
import dev.glasshouse.sandbox.LogRecord;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Sandboxes;
import dev.glasshouse.sandbox.Seed;
import dev.glasshouse.scenarios.Lab;
import dev.glasshouse.scenarios.LabFiles;
import dev.glasshouse.scenarios.LabSession;
import dev.glasshouse.server.tls.CertificateAuthority;
import dev.glasshouse.service.s3.StoredBytes;
import dev.glasshouse.wire.QueryString;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.http.ResponseBody;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What AWS has no API for, as JSON under {@code /_glasshouse/}; docs/control-api.md lists it. It answers to this machine
 * alone: foreign addresses, and pages of foreign sites in a local browser, are refused.
 */
final class ControlApi {

    static final String PREFIX = "/_glasshouse/";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_BYTES = 64 << 20;
    private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

    private final Simulator simulator;
    private final LabApi labs;
    private final Supplier<CertificateAuthority> authority;

    ControlApi(Simulator simulator, LabApi labs, Supplier<CertificateAuthority> authority) {
        this.simulator = simulator;
        this.labs = labs;
        this.authority = authority;
    }

    /** A request that cannot be answered. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }
    }

    /**
     * Answers a request.
     *
     * @param here the sandbox that is meant where the path names none
     */
    HttpResponse handle(HttpRequest http, Sandbox here) throws IOException {
        try {
            requireLocal(http);
            byte[] body = http.body().readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) {
                throw new Refused(413, "the body is larger than " + MOST_BYTES + " bytes");
            }
            List<String> path =
                    List.of(http.rawPath().substring(PREFIX.length()).split("/"));
            if (path.equals(List.of("authorize"))) {
                // a case is read strictly: a member that is there twice could hide a Deny
                return json(200, authorized(CaseFormat.parse(new String(body, StandardCharsets.UTF_8))));
            }
            JsonNode input = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            return json(200, answer(http, here, path, input));
        } catch (Refused e) {
            return json(e.status, JSON.createObjectNode().put("error", e.getMessage()));
        } catch (JsonProcessingException e) {
            return json(400, JSON.createObjectNode().put("error", "the body is not JSON"));
        } catch (IllegalArgumentException | DateTimeException | CaseFormatException e) {
            return json(400, JSON.createObjectNode().put("error", e.getMessage()));
        }
    }

    private static JsonNode authorized(AuthorizationCase asked) {
        return CaseFormat.render(asked.decide());
    }

    private static HttpResponse json(int status, JsonNode node) {
        byte[] bytes = (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
        return new HttpResponse(status, HttpHeaders.of("Content-Type", "application/json"), ResponseBody.of(bytes));
    }

    private static void requireLocal(HttpRequest http) {
        if (!isLoopback(http.connection().remoteAddress()) || !LOCAL.contains(hostName(http.host()))) {
            throw new Refused(403, "the control API answers to this machine alone");
        }
        String origin = http.headers().first("Origin").orElse("");
        if (!origin.isEmpty() && !origin.equals("http://" + http.host()) && !origin.equals("https://" + http.host())) {
            throw new Refused(403, "the control API does not answer to pages of other sites");
        }
    }

    private static String hostName(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean isLoopback(String address) {
        try {
            // a literal address: no name is looked up
            return InetAddress.getByName(address.replace("[", "").replace("]", ""))
                    .isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private JsonNode answer(HttpRequest http, Sandbox here, List<String> path, JsonNode input) {
        boolean post = http.method().equals("POST");
        switch (path.get(0)) {
            case "health" -> {
                return JSON.createObjectNode().put("status", "ok");
            }
            case "ca" -> {
                return JSON.createObjectNode().put("pem", authority.get().pem());
            }
            case "labs" -> {
                return labs(path, input, post);
            }
            case "sandboxes" -> {
                return sandboxes(http, path, input);
            }
            default -> {
                return within(here, http, path, input, post);
            }
        }
    }

    private Sandbox sandbox(String name) {
        return simulator.sandboxes().find(name).orElseThrow(() -> new Refused(404, "there is no sandbox " + name));
    }

    private JsonNode sandboxes(HttpRequest http, List<String> path, JsonNode input) {
        boolean post = http.method().equals("POST");
        if (path.size() == 1) {
            if (!post) {
                ArrayNode all = JSON.createArrayNode();
                simulator.sandboxes().all().forEach(sandbox -> all.add(shown(sandbox)));
                return all;
            }
            String name = text(input, "name");
            if (input.hasNonNull("fork")) {
                return shown(simulator.sandboxes().fork(sandbox(text(input, "fork")), name));
            }
            Seed seed = input.hasNonNull("seed") ? Seed.of(text(input, "seed")) : Seed.random();
            String defaults = optional(input, "defaults");
            return shown(simulator.create(
                    name,
                    seed,
                    simulator.sandboxes().wallClock().now(),
                    defaults == null ? simulator.age() : Age.of(defaults)));
        }
        Sandbox sandbox = sandbox(path.get(1));
        if (path.size() > 2) {
            return within(sandbox, http, path.subList(2, path.size()), input, post);
        }
        if (http.method().equals("DELETE")) {
            if (sandbox.name().equals(Sandboxes.DEFAULT)) {
                throw new Refused(409, "the sandbox default stays; reset it instead");
            }
            simulator.sandboxes().delete(sandbox.name());
            return JSON.createObjectNode().put("deleted", sandbox.name());
        }
        return shown(sandbox);
    }

    private JsonNode labs(List<String> path, JsonNode input, boolean post) {
        if (path.size() == 1) {
            return labs.list();
        }
        Lab lab = LabFiles.shipped(path.get(1)).orElseThrow(() -> new Refused(404, "there is no lab " + path.get(1)));
        if (!post) {
            throw new Refused(405, "a lab is started with POST");
        }
        return labs.start(lab, optional(input, "sandbox"), optional(input, "seed"));
    }

    private JsonNode lab(Sandbox sandbox, String what, boolean post) {
        LabSession session = labs.session(sandbox)
                .orElseThrow(() -> new Refused(404, "no lab is played in the sandbox " + sandbox.name()));
        if (!post && (what.equals("hint") || what.equals("reset"))) {
            throw new Refused(405, "lab/" + what + " wants POST");
        }
        return labs.answer(session, what);
    }

    private JsonNode within(Sandbox sandbox, HttpRequest http, List<String> path, JsonNode input, boolean post) {
        Control control = simulator.control(sandbox);
        String rest = path.size() > 1 ? path.get(1) : "";
        return switch (path.get(0)) {
            case "fork" -> shown(simulator.sandboxes().fork(sandbox, text(input, "name")));
            case "snapshots", "snapshot" -> snapshots(sandbox, input, post);
            case "restore" -> restored(sandbox, text(input, "snapshot"));
            case "undo" -> undone(control, input);
            case "reset" -> restored(sandbox, Simulator.BEGINNING);
            case "clock" -> clock(sandbox, input, post);
            case "accounts" -> accounts(control, input, post);
            case "credentials" -> LabApi.shown(credentials(control, input));
            case "lab" -> lab(sandbox, rest, post);
            case "access" -> AccessApi.access(control, input);
            case "who-can", "what-can", "paths", "blast-radius", "diff" ->
                QuestionsApi.answer(sandbox, path.get(0), input);
            case "import" -> AccessApi.imported(sandbox, input);
            case "vantages" -> vantage(control, input);
            case "tokens" -> tokens(control, rest, input, post);
            case "events" -> events(control, http);
            case "s3" -> stored(control, http);
            case "kms" -> explained(control, rest, input);
            case "mfa" -> mfa(control, input);
            case "decisions" ->
                Decisions.json(
                        JSON,
                        (rest.equals("last") ? control.lastDecision() : control.decision(rest))
                                .orElseThrow(() -> new Refused(404, "the call log has no call " + rest)));
            default -> throw new Refused(404, "the control API has no " + path.get(0));
        };
    }

    private JsonNode mfa(Control control, JsonNode input) {
        String account = input.path("account").asText(simulator.account());
        return JSON.createObjectNode().put("code", control.mfaCode(account, text(input, "serialNumber")));
    }

    private static JsonNode tokens(Control control, String what, JsonNode input, boolean post) {
        if (!post) {
            throw new Refused(405, "tokens/" + what + " wants POST");
        }
        return TokenApi.answer(control, what, input);
    }

    private static JsonNode explained(Control control, String verb, JsonNode input) {
        if (!verb.equals("explain")) {
            throw new Refused(404, "the control API has no kms/" + verb);
        }
        byte[] ciphertext = Base64.getMimeDecoder().decode(text(input, "ciphertext"));
        Control.Ciphertext found = control.ciphertext(ciphertext)
                .orElseThrow(() -> new Refused(400, "this is no ciphertext of a symmetric KMS key"));
        CiphertextReader.Reading reading = found.reading();
        ObjectNode node = JSON.createObjectNode();
        ArrayNode keys = node.putArray("keys");
        reading.keyArns().forEach(keys::add);
        node.put("keyState", reading.keyState());
        node.put("keyMaterialId", reading.materialId());
        node.put("current", reading.current());
        node.put("madeHere", reading.ofThisPast());
        if (reading.context() != null) {
            ArrayNode context = node.putArray("contextKeys");
            reading.context().keySet().forEach(context::add);
        }
        ArrayNode principals = node.putArray("principals");
        found.principals().forEach(principals::add);
        return node;
    }

    private static String text(JsonNode input, String name) {
        JsonNode value = input.path(name);
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw new Refused(400, "the text '" + name + "' is missing");
        }
        return value.asText();
    }

    private static @Nullable String optional(JsonNode input, String name) {
        return input.hasNonNull(name) ? text(input, name) : null;
    }

    private ObjectNode shown(Sandbox sandbox) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", sandbox.name());
        node.put("time", sandbox.now().toString());
        node.put("defaults", SandboxTraits.of(sandbox.peek().state()).age().year());
        ArrayNode accounts = node.putArray("accounts");
        simulator.control(sandbox).accounts().forEach(accounts::add);
        return node;
    }

    /** Keys of a principal, or of a role as an instance or a function has them. */
    private static Credentials credentials(Control control, JsonNode input) {
        if (input.hasNonNull("function")) {
            return control.credentials(text(input, "principal"), Workload.function(text(input, "function")));
        }
        if (input.hasNonNull("instance")) {
            return control.credentials(
                    text(input, "principal"),
                    Workload.instance(text(input, "instance"), text(input, "vpc"), text(input, "privateIp")));
        }
        return control.credentials(principal(input));
    }

    private static String principal(JsonNode input) {
        return input.hasNonNull("root") ? "arn:aws:iam::" + text(input, "root") + ":root" : text(input, "principal");
    }

    private JsonNode snapshots(Sandbox sandbox, JsonNode input, boolean post) {
        if (post) {
            simulator.sandboxes().snapshot(sandbox, text(input, "name"));
        }
        ArrayNode names = JSON.createArrayNode();
        simulator.sandboxes().snapshots(sandbox).forEach(names::add);
        return names;
    }

    private JsonNode restored(Sandbox sandbox, String snapshot) {
        SortedSet<String> revived = simulator
                .sandboxes()
                .restore(sandbox, snapshot)
                .orElseThrow(() -> new Refused(404, sandbox.name() + " has no snapshot " + snapshot));
        ObjectNode shown = shown(sandbox);
        shown.set("revived", JSON.valueToTree(revived));
        return shown;
    }

    private static JsonNode undone(Control control, JsonNode input) {
        String requestId = optional(input, "requestId");
        Control.Undone undone = control.undo(requestId)
                .orElseThrow(() -> new Refused(
                        404,
                        requestId == null ? "there is nothing to undo" : "the history does not have " + requestId));
        ObjectNode shown = JSON.createObjectNode()
                .put("requestId", undone.call().requestId())
                .put("service", undone.call().service())
                .put("operation", undone.call().operation());
        shown.set("revived", JSON.valueToTree(undone.revived()));
        return shown;
    }

    private static JsonNode clock(Sandbox sandbox, JsonNode input, boolean post) {
        if (post) {
            String advance = optional(input, "advance");
            String set = optional(input, "set");
            if (advance != null) {
                sandbox.advance(Duration.parse(advance));
            } else if (set != null) {
                sandbox.setClock(Instant.parse(set));
            }
            if (input.path("running").isBoolean()) {
                sandbox.setRunning(input.path("running").asBoolean());
            }
        }
        return JSON.createObjectNode()
                .put("time", sandbox.now().toString())
                .put("running", sandbox.clock().running());
    }

    private static JsonNode accounts(Control control, JsonNode input, boolean post) {
        if (post) {
            String account = input.hasNonNull("account") ? text(input, "account") : text(input, "accountId");
            control.createAccount(account);
            return LabApi.shown(control.administrator(account)).put("accountId", account);
        }
        ArrayNode accounts = JSON.createArrayNode();
        control.accounts().forEach(accounts::add);
        return accounts;
    }

    private static JsonNode vantage(Control control, JsonNode input) {
        String sourceIp = optional(input, "sourceIp");
        Vantage vantage =
                sourceIp == null ? null : new Vantage(sourceIp, optional(input, "vpc"), optional(input, "vpcEndpoint"));
        control.setVantage(text(input, "principal"), vantage);
        return JSON.createObjectNode().put("principal", text(input, "principal"));
    }

    private static JsonNode stored(Control control, HttpRequest http) {
        QueryString query = QueryString.parse(http.rawQuery());
        String bucket = query == null ? null : query.first("bucket");
        String key = query == null ? null : query.first("key");
        if (query == null || bucket == null || key == null) {
            throw new Refused(400, "the parameters bucket and key name the object");
        }
        String most = query.first("most");
        StoredBytes bytes = control.storedBytes(
                        bucket, key, query.first("versionId"), most == null ? 4096 : Integer.parseInt(most))
                .orElseThrow(() -> new Refused(404, "there is no object " + key + " in " + bucket));
        ObjectNode node = JSON.createObjectNode();
        node.put("algorithm", bytes.algorithm());
        if (bytes.keyArn() != null) {
            node.put("kmsKeyArn", bytes.keyArn());
        }
        ObjectNode context = node.putObject("encryptionContext");
        bytes.context().forEach(context::put);
        node.put("wrappedKey", bytes.wrappedKey());
        if (bytes.secondKey() != null) {
            node.put("secondKey", bytes.secondKey());
        }
        node.put("plainSize", bytes.plainSize());
        node.put("storedSize", bytes.storedSize());
        node.put("pieces", bytes.pieces());
        return node.put(
                "bytes", Base64.getEncoder().encodeToString(bytes.bytes().toArray()));
    }

    private static JsonNode events(Control control, HttpRequest http) {
        QueryString query = QueryString.parse(http.rawQuery());
        String category = query == null ? null : query.first("category");
        String limit = query == null ? null : query.first("limit");
        int most = limit == null ? 1000 : Math.max(1, Integer.parseInt(limit));
        ArrayNode events = JSON.createArrayNode();
        for (LogRecord event : control.events(
                most, event -> category == null || event.category().equalsIgnoreCase(category))) {
            try {
                events.add(JSON.readTree(event.json().toArray()));
            } catch (IOException e) {
                throw new IllegalStateException("the gateway wrote this event", e);
            }
        }
        return events;
    }
}
