package dev.glasshouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.State;
import dev.glasshouse.sandbox.Table;
import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * How rows are stored. Each table has a golden file with a row that is full and one in which all is absent that can be; a
 * release must read what the releases before it wrote, so a change of form needs the next version of its codec and a file
 * of its own. {@code -Dgolden=write} writes the files of new versions and overwrites none.
 */
class StoredFormsTest {

    private static final Path FOLDER = Path.of("src/test/resources/dev/glasshouse/stored");
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Table<?, ?>> tables() {
        try (Simulator simulator = Simulator.builder().seed("stored").start()) {
            return simulator.services().tables().stream();
        }
    }

    private static Path file(Table<?, ?> table, int version) {
        return FOLDER.resolve(table.name() + ".v" + version + ".json");
    }

    @ParameterizedTest
    @MethodSource("tables")
    <V> void a_row_is_written_as_its_golden_file_has_it_and_read_back(Table<?, V> table) throws IOException {
        List<V> rows =
                List.of(sample(table.codec().type(), true), sample(table.codec().type(), false));
        ArrayNode written = JSON.createArrayNode();
        rows.forEach(row -> written.add(table.codec().encode(row)));
        Path golden = file(table, table.codec().version());
        if ("write".equals(System.getProperty("golden")) && !Files.exists(golden)) {
            Files.createDirectories(FOLDER);
            Files.writeString(golden, written.toPrettyString() + "\n");
        }
        assertThat(golden).as("the golden file of " + table).exists();
        JsonNode stored = JSON.readTree(golden.toFile());
        // read again, since a small long is an int in a file
        assertThat(JSON.readTree(written.toString())).isEqualTo(stored);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(table.codec().decode(table.codec().version(), stored.get(i)))
                    .isEqualTo(rows.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void rows_of_every_earlier_version_are_read(Table<?, ?> table) throws IOException {
        for (int version = 1; version <= table.codec().version(); version++) {
            for (JsonNode stored : JSON.readTree(file(table, version).toFile())) {
                assertThat(table.codec().decode(version, stored)).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void a_member_that_no_version_has_is_refused(Table<?, ?> table) throws IOException {
        ObjectNode stored = (ObjectNode)
                JSON.readTree(file(table, table.codec().version()).toFile()).get(0);
        stored.put("noSuchMember", 1);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> table.codec().decode(table.codec().version(), stored)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_row_and_key_of_a_lived_in_sandbox_comes_back_as_it_was() {
        try (TestCloud cloud = new TestCloud()) {
            live(cloud);
            State state = cloud.sandbox().read().state();
            int[] rows = {0};
            for (Table<?, ?> table : cloud.simulator().services().tables()) {
                rows[0] += roundTrip(state, table);
            }
            assertThat(rows[0]).isGreaterThan(10);
        }
    }

    private static <K, V> int roundTrip(State state, Table<K, V> table) {
        int rows = 0;
        for (Scope scope : state.scopes(table)) {
            for (Map.Entry<K, V> row : state.rows(table, scope).entrySet()) {
                JsonNode stored = table.codec().encode(row.getValue());
                assertThat(table.codec().decode(table.codec().version(), stored))
                        .as(table + " " + row.getKey())
                        .isEqualTo(row.getValue());
                assertThat(table.keys().decode(table.keys().encode(row.getKey())))
                        .isEqualTo(row.getKey());
                rows++;
            }
        }
        return rows;
    }

    private static void live(TestCloud cloud) {
        cloud.user("u", TestCloud.allow("*", "*"));
        KmsClient kms = cloud.admin(KmsClient.builder());
        String key = kms.createKey().keyMetadata().keyId();
        kms.createAlias(request -> request.aliasName("alias/a").targetKeyId(key));
        kms.enableKeyRotation(request -> request.keyId(key));
        kms.rotateKeyOnDemand(request -> request.keyId(key));
        kms.scheduleKeyDeletion(request -> request.keyId(key));
        S3Client s3 = cloud.admin(S3Client.builder());
        s3.createBucket(request -> request.bucket("bucket"));
        s3.putObject(
                request -> request.bucket("bucket").key("a/b|\u00e9 \ud83d\ude00"), RequestBody.fromString("small"));
        s3.putObject(request -> request.bucket("bucket").key("large"), RequestBody.fromBytes(new byte[100_000]));
        String upload = s3.createMultipartUpload(
                        request -> request.bucket("bucket").key("m"))
                .uploadId();
        s3.uploadPart(
                request -> request.bucket("bucket").key("m").uploadId(upload).partNumber(1),
                RequestBody.fromString("part"));
        cloud.admin(StsClient.builder()).getSessionToken();
        OrganizationsClient organizations = cloud.admin(OrganizationsClient.builder());
        organizations.createOrganization();
        organizations.createAccount(request -> request.accountName("member").email("member@example.org"));
        String root = organizations.listRoots().roots().get(0).id();
        organizations.createOrganizationalUnit(request -> request.parentId(root).name("unit"));
    }

    // ---- rows made up from their types

    private static <V> V sample(Class<V> type, boolean full) {
        return type.cast(record(type, full));
    }

    private static Object record(Class<?> type, boolean full) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            AnnotatedType annotated = components[i].getAnnotatedType();
            boolean absent = !full && annotated.isAnnotationPresent(Nullable.class);
            values[i] = absent ? null : value(components[i].getGenericType(), components[i].getName(), full);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("a row of " + type, e);
        }
    }

    private static @Nullable Object value(Type type, String name, boolean full) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Class<?> raw = (Class<?>) generic.getRawType();
            if (Map.class.isAssignableFrom(raw)) {
                return full
                        ? Map.of(
                                Objects.requireNonNull(value(arguments[0], name + "-key", true)),
                                Objects.requireNonNull(value(arguments[1], name, true)))
                        : Map.of();
            }
            if (Set.class.isAssignableFrom(raw)) {
                return full ? Set.of(Objects.requireNonNull(value(arguments[0], name, true))) : Set.of();
            }
            return full ? List.of(Objects.requireNonNull(value(arguments[0], name, true))) : List.of();
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return name + " \u00e4\"";
        }
        if (plain == Instant.class) {
            return Instant.parse("2026-11-24T12:34:56.789Z");
        }
        if (plain == Bytes.class) {
            return Bytes.wrap(new byte[] {0, 1, -1});
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return full;
        }
        if (plain == int.class || plain == Integer.class) {
            return full ? 7 : 0;
        }
        if (plain == long.class || plain == Long.class) {
            return full ? 1L << 40 : 0L;
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants()[0];
        }
        if (plain.isRecord()) {
            return record(plain, full);
        }
        if (plain.getSimpleName().equals("Blob")) {
            return null; // stored by id, and found again only while it lives: the lived-in sandbox has some
        }
        throw new AssertionError("no sample for " + type);
    }
}
