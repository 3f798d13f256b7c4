package dev.glasshouse.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.Credentials;
import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Sandboxes;
import dev.glasshouse.sandbox.Seed;
import dev.glasshouse.scenarios.Lab;
import dev.glasshouse.scenarios.LabFiles;
import dev.glasshouse.scenarios.LabSession;
import dev.glasshouse.scenarios.Labs;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The part of the control API that starts labs and says how far they are. */
final class LabApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Simulator simulator;
    private final Labs labs;
    private final ToIntFunction<Sandbox> doors;

    /**
     * The labs of a simulator.
     *
     * @param doors opens a port of its own for a sandbox
     */
    LabApi(Simulator simulator, ToIntFunction<Sandbox> doors) {
        this.simulator = simulator;
        this.labs = new Labs(simulator);
        this.doors = doors;
    }

    /** All labs that there are. */
    ArrayNode list() {
        ArrayNode all = JSON.createArrayNode();
        for (Lab lab : LabFiles.shipped()) {
            ObjectNode node = all.addObject();
            node.put("id", lab.id());
            node.put("title", lab.title());
            node.put("difficulty", lab.difficulty());
            node.put("minutes", lab.minutes());
            lab.attack().forEach(node.putArray("attack")::add);
            ArrayNode played = node.putArray("sandboxes");
            labs.all().stream()
                    .filter(session -> session.lab().id().equals(lab.id()))
                    .forEach(session -> played.add(session.sandbox().name()));
        }
        return all;
    }

    /**
     * Starts a lab, or goes on with it where it is played in that sandbox already.
     *
     * @param sandbox the sandbox's name, or null for one that is named as the lab
     * @param seed what the learner's values derive from, or null: then from the simulator's seed and the names
     */
    ObjectNode start(Lab lab, @Nullable String sandbox, @Nullable String seed) {
        String name = sandbox == null ? lab.id() : sandbox;
        Optional<LabSession> open = labs.find(name);
        if (open.isPresent() && open.get().lab().id().equals(lab.id())) {
            return begun(open.get(), false);
        }
        Seed own = seed != null
                ? Seed.of(seed)
                : Seed.of(HexFormat.of()
                        .formatHex(simulator.sandbox().seed().derive("learner/" + lab.id() + "/" + name)));
        return begun(labs.start(lab, name, own), true);
    }

    private ObjectNode begun(LabSession session, boolean fresh) {
        ObjectNode node = JSON.createObjectNode();
        node.put("fresh", fresh);
        node.put("endpoint", "http://127.0.0.1:" + doors.applyAsInt(session.sandbox()));
        node.put("accountId", simulator.account());
        node.put("region", "us-east-1");
        node.put("story", session.story());
        return node.setAll(status(session));
    }

    /** The session of a sandbox; of the default sandbox, the only one that there is. */
    Optional<LabSession> session(Sandbox sandbox) {
        List<LabSession> all = labs.all();
        if (sandbox.name().equals(Sandboxes.DEFAULT) && all.size() == 1) {
            return Optional.of(all.get(0));
        }
        return labs.find(sandbox.name());
    }

    /** How far a learner is. */
    ObjectNode status(LabSession session) {
        ObjectNode node = JSON.createObjectNode();
        node.put("lab", session.lab().id());
        node.put("title", session.lab().title());
        node.put("sandbox", session.sandbox().name());
        LabSession.Status status = session.status();
        ArrayNode objectives = node.putArray("objectives");
        for (LabSession.Progress progress : status.objectives()) {
            objectives
                    .addObject()
                    .put("id", progress.id())
                    .put("title", progress.title())
                    .put("reached", progress.reached());
        }
        node.put("solved", status.solved());
        ArrayNode access = node.putArray("access");
        status.access().forEach(each -> access.add(shown(each.credentials()).put("about", each.about())));
        return node;
    }

    /** The next hint, or null in its place where there are no more. */
    ObjectNode hint(LabSession session) {
        return JSON.createObjectNode().put("hint", session.hint().orElse(null));
    }

    /** Credentials in the members' names that the ready line of {@code start} has, too. */
    static ObjectNode shown(Credentials credentials) {
        ObjectNode node = JSON.createObjectNode();
        node.put("principal", credentials.principal());
        node.put("accessKeyId", credentials.accessKeyId());
        node.put("secretAccessKey", credentials.secretAccessKey());
        if (credentials.sessionToken() != null) {
            node.put("sessionToken", credentials.sessionToken());
        }
        return node;
    }

    /** What a path under {@code lab} does. */
    JsonNode answer(LabSession session, String what) {
        return switch (what) {
            case "", "check" -> status(session);
            case "hint" -> hint(session);
            case "reset" -> {
                session.reset();
                yield status(session);
            }
            default -> throw new IllegalArgumentException("a lab has no " + what);
        };
    }
}
