package dev.glasshouse.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where one statement stands in its document, lines and columns from 1, as AWS's policy simulator counts: it begins where
 * the text before it was read, which in a list is right after the bracket or the statement before, and for a statement
 * alone right after its opening brace; it ends right after its closing brace.
 *
 * @param startLine the line where it begins
 * @param startColumn the column where it begins
 * @param endLine the line of the closing brace
 * @param endColumn the column after it
 */
public record StatementSpan(int startLine, int startColumn, int endLine, int endColumn) {

    /** The spans of a document's statements; empty for a document without any. */
    static List<StatementSpan> of(String source, int statements) {
        List<StatementSpan> spans = new ArrayList<>();
        if (statements == 0) {
            return spans;
        }
        try (JsonParser parser = new JsonFactory().createParser(source)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean statement = parser.currentName().equals("Statement");
                JsonToken value = parser.nextToken();
                if (!statement) {
                    parser.skipChildren();
                } else if (value == JsonToken.START_OBJECT) {
                    spans.add(read(parser, parser.currentLocation()));
                } else {
                    JsonLocation before = parser.currentLocation();
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        spans.add(read(parser, before));
                        before = parser.currentLocation();
                    }
                }
            }
        } catch (IOException impossible) {
            // The text was parsed before it became a document.
            throw new UncheckedIOException(impossible);
        }
        return spans;
    }

    private static StatementSpan read(JsonParser parser, JsonLocation start) throws IOException {
        parser.skipChildren();
        JsonLocation end = parser.currentLocation();
        return new StatementSpan(start.getLineNr(), start.getColumnNr(), end.getLineNr(), end.getColumnNr());
    }
}
