package dev.glasshouse.service.sts;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.call.TestTokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithSamlResponse;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/** Sessions for users of identity providers. */
class FederationTest {

    private static final String ISSUER = "https://token.actions.githubusercontent.com";
    private static final String HOST = "token.actions.githubusercontent.com";
    private static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/r";
    private static final String ENTITY = "https://idp.example.org/saml";
    private static final String SAML_PROVIDER = "arn:aws:iam::" + ACCOUNT + ":saml-provider/idp";
    private static final String ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/";

    private final TestCloud cloud = new TestCloud();
    private final IamClient iam = cloud.admin(IamClient.builder());
    private final StsClient nobody = cloud.as(null, StsClient.builder());

    @BeforeEach
    void provider() {
        iam.createOpenIDConnectProvider(request -> request.url(ISSUER)
                .clientIDList("sts.amazonaws.com")
                .thumbprintList("6938fd4d98bab03faadb97b34396831e3780aea1"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(StsException.class, call);
    }

    private void role(String federated, String action, String condition) {
        iam.createRole(request -> request.roleName("r")
                .assumeRolePolicyDocument(
                        ("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'Federated':'"
                                        + federated + "'},'Action':['" + action + "','sts:TagSession'],'Condition':"
                                        + condition
                                        + "}]}")
                                .replace('\'', '"')));
    }

    private void githubRole() {
        role(
                "arn:aws:iam::" + ACCOUNT + ":oidc-provider/" + HOST,
                "sts:AssumeRoleWithWebIdentity",
                "{'StringEquals':{'" + HOST + ":aud':'sts.amazonaws.com'},'StringLike':{'" + HOST
                        + ":sub':'repo:org/app:*'}}");
    }

    private String token(String subject, String audience) {
        return cloud.control()
                .webIdentityToken(
                        ISSUER,
                        null,
                        "{\"sub\":\"" + subject + "\",\"aud\":\"" + audience + "\"}",
                        Duration.ofMinutes(5));
    }

    private AssumeRoleWithWebIdentityResponse assume(String token) {
        return nobody.assumeRoleWithWebIdentity(
                request -> request.roleArn(ROLE).roleSessionName("ci").webIdentityToken(token));
    }

    private JsonNode event(String name) throws Exception {
        return new ObjectMapper()
                .readTree(cloud.control()
                        .events(1, event -> event.json().utf8().contains("\"eventName\":\"" + name + "\""))
                        .get(0)
                        .json()
                        .toArray());
    }

    @Test
    void a_token_of_a_trusted_provider_opens_a_session() throws Exception {
        githubRole();
        AssumeRoleWithWebIdentityResponse answer = assume(token("repo:org/app:ref:main", "sts.amazonaws.com"));
        assertThat(answer.subjectFromWebIdentityToken()).isEqualTo("repo:org/app:ref:main");
        assertThat(answer.audience()).isEqualTo("sts.amazonaws.com");
        assertThat(answer.provider()).isEqualTo("arn:aws:iam::" + ACCOUNT + ":oidc-provider/" + HOST);
        assertThat(answer.packedPolicySize()).isNull();
        assertThat(answer.assumedRoleUser().arn()).isEqualTo("arn:aws:sts::" + ACCOUNT + ":assumed-role/r/ci");
        JsonNode event = event("AssumeRoleWithWebIdentity");
        assertThat(event.at("/userIdentity/type").asText()).isEqualTo("WebIdentityUser");
        assertThat(event.at("/userIdentity/userName").asText()).isEqualTo("repo:org/app:ref:main");
        assertThat(event.at("/userIdentity/identityProvider").asText())
                .isEqualTo("arn:aws:iam::" + ACCOUNT + ":oidc-provider/" + HOST);
        assertThat(event.path("requestParameters").toString())
                .isEqualTo("{\"roleArn\":\"" + ROLE + "\",\"roleSessionName\":\"ci\"}");
        assertThat(event.at("/recipientAccountId").asText()).isEqualTo(ACCOUNT);
        assertThat(event.path("additionalEventData").toString())
                .isEqualTo("{\"identityProviderConnectionVerificationMethod\":\"IAMTrustStore\"}");
        assertThat(answer.credentials().expiration().getNano()).isZero();
        StsClient session = cloud.as(keys(answer.credentials()), StsClient.builder());
        assertThat(session.getCallerIdentity().arn()).isEqualTo("arn:aws:sts::" + ACCOUNT + ":assumed-role/r/ci");
        assertThat(event("GetCallerIdentity")
                        .at("/userIdentity/sessionContext/webIdFederationData/federatedProvider")
                        .asText())
                .endsWith(HOST);
    }

    private static Credentials keys(software.amazon.awssdk.services.sts.model.Credentials given) {
        return new Credentials("", given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
    }

    @Test
    void the_trust_policy_decides_on_the_claims() {
        githubRole();
        assertThat(failure(() -> assume(token("repo:evil/app:ref:main", "sts.amazonaws.com"))))
                .isEqualTo("AccessDenied 403 Not authorized to perform sts:AssumeRoleWithWebIdentity");
        assertThat(failure(() -> nobody.assumeRoleWithWebIdentity(
                        request -> request.roleArn("arn:aws:iam::" + ACCOUNT + ":role/none")
                                .roleSessionName("ci")
                                .webIdentityToken(token("repo:org/app:ref:main", "sts.amazonaws.com")))))
                .isEqualTo("AccessDenied 403 Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }

    @Test
    void tokens_that_are_wrong_in_any_way_are_refused() {
        githubRole();
        assertThat(failure(() -> assume("not.a.token")))
                .isEqualTo(
                        "InvalidIdentityToken 400 The ID Token provided is not a valid JWT. (You may see this error if"
                                + " you sent an Access Token)");
        assertThat(failure(() -> assume(token("repo:org/app:x", "somebody-else"))))
                .isEqualTo("InvalidIdentityToken 400 Incorrect token audience");
        String other = cloud.control()
                .webIdentityToken(
                        "https://evil.example.org",
                        null,
                        "{\"sub\":\"s\",\"aud\":\"sts.amazonaws.com\"}",
                        Duration.ofMinutes(5));
        assertThat(failure(() -> assume(other)))
                .isEqualTo("InvalidIdentityToken 400 No OpenIDConnect provider found in your account for"
                        + " https://evil.example.org");
        String forged = cloud.control()
                .webIdentityToken(
                        "https://evil.example.org",
                        null,
                        "{\"iss\":\"" + ISSUER + "\",\"sub\":\"repo:org/app:x\",\"aud\":\"sts.amazonaws.com\"}",
                        Duration.ofMinutes(5));
        token("makes", "keys");
        assertThat(failure(() -> assume(forged))).isEqualTo("InvalidIdentityToken 400 Token signature invalid");
        String good = token("repo:org/app:x", "sts.amazonaws.com");
        String[] parts = good.split("\\.");
        String none = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                + "." + parts[1] + ".";
        assertThat(failure(() -> assume(none))).startsWith("InvalidIdentityToken 400");
        cloud.advance(Duration.ofMinutes(5));
        assertThat(failure(() -> assume(good)))
                .startsWith("ExpiredTokenException 400 Token expired: current date/time ");
    }

    @Test
    void a_refused_token_stands_in_the_trail_of_the_roles_account() throws Exception {
        githubRole();
        assertThat(failure(() -> assume("not.a.token"))).startsWith("InvalidIdentityToken");
        JsonNode invalid = event("AssumeRoleWithWebIdentity");
        assertThat(invalid.get("errorCode").asText()).isEqualTo("InvalidIdentityTokenException");
        assertThat(invalid.get("errorMessage").asText()).startsWith("The ID Token provided is not a valid JWT.");
        assertThat(invalid.at("/userIdentity/type").asText()).isEqualTo("Unknown");
        assertThat(invalid.get("recipientAccountId").asText()).isEqualTo(ACCOUNT);
        assertThat(invalid.at("/requestParameters/roleArn").asText()).isEqualTo(ROLE);
        assertThat(invalid.toString()).doesNotContain("not.a.token");
        assertThat(failure(() -> assume(token("repo:someone/else:x", "sts.amazonaws.com"))))
                .startsWith("AccessDenied");
        JsonNode denied = event("AssumeRoleWithWebIdentity");
        assertThat(denied.get("errorCode").asText()).isEqualTo("AccessDenied");
        assertThat(denied.at("/userIdentity/userName").asText()).isEqualTo("repo:someone/else:x");
        assertThat(denied.get("recipientAccountId").asText()).isEqualTo(ACCOUNT);
        int before = cloud.control().events(100, event -> true).size();
        assertThat(failure(() ->
                        nobody.assumeRoleWithWebIdentity(request -> request.roleArn("arn:aws:iam::999999999999:role/r")
                                .roleSessionName("ci")
                                .webIdentityToken("not.a.token"))))
                .startsWith("InvalidIdentityToken");
        assertThat(cloud.control().events(100, event -> true)).hasSize(before);
    }

    @Test
    void rsa_tokens_and_keys_from_outside_are_verified() {
        githubRole();
        String rsa = cloud.control()
                .webIdentityToken(
                        ISSUER,
                        "RS256",
                        "{\"sub\":\"repo:org/app:x\",\"aud\":[\"sts.amazonaws.com\"]}",
                        Duration.ofMinutes(5));
        assume(rsa);
        java.security.KeyPair pair = TokenMint.pair("ES256");
        cloud.control().trustIssuer(ISSUER, KeySets.of(pair.getPublic(), "k1", "ES256"));
        assertThat(failure(() -> assume(rsa)))
                .startsWith("InvalidIdentityToken 400 Couldn't retrieve verification key");
        long now = cloud.now().getEpochSecond();
        assume(Jwt.sign(
                "ES256",
                "k1",
                pair.getPrivate(),
                Jwt.JSON
                        .createObjectNode()
                        .put("iss", ISSUER)
                        .put("sub", "repo:org/app:x")
                        .put("aud", "sts.amazonaws.com")
                        .put("iat", now)
                        .put("exp", now + 60)));
    }

    @Test
    void tags_in_a_token_become_tags_of_the_session() {
        githubRole();
        iam.putRolePolicy(request -> request.roleName("r")
                .policyName("p")
                .policyDocument(allow("iam:ListUsers", "*")
                        .replace(
                                "'}]}",
                                "','Condition':{'StringEquals':{'aws:PrincipalTag/team':'blue','" + HOST
                                        + ":sub':'repo:org/app:x'}}}]}")
                        .replace('\'', '"')));
        String token = cloud.control()
                .webIdentityToken(
                        ISSUER,
                        null,
                        "{\"sub\":\"repo:org/app:x\",\"aud\":\"sts.amazonaws.com\",\"https://aws.amazon.com/tags\":"
                                + "{\"principal_tags\":{\"team\":[\"blue\"]}}}",
                        Duration.ofMinutes(5));
        AssumeRoleWithWebIdentityResponse answer = assume(token);
        assertThat(answer.packedPolicySize()).isPositive();
        assertThat(cloud.as(keys(answer.credentials()), IamClient.builder())
                        .listUsers()
                        .users())
                .isNotEmpty();
    }

    @Test
    void what_a_provider_asks_for_its_user_stands_among_the_parameters() throws Exception {
        iam.createRole(request -> request.roleName("r")
                .assumeRolePolicyDocument(("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':"
                                + "{'Federated':'arn:aws:iam::" + ACCOUNT + ":oidc-provider/" + HOST + "'},'Action':["
                                + "'sts:AssumeRoleWithWebIdentity','sts:TagSession','sts:SetSourceIdentity']}]}")
                        .replace('\'', '"')));
        assume(cloud.control()
                .webIdentityToken(
                        ISSUER,
                        null,
                        "{\"sub\":\"repo:org/app:x\",\"aud\":\"sts.amazonaws.com\",\"https://aws.amazon.com/source_identity\":"
                                + "\"ann\",\"https://aws.amazon.com/tags\":{\"principal_tags\":{\"team\":[\"blue\"]},"
                                + "\"transitive_tag_keys\":[\"team\"]}}",
                        Duration.ofMinutes(5)));
        assertThat(event("AssumeRoleWithWebIdentity").path("requestParameters").toString())
                .isEqualTo("{\"roleArn\":\"" + ROLE
                        + "\",\"roleSessionName\":\"ci\",\"principalTags\":{\"team\":\"blue\"},"
                        + "\"transitiveTagKeys\":[\"team\"],\"sourceIdentity\":\"ann\"}");
    }

    @Test
    void a_token_that_names_roles_is_for_no_other() throws Exception {
        iam.createRole(request -> request.roleName("r")
                .assumeRolePolicyDocument(("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':"
                                + "{'Federated':'arn:aws:iam::" + ACCOUNT + ":oidc-provider/" + HOST + "'},'Action':"
                                + "'sts:AssumeRoleWithWebIdentity','Condition':{'Bool':"
                                + "{'sts:RoleAuthorizedByIdp':'true'}}}]}")
                        .replace('\'', '"')));
        assume(bound("\"" + ROLE + "\""));
        assertThat(event("AssumeRoleWithWebIdentity")
                        .at("/additionalEventData/RoleAuthorizedByIdp")
                        .asBoolean())
                .isTrue();
        assume(bound("[\"" + ROLE + "x\",\"" + ROLE + "\"]"));
        for (String others :
                new String[] {"[\"" + ROLE + "x\"]", "\"r\"", "\"arn:aws:iam::*:role/r\"", "[]", "null", "7"}) {
            assertThat(failure(() -> assume(bound(others))))
                    .isEqualTo("InvalidIdentityToken 400 The target role ARN is not present in the roles claim of the"
                            + " identity token");
        }
        assertThat(failure(() -> assume(token("repo:org/app:x", "sts.amazonaws.com"))))
                .startsWith("AccessDenied 403");
    }

    private String bound(String roles) {
        return cloud.control()
                .webIdentityToken(
                        ISSUER,
                        null,
                        "{\"sub\":\"repo:org/app:x\",\"aud\":\"sts.amazonaws.com\",\"https://aws.amazon.com/roles\":"
                                + roles + "}",
                        Duration.ofMinutes(5));
    }

    @Test
    void an_account_gives_tokens_of_its_own_once_that_is_turned_on() {
        StsClient admin = cloud.admin(StsClient.builder());
        assertThat(failure(() -> admin.getWebIdentityToken(
                        request -> request.audience("sts.amazonaws.com").signingAlgorithm("ES384"))))
                .startsWith("OutboundWebIdentityFederationDisabledException 403");
        String issuer = iam.enableOutboundWebIdentityFederation(request -> {}).issuerIdentifier();
        var answer = admin.getWebIdentityToken(
                request -> request.audience("sts.amazonaws.com").signingAlgorithm("ES384"));
        JsonNode claims = Jwt.parse(answer.webIdentityToken()).orElseThrow().claims();
        assertThat(claims.path("iss").asText()).isEqualTo(issuer);
        assertThat(claims.path("sub").asText()).isEqualTo("arn:aws:iam::" + ACCOUNT + ":user/admin");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
        assertThat(claims.path("https://sts.amazonaws.com/").path("aws_account").asText())
                .isEqualTo(ACCOUNT);
        // its keys are known, so that a role may trust it
        String host = issuer.substring(8);
        iam.createOpenIDConnectProvider(request -> request.url(issuer)
                .clientIDList("sts.amazonaws.com")
                .thumbprintList("6938fd4d98bab03faadb97b34396831e3780aea1"));
        role(
                "arn:aws:iam::" + ACCOUNT + ":oidc-provider/" + host,
                "sts:AssumeRoleWithWebIdentity",
                "{'StringEquals':{'" + host + ":aud':'sts.amazonaws.com'}}");
        assertThat(assume(answer.webIdentityToken()).subjectFromWebIdentityToken())
                .isEqualTo("arn:aws:iam::" + ACCOUNT + ":user/admin");
    }

    // ---- SAML

    private void samlRole() {
        iam.createSAMLProvider(request ->
                request.name("idp").samlMetadataDocument(cloud.control().samlMetadata(ENTITY)));
        role(
                SAML_PROVIDER,
                "sts:AssumeRoleWithSAML",
                "{'StringEquals':{'saml:aud':'https://signin.aws.amazon.com/saml','saml:sub_type':'persistent'}}");
    }

    private String assertion(Map<String, List<String>> attributes) {
        return cloud.control()
                .samlResponse(new TestTokens.Assertion(
                        ENTITY, "ann", List.of(ROLE + "," + SAML_PROVIDER), "ann@example.org", attributes));
    }

    private AssumeRoleWithSamlResponse assumeSaml(String assertion) {
        return nobody.assumeRoleWithSAML(
                request -> request.roleArn(ROLE).principalArn(SAML_PROVIDER).samlAssertion(assertion));
    }

    @Test
    void an_assertion_of_a_trusted_provider_opens_a_session() throws Exception {
        samlRole();
        AssumeRoleWithSamlResponse answer =
                assumeSaml(assertion(Map.of(ATTRIBUTES + "PrincipalTag:team", List.of("blue"))));
        assertThat(answer.subject()).isEqualTo("ann");
        assertThat(answer.subjectType()).isEqualTo("persistent");
        assertThat(answer.issuer()).isEqualTo(ENTITY);
        assertThat(answer.audience()).isEqualTo("https://signin.aws.amazon.com/saml");
        assertThat(answer.nameQualifier()).hasSize(28);
        assertThat(answer.assumedRoleUser().arn())
                .isEqualTo("arn:aws:sts::" + ACCOUNT + ":assumed-role/r/ann@example.org");
        JsonNode event = event("AssumeRoleWithSAML");
        assertThat(event.at("/userIdentity/type").asText()).isEqualTo("SAMLUser");
        assertThat(event.at("/userIdentity/principalId").asText()).isEqualTo(answer.nameQualifier() + ":ann");
        assertThat(event.at("/userIdentity/identityProvider").asText()).isEqualTo(answer.nameQualifier());
        assertThat(event.at("/requestParameters/sAMLAssertionID").asText()).startsWith("_");
        assertThat(event.at("/requestParameters").has("sAMLAssertion")).isFalse();
        assertThat(event.at("/requestParameters/roleSessionName").asText()).isEqualTo("ann@example.org");
        assertThat(event.at("/requestParameters/principalTags").toString()).isEqualTo("{\"team\":\"blue\"}");
        assertThat(event.at("/requestParameters").has("transitiveTagKeys")).isFalse();
    }

    private static String xml(String encoded) {
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private static String encoded(String xml) {
        return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void assertions_that_are_changed_or_wrapped_are_refused() {
        samlRole();
        String good = xml(assertion(Map.of()));
        assumeSaml(encoded(good));
        String changed = good.replace(">ann<", ">eve<");
        assertThat(changed).isNotEqualTo(good);
        assertThat(failure(() -> assumeSaml(encoded(changed))))
                .isEqualTo("InvalidIdentityToken 400 Response signature invalid");
        int from = good.indexOf("<saml2:Assertion");
        int to = good.indexOf("</saml2:Assertion>") + "</saml2:Assertion>".length();
        String signed = good.substring(from, to);
        String evil =
                signed.replaceAll("(?s)<ds:Signature.*</ds:Signature>", "").replace(">ann<", ">eve<");
        List<String> wrapped = List.of(
                good.substring(0, from) + evil.replace("ID=\"_", "ID=\"_x") + signed + good.substring(to),
                good.substring(0, from)
                        + evil.replace("</saml2:Assertion>", signed + "</saml2:Assertion>")
                        + good.substring(to),
                good.substring(0, from) + evil + good.substring(to),
                good.replace("<saml2p:Status>", "<saml2p:Extensions>" + signed + "</saml2p:Extensions><saml2p:Status>")
                        .replace(good.substring(from, to), evil));
        for (String attack : wrapped) {
            assertThat(failure(() -> assumeSaml(encoded(attack)))).startsWith("InvalidIdentityToken 400");
        }
        assertThat(failure(() -> assumeSaml(encoded(
                        "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + good.replace(">ann<", ">&x;<")))))
                .isEqualTo("InvalidIdentityToken 400 Invalid SAML response");
        assertThat(failure(() -> assumeSaml(encoded("<a>".repeat(10_000))))).startsWith("InvalidIdentityToken 400");
        cloud.advance(Duration.ofMinutes(5));
        assertThat(failure(() -> assumeSaml(encoded(good))))
                .isEqualTo("ExpiredTokenException 400 Token must be redeemed within 5 minutes of issuance");
    }

    @Test
    void an_assertion_must_name_the_role_and_come_from_the_provider() {
        samlRole();
        String other = cloud.control()
                .samlResponse(
                        new TestTokens.Assertion(ENTITY, "ann", List.of(ROLE + "x," + SAML_PROVIDER), "ann", Map.of()));
        assertThat(failure(() -> assumeSaml(other)))
                .isEqualTo("AccessDenied 403 Not authorized to perform sts:AssumeRoleWithSAML");
        String stranger = cloud.control()
                .samlResponse(new TestTokens.Assertion(
                        "https://other.example.org", "ann", List.of(ROLE + "," + SAML_PROVIDER), "ann", Map.of()));
        assertThat(failure(() -> assumeSaml(stranger)))
                .isEqualTo("InvalidIdentityToken 400 Response signature invalid");
    }

    @Test
    void the_duration_of_an_assertion_bounds_the_session() {
        samlRole();
        AssumeRoleWithSamlResponse answer =
                assumeSaml(assertion(Map.of(ATTRIBUTES + "SessionDuration", List.of("900"))));
        assertThat(answer.credentials().expiration()).isBefore(cloud.now().plusSeconds(901));
    }

    @Test
    void a_session_ends_when_the_provider_ends_the_users() {
        samlRole();
        AssumeRoleWithSamlResponse answer = assumeSaml(cloud.control()
                .samlResponse(new TestTokens.Assertion(
                        ENTITY, "ann", List.of(ROLE + "," + SAML_PROVIDER), "ann", Map.of(), 120L, false)));
        assertThat(answer.credentials().expiration())
                .isBetween(cloud.now().plusSeconds(60), cloud.now().plusSeconds(121));
        String ended = cloud.control()
                .samlResponse(new TestTokens.Assertion(
                        ENTITY, "ann", List.of(ROLE + "," + SAML_PROVIDER), "ann", Map.of(), 0L, false));
        assertThat(failure(() -> assumeSaml(ended))).startsWith("ExpiredTokenException 400");
    }

    @Test
    void the_trust_policy_sees_the_attributes_of_an_assertion() {
        iam.createSAMLProvider(request ->
                request.name("idp").samlMetadataDocument(cloud.control().samlMetadata(ENTITY)));
        role(
                SAML_PROVIDER,
                "sts:AssumeRoleWithSAML",
                "{'ForAnyValue:StringEquals':{'saml:edupersonaffiliation':'staff'},'StringLike':{'SAML:mail':'*@example.org'},"
                        + "'StringEquals':{'saml:organizationStatus':'active'}}");
        String affiliation = "urn:oid:1.3.6.1.4.1.5923.1.1.1.1";
        String mail = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";
        String status = "0.9.2342.19200300.100.1.45";
        assumeSaml(assertion(Map.of(
                affiliation, List.of("member", "staff"), mail, List.of("ann@example.org"), status, List.of("active"))));
        for (Map<String, List<String>> other : List.of(
                Map.of(affiliation, List.of("member"), mail, List.of("ann@example.org"), status, List.of("active")),
                Map.of(affiliation, List.of("staff"), mail, List.of("ann@example.com"), status, List.of("active")),
                Map.of(affiliation, List.of("staff"), mail, List.of("ann@example.org")))) {
            assertThat(failure(() -> assumeSaml(assertion(other))))
                    .isEqualTo("AccessDenied 403 Not authorized to perform sts:AssumeRoleWithSAML");
        }
    }

    @Test
    void the_duration_of_an_assertion_makes_no_session_longer() {
        samlRole();
        iam.updateRole(request -> request.roleName("r").maxSessionDuration(43_200));
        AssumeRoleWithSamlResponse answer =
                assumeSaml(assertion(Map.of(ATTRIBUTES + "SessionDuration", List.of("43200"))));
        assertThat(answer.credentials().expiration()).isBefore(cloud.now().plusSeconds(3_601));
    }
}
