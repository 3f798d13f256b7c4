package dev.glasshouse.gateway;

import dev.glasshouse.wire.http.ResponseBody;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/** An answer's body that says how many bytes have left when it is read to its end or closed. */
final class CountedBody implements ResponseBody {

    private final ResponseBody body;
    private final LongConsumer ended;
    private final AtomicBoolean told = new AtomicBoolean();

    CountedBody(ResponseBody body, LongConsumer ended) {
        this.body = body;
        this.ended = ended;
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public InputStream open() throws IOException {
        return new FilterInputStream(body.open()) {
            private long count;

            @Override
            public int read() throws IOException {
                int value = super.read();
                count(value < 0 ? -1 : 1);
                return value;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int read = super.read(into, offset, length);
                count(read);
                return read;
            }

            private void count(int read) {
                if (read < 0) {
                    tell(count);
                } else {
                    count += read;
                    if (count == body.length()) {
                        tell(count);
                    }
                }
            }

            @Override
            public void close() throws IOException {
                super.close();
                tell(count);
            }
        };
    }

    private void tell(long count) {
        if (told.compareAndSet(false, true)) {
            ended.accept(count);
        }
    }
}
