package dev.glasshouse.benchmarks;

import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.policy.reach.AccessSet;
import dev.glasshouse.policy.reach.Answer;
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

/** Whether a policy grants what another does not, the documents compiled before: proved, found, and for one statement. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class ContainmentBenchmark {

    private AccessSet one;
    private AccessSet wider;
    private AccessSet application;
    private AccessSet reviewed;

    @Setup
    public void parse() throws MalformedPolicyException {
        one = set("{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/x/*'}");
        wider = set("{'Effect':'Allow','Action':'s3:Get*','Resource':'arn:aws:s3:::b/*'}");
        application = set("{'Effect':'Allow','Action':['s3:GetObject','s3:PutObject','s3:ListBucket'],"
                + "'Resource':['arn:aws:s3:::b','arn:aws:s3:::b/*']},"
                + "{'Effect':'Allow','Action':'kms:Decrypt','Resource':'arn:aws:kms:us-east-1:111122223333:key/*',"
                + "'Condition':{'StringEquals':{'kms:ViaService':'s3.us-east-1.amazonaws.com'}}},"
                + "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'false'}}}");
        reviewed = set("{'Effect':'Allow','Action':['s3:Get*','s3:PutObject','s3:List*'],"
                + "'Resource':['arn:aws:s3:::b','arn:aws:s3:::b/*']},"
                + "{'Effect':'Allow','Action':'kms:*','Resource':'arn:aws:kms:*:111122223333:key/*'},"
                + "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'false'}}}");
        if (!proved().isNone()
                || !applicationProved().isNone()
                || applicationFound().isNone()) {
            throw new IllegalStateException("two are to be proved, one is to be found");
        }
    }

    private static AccessSet set(String statements) throws MalformedPolicyException {
        String json = "{'Version':'2012-10-17','Statement':[" + statements + "]}";
        return AccessSet.ofIdentity(PolicyDocument.parse(json.replace('\'', '"'), PolicyType.IDENTITY));
    }

    @Benchmark
    public Answer proved() {
        return one.beyond(wider);
    }

    @Benchmark
    public Answer applicationProved() {
        return application.beyond(reviewed);
    }

    @Benchmark
    public Answer applicationFound() {
        return reviewed.beyond(application);
    }
}
