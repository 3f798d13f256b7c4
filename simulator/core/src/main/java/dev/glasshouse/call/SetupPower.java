package dev.glasshouse.call;

/**
 * The right to act in a sandbox without authorisation and without a record in the trail: for making accounts, for labs'
 * set-up, for the control API. Whoever asks for this type in a signature can be found by its name, and so can whoever
 * takes it.
 */
public final class SetupPower {

    private static final SetupPower POWER = new SetupPower();

    private SetupPower() {}

    /** Takes the power. Only the simulator's control and tests may; a build check says so. */
    public static SetupPower take() {
        return POWER;
    }
}
