package dev.glasshouse.access;

import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities;
import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.Outlook;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Who can become whom by {@code sts:AssumeRole}. */
final class Chains {

    static final String ASSUME = "sts:AssumeRole";

    private static final int ACCOUNT_DIGITS = 12;

    private final Survey survey;
    private final List<Survey.Actor> actors;
    private final Map<String, Target> roles = new LinkedHashMap<>();
    private final Map<String, Survey.Actor> byName = new HashMap<>();
    private final List<Survey.Actor> askers = new ArrayList<>();

    Chains(Survey survey, List<Survey.Actor> actors) {
        this.survey = survey;
        this.actors = actors;
        for (Survey.Actor actor : actors) {
            byName.put(actor.arn(), actor);
            byName.put(String.valueOf(actor.principal().uniqueId()), actor);
            if (actor.grants().identity().stream()
                    .anyMatch(policy -> policy.document().grants("sts", "assumerole"))) {
                askers.add(actor);
            }
            if (actor.caller().kind() == Caller.Kind.ROLE) {
                Caller caller = actor.caller();
                survey.identities()
                        .role(survey.state(), caller.account(), caller.name())
                        .ifPresent(role -> roles.put(actor.arn(), new Target(actor, role.trust())));
            }
        }
    }

    /**
     * A role that may be assumed.
     *
     * @param actor the role as somebody who asks
     * @param trust its trust policy
     */
    record Target(Survey.Actor actor, Policy trust) {}

    /**
     * Somebody who may become a role.
     *
     * @param from who
     * @param to which role
     * @param outlook for which calls
     */
    record Link(Survey.Actor from, Target to, Outlook outlook) {}

    /** The roles of the sandbox by ARN. */
    Map<String, Target> roles() {
        return roles;
    }

    /**
     * The principals of the sandbox who may become a role.
     *
     * @param wanted of whom it is to be known
     */
    List<Link> into(Target role, Predicate<Survey.Actor> wanted) {
        List<Link> links = new ArrayList<>();
        for (Survey.Actor actor : candidates(role)) {
            Outlook outlook = wanted.test(actor) ? outlook(actor, role) : Outlook.NEVER;
            if (outlook.possible()) {
                links.add(new Link(actor, role, outlook));
            }
        }
        return links;
    }

    /** Those whom a trust policy names; where it names an account, those whose own policies let them ask. */
    private Collection<Survey.Actor> candidates(Target role) {
        Map<String, Survey.Actor> named = new LinkedHashMap<>();
        for (String text : role.trust().document().allowedPrincipals()) {
            if (text.startsWith("Service:") || text.startsWith("Federated:")) {
                continue;
            }
            String value = text.substring(text.indexOf(':') + 1);
            Survey.Actor actor = byName.get(value);
            if (value.endsWith(":root") || value.length() == ACCOUNT_DIGITS) {
                askers.forEach(asker -> named.put(asker.arn(), asker));
            } else if (actor != null) {
                named.put(actor.arn(), actor);
            } else if (text.equals("*") || !value.startsWith("arn:aws:iam:")) {
                return actors;
            }
        }
        return named.values();
    }

    /** The roles that somebody may become. */
    List<Link> from(Survey.Actor actor) {
        List<Link> links = new ArrayList<>();
        for (Target role : roles.values()) {
            Outlook outlook = outlook(actor, role);
            if (outlook.possible()) {
                links.add(new Link(actor, role, outlook));
            }
        }
        return links;
    }

    /** For which calls somebody may become a role. Whom the trust policy does not name need not be asked. */
    Outlook outlook(Survey.Actor actor, Target role) {
        Caller.Kind kind = actor.caller().kind();
        if (kind == Caller.Kind.ROOT || kind == Caller.Kind.ANONYMOUS) {
            // AWS lets no root user assume a role, and nobody without credentials
            return Outlook.NEVER;
        }
        boolean token = kind == Caller.Kind.WEB_IDENTITY || kind == Caller.Kind.SAML;
        String arn = role.actor().arn();
        if (!token && kind != Caller.Kind.SERVICE && !mayAssume(actor, role)) {
            return Outlook.NEVER;
        }
        String action = !token ? ASSUME : kind == Caller.Kind.SAML ? ASSUME + "WithSAML" : ASSUME + "WithWebIdentity";
        return survey.outlook(actor, Survey.Matter.of(action, arn));
    }

    /** Whether a principal's own policies and the trust policy leave it open that it may assume a role. */
    boolean mayAssume(Survey.Actor actor, Target role) {
        PolicyDocument.Naming naming = role.trust().document().names(actor.principal());
        return naming == PolicyDocument.Naming.PERSON
                || naming == PolicyDocument.Naming.ACCOUNT
                        && mayAsk(actor.grants(), role.actor().arn());
    }

    private static boolean mayAsk(Identities.Grants grants, String arn) {
        return grants.identity().stream().anyMatch(policy -> policy.document().mayAllow("sts", "assumerole", arn));
    }
}
