package dev.glasshouse.api.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation of a service.
 *
 * @param name the API name
 * @param httpMethod the HTTP method of the REST protocols
 * @param requestUri the path pattern of the REST protocols, with its query: {@code /{Bucket}/{Key+}?tagging}
 * @param responseCode the HTTP status of success
 * @param simulated whether shapes and records are there; else only the name and the binding are known
 * @param input the input type; null where the operation has none or is not simulated
 * @param output the output type; null where the operation has none or is not simulated
 * @param resultWrapper the element that wraps the result in the query protocol, or null
 * @param inputXmlName the element that wraps the body in restXml where the operation names one, or null
 * @param inputXmlNamespace that element's namespace, or null
 * @param errors the error structures that the model lists; empty where it is not simulated
 * @param unsigned whether AWS takes it without a signature
 * @param httpChecksumRequired whether the body must carry a checksum
 * @param readOnly whether the model marks it as read only, or its name says so
 * @param hostPrefix what is put before the host, or null
 */
public record OperationModel(
        String name,
        String httpMethod,
        String requestUri,
        int responseCode,
        boolean simulated,
        @Nullable Structure input,
        @Nullable Structure output,
        @Nullable String resultWrapper,
        @Nullable String inputXmlName,
        @Nullable XmlNamespace inputXmlNamespace,
        List<Structure> errors,
        boolean unsigned,
        boolean httpChecksumRequired,
        boolean readOnly,
        @Nullable String hostPrefix) {

    public OperationModel {
        errors = List.copyOf(errors);
    }

    @Override
    public String toString() {
        return name;
    }
}
