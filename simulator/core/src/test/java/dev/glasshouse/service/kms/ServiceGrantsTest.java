package dev.glasshouse.service.kms;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.DecryptRequest;
import dev.glasshouse.api.kms.DecryptResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.CallSource;
import dev.glasshouse.call.KeyGrants;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Operations;
import dev.glasshouse.call.Service;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * Grants that services make for their resources, by a service of the test that does with a key what database instances do:
 * it makes a grant when an instance is made, opens ciphertexts by it when it starts, and retires it in the end.
 */
class ServiceGrantsTest {

    private static final String INSTANCE = "arn:aws:rds:us-east-1:" + ACCOUNT + ":db:one";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The statement of AWS's usual key policies by which services may make grants for those who may use the key. */
    private static final String USUAL = """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"Administration","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/keeper"},\
            "Action":"kms:*","Resource":"*"},\
            {"Sid":"Allow use of the key","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/app"},\
            "Action":["kms:Encrypt","kms:DescribeKey"],"Resource":"*"},\
            {"Sid":"Allow attachment of persistent resources","Effect":"Allow",\
            "Principal":{"AWS":"arn:aws:iam::111122223333:user/app"},\
            "Action":["kms:CreateGrant","kms:ListGrants","kms:RevokeGrant"],"Resource":"*",\
            "Condition":{"Bool":{"kms:GrantIsForAWSResource":"true"}}}]}""";

    private final Databases databases = new Databases();
    private final TestCloud cloud = new TestCloud(databases);
    private final Credentials keeper = cloud.user("keeper", TestCloud.allow("kms:CreateKey", "*"));
    private final Credentials app = cloud.user("app", TestCloud.allow("rds:*", "*"));
    private final KmsClient keepers = cloud.as(keeper, KmsClient.builder());
    private final KmsClient apps = cloud.as(app, KmsClient.builder());
    private final ApiClient client = cloud.simulator().client(cloud.sandbox(), app);
    private final String key =
            keepers.createKey(request -> request.policy(USUAL)).keyMetadata().arn();

    ServiceGrantsTest() {
        databases.key = key;
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    /** Database instances, as far as they have to do with their key. */
    private static final class Databases implements Service {

        private final KeyGrants grants = new KeyGrants("rds.amazonaws.com");
        private String key = "";
        private CallSource source = new CallSource(INSTANCE, ACCOUNT);
        private @Nullable Bytes sealed;
        private KeyGrants.@Nullable Made made;
        private String opened = "";

        @Override
        public String name() {
            return "rds";
        }

        @Override
        public List<Table<?, ?>> tables() {
            return List.of();
        }

        @Override
        public List<Operation<?, ?>> operations() {
            return List.of(
                    operation("CreateDBInstance", this::create),
                    operation("StartDBInstance", this::start),
                    operation("DeleteDBInstance", this::delete));
        }

        private static Operation<ApiRecord, ApiRecord> operation(String name, Consumer<WriteCall> work) {
            return Operations.change(name, (in, call) -> plan(name, call), (in, call) -> work.accept(call));
        }

        private static AuthorizationPlan plan(String name, Call call) {
            return AuthorizationPlan.of(AuthorizationRequest.of(
                    "rds:" + name, INSTANCE, call.caller().account()));
        }

        private void create(WriteCall call) {
            KeyGrants.Wanted wanted =
                    new KeyGrants.Wanted(key, List.of("Decrypt", "RetireGrant"), Map.of("aws:rds:dbi", "one"));
            made = grants.make(call.services(), new CallSource(INSTANCE, ACCOUNT), wanted);
        }

        private void start(WriteCall call) {
            DecryptRequest request = DecryptRequest.builder()
                    .ciphertextBlob(Objects.requireNonNull(sealed))
                    .encryptionContext(Map.of("aws:rds:dbi", "one"))
                    .build();
            DecryptResponse response = grants.use(call.services(), source, "Decrypt", request, DecryptResponse.class);
            opened = new String(Objects.requireNonNull(response.plaintext()).toArray(), StandardCharsets.UTF_8);
        }

        private void delete(WriteCall call) {
            grants.retire(call.services(), source, Objects.requireNonNull(made));
        }
    }

    private String call(String operation) {
        return client.call("rds:" + operation, JSON.createObjectNode()).errorCode();
    }

    private void seal() {
        SdkBytes blob = apps.encrypt(request -> request.keyId(key)
                        .plaintext(SdkBytes.fromUtf8String("pages"))
                        .encryptionContext(Map.of("aws:rds:dbi", "one")))
                .ciphertextBlob();
        databases.sealed = Bytes.wrap(blob.asByteArray());
    }

    private JsonNode last(String name) {
        try {
            return JSON.readTree(cloud.control()
                    .events(1, event -> event.json().utf8().contains("\"eventName\":\"" + name + "\""))
                    .get(0)
                    .json()
                    .utf8());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aServiceMakesUsesAndRetiresAGrantForItsResource() {
        seal();
        assertThat(call("CreateDBInstance")).isEmpty();
        assertThat(call("StartDBInstance")).isEmpty();
        assertThat(databases.opened).isEqualTo("pages");
        assertThat(call("DeleteDBInstance")).isEmpty();
        assertThat(keepers.listGrants(request -> request.keyId(key)).grants()).isEmpty();
        assertThat(call("StartDBInstance")).isEqualTo("AccessDeniedException");
    }

    @Test
    void theUsualStatementLetsServicesMakeGrantsAndNotTheirCallers() {
        assertThat(call("CreateDBInstance")).isEmpty();
        String grantId = Objects.requireNonNull(databases.made).grantId();
        assertThatThrownBy(() -> apps.createGrant(request ->
                        request.keyId(key).granteePrincipal(app.principal()).operations(GrantOperation.DECRYPT)))
                .isInstanceOf(KmsException.class)
                .hasMessageContaining("is not authorized to perform: kms:CreateGrant");
        assertThatThrownBy(() -> apps.listGrants(request -> request.keyId(key)))
                .isInstanceOf(KmsException.class)
                .hasMessageContaining("is not authorized to perform: kms:ListGrants");
        assertThatThrownBy(() -> apps.revokeGrant(request -> request.keyId(key).grantId(grantId)))
                .isInstanceOf(KmsException.class)
                .hasMessageContaining("is not authorized to perform: kms:RevokeGrant");
        assertThat(keepers.listGrants(request -> request.keyId(key)).grants()).hasSize(1);
    }

    @Test
    void whoMayNotUseTheKeyHasNoServiceMakeAGrantOnIt() {
        Credentials eve = cloud.user("eve", TestCloud.allow("rds:*", "*"));
        assertThat(cloud.simulator()
                        .client(cloud.sandbox(), eve)
                        .call("rds:CreateDBInstance", JSON.createObjectNode())
                        .errorCode())
                .isEqualTo("AccessDeniedException");
        assertThat(keepers.listGrants(request -> request.keyId(key)).grants()).isEmpty();
    }

    @Test
    void aGrantForOneResourceIsNoneForAnother() {
        seal();
        assertThat(call("CreateDBInstance")).isEmpty();
        databases.source = new CallSource("arn:aws:rds:us-east-1:" + ACCOUNT + ":db:two", ACCOUNT);
        assertThat(call("StartDBInstance")).isEqualTo("AccessDeniedException");
    }

    @Test
    void aRevokedGrantLeavesTheServiceWithoutTheKey() {
        seal();
        assertThat(call("CreateDBInstance")).isEmpty();
        keepers.revokeGrant(request -> request.keyId(key)
                .grantId(Objects.requireNonNull(databases.made).grantId()));
        assertThat(call("StartDBInstance")).isEqualTo("AccessDeniedException");
    }

    @Test
    void theTrailTellsWhoMadeTheGrantAndThroughWhom() {
        assertThat(call("CreateDBInstance")).isEmpty();
        JsonNode event = last("CreateGrant");
        assertThat(event.at("/userIdentity/type").asText()).isEqualTo("IAMUser");
        assertThat(event.at("/userIdentity/arn").asText()).isEqualTo(app.principal());
        assertThat(event.at("/userIdentity/invokedBy").asText()).isEqualTo("rds.amazonaws.com");
        assertThat(event.path("sourceIPAddress").asText()).isEqualTo("rds.amazonaws.com");
        assertThat(event.path("userAgent").asText()).isEqualTo("rds.amazonaws.com");
        JsonNode asked = event.path("requestParameters");
        assertThat(asked.path("keyId").asText()).isEqualTo(key);
        assertThat(asked.path("granteeServicePrincipal").asText()).isEqualTo("rds.amazonaws.com");
        assertThat(asked.path("retiringServicePrincipal").asText()).isEqualTo("rds.amazonaws.com");
        assertThat(asked.at("/constraints/sourceArn").asText()).isEqualTo(INSTANCE);
        assertThat(asked.at("/constraints/encryptionContextSubset/aws:rds:dbi").asText())
                .isEqualTo("one");
        assertThat(event.at("/responseElements/grantId").asText())
                .isEqualTo(Objects.requireNonNull(databases.made).grantId());
        assertThat(event.at("/responseElements/keyId").asText()).isEqualTo(key);
    }

    @Test
    void theTrailOfTheKeysOwnerTellsWhatTheServiceDidByItself() {
        seal();
        assertThat(call("CreateDBInstance")).isEmpty();
        assertThat(call("StartDBInstance")).isEmpty();
        assertThat(call("DeleteDBInstance")).isEmpty();
        for (String name : List.of("Decrypt", "RetireGrant")) {
            JsonNode event = last(name);
            assertThat(event.path("userIdentity").toString())
                    .isEqualTo("{\"type\":\"AWSService\",\"invokedBy\":\"rds.amazonaws.com\"}");
            assertThat(event.path("sourceIPAddress").asText()).isEqualTo("rds.amazonaws.com");
            assertThat(event.path("recipientAccountId").asText()).isEqualTo(ACCOUNT);
            assertThat(event.path("sharedEventID").asText()).hasSize(36);
            assertThat(event.at("/resources/0/ARN").asText()).isEqualTo(key);
        }
    }

    @Test
    void theKeysOwnerSeesWhatWasGrantedToWhichService() {
        assertThat(call("CreateDBInstance")).isEmpty();
        GrantListEntry grant =
                keepers.listGrants(request -> request.keyId(key)).grants().get(0);
        assertThat(grant.granteePrincipal()).isNull();
        assertThat(grant.operations()).containsExactly(GrantOperation.DECRYPT, GrantOperation.RETIRE_GRANT);
        assertThat(grant.constraints().encryptionContextSubset()).isEqualTo(Map.of("aws:rds:dbi", "one"));
        JsonNode raw = cloud.simulator()
                .client(cloud.sandbox(), keeper)
                .call("kms:ListGrants", JSON.createObjectNode().put("KeyId", key))
                .output()
                .at("/Grants/0");
        assertThat(raw.path("GranteeServicePrincipal").asText()).isEqualTo("rds.amazonaws.com");
        assertThat(raw.path("RetiringServicePrincipal").asText()).isEqualTo("rds.amazonaws.com");
        assertThat(raw.at("/Constraints/SourceArn").asText()).isEqualTo(INSTANCE);
    }
}
