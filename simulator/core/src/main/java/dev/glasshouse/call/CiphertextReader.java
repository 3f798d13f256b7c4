package dev.glasshouse.call;

import dev.glasshouse.sandbox.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The port for looking at ciphertexts from outside, which no API of AWS does. KMS implements it. */
public interface CiphertextReader {

    /**
     * What a ciphertext says of itself.
     *
     * @param keyArns the key that it was made with, in each Region that has it; one with {@code *} for its Region where the
     *     sandbox has it in none
     * @param keyState the key's state in the first of them; null where the key is gone
     * @param materialId the key material that it was made with; null where that is gone
     * @param current whether that is the material that encrypts now
     * @param ofThisPast whether it was made in this sandbox, or in one that this was forked of before
     * @param context the encryption context that it is bound to; null where it is not known
     */
    record Reading(
            List<String> keyArns,
            @Nullable String keyState,
            @Nullable String materialId,
            boolean current,
            boolean ofThisPast,
            @Nullable Map<String, String> context) {

        public Reading {
            keyArns = List.copyOf(keyArns);
        }
    }

    /** Reads a ciphertext; empty where it is none of a symmetric key. */
    Optional<Reading> read(SetupPower power, Snapshot snapshot, byte[] ciphertext);
}
