package dev.glasshouse.service.s3;

import dev.glasshouse.call.Call;
import dev.glasshouse.wire.QueryString;
import dev.glasshouse.wire.http.HttpRequest;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Refuses headers and query parameters that an operation does not take because they make another one of it. */
final class StrayFields {

    private static final String SOURCE = "x-amz-copy-source";
    private static final String MD5 = "Content-MD5";
    private static final Set<String> COPIES = Set.of("CopyObject", "UploadPartCopy");
    private static final Set<String> WRITES = Set.of("PutObject", "CopyObject");

    private static final String ENCRYPTION = "x-amz-server-side-encryption";
    private static final List<String> ENCRYPTIONS =
            List.of(ENCRYPTION, ENCRYPTION + "-aws-kms-key-id", ENCRYPTION + "-context");
    private static final Set<String> ENCRYPTING = Set.of("PutObject", "CopyObject", "CreateMultipartUpload");

    private static final QueryString NONE = Objects.requireNonNull(QueryString.parse(""));

    private StrayFields() {}

    static void require(String operation, Call call) {
        String raw = call.http().rawQuery();
        QueryString parsed = raw == null || raw.isEmpty() ? null : QueryString.parse(raw);
        QueryString query = parsed == null ? NONE : parsed;
        if (!ENCRYPTING.contains(operation)) {
            requireNoEncryption(call.http());
        }
        if (COPIES.contains(operation)) {
            requireBare(operation, call.http());
        } else {
            requireNoSource(operation, call.http(), query);
        }
        List<String> part = query.all("partNumber");
        if (WRITES.contains(operation) && !part.isEmpty()) {
            throw S3Errors.invalidArgument(
                    "This operation does not accept partNumber without uploadId", "partNumber", part.get(0));
        }
        if (operation.equals("GetObject") && !query.all("uploads").isEmpty()) {
            throw S3Errors.invalidRequest("Key is not expected for the GET method ?uploads subresource");
        }
        if (operation.equals("GetObject") && !query.all("versions").isEmpty()) {
            throw S3Errors.invalidRequest("There is no such thing as the ?versions sub-resource for a key");
        }
    }

    /** How an object is encrypted is said where it begins: neither of its parts nor when it is read. */
    private static void requireNoEncryption(HttpRequest http) {
        for (String name : ENCRYPTIONS) {
            http.headers().first(name).ifPresent(value -> {
                throw S3Errors.invalidArgument(name + " header is not supported for this operation.", name, value);
            });
        }
    }

    /** A copy is made of its source alone. */
    private static void requireBare(String operation, HttpRequest http) {
        String length = http.headers().first("Content-Length").orElse("0");
        if (length.chars().anyMatch(c -> c != '0')
                || http.headers().first("Transfer-Encoding").isPresent()) {
            throw S3Errors.invalidRequest(
                    "The request included a body. Requests of this type must not include a non-empty body.");
        }
        if (operation.equals("UploadPartCopy")) {
            http.headers().first(MD5).ifPresent(value -> {
                throw S3Errors.invalidArgument("The specified header is not valid in this context", MD5, value);
            });
        }
    }

    /** What is put may name a source that nothing is made of; to get, to delete or to post is no copy. */
    private static void requireNoSource(String operation, HttpRequest http, QueryString query) {
        String source = http.headers().first(SOURCE).orElse(null);
        if (source == null || http.method().equals("PUT")) {
            return;
        }
        if (http.method().equals("POST") && query.all("uploadId").isEmpty()) {
            throw S3Errors.of("MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
                    .with("Method", "POST")
                    .with("ResourceType", operation.equals("DeleteObjects") ? "BUCKET" : "OBJECT");
        }
        throw S3Errors.invalidArgument("You can only specify a copy source header for copy requests.", SOURCE, source);
    }
}
