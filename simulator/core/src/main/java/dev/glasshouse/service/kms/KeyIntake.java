package dev.glasshouse.service.kms;

import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes over a real account's key as far as it can be known: its id and its policy. Its material is new. */
final class KeyIntake {

    private KeyIntake() {}

    /**
     * Gives a key its policy; it is made where it is not there.
     *
     * @return what is odd about it, or an empty answer where the ARN is not that of a key of the account
     */
    static Optional<List<String>> take(
            KeyFactory factory, Transaction tx, String account, String arn, String document) {
        String[] fields = arn.split(":", 6);
        if (!fields[4].equals(account) || fields[3].isEmpty() || !fields[5].startsWith("key/")) {
            return Optional.empty();
        }
        String id = fields[5].substring("key/".length());
        if (!Keys.isKeyId(id)) {
            return Optional.empty();
        }
        Scope scope = Scope.region(account, fields[3]);
        KeyRow row = tx.get(Keys.TABLE, scope, id)
                .map(there -> there.withPolicy(document))
                .orElseGet(() -> made(factory, tx, id, document));
        tx.put(Keys.TABLE, scope, id, row);
        try {
            // those of other accounts, and those who are gone, may be named
            PolicyValidator.validateKey(document, principal -> true);
            return Optional.of(
                    id.startsWith("mrk-")
                            ? List.of("key " + id + ": it is taken as a key of this Region alone")
                            : List.of());
        } catch (PolicyRejectedException e) {
            return Optional.of(List.of("key " + id + ": " + e.text()));
        }
    }

    private static KeyRow made(KeyFactory factory, Transaction tx, String id, String document) {
        return new KeyRow(
                id,
                tx.now(),
                "",
                "CUSTOMER",
                "SYMMETRIC_DEFAULT",
                "ENCRYPT_DECRYPT",
                "AWS_KMS",
                KeyState.ENABLED,
                null,
                null,
                document,
                Map.of(),
                List.of(factory.material(tx.ids(), id, 0, tx.now(), null)),
                KeyRow.Rotation.NONE,
                null,
                null);
    }
}
