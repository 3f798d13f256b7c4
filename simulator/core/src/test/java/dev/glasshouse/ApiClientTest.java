package dev.glasshouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.call.Vantage;
import dev.glasshouse.gateway.Vantages;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls by name in process, and from where callers are seen to call. */
class ApiClientTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestCloud cloud = new TestCloud();

    @AfterEach
    void close() {
        cloud.close();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private ApiClient.Answer call(@Nullable Credentials who, String operation, String input) {
        return cloud.simulator().client(cloud.sandbox(), who).call(operation, json(input));
    }

    private Credentials admin() {
        return cloud.control().administrator(TestCloud.ACCOUNT);
    }

    private JsonNode lastEvent(String name) throws JsonProcessingException {
        return JSON.readTree(new String(
                cloud.control()
                        .events(1, event -> event.json().utf8().contains("\"eventName\":\"" + name + "\""))
                        .get(0)
                        .json()
                        .toArray(),
                StandardCharsets.UTF_8));
    }

    @Test
    void a_call_by_name_stores_reads_and_lists_an_object() throws JsonProcessingException {
        assertThat(call(admin(), "s3:CreateBucket", "{'Bucket':'by-name'}").errorCode())
                .isEmpty();
        call(admin(), "s3:PutObject", "{'Bucket':'by-name','Key':'a b/c','Body':'hello','Metadata':{'x':'y'}}");
        ApiClient.Answer got = call(admin(), "s3:GetObject", "{'Bucket':'by-name','Key':'a b/c'}");
        assertThat(got.body().utf8()).isEqualTo("hello");
        assertThat(got.output().at("/Metadata/x").asText()).isEqualTo("y");
        assertThat(got.output().at("/ContentLength").asInt()).isEqualTo(5);
        assertThat(call(admin(), "s3:ListObjectsV2", "{'Bucket':'by-name','Prefix':'a b/'}")
                        .output()
                        .at("/Contents/0/Key")
                        .asText())
                .isEqualTo("a b/c");
        JsonNode event = lastEvent("ListObjects");
        assertThat(event.at("/requestParameters/prefix").asText()).isEqualTo("a b/");
        assertThat(event.at("/requestParameters/list-type").asText()).isEqualTo("2");
    }

    @Test
    void an_object_where_a_text_is_wanted_stands_for_its_json() {
        ApiClient.Answer made = call(
                admin(),
                "iam:CreatePolicy",
                "{'PolicyName':'p','PolicyDocument':{'Version':'2012-10-17','Statement':{'Effect':'Deny',"
                        + "'Action':'*','Resource':'*'}}}");
        assertThat(made.output().at("/Policy/PolicyName").asText()).isEqualTo("p");
    }

    @Test
    void keys_are_verified() {
        Credentials admin = admin();
        Credentials wrongSecret = new Credentials(admin.principal(), admin.accessKeyId(), "x".repeat(40), null);
        Credentials unknown = new Credentials("", "AKIAIOSFODNN7EXAMPLE", "x".repeat(40), null);
        Credentials withToken =
                new Credentials(admin.principal(), admin.accessKeyId(), admin.secretAccessKey(), "token");
        assertThat(call(wrongSecret, "sts:GetCallerIdentity", "{}").errorCode()).isEqualTo("SignatureDoesNotMatch");
        assertThat(call(unknown, "sts:GetCallerIdentity", "{}").errorCode()).isEqualTo("InvalidClientTokenId");
        assertThat(call(withToken, "sts:GetCallerIdentity", "{}").errorCode()).isEqualTo("InvalidClientTokenId");
        assertThat(call(null, "sts:GetCallerIdentity", "{}").errorCode()).isEqualTo("MissingAuthenticationToken");
    }

    @Test
    void a_call_that_is_refused_stands_in_the_call_log() {
        Credentials unknown = new Credentials("", "AKIAIOSFODNN7EXAMPLE", "x".repeat(40), null);
        String requestId = call(unknown, "iam:ListUsers", "{}").requestId();
        assertThat(cloud.control().decision(requestId))
                .get()
                .satisfies(decided -> assertThat(decided.call().error().code()).isEqualTo("InvalidClientTokenId"));
    }

    @Test
    void a_region_that_the_service_is_not_in_is_refused() {
        ApiClient client = cloud.simulator().client(cloud.sandbox(), admin()).in("eu-west-1");
        assertThat(client.call("iam:ListUsers", json("{}")).errorCode()).isEqualTo("SignatureDoesNotMatch");
        assertThat(client.call("kms:ListKeys", json("{}")).errorCode()).isEmpty();
    }

    @Test
    void an_operation_that_is_not_simulated_is_asked_for_on_its_resource() {
        Credentials user = cloud.user(
                "t", TestCloud.allow("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111122223333:table/open"));
        assertThat(call(user, "dynamodb:GetItem", "{'TableName':'open'}").errorCode())
                .isEqualTo("NotImplemented");
        assertThat(call(user, "dynamodb:GetItem", "{'TableName':'shut'}").errorCode())
                .isEqualTo("AccessDeniedException");
    }

    @Test
    void callers_are_authorised_and_inputs_checked() {
        Credentials nobody = cloud.user("nobody", null);
        assertThat(call(nobody, "iam:ListUsers", "{}").errorCode()).isEqualTo("AccessDenied");
        assertThat(call(admin(), "iam:GetUser", "{'UserName':''}").errorCode()).isEqualTo("ValidationError");
        assertThatThrownBy(() -> call(admin(), "iam:GetUser", "{'Name':'x'}"))
                .hasMessage("GetUserRequest has no member Name");
        assertThatThrownBy(() -> call(admin(), "iam:GetUsers", "{}")).hasMessage("AWS has no operation iam:GetUsers");
    }

    @Test
    void a_session_calls_from_where_it_was_asked_for_unless_its_role_is_set_to_be_elsewhere()
            throws JsonProcessingException {
        String role = "arn:aws:iam::" + TestCloud.ACCOUNT + ":role/r";
        call(
                admin(),
                "iam:CreateRole",
                "{'RoleName':'r','AssumeRolePolicyDocument':{'Version':'2012-10-17','Statement':{'Effect':'Allow',"
                        + "'Principal':{'AWS':'" + TestCloud.ACCOUNT + "'},'Action':'sts:AssumeRole'}}}");
        cloud.control().setVantage(admin().principal(), new Vantage("198.51.100.9", null, null));
        ApiClient.Answer assumed =
                call(admin(), "sts:AssumeRole", "{'RoleArn':'" + role + "','RoleSessionName':'session'}");
        assertThat(assumed.error()).isNull();
        JsonNode keys = assumed.output().path("Credentials");
        Credentials session = new Credentials(
                role,
                keys.path("AccessKeyId").asText(),
                keys.path("SecretAccessKey").asText(),
                keys.path("SessionToken").asText());
        assertThat(call(session, "sts:GetCallerIdentity", "{}").error()).isNull();
        assertThat(lastEvent("GetCallerIdentity").path("sourceIPAddress").asText())
                .isEqualTo("198.51.100.9");
        cloud.control().setVantage(role, new Vantage("192.0.2.5", null, null));
        call(session, "sts:GetCallerIdentity", "{}");
        assertThat(lastEvent("GetCallerIdentity").path("sourceIPAddress").asText())
                .isEqualTo("192.0.2.5");
        cloud.control().setVantage(Vantages.ANONYMOUS, new Vantage("192.0.2.6", null, null));
        call(admin(), "s3:CreateBucket", "{'Bucket':'seen-from'}");
        call(null, "s3:ListObjectsV2", "{'Bucket':'seen-from'}");
        assertThat(lastEvent("ListObjects").path("sourceIPAddress").asText()).isEqualTo("192.0.2.6");
    }

    @Test
    void undo_and_restore_say_what_they_bring_back_that_aws_never_would() {
        String key = call(admin(), "kms:CreateKey", "{}")
                .output()
                .path("KeyMetadata")
                .path("KeyId")
                .asText();
        cloud.simulator().sandboxes().snapshot(cloud.sandbox(), "with-key");
        assertThat(cloud.simulator().sandboxes().restore(cloud.sandbox(), "with-key"))
                .as("the key was there")
                .get()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.COLLECTION)
                .isEmpty();
        String scheduled = call(admin(), "kms:ScheduleKeyDeletion", "{'KeyId':'" + key + "','PendingWindowInDays':7}")
                .requestId();
        cloud.advance(java.time.Duration.ofDays(8));
        String described = "{'KeyId':'" + key + "'}";
        assertThat(call(admin(), "kms:DescribeKey", described).errorCode()).isEqualTo("NotFoundException");
        assertThat(cloud.control().undo(scheduled).orElseThrow().revived())
                .singleElement()
                .asString()
                .matches("key material [0-9a-f]{64} of arn:aws:kms:us-east-1:" + TestCloud.ACCOUNT + ":key/" + key);
        assertThat(call(admin(), "kms:DescribeKey", described).errorCode()).isEmpty();
        call(admin(), "kms:ScheduleKeyDeletion", "{'KeyId':'" + key + "','PendingWindowInDays':7}");
        cloud.advance(java.time.Duration.ofDays(8));
        assertThat(cloud.simulator()
                        .sandboxes()
                        .restore(cloud.sandbox(), "with-key")
                        .orElseThrow())
                .hasSize(1);
    }

    @Test
    void undo_takes_back_the_last_change_or_all_since_a_call() {
        String first = call(admin(), "iam:CreateUser", "{'UserName':'a'}").requestId();
        call(admin(), "iam:CreateUser", "{'UserName':'b'}");
        call(admin(), "iam:ListUsers", "{}");
        // neither a call nor a change that a call made
        cloud.control().credentials("arn:aws:iam::" + TestCloud.ACCOUNT + ":user/a");
        call(admin(), "iam:CreateUser", "{'UserName':'a'}");
        assertThat(cloud.control().undo(null))
                .get()
                .satisfies(undone -> assertThat(undone.call().operation()).isEqualTo("CreateUser"));
        assertThat(call(admin(), "iam:GetUser", "{'UserName':'b'}").errorCode()).isEqualTo("NoSuchEntity");
        assertThat(call(admin(), "iam:GetUser", "{'UserName':'a'}").errorCode()).isEmpty();
        assertThat(cloud.control().undo(first)).isPresent();
        assertThat(call(admin(), "iam:GetUser", "{'UserName':'a'}").errorCode()).isEqualTo("NoSuchEntity");
        assertThat(cloud.control().undo("none")).isEmpty();
    }
}
