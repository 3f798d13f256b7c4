package dev.glasshouse.policy;

/** How closely a Principal element names a caller, from not at all to the caller itself. */
enum PrincipalMatch {
    /** It does not name the caller. */
    NONE,
    /** It names the caller's account, which delegates to the account's own policies. */
    ACCOUNT,
    /** It names the role of the caller's session, or the user behind a federated user: session limits still count. */
    ROLE,
    /** It names the caller itself or everyone. */
    DIRECT;

    static PrincipalMatch closer(PrincipalMatch one, PrincipalMatch other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
