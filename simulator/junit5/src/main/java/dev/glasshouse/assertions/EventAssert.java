package dev.glasshouse.assertions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.Control;
import dev.glasshouse.sandbox.LogRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** Events of the trail. Each method narrows them down, and fails when none is left. */
public final class EventAssert {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_SHOWN = 20;
    private static final int MOST_READ = 100_000;

    private final Control control;
    private final String wanted;
    private final List<JsonNode> events;

    private EventAssert(Control control, String wanted, List<JsonNode> events) {
        this.control = control;
        this.wanted = wanted;
        this.events = events;
    }

    static EventAssert named(Control control, String name) {
        return new EventAssert(control, "an event", all(control))
                .narrowed(" " + name, event -> event.path("eventName").asText().equals(name));
    }

    static void none(Control control, String name) {
        List<JsonNode> found = all(control).stream()
                .filter(event -> event.path("eventName").asText().equals(name))
                .toList();
        if (!found.isEmpty()) {
            throw new AssertionError("Expected no event " + name + " in the trail, but there is:\n" + lines(found));
        }
    }

    private static List<JsonNode> all(Control control) {
        List<JsonNode> events = new ArrayList<>();
        for (LogRecord event : control.events(MOST_READ, any -> true)) {
            try {
                events.add(JSON.readTree(event.json().toArray()));
            } catch (IOException e) {
                throw new UncheckedIOException("the gateway wrote this event", e);
            }
        }
        Collections.reverse(events);
        return events;
    }

    /** Of this principal: {@code user/NAME}, {@code role/NAME}, {@code root}, an ARN, or a service that made the call itself. */
    public EventAssert by(String principal) {
        String arn = principal.endsWith(".amazonaws.com") ? principal : control.principalArn(principal);
        return narrowed(" by " + principal, event -> isBy(event.path("userIdentity"), arn));
    }

    private static boolean isBy(JsonNode identity, String arn) {
        return identity.path("arn").asText().equals(arn)
                || identity.path("sessionContext")
                        .path("sessionIssuer")
                        .path("arn")
                        .asText()
                        .equals(arn)
                || identity.path("type").asText().equals("AWSService")
                        && identity.path("invokedBy").asText().equals(arn);
    }

    /** On this resource: an ARN among the event's resources, or a value of its request, such as a bucket's name. */
    public EventAssert on(String resource) {
        return narrowed(" on " + resource, event -> isOn(event, resource));
    }

    private static boolean isOn(JsonNode event, String resource) {
        for (JsonNode named : event.path("resources")) {
            if (named.path("ARN").asText().equals(resource)) {
                return true;
            }
        }
        return has(event.path("requestParameters"), resource);
    }

    private static boolean has(JsonNode node, String text) {
        if (node.isTextual()) {
            return node.asText().equals(text);
        }
        for (JsonNode child : node) {
            if (has(child, text)) {
                return true;
            }
        }
        return false;
    }

    /** Made by a service on the way, such as {@code s3.amazonaws.com} for a Decrypt that S3 needs. */
    public EventAssert via(String service) {
        return narrowed(
                " via " + service,
                event -> event.path("userIdentity").path("invokedBy").asText().equals(service));
    }

    /** That was denied. */
    public EventAssert denied() {
        return narrowed(" that was denied", event -> {
            String code = event.path("errorCode").asText();
            return code.contains("AccessDenied") || code.contains("Unauthorized");
        });
    }

    /** That failed with an error code. */
    public EventAssert failedWith(String code) {
        return narrowed(
                " that failed with " + code,
                event -> event.path("errorCode").asText().equals(code));
    }

    /** That succeeded. */
    public EventAssert succeeded() {
        return narrowed(" that succeeded", event -> !event.has("errorCode"));
    }

    /** There are just so many. */
    public EventAssert times(int count) {
        if (events.size() != count) {
            throw new AssertionError("Expected " + wanted + " " + count + " times in the trail, but there are "
                    + events.size() + ":\n" + lines(events));
        }
        return this;
    }

    private EventAssert narrowed(String by, Predicate<JsonNode> what) {
        List<JsonNode> left = events.stream().filter(what).toList();
        if (left.isEmpty()) {
            throw new AssertionError(
                    "Expected " + wanted + by + " in the trail, but there is none. There " + rest() + why());
        }
        return new EventAssert(control, wanted + by, left);
    }

    private String rest() {
        return events.isEmpty() ? "is nothing." : "is:\n" + lines(events);
    }

    /** Why the last of the events that came near was answered as it was. */
    private String why() {
        if (events.isEmpty() || wanted.equals("an event")) {
            return "";
        }
        JsonNode last = events.get(events.size() - 1);
        return control.decision(last.path("requestID").asText())
                .map(decided -> "\nThe last of them:\n" + decided.why())
                .orElse("");
    }

    private static String lines(List<JsonNode> events) {
        StringBuilder out = new StringBuilder();
        int hidden = Math.max(0, events.size() - MOST_SHOWN);
        if (hidden > 0) {
            out.append("  (").append(hidden).append(" before these)\n");
        }
        for (JsonNode event : events.subList(hidden, events.size())) {
            JsonNode identity = event.path("userIdentity");
            String arn = identity.path("arn").asText(identity.path("invokedBy").asText("nobody known"));
            out.append("  ").append(event.path("eventTime").asText());
            out.append(' ')
                    .append(event.path("eventName").asText())
                    .append(" by ")
                    .append(arn);
            if (event.has("errorCode")) {
                out.append(": ").append(event.path("errorCode").asText());
            }
            out.append('\n');
        }
        return out.toString();
    }
}
