package dev.glasshouse.benchmarks;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The least that a store of sealed bodies can do on Javalin: it hashes what comes with MD5, seals segments of 64 KiB with
 * AES-GCM and writes them to a file; it opens them when the body is read. No signature, no policy, no trail, no versions.
 */
final class BareStore {

    private static final int SEGMENT = 64 * 1024;
    private static final int TAG = 16;
    // as Glasshouse feeds it, see docs/performance.md: otherwise the baseline would be slower than it need be
    private static final int SLICE = 1024;
    private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "AES");

    private final Map<String, Stored> files = new ConcurrentHashMap<>();
    private final Path folder;

    private record Stored(Path file, long size, String etag) {}

    private BareStore(Path folder) {
        this.folder = folder;
    }

    /** Starts to serve and answers the port. */
    static int start() throws IOException {
        BareStore store = new BareStore(Files.createTempDirectory("bare-store-"));
        Runtime.getRuntime().addShutdownHook(new Thread(store::clear));
        return Javalin.create(config -> {
                    config.jetty.host = "127.0.0.1";
                    config.jetty.port = 0;
                    config.startup.showJavalinBanner = false;
                    config.http.compressionStrategy = io.javalin.compression.CompressionStrategy.NONE;
                    config.routes.put("/{name}", store::put);
                    config.routes.get("/{name}", store::get);
                })
                .start()
                .port();
    }

    private void clear() {
        try (var all = Files.list(folder)) {
            for (Path file : all.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Cipher cipher(int mode, long index) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(index).array();
        cipher.init(mode, KEY, new GCMParameterSpec(8 * TAG, nonce));
        return cipher;
    }

    private static int seal(Cipher cipher, byte[] in, int length, byte[] out) throws GeneralSecurityException {
        int written = 0;
        int at = 0;
        for (; at + SLICE < length; at += SLICE) {
            written += cipher.update(in, at, SLICE, out, written);
        }
        return written + cipher.doFinal(in, at, length - at, out, written);
    }

    private void put(Context ctx) throws IOException, GeneralSecurityException {
        Path file = Files.createTempFile(folder, "body", "");
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        byte[] buffer = new byte[SEGMENT];
        byte[] sealed = new byte[SEGMENT + TAG];
        long size = 0;
        try (InputStream in = ctx.req().getInputStream();
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), SEGMENT)) {
            long index = 0;
            for (int read = in.readNBytes(buffer, 0, SEGMENT); read > 0; read = in.readNBytes(buffer, 0, SEGMENT)) {
                md5.update(buffer, 0, read);
                out.write(sealed, 0, seal(cipher(Cipher.ENCRYPT_MODE, index++), buffer, read, sealed));
                size += read;
            }
        }
        String etag = HexFormat.of().formatHex(md5.digest());
        Stored before = files.put(ctx.pathParam("name"), new Stored(file, size, etag));
        if (before != null) {
            Files.deleteIfExists(before.file());
        }
        ctx.header("ETag", etag);
    }

    private void get(Context ctx) throws IOException, GeneralSecurityException {
        Stored stored = files.get(ctx.pathParam("name"));
        ctx.header("ETag", stored.etag());
        ctx.res().setContentLengthLong(stored.size());
        byte[] sealed = new byte[SEGMENT + TAG];
        byte[] plain = new byte[SEGMENT];
        try (InputStream in = Files.newInputStream(stored.file())) {
            OutputStream out = ctx.res().getOutputStream();
            long index = 0;
            for (int read = in.readNBytes(sealed, 0, sealed.length);
                    read > 0;
                    read = in.readNBytes(sealed, 0, sealed.length)) {
                out.write(plain, 0, cipher(Cipher.DECRYPT_MODE, index++).doFinal(sealed, 0, read, plain, 0));
            }
        }
    }
}
