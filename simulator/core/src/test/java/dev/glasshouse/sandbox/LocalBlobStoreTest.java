package dev.glasshouse.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalBlobStoreTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, LocalBlobStore.IN_MEMORY, LocalBlobStore.IN_MEMORY + 1, 100_000})
    void whatIsStagedIsReadBackFromAnyPosition(int size) throws Exception {
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) {
            body[i] = (byte) (i * 31);
        }
        try (LocalBlobStore store = new LocalBlobStore()) {
            Blob blob;
            try (BlobStore.Staged staged = store.stage()) {
                staged.write(body, 0, size / 2);
                staged.write(body, size / 2, size - size / 2);
                blob = staged.seal();
            }
            assertThat(blob.size()).isEqualTo(size);
            int from = size / 3;
            ByteBuffer read = ByteBuffer.allocate(size - from);
            while (read.hasRemaining() && blob.read(from + read.position(), read) > 0) {
                // until all is there
            }
            assertThat(read.array()).isEqualTo(Arrays.copyOfRange(body, from, size));
            assertThat(blob.read(size, ByteBuffer.allocate(1))).isZero();
        }
    }

    @Test
    void blobsInFilesHoldNoDescriptors() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors));
        try (LocalBlobStore store = new LocalBlobStore()) {
            int before = count(descriptors);
            List<Blob> blobs = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                BlobStore.Staged staged = store.stage();
                staged.write(new byte[LocalBlobStore.IN_MEMORY + 1]);
                blobs.add(staged.seal());
            }
            assertThat(count(descriptors)).isLessThan(before + 100);
            assertThat(blobs)
                    .allSatisfy(blob ->
                            assertThat(blob.read(0, ByteBuffer.allocate(10))).isEqualTo(10));
        }
    }

    private static int count(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return (int) files.count();
        }
    }

    @Test
    void blobsHaveDifferentNames() throws Exception {
        try (LocalBlobStore store = new LocalBlobStore()) {
            assertThat(store.stage().seal().id())
                    .isNotEqualTo(store.stage().seal().id());
        }
    }
}
