package dev.glasshouse.sandbox;

import static dev.glasshouse.sandbox.TestHost.ROWS;
import static dev.glasshouse.sandbox.TestHost.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.api.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxTest {

    private static final Scope ACCOUNT = Scope.account("111122223333");

    private final TestHost host = new TestHost();
    private final List<String> ran = new ArrayList<>();
    private final Sandboxes sandboxes =
            host.sandboxes((sandbox, tx, timer) -> ran.add(timer.subject() + "@" + tx.now()));
    private final Sandbox sandbox = sandboxes.create("default", Seed.of("seed"), TestHost.START);

    private static void put(Sandbox sandbox, String key, String text) {
        sandbox.write(tx -> {
            tx.put(ROWS, ACCOUNT, key, row(text));
            return true;
        });
    }

    private static List<String> keys(Sandbox sandbox) {
        return List.copyOf(sandbox.read().state().rows(ROWS, ACCOUNT).keySet());
    }

    @Test
    void aFailedTransactionLeavesNoTrace() {
        put(sandbox, "a", "1");
        Snapshot before = sandbox.read();
        assertThatThrownBy(() -> sandbox.write(tx -> {
                    tx.put(ROWS, ACCOUNT, "b", row("2"));
                    tx.newCredentialHandle();
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        assertThat(sandbox.read()).isEqualTo(before);
        assertThat(sandbox.<Long>write(Transaction::newCredentialHandle)).isZero();
    }

    @Test
    void aSnapshotDoesNotSeeLaterWrites() {
        put(sandbox, "a", "1");
        Snapshot before = sandbox.read();
        put(sandbox, "a", "2");
        assertThat(before.state().get(ROWS, ACCOUNT, "a")).contains(row("1"));
        assertThat(sandbox.read().state().get(ROWS, ACCOUNT, "a")).contains(row("2"));
    }

    @Test
    void aTransactionReadsItsOwnWritesAndARollbackTakesThemBack() {
        sandbox.write(tx -> {
            tx.put(ROWS, ACCOUNT, "a", row("1"));
            Transaction.Savepoint savepoint = tx.savepoint();
            tx.put(ROWS, ACCOUNT, "b", row("2"));
            tx.remove(ROWS, ACCOUNT, "a");
            assertThat(tx.rows(ROWS, ACCOUNT).keySet()).containsExactly("b");
            tx.rollback(savepoint);
            assertThat(tx.rows(ROWS, ACCOUNT).keySet()).containsExactly("a");
            return true;
        });
        assertThat(keys(sandbox)).containsExactly("a");
    }

    @Test
    void aWriteInsideAWriteOfTheSameSandboxIsRefused() {
        assertThatThrownBy(() -> sandbox.write(tx -> sandbox.write(inner -> true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("join it instead");
    }

    @Test
    void rowsListInTheOrderOfTheirTable() {
        sandbox.write(tx -> {
            for (String key : List.of("b", "c", "a")) {
                tx.put(ROWS, ACCOUNT, key, row(key));
                tx.put(TestHost.BACKWARDS, ACCOUNT, key, row(key));
            }
            return true;
        });
        assertThat(keys(sandbox)).containsExactly("a", "b", "c");
        assertThat(sandbox.read().state().rows(TestHost.BACKWARDS, ACCOUNT).keySet())
                .containsExactly("c", "b", "a");
        assertThat(sandbox.read().state().scopes(ROWS)).containsExactly(ACCOUNT);
    }

    @Test
    void identitiesAreComparedWithoutAWalkOverRows() {
        put(sandbox, "a", "1");
        Object before = sandbox.read().state().identity("test", ACCOUNT);
        put(sandbox, "a", "2");
        put(sandbox, "a", "1");
        assertThat(sandbox.read().state().identity("test", ACCOUNT)).isNotEqualTo(before);
    }

    @Test
    void theIdentityOfAServiceChangesWithItsRowsOnly() {
        put(sandbox, "a", "1");
        Object before = sandbox.read().state().identity("test", ACCOUNT);
        sandbox.write(tx -> {
            tx.put(ROWS, Scope.account("444455556666"), "x", row("x"));
            return true;
        });
        assertThat(sandbox.read().state().identity("test", ACCOUNT)).isSameAs(before);
        assertThat(sandboxes.fork(sandbox, "fork").read().state().identity("test", ACCOUNT))
                .isSameAs(before);
        put(sandbox, "a", "2");
        assertThat(sandbox.read().state().identity("test", ACCOUNT)).isNotSameAs(before);
    }

    @Test
    void aForkGoesItsOwnWayAndShowsOtherCredentials() {
        put(sandbox, "a", "1");
        Sandbox fork = sandboxes.fork(sandbox, "fork");
        put(sandbox, "parent", "1");
        put(fork, "child", "1");
        assertThat(keys(sandbox)).containsExactly("a", "parent");
        assertThat(keys(fork)).containsExactly("a", "child");

        String key = sandbox.accessKeyId("AKIA", "111122223333", 7);
        String forked = fork.accessKeyId("AKIA", "111122223333", 7);
        assertThat(forked).isNotEqualTo(key);
        assertThat(AccessKeyIds.decode(forked).orElseThrow().tag()).isEqualTo(fork.tag());
        assertThat(fork.secretAccessKey(key)).isNotEqualTo(sandbox.secretAccessKey(key));
        assertThat(sandbox.secretAccessKey(key)).hasSize(40);
    }

    @Test
    void aCiphertextsOriginIsPastInForksTakenAfterItOnly() {
        Lineage early = sandbox.lineage();
        Sandbox first = sandboxes.fork(sandbox, "first");
        Lineage late = sandbox.lineage();
        Sandbox second = sandboxes.fork(sandbox, "second");
        Sandbox grandchild = sandboxes.fork(first, "grandchild");

        assertThat(first.lineage().contains(early.branch(), early.epoch())).isTrue();
        assertThat(grandchild.lineage().contains(early.branch(), early.epoch())).isTrue();
        assertThat(sandbox.lineage().contains(early.branch(), early.epoch())).isTrue();
        assertThat(first.lineage().contains(late.branch(), late.epoch())).isFalse();
        assertThat(second.lineage().contains(late.branch(), late.epoch())).isTrue();
        Lineage own = first.lineage();
        assertThat(sandbox.lineage().contains(own.branch(), own.epoch())).isFalse();
        assertThat(second.lineage().contains(own.branch(), own.epoch())).isFalse();
    }

    @Test
    void restoreReturnsRowsAndTrailAndStartsNewIds() {
        put(sandbox, "a", "1");
        sandbox.record(event("one"));
        sandboxes.snapshot(sandbox, "start");
        String id = sandbox.write(tx -> tx.ids().uuid("kind", "name"));
        put(sandbox, "b", "2");
        sandbox.record(event("two"));

        assertThat(sandboxes.restore(sandbox, "start")).isPresent();
        assertThat(keys(sandbox)).containsExactly("a");
        assertThat(sandbox.log().from(0, 10)).extracting(LogRecord::id).containsExactly("one");
        assertThat(sandbox.<String>write(tx -> tx.ids().uuid("kind", "name"))).isNotEqualTo(id);
        assertThat(sandboxes.restore(sandbox, "missing")).isEmpty();
    }

    @Test
    void undoReturnsToAnyRetainedCommitAndNeverGivesAHandleTwice() {
        put(sandbox, "a", "1");
        long sequence = sandbox.read().sequence();
        long handle = sandbox.<Long>write(Transaction::newCredentialHandle);
        put(sandbox, "a", "2");
        put(sandbox, "b", "2");
        sandbox.record(event("late"));

        assertThat(sandbox.stateAt(sequence).orElseThrow().get(ROWS, ACCOUNT, "a"))
                .contains(row("1"));
        assertThat(sandbox.undoTo(sequence)).isPresent();
        assertThat(sandbox.read().state().get(ROWS, ACCOUNT, "a")).contains(row("1"));
        assertThat(keys(sandbox)).containsExactly("a");
        assertThat(sandbox.<Long>write(Transaction::newCredentialHandle)).isGreaterThan(handle);
    }

    @Test
    void theSameSeedAndTheSameOrderOfCommitsGiveTheSameIds() {
        Sandbox twin = new TestHost().sandboxes(TimerHandler.NONE).create("default", Seed.of("seed"), TestHost.START);
        Sandbox other = new TestHost().sandboxes(TimerHandler.NONE).create("default", Seed.of("else"), TestHost.START);
        String id = sandbox.write(tx -> tx.ids().unique("AIDA", "alice"));
        assertThat(twin.<String>write(tx -> tx.ids().unique("AIDA", "alice"))).isEqualTo(id);
        assertThat(other.<String>write(tx -> tx.ids().unique("AIDA", "alice"))).isNotEqualTo(id);
        assertThat(id).matches("AIDA[A-Z2-7]{17}");
        assertThat(twin.secretAccessKey("AKIAX")).isEqualTo(sandbox.secretAccessKey("AKIAX"));
    }

    @Test
    void advancingRunsDueTimersInOrderAtTheTimesTheyAreDue() {
        Instant now = sandbox.now();
        sandbox.write(tx -> {
            tx.schedule(timer(now.plus(Duration.ofDays(2)), "second"));
            tx.schedule(timer(now.plus(Duration.ofDays(1)), "first"));
            tx.schedule(timer(now.plus(Duration.ofDays(1)), "first too"));
            tx.schedule(timer(now.plus(Duration.ofDays(9)), "later"));
            return true;
        });
        sandbox.advance(Duration.ofDays(3));
        assertThat(ran)
                .containsExactly(
                        "first@2026-11-24T10:00:00Z", "first too@2026-11-24T10:00:00Z", "second@2026-11-25T10:00:00Z");
        assertThat(sandbox.now()).isEqualTo(now.plus(Duration.ofDays(3)));
    }

    @Test
    void timersThatFellDueByThemselvesRunBeforeTheNextCall() {
        sandbox.write(tx -> {
            tx.schedule(timer(sandbox.now().plusSeconds(10), "soon"));
            return true;
        });
        host.pass(Duration.ofSeconds(11));
        assertThat(ran).isEmpty();
        sandbox.read();
        assertThat(ran).containsExactly("soon@2026-11-23T10:00:10Z");
    }

    @Test
    void aSandboxesNameIsSmallLettersDigitsAndHyphensAndTakenOnce() {
        assertThatThrownBy(() -> sandboxes.create("../x", Seed.of("s"), TestHost.START))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sandboxes.create("default", Seed.of("s"), TestHost.START))
                .hasMessageContaining("already");
        assertThat(sandboxes.delete("default")).isTrue();
        assertThat(sandboxes.find(sandbox.tag())).isEmpty();
    }

    private static Timer timer(Instant due, String subject) {
        return new Timer(due, "test", "111122223333", "us-east-1", subject);
    }

    private static LogRecord event(String id) {
        return new LogRecord(id, TestHost.START, "111122223333", "us-east-1", "Management", Bytes.ofUtf8("{}"));
    }
}
