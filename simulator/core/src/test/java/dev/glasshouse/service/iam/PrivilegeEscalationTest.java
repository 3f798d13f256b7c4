package dev.glasshouse.service.iam;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The known ways from one permission of IAM to all of them, each walked by a user who has that permission alone: it works as
 * on AWS, and without the permission it does not.
 */
class PrivilegeEscalationTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARN = "arn:aws:iam::" + ACCOUNT + ":";
    private static final String TRUST_EVE =
            "{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":{\\\"Effect\\\":\\\"Allow\\\","
                    + "\\\"Principal\\\":{\\\"AWS\\\":\\\"" + ARN
                    + "user/eve\\\"},\\\"Action\\\":\\\"sts:AssumeRole\\\"}}";

    private final TestCloud cloud = new TestCloud();
    private final ApiClient admin =
            cloud.simulator().client(cloud.sandbox(), cloud.control().administrator(ACCOUNT));

    @BeforeEach
    void anAccountThatHasSomethingToTake() {
        cloud.user("boss", null);
        must(
                admin,
                "iam:AttachUserPolicy",
                "{'UserName':'boss','PolicyArn':'arn:aws:iam::aws:policy/AdministratorAccess'}");
        must(admin, "iam:CreateGroup", "{'GroupName':'admins'}");
        must(
                admin,
                "iam:AttachGroupPolicy",
                "{'GroupName':'admins','PolicyArn':'arn:aws:iam::aws:policy/AdministratorAccess'}");
        must(
                admin,
                "iam:CreateRole",
                "{'RoleName':'ops','AssumeRolePolicyDocument':'" + TRUST_EVE.replace("eve", "boss") + "'}");
        must(
                admin,
                "iam:AttachRolePolicy",
                "{'RoleName':'ops','PolicyArn':'arn:aws:iam::aws:policy/AdministratorAccess'}");
        must(admin, "iam:CreatePolicy", "{'PolicyName':'own','PolicyDocument':'" + allowing("sqs:*") + "'}");
        must(admin, "iam:CreatePolicyVersion", "{'PolicyArn':'" + ARN + "policy/own','PolicyDocument':'ALL'}");
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    /** A policy as it stands inside a text of JSON. */
    private static String allowing(String action) {
        return "{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":\\\""
                + action + "\\\",\\\"Resource\\\":\\\"*\\\"}}";
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"')
                    .replace("ARN:", ARN)
                    .replace("ALL", allowing("*"))
                    .replace("TRUST", TRUST_EVE));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static ApiClient.Answer must(ApiClient who, String operation, String input) {
        ApiClient.Answer answer = who.call(operation, json(input));
        assertThat(answer.error()).as(operation).isNull();
        return answer;
    }

    private static boolean isAdministrator(ApiClient who) {
        ApiClient.Answer answer = who.call("iam:ListUsers", json("{}"));
        assertThat(answer.errorCode()).isIn("", "AccessDenied");
        return answer.error() == null;
    }

    private ApiClient client(Credentials keys) {
        return cloud.simulator().client(cloud.sandbox(), keys);
    }

    private Credentials eve(String action) {
        Credentials keys = cloud.user(
                "eve",
                "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'" + action + "','Resource':'*'}}");
        must(admin, "iam:AttachUserPolicy", "{'UserName':'eve','PolicyArn':'ARN:policy/own'}");
        return keys;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iam:CreatePolicyVersion | {'PolicyArn':'ARN:policy/own','PolicyDocument':'ALL','SetAsDefault':true}",
                "iam:SetDefaultPolicyVersion | {'PolicyArn':'ARN:policy/own','VersionId':'v2'}",
                "iam:AttachUserPolicy | {'UserName':'eve','PolicyArn':'arn:aws:iam::aws:policy/AdministratorAccess'}",
                "iam:PutUserPolicy | {'UserName':'eve','PolicyName':'p','PolicyDocument':'ALL'}",
                "iam:AddUserToGroup | {'UserName':'eve','GroupName':'admins'}"
            })
    void one_permission_over_policies_is_all_of_them(String action, String input) {
        ApiClient eve = client(eve(action));
        assertThat(isAdministrator(eve)).isFalse();
        must(eve, action, input);
        assertThat(isAdministrator(eve)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iam:CreatePolicyVersion | {'PolicyArn':'ARN:policy/own','PolicyDocument':'ALL','SetAsDefault':true}",
                "iam:AttachUserPolicy | {'UserName':'eve','PolicyArn':'arn:aws:iam::aws:policy/AdministratorAccess'}",
                "iam:AddUserToGroup | {'UserName':'eve','GroupName':'admins'}"
            })
    void a_boundary_holds_whoever_takes_all_of_them(String action, String input) {
        ApiClient eve = client(eve(action));
        must(admin, "iam:CreatePolicy", "{'PolicyName':'pb','PolicyDocument':'" + allowing(action) + "'}");
        must(admin, "iam:PutUserPermissionsBoundary", "{'UserName':'eve','PermissionsBoundary':'ARN:policy/pb'}");
        must(eve, action, input);
        assertThat(isAdministrator(eve)).isFalse();
    }

    @Test
    void the_key_of_another_is_as_good_as_ones_own() {
        ApiClient eve = client(eve("iam:CreateAccessKey"));
        JsonNode key =
                must(eve, "iam:CreateAccessKey", "{'UserName':'boss'}").output().path("AccessKey");
        assertThat(isAdministrator(client(new Credentials(
                        "",
                        key.path("AccessKeyId").asText(),
                        key.path("SecretAccessKey").asText(),
                        null))))
                .isTrue();
    }

    @Test
    void whoever_may_change_a_trust_policy_may_take_the_role() {
        ApiClient eve = client(eve("iam:UpdateAssumeRolePolicy"));
        String assume = "{'RoleArn':'ARN:role/ops','RoleSessionName':'session'}";
        assertThat(eve.call("sts:AssumeRole", json(assume)).errorCode()).isEqualTo("AccessDenied");
        must(eve, "iam:UpdateAssumeRolePolicy", "{'RoleName':'ops','PolicyDocument':'TRUST'}");
        JsonNode given = must(eve, "sts:AssumeRole", assume).output().path("Credentials");
        assertThat(isAdministrator(client(new Credentials(
                        "",
                        given.path("AccessKeyId").asText(),
                        given.path("SecretAccessKey").asText(),
                        given.path("SessionToken").asText()))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"iam:CreatePolicyVersion", "iam:AttachUserPolicy", "iam:PutUserPolicy", "iam:AddUserToGroup"})
    void without_the_permission_there_is_no_way(String action) {
        ApiClient eve = client(eve("sqs:SendMessage"));
        String input = switch (action) {
            case "iam:CreatePolicyVersion" ->
                "{'PolicyArn':'ARN:policy/own','PolicyDocument':'ALL','SetAsDefault':true}";
            case "iam:AttachUserPolicy" ->
                "{'UserName':'eve','PolicyArn':'arn:aws:iam::aws:policy/AdministratorAccess'}";
            case "iam:PutUserPolicy" -> "{'UserName':'eve','PolicyName':'p','PolicyDocument':'ALL'}";
            default -> "{'UserName':'eve','GroupName':'admins'}";
        };
        assertThat(eve.call(action, json(input)).errorCode()).isEqualTo("AccessDenied");
        assertThat(isAdministrator(eve)).isFalse();
    }
}
