package dev.glasshouse.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Changes in progress: reads see what was written before. It belongs to the thread that holds the sandbox's writer lock
 * and ends with the call that opened it; nothing is seen by others before the commit.
 */
public final class Transaction implements StateReader {

    /** A place to return to; see {@link #rollback}. */
    public record Savepoint(State state, int changes, long handles, long ids) {}

    private final Ids.Source source;
    private final Instant now;
    private final long sequence;
    private final List<Change<?, ?>> changes = new ArrayList<>();
    private State state;
    private long nextHandle;
    private long idCount;

    Transaction(State state, long sequence, Instant now, Ids.Source source, long nextHandle) {
        this.state = state;
        this.sequence = sequence;
        this.now = now;
        this.source = source;
        this.nextHandle = nextHandle;
    }

    @Override
    public <K, V> Optional<V> get(Table<K, V> table, Scope scope, K key) {
        return state.get(table, scope, key);
    }

    @Override
    public <K, V> NavigableMap<K, V> rows(Table<K, V> table, Scope scope) {
        return state.rows(table, scope);
    }

    @Override
    public SortedSet<Scope> scopes(Table<?, ?> table) {
        return state.scopes(table);
    }

    @Override
    public Object identity(String service, Scope scope) {
        return state.identity(service, scope);
    }

    /** Sets a row. */
    public <K, V> void put(Table<K, V> table, Scope scope, K key, V row) {
        V before = state.get(table, scope, key).orElse(null);
        if (before != null && before.equals(row)) {
            return;
        }
        changes.add(new Change<>(table, scope, key, before, row));
        state = state.with(table, scope, key, row);
    }

    /** Takes a row away; a row that is not there stays away. */
    public <K, V> void remove(Table<K, V> table, Scope scope, K key) {
        V before = state.get(table, scope, key).orElse(null);
        if (before == null) {
            return;
        }
        changes.add(new Change<>(table, scope, key, before, null));
        state = state.with(table, scope, key, null);
    }

    /** The sandbox's time at the beginning of the call. */
    public Instant now() {
        return now;
    }

    /** New ids, the same for the same seed and the same order of commits. */
    public Ids ids() {
        return new Ids(source, sequence, () -> idCount++);
    }

    /** A number for a new credential, never given twice in this sandbox, not even after an undo. */
    public long newCredentialHandle() {
        if (nextHandle > AccessKeyIds.MAX_HANDLE) {
            throw new IllegalStateException("the sandbox has given out all of its credentials");
        }
        return nextHandle++;
    }

    /** Asks for a timer to run when it is due. */
    public void schedule(Timer timer) {
        Timer.Key last = rows(Timer.TABLE, Scope.SANDBOX).floorKey(new Timer.Key(timer.due(), Long.MAX_VALUE));
        long nth = last != null && last.due().equals(timer.due()) ? last.nth() + 1 : 1;
        put(Timer.TABLE, Scope.SANDBOX, new Timer.Key(timer.due(), nth), timer);
    }

    /** Marks the present state. */
    public Savepoint savepoint() {
        return new Savepoint(state, changes.size(), nextHandle, idCount);
    }

    /** Drops what was changed after a savepoint. */
    public void rollback(Savepoint savepoint) {
        state = savepoint.state();
        changes.subList(savepoint.changes(), changes.size()).clear();
        nextHandle = savepoint.handles();
        idCount = savepoint.ids();
    }

    State state() {
        return state;
    }

    long nextHandle() {
        return nextHandle;
    }

    Delta delta() {
        return new Delta(sequence, changes);
    }
}
