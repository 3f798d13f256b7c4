package dev.glasshouse.gateway;

import dev.glasshouse.call.AuthorizationMessages;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.CallSource;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Organizations;
import dev.glasshouse.call.SandboxTraits;
import dev.glasshouse.policy.Decision;
import dev.glasshouse.policy.DenialReport;
import dev.glasshouse.policy.Explanation;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyEngine;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PolicyRequest;
import dev.glasshouse.policy.PolicySet;
import dev.glasshouse.sandbox.StateReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts every question of a plan to the policy engine, with all policies that bear on it. */
final class Authorizer {

    private final Identities identities;
    private final Organizations organizations;

    Authorizer(Identities identities, Organizations organizations) {
        this.identities = identities;
        this.organizations = organizations;
    }

    /** Decides every question of a plan; the caller looks for refusals. */
    Ruling rule(Request request, StateReader state, Instant now, AuthorizationPlan plan) {
        if (plan.requests().isEmpty()) {
            return new Ruling(List.of());
        }
        Identities.Grants grants = identities.grants(state, request.caller());
        PolicyPrincipal principal = principal(request.caller(), state, plan);
        List<Question> questions = new ArrayList<>(plan.requests().size());
        for (AuthorizationRequest asked : plan.requests()) {
            Question first = ask(request, state, now, principal, grants, asked);
            AuthorizationRequest second = asked.alsoAsked();
            questions.add(
                    second == null || !first.decision().isAllowed()
                            ? first
                            : ask(request, state, now, principal, grants, second));
        }
        return new Ruling(questions);
    }

    private Question ask(
            Request request,
            StateReader state,
            Instant now,
            PolicyPrincipal principal,
            Identities.Grants grants,
            AuthorizationRequest asked) {
        Caller caller = asker(request.caller(), asked);
        Standings standings = standings(state, caller, asked, request.source());
        PolicyRequest question =
                question(request, now, asked.as() == null ? principal : principal(caller), asked, standings);
        Identities.Grants own = asked.as() == null ? grants : Identities.Grants.NONE;
        Decision decision = PolicyEngine.decide(question, policies(caller, own, asked, standings));
        boolean beside = asked.alsoAllowedBy() != null
                && decision.isAllowed()
                && !PolicyEngine.decide(question, policies(caller, own, asked.withAllowance(null), standings))
                        .isAllowed();
        return new Question(asked, question, decision, beside);
    }

    /** The details of a denial, sealed for the caller's account. */
    String encodedDenial(Request request, StateReader state, Question question) {
        Explanation explanation =
                PolicyEngine.explain(question.request(), policies(request.caller(), state, question.asked()));
        return AuthorizationMessages.seal(
                request.sandbox(), request.caller().account(), DenialReport.json(question.request(), explanation));
    }

    /** The reasoning about a question, in which users and roles have the names that they have in some state. */
    Explanation explain(PolicyRequest question, PolicySet policies, StateReader state) {
        return PolicyEngine.explain(question, policies)
                .named(id -> identities.arn(state, id).orElse(id));
    }

    /** Every policy that bears on a question in some state, for looking into it afterwards. */
    PolicySet policies(Caller caller, StateReader state, AuthorizationRequest asked) {
        Caller who = asker(caller, asked);
        return policies(who, identities.grants(state, who), asked, standings(state, who, asked, null));
    }

    /** A question with the policies that bear on it. */
    record Posed(PolicyRequest question, PolicySet policies) {}

    /**
     * The question that a call would put, undecided: with the policies that the caller has or with others.
     *
     * @param principal the caller as policies see it, see {@link #principal(Caller)}
     */
    Posed pose(
            Request request,
            StateReader state,
            Instant now,
            PolicyPrincipal principal,
            Identities.Grants grants,
            AuthorizationRequest asked) {
        Caller who = asker(request.caller(), asked);
        Standings standings = standings(state, who, asked, request.source());
        PolicyPrincipal seen = asked.as() == null ? principal(principal, who, state, List.of(asked)) : principal(who);
        return new Posed(question(request, now, seen, asked, standings), policies(who, grants, asked, standings));
    }

    /** Who asks: the caller of the request, or whom a token in it names. */
    private static Caller asker(Caller caller, AuthorizationRequest asked) {
        return asked.as() == null ? caller : asked.as();
    }

    /**
     * How the accounts of the caller, of the resource and of what a service calls for stand in their organizations; null
     * where they are in none.
     */
    record Standings(
            Organizations.@Nullable Standing caller,
            Organizations.@Nullable Standing resource,
            Organizations.@Nullable Standing source) {}

    private Standings standings(
            StateReader state, Caller caller, AuthorizationRequest asked, @Nullable CallSource source) {
        Organizations.Standing own = caller.account().isEmpty()
                ? null
                : organizations.standing(state, caller.account()).orElse(null);
        boolean same = asked.account().equals(caller.account());
        return new Standings(
                own,
                same ? own : organizations.standing(state, asked.account()).orElse(null),
                source == null
                        ? null
                        : organizations.standing(state, source.account()).orElse(null));
    }

    private static PolicySet policies(
            Caller caller, Identities.Grants grants, AuthorizationRequest asked, Standings standings) {
        PolicySet.Builder set = PolicySet.builder()
                .identity(grants.identity())
                .resource(asked.resourcePolicy())
                .additionalAllow(asked.alsoAllowedBy());
        if (grants.boundary() != null) {
            set.boundary(List.of(grants.boundary()));
        }
        if (caller.session() != null) {
            set.session(caller.session().policies());
        }
        if (standings.caller() != null) {
            set.scpLevels(standings.caller().scps());
        }
        if (standings.resource() != null) {
            set.rcpLevels(standings.resource().rcps());
        }
        return set.build();
    }

    private static PolicyRequest question(
            Request request, Instant now, PolicyPrincipal principal, AuthorizationRequest asked, Standings standings) {
        return new PolicyRequest(
                principal,
                asked.action(),
                asked.resource(),
                asked.account(),
                asked.wildcardOnly(),
                GlobalKeys.of(request, now, asked, standings).with(asked.keys()),
                asked.model(),
                asked.publicAccessRestricted());
    }

    /** The caller; its canonical user id is worked out only where a policy speaks of such ids. */
    private static PolicyPrincipal principal(Caller caller, StateReader state, AuthorizationPlan plan) {
        return principal(principal(caller), caller, state, plan.requests());
    }

    private static PolicyPrincipal principal(
            PolicyPrincipal principal, Caller caller, StateReader state, List<AuthorizationRequest> requests) {
        return !caller.account().isEmpty() && speaksOfCanonicalUsers(requests)
                ? principal.withCanonicalUserId(SandboxTraits.canonicalId(state, caller.account()))
                : principal;
    }

    private static boolean speaksOfCanonicalUsers(List<AuthorizationRequest> requests) {
        for (AuthorizationRequest asked : requests) {
            Policy policy = asked.resourcePolicy();
            if (policy != null && policy.document().speaksOfCanonicalUsers()) {
                return true;
            }
        }
        return false;
    }

    /** A caller as policies see it. */
    static PolicyPrincipal principal(Caller caller) {
        return switch (caller.kind()) {
            case ANONYMOUS -> PolicyPrincipal.anonymous();
            case SERVICE -> PolicyPrincipal.service(caller.name());
            case WEB_IDENTITY, SAML -> PolicyPrincipal.identityProvider(caller.arn());
            case ROLE ->
                PolicyPrincipal.parse(caller.arn())
                        .withRoleArn(caller.principalArn())
                        .withUniqueId(withoutSession(caller.principalId()));
            case FEDERATED_USER ->
                caller.session() == null
                        ? PolicyPrincipal.parse(caller.arn())
                        : PolicyPrincipal.parse(caller.arn())
                                .withParentUserArn(caller.session().issuerArn());
            case USER, ROOT -> PolicyPrincipal.identified(caller.arn(), caller.principalId());
        };
    }

    private static String withoutSession(String principalId) {
        int colon = principalId.indexOf(':');
        return colon < 0 ? principalId : principalId.substring(0, colon);
    }
}
