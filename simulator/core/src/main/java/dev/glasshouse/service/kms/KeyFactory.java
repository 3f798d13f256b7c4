package dev.glasshouse.service.kms;

import dev.glasshouse.call.WriteCall;
import dev.glasshouse.crypto.hsm.Hsm;
import dev.glasshouse.sandbox.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes keys and key material in the module. */
final class KeyFactory {

    private final Hsm hsm;

    KeyFactory(Hsm hsm) {
        this.hsm = hsm;
    }

    Hsm hsm() {
        return hsm;
    }

    KeyRow make(
            WriteCall call, String id, String description, String managedBy, String policy, Map<String, String> tags) {
        return new KeyRow(
                id,
                call.now(),
                description,
                managedBy,
                "SYMMETRIC_DEFAULT",
                "ENCRYPT_DECRYPT",
                "AWS_KMS",
                KeyState.ENABLED,
                null,
                policy,
                tags,
                List.of(material(call.ids(), id, 0, call.now(), null)),
                KeyRow.Rotation.NONE);
    }

    /** New material of a key. */
    KeyRow.Material material(Ids ids, String keyId, int number, Instant since, @Nullable String rotationType) {
        return new KeyRow.Material(
                ids.hex("kms.material", keyId, 64), hsm.newKey(name(keyId, number)), since, rotationType);
    }

    /** The name under which the module knows a key's material. */
    static String name(String keyId, int number) {
        return keyId + "/" + number;
    }
}
