package dev.glasshouse.access;

import dev.glasshouse.policy.match.Glob;

/** What two patterns with stars and question marks have in common. */
final class Patterns {

    private Patterns() {}

    /** Whether a pattern covers a resource, or all that another pattern does. */
    static boolean covers(String pattern, String other) {
        return pattern.equals(other) || Glob.compile(pattern).matches(other);
    }

    /** Whether some text fits both patterns. Takes time by the product of their lengths. */
    static boolean overlap(String one, String two) {
        boolean[] fits = new boolean[two.length() + 1];
        fits[0] = true;
        for (int j = 1; j <= two.length(); j++) {
            fits[j] = fits[j - 1] && two.charAt(j - 1) == '*';
        }
        for (int i = 1; i <= one.length(); i++) {
            char a = one.charAt(i - 1);
            boolean diagonal = fits[0];
            fits[0] = fits[0] && a == '*';
            for (int j = 1; j <= two.length(); j++) {
                char b = two.charAt(j - 1);
                boolean above = fits[j];
                fits[j] = a == '*' || b == '*' ? above || fits[j - 1] : diagonal && (a == b || a == '?' || b == '?');
                diagonal = above;
            }
        }
        return fits[two.length()];
    }
}
