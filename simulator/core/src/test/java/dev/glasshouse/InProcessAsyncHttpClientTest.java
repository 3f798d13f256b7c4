package dev.glasshouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamAsyncClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** Asynchronous clients in process. */
class InProcessAsyncHttpClientTest {

    private final TestCloud cloud = new TestCloud();
    private final InProcessAsyncHttpClient http = new InProcessAsyncHttpClient(cloud.simulator(), cloud::sandbox);

    @AfterEach
    void close() {
        http.close();
        cloud.close();
    }

    private <B extends AwsAsyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C admin(B builder) {
        Credentials keys = cloud.control().administrator(TestCloud.ACCOUNT);
        return builder.httpClient(http)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())))
                .build();
    }

    @Test
    void anErrorOfAwsEndsTheFuture() {
        IamAsyncClient iam = admin(IamAsyncClient.builder());
        iam.createUser(request -> request.userName("bob")).join();
        assertThat(iam.getUser(request -> request.userName("bob")).join().user().arn())
                .isEqualTo("arn:aws:iam::111122223333:user/bob");
        assertThatThrownBy(() -> iam.getUser(request -> request.userName("eve")).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(NoSuchEntityException.class);
    }

    @Test
    void bodiesOfManyBuffersGoBothWays() {
        S3AsyncClient s3 = admin(S3AsyncClient.builder());
        s3.createBucket(request -> request.bucket("data")).join();
        byte[] bytes = new byte[300_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >> 3);
        }
        s3.putObject(request -> request.bucket("data").key("large"), new Pieces(bytes, 7_000))
                .join();
        assertThat(s3.getObject(request -> request.bucket("data").key("large"), AsyncResponseTransformer.toBytes())
                        .join()
                        .asByteArray())
                .isEqualTo(bytes);
        s3.headObject(request -> request.bucket("data").key("large")).join();
    }

    @Test
    void aBodyThatBreaksOffFailsTheCallAndStoresNothing() {
        S3AsyncClient s3 = admin(S3AsyncClient.builder());
        s3.createBucket(request -> request.bucket("data")).join();
        CompletableFuture<?> put =
                s3.putObject(request -> request.bucket("data").key("broken"), new Broken());
        assertThatThrownBy(put::join).isInstanceOf(CompletionException.class);
        assertThat(s3.listObjectsV2(request -> request.bucket("data")).join().contents())
                .isEmpty();
    }

    @Test
    void manyCallsRunAtATime() {
        IamAsyncClient iam = admin(IamAsyncClient.builder());
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String name = "user-" + i;
            calls.add(iam.createUser(request -> request.userName(name)));
        }
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
        assertThat(iam.listUsers().join().users()).hasSize(51);
    }

    /** Bytes in pieces, one for each that is asked for. */
    private record Pieces(byte[] bytes, int size) implements AsyncRequestBody {

        @Override
        public Optional<Long> contentLength() {
            return Optional.of((long) bytes.length);
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
            subscriber.onSubscribe(new Subscription() {
                private int at;
                private boolean over;

                @Override
                public void request(long count) {
                    for (long i = 0; i < count && !over; i++) {
                        if (at >= bytes.length) {
                            over = true;
                            subscriber.onComplete();
                            return;
                        }
                        int from = at;
                        at = Math.min(bytes.length, at + size);
                        subscriber.onNext(ByteBuffer.wrap(bytes, from, at - from));
                    }
                }

                @Override
                public void cancel() {
                    over = true;
                }
            });
        }
    }

    /** Says that ten bytes come, and fails after two. */
    private record Broken() implements AsyncRequestBody {

        @Override
        public Optional<Long> contentLength() {
            return Optional.of(10L);
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
            subscriber.onSubscribe(new Subscription() {
                private int asked;

                @Override
                public void request(long count) {
                    if (asked++ == 0) {
                        subscriber.onNext(ByteBuffer.wrap(new byte[2]));
                    } else {
                        subscriber.onError(new IllegalStateException("broken"));
                    }
                }

                @Override
                public void cancel() {
                    asked = 2;
                }
            });
        }
    }
}
