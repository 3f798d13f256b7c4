package dev.glasshouse.service.kms;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.glasshouse.TestCloud;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;

/** Key material is nowhere but in the module: not as bytes, not as text. */
class SecrecyTest {

    private static final byte MASK = 0x5a;

    /** What is looked for, masked, so that looking for it does not put it there. */
    private static byte[] masked(byte[] text) {
        byte[] masked = text.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= MASK;
        }
        return masked;
    }

    private static byte[] material() {
        byte[] material = new byte[32];
        for (int i = 0; i < material.length; i++) {
            material[i] = (byte) (i * 37 + 11);
        }
        return material;
    }

    @Test
    void aHeapDumpHoldsNoKeyMaterial(@TempDir Path folder) throws IOException {
        try (TestCloud cloud = new TestCloud()) {
            KmsClient kms = cloud.admin(KmsClient.builder());
            byte[] material = material();
            byte[] raw = masked(material);
            byte[] base64 = masked(Base64.getEncoder().encode(material));
            byte[] hex = masked(HexFormat.of().formatHex(material).getBytes(StandardCharsets.US_ASCII));
            String key = kms.createKey(request -> request.origin("EXTERNAL"))
                    .keyMetadata()
                    .arn();
            Wrapping.bring(kms, key, material, null);
            Arrays.fill(material, (byte) 0);
            SdkBytes blob = kms.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromUtf8String("x")))
                    .ciphertextBlob();
            kms.decrypt(request -> request.ciphertextBlob(blob));
            kms.generateDataKey(request -> request.keyId(key).keySpec("AES_256"));
            Path dump = folder.resolve("heap.hprof");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.toString(), true);
            assertThat(contains(dump, raw)).as("raw bytes").isFalse();
            assertThat(contains(dump, base64)).as("base 64").isFalse();
            assertThat(contains(dump, hex)).as("hexadecimal digits").isFalse();
            // the search finds what is there
            assertThat(contains(dump, masked(key.getBytes(StandardCharsets.ISO_8859_1))))
                    .isTrue();
        }
    }

    private static boolean contains(Path file, byte[] masked) throws IOException {
        byte first = (byte) (masked[0] ^ MASK);
        byte[] window = new byte[1 << 20];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            int held = 0;
            for (int read = in.read(window, held, window.length - held);
                    read >= 0;
                    read = in.read(window, held, window.length - held)) {
                int end = held + read;
                for (int at = 0; at + masked.length <= end; at++) {
                    if (window[at] == first && matches(window, at, masked)) {
                        return true;
                    }
                }
                held = Math.min(masked.length - 1, end);
                System.arraycopy(window, end - held, window, 0, held);
            }
        }
        return false;
    }

    private static boolean matches(byte[] window, int at, byte[] masked) {
        for (int i = 0; i < masked.length; i++) {
            if ((byte) (window[at + i] ^ MASK) != masked[i]) {
                return false;
            }
        }
        return true;
    }

    @Test
    void neitherTheTrailNorStoredRowsHoldWhatKmsGaveInTheClear() {
        try (TestCloud cloud = new TestCloud()) {
            KmsClient kms = cloud.admin(KmsClient.builder());
            String key = kms.createKey().keyMetadata().arn();
            SdkBytes plain = kms.generateDataKey(request -> request.keyId(key).keySpec("AES_256"))
                    .plaintext();
            SdkBytes secret = kms.generateDataKeyPair(
                            request -> request.keyId(key).keyPairSpec("ECC_NIST_P256"))
                    .privateKeyPlaintext();
            StringBuilder all = new StringBuilder();
            cloud.sandbox()
                    .log()
                    .from(0, 1_000)
                    .forEach(record -> all.append(new String(record.json().toArray(), StandardCharsets.UTF_8)));
            cloud.simulator().services().tables().forEach(table -> append(cloud, table, all));
            all.append(cloud.control().calls(1_000));
            for (SdkBytes each : java.util.List.of(plain, secret)) {
                assertThat(all.toString())
                        .doesNotContain(Base64.getEncoder().encodeToString(each.asByteArray()))
                        .doesNotContain(HexFormat.of().formatHex(each.asByteArray()));
            }
        }
    }

    private static <K, V> void append(TestCloud cloud, dev.glasshouse.sandbox.Table<K, V> table, StringBuilder all) {
        var state = cloud.sandbox().read().state();
        state.scopes(table)
                .forEach(scope -> state.rows(table, scope)
                        .values()
                        .forEach(row -> all.append(table.codec().encode(row))));
    }
}
