package dev.glasshouse.service.kms;

import dev.glasshouse.crypto.hsm.KeySpec;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Timer;
import dev.glasshouse.sandbox.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rules of imported key material: what wraps what, when a key is whole, and what happens when material expires. */
final class Imports {

    static final String EXPIRE = "kms.expire";

    private Imports() {}

    /** Import is for keys that were made for it. */
    static KeyRow require(Keys.Named key) {
        KeyRow row = key.found();
        if (!row.external()) {
            throw KmsErrors.unsupported(
                    key.arn() + " origin is " + row.origin() + " which is not valid for this operation.");
        }
        return Checks.notPendingDeletion(key, row);
    }

    /** Refuses a wrapping algorithm that does not go with the wrapping key or with the material. */
    static void requireWrapping(KeyRow row, String algorithm, String wrappingSpec) {
        if (algorithm.equals("RSAES_PKCS1_V1_5")) {
            throw KmsErrors.unsupported("The wrapping algorithm RSAES_PKCS1_V1_5 is no longer supported.");
        }
        boolean sm2 = algorithm.equals("SM2PKE");
        if (sm2 != wrappingSpec.equals("SM2")) {
            throw KmsErrors.validation(
                    "WrappingAlgorithm " + algorithm + " is not compatible with WrappingKeySpec " + wrappingSpec);
        }
        boolean direct = algorithm.startsWith("RSAES_OAEP");
        KeySpec spec = row.keySpec();
        boolean large = spec.family() == KeySpec.Family.RSA
                || spec.family() == KeySpec.Family.ML_DSA
                || spec == KeySpec.ECC_NIST_P521
                        && algorithm.equals("RSAES_OAEP_SHA_256")
                        && wrappingSpec.equals("RSA_2048");
        if (direct && large) {
            throw KmsErrors.validation("WrappingAlgorithm " + algorithm + " with WrappingKeySpec " + wrappingSpec
                    + " is not compatible with KeySpec " + row.spec());
        }
    }

    /** A key whose material is all there can be used; one that misses any waits for it. */
    static KeyRow settled(KeyRow row) {
        boolean whole = row.currentNumber() >= 0;
        for (KeyRow.Material material : row.materials()) {
            whole &= material.since() == null || material.wrapped() != null;
        }
        if (row.state().deleting()) {
            return row;
        }
        if (!whole) {
            return row.withState(KeyState.PENDING_IMPORT);
        }
        return row.state() == KeyState.PENDING_IMPORT ? row.withState(KeyState.ENABLED) : row;
    }

    /** A key without one of its materials; one that never was current leaves nothing behind. */
    static KeyRow without(KeyRow row, int number) {
        if (row.materials().get(number).since() == null) {
            List<KeyRow.Material> left = new ArrayList<>(row.materials());
            left.remove(number);
            return settled(row.withMaterials(left));
        }
        return settled(row.withMaterial(number, KeyRow.Material::without));
    }

    /** Takes away what has expired. A timer that finds its material imported anew, for longer, does nothing. */
    static void expire(KeyEvents events, Sandbox sandbox, Transaction tx, Timer timer) {
        Scope scope = Scope.region(timer.account(), timer.region());
        KeyRow row = tx.get(Keys.TABLE, scope, timer.subject()).orElse(null);
        if (row == null) {
            return;
        }
        KeyRow left = row;
        for (int number = row.materials().size() - 1; number >= 0; number--) {
            KeyRow.Material material = row.materials().get(number);
            Instant validTo =
                    material.imported() == null ? null : material.imported().validTo();
            if (material.wrapped() != null && validTo != null && !validTo.isAfter(timer.due())) {
                left = without(left, number);
                events.record(
                        sandbox, tx.now(), timer, "DeleteExpiredKeyMaterial", Map.of("keyMaterialId", material.id()));
            }
        }
        tx.put(Keys.TABLE, scope, row.id(), left);
    }
}
