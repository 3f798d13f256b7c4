package dev.glasshouse.policy.check;

/** Texts that stand for others. */
final class Wild {

    private Wild() {}

    /** Whether a text has a wildcard or a variable in it. */
    static boolean is(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('$') >= 0;
    }
}
