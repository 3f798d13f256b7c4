package dev.glasshouse.service.iam;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import dev.glasshouse.call.IdentityProviders;
import java.time.Duration;
import java.util.Collections;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Tag;

class ProvidersTest {

    private static final String OIDC = "arn:aws:iam::" + ACCOUNT + ":oidc-provider/";
    private static final String SAML = "arn:aws:iam::" + ACCOUNT + ":saml-provider/";
    private static final String THUMBPRINT = "6938fd4d98bab03faadb97b34396831e3780aea1";

    private final TestCloud cloud = new TestCloud();
    private final IamClient iam = cloud.admin(IamClient.builder());
    private final IdentityProviders providers = new Providers();

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(IamException.class, call);
    }

    private String oidc(String url) {
        return iam.createOpenIDConnectProvider(request ->
                        request.url(url).clientIDList("sts.amazonaws.com").thumbprintList(THUMBPRINT))
                .openIDConnectProviderArn();
    }

    @Test
    void an_oidc_provider_is_named_by_its_host_and_path() {
        assertThat(oidc("https://token.actions.githubusercontent.com"))
                .isEqualTo(OIDC + "token.actions.githubusercontent.com");
        assertThat(oidc("https://example.com/a/B")).isEqualTo(OIDC + "example.com/a/B");
        assertThat(failure(() -> oidc("https://example.com/a/B")))
                .isEqualTo("EntityAlreadyExists 409 Provider with url https://example.com/a/B already exists.");
        assertThat(failure(() -> oidc("http://example.com")))
                .isEqualTo("ValidationError 400 Invalid Open ID Connect Provider URL");
        assertThat(failure(() -> oidc("https://example.com?x=y")))
                .isEqualTo("ValidationError 400 Invalid Open ID Connect Provider URL");
        assertThat(iam.listOpenIDConnectProviders().openIDConnectProviderList())
                .extracting(entry -> entry.arn())
                .containsExactly(OIDC + "example.com/a/B", OIDC + "token.actions.githubusercontent.com");
    }

    @Test
    void an_oidc_providers_audiences_thumbprints_and_tags_change() {
        String arn = oidc("https://example.com");
        iam.addClientIDToOpenIDConnectProvider(
                request -> request.openIDConnectProviderArn(arn).clientID("app"));
        iam.addClientIDToOpenIDConnectProvider(
                request -> request.openIDConnectProviderArn(arn).clientID("app"));
        iam.removeClientIDFromOpenIDConnectProvider(
                request -> request.openIDConnectProviderArn(arn).clientID("sts.amazonaws.com"));
        iam.updateOpenIDConnectProviderThumbprint(
                request -> request.openIDConnectProviderArn(arn).thumbprintList("a".repeat(40)));
        iam.tagOpenIDConnectProvider(request -> request.openIDConnectProviderArn(arn)
                .tags(Tag.builder().key("k").value("v").build()));
        var got = iam.getOpenIDConnectProvider(request -> request.openIDConnectProviderArn(arn));
        assertThat(got.url()).isEqualTo("example.com");
        assertThat(got.clientIDList()).containsExactly("app");
        assertThat(got.thumbprintList()).containsExactly("a".repeat(40));
        assertThat(got.tags()).extracting(Tag::key).containsExactly("k");
        IdentityProviders.Oidc seen = providers
                .oidcByIssuer(cloud.sandbox().read().state(), ACCOUNT, "https://example.com")
                .orElseThrow();
        assertThat(seen.arn()).isEqualTo(arn);
        assertThat(seen.clientIds()).containsExactly("app");
        iam.untagOpenIDConnectProvider(
                request -> request.openIDConnectProviderArn(arn).tagKeys("k"));
        assertThat(iam.listOpenIDConnectProviderTags(request -> request.openIDConnectProviderArn(arn))
                        .tags())
                .isEmpty();
        iam.deleteOpenIDConnectProvider(request -> request.openIDConnectProviderArn(arn));
        assertThat(failure(() -> iam.getOpenIDConnectProvider(request -> request.openIDConnectProviderArn(arn))))
                .isEqualTo("NoSuchEntity 404 OpenIDConnect Provider not found for arn " + arn);
        assertThat(failure(() -> iam.deleteOpenIDConnectProvider(request -> request.openIDConnectProviderArn(arn))))
                .isEqualTo("NoSuchEntity 404 OpenId connect Provider " + arn + " cannot be found.");
    }

    @Test
    void an_oidc_provider_has_at_most_five_thumbprints_and_a_hundred_audiences() {
        assertThat(failure(() -> iam.createOpenIDConnectProvider(request ->
                        request.url("https://example.com").thumbprintList(Collections.nCopies(6, THUMBPRINT)))))
                .isEqualTo("InvalidInput 400 Thumbprint list must contain fewer than 5 entries.");
        assertThat(failure(() -> iam.createOpenIDConnectProvider(
                        request -> request.url("https://example.com").clientIDList(Collections.nCopies(101, "a")))))
                .isEqualTo("LimitExceeded 409 Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100");
    }

    @Test
    void a_saml_provider_shows_its_metadata_and_is_valid_for_a_hundred_years() {
        String arn = iam.createSAMLProvider(request -> request.name("corp").samlMetadataDocument(TestSaml.METADATA))
                .samlProviderArn();
        assertThat(arn).isEqualTo(SAML + "corp");
        var got = iam.getSAMLProvider(request -> request.samlProviderArn(arn));
        assertThat(got.samlMetadataDocument()).isEqualTo(TestSaml.METADATA);
        assertThat(got.samlProviderUUID()).matches("[A-Z0-9]{22,64}");
        assertThat(got.assertionEncryptionModeAsString()).isEqualTo("Allowed");
        assertThat(got.hasPrivateKeyList()).isTrue();
        assertThat(got.privateKeyList()).isEmpty();
        assertThat(got.validUntil()).isAfter(cloud.now().plus(Duration.ofDays(36_500)));
        IdentityProviders.Saml seen =
                providers.saml(cloud.sandbox().read().state(), arn).orElseThrow();
        assertThat(seen.entityId()).isEqualTo("https://idp.example.com/saml");
        assertThat(seen.signing()).hasSize(1);
        assertThat(iam.listSAMLProviders().samlProviderList()).hasSize(1);
        iam.deleteSAMLProvider(request -> request.samlProviderArn(arn));
        assertThat(failure(() -> iam.getSAMLProvider(request -> request.samlProviderArn(arn))))
                .isEqualTo("NoSuchEntity 404 Manifest not found for arn " + arn);
    }

    @Test
    void metadata_that_is_none_is_refused() {
        String spaces = " ".repeat(1000);
        for (String bad : new String[] {
            "<a/>" + spaces,
            TestSaml.METADATA.replace("IDPSSODescriptor", "SPSSODescriptor"),
            TestSaml.METADATA.replace("MIID", "AAAA"),
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + TestSaml.METADATA,
            TestSaml.METADATA.substring(0, TestSaml.METADATA.length() - 10)
        }) {
            assertThat(failure(() -> iam.createSAMLProvider(
                            request -> request.name("corp").samlMetadataDocument(bad))))
                    .isEqualTo("InvalidInput 400 Could not parse metadata");
        }
    }

    @Test
    void encryption_is_required_only_with_a_key() {
        String arn = iam.createSAMLProvider(request -> request.name("corp").samlMetadataDocument(TestSaml.METADATA))
                .samlProviderArn();
        assertThat(failure(() -> iam.updateSAMLProvider(
                        request -> request.samlProviderArn(arn).assertionEncryptionMode("Required"))))
                .startsWith("InvalidInput 400");
        iam.updateSAMLProvider(request ->
                request.samlProviderArn(arn).assertionEncryptionMode("Required").addPrivateKey(TestSaml.KEY));
        var got = iam.getSAMLProvider(request -> request.samlProviderArn(arn));
        assertThat(got.privateKeyList()).hasSize(1);
        assertThat(failure(() -> iam.updateSAMLProvider(request -> request.samlProviderArn(arn)
                        .removePrivateKey(got.privateKeyList().get(0).keyId()))))
                .startsWith("InvalidInput 400");
    }

    @Test
    void the_right_to_make_one_provider_is_not_the_right_to_make_another() {
        IamClient maker = cloud.as(
                cloud.user("maker", allow("iam:CreateOpenIDConnectProvider", OIDC + "example.com")),
                IamClient.builder());
        maker.createOpenIDConnectProvider(request -> request.url("https://example.com"));
        assertThat(failure(() -> maker.createOpenIDConnectProvider(request -> request.url("https://example.org"))))
                .contains("iam:CreateOpenIDConnectProvider on resource: " + OIDC + "example.org");
    }
}
