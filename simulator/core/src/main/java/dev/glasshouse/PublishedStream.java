package dev.glasshouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** What a publisher publishes, as a stream. It holds one buffer at a time: the next is asked for when that one was read. */
final class PublishedStream extends InputStream implements Subscriber<ByteBuffer> {

    /** A buffer; the end where it is null, or why it broke off. */
    private record Signal(
            @Nullable ByteBuffer buffer, @Nullable Throwable failure) {}

    // one buffer that was asked for, and the end that may follow unasked
    private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(4);
    private volatile @Nullable Subscription subscription;
    private ByteBuffer current = ByteBuffer.allocate(0);
    private boolean ended;

    @Override
    public void onSubscribe(Subscription made) {
        if (subscription != null) {
            made.cancel();
            return;
        }
        subscription = made;
        made.request(1);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        signals.add(new Signal(buffer, null));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new Signal(null, failure));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal(null, null));
    }

    /** Whether there is something to read. */
    private boolean fill() throws IOException {
        while (!current.hasRemaining()) {
            if (ended) {
                return false;
            }
            Signal next = take();
            if (next.failure() != null) {
                ended = true;
                throw new IOException("the request's body broke off", next.failure());
            }
            ByteBuffer buffer = next.buffer();
            if (buffer == null) {
                ended = true;
                return false;
            }
            current = buffer;
            Subscription open = subscription;
            if (open != null) {
                open.request(1);
            }
        }
        return true;
    }

    private Signal take() throws IOException {
        try {
            return signals.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the client was closed");
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? current.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int some = Math.min(length, current.remaining());
        current.get(bytes, from, some);
        return some;
    }

    @Override
    public void close() {
        Subscription open = subscription;
        if (open != null && !ended) {
            ended = true;
            open.cancel();
        }
    }
}
