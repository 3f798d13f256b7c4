package dev.glasshouse.gateway;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.PolicyType;

/** Lines of the checklist that speak of whole calls; and that each of its lines A to H has a test that is named after it. */
class ChecklistTest {

    /** How many lines each part of the checklist has. */
    private static final Map<String, Integer> LINES =
            Map.of("a", 14, "b", 20, "c", 8, "d", 10, "e", 11, "f", 13, "g", 15, "h", 3);

    private final TestCloud cloud = new TestCloud();

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(AwsServiceException.class, call);
    }

    @Test
    void a8_everyResourceThatAnActionNamesIsAuthorizedSeparately() {
        OrganizationsClient admin = cloud.admin(OrganizationsClient.builder());
        admin.createOrganization();
        String root = admin.listRoots().roots().get(0).id();
        admin.enablePolicyType(ask -> ask.rootId(root).policyType(PolicyType.SERVICE_CONTROL_POLICY));
        var policy = admin.createPolicy(ask -> ask.type(PolicyType.SERVICE_CONTROL_POLICY)
                        .name("p")
                        .description("")
                        .content("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                                + "\"Resource\":\"*\"}}"))
                .policy()
                .policySummary();
        OrganizationsClient half = cloud.as(
                cloud.user("half", allow("organizations:AttachPolicy", policy.arn())), OrganizationsClient.builder());
        assertThat(failure(
                        () -> half.attachPolicy(ask -> ask.policyId(policy.id()).targetId(root))))
                .startsWith("AccessDeniedException 400")
                .contains("on resource: arn:aws:organizations::" + ACCOUNT + ":root/");
        OrganizationsClient whole =
                cloud.as(cloud.user("whole", allow("organizations:AttachPolicy", "*")), OrganizationsClient.builder());
        whole.attachPolicy(ask -> ask.policyId(policy.id()).targetId(root));
    }

    @Test
    void a8_aKeyOfOneResourceTypeIsAbsentForAnother() {
        KmsClient admin = cloud.admin(KmsClient.builder());
        String key = admin.createKey().keyMetadata().keyId();
        String spec = allow("kms:CreateAlias", "*")
                .replace("'}]}", "','Condition':{'StringEquals':{'kms:KeySpec':'SYMMETRIC_DEFAULT'}}}]}");
        KmsClient user = cloud.as(cloud.user("u", spec), KmsClient.builder());
        assertThat(failure(
                        () -> user.createAlias(ask -> ask.aliasName("alias/a").targetKeyId(key))))
                .contains("on resource: arn:aws:kms:us-east-1:" + ACCOUNT + ":alias/a because");
    }

    @Test
    void a9_someCallsNeedSeveralActions() {
        IamClient admin = cloud.admin(IamClient.builder());
        admin.createInstanceProfile(ask -> ask.instanceProfileName("p"));
        admin.createRole(ask -> ask.roleName("r")
                .assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                        + "\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}"));
        Credentials user = cloud.user("u", allow("iam:AddRoleToInstanceProfile", "*"));
        IamClient iam = cloud.as(user, IamClient.builder());
        assertThat(failure(() -> iam.addRoleToInstanceProfile(
                        ask -> ask.instanceProfileName("p").roleName("r"))))
                .isEqualTo("AccessDenied 403 User: " + user.principal()
                        + " is not authorized to perform: iam:PassRole on resource: arn:aws:iam::" + ACCOUNT
                        + ":role/r because no identity-based policy allows the iam:PassRole action");
        admin.putUserPolicy(ask -> ask.userName("u")
                .policyName("pass")
                .policyDocument(allow("iam:PassRole", "arn:aws:iam::" + ACCOUNT + ":role/r")
                        .replace('\'', '"')));
        iam.addRoleToInstanceProfile(ask -> ask.instanceProfileName("p").roleName("r"));
    }

    @Test
    void everyLineHasATestOfItsName() throws IOException {
        Pattern name = Pattern.compile("void ((?:[a-h]\\d+)+)_");
        Pattern line = Pattern.compile("[a-h]\\d+");
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java/dev/glasshouse"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith("Test.java")).toList()) {
                Matcher test = name.matcher(Files.readString(file, StandardCharsets.UTF_8));
                while (test.find()) {
                    line.matcher(test.group(1)).results().forEach(found -> named.add(found.group()));
                }
            }
        }
        List<String> missing = LINES.entrySet().stream()
                .flatMap(part ->
                        Stream.iterate(1, i -> i <= part.getValue(), i -> i + 1).map(number -> part.getKey() + number))
                .filter(id -> !named.contains(id))
                .sorted()
                .toList();
        assertThat(missing).isEmpty();
    }
}
