package dev.glasshouse.policy;

/**
 * Something beside its policy that allows on a resource's side: a KMS grant, an access control list.
 *
 * @param what its name in explanations: {@code grant 0123}
 * @param reach whom it names
 */
public record Allowance(String what, Reach reach) {

    /** How closely an allowance names the caller, with the meaning that a Principal element has. */
    public enum Reach {
        /** The caller's account, which delegates to the account's own policies. */
        ACCOUNT(PrincipalMatch.ACCOUNT),
        /** The role of the caller's session: its boundary and session policies still count. */
        ROLE(PrincipalMatch.ROLE),
        /** The caller itself. */
        CALLER(PrincipalMatch.DIRECT);

        private final PrincipalMatch match;

        Reach(PrincipalMatch match) {
            this.match = match;
        }

        PrincipalMatch match() {
            return match;
        }
    }
}
