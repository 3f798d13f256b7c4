package dev.glasshouse.service.kms;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.crypto.hsm.Hsm;
import dev.glasshouse.sandbox.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes key material in the module, and finds that of a key. */
final class KeyFactory {

    private final Hsm hsm;
    private final Notes notes;

    KeyFactory(Hsm hsm) {
        this.hsm = hsm;
        this.notes = new Notes(hsm);
    }

    Hsm hsm() {
        return hsm;
    }

    /** What ciphertexts say of themselves to the owner of the process. */
    Notes notes() {
        return notes;
    }

    /** A key that an AWS service made, with material. */
    KeyRow managed(WriteCall call, String id, String description, String policy) {
        return new KeyRow(
                id,
                call.now(),
                description,
                "AWS",
                "SYMMETRIC_DEFAULT",
                "ENCRYPT_DECRYPT",
                "AWS_KMS",
                KeyState.ENABLED,
                null,
                null,
                policy,
                Map.of(),
                List.of(material(call.ids(), id, 0, call.now(), null)),
                KeyRow.Rotation.NONE,
                null,
                null);
    }

    /** New material of a symmetric key. */
    KeyRow.Material material(Ids ids, String keyId, int number, Instant since, @Nullable String rotationType) {
        return new KeyRow.Material(
                ids.hex("kms.material", keyId, 64), hsm.newKey(name(keyId, number)), null, since, rotationType, null);
    }

    /** The name under which the module knows a key's material. */
    static String name(String keyId, int number) {
        return keyId + "/" + number;
    }

    /** The wrapped material of a key that can be used. */
    static Bytes wrapped(KeyRow row, int number) {
        return Objects.requireNonNull(row.materials().get(number).wrapped(), "a usable key has its material");
    }

    /** The public half of a key pair that can be used. */
    static byte[] publicKey(KeyRow row) {
        return Objects.requireNonNull(row.materials().get(0).publicKey(), "a pair has a public half")
                .toArray();
    }

    /** The id of the material that encrypts; null where the key has none or is not symmetric. */
    static @Nullable String materialId(KeyRow row) {
        KeyRow.Material current = row.current();
        return row.symmetric() && current != null ? current.id() : null;
    }
}
