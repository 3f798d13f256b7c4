package dev.glasshouse.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Control;
import dev.glasshouse.Simulator;
import dev.glasshouse.access.AccessQuestions;
import dev.glasshouse.access.Paths;
import dev.glasshouse.access.WhoCan;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Questions about access over 1,000 principals: 500 users, each of whom may assume one role and read one bucket's folder, and 500
 * roles in a chain, of which every tenth trusts the whole account and the last one leads up.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class AccessBenchmark {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EACH = 500;
    private static final String ACCOUNT = "111122223333";

    private Simulator simulator;
    private AccessQuestions questions;

    /** Fills the account. */
    @Setup
    public void fill() {
        simulator = Simulator.builder().seed("access").account(ACCOUNT).start();
        Control control = simulator.control(simulator.sandbox());
        ApiClient admin = simulator.client(simulator.sandbox(), control.administrator(ACCOUNT));
        call(admin, "s3:CreateBucket", JSON.createObjectNode().put("Bucket", "data"));
        for (int i = 0; i < EACH; i++) {
            String trusted = i % 10 == 0 ? "root" : "role/r" + (i - 1);
            call(
                    admin,
                    "iam:CreateRole",
                    JSON.createObjectNode()
                            .put("RoleName", "r" + i)
                            .put(
                                    "AssumeRolePolicyDocument",
                                    document("\"Principal\":{\"AWS\":\"arn:aws:iam::" + ACCOUNT + ":" + trusted
                                            + "\"},\"Action\":\"sts:AssumeRole\"")));
            String action = i == EACH - 1 ? "iam:PutRolePolicy" : "sts:AssumeRole";
            policy(admin, "iam:PutRolePolicy", "RoleName", "r" + i, action, "arn:aws:iam::" + ACCOUNT + ":role/*");
            call(admin, "iam:CreateUser", JSON.createObjectNode().put("UserName", "u" + i));
            policy(
                    admin,
                    "iam:PutUserPolicy",
                    "UserName",
                    "u" + i,
                    i % 2 == 0 ? "s3:GetObject" : "sts:AssumeRole",
                    i % 2 == 0
                            ? "arn:aws:s3:::data/u" + i % 10 + "/*"
                            : "arn:aws:iam::" + ACCOUNT + ":role/r" + i / 10 * 10);
        }
        questions = AccessQuestions.of(simulator.sandbox());
    }

    private static String document(String rest) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\"," + rest + "}}";
    }

    private static void policy(
            ApiClient admin, String operation, String kind, String name, String action, String resource) {
        call(
                admin,
                operation,
                JSON.createObjectNode()
                        .put(kind, name)
                        .put("PolicyName", "own")
                        .put(
                                "PolicyDocument",
                                document("\"Action\":\"" + action + "\",\"Resource\":\"" + resource + "\"")));
    }

    private static void call(ApiClient admin, String operation, ObjectNode input) {
        ApiClient.Answer answer = admin.call(operation, input);
        if (answer.error() != null) {
            throw new IllegalStateException(operation + ": " + answer.error().message());
        }
    }

    /** Ends the simulator. */
    @TearDown
    public void close() {
        simulator.close();
    }

    /** Who can read an object. */
    @Benchmark
    public WhoCan whoCan() {
        return questions.whoCan("s3:GetObject", "arn:aws:s3:::data/u4/a");
    }

    /** Who can by assuming roles, at the end of a chain. */
    @Benchmark
    public WhoCan whoCanAtTheEndOfAChain() {
        return questions.whoCan("iam:PutRolePolicy", "arn:aws:iam::" + ACCOUNT + ":role/r1");
    }

    /** All ways up from a user, through a chain of roles. */
    @Benchmark
    public Paths paths() {
        return questions.paths("user/u1");
    }
}
