package dev.glasshouse.service.sts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * The claims of well-known providers that have condition keys of their own, beside {@code aud}, {@code sub} and the like. See
 * the keys of {@code AssumeRoleWithWebIdentity} in AWS's
 * <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html">service
 * authorization reference</a>.
 */
final class ProviderClaims {

    private static final Set<String> GITHUB = Set.of(
            "actor",
            "actor_id",
            "enterprise_id",
            "environment",
            "job_workflow_ref",
            "ref",
            "repository",
            "repository_id",
            "repository_owner_id",
            "workflow");

    private static final Set<String> GITLAB = Set.of(
            "namespace_id",
            "pipeline_source",
            "project_id",
            "ref_protected",
            "runner_environment",
            "user_access_level",
            "user_email",
            "user_id",
            "user_login");

    private static final Set<String> BUILDKITE = Set.of(
            "build_branch",
            "cluster_id",
            "cluster_name",
            "organization_id",
            "organization_slug",
            "pipeline_id",
            "pipeline_slug");

    private static final String GITHUB_HOST = "token.actions.githubusercontent.com";

    private ProviderClaims() {}

    /**
     * The names of the claims, as they stand in keys.
     *
     * @param issuer the issuer without {@code https://}
     */
    static Set<String> of(String issuer) {
        if (issuer.equals(GITHUB_HOST)
                || below(issuer, GITHUB_HOST + "/", "")
                || below(issuer, "token.actions.", ".ghe.com")
                || below(issuer, "github.com/enterprises/", "")) {
            return GITHUB;
        }
        if (issuer.equals("agent.buildkite.com")
                || below(issuer, "agent.", ".buildkite.dev")
                || below(issuer, "agent.", ".buildkite.site")) {
            return BUILDKITE;
        }
        if (issuer.equals("gitlab.com")) {
            return GITLAB;
        }
        if (issuer.equals("accounts.google.com")) {
            return Set.of("google/organization_number", "google_oauth_sub");
        }
        if (below(issuer, "oidc.circleci.com/org/", "")) {
            return Set.of("oidc.circleci.com/project-id");
        }
        return below(issuer, "idcs-", ".identity.oraclecloud.com") ? Set.of("rpst_id") : Set.of();
    }

    /** Whether a text has something between two others. */
    private static boolean below(String issuer, String start, String end) {
        return issuer.length() > start.length() + end.length() && issuer.startsWith(start) && issuer.endsWith(end);
    }

    /** A claim; Google's organization stands in an object of its own. */
    static JsonNode value(JsonNode claims, String name) {
        return name.equals("google/organization_number")
                ? claims.path("google").path("organization_number")
                : claims.path(name);
    }
}
