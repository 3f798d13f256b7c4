package dev.glasshouse.gateway;

import static dev.glasshouse.gateway.BrowserForms.ANY;
import static dev.glasshouse.gateway.BrowserForms.BOUNDARY;
import static dev.glasshouse.gateway.BrowserForms.form;
import static dev.glasshouse.gateway.BrowserForms.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.crypto.content.ChecksumAlgorithm;
import dev.glasshouse.crypto.content.Checksums;
import dev.glasshouse.wire.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Browser uploads: forms signed by their policy. */
class FormUploadTest {

    private final TestCloud cloud = new TestCloud();
    private final S3Client s3 = cloud.admin(S3Client.builder());
    private final BrowserForms forms = new BrowserForms(cloud);

    @BeforeEach
    void bucket() {
        s3.createBucket(request -> request.bucket("forms"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private Credentials admin() {
        return cloud.control().administrator(TestCloud.ACCOUNT);
    }

    private HttpResponse post(Map<String, String> fields, byte @Nullable [] file) {
        return forms.post(fields, file);
    }

    private boolean nothingStored() {
        return s3.listObjectsV2(request -> request.bucket("forms")).contents().isEmpty();
    }

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @Test
    void a_signed_form_stores_its_file_under_its_key_with_its_headers() {
        Map<String, String> fields = form(admin(), ANY + ",{'Content-Type':'image/png'},{'x-amz-meta-from':'browser'}");
        fields.put("Content-Type", "image/png");
        fields.put("x-amz-meta-from", "browser");
        HttpResponse answer = post(fields, HELLO);
        assertThat(text(answer)).isEqualTo("204 ");
        assertThat(answer.headers().first("Location")).contains("https://forms.s3.amazonaws.com/up%2Fphoto.png");
        assertThat(answer.headers().first("ETag")).contains("\"5d41402abc4b2a76b9719d911017c592\"");
        ResponseBytes<GetObjectResponse> stored =
                s3.getObjectAsBytes(request -> request.bucket("forms").key("up/photo.png"));
        assertThat(stored.asUtf8String()).isEqualTo("hello");
        assertThat(stored.response().contentType()).isEqualTo("image/png");
        assertThat(stored.response().metadata()).containsEntry("from", "browser");
    }

    @ParameterizedTest
    @EnumSource(ChecksumAlgorithm.class)
    void a_checksum_of_any_algorithm_may_stand_in_a_form(ChecksumAlgorithm algorithm) {
        String name = "x-amz-checksum-" + algorithm.name().toLowerCase(Locale.ROOT);
        Checksums.Running running = Checksums.begin(algorithm.name());
        running.update(new byte[] {1, 2, 3}, 0, 3);
        String value = running.value();
        Map<String, String> fields = form(admin(), ANY + ",['starts-with','$" + name + "','']");
        fields.put(name, value);
        assertThat(text(post(fields, new byte[] {1, 2}))).startsWith("400 ").contains("<Code>BadDigest</Code>");
        assertThat(nothingStored()).isTrue();
        HttpResponse answer = post(fields, new byte[] {1, 2, 3});
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().first(name)).contains(value);
        fields.put(name, "AAA=");
        assertThat(text(post(fields, new byte[] {1, 2, 3})))
                .contains("<Message>Value for " + name + " header is invalid.</Message>");
    }

    @Test
    void the_answer_is_what_the_form_asks_for() {
        Map<String, String> fields = form(admin(), ANY + ",{'success_action_status':'201'}");
        fields.put("success_action_status", "201");
        assertThat(text(post(fields, HELLO)))
                .startsWith("201 ")
                .contains("<PostResponse><Location>https://forms.s3.amazonaws.com/up%2Fphoto.png</Location>"
                        + "<Bucket>forms</Bucket><Key>up/photo.png</Key>");
        fields = form(admin(), ANY + ",['starts-with','$success_action_redirect','https://shop.example/']");
        fields.put("success_action_redirect", "https://shop.example/done");
        HttpResponse redirected = post(fields, HELLO);
        assertThat(redirected.status()).isEqualTo(303);
        assertThat(redirected.headers().first("Location"))
                .contains("https://shop.example/done?bucket=forms&key=up%2Fphoto.png"
                        + "&etag=%225d41402abc4b2a76b9719d911017c592%22");
        fields.put("success_action_redirect", "https://shop.example/done?a=b#there");
        assertThat(post(fields, HELLO).headers().first("Location"))
                .contains("https://shop.example/done?a=b&bucket=forms&key=up%2Fphoto.png"
                        + "&etag=%225d41402abc4b2a76b9719d911017c592%22#there");
    }

    @Test
    void pages_of_other_sites_read_the_answer_to_their_form_by_the_rules_for_posts() {
        s3.putBucketCors(request -> request.bucket("forms")
                .corsConfiguration(cors -> cors.corsRules(CORSRule.builder()
                        .allowedMethods("POST")
                        .allowedOrigins("https://shop.example")
                        .build())));
        for (String origin : new String[] {"https://shop.example", "https://other.example"}) {
            HttpResponse stored = forms.post(form(admin(), ANY), HELLO, "Origin", origin);
            HttpResponse refused =
                    forms.post(form(admin(), ANY + ",['content-length-range',9,9]"), HELLO, "Origin", origin);
            assertThat(stored.status() + " " + refused.status()).isEqualTo("204 400");
            for (HttpResponse answer : List.of(stored, refused)) {
                assertThat(answer.headers().first("Access-Control-Allow-Origin").orElse("none"))
                        .isEqualTo(origin.contains("shop") ? origin : "none");
            }
        }
    }

    @Test
    void a_forged_policy_is_refused() {
        Map<String, String> fields = form(admin(), ANY);
        fields.put("x-amz-signature", "0".repeat(64));
        assertThat(text(post(fields, HELLO))).startsWith("403 ").contains("<Code>SignatureDoesNotMatch</Code>");
        fields = form(admin(), ANY);
        fields.put("policy", form(admin(), ANY + ",['starts-with','$acl','']").get("policy"));
        assertThat(text(post(fields, HELLO))).contains("<Code>SignatureDoesNotMatch</Code>");
        fields.remove("policy");
        assertThat(text(post(fields, HELLO)))
                .startsWith("400 ")
                .contains("Bucket POST must contain a field named 'policy'");
        assertThat(nothingStored()).isTrue();
    }

    @Test
    void a_policy_ends_by_the_sandboxs_clock() {
        Map<String, String> fields = form(admin(), ANY);
        cloud.advance(Duration.ofHours(2));
        assertThat(text(post(fields, HELLO)))
                .startsWith("403 ")
                .contains("<Message>Invalid according to Policy: Policy expired.</Message>");
    }

    @Test
    void conditions_hold_and_every_field_is_spoken_of() {
        assertThat(text(post(form(admin(), ANY + ",['eq','$Content-Type','image/png']"), HELLO)))
                .startsWith("403 ")
                .contains(
                        "Invalid according to Policy: Policy Condition failed: [\"eq\", \"$Content-Type\", \"image/png\"]");
        Map<String, String> extra = form(admin(), ANY);
        extra.put("x-amz-meta-more", "1");
        assertThat(text(post(extra, HELLO)))
                .contains("Invalid according to Policy: Extra input fields: x-amz-meta-more");
        assertThat(text(post(form(admin(), ANY.replace("'$key',''", "'$key','other/'")), HELLO)))
                .contains("Policy Condition failed: [\"starts-with\", \"$key\", \"other/\"]");
        assertThat(text(post(form(admin(), ANY.replace("'forms'", "'others'")), HELLO)))
                .contains("Policy Condition failed");
        // the policy sees the file's name filled in, and the bucket as a field like any other
        assertThat(text(post(form(admin(), ANY.replace("'$key',''", "'$key','up/$'")), HELLO)))
                .contains("Policy Condition failed: [\"starts-with\", \"$key\", \"up/$\"]");
        assertThat(text(post(form(admin(), ANY.replace("{'bucket':'forms'},", "")), HELLO)))
                .contains("Invalid according to Policy: Extra input fields: bucket");
        Map<String, String> ignored = form(admin(), ANY);
        ignored.put("x-ignore-me", "1");
        assertThat(text(post(ignored, HELLO))).startsWith("204");
    }

    @Test
    void the_files_length_is_bound() {
        String range = ANY + ",['content-length-range',3,6]";
        assertThat(text(post(form(admin(), range), "longer than six".getBytes(StandardCharsets.UTF_8))))
                .startsWith("400 ")
                .contains("<Code>EntityTooLarge</Code>", "<MaxSizeAllowed>6</MaxSizeAllowed>");
        assertThat(text(post(form(admin(), range), new byte[2])))
                .startsWith("400 ")
                .contains("<Code>EntityTooSmall</Code>", "<MinSizeAllowed>3</MinSizeAllowed>");
        assertThat(nothingStored()).isTrue();
        assertThat(text(post(form(admin(), range), HELLO))).startsWith("204");
    }

    @Test
    void the_signer_needs_the_right_to_write() {
        Credentials reader = cloud.user("reader", TestCloud.allow("s3:GetObject", "*"));
        assertThat(text(post(form(reader, ANY), HELLO)))
                .startsWith("403 ")
                .contains("s3:PutObject on resource: \"arn:aws:s3:::forms/up/photo.png\"");
        assertThat(text(post(new LinkedHashMap<>(Map.of("key", "x")), HELLO)))
                .startsWith("403 ")
                .contains("<Code>AccessDenied</Code>");
        assertThat(nothingStored()).isTrue();
    }

    @Test
    void a_field_that_no_upload_has_makes_no_other_operation_of_it() {
        s3.putObject(
                request -> request.bucket("forms").key("secret"),
                software.amazon.awssdk.core.sync.RequestBody.fromString("secret"));
        Map<String, String> fields = form(admin(), ANY + ",['starts-with','$x-amz-copy-source','']");
        fields.put("x-amz-copy-source", "/forms/secret");
        assertThat(text(post(fields, HELLO))).startsWith("204");
        assertThat(s3.getObjectAsBytes(request -> request.bucket("forms").key("up/photo.png"))
                        .asUtf8String())
                .isEqualTo("hello");
    }

    @Test
    void tags_of_a_form_are_the_objects() {
        Map<String, String> fields = form(admin(), ANY + ",['starts-with','$tagging','']");
        fields.put("tagging", "<Tagging><TagSet><Tag><Key>a b</Key><Value>1@2</Value></Tag></TagSet></Tagging>");
        assertThat(text(post(fields, HELLO))).startsWith("204");
        assertThat(s3.getObjectTagging(request -> request.bucket("forms").key("up/photo.png"))
                        .tagSet())
                .singleElement()
                .satisfies(tag -> assertThat(tag.key() + "=" + tag.value()).isEqualTo("a b=1@2"));
        for (String broken : new String[] {
            "<Tagging>",
            "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value><Other/></Tag></TagSet></Tagging>",
            "<Tagging><Other/><TagSet></TagSet></Tagging>"
        }) {
            fields.put("tagging", broken);
            assertThat(text(post(fields, HELLO))).startsWith("400 ").contains("<Code>MalformedXML</Code>");
        }
    }

    private Map<String, String> olderForm(String conditions) throws GeneralSecurityException {
        String policy = "{'expiration':'" + Instant.now().plusSeconds(3600) + "','conditions':[" + conditions + "]}";
        String encoded =
                Base64.getEncoder().encodeToString(policy.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(admin().secretAccessKey().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("key", "up/${filename}");
        fields.put("AWSAccessKeyId", admin().accessKeyId());
        fields.put("policy", encoded);
        fields.put(
                "signature", Base64.getEncoder().encodeToString(mac.doFinal(encoded.getBytes(StandardCharsets.UTF_8))));
        return fields;
    }

    @Test
    void a_form_may_be_signed_in_the_older_way() throws GeneralSecurityException {
        String any = "['starts-with','$key','up'],{'bucket':'forms'}";
        assertThat(text(post(olderForm(any), HELLO))).startsWith("204");
        assertThat(s3.getObjectAsBytes(request -> request.bucket("forms").key("up/photo.png"))
                        .asUtf8String())
                .isEqualTo("hello");
        Map<String, String> forged = olderForm(any);
        forged.put("signature", "AAAA");
        assertThat(text(post(forged, HELLO))).startsWith("403 ").contains("<Code>SignatureDoesNotMatch</Code>");
        for (String field : new String[] {"AWSAccessKeyId", "signature"}) {
            Map<String, String> lacking = olderForm(any);
            lacking.remove(field);
            assertThat(text(post(lacking, HELLO)))
                    .startsWith("400 ")
                    .containsIgnoringCase("Bucket POST must contain a field named '" + field + "'.");
        }
        Map<String, String> unsigned = olderForm(any);
        unsigned.keySet().removeAll(java.util.Set.of("AWSAccessKeyId", "signature"));
        assertThat(text(post(unsigned, HELLO))).contains("<Code>AccessDenied</Code><Message>Access Denied</Message>");
        Map<String, String> other = olderForm("['starts-with','$key','down'],{'bucket':'forms'}");
        assertThat(text(post(other, HELLO)))
                .contains(
                        "Invalid according to Policy: Policy Condition failed: [\"starts-with\", \"$key\", \"down\"]");
    }

    @Test
    void a_condition_that_names_no_field_or_no_number_never_holds() {
        assertThat(text(post(form(admin(), ANY + ",['eq','acl','private']"), HELLO)))
                .startsWith("403 ")
                .contains("Policy Condition failed: [\"eq\", \"acl\", \"private\"]");
        assertThat(text(post(form(admin(), ANY + ",['content-length-range','test','10']"), HELLO)))
                .startsWith("403 ")
                .contains("Policy Condition failed: [\"content-length-range\", \"test\", \"10\"]");
        assertThat(text(post(form(admin(), ANY + ",['content-length-range','1','10']"), HELLO)))
                .startsWith("204");
        assertThat(text(post(form(admin(), ANY + ",{'a':'1','b':'2'}"), HELLO)))
                .startsWith("400 ")
                .contains("Simple-Conditions must have exactly one property specified.");
    }

    @Test
    void a_redirect_that_is_no_url_is_passed_over() {
        for (String redirect : new String[] {"javascript:alert(1)", "https://shop.example/\r\nSet-Cookie: a=b"}) {
            Map<String, String> fields = form(admin(), ANY + ",['starts-with','$success_action_redirect','']");
            fields.put("success_action_redirect", redirect);
            assertThat(text(post(fields, HELLO))).startsWith("204");
        }
    }

    @Test
    void forms_that_are_malformed_are_refused() {
        assertThat(text(post(new LinkedHashMap<>(Map.of("acl", "private")), HELLO)))
                .startsWith("400 ")
                .contains("Bucket POST must contain a field named 'key'");
        assertThat(text(post(form(admin(), ANY), null))).contains("POST requires exactly one file upload per request.");
        Map<String, String> large = form(admin(), ANY);
        large.put("x-ignore-large", "x".repeat(21_000));
        assertThat(text(post(large, HELLO))).contains("<Code>MaxPostPreDataLengthExceeded</Code>");
        Map<String, String> garbage = form(admin(), ANY);
        garbage.put("policy", "bm8ganNvbg==");
        assertThat(text(post(garbage, HELLO))).contains("<Code>SignatureDoesNotMatch</Code>");
        assertThat(nothingStored()).isTrue();
    }

    @Test
    void files_of_any_bytes_come_back_even_where_they_look_like_boundaries() {
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 15, 16_383, 16_384, 40_000}) {
            byte[] file = new byte[size];
            random.nextBytes(file);
            byte[] almost = ("\r\n--" + BOUNDARY.substring(1)).getBytes(StandardCharsets.ISO_8859_1);
            for (int at = 0; at + almost.length < size; at += 97) {
                System.arraycopy(almost, 0, file, at, almost.length);
            }
            assertThat(text(post(form(admin(), ANY), file))).startsWith("204");
            assertThat(s3.getObjectAsBytes(request -> request.bucket("forms").key("up/photo.png"))
                            .asByteArray())
                    .isEqualTo(file);
        }
    }
}
