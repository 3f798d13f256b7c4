package dev.glasshouse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A stream as a publisher to one subscriber, who is given as much as it asks for, on the thread on which it asks. */
final class StreamPublisher implements Publisher<ByteBuffer> {

    private static final int CHUNK = 64 << 10;

    private final InputStream stream;
    private final CompletableFuture<Void> done;
    private final AtomicBoolean taken = new AtomicBoolean();

    /**
     * A publisher.
     *
     * @param done completed when the stream was read to its end or failed
     */
    StreamPublisher(InputStream stream, CompletableFuture<Void> done) {
        this.stream = stream;
        this.done = done;
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        if (!taken.compareAndSet(false, true)) {
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long count) {
                    // there is nothing for a second subscriber
                }

                @Override
                public void cancel() {
                    // there is nothing for a second subscriber
                }
            });
            subscriber.onError(new IllegalStateException("a body is read once"));
            return;
        }
        subscriber.onSubscribe(new Reading(subscriber));
    }

    private final class Reading implements Subscription {

        private final Subscriber<? super ByteBuffer> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private volatile boolean over;

        Reading(Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            if (count <= 0) {
                end(new IllegalArgumentException("one asks for at least one buffer, not for " + count));
                return;
            }
            // whoever raises the demand from none reads; others, and the reader itself within onNext, only add to it
            if (demand.getAndAccumulate(count, Reading::sum) == 0) {
                read();
            }
        }

        private static long sum(long a, long b) {
            return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
        }

        private void read() {
            do {
                if (over) {
                    return;
                }
                try {
                    byte[] bytes = stream.readNBytes(CHUNK);
                    if (bytes.length == 0) {
                        end(null);
                        return;
                    }
                    subscriber.onNext(ByteBuffer.wrap(bytes));
                } catch (IOException | RuntimeException e) {
                    end(e);
                    return;
                }
            } while (demand.decrementAndGet() > 0);
        }

        private void end(@Nullable Exception failure) {
            if (over) {
                return;
            }
            over = true;
            close();
            if (failure == null) {
                done.complete(null);
                subscriber.onComplete();
            } else {
                done.completeExceptionally(failure);
                subscriber.onError(failure);
            }
        }

        private void close() {
            try {
                stream.close();
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        }

        @Override
        public void cancel() {
            if (!over) {
                over = true;
                close();
                done.complete(null);
            }
        }
    }
}
