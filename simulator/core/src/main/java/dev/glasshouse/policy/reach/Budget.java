package dev.glasshouse.policy.reach;

/** How much work one question may still cost, in machine words looked at; hostile policies run out of it. */
final class Budget {

    /** About thirty milliseconds of work and as many megabytes at most. */
    static final long USUAL = 8_000_000;

    private long left;

    Budget(long left) {
        this.left = left;
    }

    /** The question is too hard: nothing is known. */
    static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExhaustedException() {
            super("the question is too hard", null, false, false);
        }
    }

    void spend(long work) {
        left -= work;
        if (left < 0) {
            throw new ExhaustedException();
        }
    }
}
