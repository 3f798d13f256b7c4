package dev.glasshouse.server.cli;

import dev.glasshouse.Credentials;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.sigv4.RequestSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;

/** First calls to a server of our own, so that the archive of loaded classes holds those of a call too. */
final class Rehearsal {

    private final int port;
    private final Credentials keys;
    private final Instant now;

    Rehearsal(int port, Credentials keys, Instant now) {
        this.port = port;
        this.keys = keys;
        this.now = now;
    }

    /** A call of each kind of protocol; what it answers does not matter. */
    void play() {
        String form = "application/x-www-form-urlencoded; charset=utf-8";
        try {
            call("sts", "POST", form, "", "Action=GetCallerIdentity&Version=2011-06-15");
            call("iam", "POST", form, "", "Action=ListUsers&Version=2010-05-08");
            call("kms", "POST", "application/x-amz-json-1.1", "TrentService.ListKeys", "{}");
            call("s3", "GET", "application/octet-stream", "", "");
        } catch (IOException | GeneralSecurityException e) {
            throw new Failure("The rehearsal failed: " + e.getMessage());
        }
    }

    private void call(String service, String method, String type, String target, String body)
            throws IOException, GeneralSecurityException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        HttpHeaders.Builder headers = HttpHeaders.builder()
                .add("Host", service + ".us-east-1.amazonaws.com")
                .add("Content-Type", type)
                .add("Connection", "close")
                .add("x-amz-content-sha256", hash)
                .add("Content-Length", Integer.toString(bytes.length));
        if (!target.isEmpty()) {
            headers.add("X-Amz-Target", target);
        }
        HttpRequest plain = new HttpRequest(
                method, "/", null, headers.build(), new ByteArrayInputStream(bytes), Connection.IN_PROCESS);
        HttpRequest signed = new RequestSigner(keys.accessKeyId(), keys.secretAccessKey(), null, "us-east-1", service)
                .sign(plain, hash, now);
        StringBuilder text = new StringBuilder(method).append(" / HTTP/1.1\r\n");
        signed.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        text.append("\r\n").append(body);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().readAllBytes();
        }
    }
}
