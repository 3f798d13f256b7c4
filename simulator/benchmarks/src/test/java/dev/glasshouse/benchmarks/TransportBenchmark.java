package dev.glasshouse.benchmarks;

import dev.glasshouse.Credentials;
import dev.glasshouse.InProcessAsyncHttpClient;
import dev.glasshouse.InProcessHttpClient;
import dev.glasshouse.Simulator;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
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
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * A call of the AWS SDK's in process, signed, authorised and recorded: beside it the same call of the same client on a
 * transport that answers fixed bytes, which is what the SDK costs by itself.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 2)
@Measurement(iterations = 8, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class TransportBenchmark {

    private static final byte[] ANSWER =
            ("<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                            + "<GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/admin</Arn><UserId>AIDAEXAMPLE</UserId>"
                            + "<Account>123456789012</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>"
                            + "00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata></GetCallerIdentityResponse>")
                    .getBytes(StandardCharsets.UTF_8);

    private Simulator simulator;
    private StsClient fixed;
    private StsClient inProcess;
    private StsAsyncClient asynchronous;

    @Setup
    public void start() {
        simulator = Simulator.builder().seed("bench").start();
        Credentials admin = simulator.control(simulator.sandbox()).administrator(simulator.account());
        StaticCredentialsProvider keys = StaticCredentialsProvider.create(
                AwsBasicCredentials.create(admin.accessKeyId(), admin.secretAccessKey()));
        fixed = StsClient.builder()
                .httpClient(new Fixed())
                .region(Region.US_EAST_1)
                .credentialsProvider(keys)
                .build();
        inProcess = StsClient.builder()
                .httpClient(new InProcessHttpClient(simulator::sandbox))
                .region(Region.US_EAST_1)
                .credentialsProvider(keys)
                .build();
        asynchronous = StsAsyncClient.builder()
                .httpClient(new InProcessAsyncHttpClient(simulator::sandbox))
                .region(Region.US_EAST_1)
                .credentialsProvider(keys)
                .build();
    }

    @TearDown
    public void stop() {
        simulator.close();
    }

    @Benchmark
    public Object theSdkAlone() {
        return fixed.getCallerIdentity();
    }

    @Benchmark
    public Object synchronousCall() {
        return inProcess.getCallerIdentity();
    }

    @Benchmark
    public Object asynchronousCall() {
        return asynchronous.getCallerIdentity().join();
    }

    /** Answers the same to everything. */
    private static final class Fixed implements SdkHttpClient {

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder()
                                    .statusCode(200)
                                    .putHeader("Content-Type", "text/xml")
                                    .putHeader("Content-Length", Integer.toString(ANSWER.length))
                                    .build())
                            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(ANSWER)))
                            .build();
                }

                @Override
                public void abort() {
                    // it is over at once
                }
            };
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
