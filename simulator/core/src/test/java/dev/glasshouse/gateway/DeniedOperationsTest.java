package dev.glasshouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.policy.reference.ServiceReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every simulated operation of IAM, STS and Organizations, called by somebody who may do nothing: AWS's text names the
 * action and a resource of its kind, and the event says the same.
 */
class DeniedOperationsTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ACCOUNT = TestCloud.ACCOUNT;

    /** What needs no permission, or is asked with a token instead of credentials. */
    private static final Set<String> OPEN = Set.of(
            "sts:GetCallerIdentity", "sts:GetSessionToken", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity");

    private static final String POLICY =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}";

    /** Values that the patterns of the models take. */
    private static final List<String> SAMPLES = List.of(
            "thing",
            "111122223333",
            "arn:aws:iam::" + ACCOUNT + ":role/thing",
            "AKIAIOSFODNN7EXAMPLE",
            "123456",
            "v1",
            "/",
            "r-abcd",
            "ou-abcd-abcdefgh",
            "p-abcdefgh",
            "h-abcdefgh",
            "car-abcdefgh",
            "rt-abcdefgh",
            "someone@example.org",
            "https://example.org",
            "11111111-2222-3333-4444-555555555555",
            "a".repeat(40));

    private static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry("PolicyArn", "arn:aws:iam::" + ACCOUNT + ":policy/thing"),
            Map.entry("PolicySourceArn", "arn:aws:iam::" + ACCOUNT + ":user/thing"),
            Map.entry("Arn", "arn:aws:iam::" + ACCOUNT + ":user/thing"),
            Map.entry("SAMLProviderArn", "arn:aws:iam::" + ACCOUNT + ":saml-provider/thing"),
            Map.entry("OpenIDConnectProviderArn", "arn:aws:iam::" + ACCOUNT + ":oidc-provider/example.org"),
            Map.entry("RoleArn", "arn:aws:iam::" + ACCOUNT + ":role/thing"),
            Map.entry("SerialNumber", "arn:aws:iam::" + ACCOUNT + ":mfa/thing"),
            Map.entry("PolicyDocument", POLICY),
            Map.entry("PolicyInputList", POLICY),
            Map.entry("AWSServiceName", "batch.amazonaws.com"),
            Map.entry("DeletionTaskId", "task/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch/x"),
            Map.entry("TargetPrincipal", "444455556666"),
            Map.entry("arn", "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"),
            Map.entry("AuthenticationCode1", "123456"),
            Map.entry("AuthenticationCode2", "654321"),
            Map.entry("SigningAlgorithm", "RS256"),
            Map.entry("Url", "https://example.org"),
            Map.entry("EntityPath", "o-abcdefghij/r-abcd/" + ACCOUNT + "/"),
            Map.entry("ActionNames", "s3:ListBucket"));

    private final TestCloud cloud = new TestCloud("denied");
    private final Credentials nobody = cloud.user("nobody", null);
    private final ApiClient client = cloud.simulator().client(cloud.sandbox(), nobody);

    @TestFactory
    List<DynamicTest> whoever_may_do_nothing_is_told_so_and_the_event_says_it() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : cloud.simulator().services().operationNames()) {
            String service = name.substring(0, name.indexOf(':'));
            if (Set.of("iam", "sts", "organizations").contains(service) && !OPEN.contains(name)) {
                tests.add(DynamicTest.dynamicTest(name, () -> denied(name)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(200);
        tests.add(DynamicTest.dynamicTest("and the simulator is closed", cloud::close));
        return tests;
    }

    private void denied(String name) throws Exception {
        ServiceModel service = ServiceCatalog.service(name.substring(0, name.indexOf(':')));
        OperationModel operation =
                service.operation(name.substring(name.indexOf(':') + 1)).orElseThrow();
        Structure shape = operation.input();
        ObjectNode input = shape == null ? JSON.objectNode() : structure(shape);
        long before = cloud.sandbox().peek().sequence();
        ApiClient.Answer answer = client.call(name, input);
        assertThat(answer.error()).as(input.toString()).isNotNull();
        String text = String.valueOf(answer.error().message());
        boolean json =
                service.protocols().contains("json") && !service.protocols().contains("query");
        assertThat(answer.errorCode() + " " + answer.error().httpStatus())
                .as(text)
                .isEqualTo(json ? "AccessDeniedException 400" : "AccessDenied 403");
        assertThat(cloud.sandbox().peek().sequence()).isEqualTo(before);
        ServiceReference.Action action = IamActions.of(service, operation);
        String start =
                "User: " + nobody.principal() + " is not authorized to perform: " + action.name() + " on resource: ";
        String end = name.equals("sts:AssumeRole")
                ? ""
                : " because no identity-based policy allows the " + action.name() + " action";
        assertThat(text).startsWith(start).endsWith(end);
        String resource = text.substring(start.length(), text.length() - end.length());
        assertThat(fits(action, resource)).as(resource).isTrue();
        event(service, operation, answer, text);
    }

    /** Whether a resource is of a kind that the action takes, or the difference from AWS's reference is known. */
    private static boolean fits(ServiceReference.Action action, String resource) {
        boolean known = ReferenceCheck.DIFFERENCES.stream().anyMatch(line -> line.startsWith(action.name() + " "));
        return known
                || (action.types().isEmpty()
                        ? resource.equals("*")
                        : resource.equals("*") || action.form(resource).isPresent());
    }

    private void event(ServiceModel service, OperationModel operation, ApiClient.Answer answer, String text)
            throws Exception {
        JsonNode event = MAPPER.readTree(cloud.control()
                .events(1, any -> any.json().utf8().contains(answer.requestId()))
                .get(0)
                .json()
                .toArray());
        assertThat(event.get("eventSource").asText()).isEqualTo(service.endpointPrefix() + ".amazonaws.com");
        assertThat(event.get("eventName").asText()).isEqualTo(operation.name());
        assertThat(event.get("errorCode").asText()).isEqualTo("AccessDenied");
        assertThat(event.get("errorMessage").asText()).isEqualTo(text);
        assertThat(event.get("requestParameters").isNull()).isTrue();
        assertThat(event.get("responseElements").isNull()).isTrue();
        assertThat(event.get("recipientAccountId").asText()).isEqualTo(ACCOUNT);
        assertThat(event.at("/userIdentity/arn").asText()).isEqualTo(nobody.principal());
        assertThat(event.get("managementEvent").asBoolean()).isTrue();
        assertThat(event.get("eventCategory").asText()).isEqualTo("Management");
        assertThat(event.has("resources")).isFalse();
    }

    private static ObjectNode structure(Structure shape) {
        ObjectNode node = JSON.objectNode();
        for (Member member : shape.members()) {
            if (member.required()) {
                node.set(member.name(), value(member.shape(), member.name()));
            }
        }
        return node;
    }

    private static JsonNode value(Shape shape, String name) {
        if (shape instanceof Structure structure) {
            return structure(structure);
        }
        if (shape instanceof ListShape list) {
            return JSON.arrayNode().add(value(list.member(), name));
        }
        if (!(shape instanceof Scalar scalar)) {
            return JSON.objectNode();
        }
        return switch (scalar.kind()) {
            case BOOLEAN -> JSON.booleanNode(true);
            case BYTE, SHORT, INTEGER, LONG, BIG_INTEGER -> JSON.numberNode(3600);
            case FLOAT, DOUBLE, BIG_DECIMAL -> JSON.numberNode(1);
            case TIMESTAMP -> JSON.textNode("2026-11-24T00:00:00Z");
            case BLOB -> JSON.textNode("AQID");
            default -> JSON.textNode(text(scalar, name));
        };
    }

    private static String text(Scalar shape, String name) {
        if (!shape.enumValues().isEmpty()) {
            return shape.enumValues().get(0);
        }
        if (BY_NAME.containsKey(name)) {
            return BY_NAME.get(name);
        }
        int least = shape.constraints().min() == null
                ? 0
                : shape.constraints().min().intValue();
        String pattern = shape.constraints().pattern();
        for (String sample : SAMPLES) {
            boolean fits =
                    pattern == null || Pattern.compile(pattern).matcher(sample).matches();
            if (fits && sample.length() >= least) {
                return sample;
            }
        }
        return "x".repeat(Math.max(1, least));
    }
}
