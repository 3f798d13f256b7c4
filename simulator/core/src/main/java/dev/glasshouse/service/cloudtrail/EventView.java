package dev.glasshouse.service.cloudtrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.api.cloudtrail.Event;
import dev.glasshouse.api.cloudtrail.LookupAttribute;
import dev.glasshouse.api.cloudtrail.LookupAttributeKey;
import dev.glasshouse.api.cloudtrail.Resource;
import dev.glasshouse.sandbox.LogRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event as the event history shows it: the record itself, and what is drawn from it to search by. */
record EventView(Event event) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Request parameters that name a resource of a type. */
    private static final Map<String, String> NAMES = Map.of(
            "userName", "AWS::IAM::User",
            "roleName", "AWS::IAM::Role",
            "groupName", "AWS::IAM::Group",
            "policyArn", "AWS::IAM::Policy",
            "accessKeyId", "AWS::IAM::AccessKey",
            "roleArn", "AWS::IAM::Role",
            "bucketName", "AWS::S3::Bucket");

    static EventView of(LogRecord record) {
        String text = new String(record.json().toArray(), StandardCharsets.UTF_8);
        try {
            JsonNode json = JSON.readTree(text);
            return new EventView(Event.builder()
                    .eventId(record.id())
                    .eventName(json.path("eventName").asText())
                    .readOnly(json.path("readOnly").asText())
                    .accessKeyId(text(json.path("userIdentity").path("accessKeyId")))
                    .eventTime(record.time())
                    .eventSource(json.path("eventSource").asText())
                    .username(username(json.path("userIdentity")))
                    .resources(resources(json))
                    .cloudTrailEvent(text)
                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException("the gateway wrote this event", e);
        }
    }

    boolean has(LookupAttribute wanted) {
        String value = wanted.attributeValue();
        List<Resource> resources = event.resources() == null ? List.of() : event.resources();
        return switch (wanted.attributeKey()) {
            case LookupAttributeKey.EVENT_ID -> value.equals(event.eventId());
            case LookupAttributeKey.EVENT_NAME -> value.equals(event.eventName());
            case LookupAttributeKey.READ_ONLY -> value.equals(event.readOnly());
            case LookupAttributeKey.USERNAME -> value.equals(event.username());
            case LookupAttributeKey.EVENT_SOURCE -> value.equals(event.eventSource());
            case LookupAttributeKey.ACCESS_KEY_ID -> value.equals(event.accessKeyId());
            case LookupAttributeKey.RESOURCE_TYPE ->
                resources.stream().anyMatch(resource -> value.equals(resource.resourceType()));
            case LookupAttributeKey.RESOURCE_NAME ->
                resources.stream().anyMatch(resource -> value.equals(resource.resourceName()));
            default -> false;
        };
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.asText().isEmpty() ? node.asText() : null;
    }

    private static @Nullable String username(JsonNode identity) {
        String arn = identity.path("arn").asText();
        return switch (identity.path("type").asText()) {
            case "IAMUser" -> text(identity.path("userName"));
            case "Root" -> "root";
            case "AssumedRole", "FederatedUser" -> arn.substring(arn.lastIndexOf('/') + 1);
            default -> null;
        };
    }

    private static List<Resource> resources(JsonNode json) {
        Set<Resource> resources = new LinkedHashSet<>();
        for (JsonNode resource : json.path("resources")) {
            resources.add(Resource.builder()
                    .resourceType(text(resource.path("type")))
                    .resourceName(text(resource.path("ARN")))
                    .build());
        }
        List<JsonNode> places = new ArrayList<>(List.of(json.path("requestParameters"), json.path("responseElements")));
        json.path("responseElements").forEach(places::add);
        for (JsonNode place : places) {
            for (Map.Entry<String, JsonNode> field : place.properties()) {
                String type = NAMES.get(field.getKey());
                if (type != null && field.getValue().isTextual()) {
                    resources.add(Resource.builder()
                            .resourceType(type)
                            .resourceName(field.getValue().asText())
                            .build());
                }
            }
        }
        return List.copyOf(resources);
    }
}
