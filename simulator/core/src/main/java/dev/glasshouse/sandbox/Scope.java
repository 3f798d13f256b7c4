package dev.glasshouse.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * Whose rows a table holds: the whole sandbox's, an account's, or an account's in one Region.
 *
 * @param account the account id, or an empty text for the whole sandbox
 * @param region the Region, or an empty text where rows are not regional
 */
public record Scope(String account, String region) implements Comparable<Scope> {

    /** The whole sandbox. */
    public static final Scope SANDBOX = new Scope("", "");

    /** An account, all Regions. */
    public static Scope account(String account) {
        return new Scope(account, "");
    }

    /** An account in a Region. */
    public static Scope region(String account, String region) {
        return new Scope(account, region);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Scope scope && account.equals(scope.account) && region.equals(scope.region);
    }

    @Override
    public int hashCode() {
        return 31 * account.hashCode() + region.hashCode();
    }

    @Override
    public int compareTo(Scope other) {
        int byAccount = account.compareTo(other.account);
        return byAccount != 0 ? byAccount : region.compareTo(other.region);
    }
}
