package dev.glasshouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.MapShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.call.StagedOperation;
import dev.glasshouse.wire.WireError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every simulated operation with inputs made from its model: of what other calls answered, of what the model allows, and of
 * what nobody would send. No answer is a fault of ours, and what fails changes nothing.
 */
class HostileInputsTest {

    /** How many calls are made; the nightly profile makes a million. */
    private static final int CALLS = Integer.getInteger("glasshouse.hostile.calls", 10_000);

    private static final int CALLS_A_SANDBOX = 2_500;
    private static final Set<String> BAD_KEYS =
            Set.of("InvalidClientTokenId", "InvalidAccessKeyId", "UnrecognizedClientException");
    private static final int MOST_KNOWN = 40;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final String POLICY =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":"
                    + "{\"AWS\":\"*\"},\"Action\":\"*\",\"Resource\":\"*\"}}";
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "bucket-a",
            "*",
            "null",
            "-1",
            "0",
            "%",
            "..",
            "//",
            "\u0000",
            "\ud800",
            "\u202e\ufeff",
            "${aws:username}",
            "(a+)+$",
            "arn:aws:iam::111122223333:user/admin",
            "arn:aws:iam::111122223333:root",
            "arn:aws:s3:::bucket-a",
            "arn:aws:kms:us-east-1:111122223333:key/x",
            "arn:::::",
            "111122223333",
            "alias/a",
            "/",
            "2026-01-01",
            "{",
            "[]",
            "{}",
            "<a/>",
            POLICY,
            POLICY.replace("\"Principal\":{\"AWS\":\"*\"},", ""),
            "x".repeat(300),
            "9".repeat(40));

    private final Random random;
    private final Map<String, String> faults = new TreeMap<>();
    private boolean tame;
    private final Map<String, List<String>> known = new TreeMap<>();

    HostileInputsTest() {
        this.random = new Random(Long.getLong("glasshouse.hostile.seed", 20261124L));
    }

    @Test
    void no_input_is_answered_with_a_fault_of_ours_and_what_fails_changes_nothing() {
        int made = 0;
        while (made < CALLS) {
            known.clear();
            try (TestCloud cloud = new TestCloud("hostile" + made).unchecked()) {
                List<String> operations = cloud.simulator().services().operationNames().stream()
                        .sorted()
                        .toList();
                ApiClient root = root(cloud);
                boolean good = true; // until a call takes its own key away
                for (int call = 0; good && call < CALLS_A_SANDBOX && made < CALLS; call++, made++) {
                    good = play(cloud, root, operations.get(random.nextInt(operations.size())));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    private static ApiClient root(TestCloud cloud) {
        return cloud.simulator()
                .client(cloud.sandbox(), cloud.control().credentials("arn:aws:iam::" + TestCloud.ACCOUNT + ":root"));
    }

    /** Makes a call; answers whether its key is good still. */
    private boolean play(TestCloud cloud, ApiClient root, String name) {
        String[] parts = name.split(":");
        OperationModel operation =
                ServiceCatalog.service(parts[0]).operation(parts[1]).orElseThrow();
        Structure shape = operation.input();
        tame = random.nextInt(10) < 6; // without calls that succeed there is nothing for others to name
        ObjectNode input = shape == null ? JSON.objectNode() : structure(shape, 0);
        long before = cloud.sandbox().peek().sequence();
        ApiClient.Answer answer;
        try {
            answer = root.call(name, input);
        } catch (IllegalArgumentException e) {
            return true; // not an input of the model at all, which the wire refuses in its own way
        }
        WireError error = answer.error();
        if (error == null) {
            learn(input, "");
            learn(answer.output(), "");
            return true;
        }
        if (error.httpStatus() >= 500 && error.httpStatus() != 501) {
            faults.putIfAbsent(name, error + " for " + input);
        }
        boolean staged = cloud.simulator()
                .services()
                .operation(parts[0], parts[1])
                .filter(StagedOperation.class::isInstance)
                .isPresent();
        // a staged operation's inner calls are commits of their own
        if (!staged && cloud.sandbox().peek().sequence() != before) {
            faults.putIfAbsent(name, "it failed with " + error.code() + " and changed something, for " + input);
        }
        return !BAD_KEYS.contains(error.code());
    }

    /** Keeps what an answer names, to use it in later calls. */
    private void learn(JsonNode output, String name) {
        if (output.isObject()) {
            output.properties().forEach(member -> learn(member.getValue(), member.getKey()));
        } else if (output.isArray()) {
            output.forEach(element -> learn(element, name));
        } else if (output.isTextual()) {
            remember(name, output.asText());
            if (output.asText().startsWith("arn:")) {
                remember("arn", output.asText());
            }
        }
    }

    private void remember(String name, String value) {
        List<String> values = known.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>());
        if (values.size() < MOST_KNOWN) {
            values.add(value);
        } else {
            values.set(random.nextInt(MOST_KNOWN), value);
        }
    }

    private ObjectNode structure(Structure shape, int depth) {
        ObjectNode node = JSON.objectNode();
        int chance = tame ? 8 : depth == 0 ? 35 : 55;
        for (Member member : shape.members()) {
            boolean here = member.required() ? tame || random.nextInt(100) < 97 : random.nextInt(100) < chance;
            if (here && depth < 8) {
                node.set(member.name(), value(member.shape(), member.name(), depth + 1));
            }
        }
        return node;
    }

    private JsonNode value(Shape shape, String name, int depth) {
        if (shape instanceof Structure structure) {
            return structure(structure, depth);
        }
        if (shape instanceof ListShape list) {
            ArrayNode array = JSON.arrayNode();
            for (int left = tame ? 1 : random.nextInt(3); left > 0; left--) {
                array.add(value(list.member(), name, depth + 1));
            }
            return array;
        }
        if (shape instanceof MapShape map) {
            ObjectNode node = JSON.objectNode();
            for (int left = random.nextInt(3); left > 0; left--) {
                node.set(text(null, name), value(map.value(), name, depth + 1));
            }
            return node;
        }
        return scalar((Scalar) shape, name);
    }

    private JsonNode scalar(Scalar shape, String name) {
        return switch (shape.kind()) {
            case BOOLEAN -> JSON.booleanNode(random.nextBoolean());
            case BYTE, SHORT, INTEGER, LONG, BIG_INTEGER -> JSON.numberNode(number(shape));
            case FLOAT, DOUBLE, BIG_DECIMAL -> JSON.numberNode(random.nextInt(5) - 1.5);
            case TIMESTAMP ->
                JSON.textNode(List.of(
                                "2026-11-24T00:00:00Z",
                                "2030-01-01T00:00:00Z",
                                "1970-01-01T00:00:00Z",
                                "9999-12-31T00:00:00Z")
                        .get(random.nextInt(4)));
            case BLOB ->
                JSON.textNode(
                        List.of("", "aGVsbG8=", "AQID", "AAAA".repeat(100)).get(random.nextInt(4)));
            default -> JSON.textNode(text(shape, name));
        };
    }

    private long number(Scalar shape) {
        BigDecimal least = shape.constraints().min();
        BigDecimal most = shape.constraints().max();
        return switch (tame ? 5 : random.nextInt(6)) {
            case 0 -> least == null ? 0 : least.longValue();
            case 1 ->
                most == null
                        ? Integer.MAX_VALUE
                        : most.min(BigDecimal.valueOf(Integer.MAX_VALUE)).longValue();
            case 2 -> -1;
            case 3 -> random.nextInt(4000);
            default -> (least == null ? 0 : least.longValue()) + random.nextInt(30);
        };
    }

    private String text(@Nullable Scalar shape, String name) {
        if (shape != null && !shape.enumValues().isEmpty() && (tame || random.nextInt(20) > 0)) {
            return shape.enumValues().get(random.nextInt(shape.enumValues().size()));
        }
        int kind = random.nextInt(tame ? 8 : 10);
        String key = name.toLowerCase(Locale.ROOT);
        List<String> same = known.getOrDefault(key, List.of());
        if (kind < 6 && !same.isEmpty()) {
            return same.get(random.nextInt(same.size()));
        }
        List<String> arns = known.getOrDefault("arn", List.of());
        if (kind < 7 && key.endsWith("arn") && !arns.isEmpty()) {
            return arns.get(random.nextInt(arns.size()));
        }
        if (kind < 8) {
            if (key.equals("assumerolepolicydocument")) {
                return POLICY.replace("\"Action\":\"*\",\"Resource\":\"*\"", "\"Action\":\"sts:AssumeRole\"");
            }
            if (key.endsWith("policy") || key.endsWith("document")) {
                return random.nextBoolean() ? POLICY : POLICY.replace("\"Principal\":{\"AWS\":\"*\"},", "");
            }
            if (key.equals("aliasname")) {
                return "alias/a" + random.nextInt(4);
            }
            return key.contains("bucket") ? "bucket-" + (char) ('a' + random.nextInt(5)) : "name" + random.nextInt(6);
        }
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
