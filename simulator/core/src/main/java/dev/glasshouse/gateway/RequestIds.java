package dev.glasshouse.gateway;

import dev.glasshouse.sandbox.Ids;
import dev.glasshouse.sandbox.Sandbox;
import java.util.Base64;

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
        return new RequestIds(
                ids.upperAlphanumeric("request", service, 16),
                Base64.getEncoder().encodeToString(ids.bytes("host", service, 56)));
    }
}
