package dev.glasshouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.sandbox.Snapshot;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.sigv4.RequestSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * Requests that somebody who has keys has bent: they are signed after they are bent, so that they reach the decoders and
 * the operations. Each is answered, by an error of the client's or by 501 at most, and one that fails changes nothing.
 */
class HostileRequestsTest {

    private static final int TRIES = 3_000;

    private static TestCloud cloud;
    private static Credentials admin;
    private static byte[] ciphertext;

    @BeforeContainer
    static void start() {
        cloud = new TestCloud("hostile");
        admin = cloud.control().administrator(TestCloud.ACCOUNT);
        send(new Draft("s3", "PUT", "/bucket", null, Map.of(), new byte[0]));
        send(new Draft("s3", "PUT", "/bucket/key", null, Map.of(), new byte[] {1, 2, 3}));
        KmsClient kms = cloud.admin(KmsClient.builder());
        String key = kms.createKey().keyMetadata().keyId();
        ciphertext = kms.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromUtf8String("secret")))
                .ciphertextBlob()
                .asByteArray();
    }

    @AfterContainer
    static void close() {
        cloud.close();
    }

    /** A request before it is signed. */
    private record Draft(
            String service,
            String method,
            String path,
            @Nullable String query,
            Map<String, String> headers,
            @SuppressWarnings("ArrayRecordComponent") byte[] body) {

        Draft withBody(byte[] other) {
            return new Draft(service, method, path, query, headers, other);
        }
    }

    private static Draft form(String service, String body) {
        return new Draft(
                service,
                "POST",
                "/",
                null,
                Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static Draft json(String service, String target, String body) {
        return new Draft(
                service,
                "POST",
                "/",
                null,
                Map.of("Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", target),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static Draft xml(String path, String query, String body) {
        return new Draft("s3", "PUT", path, query, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static final List<Draft> DRAFTS = List.of(
            form(
                    "iam",
                    "Action=CreateUser&Version=2010-05-08&UserName=bob&Path=%2Fx%2F&Tags.member.1.Key=a&Tags.member.1.Value=b"),
            form(
                    "iam",
                    "Action=CreatePolicy&Version=2010-05-08&PolicyName=p&PolicyDocument=%7B%22Version%22%3A%222012-10-17%22%2C"
                            + "%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22*%22%2C%22Resource%22%3A%22*%22%7D%7D"),
            form("iam", "Action=ListUsers&Version=2010-05-08&MaxItems=3&Marker=x&PathPrefix=%2F"),
            form(
                    "sts",
                    "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fr&RoleSessionName=me&DurationSeconds=900"),
            json(
                    "kms",
                    "TrentService.CreateKey",
                    "{\"Description\":\"d\",\"Tags\":[{\"TagKey\":\"a\",\"TagValue\":\"b\"}],\"MultiRegion\":false,\"Policy\":\"{}\"}"),
            json(
                    "kms",
                    "TrentService.Encrypt",
                    "{\"KeyId\":\"alias/aws/s3\",\"Plaintext\":\"aGVsbG8=\",\"EncryptionContext\":{\"a\":\"b\"},\"GrantTokens\":[]}"),
            json("kms", "TrentService.ListKeys", "{\"Limit\":3,\"Marker\":\"x\"}"),
            json(
                    "cloudtrail",
                    "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents",
                    "{\"LookupAttributes\":[{\"AttributeKey\":\"EventName\",\"AttributeValue\":\"x\"}],\"StartTime\":1.5,\"MaxResults\":3}"),
            json("cloudtrail", "CloudTrail_20131101.LookupEvents", "{}"),
            xml(
                    "/bucket",
                    "tagging",
                    "<Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>"),
            xml(
                    "/bucket",
                    "encryption",
                    "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
                            + "</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>"),
            xml(
                    "/bucket",
                    "policy",
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:GetObjectAcl\","
                            + "\"Resource\":\"arn:aws:s3:::bucket/*\",\"Condition\":{\"NumericLessThan\":{\"s3:max-keys\":\"10\"}}}]}"),
            new Draft(
                    "s3",
                    "POST",
                    "/bucket",
                    "delete",
                    Map.of(),
                    "<Delete><Object><Key>a</Key></Object><Quiet>true</Quiet></Delete>"
                            .getBytes(StandardCharsets.UTF_8)));

    private static final List<String> NASTY = List.of(
            "<!DOCTYPE x [<!ENTITY a \"b\"><!ENTITY b SYSTEM \"file:///etc/passwd\">]>",
            "&lol;",
            "&#0;",
            "]]>",
            "<a>".repeat(2_000),
            "[".repeat(5_000),
            "{\"a\":".repeat(5_000),
            "1e999999999",
            "-0",
            "99999999999999999999999999",
            "\ud800",
            "\u0000",
            "%",
            "%zz",
            "%c0%af",
            "&",
            "=",
            ".member.99999999999.",
            "\"",
            "\\u",
            "null",
            "true",
            "x".repeat(70_000),
            "(a+)+$",
            "${aws:username}",
            "*".repeat(500),
            "\u202e",
            "\ufeff");

    private static byte[] bend(byte[] body, Random random) {
        byte[] bent = body;
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(bent.length + 1);
            int to = Math.min(bent.length, at + random.nextInt(20));
            bent = switch (random.nextInt(6)) {
                case 0 ->
                    spliced(
                            bent,
                            at,
                            at,
                            NASTY.get(random.nextInt(NASTY.size())).getBytes(StandardCharsets.UTF_8));
                case 1 -> spliced(bent, at, to, new byte[0]);
                case 2 -> spliced(bent, at, at, Arrays.copyOfRange(bent, at, to));
                case 3 -> spliced(bent, at, Math.min(bent.length, at + 1), new byte[] {(byte) random.nextInt(256)});
                case 4 -> Arrays.copyOf(bent, at);
                default ->
                    spliced(
                            bent,
                            at,
                            to,
                            NASTY.get(random.nextInt(NASTY.size())).getBytes(StandardCharsets.UTF_8));
            };
        }
        return bent;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
        byte[] out = new byte[from + middle.length + bytes.length - to];
        System.arraycopy(bytes, 0, out, 0, from);
        System.arraycopy(middle, 0, out, from, middle.length);
        System.arraycopy(bytes, to, out, from + middle.length, bytes.length - to);
        return out;
    }

    private static HttpResponse send(Draft draft) {
        HttpHeaders.Builder headers = HttpHeaders.builder();
        headers.add(
                "Host",
                draft.service().equals("s3") ? "s3.amazonaws.com" : draft.service() + ".us-east-1.amazonaws.com");
        headers.add("Content-Length", Integer.toString(draft.body().length));
        draft.headers().forEach(headers::add);
        HttpRequest plain = new HttpRequest(
                draft.method(),
                draft.path(),
                draft.query(),
                headers.build(),
                new ByteArrayInputStream(draft.body()),
                Connection.IN_PROCESS);
        RequestSigner signer =
                new RequestSigner(admin.accessKeyId(), admin.secretAccessKey(), null, "us-east-1", draft.service());
        HttpRequest signed = signer.sign(
                plain,
                sha256(draft.body()),
                cloud.simulator().sandboxes().wallClock().now());
        return cloud.simulator().handle(signed, cloud.sandbox());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void check(Draft draft) {
        Snapshot before = cloud.sandbox().peek();
        HttpResponse answer = send(draft);
        String body = read(answer);
        assertThat(answer.status())
                .as(
                        "%s %s?%s %s%n%s",
                        draft.method(),
                        draft.path(),
                        draft.query(),
                        new String(draft.body(), StandardCharsets.UTF_8),
                        body)
                .isLessThan(502)
                .isNotEqualTo(500);
        assertThat(body).doesNotContain("Exception\n", "\tat ", "dev.glasshouse");
        if (answer.status() >= 400) {
            assertThat(cloud.sandbox().peek().sequence())
                    .as("what a failed call changed: %s", body)
                    .isEqualTo(before.sequence());
        }
    }

    private static String read(HttpResponse answer) {
        try (var in = answer.body().open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Example
    void straight_requests_reach_their_operations() {
        for (Draft draft : DRAFTS) {
            String body = read(send(draft));
            assertThat(body)
                    .as(draft.path() + " " + draft.headers())
                    .doesNotContain("Signature", "UnknownOperation", "MalformedXML", "SerializationException");
        }
    }

    @Example
    void a_body_without_a_length_and_one_that_is_too_long_are_refused_unread() {
        assertThat(put(null)).contains("<Code>MissingContentLength</Code>");
        assertThat(put("5368709121"))
                .contains("<Code>EntityTooLarge</Code>", "<ProposedSize>5368709121</ProposedSize>");
    }

    private static String put(@Nullable String length) {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("the body was read");
            }
        };
        HttpHeaders.Builder headers = HttpHeaders.builder().add("Host", "s3.amazonaws.com");
        if (length != null) {
            headers.add("Content-Length", length);
        }
        HttpRequest plain =
                new HttpRequest("PUT", "/bucket/endless", null, headers.build(), endless, Connection.IN_PROCESS);
        RequestSigner signer = new RequestSigner(admin.accessKeyId(), admin.secretAccessKey(), null, "us-east-1", "s3");
        HttpRequest signed = signer.sign(
                plain,
                "UNSIGNED-PAYLOAD",
                cloud.simulator().sandboxes().wallClock().now());
        return read(cloud.simulator().handle(signed, cloud.sandbox()));
    }

    @Property(tries = TRIES, edgeCases = net.jqwik.api.EdgeCasesMode.NONE)
    void bent_bodies_are_answered(@ForAll long seed) {
        Random random = new Random(seed);
        Draft draft = DRAFTS.get(random.nextInt(DRAFTS.size()));
        check(draft.withBody(bend(draft.body(), random)));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(40),
                Arbitraries.of(
                        "..",
                        "../..",
                        "%00",
                        "%2e%2e",
                        "//",
                        ";",
                        "a%2Fb",
                        "%",
                        "%f",
                        "\u0000",
                        "?",
                        "#",
                        "*",
                        "null",
                        "-1",
                        "9".repeat(30),
                        "x".repeat(1100),
                        "tagging",
                        "acl",
                        "versionId=null",
                        "uploads",
                        "list-type=2"));
    }

    @Property(tries = TRIES)
    void bent_paths_and_queries_are_answered(
            @ForAll("texts") String key, @ForAll("texts") String query, @ForAll("methods") String method) {
        check(new Draft(
                "s3",
                method,
                "/bucket/" + raw(key),
                raw(query),
                Map.of(),
                method.equals("PUT") ? new byte[] {1} : new byte[0]));
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.of("GET", "PUT", "HEAD", "DELETE", "POST", "PATCH", "OPTIONS", "FOO");
    }

    /** What can stand in a request line: an HTTP server lets no blanks or control characters pass. */
    private static String raw(String text) {
        StringBuilder out = new StringBuilder();
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            if (value > 0x20 && value < 0x7f) {
                out.append((char) value);
            } else {
                out.append(String.format("%%%02x", value));
            }
        }
        return out.toString();
    }

    @Property(tries = TRIES)
    void bent_headers_are_answered(@ForAll("headers") String header, @ForAll("texts") String value) {
        String sendable = value.replaceAll("[^\\x20-\\x7e\\xa0-\\xff]", "?").strip();
        check(new Draft("s3", "PUT", "/bucket/key", null, Map.of(header, sendable), new byte[] {1, 2, 3}));
        check(new Draft("s3", "GET", "/bucket/key", null, Map.of(header, sendable), new byte[0]));
    }

    @Provide
    Arbitrary<String> headers() {
        return Arbitraries.of(
                "Range",
                "If-Match",
                "If-None-Match",
                "If-Modified-Since",
                "Content-MD5",
                "Content-Type",
                "Content-Encoding",
                "Expires",
                "x-amz-acl",
                "x-amz-tagging",
                "x-amz-copy-source",
                "x-amz-copy-source-range",
                "x-amz-server-side-encryption",
                "x-amz-server-side-encryption-aws-kms-key-id",
                "x-amz-server-side-encryption-context",
                "x-amz-server-side-encryption-bucket-key-enabled",
                "x-amz-checksum-crc32",
                "x-amz-checksum-sha256",
                "x-amz-sdk-checksum-algorithm",
                "x-amz-trailer",
                "x-amz-decoded-content-length",
                "x-amz-expected-bucket-owner",
                "x-amz-object-lock-retain-until-date",
                "x-amz-storage-class",
                "x-amz-write-offset-bytes",
                "x-amz-meta-a",
                "x-amz-grant-read");
    }

    @Property(tries = 500)
    void a_ciphertext_that_was_bent_anywhere_does_not_open(@ForAll int place, @ForAll byte mask, @ForAll boolean cut) {
        int at = Math.floorMod(place, ciphertext.length);
        byte[] bent = cut ? Arrays.copyOf(ciphertext, at) : ciphertext.clone();
        if (!cut) {
            bent[at] ^= mask == 0 ? 1 : mask;
        }
        KmsClient kms = cloud.admin(KmsClient.builder());
        KmsException refused = org.assertj.core.api.Assertions.catchThrowableOfType(
                KmsException.class, () -> kms.decrypt(request -> request.ciphertextBlob(SdkBytes.fromByteArray(bent))));
        assertThat(refused.statusCode()).isEqualTo(400);
        // an empty blob breaks a constraint, and one that names another key does not find it
        assertThat(refused.awsErrorDetails().errorCode())
                .isIn(
                        "InvalidCiphertextException",
                        "ValidationException",
                        "AccessDeniedException",
                        "NotFoundException");
    }
}
