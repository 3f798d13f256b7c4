package dev.glasshouse.sandbox;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The sandboxes of a process, by name and by the tag that their key ids carry. The first is {@code default}. */
public final class Sandboxes implements AutoCloseable {

    /** The name of the first sandbox, to which requests go that name no other. */
    public static final String DEFAULT = "default";

    private final WallClock wallClock;
    private final TimerHandler timers;
    private final BlobStore blobs;
    private final Retention retention;
    private final List<Table<?, ?>> tables;
    private final Map<String, Sandbox> byName = new ConcurrentSkipListMap<>();
    private final Map<Integer, Sandbox> byTag = new ConcurrentHashMap<>();
    private final Map<String, SandboxImage> images = new ConcurrentSkipListMap<>();
    private final Attachments attachments = new Attachments();
    private final AtomicInteger nextTag = new AtomicInteger();
    private final AtomicLong nextBranch = new AtomicLong();

    /**
     * A host of sandboxes.
     *
     * @param retention how much of its past each keeps
     * @param tables the tables that its sandboxes have
     */
    public Sandboxes(
            WallClock wallClock,
            TimerHandler timers,
            BlobStore blobs,
            Retention retention,
            Collection<Table<?, ?>> tables) {
        this.wallClock = wallClock;
        this.timers = timers;
        this.blobs = blobs;
        this.retention = retention;
        this.tables = List.copyOf(tables);
    }

    /** How much of its past each sandbox keeps. */
    public Retention retention() {
        return retention;
    }

    List<Table<?, ?>> tables() {
        return tables;
    }

    /** Things that belong to the host of the sandboxes, such as the simulator that it is part of. */
    public Attachments attachments() {
        return attachments;
    }

    /** Where bodies of all sandboxes lie. */
    public BlobStore blobs() {
        return blobs;
    }

    /** The time outside; only expiry of signatures and clocks themselves may ask for it. */
    public WallClock wallClock() {
        return wallClock;
    }

    TimerHandler timers() {
        return timers;
    }

    long newBranch() {
        return nextBranch.incrementAndGet();
    }

    /**
     * Makes an empty sandbox.
     *
     * @param start the time its clock starts at; it runs from there
     * @throws IllegalArgumentException if the name is taken or is not 1 to 63 small letters, digits and hyphens
     */
    public Sandbox create(String name, Seed seed, Instant start) {
        Head head = new Head(
                State.EMPTY,
                0,
                EventLog.EMPTY,
                new Lineage(newBranch(), 0, null),
                SandboxClock.startingAt(wallClock.now(), start),
                0);
        return add(name, seed, head, "first");
    }

    /** Makes a sandbox that begins as another is now and goes its own way; it shows other credentials. */
    public Sandbox fork(Sandbox parent, String name) {
        return fork(parent.image(), parent.seed(), name, null);
    }

    /** Makes a sandbox that begins as an image and goes on with a seed of its own: the same seed gives the same ids. */
    public Sandbox fork(SandboxImage image, Seed seed, String name) {
        return fork(image, seed, name, "second");
    }

    private Sandbox fork(SandboxImage image, Seed seed, String name, @Nullable String ids) {
        Head head = image.head();
        long branch = newBranch();
        return add(
                name,
                seed,
                head.withLineage(head.lineage().branchOff(branch)),
                ids == null ? Long.toString(branch) : ids);
    }

    /**
     * Makes a fork to try something on. Nobody but the caller can reach it: it has no name among the others, and its keys are
     * its parent's, so that it takes no tag. It is gone when it is let go.
     */
    public Sandbox scratch(Sandbox parent) {
        Head head = parent.image().head();
        long branch = newBranch();
        return new Sandbox(
                parent.name(),
                parent.tag(),
                parent.seed(),
                this,
                head.withLineage(head.lineage().branchOff(branch)),
                Long.toString(branch));
    }

    private Sandbox add(String name, Seed seed, Head head, String ids) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "a sandbox's name is 1 to 63 small letters, digits and hyphens, not '" + name + "'");
        }
        int tag = nextTag.getAndIncrement();
        if (tag > AccessKeyIds.MAX_TAG) {
            throw new IllegalStateException("this process has hosted its " + AccessKeyIds.MAX_TAG + " sandboxes");
        }
        Sandbox sandbox = new Sandbox(name, tag, seed, this, head, ids);
        if (byName.putIfAbsent(name, sandbox) != null) {
            throw new IllegalArgumentException("there is a sandbox named '" + name + "' already");
        }
        byTag.put(tag, sandbox);
        return sandbox;
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= 63
                && name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-');
    }

    public Optional<Sandbox> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The sandbox whose key ids carry a tag. */
    public Optional<Sandbox> find(int tag) {
        return Optional.ofNullable(byTag.get(tag));
    }

    /** All sandboxes by name. */
    public List<Sandbox> all() {
        return List.copyOf(byName.values());
    }

    /** Takes a sandbox away; its credentials answer to nobody from now on. */
    public boolean delete(String name) {
        Sandbox sandbox = byName.remove(name);
        if (sandbox == null) {
            return false;
        }
        byTag.remove(sandbox.tag());
        images.values().removeIf(image -> image.sandbox().equals(name));
        return true;
    }

    /** Marks the present moment of a sandbox under a name. */
    public SandboxImage snapshot(Sandbox sandbox, String snapshot) {
        SandboxImage image = sandbox.image();
        images.put(sandbox.name() + "/" + snapshot, image);
        return image;
    }

    /** The names of a sandbox's snapshots. */
    public List<String> snapshots(Sandbox sandbox) {
        String prefix = sandbox.name() + "/";
        return images.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .toList();
    }

    /**
     * Returns a sandbox to a snapshot of its own.
     *
     * @return what is back that AWS would never give back, such as deleted key material; empty where there is no snapshot of
     *     that name
     */
    public Optional<SortedSet<String>> restore(Sandbox sandbox, String snapshot) {
        return Optional.ofNullable(images.get(sandbox.name() + "/" + snapshot)).map(sandbox::restore);
    }

    @Override
    public void close() {
        byName.clear();
        byTag.clear();
        images.clear();
        blobs.close();
    }
}
