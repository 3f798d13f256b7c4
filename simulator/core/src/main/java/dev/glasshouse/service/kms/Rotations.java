package dev.glasshouse.service.kms;

import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Timer;
import dev.glasshouse.sandbox.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * New material for keys, at its time or on demand. Timers are not taken back; one that finds the key changed does nothing.
 * See <a href="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html">Rotating KMS keys</a>.
 */
final class Rotations {

    static final String ROTATE = "kms.rotate";

    private final KeyFactory factory;
    private final KeyEvents events;

    Rotations(KeyFactory factory, KeyEvents events) {
        this.factory = factory;
        this.events = events;
    }

    /** Sets the timer of a key's next rotation. */
    static void schedule(Transaction tx, String account, String region, KeyRow row) {
        Instant next = row.rotation().next();
        if (next != null) {
            tx.schedule(new Timer(next, ROTATE, account, region, row.id()));
        }
    }

    void rotate(Sandbox sandbox, Transaction tx, Timer timer) {
        Scope scope = Scope.region(timer.account(), timer.region());
        tx.get(Keys.TABLE, scope, timer.subject())
                .filter(key -> timer.due().equals(key.rotation().next()))
                .filter(key -> key.rotation().enabled() && key.state() == KeyState.ENABLED)
                .filter(key -> !key.replicaIn(timer.region()))
                .ifPresent(key -> rotateDue(sandbox, tx, scope, key));
    }

    /** Rotates a key whose time has come; one that slept through it is rotated when it is enabled again. */
    void rotateDue(Sandbox sandbox, Transaction tx, Scope scope, KeyRow key) {
        KeyRow.Rotation rotation = key.rotation();
        Instant next = tx.now().plus(Duration.ofDays(rotation.periodDays()));
        KeyRow.Material material =
                factory.material(tx.ids(), key.id(), key.materials().size(), tx.now(), "AUTOMATIC");
        KeyRow.Rotation after = new KeyRow.Rotation(true, rotation.periodDays(), next, rotation.onDemand());
        apply(
                sandbox,
                tx,
                scope,
                key,
                material,
                row -> row.withMaterial(material).withRotation(after));
        schedule(tx, scope.account(), scope.region(), key.withRotation(after));
    }

    /** Rotates a key on demand: to new material, or to the imported one that waits for it. */
    void rotateNow(Sandbox sandbox, Transaction tx, Scope scope, KeyRow key) {
        KeyRow.Rotation before = key.rotation();
        KeyRow.Rotation after =
                new KeyRow.Rotation(before.enabled(), before.periodDays(), before.next(), before.onDemand() + 1);
        KeyRow.Material pending = key.pending();
        if (pending != null) {
            KeyRow.Material current = pending.withSince(tx.now(), "ON_DEMAND");
            apply(
                    sandbox,
                    tx,
                    scope,
                    key,
                    current,
                    row -> promoted(row, pending.id(), current).withRotation(after));
            return;
        }
        KeyRow.Material material =
                factory.material(tx.ids(), key.id(), key.materials().size(), tx.now(), "ON_DEMAND");
        apply(
                sandbox,
                tx,
                scope,
                key,
                material,
                row -> row.withMaterial(material).withRotation(after));
    }

    private static KeyRow promoted(KeyRow row, String id, KeyRow.Material current) {
        int number = row.numberOf(id);
        // a replica into which the material was not imported yet waits for it
        return number < 0
                ? Imports.settled(row.withMaterial(current.without()))
                : row.withMaterial(number, any -> any.withSince(Objects.requireNonNull(current.since()), "ON_DEMAND"));
    }

    private void apply(
            Sandbox sandbox,
            Transaction tx,
            Scope scope,
            KeyRow key,
            KeyRow.Material material,
            UnaryOperator<KeyRow> change) {
        if (key.regions() == null) {
            tx.put(Keys.TABLE, scope, key.id(), change.apply(key));
        } else {
            MultiRegionOperations.everywhere(tx, scope.account(), key.id(), key.regions(), change);
        }
        Keys.Named named = new Keys.Named(scope.account(), scope.region(), key.id(), null, null);
        events.record(sandbox, tx.now(), named, "RotateKey", details(key, key.current(), material));
        if (key.regions() != null && !key.external()) {
            events.synchronize(
                    sandbox, tx.now(), scope.account(), key.id(), key.regions().replicas());
        }
    }

    private static Map<String, String> details(KeyRow key, KeyRow.@Nullable Material before, KeyRow.Material material) {
        Map<String, String> details = new TreeMap<>();
        details.put("rotationType", String.valueOf(material.rotationType()));
        details.put("keyOrigin", key.origin());
        details.put("currentKeyMaterialId", material.id());
        if (before != null) {
            details.put("previousKeyMaterialId", before.id());
        }
        return details;
    }
}
