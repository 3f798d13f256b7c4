package dev.glasshouse.assertions;

import static dev.glasshouse.assertions.GlasshouseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Control;
import dev.glasshouse.Simulator;
import dev.glasshouse.junit5.Glasshouse;
import dev.glasshouse.junit5.Template;
import dev.glasshouse.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** Each assertion on secrets and parameters holds and fails, and says why. */
@Glasshouse
class SecretsAndParametersTest {

    @Template
    static void fill(Sandbox sandbox) {
        ApiClient admin = admin(sandbox);
        call(admin, "iam:CreateUser", "{'UserName':'app'}");
        call(
                admin,
                "iam:PutUserPolicy",
                "{'UserName':'app','PolicyName':'p','PolicyDocument':'{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[{"
                        + "\\'Effect\\':\\'Allow\\',\\'Action\\':[\\'secretsmanager:GetSecretValue\\',"
                        + "\\'ssm:GetParameter\\'],\\'Resource\\':\\'*\\'}]}'}");
        call(admin, "kms:CreateKey", "{}");
        String key = call(admin, "kms:CreateKey", "{}")
                .output()
                .at("/KeyMetadata/KeyId")
                .asText();
        call(admin, "kms:CreateAlias", "{'AliasName':'alias/data','TargetKeyId':'" + key + "'}");
        call(
                admin,
                "secretsmanager:CreateSecret",
                "{'Name':'db','SecretString':'hunter2','KmsKeyId':'alias/data','Tags':[{'Key':'team','Value':'blue'}]}");
        call(admin, "secretsmanager:CreateSecret", "{'Name':'plain','SecretString':'x'}");
        call(
                admin,
                "ssm:PutParameter",
                "{'Name':'/db/password','Type':'SecureString','Value':'hunter2','KeyId':'alias/data',"
                        + "'Tags':[{'Key':'team','Value':'blue'}]}");
        call(admin, "ssm:PutParameter", "{'Name':'/db/host','Type':'String','Value':'db.internal'}");
    }

    private static ApiClient admin(Sandbox sandbox) {
        Control control = Control.of(sandbox);
        return Simulator.of(sandbox)
                .client(
                        sandbox,
                        control.administrator(control.accounts().iterator().next()));
    }

    private static ApiClient.Answer call(ApiClient client, String operation, String input) {
        try {
            ApiClient.Answer answer = client.call(
                    operation,
                    new ObjectMapper().readTree(input.replace("\\'", "\\\"").replace('\'', '"')));
            assertThat(answer.errorCode()).as(operation).isEmpty();
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSecretIsEncryptedUnderAKey(Sandbox sandbox) {
        assertThat(sandbox).secret("db").isEncryptedUnder("alias/data").hasTag("team", "blue");
        assertThat(sandbox).secret("plain").isEncryptedUnder("alias/aws/secretsmanager");
        assertThatThrownBy(() -> assertThat(sandbox).secret("plain").isEncryptedUnder("alias/data"))
                .hasMessageStartingWith("Expected secret plain to be encrypted under arn:aws:kms:us-east-1:")
                .hasMessageContaining(", but it is under arn:aws:kms:us-east-1:");
        assertThatThrownBy(() -> assertThat(sandbox).secret("plain").isEncryptedUnder("alias/none"))
                .hasMessage("Expected a key alias/none, but the sandbox has none");
        assertThatThrownBy(() -> assertThat(sandbox).secret("none"))
                .hasMessage("Expected a secret none, but the sandbox has none");
        assertThatThrownBy(() -> assertThat(sandbox).secret("db").hasTag("team", "red"))
                .hasMessageStartingWith("Expected secret db to have the tag team=red, but its tags are [");
    }

    @Test
    void aSecretIsReadableOnlyBySome(Sandbox sandbox) {
        assertThat(sandbox).secret("db").isReadableOnlyBy("user/app", "user/admin", "root");
        assertThatThrownBy(() -> assertThat(sandbox).secret("db").isReadableOnlyBy("user/admin", "root"))
                .hasMessageContaining("user/app");
    }

    @Test
    void aSecretRotatesOrNot(Sandbox sandbox) {
        assertThat(sandbox).secret("db").doesNotRotate();
        assertThatThrownBy(() -> assertThat(sandbox).secret("db").rotates())
                .hasMessage("Expected secret db to rotate, but its rotation is not turned on");
    }

    @Test
    void aSecretsValueIsComparedAndNeverTold(Sandbox sandbox) {
        assertThat(sandbox).secret("db").hasValue("hunter2").hasStage("AWSCURRENT");
        assertThatThrownBy(() -> assertThat(sandbox).secret("db").hasValue("guess"))
                .hasMessage("Expected secret db to have the expected value, but it has another one");
        assertThatThrownBy(() -> assertThat(sandbox).secret("db").hasStage("AWSPREVIOUS"))
                .hasMessageStartingWith(
                        "Expected secret db to have a version labelled AWSPREVIOUS, but its versions are");
    }

    @Test
    void aSecretIsReplicatedAndDeleted(Sandbox sandbox) {
        assertThatThrownBy(() -> assertThat(sandbox).secret("plain").isReplicatedTo("eu-west-1"))
                .hasMessageStartingWith("Expected secret plain to be replicated to eu-west-1, but its replicas are");
        ApiClient admin = admin(sandbox);
        call(
                admin,
                "secretsmanager:ReplicateSecretToRegions",
                "{'SecretId':'plain','AddReplicaRegions':[{'Region':'eu-west-1'}]}");
        assertThat(sandbox).secret("plain").isReplicatedTo("eu-west-1");
        assertThatThrownBy(() -> assertThat(sandbox).secret("db").isPendingDeletion())
                .hasMessage("Expected secret db to be marked for deletion, but it is not");
        call(admin, "secretsmanager:DeleteSecret", "{'SecretId':'db'}");
        assertThat(sandbox).secret("db").isPendingDeletion();
    }

    @Test
    void aParameterIsASecureString(Sandbox sandbox) {
        assertThat(sandbox)
                .parameter("/db/password")
                .isSecureString()
                .isEncryptedUnder("alias/data")
                .hasValue("hunter2")
                .hasVersion(1)
                .hasTag("team", "blue");
        assertThat(sandbox).parameter("/db/host").isString().hasValue("db.internal");
        assertThatThrownBy(() -> assertThat(sandbox).parameter("/db/host").isSecureString())
                .hasMessage("Expected parameter /db/host to be a SecureString, but it is a String");
        assertThatThrownBy(() -> assertThat(sandbox).parameter("/db/host").isStringList())
                .hasMessage("Expected parameter /db/host to be a StringList, but it is a String");
        assertThatThrownBy(() -> assertThat(sandbox).parameter("/db/host").hasValue("other"))
                .hasMessage("Expected parameter /db/host to be \"other\", but it is \"db.internal\"");
        assertThatThrownBy(() -> assertThat(sandbox).parameter("/db/password").hasValue("guess"))
                .hasMessage("Expected parameter /db/password to have the expected value, but it has another one");
        assertThatThrownBy(() -> assertThat(sandbox).parameter("/db/password").isEncryptedUnder("alias/aws/ssm"))
                .hasMessageStartingWith("Expected parameter /db/password to be encrypted under arn:aws:kms:");
        assertThatThrownBy(() -> assertThat(sandbox).parameter("/db/host").hasVersion(2))
                .hasMessage("Expected parameter /db/host to be in version 2, but it is in version 1");
        assertThatThrownBy(() -> assertThat(sandbox).parameter("/none"))
                .hasMessage("Expected a parameter /none, but the sandbox has none");
    }

    @Test
    void aParameterIsReadableOnlyBySome(Sandbox sandbox) {
        assertThat(sandbox).parameter("/db/password").isReadableOnlyBy("user/app", "user/admin", "root");
        assertThatThrownBy(() -> assertThat(sandbox).parameter("/db/password").isReadableOnlyBy("root"))
                .hasMessageContaining("user/app");
    }
}
