package dev.glasshouse.service.ssm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.api.secretsmanager.GetSecretValueRequest;
import dev.glasshouse.api.secretsmanager.GetSecretValueResponse;
import dev.glasshouse.api.ssm.Parameter;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Secrets of Secrets Manager, read as parameters. See
 * <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html">Referencing AWS
 * Secrets Manager secrets from Parameter Store parameters</a>.
 */
final class SecretReferences {

    private static final String PREFIX = "/aws/reference/secretsmanager/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private SecretReferences() {}

    static boolean isReference(String name) {
        return name.startsWith(PREFIX);
    }

    /**
     * The secret that a name refers to, read on the caller's behalf.
     *
     * @param name the name, with a version id or a label after a colon, or without
     */
    static Parameter get(Call call, String name, boolean decrypt) {
        if (!decrypt) {
            throw SsmErrors.validation("WithDecryption flag must be True for retrieving a Secret Manager secret.");
        }
        int colon = name.indexOf(':');
        String whole = colon < 0 ? name : name.substring(0, colon);
        String selector = colon < 0 ? null : name.substring(colon + 1);
        boolean version = selector != null && selector.length() >= 32;
        GetSecretValueResponse secret;
        try {
            secret = call.services()
                    .onBehalf(
                            "ssm.amazonaws.com",
                            call.caller().account(),
                            "secretsmanager",
                            "GetSecretValue",
                            GetSecretValueRequest.builder()
                                    .secretId(whole.substring(PREFIX.length()))
                                    .versionId(version ? selector : null)
                                    .versionStage(version ? null : selector)
                                    .build(),
                            GetSecretValueResponse.class);
        } catch (ServiceException e) {
            if (e.code().equals("ResourceNotFoundException")) {
                throw SsmErrors.of(
                        "ParameterNotFound",
                        "An error occurred (ParameterNotFound) when referencing Secrets Manager: Secret " + name
                                + " not found.");
            }
            throw e;
        }
        return Parameter.builder()
                .name(whole)
                .type("SecureString")
                .value(
                        secret.secretString() != null
                                ? secret.secretString()
                                : Base64.getEncoder()
                                        .encodeToString(Objects.requireNonNull(secret.secretBinary())
                                                .toArray()))
                .version(0L)
                .selector(selector == null ? null : ":" + selector)
                .sourceResult(source(secret))
                .lastModifiedDate(secret.createdDate())
                .arn(Parameters.arn(call, whole))
                .dataType("text")
                .build();
    }

    private static String source(GetSecretValueResponse secret) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("ARN", String.valueOf(secret.arn()));
        source.put("name", String.valueOf(secret.name()));
        source.put("versionId", String.valueOf(secret.versionId()));
        if (secret.secretString() != null) {
            source.put("secretString", secret.secretString());
        }
        if (secret.versionStages() != null) {
            source.put("versionStages", secret.versionStages());
        }
        source.put("createdDate", String.valueOf(secret.createdDate()));
        try {
            return JSON.writeValueAsString(source);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written", e);
        }
    }
}
