package dev.glasshouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.call.AuthorizationMessages;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.sigv4.RequestSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Operations that AWS has and Glasshouse does not: found, authenticated, authorised, recorded, and only then refused. */
class UnsimulatedTest {

    private static final Map<String, String> JSON_10 = Map.of("Content-Type", "application/x-amz-json-1.0");
    private static final Map<String, String> FORM = Map.of("Content-Type", "application/x-www-form-urlencoded");

    private final TestCloud cloud = new TestCloud();

    @AfterEach
    void close() {
        cloud.close();
    }

    private String send(
            Credentials who,
            String signing,
            String method,
            String path,
            @Nullable String query,
            Map<String, String> headers,
            String body) {
        return send(who, signing + ".us-east-1.amazonaws.com", signing, method, path, query, headers, body);
    }

    private String send(
            Credentials who,
            String host,
            String signing,
            String method,
            String path,
            @Nullable String query,
            Map<String, String> headers,
            String body) {
        HttpHeaders.Builder all = HttpHeaders.builder().add("Host", host);
        headers.forEach(all::add);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        all.add("Content-Length", Integer.toString(bytes.length));
        HttpRequest plain = new HttpRequest(
                method, path, query, all.build(), new ByteArrayInputStream(bytes), Connection.IN_PROCESS);
        RequestSigner signer = new RequestSigner(who.accessKeyId(), who.secretAccessKey(), null, "us-east-1", signing);
        HttpResponse answer = cloud.simulator()
                .handle(
                        signer.sign(
                                plain,
                                sha256(bytes),
                                cloud.sandbox().host().wallClock().now()),
                        cloud.sandbox());
        try (var in = answer.body().open()) {
            return answer.status() + " " + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Credentials admin() {
        return cloud.control().administrator(TestCloud.ACCOUNT);
    }

    private static Map<String, String> target(String target) {
        return Map.of("Content-Type", "application/x-amz-json-1.0", "X-Amz-Target", target);
    }

    @Test
    void each_protocol_has_the_answer_in_its_own_form() {
        assertThat(send(admin(), "dynamodb", "POST", "/", null, target("DynamoDB_20120810.ListTables"), "{}"))
                .isEqualTo("501 {\"__type\":\"NotImplemented\",\"message\":\"dynamodb ListTables is not simulated by"
                        + " Glasshouse.\"}");
        assertThat(send(admin(), "ec2", "POST", "/", null, FORM, "Action=DescribeInstances&Version=2016-11-15"))
                .startsWith("501 <?xml")
                .contains("<Response>", "<Errors>", "<Code>NotImplemented</Code>");
        assertThat(send(admin(), "lambda", "GET", "/2015-03-31/functions", null, Map.of(), ""))
                .isEqualTo("501 {\"message\":\"lambda ListFunctions is not simulated by Glasshouse.\"}");
        assertThat(send(admin(), "route53", "GET", "/2013-04-01/hostedzone", null, Map.of(), ""))
                .startsWith("501 <?xml")
                .contains("<ErrorResponse", "<Code>NotImplemented</Code>");
        assertThat(send(
                        admin(),
                        "monitoring",
                        "POST",
                        "/service/GraniteServiceVersion20100801/operation/ListMetrics",
                        null,
                        Map.of("smithy-protocol", "rpc-v2-cbor", "Content-Type", "application/cbor"),
                        ""))
                .contains("__type", "NotImplemented", "cloudwatch ListMetrics is not simulated");
        assertThat(send(admin(), "monitoring", "POST", "/", null, FORM, "Action=ListMetrics&Version=2010-08-01"))
                .contains("<Code>NotImplemented</Code>");
    }

    @Test
    void services_that_sign_with_one_name_are_told_apart() {
        assertThat(send(
                        admin(),
                        "elasticloadbalancing",
                        "POST",
                        "/",
                        null,
                        FORM,
                        "Action=DescribeLoadBalancers&Version=2012-06-01"))
                .contains("elb DescribeLoadBalancers is not");
        assertThat(send(
                        admin(),
                        "elasticloadbalancing",
                        "POST",
                        "/",
                        null,
                        FORM,
                        "Action=DescribeLoadBalancers&Version=2015-12-01"))
                .contains("elbv2 DescribeLoadBalancers is not");
        assertThat(send(admin(), "apigateway", "GET", "/v2/apis", null, Map.of(), ""))
                .contains("apigatewayv2 GetApis is not");
        assertThat(send(admin(), "apigateway", "GET", "/restapis", null, Map.of(), ""))
                .contains("apigateway GetRestApis is not");
    }

    @Test
    void who_may_not_call_an_operation_is_denied_by_its_action_and_resource() {
        Credentials user = cloud.user(
                "u", TestCloud.allow("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111122223333:table/open"));
        assertThat(send(user, "dynamodb", "POST", "/", null, target("DynamoDB_20120810.GetItem"), item("open")))
                .startsWith("501 ");
        assertThat(send(user, "dynamodb", "POST", "/", null, target("DynamoDB_20120810.GetItem"), item("shut")))
                .startsWith("400 ")
                .contains(
                        "AccessDeniedException",
                        "is not authorized to perform: dynamodb:GetItem on resource:"
                                + " arn:aws:dynamodb:us-east-1:111122223333:table/shut");
        assertThat(send(user, "lambda", "POST", "/2015-03-31/functions/f/invocations", null, Map.of(), "{}"))
                .startsWith("403 ")
                .contains("lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:111122223333:function:f");
    }

    private static String item(String table) {
        return "{\"TableName\":\"" + table + "\",\"Key\":{\"a\":{\"S\":\"x\"}}}";
    }

    @Test
    void a_resource_policy_counts_for_operations_that_are_not_simulated_too() {
        cloud.admin(S3Client.builder()).createBucket(request -> request.bucket("guarded"));
        assertThat(send(admin(), "s3", "GET", "/guarded", "metadataTable", Map.of(), ""))
                .contains("<Code>NotImplemented</Code>");
        Credentials nobody = cloud.user("nobody", null);
        assertThat(send(nobody, "s3", "GET", "/guarded", "metadataTable", Map.of(), ""))
                .startsWith("403 ")
                .contains("s3:GetBucketMetadataTableConfiguration");
        assertThat(send(nobody, "s3", "GET", "/absent", "metadataTable", Map.of(), ""))
                .contains("<Code>NoSuchBucket</Code>");
    }

    private JsonNode lastEvent() {
        try {
            return new ObjectMapper()
                    .readTree(
                            cloud.control().events(1, any -> true).get(0).json().utf8());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void the_event_names_the_bucket_and_object_of_an_operation_that_is_not_simulated() {
        cloud.admin(S3Client.builder()).createBucket(request -> request.bucket("told"));
        String bucket = "{\"accountId\":\"" + TestCloud.ACCOUNT
                + "\",\"type\":\"AWS::S3::Bucket\",\"ARN\":\"arn:aws:s3:::told\"}";
        assertThat(send(admin(), "s3", "GET", "/told", "metadataTable", Map.of(), ""))
                .startsWith("501 ");
        JsonNode event = lastEvent();
        assertThat(event.at("/requestParameters/bucketName").asText()).isEqualTo("told");
        assertThat(event.at("/requestParameters/metadataTable").asText("none")).isEmpty();
        assertThat(event.path("resources").toString()).isEqualTo("[" + bucket + "]");
        assertThat(send(admin(), "s3", "GET", "/told/a/b", "torrent", Map.of(), ""))
                .startsWith("501 ");
        event = lastEvent();
        assertThat(event.at("/requestParameters/key").asText()).isEqualTo("a/b");
        assertThat(event.path("resources").toString())
                .isEqualTo("[{\"type\":\"AWS::S3::Object\",\"ARN\":\"arn:aws:s3:::told/a/b\"}," + bucket + "]");
    }

    @Test
    void the_event_names_the_bucket_where_the_body_could_not_be_read() {
        cloud.admin(S3Client.builder()).createBucket(request -> request.bucket("told"));
        assertThat(send(admin(), "s3", "PUT", "/told", "versioning", Map.of(), "<x"))
                .contains("MalformedXML");
        JsonNode event = lastEvent();
        assertThat(event.path("errorCode").asText()).isEqualTo("MalformedXML");
        assertThat(event.at("/requestParameters/bucketName").asText()).isEqualTo("told");
        assertThat(event.path("resources")).hasSize(1);
    }

    @Test
    void an_account_id_before_the_host_leads_to_the_service_behind_it() {
        Map<String, String> account = Map.of("x-amz-account-id", TestCloud.ACCOUNT);
        String path = "/v20180820/jobs";
        for (String host : List.of(
                TestCloud.ACCOUNT + ".s3-control.us-east-1.amazonaws.com",
                TestCloud.ACCOUNT + ".s3-control.dualstack.us-east-1.amazonaws.com",
                TestCloud.ACCOUNT + ".localhost:4566",
                TestCloud.ACCOUNT + ".127.0.0.1:4566",
                "127.0.0.1:4566")) {
            assertThat(send(admin(), host, "s3", "GET", path, null, account, ""))
                    .as(host)
                    .contains("s3control ListJobs is not simulated");
        }
    }

    @Test
    void an_object_is_named_by_its_key() {
        try (S3Client s3 = cloud.admin(S3Client.builder())) {
            s3.createBucket(request -> request.bucket("told"));
        }
        Credentials reader = cloud.user("r", TestCloud.allow("s3:GetObject", "arn:aws:s3:::told/in/*"));
        String select = "select=&select-type=2";
        assertThat(send(reader, "s3", "POST", "/told/in/a/b", select, Map.of(), "<x/>"))
                .contains("<Code>NotImplemented</Code>", "SelectObjectContent is not simulated");
        assertThat(send(reader, "s3", "POST", "/told/out/a", select, Map.of(), "<x/>"))
                .contains("<Code>AccessDenied</Code>", "s3:GetObject on resource: &quot;arn:aws:s3:::told/out/a&quot;");
    }

    @Test
    void a_bucket_may_be_named_as_the_paths_of_s3_control_begin() {
        assertThat(send(admin(), "s3", "GET", "/v20180820/jobs", null, Map.of(), ""))
                .contains("<Code>NoSuchBucket</Code>", "<BucketName>v20180820</BucketName>");
        assertThat(send(admin(), "s3-control.s3.us-east-1.amazonaws.com", "s3", "GET", "/v/jobs", null, Map.of(), ""))
                .contains("<Code>NoSuchBucket</Code>", "<BucketName>s3-control</BucketName>");
    }

    @Test
    void services_that_sign_with_one_name_are_told_apart_by_their_hosts() {
        String v2 = "models-v2-lex.us-east-1.amazonaws.com";
        assertThat(send(admin(), v2, "lex", "POST", "/imports/", null, Map.of(), "{}"))
                .contains("lexv2-models ListImports is not simulated");
    }

    @Test
    void ec2_adds_an_encoded_message_that_opens_in_the_account_alone() {
        Credentials nobody = cloud.user(
                "n",
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"NoStop\",\"Effect\":\"Deny\","
                        + "\"Action\":\"ec2:Stop*\",\"Resource\":\"*\"}}");
        String body = "Action=StopInstances&InstanceId.1=i-0123456789abcdef0&Version=2016-11-15";
        String answer = send(nobody, "ec2", "POST", "/", null, FORM, body);
        String mark = "in an identity-based policy. Encoded authorization failure message: ";
        assertThat(answer).startsWith("403 ").contains("<Code>UnauthorizedOperation</Code>", mark);
        int from = answer.indexOf(mark) + mark.length();
        String message = answer.substring(from, answer.indexOf('<', from));
        assertThat(AuthorizationMessages.open(cloud.sandbox(), TestCloud.ACCOUNT, message)
                        .orElseThrow())
                .startsWith("{\"allowed\":false,\"explicitDeny\":true,\"matchedStatements\":{\"items\":[{"
                        + "\"statementId\":\"NoStop\",\"effect\":\"DENY\",\"principals\":{\"items\":[{\"value\":\"AIDA")
                .contains(
                        "\"principalGroups\":{\"items\":[]},\"actions\":{\"items\":[{\"value\":\"ec2:Stop*\"}]},"
                                + "\"resources\":{\"items\":[{\"value\":\"*\"}]},\"conditions\":{\"items\":[]}}]},"
                                + "\"failures\":{\"items\":[]},\"context\":{\"principal\":{\"id\":\"AIDA",
                        "\"name\":\"n\",\"arn\":\"arn:aws:iam::111122223333:user/n\"},\"action\":\"ec2:StopInstances\"");
        assertThat(AuthorizationMessages.open(cloud.sandbox(), TestCloud.OTHER_ACCOUNT, message))
                .isEmpty();
    }

    @Test
    void ec2_says_it_in_its_own_way() {
        Credentials nobody = cloud.user("n", null);
        assertThat(send(nobody, "ec2", "POST", "/", null, FORM, "Action=DescribeInstances&Version=2016-11-15"))
                .startsWith("403 ")
                .contains(
                        "<Code>UnauthorizedOperation</Code>",
                        "<Message>You are not authorized to perform this operation. User:"
                                + " arn:aws:iam::111122223333:user/n is not authorized to perform: ec2:DescribeInstances"
                                + " because no identity-based policy allows the ec2:DescribeInstances action</Message>");
    }

    @Test
    void a_wrong_signature_is_refused_in_the_services_form() {
        Credentials forged = new Credentials("", admin().accessKeyId(), "x".repeat(40), null);
        assertThat(send(forged, "dynamodb", "POST", "/", null, target("DynamoDB_20120810.ListTables"), "{}"))
                .contains("InvalidSignatureException");
        assertThat(send(forged, "lambda", "GET", "/2015-03-31/functions", null, Map.of(), ""))
                .contains("signature");
    }

    @Test
    void the_call_stands_in_the_trail() {
        send(admin(), "ec2", "POST", "/", null, FORM, "Action=DescribeInstances&Version=2016-11-15");
        assertThat(cloud.control()
                        .events(1, event -> event.json().utf8().contains("DescribeInstances"))
                        .get(0)
                        .json()
                        .utf8())
                .contains(
                        "\"eventSource\":\"ec2.amazonaws.com\"",
                        "\"errorCode\":\"NotImplemented\"",
                        "\"readOnly\":true");
    }

    @ParameterizedTest
    @CsvSource({
        "cloudwatch,ListMetrics,cloudwatch:ListMetrics",
        "sqs,SendMessageBatch,sqs:SendMessage",
        "cloudfront,ListDistributions,cloudfront:ListDistributions",
        "apigateway,GetRestApis,apigateway:GET",
        "s3,ListObjectVersions,s3:ListBucketVersions",
        "ses,ListIdentities,ses:ListIdentities",
        "resourcegroupstaggingapi,GetResources,tag:GetResources",
        "ec2,DescribeVpcs,ec2:DescribeVpcs",
        "budgets,DescribeBudgets,budgets:ViewBudget"
    })
    void operations_have_the_actions_of_the_reference(String service, String operation, String action) {
        ServiceModel model = ServiceCatalog.service(service);
        OperationModel found = model.operation(operation).orElseThrow();
        assertThat(IamActions.of(model, found).name()).isEqualTo(action);
    }

    @Test
    void every_service_of_the_models_is_known() {
        assertThat(ServiceCatalog.names()).hasSizeGreaterThan(400);
        List<String> loaded = ServiceCatalog.names().stream()
                .map(names -> ServiceCatalog.service(names.name()))
                .filter(model -> !model.operations().isEmpty())
                .map(ServiceModel::name)
                .toList();
        assertThat(loaded).hasSameSizeAs(ServiceCatalog.names());
    }

    @Test
    void json_without_a_target_names_no_operation() {
        assertThat(send(admin(), "dynamodb", "POST", "/", null, JSON_10, "{}"))
                .isEqualTo("400 {\"__type\":\"UnknownOperationException\"}");
    }
}
