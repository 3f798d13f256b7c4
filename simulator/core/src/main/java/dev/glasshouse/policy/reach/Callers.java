package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.PolicyPrincipal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Callers to ask a question among. */
public final class Callers {

    private Callers() {}

    /** Somebody without credentials, and users and role sessions of an account that no policy is likely to name. */
    public static List<PolicyPrincipal> strangers() {
        return Principals.of(List.of()).stream()
                .filter(caller -> caller.kind() == PolicyPrincipal.Kind.ANONYMOUS || Principals.isStranger(caller))
                .toList();
    }

    /**
     * One caller of each kind that a value of a Principal element names.
     *
     * @param kind {@code AWS}, {@code Federated}, {@code CanonicalUser} or {@code Service}
     * @param value an account, an ARN, a unique id, a provider, a canonical user id or a service
     */
    public static List<PolicyPrincipal> named(String kind, String value) {
        if (kind.equals("Federated")) {
            return List.of(PolicyPrincipal.identityProvider(value));
        }
        if (kind.equals("Service")) {
            return List.of(PolicyPrincipal.service(value));
        }
        if (kind.equals("CanonicalUser")) {
            return List.of(strangers().get(1).withCanonicalUserId(value));
        }
        Set<String> accounts = new TreeSet<>();
        List<PolicyPrincipal> named = new ArrayList<>();
        Principals.named(value, accounts, named);
        if (named.isEmpty() || named.get(0).kind() == PolicyPrincipal.Kind.ROOT) {
            accounts.forEach(account -> {
                named.add(PolicyPrincipal.parse("arn:aws:iam::" + account + ":user/glasshouse-someone"));
                named.add(PolicyPrincipal.parse("arn:aws:iam::" + account + ":root"));
            });
        }
        return List.copyOf(new LinkedHashSet<>(named));
    }
}
