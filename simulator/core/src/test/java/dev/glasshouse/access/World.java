package dev.glasshouse.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Control;
import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Sandbox;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A simulator with an account that tests fill; JSON is written with single quotes. */
final class World implements AutoCloseable {

    static final String ACCOUNT = "111122223333";
    static final String OTHER = "444455556666";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Simulator simulator =
            Simulator.builder().seed("access").account(ACCOUNT).start();

    World() {
        control().createAccount(OTHER);
    }

    static String user(String name) {
        return "arn:aws:iam::" + ACCOUNT + ":user/" + name;
    }

    static String role(String name) {
        return "arn:aws:iam::" + ACCOUNT + ":role/" + name;
    }

    static String document(String... statements) {
        return "{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}";
    }

    static String allow(String actions, String resource) {
        return "{'Effect':'Allow','Action':[" + quoted(actions) + "],'Resource':'" + resource + "'}";
    }

    static String allowIf(String actions, String resource, String condition) {
        return "{'Effect':'Allow','Action':[" + quoted(actions) + "],'Resource':'" + resource + "','Condition':"
                + condition + "}";
    }

    static String deny(String actions, String resource) {
        return "{'Effect':'Deny','Action':[" + quoted(actions) + "],'Resource':'" + resource + "'}";
    }

    /** A trust policy; the principal as JSON. */
    static String trust(String principal) {
        return document("{'Effect':'Allow','Principal':" + principal
                + ",'Action':['sts:AssumeRole','sts:AssumeRoleWithWebIdentity']}");
    }

    static String trusting(String arn) {
        return trust("{'AWS':'" + arn + "'}");
    }

    private static String quoted(String actions) {
        return "'" + actions.replace(",", "','") + "'";
    }

    Simulator simulator() {
        return simulator;
    }

    Sandbox sandbox() {
        return simulator.sandbox();
    }

    Control control() {
        return simulator.control(sandbox());
    }

    AccessQuestions questions() {
        return AccessQuestions.of(sandbox());
    }

    JsonNode call(String operation, String input) {
        return callIn(ACCOUNT, operation, input);
    }

    JsonNode callIn(String account, String operation, String input) {
        ApiClient.Answer answer =
                simulator.client(sandbox(), control().administrator(account)).call(operation, json(input));
        assertThat(answer.error()).as(operation + " " + input).isNull();
        return answer.output();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text as JSON, single quotes turned to double ones. */
    static String text(String document) {
        return JSON.valueToTree(document.replace('\'', '"')).toString().replace("'", "\\u0027");
    }

    World user(String name, @Nullable String policy) {
        call("iam:CreateUser", "{'UserName':'" + name + "'}");
        if (policy != null) {
            raw("iam:PutUserPolicy", "UserName", name, policy);
        }
        return this;
    }

    World role(String name, String trust, @Nullable String policy) {
        callRaw("iam:CreateRole", "{\"RoleName\":\"" + name + "\",\"AssumeRolePolicyDocument\":" + text(trust) + "}");
        if (policy != null) {
            raw("iam:PutRolePolicy", "RoleName", name, policy);
        }
        return this;
    }

    World group(String name, @Nullable String policy) {
        call("iam:CreateGroup", "{'GroupName':'" + name + "'}");
        if (policy != null) {
            raw("iam:PutGroupPolicy", "GroupName", name, policy);
        }
        return this;
    }

    /** A customer managed policy, and its ARN. */
    String policy(String name, String document) {
        return callRaw(
                        "iam:CreatePolicy",
                        "{\"PolicyName\":\"" + name + "\",\"PolicyDocument\":" + text(document) + "}")
                .path("Policy")
                .path("Arn")
                .asText();
    }

    World bucket(String name, @Nullable String policy) {
        call("s3:CreateBucket", "{'Bucket':'" + name + "'}");
        if (policy != null) {
            call("s3:DeletePublicAccessBlock", "{'Bucket':'" + name + "'}");
            callRaw("s3:PutBucketPolicy", "{\"Bucket\":\"" + name + "\",\"Policy\":" + text(policy) + "}");
        }
        return this;
    }

    private void raw(String operation, String kind, String name, String policy) {
        callRaw(
                operation,
                "{\"" + kind + "\":\"" + name + "\",\"PolicyName\":\"inline\",\"PolicyDocument\":" + text(policy)
                        + "}");
    }

    JsonNode callRaw(String operation, String input) {
        try {
            ApiClient.Answer answer = simulator
                    .client(sandbox(), control().administrator(ACCOUNT))
                    .call(operation, JSON.readTree(input));
            assertThat(answer.error()).as(operation + " " + input).isNull();
            return answer.output();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an organization with policies of a type and one member account, and answers the member. */
    String organization(String policyType) {
        call("organizations:CreateOrganization", "{'FeatureSet':'ALL'}");
        String root = call("organizations:ListRoots", "{}")
                .path("Roots")
                .path(0)
                .path("Id")
                .asText();
        call("organizations:EnablePolicyType", "{'RootId':'" + root + "','PolicyType':'" + policyType + "'}");
        call("organizations:CreateAccount", "{'Email':'a@example.com','AccountName':'a'}");
        for (JsonNode account : call("organizations:ListAccounts", "{}").path("Accounts")) {
            if (!account.path("Id").asText().equals(ACCOUNT)) {
                return account.path("Id").asText();
            }
        }
        throw new AssertionError("no member");
    }

    /** Makes a policy of the organization, with single quotes, and attaches it. */
    void attach(String policyType, String document, String target) {
        String policy = callRaw(
                        "organizations:CreatePolicy",
                        "{\"Name\":\"policy\",\"Description\":\"\",\"Type\":\"" + policyType + "\",\"Content\":"
                                + text(document) + "}")
                .path("Policy")
                .path("PolicySummary")
                .path("Id")
                .asText();
        call("organizations:AttachPolicy", "{'PolicyId':'" + policy + "','TargetId':'" + target + "'}");
    }

    @Override
    public void close() {
        simulator.close();
    }
}
