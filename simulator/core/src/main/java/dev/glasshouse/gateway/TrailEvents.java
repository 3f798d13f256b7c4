package dev.glasshouse.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.TrailResource;
import dev.glasshouse.call.TrailShape;
import dev.glasshouse.call.Vantage;
import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.http.Connection;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the CloudTrail record of a call. See
 * <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">
 * record contents</a> for the fields and their order.
 */
final class TrailEvents {

    /** The most bytes of request parameters or response elements; what is larger is left out and said so. */
    private static final int MOST_BYTES = 100 * 1024;

    private final Services services;

    TrailEvents(Services services) {
        this.services = services;
    }

    /**
     * Which of a call's records to write.
     *
     * @param eventId the record's id
     * @param recipient the account whose trail it is for
     * @param owner whether that account owns the resource and is not the caller's
     * @param sharedId the id that the records of one call share, or null where there is one
     */
    record Copy(
            String eventId,
            String recipient,
            boolean owner,
            @Nullable String sharedId) {}

    boolean isData(Request request) {
        return facts(request).dataEvent();
    }

    /** The accounts that exist among those that the service names. */
    List<String> recipients(CallOutcome outcome) {
        List<String> known = new ArrayList<>();
        TrailShape shape = services.trail(outcome.request().service().name());
        for (String account : shape.recipients(view(outcome, 0, 0))) {
            if (services.provisioning().hasAccount(outcome.call().state(), account)) {
                known.add(account);
            }
        }
        return known;
    }

    private static TrailShape.Outcome view(CallOutcome outcome, long bytesIn, long bytesOut) {
        List<String> asked = new ArrayList<>();
        List<String> owners = new ArrayList<>();
        boolean beside = false;
        for (Question question : outcome.questions()) {
            asked.add(question.asked().resource());
            owners.add(question.asked().account());
            beside |= question.allowedBeside() && question.asked().role() == AuthorizationRequest.Role.REQUIRED;
        }
        return new TrailShape.Outcome(
                outcome.request().operation(),
                outcome.request().labels(),
                outcome.input(),
                outcome.output(),
                outcome.call(),
                asked,
                owners,
                denied(outcome),
                beside,
                bytesIn,
                bytesOut,
                outcome.request().requestId());
    }

    private OperationFacts facts(Request request) {
        return services.facts(request.service().name(), request.operation().name());
    }

    /** The Region in whose trail a call stands: those of IAM and of the global STS endpoint stand in us-east-1. */
    static String region(Request request) {
        return Regions.isGlobal(request.service().name()) ? Regions.DEFAULT : request.region();
    }

    ObjectNode write(CallOutcome outcome, Copy copy, long bytesIn, long bytesOut) {
        Request request = outcome.request();
        OperationModel operation = request.operation();
        OperationFacts facts = facts(request);
        TrailShape shape = services.trail(request.service().name());
        TrailShape.Outcome view = view(outcome, bytesIn, bytesOut);
        boolean readOnly = facts.readOnly() == null ? operation.readOnly() : facts.readOnly();
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("eventVersion", "1.11");
        event.set("userIdentity", identity(outcome, copy));
        event.put(
                "eventTime",
                outcome.call().now().truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("eventSource", shape.eventSource(request.service()));
        event.put("eventName", facts.eventName() == null ? shape.eventName(view) : facts.eventName());
        event.put("awsRegion", region(request));
        origin(request, shape, event);
        error(request.service(), operation, outcome.error(), event);
        event.set("requestParameters", bounded(parameters(outcome, shape, view)));
        boolean logged = facts.responseLogged() == null ? !readOnly : facts.responseLogged();
        event.set(
                "responseElements",
                outcome.output() == null || !logged
                        ? null
                        : bounded(shape.responseElements(view, ModelJson.of(operation.output(), outcome.output()))));
        boolean kept = shape.keepsRefused() || !denied(outcome);
        ObjectNode additional = kept ? shape.additionalEventData(view) : null;
        if (additional != null) {
            event.set("additionalEventData", additional);
        }
        event.put("requestID", request.requestId());
        event.put("eventID", copy.eventId());
        event.put("readOnly", readOnly);
        boolean hides = facts.dataEvent() && denied(outcome);
        resources(shape.resources(view), hides ? copy : null, event);
        event.put("eventType", "AwsApiCall");
        event.put("managementEvent", !facts.dataEvent());
        event.put("recipientAccountId", copy.recipient());
        if (copy.sharedId() != null) {
            event.put("sharedEventID", copy.sharedId());
        }
        if (!request.internal() && request.caller().vantage().vpcEndpoint() != null) {
            event.put("vpcEndpointId", request.caller().vantage().vpcEndpoint());
        }
        event.put("eventCategory", facts.dataEvent() ? "Data" : "Management");
        tls(request, event);
        return event;
    }

    private static ObjectNode identity(CallOutcome outcome, Copy copy) {
        Caller named = outcome.questions().isEmpty()
                ? null
                : outcome.questions().get(0).asked().as();
        if (named != null) {
            return UserIdentity.provided(named);
        }
        if (outcome.request().caller().isAnonymous()
                && outcome.request().service().name().equals("sts")) {
            return UserIdentity.unknown();
        }
        return copy.owner() ? UserIdentity.seenByOwner(outcome.request()) : UserIdentity.of(outcome.request());
    }

    private static void origin(Request request, TrailShape shape, ObjectNode event) {
        if (request.internal()) {
            String by = request.calledVia().isEmpty() ? request.caller().name() : UserIdentity.forwarder(request);
            event.put("sourceIPAddress", by);
            event.put("userAgent", by);
            return;
        }
        Vantage vantage = request.caller().vantage();
        event.put("sourceIPAddress", vantage.sourceIp());
        String agent = request.http().headers().first("User-Agent").orElse("");
        event.put("userAgent", shortened(shape.userAgent(agent)));
    }

    private static String shortened(String text) {
        return text.length() > 1024 ? text.substring(0, 1024) : text;
    }

    private static void error(
            ServiceModel service, OperationModel operation, @Nullable WireError error, ObjectNode event) {
        if (error == null) {
            return;
        }
        event.put("errorCode", errorCode(service, operation, error));
        if (error.message() != null) {
            event.put("errorMessage", shortened(error.message()));
        }
    }

    /** The trail names errors by their shape, and a refusal {@code AccessDenied} whatever the wire calls it. */
    private static String errorCode(ServiceModel service, OperationModel operation, WireError error) {
        if (error.code().equals("AccessDeniedException")) {
            return "AccessDenied";
        }
        if (service.protocols().contains("query")) {
            for (Structure shape : operation.errors()) {
                if (shape.error() != null && shape.error().code().equals(error.code())) {
                    return shape.name();
                }
            }
        }
        return error.code();
    }

    private static boolean denied(CallOutcome outcome) {
        return outcome.error() != null && outcome.questions().stream().anyMatch(Question::refuses);
    }

    private static @Nullable ObjectNode parameters(CallOutcome outcome, TrailShape shape, TrailShape.Outcome view) {
        if (denied(outcome) && !shape.keepsRefused()) {
            return null;
        }
        return shape.requestParameters(
                view, ModelJson.of(outcome.request().operation().input(), outcome.input()));
    }

    private static @Nullable ObjectNode bounded(@Nullable ObjectNode node) {
        if (node == null || !isLarge(node) || node.toString().length() <= MOST_BYTES) {
            return node;
        }
        ObjectNode omitted = JsonNodeFactory.instance.objectNode();
        omitted.put("omitted", true);
        omitted.put("originalSize", node.toString().length());
        omitted.put("reason", "TRUNCATED");
        return omitted;
    }

    /** Whether a node may be too large: a count of its texts, which costs less than writing it. */
    private static boolean isLarge(JsonNode node) {
        long[] left = {MOST_BYTES / 4};
        subtract(node, left);
        return left[0] < 0;
    }

    private static void subtract(JsonNode node, long[] left) {
        if (node.isContainerNode()) {
            node.properties().forEach(entry -> left[0] -= entry.getKey().length() + 4);
            for (JsonNode child : node) {
                if (left[0] < 0) {
                    return;
                }
                subtract(child, left);
            }
        } else {
            left[0] -= node.isTextual() ? node.textValue().length() + 4L : 20;
        }
    }

    /**
     * The resources that an event names.
     *
     * @param refused the copy, where access to data was refused: a caller is not told whose the data of other accounts is. See
     *     <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-receive-logs-from-multiple-accounts-s3-owner-id-redaction.html">
     *     Redacting bucket owner account IDs</a>
     */
    private static void resources(List<TrailResource> resources, @Nullable Copy refused, ObjectNode event) {
        if (resources.isEmpty()) {
            return;
        }
        ArrayNode array = event.putArray("resources");
        for (TrailResource resource : resources) {
            ObjectNode node = array.addObject();
            if (resource.account() != null) {
                boolean told = refused == null || refused.recipient().equals(resource.account());
                node.put("accountId", told ? resource.account() : "");
            }
            if (resource.type() != null) {
                node.put("type", resource.type());
            }
            node.put(resource.prefix() ? "ARNPrefix" : "ARN", resource.arn());
        }
    }

    private static void tls(Request request, ObjectNode event) {
        Connection.Tls tls = request.http().connection().tls();
        if (request.internal()) {
            return;
        }
        ObjectNode node = event.putObject("tlsDetails");
        if (tls != null) {
            node.put("tlsVersion", tls.version());
            node.put("cipherSuite", tls.cipherSuite());
        }
        node.put("clientProvidedHostHeader", request.http().host());
    }
}
