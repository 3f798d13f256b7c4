package dev.glasshouse.examples;

import static dev.glasshouse.assertions.DeniedBy.IDENTITY_POLICY;
import static dev.glasshouse.assertions.DeniedBy.RESOURCE_POLICY;
import static dev.glasshouse.assertions.GlasshouseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.imports.Importer;
import dev.glasshouse.junit5.As;
import dev.glasshouse.junit5.Glasshouse;
import dev.glasshouse.junit5.Template;
import dev.glasshouse.sandbox.Sandbox;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The policies of a small shop, as they lie in its repository: a test fails when somebody widens them. */
@Glasshouse
class ShopPoliciesTest {

    private static final String ORDER = "arn:aws:s3:::shop-orders/open/1.json";
    private static final String CARD = "arn:aws:s3:::shop-orders/cards/1.json";

    @Template
    static void shop(Sandbox sandbox) {
        Importer.into(sandbox).read(Path.of("shop")).report().requireUnderstood();
    }

    @Test
    void the_web_shop_takes_orders_and_reads_none(Sandbox sandbox) {
        assertThat(sandbox)
                .principal("role/web")
                .can("s3:PutObject", ORDER)
                .cannotBecause("s3:GetObject", ORDER, IDENTITY_POLICY)
                .cannot("s3:DeleteObject", ORDER);
    }

    @Test
    void packing_reads_open_orders_alone(Sandbox sandbox) {
        assertThat(sandbox)
                .principal("role/packing")
                .can("s3:GetObject", ORDER)
                .cannot("s3:GetObject", "arn:aws:s3:::shop-orders/archive/1.json")
                .cannot("s3:PutObject", ORDER);
    }

    @Test
    void support_reads_from_the_office_only(Sandbox sandbox) {
        assertThat(sandbox)
                .principal("role/support")
                .with("aws:SourceIp", "203.0.113.7")
                .can("s3:GetObject", ORDER);
        assertThat(sandbox)
                .principal("role/support")
                .with("aws:SourceIp", "198.51.100.7")
                .cannot("s3:GetObject", ORDER);
    }

    @Test
    void nobody_reads_cards_not_even_who_may_do_everything(Sandbox sandbox) {
        for (String principal : new String[] {"role/support", "role/release", "user/admin", "root"}) {
            assertThat(sandbox).principal(principal).cannotBecause("s3:GetObject", CARD, RESOURCE_POLICY);
        }
    }

    @Test
    void nothing_goes_over_a_plain_connection(Sandbox sandbox) {
        assertThat(sandbox)
                .principal("role/release")
                .with("aws:SecureTransport", "false")
                .cannotBecause("s3:ListBucket", "arn:aws:s3:::shop-orders", RESOURCE_POLICY);
    }

    @Test
    void strangers_are_kept_out(Sandbox sandbox) {
        assertThat(sandbox).anonymous().cannot("s3:GetObject", ORDER);
        assertThat(sandbox).bucket("shop-orders").isNotPublic();
    }

    @Test
    void an_order_goes_from_the_web_shop_to_packing(
            Sandbox sandbox, @As("role/web") S3Client web, @As("role/packing") S3Client packing) {
        web.putObject(
                request -> request.bucket("shop-orders").key("open/1.json"), RequestBody.fromString("{\"tea\": 2}"));
        org.assertj.core.api.Assertions.assertThat(packing.getObjectAsBytes(
                                request -> request.bucket("shop-orders").key("open/1.json"))
                        .asUtf8String())
                .isEqualTo("{\"tea\": 2}");
        assertThatThrownBy(() -> packing.deleteObject(
                        request -> request.bucket("shop-orders").key("open/1.json")))
                .isInstanceOf(S3Exception.class);
        assertThat(sandbox).hasEvent("PutObject").by("role/web").succeeded();
        assertThat(sandbox).hasEvent("DeleteObject").by("role/packing").denied();
    }
}
