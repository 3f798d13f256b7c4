package dev.glasshouse.junit5;

import dev.glasshouse.Credentials;
import dev.glasshouse.InProcessAsyncHttpClient;
import dev.glasshouse.InProcessHttpClient;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;

/** Builds clients of the AWS SDK for Java v2, of whatever service and version. No other class here names the SDK. */
final class SdkClients {

    /** The builder of a client, found once for its class. */
    private static final ClassValue<MethodHandle> BUILDERS = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            try {
                Method builder = type.getMethod("builder");
                if (!Modifier.isStatic(builder.getModifiers())) {
                    throw new IllegalArgumentException(type.getName() + " has no static builder()");
                }
                return MethodHandles.publicLookup().unreflect(builder).asType(MethodType.methodType(Object.class));
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(type.getName() + " has no static builder()", e);
            }
        }
    };

    private SdkClients() {}

    static Object build(Class<?> type, String region, ClientPool.Seat seat) {
        Object builder;
        try {
            builder = BUILDERS.get(type).invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException(type.getName() + ".builder() failed", e);
        }
        if (!(builder instanceof AwsClientBuilder<?, ?> common)) {
            throw new IllegalArgumentException(type.getName() + " is not a client of the AWS SDK for Java v2");
        }
        common.region(Region.of(region)).credentialsProvider(provider(seat));
        if (builder instanceof AwsSyncClientBuilder<?, ?> sync) {
            sync.httpClient(new InProcessHttpClient(() -> seat.place().sandbox()));
        } else if (builder instanceof AwsAsyncClientBuilder<?, ?> async) {
            async.httpClient(new InProcessAsyncHttpClient(() -> seat.place().sandbox()));
        }
        return common.build();
    }

    private static AwsCredentialsProvider provider(ClientPool.Seat seat) {
        return () -> {
            Credentials keys = seat.place().credentials();
            return keys == null ? AnonymousCredentialsProvider.create().resolveCredentials() : of(keys);
        };
    }

    private static AwsCredentials of(Credentials keys) {
        return keys.sessionToken() == null
                ? AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())
                : AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
    }
}
