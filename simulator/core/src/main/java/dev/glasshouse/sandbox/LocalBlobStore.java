package dev.glasshouse.sandbox;

import dev.glasshouse.api.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
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

    private static final Cleaner CLEANER = Cleaner.create();

    private final AtomicLong next = new AtomicLong();
    private @Nullable Path folder;

    @Override
    public Staged stage() {
        return new StagedBody();
    }

    private synchronized Path newFile() throws IOException {
        if (folder == null) {
            // created with permissions for the owner alone
            folder = Files.createTempDirectory("glasshouse-blobs-");
            folder.toFile().deleteOnExit();
        }
        Path file = folder.resolve(next.incrementAndGet() + ".blob");
        file.toFile().deleteOnExit();
        return file;
    }

    @Override
    public synchronized void close() {
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

    private static final class FileBlob implements Blob {
        private final String id;
        private final FileChannel channel;
        private final long size;

        FileBlob(String id, Path file, FileChannel channel, long size) {
            this.id = id;
            this.channel = channel;
            this.size = size;
            CLEANER.register(this, () -> release(file, channel));
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int read(long position, ByteBuffer into) throws IOException {
            return Math.max(0, channel.read(into, position));
        }
    }

    private static void release(Path file, FileChannel channel) {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // the folder is deleted with the process all the same
            file.toFile().deleteOnExit();
        }
    }

    private final class StagedBody extends Staged {
        private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
        private @Nullable Path file;
        private @Nullable FileChannel channel;
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
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            out = java.nio.channels.Channels.newOutputStream(channel);
            memory.writeTo(out);
            memory.reset();
        }

        @Override
        public Blob seal() throws IOException {
            if (sealed) {
                throw new IllegalStateException("sealed already");
            }
            sealed = true;
            if (file == null || channel == null) {
                return new MemoryBlob("m" + next.incrementAndGet(), Bytes.wrap(memory.toByteArray()));
            }
            return new FileBlob(file.getFileName().toString(), file, channel, size);
        }

        @Override
        public void close() {
            if (!sealed && file != null && channel != null) {
                release(file, channel);
            }
            sealed = true;
        }
    }
}
