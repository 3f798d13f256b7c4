package dev.glasshouse.service.s3;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.call.Call;
import dev.glasshouse.sandbox.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bucket keys that S3 holds in the clear for a while, so that KMS is asked less often: for one requester each, and only
 * as long as nothing has changed at KMS or in the requester's permissions. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html">Reducing the cost of SSE-KMS</a>.
 */
final class BucketKeys {

    private static final Duration HELD = Duration.ofMinutes(5);
    private static final int MOST = 1000;

    /**
     * A bucket key.
     *
     * @param plain its 32 bytes
     * @param wrapped as KMS keeps it
     * @param keyArn the KMS key
     */
    record Key(Bytes plain, Bytes wrapped, String keyArn) {
        @Override
        public String toString() {
            return "Key[" + keyArn + "]";
        }
    }

    private record Held(Key key, Instant since, List<Object> kms, Object iam) {}

    private final Map<String, Held> held = new LinkedHashMap<>();

    static BucketKeys of(Call call) {
        return call.sandbox().attachments().get(BucketKeys.class, BucketKeys::new);
    }

    private static String name(Call call, String which) {
        return call.caller().arn() + "|" + call.caller().accessKeyId() + "|" + which;
    }

    /** What KMS has in the account of a key, and in that of the requester, whose aliases name keys. */
    private static List<Object> kms(Call call, Key key) {
        String[] arn = key.keyArn().split(":", 6);
        return List.of(
                call.state().identity("kms", Scope.region(arn[4], arn[3])),
                call.state().identity("kms", Scope.region(call.caller().account(), call.region())));
    }

    /** Whether both are the same still; what they are like need not be looked at. */
    private static boolean same(List<Object> some, List<Object> others) {
        return some.get(0) == others.get(0) && some.get(1) == others.get(1);
    }

    private static Object iam(Call call) {
        return call.state().identity("iam", Scope.account(call.caller().account()));
    }

    /**
     * A key that is still held.
     *
     * @param which the bucket with what it is asked to encrypt with, or the wrapped key
     */
    synchronized Optional<Key> find(Call call, String which) {
        Held found = held.get(name(call, which));
        if (found == null) {
            return Optional.empty();
        }
        boolean good = same(found.kms(), kms(call, found.key()))
                && found.iam() == iam(call)
                && !call.now().isBefore(found.since())
                && call.now().isBefore(found.since().plus(HELD));
        return good ? Optional.of(found.key()) : Optional.empty();
    }

    synchronized void hold(Call call, String which, Key key) {
        if (held.size() >= MOST) {
            held.remove(held.keySet().iterator().next());
        }
        held.put(name(call, which), new Held(key, call.now(), kms(call, key), iam(call)));
    }
}
