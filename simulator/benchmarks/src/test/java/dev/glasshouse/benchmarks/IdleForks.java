package dev.glasshouse.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Sandbox;

/** Ten thousand forks of a sandbox with a thousand users, all alive in a heap of 512 MiB: run with {@code -Xmx512m}. */
public final class IdleForks {

    private static final int USERS = 1_000;
    private static final int FORKS = 10_000;

    private IdleForks() {}

    public static void main(String[] args) {
        try (Simulator simulator = Simulator.builder().seed("bench").start()) {
            Sandbox parent = simulator.sandbox();
            ApiClient admin = simulator.client(parent, simulator.control(parent).administrator(simulator.account()));
            for (int i = 0; i < USERS; i++) {
                admin.call(
                        "iam:CreateUser", JsonNodeFactory.instance.objectNode().put("UserName", "user-" + i));
            }
            long before = used();
            for (int i = 0; i < FORKS; i++) {
                simulator.sandboxes().fork(parent, "fork-" + i);
            }
            long after = used();
            System.out.printf(
                    "%,d forks of %,d users: %,d bytes each; heap in use %,d MiB of %,d MiB%n",
                    FORKS,
                    USERS,
                    (after - before) / FORKS,
                    after >> 20,
                    Runtime.getRuntime().maxMemory() >> 20);
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
