package dev.glasshouse.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.sandbox.Seed;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The values that texts of a lab speak of as {@code {{name}}}. Each learner's derive from the seed: {@code {{hex 6}}},
 * {@code {{digits 4}}} and {@code {{pick red green blue}}} in the text of a variable, no two of them the same by chance.
 */
final class Variables {

    private final Map<String, String> values;

    private Variables(Map<String, String> values) {
        this.values = values;
    }

    /** Variables that are the same for everybody. */
    static Variables given(Map<String, String> given) {
        return new Variables(Map.copyOf(given));
    }

    /** A lab's variables for a seed, beside those given. */
    static Variables of(Lab lab, Seed seed, Map<String, String> given) {
        Variables variables = new Variables(new LinkedHashMap<>(given));
        new TreeMap<>(lab.variables()).forEach((name, text) -> {
            byte[] bytes = seed.derive("lab/" + lab.id() + "/" + name);
            variables.values.put(name, fill(text, new Generator(bytes)::part));
        });
        return variables;
    }

    private static final class Generator {
        private final byte[] bytes;
        private int at;

        Generator(byte[] bytes) {
            this.bytes = bytes;
        }

        String part(String expression) {
            String[] words = expression.strip().split("\\s+");
            return switch (words[0].toLowerCase(Locale.ROOT)) {
                case "hex" ->
                    HexFormat.of().formatHex(next((length(words) + 1) / 2)).substring(0, length(words));
                case "digits" -> digits(length(words));
                case "pick" -> words[1 + (next(1)[0] & 0xff) % (words.length - 1)];
                default -> throw new IllegalArgumentException("a variable cannot hold {{" + expression + "}}");
            };
        }

        private static int length(String[] words) {
            return Integer.parseInt(words[1]);
        }

        private String digits(int length) {
            StringBuilder text = new StringBuilder();
            for (byte value : next(length)) {
                text.append((value & 0xff) % 10);
            }
            return text.toString();
        }

        private byte[] next(int length) {
            if (at + length > bytes.length) {
                throw new IllegalArgumentException("a variable takes more than " + bytes.length + " random bytes");
            }
            byte[] taken = Arrays.copyOfRange(bytes, at, at + length);
            at += length;
            return taken;
        }
    }

    /** All of them. */
    Map<String, String> values() {
        return Map.copyOf(values);
    }

    /** The same with another value. */
    Variables with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Variables(more);
    }

    /**
     * A text with its variables filled in.
     *
     * @throws IllegalArgumentException if it names one that is not there
     */
    String fill(String text) {
        return fill(text, name -> {
            String value = values.get(name.strip());
            if (value == null) {
                throw new IllegalArgumentException("there is no variable {{" + name + "}}");
            }
            return value;
        });
    }

    private static String fill(String text, UnaryOperator<String> values) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
            int close = text.indexOf("}}", open);
            if (close < 0) {
                break;
            }
            out.append(text, from, open).append(values.apply(text.substring(open + 2, close)));
            from = close + 2;
        }
        return out.append(text, from, text.length()).toString();
    }

    /** A JSON value with the variables of all its texts and member names filled in. */
    JsonNode fill(JsonNode json) {
        if (json.isTextual()) {
            return JsonNodeFactory.instance.textNode(fill(json.asText()));
        }
        if (json.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            json.forEach(element -> array.add(fill(element)));
            return array;
        }
        if (json.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            json.properties().forEach(entry -> object.set(fill(entry.getKey()), fill(entry.getValue())));
            return object;
        }
        return json;
    }
}
