package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;

/** Whatever the keys, the prefix, the delimiter and the size of pages: all pages together are the whole list. */
class ListingPagesTest {

    private static final TestCloud CLOUD = new TestCloud("listing-pages");
    private static final S3Client S3 = CLOUD.admin(S3Client.builder());
    private static final List<String> KEYS =
            List.of("a", "a/", "a//", "a//b", "a/b", "a/b/", "a/b/c", "a/bc", "ab", "b//", "b/a/c", "é/1", "é/2");

    @BeforeAll
    static void furnish() {
        S3.createBucket(request -> request.bucket("bucket"));
        S3.putBucketVersioning(
                request -> request.bucket("bucket").versioningConfiguration(status -> status.status("Enabled")));
        for (String key : KEYS) {
            for (int i = 0; i < 2; i++) {
                S3.putObject(request -> request.bucket("bucket").key(key), RequestBody.fromString("x"));
                S3.createMultipartUpload(request -> request.bucket("bucket").key(key));
            }
        }
    }

    @AfterAll
    static void close() {
        CLOUD.close();
    }

    static Stream<Arguments> questions() {
        List<Arguments> all = new ArrayList<>();
        for (String prefix : List.of("", "a", "a/", "a/b", "b/", "é/", "none")) {
            for (String delimiter : List.of("", "/", "//", "b")) {
                all.add(Arguments.of(prefix, delimiter));
            }
        }
        return all.stream();
    }

    private static void addAll(List<String> seen, List<CommonPrefix> prefixes) {
        prefixes.forEach(one -> seen.add("common " + one.prefix()));
    }

    private static List<String> objects(String prefix, String delimiter, int most) {
        List<String> seen = new ArrayList<>();
        String token = null;
        do {
            String asked = token;
            var page = S3.listObjectsV2(request -> request.bucket("bucket")
                    .prefix(prefix)
                    .delimiter(delimiter)
                    .maxKeys(most)
                    .continuationToken(asked));
            page.contents().forEach(one -> seen.add(one.key()));
            addAll(seen, page.commonPrefixes());
            assertThat(page.keyCount())
                    .isEqualTo(page.contents().size() + page.commonPrefixes().size());
            token = page.nextContinuationToken();
        } while (token != null);
        return seen;
    }

    private static List<String> objectsByMarker(String prefix, String delimiter, int most) {
        List<String> seen = new ArrayList<>();
        String marker = "";
        boolean more = true;
        while (more) {
            String asked = marker;
            var page = S3.listObjects(request -> request.bucket("bucket")
                    .prefix(prefix)
                    .delimiter(delimiter)
                    .maxKeys(most)
                    .marker(asked));
            page.contents().forEach(one -> seen.add(one.key()));
            addAll(seen, page.commonPrefixes());
            more = page.isTruncated();
            marker = page.nextMarker() != null || page.contents().isEmpty()
                    ? page.nextMarker()
                    : page.contents().get(page.contents().size() - 1).key();
        }
        return seen;
    }

    private static List<String> versions(String prefix, String delimiter, int most) {
        List<String> seen = new ArrayList<>();
        String key = null;
        String id = null;
        boolean more = true;
        while (more) {
            String keyMarker = key;
            String idMarker = id;
            var page = S3.listObjectVersions(request -> request.bucket("bucket")
                    .prefix(prefix)
                    .delimiter(delimiter)
                    .maxKeys(most)
                    .keyMarker(keyMarker)
                    .versionIdMarker(idMarker));
            page.versions().forEach(one -> seen.add(one.key() + " " + one.versionId() + " " + one.isLatest()));
            addAll(seen, page.commonPrefixes());
            more = page.isTruncated();
            key = page.nextKeyMarker();
            id = page.nextVersionIdMarker();
        }
        return seen;
    }

    private static List<String> uploads(String prefix, String delimiter, int most) {
        List<String> seen = new ArrayList<>();
        String key = null;
        String id = null;
        boolean more = true;
        while (more) {
            String keyMarker = key;
            String idMarker = id;
            var page = S3.listMultipartUploads(request -> request.bucket("bucket")
                    .prefix(prefix)
                    .delimiter(delimiter)
                    .maxUploads(most)
                    .keyMarker(keyMarker)
                    .uploadIdMarker(idMarker));
            page.uploads().forEach(one -> seen.add(one.key() + " " + one.uploadId()));
            addAll(seen, page.commonPrefixes());
            more = page.isTruncated();
            key = page.nextKeyMarker();
            id = page.nextUploadIdMarker();
        }
        return seen;
    }

    @ParameterizedTest
    @MethodSource("questions")
    void pages_together_are_the_whole_list(String prefix, String delimiter) {
        for (int most : new int[] {1, 2, 3}) {
            assertThat(objects(prefix, delimiter, most))
                    .as("objects by %s", most)
                    .containsExactlyInAnyOrderElementsOf(objects(prefix, delimiter, 1000));
            assertThat(objectsByMarker(prefix, delimiter, most))
                    .as("objects by marker by %s", most)
                    .containsExactlyInAnyOrderElementsOf(objects(prefix, delimiter, 1000));
            assertThat(versions(prefix, delimiter, most))
                    .as("versions by %s", most)
                    .containsExactlyInAnyOrderElementsOf(versions(prefix, delimiter, 1000));
            assertThat(uploads(prefix, delimiter, most))
                    .as("uploads by %s", most)
                    .containsExactlyInAnyOrderElementsOf(uploads(prefix, delimiter, 1000));
        }
    }
}
