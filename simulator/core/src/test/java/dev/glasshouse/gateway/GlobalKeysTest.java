package dev.glasshouse.gateway;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.call.Vantage;
import dev.glasshouse.call.Workload;
import dev.glasshouse.policy.ContextKeys;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Checklist G-14 and B21: each global key is there exactly when AWS has it. */
class GlobalKeysTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVERYBODY = "aws:currenttime aws:epochtime aws:principalaccount aws:principaltype"
            + " aws:requestedregion aws:resourceaccount aws:securetransport aws:sourceip aws:userid"
            + " aws:viaawsservice";

    private final TestCloud cloud = new TestCloud();

    @AfterEach
    void close() {
        cloud.close();
    }

    private void call(@Nullable Credentials who, String operation, String input) {
        try {
            cloud.simulator().client(cloud.sandbox(), who).call(operation, JSON.readTree(input.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The keys of the first question of the last call from outside. */
    private ContextKeys keys() {
        LoggedCall last = CallLog.of(cloud.sandbox()).last().orElseThrow();
        return last.questions().get(0).request().keys();
    }

    private static String names(ContextKeys keys) {
        TreeSet<String> names = new TreeSet<>(keys.entries().keySet());
        names.removeIf(name -> !name.startsWith("aws:") || name.equals("aws:useragent"));
        return String.join(" ", names);
    }

    private static String sorted(String... lists) {
        return String.join(
                " ", new TreeSet<>(java.util.List.of(String.join(" ", lists).split(" "))));
    }

    private Credentials admin() {
        return cloud.control().administrator(ACCOUNT);
    }

    private Credentials role(String name) {
        call(
                admin(),
                "iam:CreateRole",
                "{'RoleName':'" + name + "','Tags':[{'Key':'team','Value':'red'}],'AssumeRolePolicyDocument':"
                        + "'{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':{\\'Effect\\':\\'Allow\\',\\'Principal\\':"
                                .replace("\\'", "\\\"")
                        + "{\\\"AWS\\\":\\\"" + ACCOUNT + "\\\"},\\\"Action\\\":\\\"sts:AssumeRole\\\"}}'}");
        return cloud.control().credentials("arn:aws:iam::" + ACCOUNT + ":role/" + name);
    }

    @Test
    void g14_a_long_term_key_has_no_keys_of_temporary_credentials_and_none_of_service_calls() {
        call(cloud.user("ann", allow("s3:*", "*")), "s3:ListBuckets", "{}");
        assertThat(names(keys()))
                .isEqualTo(sorted(EVERYBODY, "aws:username aws:principalarn aws:principalisawsservice"));
        assertThat(keys().single("aws:PrincipalType")).isEqualTo("User");
        assertThat(keys().single("aws:PrincipalIsAWSService")).isEqualTo("false");
        assertThat(keys().single("aws:ViaAWSService")).isEqualTo("false");
        assertThat(keys().single("aws:SourceIp")).isEqualTo(Vantage.DEFAULT.sourceIp());
    }

    @Test
    void the_root_user_has_no_user_name() {
        Credentials root = cloud.control().credentials("arn:aws:iam::" + ACCOUNT + ":root");
        call(root, "s3:ListBuckets", "{}");
        assertThat(names(keys())).isEqualTo(sorted(EVERYBODY, "aws:principalarn aws:principalisawsservice"));
        assertThat(keys().single("aws:PrincipalType")).isEqualTo("Account");
        assertThat(keys().single("aws:userid")).isEqualTo(ACCOUNT);
    }

    @Test
    void g14_a_role_session_tells_when_it_was_issued_and_whether_with_mfa() {
        call(role("r"), "s3:ListBuckets", "{}");
        assertThat(names(keys()))
                .isEqualTo(sorted(
                        EVERYBODY,
                        "aws:principalarn aws:principalisawsservice aws:principaltag/team aws:tokenissuetime"
                                + " aws:multifactorauthpresent"));
        assertThat(keys().single("aws:MultiFactorAuthPresent")).isEqualTo("false");
        assertThat(keys().single("aws:PrincipalArn")).isEqualTo("arn:aws:iam::" + ACCOUNT + ":role/r");
        assertThat(keys().single("aws:userid")).startsWith("AROA").endsWith(":glasshouse");
    }

    @Test
    void callers_without_credentials_are_told_as_anonymous_and_no_more() {
        call(admin(), "s3:CreateBucket", "{'Bucket':'open-to-see'}");
        call(null, "s3:ListObjectsV2", "{'Bucket':'open-to-see'}");
        assertThat(names(keys())).isEqualTo(sorted(EVERYBODY));
        assertThat(keys().single("aws:PrincipalAccount")).isEqualTo("anonymous");
        assertThat(keys().single("aws:PrincipalType")).isEqualTo("Anonymous");
    }

    @Test
    void through_an_endpoint_there_is_an_address_of_the_vpc_and_no_other() {
        Credentials ann = cloud.user("ann", allow("s3:*", "*"));
        cloud.control().setVantage(ann.principal(), new Vantage("10.0.0.7", "vpc-1", "vpce-1"));
        call(ann, "s3:ListBuckets", "{}");
        assertThat(names(keys()))
                .isEqualTo(sorted(
                        EVERYBODY.replace("aws:sourceip", "aws:vpcsourceip"),
                        "aws:username aws:principalarn aws:principalisawsservice aws:sourcevpc aws:sourcevpce"
                                + " aws:sourcevpcarn aws:vpceaccount"));
        assertThat(keys().single("aws:SourceVpcArn")).isEqualTo("arn:aws:ec2:us-east-1:" + ACCOUNT + ":vpc/vpc-1");
        assertThat(keys().single("aws:VpceAccount")).isEqualTo(ACCOUNT);
    }

    private void f11(@Nullable Credentials who, String expected) {
        call(who, "s3:ListObjectsV2", "{'Bucket':'sealed'}");
        ContextKeys keys = keys();
        assertThat(keys.single("aws:username") + " " + keys.single("aws:userid") + " "
                        + keys.single("aws:PrincipalType"))
                .isEqualTo(expected);
    }

    @Test
    void f11_name_id_and_type_depend_on_the_kind_of_principal() {
        call(admin(), "s3:CreateBucket", "{'Bucket':'sealed'}");
        Credentials user = cloud.user("u", allow("sts:GetFederationToken", "*"));
        String id = cloud.admin(IamClient.builder())
                .getUser(ask -> ask.userName("u"))
                .user()
                .userId();
        f11(user, "u " + id + " User");
        f11(cloud.control().credentials("arn:aws:iam::" + ACCOUNT + ":root"), "null " + ACCOUNT + " Account");
        role("r");
        var session = cloud.admin(StsClient.builder())
                .assumeRole(ask ->
                        ask.roleArn("arn:aws:iam::" + ACCOUNT + ":role/r").roleSessionName("one"));
        f11(
                temporary(session.credentials()),
                "null " + session.assumedRoleUser().assumedRoleId() + " AssumedRole");
        var federated = cloud.as(user, StsClient.builder()).getFederationToken(ask -> ask.name("bob"));
        f11(temporary(federated.credentials()), "null " + ACCOUNT + ":bob FederatedUser");
        f11(null, "null anonymous Anonymous");
    }

    private static Credentials temporary(software.amazon.awssdk.services.sts.model.Credentials given) {
        return new Credentials("", given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
    }

    @Test
    void g14_credentials_of_an_instance_or_a_function_say_so_wherever_they_are_used() {
        role("r");
        String role = "arn:aws:iam::" + ACCOUNT + ":role/r";
        String instance = "arn:aws:ec2:us-east-1:" + ACCOUNT + ":instance/i-0123";
        Credentials stolen = cloud.control().credentials(role, Workload.instance(instance, "vpc-1", "10.0.0.7"));
        call(stolen, "iam:ListUsers", "{}");
        assertThat(keys().single("ec2:SourceInstanceARN")).isEqualTo(instance);
        assertThat(keys().single("aws:Ec2InstanceSourceVpc")).isEqualTo("vpc-1");
        assertThat(keys().single("aws:Ec2InstanceSourcePrivateIPv4")).isEqualTo("10.0.0.7");
        assertThat(keys().single("aws:SourceIp")).isEqualTo(Vantage.DEFAULT.sourceIp());
        assertThat(stolen.principal()).isEqualTo("arn:aws:sts::" + ACCOUNT + ":assumed-role/r/i-0123");
        String event = cloud.control().events(1, any -> true).get(0).json().utf8();
        assertThat(event).contains("\"ec2RoleDelivery\":\"2.0\"");
        String function = "arn:aws:lambda:us-east-1:" + ACCOUNT + ":function:resize";
        call(cloud.control().credentials(role, Workload.function(function)), "iam:ListUsers", "{}");
        assertThat(keys().single("lambda:SourceFunctionArn")).isEqualTo(function);
        assertThat(keys().single("ec2:SourceInstanceARN")).isNull();
        assertThat(cloud.control().events(1, any -> true).get(0).json().utf8())
                .contains("\"inScopeOf\":{\"issuerType\":\"AWS::Lambda::Function\",\"credentialsIssuedTo\":\""
                        + function);
    }

    @Test
    void a_workload_is_an_instance_or_a_function() {
        assertThat(catchThrowable(() -> Workload.function("arn:aws:ec2:us-east-1:1:instance/i-1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(catchThrowable(() -> Workload.instance("i-1", "vpc-1", "10.0.0.7")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void e10_a_service_that_calls_for_somebody_tells_so_and_drops_the_address() {
        call(admin(), "s3:CreateBucket", "{'Bucket':'sealed'}");
        call(admin(), "s3:PutObject", "{'Bucket':'sealed','Key':'k','Body':'x','ServerSideEncryption':'aws:kms'}");
        LoggedCall put = CallLog.of(cloud.sandbox()).last().orElseThrow();
        LoggedCall nested = CallLog.of(cloud.sandbox()).nested(put.requestId()).get(0);
        ContextKeys keys = nested.questions().get(0).request().keys();
        assertThat(nested.service()).isEqualTo("kms");
        assertThat(names(keys))
                .isEqualTo(sorted(
                        EVERYBODY.replace(" aws:sourceip", ""),
                        "aws:username aws:principalarn aws:principalisawsservice aws:calledvia aws:calledviafirst"
                                + " aws:calledvialast"));
        assertThat(keys.single("aws:ViaAWSService")).isEqualTo("true");
        assertThat(keys.single("aws:PrincipalIsAWSService")).isEqualTo("false");
        assertThat(Map.of("via", keys.entries().get("aws:calledvia").values()).toString())
                .isEqualTo("{via=[s3.amazonaws.com]}");
    }
}
