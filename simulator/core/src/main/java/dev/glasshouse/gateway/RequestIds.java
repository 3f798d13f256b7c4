package dev.glasshouse.gateway;

import dev.glasshouse.sandbox.Ids;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.wire.HostIds;

/**
 * The ids of one call in its service's form.
 *
 * @param requestId a UUID, or for S3 sixteen capitals and digits
 * @param hostId S3's second id, else an empty text
 */
record RequestIds(String requestId, String hostId) {

    static RequestIds of(Sandbox sandbox, String service) {
        Ids ids = sandbox.callIds();
        if (!service.equals("s3") && !service.equals("s3control")) {
            return new RequestIds(ids.uuid("request", service), "");
        }
        String requestId = ids.upperAlphanumeric("request", service, 16);
        return new RequestIds(requestId, HostIds.of(requestId));
    }
}
