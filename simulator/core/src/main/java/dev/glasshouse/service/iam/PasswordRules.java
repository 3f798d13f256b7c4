package dev.glasshouse.service.iam;

import org.jspecify.annotations.Nullable;

/**
 * What an account demands of its users' passwords. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html">account password
 * policy</a>.
 *
 * @param minimumLength characters, 6 to 128
 * @param symbols whether a symbol is needed
 * @param numbers whether a digit is needed
 * @param uppercase whether a capital is needed
 * @param lowercase whether a small letter is needed
 * @param usersChange whether every user may change the own password
 * @param maxAge days until a password expires, 1 to 1,095, or null for never
 * @param reuse how many earlier passwords may not come again, 1 to 24, or null
 * @param hardExpiry whether an expired password can be set anew by an administrator only, or null where nothing is said
 */
record PasswordRules(
        int minimumLength,
        boolean symbols,
        boolean numbers,
        boolean uppercase,
        boolean lowercase,
        boolean usersChange,
        @Nullable Integer maxAge,
        @Nullable Integer reuse,
        @Nullable Boolean hardExpiry) {

    private static final String SYMBOLS = "!@#$%^&*()_+-=[]{}|'";
    private static final int DEFAULT_LENGTH = 8;
    private static final int DEFAULT_KINDS = 3;

    /** Whether a password has what is demanded, its age and its predecessors apart. */
    boolean allow(String password) {
        return password.length() >= minimumLength
                && (!symbols || has(password, Kind.SYMBOL))
                && (!numbers || has(password, Kind.NUMBER))
                && (!uppercase || has(password, Kind.UPPERCASE))
                && (!lowercase || has(password, Kind.LOWERCASE));
    }

    /** Whether a password will do in an account without a policy of its own: eight characters of three kinds. */
    static boolean defaultAllows(String password, String account) {
        int kinds = 0;
        for (Kind kind : Kind.values()) {
            kinds += has(password, kind) ? 1 : 0;
        }
        return password.length() >= DEFAULT_LENGTH && kinds >= DEFAULT_KINDS && !password.equals(account);
    }

    private enum Kind {
        UPPERCASE,
        LOWERCASE,
        NUMBER,
        SYMBOL
    }

    private static boolean has(String password, Kind kind) {
        return password.chars().anyMatch(c -> switch (kind) {
            case UPPERCASE -> c >= 'A' && c <= 'Z';
            case LOWERCASE -> c >= 'a' && c <= 'z';
            case NUMBER -> c >= '0' && c <= '9';
            case SYMBOL -> SYMBOLS.indexOf(c) >= 0;
        });
    }
}
