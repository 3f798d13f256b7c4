package dev.glasshouse.service.secretsmanager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.iam.AccessKey;
import dev.glasshouse.api.iam.AccessKeyMetadata;
import dev.glasshouse.api.iam.CreateAccessKeyRequest;
import dev.glasshouse.api.iam.CreateAccessKeyResponse;
import dev.glasshouse.api.iam.DeleteAccessKeyRequest;
import dev.glasshouse.api.iam.GetAccessKeyLastUsedRequest;
import dev.glasshouse.api.iam.GetAccessKeyLastUsedResponse;
import dev.glasshouse.api.iam.ListAccessKeysRequest;
import dev.glasshouse.api.iam.ListAccessKeysResponse;
import dev.glasshouse.api.iam.UpdateAccessKeyRequest;
import dev.glasshouse.api.secretsmanager.GetSecretValueRequest;
import dev.glasshouse.api.secretsmanager.GetSecretValueResponse;
import dev.glasshouse.api.secretsmanager.PutSecretValueRequest;
import dev.glasshouse.api.secretsmanager.PutSecretValueResponse;
import dev.glasshouse.api.secretsmanager.UpdateSecretVersionStageRequest;
import dev.glasshouse.api.secretsmanager.UpdateSecretVersionStageResponse;
import dev.glasshouse.api.sts.GetCallerIdentityRequest;
import dev.glasshouse.api.sts.GetCallerIdentityResponse;
import dev.glasshouse.call.CallSource;
import dev.glasshouse.call.Rotator;
import dev.glasshouse.call.ServiceCalls.PrincipalCalls;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rotates the access key of an IAM user that a secret of the type {@value #TYPE} holds, in the role that the rotation was
 * set up with. The new key is made beside the old one and tried; when it is current, the old one is made inactive, and the
 * next rotation deletes it.
 */
final class AccessKeyRotator implements Rotator {

    /** The type of secret that says it holds an access key of a user: {@code {"accessKeyId": .., "secretAccessKey": ..}}. */
    static final String TYPE = "IAMUserAccessKey";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public boolean takes(Setup setup) {
        return TYPE.equals(setup.type()) && setup.roleArn() != null && setup.lambdaArn() == null;
    }

    @Override
    public void run(Task task, WriteCall call) {
        String role = Objects.requireNonNull(task.setup().roleArn());
        String secret = task.setup().secretArn();
        CallSource source = new CallSource(secret, secret.split(":", 6)[4]);
        PrincipalCalls session = call.services().assume(SecretVault.PRINCIPAL, source, role, "secretsmanager-rotation");
        Session within = new Session(session, task);
        switch (task.step()) {
            case CREATE_SECRET -> within.create();
            case SET_SECRET -> within.set();
            case TEST_SECRET -> within.test(call);
            case FINISH_SECRET -> within.finish();
        }
    }

    /** The value of a secret that holds an access key; its other members stay as they are. */
    private record KeyValue(ObjectNode json, String idMember, String secretMember) {

        static KeyValue of(@Nullable String text) {
            try {
                JsonNode json = text == null ? null : JSON.readTree(text);
                if (json instanceof ObjectNode object) {
                    String id = member(object, "accesskeyid");
                    String secret = member(object, "secretaccesskey");
                    if (id != null && secret != null) {
                        return new KeyValue(object, id, secret);
                    }
                }
            } catch (JsonProcessingException e) {
                // said below
            }
            throw SecretsErrors.invalidRequest(
                    "The secret value must be a JSON object with an accessKeyId and a secretAccessKey.");
        }

        /** The member with a name, however its words are joined and whether or not it says whose key it is. */
        private static @Nullable String member(ObjectNode object, String name) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                String plain = member.getKey()
                        .toLowerCase(Locale.ROOT)
                        .replace("_", "")
                        .replace("-", "");
                if (plain.equals(name) || plain.equals("aws" + name)) {
                    return member.getKey();
                }
            }
            return null;
        }

        String id() {
            return json.path(idMember).asText();
        }

        String secret() {
            return json.path(secretMember).asText();
        }

        @Nullable
        String user() {
            String member = member(json, "username");
            return member == null ? null : json.path(member).asText();
        }

        String with(AccessKey key) {
            ObjectNode changed = json.deepCopy();
            changed.put(idMember, key.accessKeyId());
            changed.put(secretMember, key.secretAccessKey());
            return changed.toString();
        }
    }

    /** The steps, in a session of the rotation's role. */
    private record Session(PrincipalCalls calls, Task task) {

        private <O extends ApiRecord> O iam(String operation, ApiRecord input, Class<O> output) {
            return calls.call("iam", operation, input, output);
        }

        private GetSecretValueResponse current() {
            return calls.call(
                    "secretsmanager",
                    "GetSecretValue",
                    GetSecretValueRequest.builder()
                            .secretId(task.setup().secretArn())
                            .versionStage(Stages.CURRENT)
                            .build(),
                    GetSecretValueResponse.class);
        }

        private Optional<KeyValue> pending() {
            try {
                return Optional.of(KeyValue.of(calls.call(
                                "secretsmanager",
                                "GetSecretValue",
                                GetSecretValueRequest.builder()
                                        .secretId(task.setup().secretArn())
                                        .versionId(task.token())
                                        .versionStage(Stages.PENDING)
                                        .build(),
                                GetSecretValueResponse.class)
                        .secretString()));
            } catch (ServiceException e) {
                if (e.code().equals("ResourceNotFoundException")) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        private String user(KeyValue key) {
            String named = key.user();
            if (named != null) {
                return named;
            }
            GetAccessKeyLastUsedResponse used = iam(
                    "GetAccessKeyLastUsed",
                    new GetAccessKeyLastUsedRequest(key.id()),
                    GetAccessKeyLastUsedResponse.class);
            return String.valueOf(used.userName());
        }

        void create() {
            if (pending().isPresent()) {
                return; // made at an earlier attempt
            }
            KeyValue old = KeyValue.of(current().secretString());
            String user = user(old);
            List<AccessKeyMetadata> keys = iam(
                            "ListAccessKeys",
                            ListAccessKeysRequest.builder().userName(user).build(),
                            ListAccessKeysResponse.class)
                    .accessKeyMetadata();
            // a user has two keys at most; the one that is not in use is of the rotation before
            for (AccessKeyMetadata key : keys) {
                if (keys.size() > 1 && !old.id().equals(key.accessKeyId())) {
                    iam(
                            "DeleteAccessKey",
                            DeleteAccessKeyRequest.builder()
                                    .userName(user)
                                    .accessKeyId(String.valueOf(key.accessKeyId()))
                                    .build(),
                            ApiRecord.class);
                }
            }
            AccessKey made = Objects.requireNonNull(iam(
                            "CreateAccessKey",
                            CreateAccessKeyRequest.builder().userName(user).build(),
                            CreateAccessKeyResponse.class)
                    .accessKey());
            calls.call(
                    "secretsmanager",
                    "PutSecretValue",
                    PutSecretValueRequest.builder()
                            .secretId(task.setup().secretArn())
                            .clientRequestToken(task.token())
                            .secretString(old.with(made))
                            .versionStages(List.of(Stages.PENDING))
                            .build(),
                    PutSecretValueResponse.class);
        }

        /** IAM knows the new key since it was made; one that was turned off meanwhile is turned on. */
        void set() {
            KeyValue made = pending().orElseThrow(() -> SecretsErrors.valueNotFound("staging label: AWSPENDING"));
            status(made, "Active");
        }

        /** The new key must be its user's; when only the set-up is tried, the present one must be. */
        void test(WriteCall call) {
            KeyValue key = pending().orElseGet(() -> KeyValue.of(current().secretString()));
            GetCallerIdentityResponse who = call.services()
                    .present(key.id(), key.secret())
                    .call("sts", "GetCallerIdentity", new GetCallerIdentityRequest(), GetCallerIdentityResponse.class);
            if (!String.valueOf(who.arn()).endsWith("/" + user(key))) {
                throw SecretsErrors.invalidRequest("The access key is not the user's: " + who.arn());
            }
        }

        void finish() {
            GetSecretValueResponse before = current();
            if (task.token().equals(before.versionId())) {
                return;
            }
            KeyValue old = KeyValue.of(before.secretString());
            calls.call(
                    "secretsmanager",
                    "UpdateSecretVersionStage",
                    UpdateSecretVersionStageRequest.builder()
                            .secretId(task.setup().secretArn())
                            .versionStage(Stages.CURRENT)
                            .moveToVersionId(task.token())
                            .removeFromVersionId(before.versionId())
                            .build(),
                    UpdateSecretVersionStageResponse.class);
            status(old, "Inactive");
        }

        private void status(KeyValue key, String status) {
            iam(
                    "UpdateAccessKey",
                    UpdateAccessKeyRequest.builder()
                            .userName(user(key))
                            .accessKeyId(key.id())
                            .status(status)
                            .build(),
                    ApiRecord.class);
        }
    }
}
