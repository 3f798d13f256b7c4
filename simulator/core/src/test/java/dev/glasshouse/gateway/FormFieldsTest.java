package dev.glasshouse.gateway;

import static dev.glasshouse.gateway.BrowserForms.ANY;
import static dev.glasshouse.gateway.BrowserForms.form;
import static dev.glasshouse.gateway.BrowserForms.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.wire.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;

/** Fields of a form that are header fields of a {@code PutObject}. */
class FormFieldsTest {

    private static final TestCloud CLOUD = new TestCloud("form-fields");
    private static final S3Client S3 = CLOUD.admin(S3Client.builder());
    private static final Credentials ADMIN = CLOUD.control().administrator(TestCloud.ACCOUNT);
    private static final Credentials STRANGER = CLOUD.control().administrator(TestCloud.OTHER_ACCOUNT);

    @BeforeAll
    static void bucket() {
        S3.createBucket(request -> request.bucket("forms"));
        S3.deletePublicAccessBlock(request -> request.bucket("forms"));
        S3.putBucketOwnershipControls(request -> request.bucket("forms")
                .ownershipControls(controls -> controls.rules(OwnershipControlsRule.builder()
                        .objectOwnership("BucketOwnerPreferred")
                        .build())));
    }

    @AfterAll
    static void close() {
        CLOUD.close();
    }

    private static HttpResponse post(Credentials who, String key, String... fields) {
        StringBuilder conditions = new StringBuilder(ANY);
        for (int i = 0; i < fields.length; i += 2) {
            conditions.append(",['starts-with','$").append(fields[i]).append("','']");
        }
        Map<String, String> form = form(who, conditions.toString());
        form.put("key", key);
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        return new BrowserForms(CLOUD).post(form, "hello".getBytes(StandardCharsets.UTF_8));
    }

    private static HeadObjectResponse head(String key) {
        return S3.headObject(request -> request.bucket("forms").key(key));
    }

    @Test
    void a_form_does_not_write_over_an_object_that_is_there() {
        assertThat(post(ADMIN, "once", "If-None-Match", "*").status()).isEqualTo(204);
        assertThat(text(post(ADMIN, "once", "If-None-Match", "*")))
                .startsWith("412 ")
                .contains("<Code>PreconditionFailed</Code>")
                .contains("<Condition>If-None-Match</Condition>");
        assertThat(text(post(ADMIN, "once", "If-Match", "\"a\"")))
                .startsWith("412 ")
                .contains("<Condition>If-Match</Condition>");
        assertThat(post(ADMIN, "once", "If-Match", head("once").eTag()).status())
                .isEqualTo(204);
    }

    @Test
    void requesters_of_other_accounts_say_in_a_field_that_they_pay() {
        S3.putBucketPolicy(request -> request.bucket("forms")
                .policy("{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"" + TestCloud.OTHER_ACCOUNT
                        + "\"},\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::forms/*\"}]}"));
        S3.putBucketRequestPayment(
                request -> request.bucket("forms").requestPaymentConfiguration(payment -> payment.payer("Requester")));
        assertThat(text(post(STRANGER, "paid"))).startsWith("403 ").contains("<Code>AccessDenied</Code>");
        HttpResponse paid = post(STRANGER, "paid", "x-amz-request-payer", "requester");
        assertThat(paid.status()).as(text(paid)).isEqualTo(204);
        assertThat(paid.headers().first("x-amz-request-charged")).contains("requester");
        S3.putBucketRequestPayment(request ->
                request.bucket("forms").requestPaymentConfiguration(payment -> payment.payer("BucketOwner")));
    }

    @Test
    void the_bucket_is_that_of_whom_the_form_expects() {
        assertThat(text(post(ADMIN, "owned", "x-amz-expected-bucket-owner", TestCloud.OTHER_ACCOUNT)))
                .startsWith("403 ");
        assertThat(post(ADMIN, "owned", "x-amz-expected-bucket-owner", TestCloud.ACCOUNT)
                        .status())
                .isEqualTo(204);
    }

    @Test
    void acl_class_encryption_redirect_and_tags_are_those_of_the_form() {
        HttpResponse answer = post(
                ADMIN,
                "whole",
                "acl",
                "public-read",
                "x-amz-storage-class",
                "STANDARD_IA",
                "x-amz-server-side-encryption",
                "aws:kms",
                "x-amz-website-redirect-location",
                "/there",
                "Cache-Control",
                "no-cache",
                "Expires",
                "Wed, 21 Oct 2026 07:28:00 GMT",
                "tagging",
                "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>");
        assertThat(answer.status()).as(text(answer)).isEqualTo(204);
        HeadObjectResponse head = head("whole");
        assertThat(head.storageClassAsString()).isEqualTo("STANDARD_IA");
        assertThat(head.serverSideEncryptionAsString()).isEqualTo("aws:kms");
        assertThat(head.websiteRedirectLocation()).isEqualTo("/there");
        assertThat(head.cacheControl()).isEqualTo("no-cache");
        assertThat(head.expiresString()).isEqualTo("Wed, 21 Oct 2026 07:28:00 GMT");
        assertThat(S3.getObjectAcl(request -> request.bucket("forms").key("whole"))
                        .grants())
                .hasSize(2);
        GetObjectTaggingResponse tags =
                S3.getObjectTagging(request -> request.bucket("forms").key("whole"));
        assertThat(tags.tagSet())
                .singleElement()
                .satisfies(tag -> assertThat(tag.value()).isEqualTo("1"));
    }

    @Test
    void the_trail_calls_a_form_by_the_name_of_its_operation() {
        assertThat(post(ADMIN, "told").status()).isEqualTo(204);
        assertThat(CLOUD.control().events(1, any -> true).get(0).json().utf8())
                .contains("\"eventName\":\"PostObject\"", "\"AuthenticationMethod\":\"HtmlForm\"", "\"key\":\"told\"");
        Map<String, String> nobodys = Map.of("key", "told");
        assertThat(new BrowserForms(CLOUD)
                        .post(nobodys, "hello".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(403);
        assertThat(CLOUD.control().events(1, any -> true).get(0).json().utf8())
                .contains("\"eventName\":\"PostObject\"", "\"errorCode\":\"AccessDenied\"")
                .doesNotContain("AuthenticationMethod");
    }

    @Test
    void header_fields_of_the_service_may_stand_for_the_fields_of_forms() {
        assertThat(post(ADMIN, "named", "x-amz-acl", "public-read", "x-amz-tagging", "a=2")
                        .status())
                .isEqualTo(204);
        assertThat(S3.getObjectAcl(request -> request.bucket("forms").key("named"))
                        .grants())
                .hasSize(2);
        assertThat(S3.getObjectTagging(request -> request.bucket("forms").key("named"))
                        .tagSet())
                .hasSize(1);
        assertThat(text(post(ADMIN, "summed", "x-amz-sdk-checksum-algorithm", "NONSENSE")))
                .startsWith("400 ");
    }
}
