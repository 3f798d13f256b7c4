package dev.glasshouse.call;

/** What was decided on each authorisation request of a plan. */
public interface Verdicts {

    /**
     * Whether a request of the plan was allowed.
     *
     * @param index the place in the plan
     * @throws IndexOutOfBoundsException if the plan has no such request
     */
    boolean allowed(int index);

    /** The text that a denied request of the plan would be answered with. */
    String denial(int index);
}
