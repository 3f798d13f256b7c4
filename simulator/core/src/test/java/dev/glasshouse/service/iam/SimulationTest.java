package dev.glasshouse.service.iam;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyResponse;

/** AWS's policy simulator. */
class SimulationTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANN = "arn:aws:iam::" + ACCOUNT + ":user/ann";

    private final TestCloud cloud = new TestCloud();

    @AfterEach
    void close() {
        cloud.close();
    }

    /** A request: its members as JSON with single quotes; policies are written as objects and sent as their text. */
    private ApiClient.Answer call(String operation, String input) {
        return call(cloud.control().administrator(ACCOUNT), operation, input);
    }

    private ApiClient.Answer call(Credentials who, String operation, String input) {
        try {
            ObjectNode request = (ObjectNode) JSON.readTree(input.replace('\'', '"'));
            for (String list : new String[] {"PolicyInputList", "PermissionsBoundaryPolicyInputList"}) {
                if (request.has(list)) {
                    request.set(list, texts(request.get(list)));
                }
            }
            if (request.has("ResourcePolicy")) {
                request.put("ResourcePolicy", request.get("ResourcePolicy").toString());
            }
            for (JsonNode level : request.path("OrderedOrganizationPolicyInputList")) {
                ((ObjectNode) level)
                        .set("ServiceControlPolicyInputList", texts(level.get("ServiceControlPolicyInputList")));
            }
            return cloud.simulator().client(cloud.sandbox(), who).call("iam:" + operation, request);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(input, e);
        }
    }

    private static ArrayNode texts(JsonNode policies) {
        ArrayNode texts = JSON.createArrayNode();
        policies.forEach(policy -> texts.add(policy.isTextual() ? policy.asText() : policy.toString()));
        return texts;
    }

    private JsonNode results(String operation, String input) {
        ApiClient.Answer answer = call(operation, input);
        assertThat(answer.errorCode()).as(answer.toString()).isEmpty();
        return answer.output().path("EvaluationResults");
    }

    private String decision(String input) {
        return results("SimulateCustomPolicy", input).at("/0/EvalDecision").asText();
    }

    private static String deny(String action) {
        return allow(action, "*").replace("Allow", "Deny");
    }

    private static String custom(String policy, String action, String more) {
        return "{'PolicyInputList':[" + policy + "],'ActionNames':['" + action + "']" + more + "}";
    }

    @Test
    void without_resources_there_is_one_result_an_action_in_the_form_that_clients_read() {
        String json = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"dynamodb:*\","
                + "\"Resource\":\"*\",\"Condition\":{\"DateGreaterThan\":"
                + "{\"aws:CurrentTime\":\"2018-08-16T12:00:00Z\"}}}}";
        SimulateCustomPolicyResponse response = cloud.admin(IamClient.builder())
                .simulateCustomPolicy(request -> request.policyInputList(json)
                        .actionNames("dynamodb:CreateBackup", "s3:GetObject")
                        .contextEntries(ContextEntry.builder()
                                .contextKeyName("aws:CurrentTime")
                                .contextKeyValues("2019-04-25T11:00:00Z")
                                .contextKeyType("date")
                                .build()));
        assertThat(response.isTruncated()).isFalse();
        assertThat(response.evaluationResults()).hasSize(2);
        EvaluationResult allowed = response.evaluationResults().get(0);
        assertThat(allowed.evalActionName()).isEqualTo("dynamodb:CreateBackup");
        assertThat(allowed.evalResourceName()).isEqualTo("*");
        assertThat(allowed.evalDecisionAsString()).isEqualTo("allowed");
        assertThat(allowed.missingContextValues()).isEmpty();
        assertThat(allowed.hasResourceSpecificResults()).isFalse();
        assertThat(allowed.organizationsDecisionDetail()).isNull();
        assertThat(allowed.permissionsBoundaryDecisionDetail()).isNull();
        var statement = allowed.matchedStatements().get(0);
        assertThat(statement.sourcePolicyId()).isEqualTo("PolicyInputList.1");
        assertThat(statement.sourcePolicyTypeAsString()).isEqualTo("IAM Policy");
        assertThat(statement.startPosition().line()).isEqualTo(1);
        assertThat(statement.startPosition().column()).isEqualTo(38);
        assertThat(statement.endPosition().column()).isEqualTo(167);
        EvaluationResult denied = response.evaluationResults().get(1);
        assertThat(denied.evalDecisionAsString()).isEqualTo("implicitDeny");
        assertThat(denied.matchedStatements()).isEmpty();
    }

    @Test
    void each_resource_has_its_result_and_the_action_the_worst_of_them() {
        JsonNode results = results(
                "SimulateCustomPolicy",
                custom(
                        allow("s3:*", "arn:aws:s3:::b/*") + ","
                                + allow("s3:*", "arn:aws:s3:::b/secret").replace("Allow", "Deny"),
                        "s3:GetObject",
                        ",'ResourceArns':['arn:aws:s3:::b/open','arn:aws:s3:::b/secret','arn:aws:s3:::c/x']"));
        assertThat(results).hasSize(1);
        assertThat(results.at("/0/EvalResourceName").asText()).startsWith("arn:${Partition}:s3:::${BucketName}/");
        assertThat(results.at("/0/EvalDecision").asText()).isEqualTo("explicitDeny");
        assertThat(results.at("/0/EvalDecisionDetails").isObject()).isTrue();
        JsonNode each = results.at("/0/ResourceSpecificResults");
        assertThat(each.findValuesAsText("EvalResourceName"))
                .containsExactly("arn:aws:s3:::b/open", "arn:aws:s3:::b/secret", "arn:aws:s3:::c/x");
        assertThat(each.findValuesAsText("EvalResourceDecision"))
                .containsExactly("allowed", "explicitDeny", "implicitDeny");
        assertThat(each.at("/1/MatchedStatements").findValuesAsText("SourcePolicyId"))
                .containsExactly("PolicyInputList.2");
        assertThat(each.at("/2/MatchedStatements")).isEmpty();
    }

    @Test
    void keys_that_the_policies_ask_for_and_nobody_gave_are_missing() {
        String policy =
                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'s3:ListBucket','Resource':'*',"
                        + "'Condition':{'StringLike':{'aws:PrincipalTag/team':'x'}}},{'Effect':'Allow','Action':'s3:GetObject',"
                        + "'Resource':'arn:aws:s3:::b/${aws:username}'}]}";
        assertThat(results("SimulateCustomPolicy", custom(policy, "s3:ListBucket", "")))
                .first()
                .satisfies(
                        result -> assertThat(result.path("MissingContextValues").toString())
                                .isEqualTo("[\"aws:PrincipalTag/team\",\"aws:username\"]"));
        String given = ",'ContextEntries':[{'ContextKeyName':'aws:principaltag/TEAM','ContextKeyValues':['x']},"
                + "{'ContextKeyName':'aws:username','ContextKeyValues':['ann'],'ContextKeyType':'string'}],"
                + "'ResourceArns':['arn:aws:s3:::b/ann']";
        JsonNode result = results("SimulateCustomPolicy", custom(policy, "s3:GetObject", given));
        assertThat(result.at("/0/ResourceSpecificResults/0/EvalResourceDecision")
                        .asText())
                .isEqualTo("allowed");
        assertThat(result.at("/0/MissingContextValues")).isEmpty();
    }

    @Test
    void the_boundary_limits_and_its_part_is_told() {
        String all = allow("*", "*");
        JsonNode result = results(
                "SimulateCustomPolicy",
                custom(all, "s3:GetObject", ",'PermissionsBoundaryPolicyInputList':[" + allow("ec2:*", "*") + "]"));
        assertThat(result.at("/0/EvalDecision").asText()).isEqualTo("implicitDeny");
        assertThat(result.at("/0/PermissionsBoundaryDecisionDetail/AllowedByPermissionsBoundary")
                        .asBoolean(true))
                .isFalse();
        assertThat(results(
                                "SimulateCustomPolicy",
                                custom(all, "s3:GetObject", ",'PermissionsBoundaryPolicyInputList':[" + all + "]"))
                        .at("/0/PermissionsBoundaryDecisionDetail/AllowedByPermissionsBoundary")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void every_level_of_the_organization_must_allow() {
        String all = allow("*", "*");
        String levels = ",'OrderedOrganizationPolicyInputList':[{'ServiceControlPolicyInputList':[" + all
                + "]},{'ServiceControlPolicyInputList':[" + all + "%s]}]";
        JsonNode allowed = results("SimulateCustomPolicy", custom(all, "s3:GetObject", levels.formatted("")));
        assertThat(allowed.at("/0/EvalDecision").asText()).isEqualTo("allowed");
        assertThat(allowed.at("/0/OrganizationsDecisionDetail/AllowedByOrganizations")
                        .asBoolean())
                .isTrue();
        assertThat(allowed.at("/0/MatchedStatements")).hasSize(1);
        JsonNode denied =
                results("SimulateCustomPolicy", custom(all, "s3:GetObject", levels.formatted("," + deny("s3:*"))));
        assertThat(denied.at("/0/EvalDecision").asText()).isEqualTo("explicitDeny");
        assertThat(denied.at("/0/OrganizationsDecisionDetail/AllowedByOrganizations")
                        .asBoolean(true))
                .isFalse();
        assertThat(denied.at("/0/MatchedStatements")).isEmpty();
    }

    @Test
    void across_accounts_both_sides_are_told() {
        String grant = "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':'" + ANN
                + "'},'Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'}]}";
        String more = ",'ResourceArns':['arn:aws:s3:::b/k'],'ResourcePolicy':" + grant + ",'CallerArn':'" + ANN + "'";
        JsonNode same = results("SimulateCustomPolicy", custom(allow("ec2:*", "*"), "s3:GetObject", more));
        assertThat(same.at("/0/EvalDecision").asText()).isEqualTo("allowed");
        assertThat(same.at("/0/MatchedStatements/0/SourcePolicyId").asText()).isEqualTo("ResourcePolicy");
        assertThat(same.at("/0/MatchedStatements/0/SourcePolicyType").asText()).isEqualTo("Resource Policy");
        assertThat(same.at("/0/EvalDecisionDetails")).isEmpty();
        JsonNode across = results(
                "SimulateCustomPolicy",
                custom(allow("ec2:*", "*"), "s3:GetObject", more + ",'ResourceOwner':'444455556666'"));
        assertThat(across.at("/0/EvalDecision").asText()).isEqualTo("implicitDeny");
        assertThat(across.at("/0/EvalDecisionDetails").toString())
                .isEqualTo("{\"IAM Policy\":\"implicitDeny\",\"Resource Policy\":\"allowed\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'ActionNames':['s3get']|Invalid Input Action: s3get",
                "'ActionNames':['s3:*']|Invalid Input Action: s3:*",
                "'ActionNames':['s3:GetObject'],'ResourceArns':['b/k']|Invalid Input Resource ARN: b/k",
                "'ActionNames':['s3:GetObject'],'CallerArn':'arn:aws:iam::111122223333:role/r'"
                        + "|Invalid caller - Caller must be an IAM user in this context.",
                "'ActionNames':['s3:GetObject'],'ResourcePolicy':{'Statement':[]}"
                        + "|Invalid caller - Caller must be an IAM user in this context.",
                "'ActionNames':['s3:GetObject'],'ResourceOwner':'12'|Invalid Input Resource Owner: 12",
                "'ActionNames':['ec2:RunInstances'],'ResourceHandlingOption':'EC2-VPC-EBS'"
                        + "|Invalid Input Resource Handling Option EC2-VPC-EBS requires a resource of type image.",
                "'ActionNames':['s3:GetObject'],'ContextEntries':[{'ContextKeyName':'aws:EpochTime',"
                        + "'ContextKeyValues':['soon'],'ContextKeyType':'numeric'}]"
                        + "|Invalid Input Context value soon of key aws:EpochTime is not of type numeric."
            })
    void input_that_makes_no_sense_is_refused(String members, String text) {
        ApiClient.Answer answer =
                call("SimulateCustomPolicy", "{'PolicyInputList':[" + allow("*", "*") + "]," + members + "}");
        assertThat(answer.errorCode()).isEqualTo("InvalidInput");
        assertThat(answer.error().message()).isEqualTo(text);
    }

    @Test
    void a_policy_that_is_none_is_refused_and_never_left_out() {
        ApiClient.Answer answer = call("SimulateCustomPolicy", custom("{'Statement':{}}", "s3:GetObject", ""));
        assertThat(answer.errorCode()).isEqualTo("InvalidInput");
        assertThat(call("GetContextKeysForCustomPolicy", "{'PolicyInputList':['x']}")
                        .errorCode())
                .isEqualTo("InvalidInput");
    }

    @Test
    void a_users_policies_are_its_own_and_those_of_its_groups() {
        cloud.user("ann", allow("s3:GetObject", "*"));
        call("CreateGroup", "{'GroupName':'devs'}");
        call("AddUserToGroup", "{'GroupName':'devs','UserName':'ann'}");
        call(
                "PutGroupPolicy",
                "{'GroupName':'devs','PolicyName':'more','PolicyDocument':'"
                        + allow("kms:*", "*").replace("'", "\\\"") + "'}");
        String simulate =
                "{'PolicySourceArn':'" + ANN + "','ActionNames':['s3:GetObject','kms:Decrypt','ec2:RunInstances']%s}";
        JsonNode results = results("SimulatePrincipalPolicy", simulate.formatted(""));
        assertThat(results.findValuesAsText("EvalDecision")).containsExactly("allowed", "allowed", "implicitDeny");
        assertThat(results.findValuesAsText("SourcePolicyId")).containsExactly("user_ann_inline", "group_devs_more");
        assertThat(results(
                                "SimulatePrincipalPolicy",
                                simulate.formatted(",'PolicyExclusionList':[{'InlinePolicyIdentifier':{'PolicyName':"
                                        + "'more','AttachmentType':'group','AttachmentName':'devs'}}]"))
                        .findValuesAsText("EvalDecision"))
                .containsExactly("allowed", "implicitDeny", "implicitDeny");
        assertThat(results(
                                "SimulatePrincipalPolicy",
                                simulate.formatted(",'PolicyExclusionList':[{'PolicyType':'inline'}]"))
                        .findValuesAsText("EvalDecision"))
                .containsExactly("implicitDeny", "implicitDeny", "implicitDeny");
        assertThat(call(
                                "SimulatePrincipalPolicy",
                                simulate.formatted(
                                        ",'PolicyExclusionList':[{'PolicyArn':'arn:aws:iam::*:policy/xxxxx'}]"))
                        .errorCode())
                .isEqualTo("InvalidInput");
    }

    @Test
    void whose_policies_are_simulated_must_be_there_and_be_named_plainly() {
        String body = "{'PolicySourceArn':'%s','ActionNames':['s3:GetObject']}";
        ApiClient.Answer absent = call("SimulatePrincipalPolicy", body.formatted(ANN));
        assertThat(absent.errorCode() + " " + absent.error().message())
                .isEqualTo("NoSuchEntity The user with name ann cannot be found.");
        String session = "arn:aws:sts::" + ACCOUNT + ":assumed-role/r/s";
        ApiClient.Answer unclear = call("SimulatePrincipalPolicy", body.formatted(session));
        assertThat(unclear.errorCode() + " " + unclear.error().message())
                .isEqualTo("InvalidInput Invalid Entity Arn: " + session
                        + " does not clearly define entity type and name.");
    }

    @Test
    void whoever_may_not_simulate_learns_nothing() {
        Credentials ann = cloud.user("ann", allow("iam:SimulatePrincipalPolicy", ANN));
        String body = "{'PolicySourceArn':'%s','ActionNames':['s3:GetObject']}";
        assertThat(call(ann, "SimulatePrincipalPolicy", body.formatted(ANN)).errorCode())
                .isEmpty();
        assertThat(call(ann, "SimulatePrincipalPolicy", body.formatted("arn:aws:iam::" + ACCOUNT + ":user/admin"))
                        .errorCode())
                .isEqualTo("AccessDenied");
        assertThat(call(ann, "SimulateCustomPolicy", custom(allow("*", "*"), "s3:GetObject", ""))
                        .errorCode())
                .isEqualTo("AccessDenied");
    }

    @Test
    void long_results_come_in_pages() {
        String body = "{'PolicyInputList':[" + allow("*", "*") + "],'ActionNames':['s3:GetObject','s3:PutObject',"
                + "'s3:ListBucket'],'MaxItems':2%s}";
        ApiClient.Answer first = call("SimulateCustomPolicy", body.formatted(""));
        assertThat(first.output().path("IsTruncated").asBoolean()).isTrue();
        String marker = first.output().path("Marker").asText();
        JsonNode rest = results("SimulateCustomPolicy", body.formatted(",'Marker':'" + marker + "'"));
        assertThat(rest.findValuesAsText("EvalActionName")).containsExactly("s3:ListBucket");
    }

    @Test
    void the_context_keys_of_policies_are_listed_as_they_are_written() {
        String policy = "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'dynamodb:*','Resource':"
                + "'arn:aws:dynamodb:us-west-2:123456789012:table/${aws:username}','Condition':{'DateGreaterThan':"
                + "{'aws:CurrentTime':'2015-08-16T12:00:00Z'}}}}";
        assertThat(call("GetContextKeysForCustomPolicy", "{'PolicyInputList':[" + policy + "]}")
                        .output()
                        .path("ContextKeyNames")
                        .toString())
                .isEqualTo("[\"aws:username\",\"aws:CurrentTime\"]");
        cloud.user("ann", policy);
        assertThat(call("GetContextKeysForPrincipalPolicy", "{'PolicySourceArn':'" + ANN + "'}")
                        .output()
                        .path("ContextKeyNames")
                        .toString())
                .isEqualTo("[\"aws:username\",\"aws:CurrentTime\"]");
    }

    @Test
    void a_trust_policy_does_not_change_what_the_simulator_says_of_assuming_a_role() {
        String more = ",'ResourceArns':['arn:aws:iam::" + ACCOUNT + ":role/r'],'CallerArn':'" + ANN
                + "','ResourcePolicy':{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*',"
                + "'Action':'sts:AssumeRole'}]}";
        assertThat(decision(custom(allow("sts:*", "*"), "sts:AssumeRole", more)))
                .isEqualTo("allowed");
    }
}
