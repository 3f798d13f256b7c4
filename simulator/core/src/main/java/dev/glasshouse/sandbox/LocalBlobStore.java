package dev.glasshouse.sandbox;

import dev.glasshouse.api.Bytes;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Blobs of this process: small ones in memory, others in files of a private folder that goes when the store is closed. A
 * file is deleted when no state reaches its blob any more.
 */
public final class LocalBlobStore implements BlobStore {

    /** Up to this many bytes a blob stays in memory. */
    static final int IN_MEMORY = 8 * 1024;

    private static final int BUFFER = 64 * 1024;
    private static final Cleaner CLEANER = Cleaner.create();

    private final AtomicLong next = new AtomicLong();
    private @Nullable Path folder;
    private @Nullable Thread hook;
    private boolean closed;

    @Override
    public Staged stage() {
        return new StagedBody();
    }

    private synchronized Path newFile() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (folder == null) {
            // created with permissions for the owner alone
            folder = Files.createTempDirectory("glasshouse-blobs-");
            hook = new Thread(this::close, "glasshouse-blobs");
            Runtime.getRuntime().addShutdownHook(hook);
        }
        return folder.resolve(next.incrementAndGet() + ".blob");
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (folder == null) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
            folder = null;
        } catch (IOException e) {
            throw new UncheckedIOException("the blob folder " + folder + " cannot be deleted", e);
        } finally {
            forgetHook();
        }
    }

    private void forgetHook() {
        if (hook != null && Thread.currentThread() != hook) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the process is ending: the hook will find nothing to do
            }
        }
    }

    private record MemoryBlob(String id, Bytes bytes) implements Blob {
        @Override
        public long size() {
            return bytes.size();
        }

        @Override
        public int read(long position, ByteBuffer into) {
            int length = (int) Math.min(into.remaining(), Math.max(0, bytes.size() - position));
            if (length > 0) {
                into.put(bytes.asByteBuffer().slice((int) position, length));
            }
            return length;
        }
    }

    /** A blob in a file, which is opened to be read: as many blobs as there may be, none holds a descriptor. */
    private static final class FileBlob implements Blob {
        private final Path file;
        private final long size;

        FileBlob(Path file, long size) {
            this.file = file;
            this.size = size;
            CLEANER.register(this, () -> release(file));
        }

        @Override
        public String id() {
            return String.valueOf(file.getFileName());
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int read(long position, ByteBuffer into) throws IOException {
            try (Reader reader = open()) {
                return reader.read(position, into);
            }
        }

        @Override
        public Reader open() throws IOException {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            return new Reader() {
                // keeps the blob, and with it the file, as long as it is read
                private final FileBlob blob = FileBlob.this;

                @Override
                public int read(long position, ByteBuffer into) throws IOException {
                    return position >= blob.size ? 0 : Math.max(0, channel.read(into, position));
                }

                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        }
    }

    private static void release(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // the folder is deleted with the process all the same
        }
    }

    private final class StagedBody extends Staged {
        private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
        private @Nullable Path file;
        private @Nullable OutputStream out;
        private long size;
        private boolean sealed;

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            size += length;
            if (out == null && size > IN_MEMORY) {
                spill();
            }
            (out == null ? memory : out).write(bytes, offset, length);
        }

        private void spill() throws IOException {
            file = newFile();
            out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), BUFFER);
            memory.writeTo(out);
            memory.reset();
        }

        @Override
        public Blob seal() throws IOException {
            if (sealed) {
                throw new IllegalStateException("sealed already");
            }
            sealed = true;
            if (file == null || out == null) {
                return new MemoryBlob("m" + next.incrementAndGet(), Bytes.wrap(memory.toByteArray()));
            }
            out.close();
            return new FileBlob(file, size);
        }

        @Override
        public void close() {
            if (!sealed && file != null && out != null) {
                try {
                    out.close();
                } catch (IOException e) {
                    // what is dropped need not be whole
                }
                release(file);
            }
            sealed = true;
        }
    }
}
