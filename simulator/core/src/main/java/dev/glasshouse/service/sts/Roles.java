package dev.glasshouse.service.sts;

import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The role that a session is asked for of, and the questions to its trust policy. */
final class Roles {

    private static final int HOUR = 3_600;

    private final Identities identities;

    Roles(Identities identities) {
        this.identities = identities;
    }

    /** The account in a role's ARN. */
    static String account(String arn) {
        String[] fields = arn.split(":", 6);
        boolean role = fields.length == 6
                && fields[0].equals("arn")
                && fields[1].equals("aws")
                && fields[2].equals("iam")
                && fields[3].isEmpty()
                && fields[4].length() == 12
                && fields[4].chars().allMatch(c -> c >= '0' && c <= '9')
                && fields[5].startsWith("role/");
        if (!role) {
            throw StsErrors.validation(arn + " is invalid");
        }
        return fields[4];
    }

    Optional<Identities.Role> find(Call call, String arn) {
        return identities
                .role(call.state(), account(arn), arn.substring(arn.lastIndexOf('/') + 1))
                .filter(found -> found.entity().arn().equals(arn));
    }

    /** The role, which was there when its trust policy was asked. */
    Identities.Role require(Call call, String arn) {
        return find(call, arn)
                .orElseThrow(() -> StsErrors.denied("the role is not there, and nobody was allowed to assume it"));
    }

    /**
     * One question for the session, and one for each thing that it carries.
     *
     * @param action such as {@code sts:AssumeRole}
     * @param more what the session must be allowed to carry, such as {@code sts:TagSession}
     * @param as who asks, where a token proves it, or null for the caller
     */
    AuthorizationPlan ask(
            Call call, String action, String arn, ContextKeys keys, List<String> more, @Nullable Caller as) {
        String account = account(arn);
        Optional<Identities.Role> role = find(call, arn);
        List<String> actions = new ArrayList<>(List.of(action));
        actions.addAll(more);
        return new AuthorizationPlan(actions.stream()
                .map(each -> {
                    AuthorizationRequest request = AuthorizationRequest.of(each, arn, account)
                            .withKeys(keys)
                            .withResourceTags(
                                    role.map(found -> found.entity().tags()).orElse(Map.of()))
                            .withResourcePolicy(role.map(Identities.Role::trust).orElse(null));
                    return as == null ? request : request.withCaller(as);
                })
                .toList());
    }

    /** The questions of somebody whom a token proves. */
    AuthorizationPlan ask(Call call, String action, String arn, String sessionName, ProvedIdentity identity) {
        ContextKeys.Builder keys = ContextKeys.builder()
                .put("sts:RoleSessionName", sessionName)
                .put("sts:SourceIdentity", identity.sourceIdentity());
        identity.tags().addTo(keys);
        identity.addTo(keys);
        return ask(
                call,
                action,
                arn,
                keys.build(),
                carried(identity.tags(), identity.sourceIdentity()),
                identity.caller(call));
    }

    /** The session of somebody whom a token proves. */
    static SessionRow session(
            WriteCall call,
            SessionRow.Holder holder,
            long seconds,
            SessionPolicies.Chosen chosen,
            ProvedIdentity identity) {
        Caller caller = call.caller();
        SessionTags tags = identity.tags();
        return SessionRow.of(holder, call.now(), seconds, caller.vantage())
                .withPolicies(chosen)
                .withTags(tags.over(caller), tags.handedOn(caller))
                .withOrigin(identity.sourceIdentity(), false, false, identity.federation());
    }

    /** What tags and a source identity of a session ask for. */
    static List<String> carried(SessionTags tags, @Nullable String sourceIdentity) {
        List<String> actions = new ArrayList<>();
        if (!tags.isEmpty()) {
            actions.add("sts:TagSession");
        }
        if (sourceIdentity != null) {
            actions.add("sts:SetSourceIdentity");
        }
        return actions;
    }

    /** How long a session lives, by what was asked for and what the role allows. */
    static int seconds(@Nullable Integer asked, Identities.Role role, boolean chained) {
        int seconds = asked == null ? HOUR : asked;
        if (chained && seconds > HOUR) {
            throw StsErrors.validation(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
        }
        if (seconds > role.maxSessionSeconds()) {
            throw StsErrors.validation(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        return seconds;
    }

    static SessionRow.Holder holder(Identities.Role role, String sessionName) {
        Identities.Entity entity = role.entity();
        return new SessionRow.Holder(
                SessionRow.Kind.ROLE,
                entity.account(),
                entity.name(),
                entity.arn(),
                entity.id(),
                entity.path(),
                sessionName);
    }
}
