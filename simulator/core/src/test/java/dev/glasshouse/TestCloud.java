package dev.glasshouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.call.Age;
import dev.glasshouse.call.Service;
import dev.glasshouse.gateway.ReferenceCheck;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;

/** A simulator and the AWS SDK's clients to it, for tests. Its clock is the real one. */
public final class TestCloud implements AutoCloseable {

    public static final String ACCOUNT = "111122223333";
    public static final String OTHER_ACCOUNT = "444455556666";

    private final Simulator simulator;
    private boolean checked = true;

    public TestCloud() {
        this("test");
    }

    public TestCloud(String seed) {
        this(seed, Age.PRESENT);
    }

    /** A cloud with the defaults of an age. */
    public TestCloud(String seed, Age age) {
        this(Simulator.builder(), seed, age);
    }

    /** A cloud with a service beside those that are simulated. */
    public TestCloud(Service beside) {
        this(Simulator.builder().service(beside), "test", Age.PRESENT);
    }

    private TestCloud(Simulator.Builder builder, String seed, Age age) {
        this.simulator = builder.seed(seed)
                .defaults(age)
                .account(ACCOUNT)
                .wallClock(WallClock.system())
                .keyPairs(CachedKeyPairs.SOURCE)
                .start();
        control().createAccount(OTHER_ACCOUNT);
    }

    /** A cloud whose calls name resources that are none, so that they are not held against AWS's reference. */
    public TestCloud unchecked() {
        checked = false;
        return this;
    }

    public Simulator simulator() {
        return simulator;
    }

    public Sandbox sandbox() {
        return simulator.sandbox();
    }

    public Control control() {
        return simulator.control(simulator.sandbox());
    }

    public Instant now() {
        return sandbox().now();
    }

    public void advance(Duration duration) {
        sandbox().advance(duration);
    }

    /** A client of the account's administrator. */
    public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C admin(B builder) {
        return as(control().administrator(ACCOUNT), builder);
    }

    /** A client with credentials, or without any where they are null. */
    public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C as(
            @Nullable Credentials credentials, B builder) {
        return in("us-east-1", credentials, builder);
    }

    /** A client in a Region. */
    public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C in(
            String region, @Nullable Credentials credentials, B builder) {
        return builder.httpClient(new InProcessHttpClient(simulator, this::sandbox))
                .region(Region.of(region))
                .credentialsProvider(provider(credentials))
                .overrideConfiguration(
                        config -> config.retryStrategy(RetryMode.STANDARD).retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
    }

    private static AwsCredentialsProvider provider(@Nullable Credentials credentials) {
        if (credentials == null) {
            return AnonymousCredentialsProvider.create();
        }
        AwsCredentials keys = credentials.sessionToken() == null
                ? AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey())
                : AwsSessionCredentials.create(
                        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
        return StaticCredentialsProvider.create(keys);
    }

    /** A user of the account with an inline policy (or none), and its keys. */
    public Credentials user(String name, @Nullable String policy) {
        try (IamClient iam = admin(IamClient.builder())) {
            iam.createUser(request -> request.userName(name));
            if (policy != null) {
                iam.putUserPolicy(request ->
                        request.userName(name).policyName("inline").policyDocument(policy.replace('\'', '"')));
            }
            CreateAccessKeyResponse key = iam.createAccessKey(request -> request.userName(name));
            return new Credentials(
                    "arn:aws:iam::" + ACCOUNT + ":user/" + name,
                    key.accessKey().accessKeyId(),
                    key.accessKey().secretAccessKey(),
                    null);
        }
    }

    /** A policy that allows actions on resources, in the short form with single quotes. */
    public static String allow(String action, String resource) {
        return "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'" + action + "','Resource':'"
                + resource + "'}]}";
    }

    /** An error as a test compares it: code, status and message. */
    public static String fault(AwsServiceException e) {
        return e.awsErrorDetails().errorCode() + " " + e.statusCode() + " "
                + e.awsErrorDetails().errorMessage();
    }

    /** How a call fails, as {@link #fault} tells; it must fail, and with a service's own class of exceptions. */
    public static String failure(Class<? extends AwsServiceException> type, ThrowingCallable call) {
        AwsServiceException e = catchThrowableOfType(type, call);
        assertThat(e).isNotNull();
        return fault(e);
    }

    @Override
    public void close() {
        Set<String> wrong = checked ? ReferenceCheck.of(sandbox()) : Set.of();
        // events are written after their calls: one that cannot be written would otherwise fail nothing
        control().events(Integer.MAX_VALUE, event -> event.json().size() > 0);
        simulator.close();
        if (!wrong.isEmpty()) {
            throw new AssertionError("not as AWS's service reference has it: " + wrong);
        }
    }
}
