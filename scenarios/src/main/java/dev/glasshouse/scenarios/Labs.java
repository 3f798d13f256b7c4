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

/** The labs that are played in a simulator, one sandbox each. */
public final class Labs {

    private final Simulator simulator;
    private final Map<String, Prepared> prepared = new ConcurrentSkipListMap<>();
    private final Map<String, LabSession> sessions = new ConcurrentSkipListMap<>();

    /**
     * A lab's shared set-up.
     *
     * @param image the sandbox as it then is
     * @param known what its steps kept, beside the account and the Region
     */
    private record Prepared(SandboxImage image, Map<String, String> known) {}

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
        Prepared shared = prepared.computeIfAbsent(lab.id(), id -> prepare(lab));
        Sandbox made = simulator.sandboxes().fork(shared.image(), seed, sandbox);
        boolean whole = false;
        try {
            Variables variables = personal(lab, made, Variables.of(lab, seed, shared.known()));
            LabSession session = new LabSession(simulator, lab, made, variables);
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
    private Prepared prepare(Lab lab) {
        String name = "set-up-" + lab.id();
        Instant start = simulator.sandboxes().wallClock().now().minus(lab.history());
        Sandbox template = simulator.create(
                name, Seed.of("lab/" + lab.id()), start, lab.defaults() == null ? simulator.age() : lab.defaults());
        try {
            Control control = simulator.control(template);
            Player player = Player.forSetUp(simulator, template, Variables.given(given()));
            player.require(OrganizationSetUp.steps(lab.organization()));
            player.require(lab.shared());
            Variables known = player.variables();
            lab.vantages().forEach((principal, address) -> {
                String who = principal.equals(Vantages.ANONYMOUS) ? principal : Principals.arn(known, principal);
                control.setVantage(who, new Vantage(address, null, null));
            });
            return new Prepared(simulator.sandboxes().snapshot(template, Simulator.BEGINNING), known.values());
        } finally {
            simulator.sandboxes().delete(name);
        }
    }

    private Map<String, String> given() {
        return Map.of("account", simulator.account(), "region", "us-east-1");
    }

    private Variables personal(Lab lab, Sandbox made, Variables own) {
        Player player = Player.forSetUp(simulator, made, own);
        player.require(lab.personal());
        Control control = simulator.control(made);
        lab.entry().forEach(entry -> control.credentials(Principals.arn(player.variables(), entry.principal())));
        requireFilled(lab, player.variables());
        Instant now = simulator.sandboxes().wallClock().now();
        if (made.now().isBefore(now)) {
            made.setClock(now);
        }
        simulator.sandboxes().snapshot(made, Simulator.BEGINNING);
        return player.variables();
    }

    /** Every text that a learner may come to read names only variables that there are. */
    private static void requireFilled(Lab lab, Variables variables) {
        variables.fill(lab.story());
        lab.objectives().forEach(objective -> {
            variables.fill(objective.title());
            variables.fill(objective.when());
        });
        lab.hints().forEach(hint -> variables.fill(hint.text()));
        lab.entry().forEach(entry -> variables.fill(entry.about()));
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
