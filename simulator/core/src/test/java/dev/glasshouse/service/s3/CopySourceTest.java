package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.ApiClient;
import dev.glasshouse.TestCloud;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the header x-amz-copy-source names a source. Sources that are refused: {@code refusals.txt}. */
class CopySourceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TestCloud CLOUD = new TestCloud("copy-sources");
    private static final ApiClient CLIENT =
            CLOUD.simulator().client(CLOUD.sandbox(), CLOUD.control().administrator(TestCloud.ACCOUNT));

    @BeforeAll
    static void furnish() {
        done("CreateBucket", input());
        done("PutObject", input().put("Key", "a b+\u00e9").put("Body", "x"));
    }

    @AfterAll
    static void close() {
        CLOUD.close();
    }

    private static ObjectNode input() {
        return JSON.createObjectNode().put("Bucket", "sources");
    }

    private static void done(String operation, ObjectNode input) {
        assertThat(CLIENT.call("s3:" + operation, input).error()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sources/a%20b%2B%C3%A9",
                "/sources/a%20b%2B%C3%A9",
                "sources/a+b%2b%C3%A9",
                "sources%2Fa%20b%2B%C3%A9",
                "%2Fsources%2Fa%20b%2B%C3%A9"
            })
    void a_source_is_encoded_as_in_a_query(String source) {
        done("CopyObject", input().put("Key", "copy").put("CopySource", source));
    }

    @Test
    void a_plus_sign_is_a_space() {
        ApiClient.Answer answer =
                CLIENT.call("s3:CopyObject", input().put("Key", "copy").put("CopySource", "sources/a b+%C3%A9"));
        assertThat(answer.errorCode()).isEqualTo("NoSuchKey");
    }
}
