package dev.glasshouse.service.ssm;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.call.BusEvents.BusEvent;
import dev.glasshouse.sandbox.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.SsmException;
import software.amazon.awssdk.services.ssm.model.Tag;

class ParameterStoreTest {

    private final TestCloud cloud = new TestCloud();
    private final SsmClient ssm = cloud.admin(SsmClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(SsmException.class, call);
    }

    private PutParameterResponse put(String name, String value) {
        return ssm.putParameter(request ->
                request.name(name).value(value).type(ParameterType.STRING).overwrite(exists(name)));
    }

    private boolean exists(String name) {
        return ssm.describeParameters().parameters().stream()
                .anyMatch(parameter -> parameter.name().equals(name));
    }

    private void secure(String name, String value, ParameterTier tier) {
        ssm.putParameter(request -> request.name(name)
                .value(value)
                .type(ParameterType.SECURE_STRING)
                .tier(tier));
    }

    private Parameter get(String name) {
        return ssm.getParameter(request -> request.name(name).withDecryption(true))
                .parameter();
    }

    @Test
    void a_parameter_is_found_by_name_by_arn_and_with_or_without_its_first_slash() {
        PutParameterResponse made = put("/app/db/host", "h");
        assertThat(made.version()).isEqualTo(1);
        assertThat(made.tier()).isEqualTo(ParameterTier.STANDARD);
        Parameter got = get("/app/db/host");
        assertThat(got.arn()).isEqualTo("arn:aws:ssm:us-east-1:" + ACCOUNT + ":parameter/app/db/host");
        assertThat(got.dataType()).isEqualTo("text");
        assertThat(got.selector()).isNull();
        assertThat(got.sourceResult()).isNull();
        assertThat(get(got.arn())).isEqualTo(got);
        put("single", "1");
        assertThat(get("/single").name()).isEqualTo("/single");
        assertThat(get(get("single").arn()).name()).isEqualTo("single");
        assertThat(failure(() -> ssm.putParameter(
                        request -> request.name("/single").value("2").type(ParameterType.STRING))))
                .isEqualTo("ParameterAlreadyExists 400 The parameter already exists. To overwrite this value, set the"
                        + " overwrite option in the request to true.");
        assertThat(failure(() -> get("none"))).startsWith("ParameterNotFound 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a//b/c", "a/b/c", "a b", "/", "/a/", "a$"})
    void what_has_not_the_form_of_a_name_is_refused(String name) {
        assertThat(failure(() -> get(name)))
                .startsWith("ValidationException 400 ")
                .contains("sub-paths divided by slash");
    }

    @ParameterizedTest
    @CsvSource({
        "a/b,ValidationException,must be a fully qualified name",
        "awsome,ValidationException,can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).",
        "/SSM_path,ValidationException,can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).",
        "/ssm/a,ValidationException,can't be prefixed with \"ssm\" (case-insensitive). If formed as a path",
        "/aws/a,AccessDeniedException,No access to reserved parameter name: /aws/a.",
        "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16,HierarchyLevelLimitExceededException,15 levels"
    })
    void reserved_and_deep_names_cannot_be_written(String name, String code, String text) {
        assertThat(failure(() -> ssm.putParameter(
                        request -> request.name(name).value("x").type(ParameterType.STRING))))
                .startsWith(code + " 400")
                .contains(text);
    }

    @Test
    void secure_strings_lie_encrypted_and_open_with_permission_on_the_key() {
        secure("/s/standard", "topsecret", ParameterTier.STANDARD);
        secure("/s/advanced", "topsecret", ParameterTier.ADVANCED);
        for (String name : List.of("/s/standard", "/s/advanced")) {
            assertThat(get(name).value()).isEqualTo("topsecret");
            String raw =
                    ssm.getParameter(request -> request.name(name)).parameter().value();
            assertThat(new String(Base64.getDecoder().decode(raw), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("topsecret");
        }
        List<JsonNode> opened = events("Decrypt");
        assertThat(opened).hasSize(2);
        assertThat(opened.get(1)
                        .path("requestParameters")
                        .path("encryptionContext")
                        .properties())
                .singleElement()
                .satisfies(member -> assertThat(member.getValue().asText())
                        .isEqualTo("arn:aws:ssm:us-east-1:" + ACCOUNT + ":parameter/s/standard"));
        assertThat(opened.get(0)
                        .path("requestParameters")
                        .path("encryptionContext")
                        .has("aws-crypto-public-key"))
                .isTrue();
        assertThat(events("GenerateDataKey")).hasSize(1);
        assertThat(events("Encrypt")).hasSize(1);
        assertThat(ssm.describeParameters().parameters())
                .extracting(ParameterMetadata::keyId)
                .containsOnly("alias/aws/ssm");
    }

    @Test
    void a_key_of_ones_own_can_refuse() {
        KmsClient kms = cloud.admin(KmsClient.builder());
        String key = kms.createKey().keyMetadata().arn();
        ssm.putParameter(request ->
                request.name("s").value("x").type(ParameterType.SECURE_STRING).keyId(key));
        Credentials bob = cloud.user("bob", allow("ssm:*", "*"));
        SsmClient his = cloud.as(bob, SsmClient.builder());
        assertThat(failure(() -> his.getParameter(request -> request.name("s").withDecryption(true))))
                .startsWith("AccessDeniedException 400 User: " + bob.principal()
                        + " is not authorized to perform: kms:Decrypt on resource: " + key)
                .contains("(Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Request ID: ");
        assertThat(his.getParameter(request -> request.name("s")).parameter().value())
                .isNotEqualTo("x");
        kms.disableKey(request -> request.keyId(key));
        assertThat(failure(() -> get("s"))).startsWith("InvalidKeyId 400 " + key + " is disabled. (Service: AWSKMS;");
        assertThat(failure(() -> ssm.putParameter(request -> request.name("t")
                        .value("x")
                        .type(ParameterType.SECURE_STRING)
                        .keyId("none"))))
                .startsWith("InvalidKeyId 400 Invalid keyId 'none'");
    }

    @Test
    void versions_and_labels_select_values() {
        put("p", "one");
        put("p", "two");
        LabelParameterVersionResponse labelled = ssm.labelParameterVersion(
                request -> request.name("p").parameterVersion(1L).labels("prod", "1st", "awsome"));
        assertThat(labelled.invalidLabels()).containsExactly("1st", "awsome");
        assertThat(labelled.parameterVersion()).isEqualTo(1);
        assertThat(get("p").value()).isEqualTo("two");
        assertThat(get("p:1").value()).isEqualTo("one");
        Parameter prod = get("p:prod");
        assertThat(prod.value()).isEqualTo("one");
        assertThat(prod.name()).isEqualTo("p");
        assertThat(prod.selector()).isEqualTo(":prod");
        ssm.labelParameterVersion(request -> request.name("p").labels("prod"));
        assertThat(get("p:prod").value()).isEqualTo("two");
        assertThat(failure(() -> get("p:7")))
                .isEqualTo(
                        "ParameterVersionNotFound 400 Systems Manager could not find version 7 of p. Verify the version"
                                + " and try again.");
        GetParameterHistoryResponse history = ssm.getParameterHistory(request -> request.name("p"));
        assertThat(history.parameters()).extracting(entry -> entry.value()).containsExactly("one", "two");
        assertThat(history.parameters().get(1).labels()).containsExactly("prod");
        assertThat(history.parameters().get(0).hasLabels()).isTrue();
        assertThat(history.parameters().get(0).lastModifiedUser()).isEqualTo("arn:aws:iam::" + ACCOUNT + ":user/admin");
        assertThat(ssm.unlabelParameterVersion(request ->
                                request.name("p").parameterVersion(2L).labels("prod", "none"))
                        .removedLabels())
                .containsExactly("prod");
        assertThat(failure(() -> ssm.labelParameterVersion(request ->
                        request.name("p").labels("a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11"))))
                .startsWith("ValidationException 400");
    }

    @Test
    void a_hundred_versions_are_kept_unless_the_oldest_has_a_label() {
        for (int i = 1; i <= 101; i++) {
            int number = i;
            ssm.putParameter(request -> request.name("p")
                    .value("v" + number)
                    .type(ParameterType.STRING)
                    .overwrite(true));
        }
        assertThat(failure(() -> get("p:1"))).startsWith("ParameterVersionNotFound");
        assertThat(get("p:2").value()).isEqualTo("v2");
        ssm.labelParameterVersion(
                request -> request.name("p").parameterVersion(2L).labels("keep"));
        assertThat(failure(() -> put("p", "more")))
                .isEqualTo(
                        "ParameterMaxVersionLimitExceeded 400 You attempted to create a new version of p by calling the"
                                + " PutParameter API with the overwrite flag. Version 2, the oldest version, can't be deleted because"
                                + " it has a label associated with it. Move the label to another version of the parameter, and try"
                                + " again.");
        assertThat(get("p").value()).isEqualTo("v101");
    }

    @Test
    void tiers_bound_the_value_and_never_go_back() {
        String large = "x".repeat(4097);
        assertThat(failure(() -> put("p", large)))
                .startsWith(
                        "ValidationException 400 Standard tier parameters support a maximum parameter value of 4096");
        assertThat(ssm.putParameter(request -> request.name("p")
                                .value(large)
                                .type(ParameterType.STRING)
                                .tier(ParameterTier.INTELLIGENT_TIERING))
                        .tier())
                .isEqualTo(ParameterTier.ADVANCED);
        assertThat(failure(() -> ssm.putParameter(request -> request.name("p")
                        .value("x")
                        .tier(ParameterTier.STANDARD)
                        .overwrite(true))))
                .startsWith("ValidationException 400 This parameter uses the advanced-parameter tier.");
        assertThat(ssm.putParameter(request -> request.name("p").value("x").overwrite(true))
                        .tier())
                .isEqualTo(ParameterTier.ADVANCED);
        assertThat(failure(() -> ssm.putParameter(request -> request.name("q")
                        .value("x".repeat(8193))
                        .type(ParameterType.STRING)
                        .tier(ParameterTier.ADVANCED))))
                .startsWith("ValidationException 400 Advanced tier parameters");
    }

    @Test
    void what_is_written_must_fit_pattern_type_and_data_type() {
        ssm.putParameter(request ->
                request.name("n").value("12").type(ParameterType.STRING).allowedPattern("^\\d+$"));
        assertThat(failure(() -> ssm.putParameter(
                        request -> request.name("n").value("1a").overwrite(true))))
                .isEqualTo("ParameterPatternMismatchException 400 Parameter value, cannot be validated against"
                        + " allowedPattern: ^\\d+$");
        assertThat(failure(() -> ssm.putParameter(request ->
                        request.name("m").value("12").type(ParameterType.STRING).allowedPattern("(["))))
                .startsWith("InvalidAllowedPatternException 400");
        assertThat(failure(() -> ssm.putParameter(request -> request.name("m").value("12"))))
                .isEqualTo("ValidationException 400 A parameter type is required when you create a parameter.");
        assertThat(failure(() -> ssm.putParameter(request -> request.name("n")
                        .value("12")
                        .type(ParameterType.STRING_LIST)
                        .overwrite(true))))
                .startsWith("HierarchyTypeMismatchException 400");
        assertThat(failure(() -> ssm.putParameter(request ->
                        request.name("i").value("x").type(ParameterType.STRING).dataType("aws:ec2:image"))))
                .startsWith("ValidationException 400");
        assertThat(failure(() -> ssm.putParameter(request ->
                        request.name("i").value("x").type(ParameterType.STRING).dataType("number"))))
                .isEqualTo(
                        "ValidationException 400 The following data type is not supported: number (Data type names are"
                                + " all lowercase.)");
        assertThat(failure(() -> ssm.putParameter(request -> request.name("n")
                        .value("12")
                        .overwrite(true)
                        .tags(Tag.builder().key("a").value("b").build()))))
                .startsWith("ValidationException 400 Invalid request: tags and overwrite can't be used together.");
        assertThat(failure(() ->
                        ssm.putParameter(request -> request.name("e").value("").type(ParameterType.STRING))))
                .startsWith("ValidationException 400");
    }

    @Test
    void several_parameters_come_sorted_with_those_that_are_not_there() {
        put("b", "2");
        put("a", "1");
        GetParametersResponse got = ssm.getParameters(request -> request.names("b", "none", "a"));
        assertThat(got.parameters()).extracting(Parameter::name).containsExactly("a", "b");
        assertThat(got.invalidParameters()).containsExactly("none");
        assertThat(ssm.deleteParameters(request -> request.names("a", "none")).invalidParameters())
                .containsExactly("none");
        assertThat(ssm.getParameters(request -> request.names("a")).parameters())
                .isEmpty();
        ssm.deleteParameter(request -> request.name("b"));
        assertThat(failure(() -> ssm.deleteParameter(request -> request.name("b"))))
                .startsWith("ParameterNotFound 400");
    }

    @Test
    void a_path_shows_its_level_or_all_below_page_by_page() {
        for (String name : List.of("/a/1", "/a/2", "/a/b/3", "/ab/4", "top")) {
            put(name, name);
        }
        assertThat(under("/a", false)).containsExactly("/a/1", "/a/2");
        assertThat(under("/a/", true)).containsExactly("/a/1", "/a/2", "/a/b/3");
        assertThat(under("/", false)).containsExactly("top");
        assertThat(under("/", true)).hasSize(5);
        assertThat(ssm
                        .getParametersByPathPaginator(
                                request -> request.path("/").recursive(true).maxResults(2))
                        .stream()
                        .flatMap(page -> page.parameters().stream()))
                .hasSize(5);
        assertThat(failure(() -> under("a", false)))
                .startsWith("ValidationException 400 The parameter doesn't meet the parameter name requirements.");
        assertThat(failure(() ->
                        ssm.getParametersByPath(request -> request.path("/a").nextToken("made-up"))))
                .startsWith("InvalidNextToken 400");
        ssm.labelParameterVersion(request -> request.name("/a/1").labels("prod"));
        put("/a/1", "newer");
        assertThat(ssm.getParametersByPath(
                                request -> request.path("/a").parameterFilters(filter("Label", "Equals", "prod")))
                        .parameters())
                .singleElement()
                .satisfies(parameter -> assertThat(parameter.value()).isEqualTo("/a/1"));
        assertThat(failure(() -> ssm.getParametersByPath(
                        request -> request.path("/a").parameterFilters(filter("Name", "Equals", "x")))))
                .startsWith("InvalidFilterKey 400 The following filter key is not valid: Name.");
    }

    private static ParameterStringFilter filter(String key, String option, String... values) {
        return ParameterStringFilter.builder()
                .key(key)
                .option(option)
                .values(values)
                .build();
    }

    private List<String> under(String path, boolean recursive) {
        return ssm.getParametersByPath(request -> request.path(path).recursive(recursive)).parameters().stream()
                .map(Parameter::name)
                .toList();
    }

    @Test
    void whoever_may_read_a_path_reads_below_it_what_he_may_not_read_alone() {
        put("/a/open", "1");
        put("/a/b/closed", "2");
        Credentials bob = cloud.user(
                "bob",
                allow("ssm:GetParametersByPath", "arn:aws:ssm:*:*:parameter/a")
                        .replace(
                                "}]}",
                                "},{'Effect':'Deny','Action':'ssm:*','Resource':'arn:aws:ssm:*:*:parameter/a/b*'}]}"));
        SsmClient his = cloud.as(bob, SsmClient.builder());
        assertThat(his.getParametersByPath(request -> request.path("/a").recursive(true))
                        .parameters())
                .hasSize(2);
        assertThat(failure(() -> his.getParameter(request -> request.name("/a/b/closed"))))
                .isEqualTo("AccessDeniedException 400 User: " + bob.principal()
                        + " is not authorized to perform: ssm:GetParameter on resource: arn:aws:ssm:us-east-1:"
                        + ACCOUNT
                        + ":parameter/a/b/closed with an explicit deny in an identity-based policy");
        assertThat(failure(() -> his.getParametersByPath(request -> request.path("/a/b"))))
                .startsWith("AccessDeniedException");
        assertThat(failure(() -> his.describeParameters()))
                .isEqualTo("AccessDeniedException 400 User: " + bob.principal()
                        + " is not authorized to perform: ssm:DescribeParameters on resource: arn:aws:ssm:us-east-1:"
                        + ACCOUNT + ":* because no identity-based policy allows the ssm:DescribeParameters action");
    }

    @Test
    void descriptions_are_filtered_and_leave_out_what_is_not_there() {
        put("/app/one", "1");
        secure("/app/x/two", "2", ParameterTier.ADVANCED);
        ssm.addTagsToResource(request -> request.resourceType(ResourceTypeForTagging.PARAMETER)
                .resourceId("/app/one")
                .tags(Tag.builder().key("team").value("red").build()));
        ParameterMetadata one = ssm.describeParameters(
                        request -> request.parameterFilters(filter("Name", "Contains", "one")))
                .parameters()
                .get(0);
        assertThat(one.description()).isNull();
        assertThat(one.keyId()).isNull();
        assertThat(one.allowedPattern()).isNull();
        assertThat(one.hasPolicies()).isTrue();
        assertThat(one.policies()).isEmpty();
        assertThat(one.arn()).endsWith(":parameter/app/one");
        assertThat(described(filter("Path", "OneLevel", "/app"))).containsExactly("/app/one");
        assertThat(described(filter("Path", "Recursive", "/app"))).containsExactly("/app/one", "/app/x/two");
        assertThat(described(filter("Type", "Equals", "SecureString"))).containsExactly("/app/x/two");
        assertThat(described(filter("Tier", "Equals", "Standard"))).containsExactly("/app/one");
        assertThat(described(filter("KeyId", "Equals", "alias/aws/ssm"))).containsExactly("/app/x/two");
        assertThat(described(filter("tag:team", "Equals", "red"))).containsExactly("/app/one");
        assertThat(described(filter("tag:team", "Equals", "blue"))).isEmpty();
        assertThat(failure(() -> described(filter("Path", "Equals", "/app"))))
                .isEqualTo(
                        "InvalidFilterOption 400 The following filter option is not valid: Equals. Valid options include:"
                                + " [Recursive, OneLevel].");
        assertThat(failure(() -> described(filter("Name", "Equals", "a"), filter("Name", "Equals", "b"))))
                .isEqualTo("InvalidFilterKey 400 The following filter is duplicated in the request: Name. A request can"
                        + " contain only one occurrence of a specific filter.");
        ssm.removeTagsFromResource(request -> request.resourceType(ResourceTypeForTagging.PARAMETER)
                .resourceId("/app/one")
                .tagKeys("team"));
        assertThat(ssm.listTagsForResource(request -> request.resourceType(ResourceTypeForTagging.PARAMETER)
                                .resourceId("/app/one"))
                        .tagList())
                .isEmpty();
        assertThat(failure(() -> ssm.listTagsForResource(request ->
                        request.resourceType(ResourceTypeForTagging.PARAMETER).resourceId("none"))))
                .startsWith("InvalidResourceId 400");
    }

    private List<String> described(ParameterStringFilter... filters) {
        return ssm.describeParameters(request -> request.parameterFilters(filters)).parameters().stream()
                .map(ParameterMetadata::name)
                .toList();
    }

    @Test
    void an_advanced_parameter_expires_on_its_day() {
        Instant end = cloud.now().plus(Duration.ofDays(10)).truncatedTo(ChronoUnit.SECONDS);
        String policies = ("[{'Type':'Expiration','Version':'1.0','Attributes':{'Timestamp':'" + end + "'}},"
                        + "{'Type':'ExpirationNotification','Version':'1.0','Attributes':{'Before':'2','Unit':'Days'}}]")
                .replace('\'', '"');
        assertThat(failure(() -> ssm.putParameter(request -> request.name("p")
                        .value("x")
                        .type(ParameterType.STRING)
                        .tier(ParameterTier.STANDARD)
                        .policies(policies))))
                .startsWith("ValidationException 400");
        ssm.putParameter(request -> request.name("p")
                .value("x")
                .type(ParameterType.STRING)
                .tier(ParameterTier.ADVANCED)
                .policies(policies));
        cloud.advance(Duration.ofDays(9));
        ParameterMetadata described = ssm.describeParameters().parameters().get(0);
        assertThat(described.policies())
                .extracting(policy -> policy.policyType() + " " + policy.policyStatus())
                .containsExactly("Expiration Pending", "ExpirationNotification Finished");
        ssm.putParameter(request -> request.name("p").value("y").overwrite(true));
        assertThat(get("p").value()).isEqualTo("y");
        cloud.advance(Duration.ofDays(1).plusSeconds(1));
        assertThat(failure(() -> get("p"))).startsWith("ParameterNotFound");
        for (String wrong : List.of("{}", "[{'Type':'Other'}]", "[{'Type':'Expiration','Attributes':{}}]")) {
            assertThat(failure(() -> ssm.putParameter(request -> request.name("q")
                            .value("x")
                            .type(ParameterType.STRING)
                            .tier(ParameterTier.ADVANCED)
                            .policies(wrong.replace('\'', '"')))))
                    .startsWith("InvalidPolicy");
        }
    }

    @Test
    void policies_tell_the_bus() {
        ssm.putParameter(request -> request.name("p")
                .value("x")
                .type(ParameterType.STRING)
                .tier(ParameterTier.ADVANCED)
                .policies("[{\"Type\":\"NoChangeNotification\",\"Version\":\"1.0\",\"Attributes\":{\"After\":\"20\","
                        + "\"Unit\":\"Days\"}}]"));
        List<BusEvent> told = new ArrayList<>();
        SsmService service = new SsmService(cloud.simulator().services().identities(), (tx, event) -> told.add(event));
        Instant made = get("p").lastModifiedDate();
        cloud.sandbox().write(tx -> {
            Timer timer = tx.rows(Timer.TABLE, dev.glasshouse.sandbox.Scope.SANDBOX)
                    .firstEntry()
                    .getValue();
            assertThat(timer.due()).isCloseTo(made.plus(Duration.ofDays(20)), within(1, ChronoUnit.MILLIS));
            Objects.requireNonNull(service.timers().get(timer.kind())).run(cloud.sandbox(), tx, timer);
            return true;
        });
        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.source()).isEqualTo("aws.ssm");
            assertThat(event.detailType()).isEqualTo("Parameter Store Policy Action");
            assertThat(event.detail()).containsEntry("policy-type", "NoChangeNotification");
        });
    }

    @Test
    void secrets_are_read_as_parameters() {
        cloud.admin(SecretsManagerClient.builder())
                .createSecret(request -> request.name("app/secret").secretString("my_secret"));
        String name = "/aws/reference/secretsmanager/app/secret";
        Parameter got = get(name);
        assertThat(got.name()).isEqualTo(name);
        assertThat(got.value()).isEqualTo("my_secret");
        assertThat(got.sourceResult()).contains("\"name\":\"app/secret\"").contains(":secretsmanager:");
        assertThat(failure(() -> ssm.getParameter(request -> request.name(name))))
                .isEqualTo("ValidationException 400 WithDecryption flag must be True for retrieving a Secret Manager"
                        + " secret.");
        assertThat(failure(() -> get("/aws/reference/secretsmanager/none")))
                .matches("ParameterNotFound 400 .*Secret .*aws/reference/secretsmanager/none.* not found\\.");
        GetParametersResponse several = ssm.getParameters(request ->
                request.names(name, "/aws/reference/secretsmanager/none").withDecryption(true));
        assertThat(several.parameters()).hasSize(1);
        assertThat(several.invalidParameters()).containsExactly("/aws/reference/secretsmanager/none");
    }

    @Test
    void aws_publishes_parameters_that_nobody_can_write() {
        Parameter image = get("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64");
        assertThat(image.value()).matches("ami-[0-9a-f]{17}");
        assertThat(image.arn())
                .isEqualTo("arn:aws:ssm:us-east-1::parameter/aws/service/ami-amazon-linux-latest/"
                        + "al2023-ami-kernel-default-x86_64");
        assertThat(under("/aws/service/global-infrastructure/regions", false))
                .contains("/aws/service/global-infrastructure/regions/eu-west-1");
        assertThat(get("/aws/service/global-infrastructure/regions/eu-west-1/longName")
                        .value())
                .isEqualTo("Europe (Ireland)");
        assertThat(failure(() -> put("/aws/service/mine", "x"))).startsWith("AccessDeniedException 400 No access");
    }

    @Test
    void events_name_parameters_and_hide_their_values() {
        put("/p/q", "topsecret");
        get("/p/q");
        JsonNode put = events("PutParameter").get(0);
        assertThat(put.path("requestParameters").path("value").asText()).isEqualTo("HIDDEN_DUE_TO_SECURITY_REASONS");
        assertThat(put.path("responseElements").path("version").asInt()).isEqualTo(1);
        assertThat(put.path("resources").get(0).path("ARN").asText()).endsWith(":parameter/p/q");
        assertThat(put.path("resources").get(0).path("accountId").asText()).isEqualTo(ACCOUNT);
        assertThat(put.path("resources").get(0).has("type")).isFalse();
        JsonNode got = events("GetParameter").get(0);
        assertThat(got.path("readOnly").asBoolean()).isTrue();
        assertThat(got.path("responseElements").isNull()).isTrue();
        assertThat(put + "" + got).doesNotContain("topsecret");
    }

    private List<JsonNode> events(String name) {
        List<JsonNode> events = new ArrayList<>();
        LookupAttribute wanted = LookupAttribute.builder()
                .attributeKey(LookupAttributeKey.EVENT_NAME)
                .attributeValue(name)
                .build();
        cloud.admin(CloudTrailClient.builder())
                .lookupEvents(request -> request.lookupAttributes(wanted))
                .events()
                .forEach(event -> {
                    try {
                        events.add(new ObjectMapper().readTree(event.cloudTrailEvent()));
                    } catch (java.io.IOException e) {
                        throw new AssertionError(e);
                    }
                });
        return events;
    }
}
