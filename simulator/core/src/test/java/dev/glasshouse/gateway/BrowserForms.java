package dev.glasshouse.gateway;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Forms as browsers send them to the bucket {@code forms}. */
final class BrowserForms {

    static final String BOUNDARY = "----form7MA4YWxk";

    /** Conditions under which a form with no fields but the necessary ones passes. */
    static final String ANY = "['starts-with','$key',''],{'bucket':'forms'},['starts-with','$x-amz-credential',''],"
            + "['starts-with','$x-amz-date',''],{'x-amz-algorithm':'AWS4-HMAC-SHA256'}";

    private final TestCloud cloud;

    BrowserForms(TestCloud cloud) {
        this.cloud = cloud;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A policy of these conditions, good for an hour; its texts stand between apostrophes. */
    static String policy(String conditions) {
        return "{'expiration':'" + Instant.now().plusSeconds(3600) + "','conditions':[" + conditions + "]}";
    }

    /** A signed form of a user with a policy of these conditions, good for an hour. */
    static Map<String, String> form(Credentials who, String conditions) {
        return signed(who, policy(conditions));
    }

    /** A form of a user with a whole policy, its texts between apostrophes. */
    static Map<String, String> signed(Credentials who, String policy) {
        Instant now = Instant.now();
        String date =
                DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC).format(now);
        String encoded =
                Base64.getEncoder().encodeToString(policy.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        byte[] key = hmac(("AWS4" + who.secretAccessKey()).getBytes(StandardCharsets.UTF_8), date);
        key = hmac(hmac(hmac(key, "us-east-1"), "s3"), "aws4_request");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("key", "up/${filename}");
        fields.put("policy", encoded);
        fields.put("x-amz-algorithm", "AWS4-HMAC-SHA256");
        fields.put("x-amz-credential", who.accessKeyId() + "/" + date + "/us-east-1/s3/aws4_request");
        fields.put(
                "x-amz-date",
                DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(now));
        fields.put("x-amz-signature", HexFormat.of().formatHex(hmac(key, encoded)));
        return fields;
    }

    /** Sends a form; its file is called {@code photo.png}. */
    HttpResponse post(Map<String, String> fields, byte @Nullable [] file, String... headers) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields.forEach((name, value) -> body.writeBytes(
                ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(StandardCharsets.UTF_8)));
        if (file != null) {
            body.writeBytes(("--" + BOUNDARY
                            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\\\x\\\\photo.png\"\r\n"
                            + "Content-Type: image/png\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(file);
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send("/", "multipart/form-data; boundary=" + BOUNDARY, body.toByteArray(), headers);
    }

    /** Sends a body to a path of the bucket, with further header fields. */
    HttpResponse send(String path, String contentType, byte[] body, String... more) {
        HttpHeaders headers = HttpHeaders.of(more).toBuilder()
                .add("Host", "forms.s3.amazonaws.com")
                .add("Content-Type", contentType)
                .add("Content-Length", Integer.toString(body.length))
                .build();
        return cloud.simulator()
                .handle(
                        new HttpRequest(
                                "POST", path, null, headers, new ByteArrayInputStream(body), Connection.IN_PROCESS),
                        cloud.sandbox());
    }

    /** Status and body of an answer. */
    static String text(HttpResponse answer) {
        try (var in = answer.body().open()) {
            return answer.status() + " "
                    + new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("&quot;", "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
