package dev.glasshouse.access;

import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Vantage;
import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PolicyType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Those whom a resource's policy names and who are no principals of the sandbox. */
final class Outsiders {

    /** What a principal may do of whom nothing is known but that its own account may let it do everything. */
    static final Policy EVERYTHING = everything();

    private static final String EVERYONE = "*";

    private final Survey survey;
    private final Set<String> accounts;

    Outsiders(Survey survey) {
        this.survey = survey;
        this.accounts = Set.copyOf(survey.accounts());
    }

    private static Policy everything() {
        try {
            String all = "{\"Version\":\"2012-10-17\",\"Statement\":"
                    + "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";
            return new Policy("everything", null, PolicyDocument.parse(all, PolicyType.IDENTITY));
        } catch (MalformedPolicyException e) {
            throw new IllegalStateException("the policy that allows everything is one", e);
        }
    }

    /** Somebody from outside, with the kind under which answers name it. */
    record Outsider(WhoCan.Kind kind, String name, Survey.Actor actor) {}

    /** Those that a policy names, by name; callers without credentials where it names everyone. */
    List<Outsider> of(PolicyDocument policy) {
        Map<String, Outsider> found = new LinkedHashMap<>();
        for (String named : policy.allowedPrincipals()) {
            for (Outsider outsider : named(named)) {
                found.putIfAbsent(outsider.name(), outsider);
            }
        }
        return List.copyOf(found.values());
    }

    private List<Outsider> named(String text) {
        if (text.equals(EVERYONE) || text.equals("AWS:*")) {
            return everyone();
        }
        int colon = text.indexOf(':');
        String value = text.substring(colon + 1);
        return switch (text.substring(0, colon)) {
            case "Service" -> List.of(outsider(WhoCan.Kind.SERVICE, value, Caller.service(value), List.of()));
            case "Federated" -> List.of(federated(value));
            case "AWS" -> aws(value);
            default -> List.of();
        };
    }

    private List<Outsider> everyone() {
        List<Outsider> everyone = new ArrayList<>();
        everyone.add(new Outsider(WhoCan.Kind.ANYONE, "anyone without credentials", survey.actor("anonymous")));
        everyone.add(outsider(
                WhoCan.Kind.ANY_ACCOUNT,
                "anyone with credentials of AWS",
                person(Survey.ELSEWHERE, Survey.ANYBODY),
                List.of(EVERYTHING)));
        return everyone;
    }

    private static Outsider federated(String provider) {
        boolean saml = provider.contains(":saml-provider/");
        Caller.Federation federation = new Caller.Federation(provider, Map.of(), !saml);
        return outsider(
                WhoCan.Kind.FEDERATED,
                provider,
                Caller.federated(
                        saml ? Caller.Kind.SAML : Caller.Kind.WEB_IDENTITY,
                        federation,
                        provider,
                        Survey.ANYBODY,
                        Vantage.DEFAULT),
                List.of());
    }

    private List<Outsider> aws(String value) {
        String[] fields = value.split(":", 6);
        String account = fields.length == 6 ? fields[4] : value;
        if (accounts.contains(account)) {
            return session(value, fields);
        }
        boolean digits = account.length() == 12 && account.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            return List.of();
        }
        if (fields.length < 6 || fields[5].equals("root")) {
            return List.of(outsider(
                    WhoCan.Kind.ACCOUNT, "account " + account, person(account, Survey.ANYBODY), List.of(EVERYTHING)));
        }
        Caller caller = new Caller(
                fields[5].startsWith("user/") ? Caller.Kind.USER : Caller.Kind.ROLE,
                account,
                value,
                "unknown",
                fields[5].substring(fields[5].lastIndexOf('/') + 1),
                "/",
                null,
                null,
                Map.of(),
                Vantage.DEFAULT);
        return List.of(outsider(WhoCan.Kind.OUTSIDER, value, caller, List.of(EVERYTHING)));
    }

    /** A session of one of the sandbox's own roles that the policy names in person. */
    private List<Outsider> session(String value, String[] fields) {
        if (fields.length < 6 || !fields[5].startsWith("assumed-role/")) {
            return List.of();
        }
        try {
            return List.of(new Outsider(WhoCan.Kind.SESSION, value, survey.actor(value)));
        } catch (IllegalArgumentException e) {
            // there is no such role
            return List.of();
        }
    }

    private static Caller person(String account, String name) {
        return new Caller(
                Caller.Kind.USER,
                account,
                "arn:aws:iam::" + account + ":user/" + name,
                "unknown",
                name,
                "/",
                null,
                null,
                Map.of(),
                Vantage.DEFAULT);
    }

    private static Outsider outsider(WhoCan.Kind kind, String name, Caller caller, List<Policy> policies) {
        PolicyPrincipal principal = Survey.principal(caller);
        return new Outsider(kind, name, new Survey.Actor(caller, principal, new Identities.Grants(policies, null)));
    }
}
