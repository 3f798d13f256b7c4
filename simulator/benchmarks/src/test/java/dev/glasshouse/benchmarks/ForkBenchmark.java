package dev.glasshouse.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Sandbox;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A fork of a sandbox with a thousand users, made and deleted. A score is a thousand forks, since a process has tags for so many. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10, batchSize = 1000)
@Measurement(iterations = 20, batchSize = 1000)
@Fork(1)
@State(Scope.Benchmark)
public class ForkBenchmark {

    private Simulator simulator;
    private Sandbox parent;
    private int next;

    @Setup(Level.Iteration)
    public void fill() {
        simulator = Simulator.builder().seed("bench").start();
        parent = simulator.sandbox();
        ApiClient admin = simulator.client(parent, simulator.control(parent).administrator(simulator.account()));
        for (int i = 0; i < 1000; i++) {
            admin.call("iam:CreateUser", JsonNodeFactory.instance.objectNode().put("UserName", "user-" + i));
        }
    }

    @TearDown(Level.Iteration)
    public void close() {
        simulator.close();
    }

    @Benchmark
    public boolean forkAndDelete() {
        String name = "fork-" + next++;
        simulator.sandboxes().fork(parent, name);
        return simulator.sandboxes().delete(name);
    }
}
