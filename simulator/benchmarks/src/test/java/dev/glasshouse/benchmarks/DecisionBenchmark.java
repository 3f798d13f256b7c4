package dev.glasshouse.benchmarks;

import dev.glasshouse.policy.cases.AuthorizationCase;
import dev.glasshouse.policy.cases.CaseFormat;
import dev.glasshouse.policy.cases.CaseFormatException;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * A decision of the policy engine, its policies compiled before: one statement, and seventy of every kind; bare, and with
 * the whole reasoning.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class DecisionBenchmark {

    private static final String REQUEST = "'request':{'principal':'arn:aws:iam::111122223333:user/u',"
            + "'action':'s3:GetObject','resource':{'arn':'arn:aws:s3:::bucket/path/key','account':'111122223333'},"
            + "'context':{'aws:SourceIp':'203.0.113.9','aws:SecureTransport':'true'}}";

    private static final String ANYBODY = "'Principal':'*',";

    private AuthorizationCase one;
    private AuthorizationCase seventy;

    @Setup
    public void parse() throws CaseFormatException {
        one = read("{" + REQUEST + ",'policies':{'identity':[" + document(1, "") + "]}}");
        String scps = "{'policies':[" + document(3, "") + "]}";
        String rcps = "{'policies':[" + document(3, ANYBODY) + "]}";
        seventy = read("{" + REQUEST + ",'policies':{'identity':[" + document(37, "") + "],'boundary':["
                + document(10, "") + "],'scp':[" + String.join(",", scps, scps, scps) + "],'rcp':["
                + String.join(",", rcps, rcps, rcps) + "],'resource':" + document(5, ANYBODY) + "}}");
        if (!one.decide().isAllowed() || !seventy.decide().isAllowed()) {
            throw new IllegalStateException("both are to be allowed, by the last statements");
        }
    }

    /** A document whose last statement is the one that matches. */
    private static String document(int statements, String principal) {
        StringBuilder all = new StringBuilder("{'Version':'2012-10-17','Statement':[");
        for (int i = 1; i < statements; i++) {
            all.append("{'Effect':'Allow',")
                    .append(principal)
                    .append("'Action':['s3:Put*','kms:Decrypt'],'Resource':'arn:aws:s3:::other-")
                    .append(i)
                    .append("/*','Condition':{'IpAddress':{'aws:SourceIp':'198.51.100.0/24'}}},");
        }
        return all.append("{'Effect':'Allow',")
                .append(principal)
                .append("'Action':'s3:Get*','Resource':'arn:aws:s3:::bucket/*'}]}")
                .toString();
    }

    private static AuthorizationCase read(String text) throws CaseFormatException {
        return CaseFormat.parse(text.replace('\'', '"'));
    }

    @Benchmark
    public Object oneStatement() {
        return one.decide();
    }

    @Benchmark
    public Object seventyStatementsOfEveryKind() {
        return seventy.decide();
    }

    @Benchmark
    public Object oneStatementWithReasons() {
        return one.explain();
    }

    @Benchmark
    public Object seventyStatementsWithReasons() {
        return seventy.explain();
    }
}
