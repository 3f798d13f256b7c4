package dev.glasshouse.service.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import dev.glasshouse.wire.RecordJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configurations of buckets that are kept as they came, after AWS's checks. */
final class Configurations {

    static final String OBJECT_LOCK = "object-lock";
    static final String ACCELERATE = "accelerate";
    static final String LIFECYCLE = "lifecycle";
    static final String REPLICATION = "replication";

    static final Table<ConfigurationKey, ConfigurationRow> TABLE = Table.of(
            "s3",
            "configurations",
            Comparator.<ConfigurationKey>naturalOrder(),
            ConfigurationKey.CODEC,
            RecordCodec.of(ConfigurationRow.class));

    private static final ObjectMapper JSON = new ObjectMapper();

    private Configurations() {}

    /** The one configuration of a kind. */
    static Optional<ConfigurationRow> get(StateReader state, String bucket, String kind) {
        return get(state, bucket, kind, "");
    }

    static Optional<ConfigurationRow> get(StateReader state, String bucket, String kind, String id) {
        return state.get(TABLE, Scope.SANDBOX, new ConfigurationKey(bucket, kind, id));
    }

    /** All configurations of a kind after an id, in the order of their ids. */
    static List<Map.Entry<ConfigurationKey, ConfigurationRow>> all(
            StateReader state, String bucket, String kind, String after) {
        List<Map.Entry<ConfigurationKey, ConfigurationRow>> found = new ArrayList<>();
        for (Map.Entry<ConfigurationKey, ConfigurationRow> row : state.rows(TABLE, Scope.SANDBOX)
                .tailMap(new ConfigurationKey(bucket, kind, after), false)
                .entrySet()) {
            if (!row.getKey().bucket().equals(bucket) || !row.getKey().kind().equals(kind)) {
                break;
            }
            found.add(row);
        }
        return found;
    }

    static void put(WriteCall call, String bucket, String kind, String id, ApiRecord record) {
        String json = RecordJson.write(Records.shape(record), record).toString();
        call.tx().put(TABLE, Scope.SANDBOX, new ConfigurationKey(bucket, kind, id), new ConfigurationRow(json));
    }

    static void remove(WriteCall call, String bucket, String kind, String id) {
        call.tx().remove(TABLE, Scope.SANDBOX, new ConfigurationKey(bucket, kind, id));
    }

    /** Takes all configurations of a bucket away with it. */
    static void removeAll(WriteCall call, String bucket) {
        List.copyOf(call
                        .state()
                        .rows(TABLE, Scope.SANDBOX)
                        .tailMap(new ConfigurationKey(bucket, "", ""), true)
                        .keySet()
                        .stream()
                        .takeWhile(key -> key.bucket().equals(bucket))
                        .toList())
                .forEach(key -> call.tx().remove(TABLE, Scope.SANDBOX, key));
    }

    /** A stored configuration as a record. */
    static <R extends ApiRecord> R read(Class<R> type, ConfigurationRow row) {
        try {
            return type.cast(RecordJson.read(Records.shape(type.getSimpleName()), JSON.readTree(row.json())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored configuration is JSON", e);
        }
    }
}
