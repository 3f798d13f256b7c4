package dev.glasshouse.scenarios;

import dev.glasshouse.Control;
import dev.glasshouse.Simulator;
import dev.glasshouse.call.Vantage;
import dev.glasshouse.gateway.Vantages;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.SandboxImage;
import dev.glasshouse.sandbox.Seed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The labs that are played in a simulator, one sandbox each. */
public final class Labs {

    private final Simulator simulator;
    private final Map<String, SandboxImage> prepared = new ConcurrentSkipListMap<>();
    private final Map<String, LabSession> sessions = new ConcurrentSkipListMap<>();
    private final AtomicLong forks = new AtomicLong();

    /** No lab is played yet. */
    public Labs(Simulator simulator) {
        this.simulator = simulator;
    }

    /**
     * Sets a lab up in a new sandbox. What all learners share is made once and forked for each.
     *
     * @param sandbox the sandbox's name
     * @param seed what this learner's values derive from
     * @throws IllegalArgumentException if there is a sandbox of that name
     */
    public synchronized LabSession start(Lab lab, String sandbox, Seed seed) {
        SandboxImage image = prepared.computeIfAbsent(lab.id(), id -> prepare(lab));
        Sandbox made = simulator.sandboxes().fork(image, seed, sandbox);
        boolean whole = false;
        try {
            Variables variables = personal(lab, made, seed);
            LabSession session =
                    new LabSession(simulator, lab, made, variables, () -> "try-" + forks.incrementAndGet());
            sessions.put(sandbox, session);
            whole = true;
            return session;
        } finally {
            if (!whole) {
                simulator.sandboxes().delete(sandbox);
            }
        }
    }

    /** The shared set-up, on a sandbox that nobody sees. */
    private SandboxImage prepare(Lab lab) {
        String name = "set-up-" + lab.id();
        Instant start = simulator.sandboxes().wallClock().now().minus(lab.history());
        Sandbox template = simulator.create(name, Seed.of("lab/" + lab.id()), start);
        try {
            Control control = simulator.control(template);
            new Player(simulator, template, simulator.account(), Variables.given(given())).require(lab.shared());
            lab.vantages().forEach((principal, address) -> {
                String who =
                        principal.equals(Vantages.ANONYMOUS) ? principal : Player.arn(simulator.account(), principal);
                control.setVantage(who, new Vantage(address, null, null));
            });
            return simulator.sandboxes().snapshot(template, Simulator.BEGINNING);
        } finally {
            simulator.sandboxes().delete(name);
        }
    }

    private Map<String, String> given() {
        return Map.of("account", simulator.account(), "region", "us-east-1");
    }

    private Variables personal(Lab lab, Sandbox made, Seed seed) {
        Player player = new Player(simulator, made, simulator.account(), Variables.of(lab, seed, given()));
        player.require(lab.personal());
        Instant now = simulator.sandboxes().wallClock().now();
        if (made.now().isBefore(now)) {
            made.setClock(now);
        }
        simulator.sandboxes().snapshot(made, Simulator.BEGINNING);
        return player.variables();
    }

    /** The lab that is played in a sandbox. */
    public Optional<LabSession> find(String sandbox) {
        return Optional.ofNullable(sessions.get(sandbox))
                .filter(session -> simulator.sandboxes().find(sandbox).equals(Optional.of(session.sandbox())));
    }

    /** All labs that are played. */
    public List<LabSession> all() {
        return sessions.keySet().stream()
                .map(this::find)
                .flatMap(Optional::stream)
                .toList();
    }
}
