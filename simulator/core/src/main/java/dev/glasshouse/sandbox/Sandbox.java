package dev.glasshouse.sandbox;

import dev.glasshouse.crypto.HmacKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One isolated AWS universe. Reads work on a {@link Snapshot} and take no lock; writes run one at a time in a
 * {@link Transaction} under a fair lock and are seen whole or not at all.
 */
public final class Sandbox {

    /** The most timers that one advance runs, so that a wrong interval cannot hang it. */
    static final int MOST_TIMERS = 1_000_000;

    private final String name;
    private final int tag;
    private final Seed seed;
    private final Sandboxes host;
    private final ReentrantLock writer = new ReentrantLock(true);
    private volatile Head head;
    private final History history;
    private final AtomicLong calls = new AtomicLong();
    private final Attachments attachments = new Attachments();
    private volatile Ids.Source ids;
    private final HmacKey secret;

    Sandbox(String name, int tag, Seed seed, Sandboxes host, Head head, String idBranch) {
        this.name = name;
        this.tag = tag;
        this.seed = seed;
        this.host = host;
        this.history = new History(host.retention().historyBytes());
        this.head = head;
        this.ids = new Ids.Source(seed, idBranch);
        this.secret = new HmacKey(seed.derive("credentials/" + tag));
    }

    public String name() {
        return name;
    }

    /** The number that the sandbox's access key ids carry. */
    public int tag() {
        return tag;
    }

    public Seed seed() {
        return seed;
    }

    /** The process that hosts it. */
    public Sandboxes host() {
        return host;
    }

    /** Things that belong to the sandbox but not to its state, such as the log of calls. Forks begin without. */
    public Attachments attachments() {
        return attachments;
    }

    // ---- reading

    /** The present state. Timers that are due have run before. */
    public Snapshot read() {
        runDueTimers();
        return peek();
    }

    /** The present state, whether or not timers are due. */
    public Snapshot peek() {
        Head current = head;
        return new Snapshot(
                current.state(),
                current.sequence(),
                current.clock().at(host.wallClock().now()),
                current.lineage());
    }

    /** The state after a commit, as long as the history reaches back to it. */
    public Optional<State> stateAt(long sequence) {
        Head current = head;
        return history.at(sequence, current.state(), current.sequence());
    }

    /** The events of the trail. */
    public EventLog log() {
        return head.log();
    }

    public Lineage lineage() {
        return head.lineage();
    }

    // ---- writing

    /**
     * Runs work in a transaction and commits what it changed. If the work throws, nothing is changed.
     *
     * @throws IllegalStateException if the thread is in a transaction of this sandbox already
     */
    public <T> T write(Function<Transaction, T> work) {
        runDueTimers();
        lock();
        try {
            Head current = head;
            return commit(work, current.clock().at(host.wallClock().now()));
        } finally {
            writer.unlock();
        }
    }

    private void lock() {
        if (writer.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction of " + name + " is open on this thread; join it instead");
        }
        writer.lock();
    }

    private <T> T commit(Function<Transaction, T> work, Instant now) {
        Head before = head;
        Transaction tx = new Transaction(before.state(), before.sequence() + 1, now, ids, before.nextHandle());
        T result = work.apply(tx);
        Delta delta = tx.delta();
        if (!delta.changes().isEmpty() || tx.nextHandle() != before.nextHandle()) {
            history.add(delta, head.log());
            update(current -> new Head(
                    tx.state(), delta.sequence(), current.log(), current.lineage(), current.clock(), tx.nextHandle()));
        }
        return result;
    }

    /** Adds an event to the trail. */
    public void record(LogRecord event) {
        update(current -> current.withLog(
                current.log().plus(event, host.blobs(), host.retention().events())));
    }

    /** Ids for something that is no commit, such as a call: each use has the next number. */
    public Ids callIds() {
        long call = calls.incrementAndGet();
        AtomicLong nth = new AtomicLong();
        return new Ids(ids, -call, nth::getAndIncrement);
    }

    // ---- credentials

    /** The key id that this sandbox shows for a credential. */
    public String accessKeyId(String prefix, String account, long handle) {
        return AccessKeyIds.encode(new AccessKeyIds.Parts(prefix, account, tag, handle));
    }

    /** The secret access key that belongs to a key id: forty characters. */
    public String secretAccessKey(String accessKeyId) {
        byte[] bytes = secret.of("secret/" + accessKeyId);
        return java.util.Base64.getEncoder().encodeToString(bytes).substring(0, 40);
    }

    /** The session token that belongs to a temporary key id. */
    public String sessionToken(String accessKeyId) {
        StringBuilder token = new StringBuilder("IQoJb3JpZ2luX2Vj");
        for (int block = 0; block < 6; block++) {
            byte[] bytes = secret.of("token/" + block + "/" + accessKeyId);
            token.append(java.util.Base64.getEncoder().encodeToString(bytes), 0, 43);
        }
        return token.append("==").toString();
    }

    /** Thirty-two bytes that are this sandbox's own for a purpose, such as sealing page tokens. */
    public byte[] keyFor(String purpose) {
        return secret.of("key/" + purpose);
    }

    // ---- time

    /** The sandbox's time. */
    public Instant now() {
        return head.clock().at(host.wallClock().now());
    }

    public SandboxClock clock() {
        return head.clock();
    }

    /** Moves the clock on and runs what falls due on the way, in order. */
    public Instant advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("the clock never goes back, not even by " + duration);
        }
        return setClock(now().plus(duration));
    }

    /** Sets the clock to a time that is not before its present one and runs what falls due on the way. */
    public Instant setClock(Instant target) {
        lock();
        try {
            Instant wall = host.wallClock().now();
            SandboxClock clock = head.clock();
            clock.adjusted(wall, target, clock.running()); // refuses to go back before any timer has run
            runTimersUntil(target);
            update(current -> current.withClock(
                    current.clock().adjusted(wall, target, current.clock().running())));
            return target;
        } finally {
            writer.unlock();
        }
    }

    /** Stops the clock where it stands, or lets it run on. */
    public void setRunning(boolean running) {
        update(current -> {
            Instant wall = host.wallClock().now();
            return current.withClock(
                    current.clock().adjusted(wall, current.clock().at(wall), running));
        });
    }

    private void runDueTimers() {
        Map.Entry<Timer.Key, Timer> first =
                head.state().rows(Timer.TABLE, Scope.SANDBOX).firstEntry();
        if (first == null || writer.isHeldByCurrentThread()) {
            return;
        }
        Instant now = now();
        if (first.getKey().due().isAfter(now)) {
            return;
        }
        writer.lock();
        try {
            runTimersUntil(now);
        } finally {
            writer.unlock();
        }
    }

    private void runTimersUntil(Instant until) {
        for (int run = 0; run < MOST_TIMERS; run++) {
            Map.Entry<Timer.Key, Timer> first =
                    head.state().rows(Timer.TABLE, Scope.SANDBOX).firstEntry();
            if (first == null || first.getKey().due().isAfter(until)) {
                return;
            }
            Timer timer = first.getValue();
            commit(
                    tx -> {
                        tx.remove(Timer.TABLE, Scope.SANDBOX, first.getKey());
                        host.timers().run(this, tx, timer);
                        return true;
                    },
                    timer.due());
        }
        throw new IllegalStateException("more than " + MOST_TIMERS + " timers are due before " + until);
    }

    // ---- forks and the way back

    /** Marks the present moment, to be restored or forked later. */
    SandboxImage image() {
        // what is made here later is not of the image's past
        Head marked = update(current -> current.withLineage(current.lineage().afterFork()));
        return new SandboxImage(name, marked, host.wallClock().now());
    }

    /**
     * Returns to an image: rows, trail and lineage; the clock stays where it is, and ids go on in a new branch.
     *
     * @return what is back that AWS would never give back
     */
    SortedSet<String> restore(SandboxImage image) {
        lock();
        try {
            SortedSet<String> revived = revived(head.state(), image.head().state());
            branchOff(image.head().state(), image.head().log());
            history.clear();
            attachments.clear();
            return revived;
        } finally {
            writer.unlock();
        }
    }

    /**
     * Returns to the state after a commit; the trail loses what came after it.
     *
     * @return what is back that AWS would never give back, such as deleted key material; empty where the history does not
     *     reach back so far
     */
    public Optional<SortedSet<String>> undoTo(long sequence) {
        lock();
        try {
            Optional<State> state = stateAt(sequence);
            if (state.isEmpty()) {
                return Optional.empty();
            }
            SortedSet<String> revived = revived(head.state(), state.get());
            EventLog log = history.truncate(sequence).orElse(head.log());
            branchOff(state.get(), log);
            return Optional.of(revived);
        } finally {
            writer.unlock();
        }
    }

    private SortedSet<String> revived(State before, State after) {
        SortedSet<String> back = new TreeSet<>();
        for (Table<?, ?> table : host.tables()) {
            back.addAll(after.irrecoverable(table));
            back.removeAll(before.irrecoverable(table));
        }
        return back;
    }

    // Writers and recorders meet here only: the trail grows while a transaction is open.
    private synchronized Head update(UnaryOperator<Head> change) {
        Head before = head;
        head = change.apply(before);
        return before;
    }

    private void branchOff(State state, EventLog log) {
        long branch = host.newBranch();
        ids = new Ids.Source(seed, Long.toString(branch));
        update(current -> new Head(
                state,
                current.sequence() + 1,
                log,
                current.lineage().branchOff(branch),
                current.clock(),
                current.nextHandle()));
    }

    @Override
    public String toString() {
        return "Sandbox[" + name + "]";
    }
}
