package dev.glasshouse.policy.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.glasshouse.policy.check.Finding.Step;
import dev.glasshouse.policy.check.Node.Kind;
import dev.glasshouse.policy.check.Node.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a policy with the place of each value: one JSON value, no key twice in an object, at most 64 levels. */
final class SourceTree {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build();

    private SourceTree() {}

    /** The text is not JSON, from this offset on. */
    static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;
        final int offset;

        SyntaxException(long offset) {
            super("not JSON", null, false, false);
            this.offset = (int) Math.max(0, offset);
        }
    }

    static Node read(String text) throws SyntaxException {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new SyntaxException(0);
            }
            Node root = value(parser, List.of());
            if (parser.nextToken() != null) {
                throw new SyntaxException(parser.currentTokenLocation().getCharOffset());
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new SyntaxException(
                    e.getLocation() == null ? 0 : e.getLocation().getCharOffset());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Node value(JsonParser parser, List<Step> path) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        JsonToken token = parser.currentToken();
        List<Member> members = new ArrayList<>();
        List<Node> items = new ArrayList<>();
        String text = "";
        if (token == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                members.add(new Member(key, value(parser, with(path, new Step(key, null)))));
            }
        } else if (token == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser, with(path, new Step(null, items.size()))));
            }
        } else {
            text = parser.getText(); // reads the token to its end
        }
        int end = (int) parser.currentLocation().getCharOffset();
        return new Node(kind(token), text, path, start, end, members, items);
    }

    private static Kind kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> Kind.OBJECT;
            case START_ARRAY -> Kind.ARRAY;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Kind.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
            case VALUE_NULL -> Kind.NULL;
            default -> Kind.STRING;
        };
    }

    private static List<Step> with(List<Step> path, Step step) {
        List<Step> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }
}
