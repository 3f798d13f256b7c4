package dev.glasshouse.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.glasshouse.sandbox.Sandbox;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/** How the extension goes on with classes of tests: it runs some and looks at what came of them. */
@Isolated("it reads what is printed")
class ExtensionTest {

    private static EngineExecutionResults run(Class<?>... classes) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter");
        for (Class<?> each : classes) {
            kit = kit.selectors(selectClass(each));
        }
        return kit.execute();
    }

    private static String printed(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Glasshouse(seed = "failing")
    static class Failing {
        @Template
        static void users(IamClient iam) {
            iam.createUser(request -> request.userName("bob"));
        }

        @Test
        void bobMakesABucket(@As("user/bob") S3Client bob) {
            bob.createBucket(request -> request.bucket("bobs"));
        }
    }

    @Test
    void aFailurePrintsCallsReasonsAndSeed() {
        String report = printed(() -> run(Failing.class).testEvents().assertStatistics(stats -> stats.failed(1)));
        assertThat(report)
                .startsWith("Glasshouse: Failing, bobMakesABucket(S3Client) failed. Seed: failing (repeat it with"
                        + " -Dglasshouse.seed=...)\n")
                .contains("s3:CreateBucket by arn:aws:iam::123456789012:user/bob: AccessDenied\n")
                .contains("ImplicitlyDenied: s3:CreateBucket on arn:aws:s3:::bobs\n")
                .doesNotContain("iam:CreateUser");
    }

    private static final AtomicInteger BUILT = new AtomicInteger();
    private static final List<String> IDS = new ArrayList<>();

    static class Shop {
        @Template
        static void count(IamClient iam) {
            BUILT.incrementAndGet();
            iam.createUser(request -> request.userName("built"));
        }
    }

    @Glasshouse(template = Shop.class)
    static class First {
        @Test
        void one(IamClient iam) {
            IDS.add(iam.createUser(request -> request.userName("bob")).user().userId());
            iam.getUser(request -> request.userName("built"));
        }

        @Test
        void two(IamClient iam) {
            iam.getUser(request -> request.userName("built"));
        }
    }

    @Glasshouse(template = Shop.class)
    static class Second {
        @Test
        void three(IamClient iam) {
            iam.getUser(request -> request.userName("built"));
        }
    }

    @Test
    void aTemplateIsBuiltOnceForAllThatNameItAndTheSameTestHasTheSameIds() {
        BUILT.set(0);
        IDS.clear();
        run(First.class, Second.class).testEvents().assertStatistics(stats -> stats.succeeded(3));
        assertThat(BUILT).hasValue(1);
        run(First.class).testEvents().assertStatistics(stats -> stats.succeeded(2));
        assertThat(IDS).hasSize(2);
        assertThat(IDS.get(0)).isEqualTo(IDS.get(1));
    }

    @Glasshouse(shared = "by name")
    static class NamedOne {
        @Template
        static void fill(IamClient iam) {
            BUILT.incrementAndGet();
            iam.createUser(request -> request.userName("shared"));
        }

        @Test
        void one(IamClient iam) {
            iam.getUser(request -> request.userName("shared"));
        }
    }

    @Glasshouse(shared = "by name")
    static class NamedTwo extends NamedOne {}

    @Glasshouse(shared = "by name", account = "111122223333")
    static class NamedOtherwise {
        @Test
        void one(Sandbox sandbox) {}
    }

    @Test
    void aTemplateIsSharedByNameIfAllWishForTheSame() {
        BUILT.set(0);
        run(NamedOne.class, NamedTwo.class).testEvents().assertStatistics(stats -> stats.succeeded(2));
        assertThat(BUILT).hasValue(1);
        printed(() -> run(NamedOne.class, NamedOtherwise.class)
                .testEvents()
                .failed()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(message(text -> text.contains("was built already with another"))))));
    }

    static class OfParameters {
        @Test
        void one(@Glasshouse Sandbox sandbox, IamClient iam) {
            iam.createUser(request -> request.userName("bob"));
            dev.glasshouse.assertions.GlasshouseAssertions.assertThat(sandbox).hasEvent("CreateUser");
        }
    }

    @Test
    void aParameterAloneCanWishForASandbox() {
        run(OfParameters.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Glasshouse
    static class TooEarly {
        @BeforeAll
        static void all(Sandbox sandbox) {}

        @Test
        void one() {}
    }

    @Glasshouse
    static class Nobody {
        @Test
        void one(@As("role/nobody") S3Client s3) {}
    }

    @Test
    void whatCannotBeGivenIsSaid() {
        run(TooEarly.class)
                .containerEvents()
                .failed()
                .assertThatEvents()
                .haveExactly(
                        1, event(finishedWithFailure(message(text -> text.contains("a static @Template method")))));
        printed(() -> run(Nobody.class)
                .testEvents()
                .failed()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(
                                message(text -> text.contains("there is no role/nobody in account 123456789012"))))));
    }

    private static S3Client kept;

    @Glasshouse
    static class Keeping {
        @Test
        void one(S3Client s3) {
            kept = s3;
        }
    }

    @Test
    void aClientOfATestThatIsOverCallsNobody() {
        run(Keeping.class);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> kept.listBuckets())
                .hasMessage("this client belongs to a test that is over");
    }
}
