package dev.glasshouse.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a service's calls stand in CloudTrail where the model alone does not say it. See AWS's
 * <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">record
 * contents</a>.
 */
public interface TrailShape {

    /** Everything by the service model: member names with a small first letter, secrets hidden, blobs left out. */
    TrailShape OF_MODEL = new TrailShape() {};

    /**
     * What a call was, after it has run.
     *
     * @param operation the operation's model
     * @param labels what the request's path names, by the labels in the operation's path; none where it was not read from a path
     * @param input the input record; null where the request could not be read
     * @param output the output record; null where the call failed
     * @param call the call; its state is the one that the call saw
     * @param asked the ARNs that the caller had to be allowed something on, in their order
     * @param owners the accounts of these
     * @param denied whether the caller was not
     * @param allowedBeside whether something beside policies, such as an access control list, had to allow it
     * @param bytesIn the bytes of the request's body
     * @param bytesOut the bytes of the answer's body
     * @param requestId the request id of the call
     */
    record Outcome(
            OperationModel operation,
            Map<String, String> labels,
            @Nullable ApiRecord input,
            @Nullable ApiRecord output,
            Call call,
            List<String> asked,
            List<String> owners,
            boolean denied,
            boolean allowedBeside,
            long bytesIn,
            long bytesOut,
            String requestId) {}

    /** Which service the event is of, such as {@code kms.amazonaws.com}. */
    default String eventSource(ServiceModel service) {
        return service.endpointPrefix() + ".amazonaws.com";
    }

    /** What the caller's {@code User-Agent} stands as. */
    default String userAgent(String header) {
        return header;
    }

    /** The trail's name of a call whose operation's facts give no other. */
    default String eventName(Outcome outcome) {
        return outcome.operation().name();
    }

    /** The request's parameters, changed in place from what the model gives; null for none. */
    default @Nullable ObjectNode requestParameters(Outcome outcome, @Nullable ObjectNode byModel) {
        return byModel;
    }

    /** The response's elements, changed in place from what the model gives; null for none. */
    default @Nullable ObjectNode responseElements(Outcome outcome, @Nullable ObjectNode byModel) {
        return byModel;
    }

    /** Additional data of the event, or null. */
    default @Nullable ObjectNode additionalEventData(Outcome outcome) {
        return null;
    }

    /**
     * The accounts in whose trails the event stands beside the caller's and those whose resources were asked for. The
     * output is null where the call failed.
     */
    default List<String> recipients(Outcome outcome) {
        return List.of();
    }

    /** Whether the event keeps parameters and additional data though the call was refused, which most services leave out. */
    default boolean keepsRefused() {
        return false;
    }

    /** The resources that the event names. */
    default List<TrailResource> resources(Outcome outcome) {
        return List.of();
    }
}
