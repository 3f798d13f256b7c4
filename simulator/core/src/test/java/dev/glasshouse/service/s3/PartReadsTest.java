package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** What is read of an object that came in parts. */
class PartReadsTest {

    private static final byte[] FIRST = new byte[5 << 20];
    private static final byte[] LAST = {1};

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());

    @BeforeEach
    void bucket() {
        s3.createBucket(request -> request.bucket("bucket"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private void upload(ChecksumAlgorithm algorithm, @Nullable ChecksumType type, byte[]... bodies) {
        String id = s3.createMultipartUpload(request -> request.bucket("bucket")
                        .key("k")
                        .checksumAlgorithm(algorithm)
                        .checksumType(type))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (byte[] body : bodies) {
            int number = parts.size() + 1;
            UploadPartResponse part = s3.uploadPart(
                    request -> request.bucket("bucket")
                            .key("k")
                            .uploadId(id)
                            .partNumber(number)
                            .checksumAlgorithm(algorithm),
                    RequestBody.fromBytes(body));
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(part.eTag())
                    .checksumCRC32(part.checksumCRC32())
                    .checksumSHA256(part.checksumSHA256())
                    .build());
        }
        s3.completeMultipartUpload(
                request -> request.bucket("bucket").key("k").uploadId(id).multipartUpload(all -> all.parts(parts)));
    }

    private HeadObjectResponse head(@Nullable Integer part) {
        return s3.headObject(
                request -> request.bucket("bucket").key("k").partNumber(part).checksumMode(ChecksumMode.ENABLED));
    }

    @Test
    void a_part_shows_a_checksum_of_its_own_where_that_of_the_whole_is_made_of_the_parts() {
        upload(ChecksumAlgorithm.SHA256, null, FIRST, LAST);
        assertThat(head(null).checksumSHA256()).endsWith("-2");
        assertThat(head(2).checksumSHA256()).isEqualTo("S/USLzRFVMU73i67jNK349FgCtYxw4Wl18ziPHeFRZo=");
        assertThat(head(2).checksumType()).isEqualTo(ChecksumType.COMPOSITE);
        assertThat(head(2).partsCount()).isEqualTo(2);
    }

    @Test
    void a_part_of_an_object_whose_checksum_is_of_the_whole_shows_none() {
        upload(ChecksumAlgorithm.CRC32, ChecksumType.FULL_OBJECT, FIRST, LAST);
        assertThat(head(null).checksumCRC32()).isNotNull();
        HeadObjectResponse part = head(2);
        assertThat(part.checksumCRC32()).isNull();
        assertThat(part.checksumType()).isNull();
        assertThat(part.partsCount()).isEqualTo(2);
        assertThat(part.contentLength()).isEqualTo(1);
    }

    @Test
    void checksums_are_asked_for_in_small_letters_too() {
        var begun = s3.createMultipartUpload(request ->
                request.bucket("bucket").key("k").checksumAlgorithm("crc32").checksumType("full_object"));
        assertThat(begun.checksumAlgorithm()).isEqualTo(ChecksumAlgorithm.CRC32);
        assertThat(begun.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
        s3.putObject(request -> request.bucket("bucket").key("k"), RequestBody.fromBytes(LAST));
        assertThat(s3.headObject(request -> request.bucket("bucket").key("k").checksumMode("enabled"))
                        .checksumCRC32())
                .isNotNull();
        var copy = s3.copyObject(request -> request.sourceBucket("bucket")
                .sourceKey("k")
                .destinationBucket("bucket")
                .destinationKey("copy")
                .checksumAlgorithm("sha1"));
        assertThat(copy.copyObjectResult().checksumSHA1()).isNotNull();
    }

    @Test
    void the_only_part_of_an_object_is_the_whole() {
        upload(ChecksumAlgorithm.CRC32, ChecksumType.FULL_OBJECT, LAST);
        assertThat(head(1).checksumCRC32())
                .isEqualTo(head(null).checksumCRC32())
                .isNotNull();
        assertThat(head(1).checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    }

    @Test
    void an_object_that_comes_in_parts_is_as_old_as_its_upload() {
        String id = s3.createMultipartUpload(request -> request.bucket("bucket").key("k"))
                .uploadId();
        Instant begun = cloud.now().truncatedTo(ChronoUnit.SECONDS);
        cloud.advance(Duration.ofHours(2));
        String etag = s3.uploadPart(
                        request ->
                                request.bucket("bucket").key("k").uploadId(id).partNumber(1),
                        RequestBody.fromBytes(LAST))
                .eTag();
        s3.completeMultipartUpload(request -> request.bucket("bucket")
                .key("k")
                .uploadId(id)
                .multipartUpload(all -> all.parts(
                        CompletedPart.builder().partNumber(1).eTag(etag).build())));
        assertThat(head(null).lastModified()).isBetween(begun.minusSeconds(2), begun);
    }
}
