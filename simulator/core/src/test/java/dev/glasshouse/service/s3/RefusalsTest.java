package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.ApiClient;
import dev.glasshouse.TestCloud;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of {@code refusals.txt} and {@code refused-configurations.txt}: a call that S3 refuses with the recorded code and text, and that changes nothing. */
class RefusalsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> VALUES = new HashMap<>();
    private static final TestCloud CLOUD = new TestCloud("refusals");
    private static final ApiClient CLIENT =
            CLOUD.simulator().client(CLOUD.sandbox(), CLOUD.control().administrator(TestCloud.ACCOUNT));

    @BeforeAll
    static void furnish() throws Exception {
        for (String bucket : List.of("plain", "open", "versioned", "replica", "bare", "dotted.bucket")) {
            done("s3:CreateBucket", "{'Bucket':'" + bucket + "'}");
        }
        done("s3:CreateBucket", "{'Bucket':'locked','ObjectLockEnabledForBucket':true}");
        assertThat(CLIENT.in("eu-west-1")
                        .call(
                                "s3:CreateBucket",
                                json("{'Bucket':'far','CreateBucketConfiguration':{'LocationConstraint':'eu-west-1'}}"))
                        .error())
                .isNull();
        done("s3:DeleteBucketOwnershipControls", "{'Bucket':'bare'}");
        done(
                "s3:PutBucketEncryption",
                "{'Bucket':'open','ServerSideEncryptionConfiguration':{'Rules':[{'BlockedEncryptionTypes':"
                        + "{'EncryptionType':['NONE']}}]}}");
        done("s3:PutBucketVersioning", "{'Bucket':'replica','VersioningConfiguration':{'Status':'Enabled'}}");
        done("s3:PutBucketVersioning", "{'Bucket':'versioned','VersioningConfiguration':{'Status':'Enabled'}}");
        done("s3:PutObject", "{'Bucket':'plain','Key':'key','Body':'0123456789'}");
        done("s3:PutObject", "{'Bucket':'plain','Key':'archived','Body':'x','StorageClass':'GLACIER'}");
        done("s3:PutObject", "{'Bucket':'plain','Key':'deep','Body':'x','StorageClass':'DEEP_ARCHIVE'}");
        done("s3:PutObject", "{'Bucket':'plain','Key':'tiered','Body':'x','StorageClass':'INTELLIGENT_TIERING'}");
        done("s3:PutObject", "{'Bucket':'locked','Key':'key','Body':'x'}");
        VALUES.put(
                "marker",
                done("s3:DeleteObject", "{'Bucket':'versioned','Key':'key'}")
                        .path("VersionId")
                        .asText());
        byte[] key = new byte[32];
        VALUES.put("key", Base64.getEncoder().encodeToString(key));
        VALUES.put(
                "key-md5",
                Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("MD5").digest(key)));
        VALUES.put("upload", upload("{'Bucket':'plain','Key':'up'}"));
        VALUES.put("upload-sha256", upload("{'Bucket':'plain','Key':'summed','ChecksumAlgorithm':'SHA256'}"));
        VALUES.put(
                "upload-c",
                upload("{'Bucket':'open','Key':'up','SSECustomerAlgorithm':'AES256','SSECustomerKey':'<key>',"
                        + "'SSECustomerKeyMD5':'<key-md5>'}"));
        done(
                "s3:UploadPart",
                "{'Bucket':'plain','Key':'up','UploadId':'<upload>','Body':'x','PartNumber':4,'ChecksumCRC32':'jNwWgw=='}");
        for (int number = 1; number <= 2; number++) {
            done(
                    "s3:UploadPart",
                    "{'Bucket':'plain','Key':'up','UploadId':'<upload>','Body':'x','PartNumber':" + number + "}");
        }
        VALUES.put(
                "part",
                done(
                                "s3:UploadPart",
                                "{'Bucket':'plain','Key':'summed','UploadId':'<upload-sha256>','Body':'x',"
                                        + "'PartNumber':1,'ChecksumSHA256':"
                                        + "'LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE='}")
                        .path("ETag")
                        .asText()
                        .replace("\"", ""));
    }

    @AfterAll
    static void close() {
        CLOUD.close();
    }

    private static String upload(String input) {
        return done("s3:CreateMultipartUpload", input).path("UploadId").asText();
    }

    private static JsonNode done(String operation, String input) {
        ApiClient.Answer answer = CLIENT.call(operation, json(input));
        assertThat(answer.error()).as(operation + " " + input).isNull();
        return answer.output();
    }

    /** JSON with its quotation marks single and values by name; an apostrophe does not occur in it. */
    private static JsonNode json(String text) {
        String whole = text.replace('\'', '"');
        for (Map.Entry<String, String> value : VALUES.entrySet()) {
            whole = whole.replace("<" + value.getKey() + ">", value.getValue());
        }
        try {
            return JSON.readTree(whole);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(whole, e);
        }
    }

    static Stream<String> lines() throws IOException {
        return Stream.concat(lines("refusals.txt"), lines("refused-configurations.txt"));
    }

    private static Stream<String> lines(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(RefusalsTest.class.getResourceAsStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.startsWith("#")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_call_is_refused_as_recorded_and_changes_nothing(String line) {
        String[] parts = line.split(" \\| ", 4);
        int slash = parts[0].indexOf('/');
        ApiClient client = slash < 0 ? CLIENT : CLIENT.in(parts[0].substring(0, slash));
        Object before = CLOUD.sandbox().read().state().rows(Buckets.TABLE, dev.glasshouse.sandbox.Scope.SANDBOX);
        ApiClient.Answer answer = client.call(parts[0].substring(slash + 1), json(parts[1]));
        assertThat(answer.error()).isNotNull();
        assertThat(answer.errorCode() + " | " + answer.error().message()).isEqualTo(parts[2] + " | " + parts[3]);
        assertThat(answer.error().httpStatus()).isBetween(400, 501);
        Object after = CLOUD.sandbox().read().state().rows(Buckets.TABLE, dev.glasshouse.sandbox.Scope.SANDBOX);
        assertThat(after).isEqualTo(before);
    }
}
