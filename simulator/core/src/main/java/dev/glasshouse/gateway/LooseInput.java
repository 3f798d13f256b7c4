package dev.glasshouse.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.glasshouse.wire.QueryString;
import dev.glasshouse.wire.http.HttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be read of the input of an operation whose shapes are not here: the simple members at its top. It tells which
 * resource a call is about; nothing else is done with it.
 */
final class LooseInput {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build();
    private static final int MOST_MEMBERS = 1_000;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
    private static final List<String> KINDS = List.of("name", "identifier", "id", "arn", "url");

    private final Map<String, String> members = new HashMap<>();

    private LooseInput() {}

    /** Members as they are given. */
    static LooseInput of(Map<String, String> members) {
        LooseInput input = new LooseInput();
        members.forEach(input::add);
        return input;
    }

    /** Reads labels, query, and a body that is a form or a JSON object. */
    static LooseInput of(HttpRequest http, Map<String, String> labels, byte[] body) {
        LooseInput input = new LooseInput();
        labels.forEach(input::add);
        input.form(http.rawQuery());
        String type = http.headers().first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("application/x-www-form-urlencoded")) {
            input.form(new String(body, StandardCharsets.UTF_8));
        } else if (body.length > 0 && body[0] == '{') {
            input.json(body);
        }
        return input;
    }

    private void add(String name, String value) {
        if (members.size() < MOST_MEMBERS) {
            members.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
        }
    }

    private void form(@Nullable String text) {
        QueryString query = QueryString.parse(text);
        if (query != null) {
            query.names().forEach(name -> add(name, String.valueOf(query.first(name))));
        }
    }

    private void json(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken().isStructStart()) {
                    parser.skipChildren();
                } else {
                    add(name, parser.getText());
                }
            }
        } catch (IOException e) {
            // what came so far must do: the operation would refuse the body
        }
    }

    /**
     * The resource of a call.
     *
     * @param arns the forms that it may have
     * @return the first that can be filled in, or {@code *}
     */
    String resource(List<String> arns, String region, String account) {
        for (String arn : arns) {
            Optional<String> whole = whole(arn);
            if (whole.isPresent()) {
                return whole.get();
            }
        }
        for (String arn : arns) {
            Optional<String> filled = filled(arn, region, account);
            if (filled.isPresent()) {
                return filled.get();
            }
        }
        return "*";
    }

    /** A member that is itself an ARN of a form: of the same service and kind. */
    private Optional<String> whole(String form) {
        int variable = form.indexOf("${", form.lastIndexOf(':') + 1);
        String kind = variable < 0
                ? form.substring(form.lastIndexOf(':') + 1)
                : form.substring(form.lastIndexOf(':') + 1, variable);
        String service = form.split(":", -1).length > 2 ? form.split(":", -1)[2] : "";
        return members.values().stream()
                .filter(value -> value.startsWith("arn:aws:" + service + ":"))
                .filter(value -> value.split(":", 6).length == 6 && value.split(":", 6)[5].startsWith(kind))
                .findFirst();
    }

    private Optional<String> filled(String form, String region, String account) {
        StringBuilder out = new StringBuilder();
        Matcher variables = VARIABLE.matcher(form);
        while (variables.find()) {
            String value = switch (variables.group(1)) {
                case "Partition" -> "aws";
                case "Region" -> region;
                case "Account" -> account;
                default -> member(variables.group(1));
            };
            if (value == null) {
                return Optional.empty();
            }
            variables.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return Optional.of(variables.appendTail(out).toString());
    }

    /** The member for a variable: {@code TableName} for {@code TableName}, {@code QueueUrl} for {@code QueueName}. */
    private @Nullable String member(String variable) {
        String name = variable.toLowerCase(Locale.ROOT);
        if (members.containsKey(name)) {
            return members.get(name);
        }
        if (name.equals("objectname") && members.containsKey("key")) {
            return members.get("key"); // S3 calls an object by its key, slashes and all
        }
        String stem = stem(name);
        List<String> names = new ArrayList<>(List.of(stem));
        KINDS.forEach(kind -> names.add(stem + kind));
        for (String each : names) {
            String value = members.get(each);
            if (value != null && !value.isEmpty()) {
                return value.substring(value.lastIndexOf('/') + 1);
            }
        }
        return null;
    }

    private static String stem(String name) {
        for (String kind : KINDS) {
            if (name.endsWith(kind) && name.length() > kind.length()) {
                return name.substring(0, name.length() - kind.length());
            }
        }
        return name;
    }
}
