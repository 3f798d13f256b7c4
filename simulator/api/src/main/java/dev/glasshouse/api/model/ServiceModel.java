package dev.glasshouse.api.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service of AWS.
 *
 * @param name our name and botocore's folder: {@code iam}, {@code s3}, {@code kms}
 * @param serviceId AWS's service id: {@code IAM}, {@code S3}
 * @param apiVersion the API date
 * @param endpointPrefix the host's first label
 * @param signingName the service name in a credential scope
 * @param protocols the wire protocols, the preferred one first: {@code json}, {@code query}, {@code rest-xml},
 *     {@code rest-json}, {@code ec2}, {@code smithy-rpc-v2-cbor}
 * @param jsonVersion {@code 1.0} or {@code 1.1} for the JSON protocol, or null
 * @param targetPrefix the prefix of {@code X-Amz-Target}, or null
 * @param xmlNamespace the default XML namespace, or null
 * @param globalEndpoint the host of a global service, or null
 * @param operations by name
 * @param origin where the model came from, with its hash
 */
public record ServiceModel(
        String name,
        String serviceId,
        String apiVersion,
        String endpointPrefix,
        String signingName,
        List<String> protocols,
        @Nullable String jsonVersion,
        @Nullable String targetPrefix,
        @Nullable XmlNamespace xmlNamespace,
        @Nullable String globalEndpoint,
        Map<String, OperationModel> operations,
        String origin) {

    public ServiceModel {
        protocols = List.copyOf(protocols);
        operations = Map.copyOf(operations);
    }

    /** The operation with a name. */
    public Optional<OperationModel> operation(String operation) {
        return Optional.ofNullable(operations.get(operation));
    }

    @Override
    public String toString() {
        return name;
    }
}
