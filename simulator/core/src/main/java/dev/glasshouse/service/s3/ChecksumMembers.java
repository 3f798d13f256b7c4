package dev.glasshouse.service.s3;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Structure;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The checksum members of S3's records: each structure that shows checksums has a member for every algorithm. */
final class ChecksumMembers {

    private static final String PREFIX = "Checksum";

    private ChecksumMembers() {}

    /** A record with the values of checksums by algorithm. */
    @SuppressWarnings("unchecked") // a structure makes records of its own class
    static <R extends ApiRecord> R with(R record, Map<String, String> checksums) {
        if (checksums.isEmpty()) {
            return record;
        }
        Structure shape = Records.shape(record);
        @Nullable Object[] values = new @Nullable Object[record.memberCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = record.member(i);
        }
        checksums.forEach((algorithm, value) -> {
            Member member = shape.member(PREFIX + algorithm);
            if (member != null) {
                values[member.index()] = value;
            }
        });
        return (R) shape.create(values);
    }

    /** A checksum that a record has, or null. */
    static @Nullable String of(ApiRecord record, String algorithm) {
        Member member = Records.shape(record).member(PREFIX + algorithm);
        return member == null ? null : (String) record.member(member.index());
    }

    /** All checksums that a record has, by algorithm. */
    static Map<String, String> all(ApiRecord record) {
        Map<String, String> found = new TreeMap<>();
        for (Member member : Records.shape(record).members()) {
            String algorithm = member.name().startsWith(PREFIX) ? member.name().substring(PREFIX.length()) : "";
            Object value = record.member(member.index());
            boolean known = dev.glasshouse.crypto.content.Checksums.known(algorithm);
            if (known && value instanceof String text) {
                found.put(algorithm, text);
            }
        }
        return found;
    }
}
