package dev.glasshouse.service.kms;

import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Timer;
import dev.glasshouse.sandbox.Transaction;
import java.time.Duration;
import java.time.Instant;

/**
 * What happens to keys by itself: rotation and deletion. Timers are not taken back; one that finds the key changed does
 * nothing. See <a href="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html">Rotating KMS keys</a>.
 */
final class Rotations {

    static final String ROTATE = "kms.rotate";
    static final String DELETE = "kms.delete";

    private final KeyFactory factory;

    Rotations(KeyFactory factory) {
        this.factory = factory;
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
                .ifPresent(key -> rotateDue(tx, scope, key));
    }

    /** Rotates a key whose time has come; one that slept through it is rotated when it is enabled again. */
    void rotateDue(Transaction tx, Scope scope, KeyRow key) {
        KeyRow.Rotation rotation = key.rotation();
        Instant next = tx.now().plus(Duration.ofDays(rotation.periodDays()));
        KeyRow rotated = key.withMaterial(
                        factory.material(tx.ids(), key.id(), key.materials().size(), tx.now(), "AUTOMATIC"))
                .withRotation(new KeyRow.Rotation(true, rotation.periodDays(), next, rotation.onDemand()));
        tx.put(Keys.TABLE, scope, key.id(), rotated);
        schedule(tx, scope.account(), scope.region(), rotated);
    }

    /** Deletes a key at the end of its waiting period: its material is gone, and so are its aliases. */
    static void delete(Sandbox sandbox, Transaction tx, Timer timer) {
        Scope scope = Scope.region(timer.account(), timer.region());
        boolean due = tx.get(Keys.TABLE, scope, timer.subject())
                .filter(key ->
                        key.state() == KeyState.PENDING_DELETION && timer.due().equals(key.deletion()))
                .isPresent();
        if (due) {
            tx.remove(Keys.TABLE, scope, timer.subject());
            Keys.aliases(tx, timer.account(), timer.region(), timer.subject())
                    .forEach(alias -> tx.remove(Keys.ALIASES, scope, alias));
        }
    }
}
