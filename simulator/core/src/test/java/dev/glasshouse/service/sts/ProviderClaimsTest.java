package dev.glasshouse.service.sts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which claims of which identity providers are condition keys. */
class ProviderClaimsTest {

    @ParameterizedTest
    @CsvSource({
        "token.actions.githubusercontent.com, repository_owner_id, true",
        "token.actions.githubusercontent.com/acme, environment, true",
        "token.actions.acme.ghe.com, job_workflow_ref, true",
        "github.com/enterprises/acme, enterprise_id, true",
        "token.actions.githubusercontent.com.example.org, repository, false",
        "token.actions..ghe.com.example.org, repository, false",
        "token.actions.ghe.com, repository, false",
        "gitlab.com, project_id, true",
        "gitlab.com.example.org, project_id, false",
        "agent.buildkite.com, pipeline_slug, true",
        "agent.eu.buildkite.dev, cluster_id, true",
        "agent.eu.buildkite.site, build_branch, true",
        "agent.buildkite.dev, build_branch, false",
        "accounts.google.com, google/organization_number, true",
        "oidc.circleci.com/org/1, oidc.circleci.com/project-id, true",
        "idcs-1.identity.oraclecloud.com, rpst_id, true",
        "idp.example.org, repository, false"
    })
    void a_claim_is_a_key_by_its_provider(String issuer, String claim, boolean known) {
        assertThat(ProviderClaims.of(issuer).contains(claim)).isEqualTo(known);
    }

    @Test
    void googles_organization_stands_in_an_object() throws Exception {
        assertThat(ProviderClaims.value(
                                new ObjectMapper().readTree("{\"google\":{\"organization_number\":7}}"),
                                "google/organization_number")
                        .asText())
                .isEqualTo("7");
        assertThat(ProviderClaims.value(new ObjectMapper().readTree("{\"ref\":\"main\"}"), "ref")
                        .asText())
                .isEqualTo("main");
    }
}
