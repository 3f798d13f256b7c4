package dev.glasshouse.service.kms;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.call.Call;
import dev.glasshouse.crypto.hsm.CiphertextBlob;
import dev.glasshouse.crypto.hsm.Hsm;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Symmetric ciphertexts: made under the current material of a key, opened with the material that they name. */
final class Ciphertexts {

    private final Hsm hsm;
    private final Notes notes;

    Ciphertexts(KeyFactory factory) {
        this.hsm = factory.hsm();
        this.notes = factory.notes();
    }

    /** Encrypts under the current material of a key. */
    Bytes seal(Call call, Keys.Named named, KeyRow row, byte[] plaintext, Map<String, String> context) {
        int number = row.currentNumber();
        CiphertextBlob header = CiphertextBlob.of(
                Long.parseLong(named.account()),
                row.id(),
                number,
                call.lineage().branch(),
                call.lineage().epoch(),
                notes.of(context));
        byte[] sealed = hsm.encrypt(
                KeyFactory.wrapped(row, number), KeyFactory.name(row.id(), number), plaintext, header.bound(context));
        return Bytes.wrap(header.with(Bytes.wrap(sealed)).encode());
    }

    /** The plaintext. */
    byte[] open(Call call, KeyRow row, CiphertextBlob blob, Map<String, String> context) {
        return material(call, row, blob)
                .flatMap(material -> hsm.decrypt(
                        Objects.requireNonNull(material.wrapped()),
                        KeyFactory.name(row.id(), blob.material()),
                        blob.sealed().toArray(),
                        blob.bound(context)))
                .orElseThrow(KmsErrors::invalidCiphertext);
    }

    /** The material that a ciphertext was made with; empty where it is not of this sandbox's past or is gone. */
    static Optional<KeyRow.Material> material(Call call, KeyRow row, CiphertextBlob blob) {
        boolean ours = call.lineage().contains(blob.branch(), blob.epoch())
                && blob.material() >= 0
                && blob.material() < row.materials().size();
        return ours
                ? Optional.of(row.materials().get(blob.material())).filter(material -> material.wrapped() != null)
                : Optional.empty();
    }

    static CiphertextBlob blob(Bytes bytes) {
        return CiphertextBlob.decode(bytes.toArray()).orElseThrow(KmsErrors::invalidCiphertext);
    }

    /** The key that a ciphertext names in its header; it may be another account's, or gone. */
    static Keys.Named keyOf(Call call, CiphertextBlob blob) {
        String account = blob.accountId();
        String id = blob.key();
        return new Keys.Named(
                account,
                call.region(),
                id,
                Keys.get(call.state(), account, call.region(), id).orElse(null),
                null);
    }

    /** The key to decrypt with: the one that was named, else the ciphertext's own. */
    static Keys.Named source(Call call, CiphertextBlob blob, @Nullable String keyId) {
        return keyId == null ? keyOf(call, blob) : Keys.named(call, keyId);
    }

    static void requireSame(Keys.Named asked, CiphertextBlob blob) {
        if (!asked.id().equals(blob.key())) {
            throw KmsErrors.incorrectKey();
        }
    }
}
