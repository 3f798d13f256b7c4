package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.StatementView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Callers among whom there is one of each kind that a question's Principal elements can tell apart. */
final class Principals {

    /** A caller of whom nothing is known but its policies. */
    static final PolicyPrincipal SOMEONE =
            PolicyPrincipal.parse("arn:aws:sts::111122223333:assumed-role/Someone/session");

    private static final String STRANGER = "glasshouse-stranger";
    private static final String STRANGERS_ROLE = "Glasshouse-Stranger";

    private Principals() {}

    /** The callers; those who are named nowhere come first, as they show most. */
    static List<PolicyPrincipal> of(List<Rule> rules) {
        Set<String> aws = new LinkedHashSet<>();
        Set<String> services = new LinkedHashSet<>();
        Set<String> federated = new LinkedHashSet<>();
        Set<String> canonical = new LinkedHashSet<>();
        for (Rule rule : rules) {
            StatementView statement = rule.statement();
            if (statement != null) {
                aws.addAll(statement.principals("AWS"));
                services.addAll(statement.principals("Service"));
                federated.addAll(statement.principals("Federated"));
                canonical.addAll(statement.principals("CanonicalUser"));
            }
        }
        Set<String> accounts = new TreeSet<>();
        List<PolicyPrincipal> named = new ArrayList<>();
        aws.forEach(value -> named(value, accounts, named));
        String outside = outside(accounts);
        List<PolicyPrincipal> all = new ArrayList<>();
        all.add(PolicyPrincipal.anonymous());
        all.add(PolicyPrincipal.parse("arn:aws:iam::" + outside + ":user/" + STRANGER));
        all.add(PolicyPrincipal.parse("arn:aws:sts::" + outside + ":assumed-role/" + STRANGERS_ROLE + "/session"));
        all.addAll(named);
        for (String account : accounts) {
            all.add(PolicyPrincipal.parse("arn:aws:iam::" + account + ":user/glasshouse-someone"));
            all.add(PolicyPrincipal.parse("arn:aws:sts::" + account + ":assumed-role/Glasshouse-Someone/session"));
            all.add(PolicyPrincipal.parse("arn:aws:iam::" + account + ":root"));
        }
        services.forEach(service -> all.add(PolicyPrincipal.service(service)));
        all.add(PolicyPrincipal.service("other.amazonaws.com"));
        federated.forEach(provider -> all.add(PolicyPrincipal.identityProvider(provider)));
        if (!federated.isEmpty()) {
            all.add(PolicyPrincipal.identityProvider("other.example.com"));
        }
        PolicyPrincipal stranger = PolicyPrincipal.parse("arn:aws:iam::" + outside + ":user/" + STRANGER);
        canonical.forEach(id -> all.add(stranger.withCanonicalUserId(id)));
        return List.copyOf(new LinkedHashSet<>(all));
    }

    /** Whether a caller is one of those whom no policy names. */
    static boolean isStranger(PolicyPrincipal principal) {
        return principal.name().equals(STRANGER) || principal.name().equals(STRANGERS_ROLE);
    }

    /** An account that no policy names. */
    private static String outside(Set<String> accounts) {
        long id = 999_988_887_777L;
        while (accounts.contains(Long.toString(id))) {
            id--;
        }
        return Long.toString(id);
    }

    static void named(String value, Set<String> accounts, List<PolicyPrincipal> to) {
        if (value.length() == 12 && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            accounts.add(value);
            return;
        }
        if (!value.startsWith("arn:")) {
            if (!value.equals("*")) {
                to.add(SOMEONE.withUniqueId(value));
                to.add(PolicyPrincipal.parse("arn:aws:iam::111122223333:user/someone")
                        .withUniqueId(value));
            }
            return;
        }
        PolicyPrincipal principal;
        try {
            principal = PolicyPrincipal.parse(value);
        } catch (IllegalArgumentException nobody) {
            return;
        }
        String account = principal.account();
        if (account != null) {
            accounts.add(account);
        }
        if (value.indexOf('*') >= 0 || value.indexOf('?') >= 0) {
            return;
        }
        to.add(principal);
        if (principal.kind() == PolicyPrincipal.Kind.ROLE) {
            to.add(PolicyPrincipal.parse("arn:" + principal.partition() + ":sts::" + account + ":assumed-role/"
                            + principal.name() + "/session")
                    .withRoleArn(value));
        }
    }
}
