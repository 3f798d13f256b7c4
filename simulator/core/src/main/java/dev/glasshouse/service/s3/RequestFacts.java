package dev.glasshouse.service.s3;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.Structure;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request says outside its body, by the names that headers and query parameters have on the wire: condition keys and
 * ACLs are told by these. It is read from the input, so that calls in process have it as well.
 *
 * @param operation the operation's name
 * @param headers by name in small letters
 * @param query by name
 * @param bucket the bucket it is about, or null
 */
record RequestFacts(
        String operation,
        Map<String, String> headers,
        Map<String, String> query,
        @Nullable String bucket) {

    static RequestFacts of(String operation, ApiRecord input) {
        Structure shape = ServiceCatalog.service("s3")
                .operation(operation)
                .orElseThrow(() -> new IllegalArgumentException("S3 has no operation " + operation))
                .input();
        Map<String, String> headers = new HashMap<>();
        Map<String, String> query = new HashMap<>();
        String bucket = null;
        if (shape != null && shape.members().size() == input.memberCount()) {
            for (Member member : shape.members()) {
                Object value = input.member(member.index());
                if (value == null) {
                    continue;
                }
                if (member.location() == Member.Location.HEADER) {
                    headers.put(member.locationName().toLowerCase(Locale.ROOT), value.toString());
                } else if (member.location() == Member.Location.QUERY) {
                    query.put(member.locationName(), value.toString());
                } else if (member.location() == Member.Location.URI
                        && member.name().equals("Bucket")) {
                    bucket = value.toString();
                }
            }
        }
        return new RequestFacts(operation, headers, query, bucket);
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** The version that is read of an object in a bucket, which may be the source of a copy; null for the latest. */
    @Nullable
    String version(String ofBucket) {
        if (ofBucket.equals(bucket) && query.get("versionId") != null) {
            return query.get("versionId");
        }
        String source = headers.getOrDefault("x-amz-copy-source", "");
        int version = source.indexOf("?versionId=");
        return version < 0 ? null : source.substring(version + "?versionId=".length());
    }
}
