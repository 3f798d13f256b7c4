package dev.glasshouse.service.s3;

import dev.glasshouse.call.Call;
import dev.glasshouse.wire.QueryString;
import java.util.List;
import java.util.Set;

/** Refuses headers and query parameters that an operation does not take because they make another one of it. */
final class StrayFields {

    private static final String SOURCE = "x-amz-copy-source";
    private static final Set<String> COPIES = Set.of("CopyObject", "UploadPartCopy");
    private static final Set<String> WRITES = Set.of("PutObject", "CopyObject");

    private StrayFields() {}

    static void require(String operation, Call call) {
        if (!COPIES.contains(operation)) {
            call.http().headers().first(SOURCE).ifPresent(value -> {
                throw S3Errors.invalidArgument(
                        "You can only specify a copy source header for copy requests.", SOURCE, value);
            });
        }
        String raw = call.http().rawQuery();
        QueryString query = raw == null || raw.isEmpty() ? null : QueryString.parse(raw);
        if (query == null) {
            return;
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
}
