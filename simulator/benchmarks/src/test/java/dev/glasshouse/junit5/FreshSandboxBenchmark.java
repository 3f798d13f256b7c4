package dev.glasshouse.junit5;

import dev.glasshouse.sandbox.Sandbox;
import java.lang.reflect.Parameter;
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
import software.amazon.awssdk.services.sts.StsClient;

/** What a test is given before it begins, and what is cleared away after it: a fork, and with it keys and an SDK client. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10, batchSize = 1000)
@Measurement(iterations = 20, batchSize = 1000)
@Fork(1)
@State(Scope.Benchmark)
public class FreshSandboxBenchmark {

    private BuiltTemplate template;
    private Parameter client;
    private int nth;

    static void test(StsClient sts) {
        throw new UnsupportedOperationException(sts.serviceName());
    }

    @Setup(Level.Iteration)
    public void build() throws NoSuchMethodException {
        template =
                BuiltTemplate.build(new TemplateKey("bench", "bench", "123456789012", ""), FreshSandboxBenchmark.class);
        client = FreshSandboxBenchmark.class.getDeclaredMethod("test", StsClient.class)
                .getParameters()[0];
    }

    @TearDown(Level.Iteration)
    public void close() {
        template.close();
    }

    /** A score is a thousand of them. */
    @Benchmark
    public Sandbox sandbox() {
        try (TestOccupant occupant = TestOccupant.of(template, "test " + nth++)) {
            return occupant.sandbox();
        }
    }

    /** A score is a thousand of them. */
    @Benchmark
    public Object sandboxAndClient() {
        try (TestOccupant occupant = TestOccupant.of(template, "test " + nth++)) {
            return occupant.argument(client);
        }
    }
}
