package dev.glasshouse.service.kms;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What policies can ask of a grant that is made, listed or retired; and what a grant to a service must say. */
class GrantConditionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INSTANCE = "arn:aws:rds:us-east-1:" + ACCOUNT + ":db:one";
    private static final String TO_SERVICE = "'GranteeServicePrincipal':'rds.amazonaws.com',"
            + "'RetiringServicePrincipal':'rds.amazonaws.com','Operations':['Decrypt'],";

    private final TestCloud cloud = new TestCloud();
    private final Credentials bob = cloud.user("bob", null);
    private final ApiClient admin = client(cloud.control().administrator(ACCOUNT));
    private final String key = admin.call("kms:CreateKey", json("{}"))
            .output()
            .at("/KeyMetadata/Arn")
            .asText();

    @AfterEach
    void close() {
        cloud.close();
    }

    private ApiClient client(Credentials credentials) {
        return cloud.simulator().client(cloud.sandbox(), credentials);
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ApiClient.Answer grant(ApiClient client, String members) {
        return client.call("kms:CreateGrant", json("{'KeyId':'" + key + "'," + members + "}"));
    }

    private ApiClient allowed(String name, String action, String condition) {
        return client(cloud.user(
                name,
                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'" + action
                        + "','Resource':'*','Condition':" + condition + "}]}"));
    }

    private static String message(ApiClient.Answer answer) {
        return answer.error() == null
                ? ""
                : answer.error().code() + " " + answer.error().message();
    }

    @Test
    void aGrantToAServiceNamesAResourceAndWhoRetiresIt() {
        String constraint = "'Constraints':{'SourceArn':'" + INSTANCE + "'}";
        assertThat(message(grant(admin, TO_SERVICE + constraint))).isEmpty();
        assertThat(message(grant(admin, TO_SERVICE + "'Name':'n'")))
                .isEqualTo("ValidationException A SourceArn grant constraint must be specified with a"
                        + " GranteeServicePrincipal.");
        assertThat(message(grant(
                        admin, "'GranteeServicePrincipal':'rds.amazonaws.com','Operations':['Decrypt']," + constraint)))
                .startsWith("ValidationException Either RetiringPrincipal or RetiringServicePrincipal");
        String both = "You must specify either GranteePrincipal or GranteeServicePrincipal, but not both.";
        assertThat(message(grant(admin, "'Operations':['Decrypt']"))).isEqualTo("ValidationException " + both);
        assertThat(message(grant(admin, TO_SERVICE + "'GranteePrincipal':'" + bob.principal() + "'," + constraint)))
                .isEqualTo("ValidationException " + both);
        assertThat(message(grant(admin, TO_SERVICE + "'RetiringPrincipal':'" + bob.principal() + "'," + constraint)))
                .isEqualTo("ValidationException You can specify either RetiringPrincipal or RetiringServicePrincipal,"
                        + " but not both.");
    }

    @Test
    void aCustomerNamesNoServiceAsAnOrdinaryPrincipal() {
        assertThat(message(grant(admin, "'GranteePrincipal':'rds.amazonaws.com','Operations':['Decrypt']")))
                .isEqualTo("InvalidArnException ARN does not refer to a valid principal: rds.amazonaws.com");
    }

    @Test
    void policiesAskForTheServiceAndTheResourceOfAGrant() {
        ApiClient maker = allowed(
                "maker",
                "kms:CreateGrant",
                "{'StringEquals':{'kms:GranteeServicePrincipal':'rds.amazonaws.com',"
                        + "'kms:RetiringServicePrincipal':'rds.amazonaws.com','kms:GrantConstraintType':'SourceArn'},"
                        + "'ArnLike':{'kms:GrantConstraintSourceArn':'arn:aws:rds:*:" + ACCOUNT + ":db:*'}}");
        assertThat(message(grant(maker, TO_SERVICE + "'Constraints':{'SourceArn':'" + INSTANCE + "'}")))
                .isEmpty();
        assertThat(message(grant(
                        maker,
                        TO_SERVICE + "'Constraints':{'SourceArn':'arn:aws:rds:us-east-1:" + OTHER_ACCOUNT
                                + ":db:one'}")))
                .startsWith("AccessDeniedException");
        assertThat(message(grant(maker, "'GranteePrincipal':'" + bob.principal() + "','Operations':['Decrypt']")))
                .startsWith("AccessDeniedException");
    }

    @Test
    void policiesAskForTheEncryptionContextOfAGrant() {
        ApiClient maker =
                allowed("maker", "kms:CreateGrant", "{'StringEquals':{'kms:EncryptionContext:Department':'IT'}}");
        String grantee = "'GranteePrincipal':'" + bob.principal() + "','Operations':['Decrypt'],";
        assertThat(message(grant(maker, grantee + "'Constraints':{'EncryptionContextSubset':{'Department':'IT'}}")))
                .isEmpty();
        assertThat(message(grant(maker, grantee + "'Constraints':{'EncryptionContextEquals':{'Department':'HR'}}")))
                .startsWith("AccessDeniedException");
        assertThat(message(grant(maker, grantee + "'Name':'free'"))).startsWith("AccessDeniedException");
    }

    @Test
    void policiesAskForTheConstraintsOfAGrantThatIsRetired() {
        ApiClient retirer = allowed(
                "retirer",
                "kms:RetireGrant",
                "{'StringEquals':{'kms:GrantConstraintType':'EncryptionContextSubset',"
                        + "'kms:EncryptionContext:Department':'IT'}}");
        String grantee = "'GranteePrincipal':'" + bob.principal() + "','Operations':['Decrypt']";
        String free = grant(admin, grantee).output().path("GrantId").asText();
        String bound = grant(admin, grantee + ",'Constraints':{'EncryptionContextSubset':{'Department':'IT'}}")
                .output()
                .path("GrantId")
                .asText();
        assertThat(message(retirer.call("kms:RetireGrant", json("{'KeyId':'" + key + "','GrantId':'" + free + "'}"))))
                .startsWith("AccessDeniedException");
        assertThat(message(retirer.call("kms:RetireGrant", json("{'KeyId':'" + key + "','GrantId':'" + bound + "'}"))))
                .isEmpty();
    }

    @Test
    void whatNamesNoKeyHasNoKeysOfKms() {
        ApiClient lister = allowed("lister", "kms:List*", "{'StringEquals':{'kms:CallerAccount':'" + ACCOUNT + "'}}");
        assertThat(message(lister.call("kms:ListKeys", json("{}")))).startsWith("AccessDeniedException");
        assertThat(message(lister.call("kms:ListGrants", json("{'KeyId':'" + key + "'}"))))
                .isEmpty();
    }

    @Test
    void anAccountTellsOfItsOwnRetiringPrincipalsAlone() {
        String mine = "{'RetiringPrincipal':'" + bob.principal() + "'}";
        assertThat(message(admin.call("kms:ListRetirableGrants", json(mine)))).isEmpty();
        ApiClient stranger = client(cloud.control().administrator(OTHER_ACCOUNT));
        assertThat(message(stranger.call("kms:ListRetirableGrants", json(mine))))
                .startsWith("AccessDeniedException");
        assertThat(message(admin.call(
                        "kms:ListRetirableGrants", json("{'RetiringServicePrincipal':'rds.amazonaws.com'}"))))
                .isEqualTo("ValidationException RetiringServicePrincipal can be used only by service principals.");
        assertThat(message(admin.call(
                        "kms:ListGrants",
                        json("{'KeyId':'" + key + "','GranteeServicePrincipal':'rds.amazonaws.com'}"))))
                .isEqualTo("ValidationException GranteeServicePrincipal can be used only by service principals.");
    }
}
