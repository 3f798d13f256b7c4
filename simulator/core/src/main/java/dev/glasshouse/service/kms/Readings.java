package dev.glasshouse.service.kms;

import dev.glasshouse.call.CiphertextReader;
import dev.glasshouse.crypto.hsm.CiphertextBlob;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Snapshot;
import java.util.List;
import java.util.Optional;

/** Looks at ciphertexts for the owner of the process. */
final class Readings {

    private final Notes notes;

    Readings(Notes notes) {
        this.notes = notes;
    }

    Optional<CiphertextReader.Reading> read(Snapshot snapshot, byte[] ciphertext) {
        return CiphertextBlob.decode(ciphertext).map(blob -> read(snapshot, blob));
    }

    private CiphertextReader.Reading read(Snapshot snapshot, CiphertextBlob blob) {
        String account = blob.accountId();
        List<Scope> places = snapshot.state().scopes(Keys.TABLE).stream()
                .filter(scope -> scope.account().equals(account))
                .filter(scope ->
                        snapshot.state().get(Keys.TABLE, scope, blob.key()).isPresent())
                .toList();
        Optional<KeyRow> row =
                places.stream().findFirst().flatMap(scope -> snapshot.state().get(Keys.TABLE, scope, blob.key()));
        Optional<KeyRow.Material> material = row.filter(key -> blob.material() >= 0
                        && blob.material() < key.materials().size())
                .map(key -> key.materials().get(blob.material()))
                .filter(version -> version.wrapped() != null);
        return new CiphertextReader.Reading(
                places.isEmpty()
                        ? List.of(Keys.arn(account, "*", blob.key()))
                        : places.stream()
                                .map(scope -> Keys.arn(account, scope.region(), blob.key()))
                                .toList(),
                row.map(key -> key.state().word()).orElse(null),
                material.map(KeyRow.Material::id).orElse(null),
                row.map(key -> key.currentNumber() == blob.material()).orElse(false),
                snapshot.lineage().contains(blob.branch(), blob.epoch()),
                blob.note().size() == 0
                        ? java.util.Map.of()
                        : notes.context(blob).orElse(null));
    }
}
