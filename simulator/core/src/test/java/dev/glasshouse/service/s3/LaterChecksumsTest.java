package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.ApiClient;
import dev.glasshouse.TestCloud;
import dev.glasshouse.crypto.content.Checksums;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checksums that S3 has had since 2026: given, kept and shown like the others, and composite where there are parts. */
class LaterChecksumsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TestCloud CLOUD = new TestCloud("checksums");
    private static final ApiClient CLIENT =
            CLOUD.simulator().client(CLOUD.sandbox(), CLOUD.control().administrator(TestCloud.ACCOUNT));

    @BeforeAll
    static void furnish() {
        done("CreateBucket", "Bucket", "sums");
    }

    @AfterAll
    static void close() {
        CLOUD.close();
    }

    private static ObjectNode input(String... members) {
        ObjectNode input = JSON.createObjectNode();
        for (int i = 0; i < members.length; i += 2) {
            input.put(members[i], members[i + 1]);
        }
        return input;
    }

    private static JsonNode done(String operation, String... members) {
        return done(operation, input(members));
    }

    private static JsonNode done(String operation, ObjectNode input) {
        ApiClient.Answer answer = CLIENT.call("s3:" + operation, input);
        assertThat(answer.error()).isNull();
        return answer.output();
    }

    private static String refused(String operation, String... members) {
        ApiClient.Answer answer = CLIENT.call("s3:" + operation, input(members));
        assertThat(answer.error()).isNotNull();
        return answer.errorCode() + " " + answer.error().message();
    }

    private static String sum(String algorithm, byte[] bytes) {
        Checksums.Running running = Checksums.begin(algorithm);
        running.update(bytes, 0, bytes.length);
        return running.value();
    }

    private static String sum(String algorithm, String text) {
        return sum(algorithm, text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128"})
    void a_given_checksum_is_kept_and_shown(String algorithm) {
        String member = "Checksum" + algorithm;
        String value = sum(algorithm, "body");
        String[] object = {"Bucket", "sums", "Key", algorithm};
        JsonNode put = done("PutObject", "Bucket", "sums", "Key", algorithm, "Body", "body", member, value);
        assertThat(put.path(member).asText()).isEqualTo(value);
        assertThat(put.path("ChecksumType").asText()).isEqualTo("FULL_OBJECT");
        JsonNode head = done("HeadObject", "Bucket", "sums", "Key", algorithm, "ChecksumMode", "ENABLED");
        assertThat(head.path(member).asText()).isEqualTo(value);
        assertThat(done("HeadObject", object).has(member)).isFalse();
        ObjectNode attributes = input(object);
        attributes.putArray("ObjectAttributes").add("Checksum");
        assertThat(done("GetObjectAttributes", attributes)
                        .path("Checksum")
                        .path(member)
                        .asText())
                .isEqualTo(value);
        JsonNode listed = done("ListObjectsV2", "Bucket", "sums", "Prefix", algorithm);
        assertThat(listed.path("Contents").path(0).path("ChecksumAlgorithm").toString())
                .isEqualTo("[\"" + algorithm + "\"]");
        JsonNode copy = done("CopyObject", "Bucket", "sums", "Key", "copy", "CopySource", "sums/" + algorithm);
        assertThat(copy.path("CopyObjectResult").path(member).asText()).isEqualTo(value);
        JsonNode chosen = done(
                "CopyObject",
                "Bucket",
                "sums",
                "Key",
                "copy",
                "CopySource",
                "sums/" + algorithm,
                "ChecksumAlgorithm",
                algorithm);
        assertThat(chosen.path("CopyObjectResult").path(member).asText()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128"})
    void parts_make_a_composite_and_never_a_whole(String algorithm) {
        String member = "Checksum" + algorithm;
        assertThat(refused(
                        "CreateMultipartUpload",
                        "Bucket",
                        "sums",
                        "Key",
                        "up",
                        "ChecksumAlgorithm",
                        algorithm,
                        "ChecksumType",
                        "FULL_OBJECT"))
                .isEqualTo("InvalidRequest The FULL_OBJECT checksum type cannot be used with the "
                        + algorithm.toLowerCase(Locale.ROOT) + " checksum algorithm.");
        JsonNode begun = done("CreateMultipartUpload", "Bucket", "sums", "Key", "up", "ChecksumAlgorithm", algorithm);
        assertThat(begun.path("ChecksumAlgorithm").asText()).isEqualTo(algorithm);
        assertThat(begun.path("ChecksumType").asText()).isEqualTo("COMPOSITE");
        String id = begun.path("UploadId").asText();
        ObjectNode part =
                input("Bucket", "sums", "Key", "up", "UploadId", id, "Body", "x", member, sum(algorithm, "x"));
        JsonNode sent = done("UploadPart", part.put("PartNumber", 1));
        assertThat(sent.path(member).asText()).isEqualTo(sum(algorithm, "x"));
        ObjectNode end = input("Bucket", "sums", "Key", "up", "UploadId", id);
        end.putObject("MultipartUpload")
                .putArray("Parts")
                .addObject()
                .put("PartNumber", 1)
                .put("ETag", sent.path("ETag").asText())
                .put(member, sum(algorithm, "x"));
        String composite = sum(algorithm, Base64.getDecoder().decode(sum(algorithm, "x"))) + "-1";
        assertThat(done("CompleteMultipartUpload", end).path(member).asText()).isEqualTo(composite);
        JsonNode head = done("HeadObject", "Bucket", "sums", "Key", "up", "ChecksumMode", "ENABLED");
        assertThat(head.path(member).asText()).isEqualTo(composite);
        assertThat(head.path("ChecksumType").asText()).isEqualTo("COMPOSITE");
    }

    @Test
    void a_part_shows_the_checksum_that_it_came_with_and_no_other() {
        String id = done("CreateMultipartUpload", "Bucket", "sums", "Key", "plain")
                .path("UploadId")
                .asText();
        ObjectNode part = input("Bucket", "sums", "Key", "plain", "UploadId", id, "Body", "x")
                .put("PartNumber", 1);
        assertThat(done("UploadPart", part.deepCopy().put("ChecksumSHA1", sum("SHA1", "x")))
                        .path("ChecksumSHA1")
                        .asText())
                .isEqualTo(sum("SHA1", "x"));
        assertThat(done("UploadPart", part.deepCopy().put("ChecksumSHA1", sum("SHA1", "x")))
                        .has("ChecksumCRC64NVME"))
                .isFalse();
        assertThat(done("UploadPart", part).path("ChecksumCRC64NVME").asText()).isEqualTo(sum("CRC64NVME", "x"));
    }

    @Test
    void a_body_in_process_is_held_against_what_is_said_of_it() {
        String[] object = {"Bucket", "sums", "Key", "checked", "Body", "x", "", ""};
        object[6] = "ChecksumSHA1";
        object[7] = sum("SHA1", "y");
        assertThat(refused("PutObject", object))
                .isEqualTo("BadDigest The SHA1 you specified did not match the calculated checksum.");
        object[7] = "no checksum";
        assertThat(refused("PutObject", object))
                .isEqualTo("InvalidRequest Value for x-amz-checksum-sha1 header is invalid.");
        object[6] = "ContentMD5";
        object[7] = sum("MD5", "y");
        assertThat(refused("PutObject", object))
                .isEqualTo("BadDigest The Content-MD5 you specified did not match what we received.");
        assertThat(refused("HeadObject", "Bucket", "sums", "Key", "checked")).startsWith("NoSuchKey");
        object[7] = sum("MD5", "x");
        done("PutObject", object);
    }

    @Test
    void a_client_in_process_reckons_the_checksum_that_it_names() {
        JsonNode put = done("PutObject", "Bucket", "sums", "Key", "named", "Body", "x", "ChecksumAlgorithm", "SHA256");
        assertThat(put.path("ChecksumSHA256").asText()).isEqualTo(sum("SHA256", "x"));
        assertThat(put.has("ChecksumCRC64NVME")).isFalse();
        assertThat(refused(
                        "PutObject",
                        "Bucket",
                        "sums",
                        "Key",
                        "named",
                        "Body",
                        "x",
                        "ChecksumAlgorithm",
                        "SHA256",
                        "ChecksumSHA1",
                        sum("SHA1", "x")))
                .isEqualTo("InvalidRequest Value for x-amz-sdk-checksum-algorithm header is invalid.");
    }
}
