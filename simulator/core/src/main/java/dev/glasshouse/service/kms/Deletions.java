package dev.glasshouse.service.kms;

import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Timer;
import dev.glasshouse.sandbox.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The end of keys. A primary key waits for its replicas. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html">Delete an AWS KMS key</a>.
 */
final class Deletions {

    static final String DELETE = "kms.delete";

    private Deletions() {}

    /** A key that is to be deleted after some days, which begin when its last replica is gone. */
    static KeyRow schedule(Transaction tx, String account, String region, KeyRow row, int days) {
        KeyRow.Regions regions = row.regions();
        boolean waits = regions != null
                && regions.primary().equals(region)
                && !regions.replicas().isEmpty();
        Scope scope = Scope.region(account, region);
        if (waits) {
            KeyRow waiting = row.withDeletion(KeyState.PENDING_REPLICA_DELETION, null, days);
            tx.put(Keys.TABLE, scope, row.id(), waiting);
            return waiting;
        }
        Instant at = tx.now().plus(Duration.ofDays(days));
        KeyRow doomed = row.withDeletion(KeyState.PENDING_DELETION, at, days);
        tx.put(Keys.TABLE, scope, row.id(), doomed);
        tx.schedule(new Timer(at, DELETE, account, region, row.id()));
        return doomed;
    }

    /** Deletes a key at the end of its waiting period: its material is gone, and so are its aliases and grants. */
    static void delete(KeyEvents events, Sandbox sandbox, Transaction tx, Timer timer) {
        Scope scope = Scope.region(timer.account(), timer.region());
        KeyRow row = tx.get(Keys.TABLE, scope, timer.subject())
                .filter(key ->
                        key.state() == KeyState.PENDING_DELETION && timer.due().equals(key.deletion()))
                .orElse(null);
        if (row == null) {
            return;
        }
        tx.remove(Keys.TABLE, scope, timer.subject());
        Grants.of(tx, new Keys.Named(timer.account(), timer.region(), timer.subject(), null, null))
                .forEach(grant -> tx.remove(Grants.TABLE, scope, Grants.rowKey(grant)));
        Keys.aliases(tx, timer.account(), timer.region(), timer.subject())
                .forEach(alias -> tx.remove(Keys.ALIASES, scope, alias));
        events.record(sandbox, tx.now(), timer, "DeleteKey", Map.of("keyId", row.id()));
        if (row.replicaIn(timer.region())) {
            leave(tx, timer, Objects.requireNonNull(row.regions()));
        }
    }

    /** The other Regions of a key forget the one that it has left; a primary that waited for that waits no more. */
    private static void leave(Transaction tx, Timer timer, KeyRow.Regions regions) {
        List<String> replicas = new ArrayList<>(regions.replicas());
        replicas.remove(timer.region());
        KeyRow.Regions left = new KeyRow.Regions(regions.primary(), replicas);
        MultiRegionOperations.everywhere(tx, timer.account(), timer.subject(), left, row -> row.withRegions(left));
        tx.get(Keys.TABLE, Scope.region(timer.account(), left.primary()), timer.subject())
                .filter(primary -> replicas.isEmpty() && primary.state() == KeyState.PENDING_REPLICA_DELETION)
                .ifPresent(primary -> schedule(
                        tx, timer.account(), left.primary(), primary, Objects.requireNonNull(primary.deletionDays())));
    }
}
