package dev.glasshouse.service.s3;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How rows that an earlier release stored become those of this one. */
final class Upgrades {

    private Upgrades() {}

    /** A bucket from before versioning. */
    static ObjectNode versionedBucket(ObjectNode bucket) {
        bucket.putObject("versioning");
        return bucket;
    }

    /** A bucket whose default encryption was kept without telling whether a request had set it. */
    static ObjectNode encryptedBucket(ObjectNode bucket) {
        if (bucket.path("encryption") instanceof ObjectNode encryption) {
            encryption.put("configured", false);
        }
        return bucket;
    }

    /** An object from before versions, of which only the number of its parts was kept. */
    static ObjectNode versionedObject(ObjectNode object) {
        int parts = object.path("parts").asInt();
        ArrayNode list = object.putArray("parts");
        for (int number = 1; number <= parts; number++) {
            list.addObject().put("number", number).putObject("checksums");
        }
        object.put("order", 0);
        object.putObject("lock");
        return object;
    }

    /** An upload whose template is an object from before versions. */
    static ObjectNode versionedUpload(ObjectNode upload) {
        versionedObject((ObjectNode) upload.path("template"));
        return upload;
    }
}
