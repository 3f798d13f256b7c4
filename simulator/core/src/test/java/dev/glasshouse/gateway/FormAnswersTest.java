package dev.glasshouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import dev.glasshouse.wire.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;

/** What a browser gets for the fields and the policy of its form. */
class FormAnswersTest {

    private static final TestCloud CLOUD = new TestCloud("form-answers");
    private static final BrowserForms FORMS = new BrowserForms(CLOUD);

    @BeforeAll
    static void bucket() {
        CLOUD.admin(S3Client.builder()).createBucket(request -> request.bucket("forms"));
    }

    @AfterAll
    static void close() {
        CLOUD.close();
    }

    static Stream<String> lines() throws IOException {
        try (InputStream in = Objects.requireNonNull(FormAnswersTest.class.getResourceAsStream("form-answers.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.startsWith("#")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_form_is_answered_as_its_policy_and_fields_say(String line) {
        String[] parts = (" " + line).split(" \\|", 6);
        String conditions = parts[0].strip();
        String policy = conditions.startsWith("policy ")
                ? conditions.substring(7)
                : BrowserForms.policy(BrowserForms.ANY + (conditions.isEmpty() ? "" : "," + conditions));
        Map<String, String> fields = BrowserForms.signed(CLOUD.control().administrator(TestCloud.ACCOUNT), policy);
        String field = parts[1].strip();
        if (!field.isEmpty()) {
            int colon = field.indexOf(':');
            fields.put(field.substring(0, colon), field.substring(colon + 1).strip());
            fields.values().removeIf(String::isEmpty);
        }
        String file = parts[2].strip();
        long before = CLOUD.sandbox().peek().sequence();
        HttpResponse answer = FORMS.post(fields, file.equals("-") ? null : file.getBytes(StandardCharsets.UTF_8));
        String body = BrowserForms.text(answer);
        String expected = parts[3].strip();
        if (parts.length == 4) {
            assertThat(body).isEqualTo(expected + " ");
            return;
        }
        int space = expected.indexOf(' ');
        assertThat(body)
                .startsWith(expected.substring(0, space) + " ")
                .contains("<Error><Code>" + expected.substring(space + 1) + "</Code><Message>" + parts[4].strip()
                        + "</Message>" + (parts.length == 6 ? parts[5].strip() : ""));
        assertThat(CLOUD.sandbox().peek().sequence()).isEqualTo(before);
    }

    @Test
    void a_post_to_a_bucket_that_is_no_form_fails_a_precondition() {
        for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded", "multipart/mixed"}) {
            assertThat(BrowserForms.text(FORMS.send("/", type, new byte[0])))
                    .startsWith("412 ")
                    .contains("<Code>PreconditionFailed</Code><Message>At least one of the pre-conditions you specified"
                            + " did not hold</Message><Condition>Bucket POST must be of the enclosure-type"
                            + " multipart/form-data</Condition>");
        }
        HttpResponse elsewhere =
                FORMS.send("/object", "multipart/form-data; boundary=" + BrowserForms.BOUNDARY, new byte[0]);
        assertThat(BrowserForms.text(elsewhere))
                .startsWith("405 ")
                .contains("<Code>MethodNotAllowed</Code><Message>The specified method is not allowed against this"
                        + " resource.</Message><Method>POST</Method><ResourceType>OBJECT</ResourceType>");
        assertThat(elsewhere.headers().first("Allow")).contains("HEAD, DELETE, GET, PUT");
    }
}
