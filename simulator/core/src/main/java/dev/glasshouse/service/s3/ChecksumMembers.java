package dev.glasshouse.service.s3;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The checksum members of S3's records: each structure that shows checksums has a member for every algorithm. */
final class ChecksumMembers {

    private static final String PREFIX = "Checksum";

    /** Structures by name, gathered at the first use. */
    private static final class Shapes {
        static final Map<String, Structure> BY_NAME = gather();

        private static Map<String, Structure> gather() {
            Map<String, Structure> found = new HashMap<>();
            for (OperationModel operation :
                    ServiceCatalog.service("s3").operations().values()) {
                add(operation.input(), found);
                add(operation.output(), found);
            }
            return found;
        }

        private static void add(@Nullable Shape shape, Map<String, Structure> found) {
            if (shape instanceof ListShape list) {
                add(list.member(), found);
            } else if (shape instanceof Structure structure && found.putIfAbsent(structure.name(), structure) == null) {
                structure.members().forEach(member -> add(member.shape(), found));
            }
        }
    }

    private ChecksumMembers() {}

    static Structure shape(ApiRecord record) {
        return shape(record.shapeName());
    }

    static Structure shape(String name) {
        return Objects.requireNonNull(Shapes.BY_NAME.get(name), name);
    }

    /** A record with the values of checksums by algorithm. */
    @SuppressWarnings("unchecked") // a structure makes records of its own class
    static <R extends ApiRecord> R with(R record, Map<String, String> checksums) {
        if (checksums.isEmpty()) {
            return record;
        }
        Structure shape = shape(record);
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

    /** A record of another shape with the members that both have. */
    static <R extends ApiRecord> R as(Class<R> type, ApiRecord record) {
        Structure from = shape(record);
        Structure to = shape(type.getSimpleName());
        @Nullable Object[] values = new @Nullable Object[to.members().size()];
        for (Member member : to.members()) {
            Member same = from.member(member.name());
            values[member.index()] = same == null ? null : record.member(same.index());
        }
        return type.cast(to.create(values));
    }

    /** A checksum that a record has, or null. */
    static @Nullable String of(ApiRecord record, String algorithm) {
        Member member = shape(record).member(PREFIX + algorithm);
        return member == null ? null : (String) record.member(member.index());
    }

    /** All checksums that a record has, by algorithm. */
    static Map<String, String> all(ApiRecord record) {
        Map<String, String> found = new TreeMap<>();
        for (Member member : shape(record).members()) {
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
