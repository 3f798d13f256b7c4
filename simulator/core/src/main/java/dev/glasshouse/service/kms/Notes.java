package dev.glasshouse.service.kms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.crypto.hsm.CiphertextBlob;
import dev.glasshouse.crypto.hsm.Hsm;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The notes in ciphertexts: the encryption context they are bound to, sealed, so that it can be explained. Nothing is
 * opened by them; a context that is too long is not noted.
 */
final class Notes {

    private static final int MOST_BYTES = 1_024;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Bytes NONE = Bytes.wrap(new byte[0]);

    private final Tokens sealed;

    Notes(Hsm hsm) {
        this.sealed = new Tokens(hsm, "kms.notes");
    }

    Bytes of(Map<String, String> context) {
        if (context.isEmpty()) {
            return NONE;
        }
        try {
            byte[] json = JSON.writeValueAsBytes(context);
            return json.length > MOST_BYTES ? NONE : Bytes.wrap(sealed.seal(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts can be written", e);
        }
    }

    /** The context that a ciphertext is bound to; empty where it is not noted. */
    Optional<Map<String, String>> context(CiphertextBlob blob) {
        byte[] note = blob.note().toArray();
        return sealed.open(note).map(json -> {
            try {
                Map<String, String> context = new TreeMap<>();
                JSON.readTree(json)
                        .properties()
                        .forEach(pair ->
                                context.put(pair.getKey(), pair.getValue().asText()));
                return context;
            } catch (IOException e) {
                throw new IllegalStateException("the note was written by this class", e);
            }
        });
    }
}
