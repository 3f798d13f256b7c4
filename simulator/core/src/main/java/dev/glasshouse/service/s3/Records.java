package dev.glasshouse.service.s3;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** S3's records by their shapes: what the model says of one, and one as another of nearly the same members. */
final class Records {

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

    private Records() {}

    static Structure shape(ApiRecord record) {
        return shape(record.shapeName());
    }

    static Structure shape(String name) {
        return Objects.requireNonNull(Shapes.BY_NAME.get(name), name);
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

    /** A member that is a list and may be absent, as a list. */
    static <T> List<T> list(@Nullable List<T> member) {
        return member == null ? List.of() : member;
    }
}
