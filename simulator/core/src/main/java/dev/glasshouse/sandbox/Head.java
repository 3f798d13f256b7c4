package dev.glasshouse.sandbox;

/** All that a sandbox is at one moment; copying it is a fork. */
record Head(State state, long sequence, EventLog log, Lineage lineage, SandboxClock clock, long nextHandle) {

    Head withLog(EventLog other) {
        return new Head(state, sequence, other, lineage, clock, nextHandle);
    }

    Head withClock(SandboxClock other) {
        return new Head(state, sequence, log, lineage, other, nextHandle);
    }

    Head withLineage(Lineage other) {
        return new Head(state, sequence, log, other, clock, nextHandle);
    }
}
