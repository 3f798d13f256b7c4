package dev.glasshouse.sandbox;

/** Runs timers that are due, in a transaction of their own whose time is the time they were due. */
@FunctionalInterface
public interface TimerHandler {

    /** No timers are known. */
    TimerHandler NONE = (sandbox, tx, timer) -> {};

    /** Does the timer's work. The timer itself is already taken away. */
    void run(Sandbox sandbox, Transaction tx, Timer timer);
}
