package dev.glasshouse.gateway;

import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.CallSource;
import dev.glasshouse.call.Caller;
import dev.glasshouse.policy.ContextKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The condition keys that AWS adds to every request. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">global condition
 * context keys</a>: each key's availability there is the rule here, and what is not available is absent.
 */
final class GlobalKeys {

    /** Keys of assertions that are sets, however many values they have. */
    private static final Set<String> LISTS_OF_SAML = Set.of(
            "saml:cn",
            "saml:eduorghomepageuri",
            "saml:eduorgidentityauthnpolicyuri",
            "saml:eduorglegalname",
            "saml:eduorgsuperioruri",
            "saml:eduorgwhitepagesuri",
            "saml:edupersonaffiliation",
            "saml:edupersonassurance",
            "saml:edupersonentitlement",
            "saml:edupersonnickname",
            "saml:edupersonorgunitdn",
            "saml:edupersonscopedaffiliation",
            "saml:edupersontargetedid");

    /** A second as the keys have it. That of the last call is kept: most calls are made in the same. */
    private record Second(long at, String text, String epoch) {

        private static volatile Second last = new Second(0, Instant.EPOCH.toString(), "0");

        static Second of(Instant now) {
            Second known = last;
            long at = now.getEpochSecond();
            if (known.at != at) {
                known = new Second(at, now.truncatedTo(ChronoUnit.SECONDS).toString(), Long.toString(at));
                last = known;
            }
            return known;
        }
    }

    private GlobalKeys() {}

    static ContextKeys of(Request request, Instant now, AuthorizationRequest asked, Authorizer.Standings standings) {
        ContextKeys.Builder keys = ContextKeys.builder();
        principal(asked.as() == null ? request.caller() : asked.as(), now, keys);
        network(request, standings, keys);
        services(request, standings, keys);
        Second second = Second.of(now);
        keys.put("aws:CurrentTime", second.text());
        keys.put("aws:EpochTime", second.epoch());
        keys.put("aws:RequestedRegion", request.region());
        keys.put("aws:ResourceAccount", asked.account().isEmpty() ? null : asked.account());
        organizations(standings, keys);
        asked.resourceTags().forEach((key, value) -> keys.put("aws:ResourceTag/" + key, value));
        return keys.build();
    }

    private static void principal(Caller caller, Instant now, ContextKeys.Builder keys) {
        if (caller.session() != null && caller.session().federation() != null) {
            federation(caller.session().federation(), keys);
        }
        if (caller.kind() == Caller.Kind.WEB_IDENTITY || caller.kind() == Caller.Kind.SAML) {
            // a user of a provider is no principal of AWS: the provider's keys are all there is
            return;
        }
        keys.put("aws:userid", caller.principalId());
        if (!caller.isAnonymous()) {
            keys.put("aws:PrincipalIsAWSService", caller.kind() == Caller.Kind.SERVICE);
        }
        switch (caller.kind()) {
            case ANONYMOUS -> {
                keys.put("aws:PrincipalAccount", "anonymous");
                keys.put("aws:PrincipalType", "Anonymous");
                return;
            }
            case SERVICE -> {
                keys.put("aws:PrincipalServiceName", caller.name());
                keys.putAll("aws:PrincipalServiceNamesList", java.util.List.of(caller.name()));
                return;
            }
            case ROOT -> keys.put("aws:PrincipalType", "Account");
            case USER -> {
                keys.put("aws:PrincipalType", "User");
                keys.put("aws:username", caller.name());
            }
            case ROLE -> keys.put("aws:PrincipalType", "AssumedRole");
            case FEDERATED_USER -> keys.put("aws:PrincipalType", "FederatedUser");
            case WEB_IDENTITY, SAML -> {
                return;
            }
        }
        keys.put("aws:PrincipalArn", caller.principalArn());
        keys.put("aws:PrincipalAccount", caller.account());
        caller.tags().forEach((key, value) -> keys.put("aws:PrincipalTag/" + key, value));
        Caller.Session session = caller.session();
        if (session != null) {
            keys.put(
                    "aws:TokenIssueTime",
                    session.issued().truncatedTo(ChronoUnit.SECONDS).toString());
            keys.put("aws:MultiFactorAuthPresent", session.mfa());
            if (session.mfa()) {
                keys.put(
                        "aws:MultiFactorAuthAge",
                        Long.toString(Duration.between(session.issued(), now).toSeconds()));
            }
            keys.put("aws:SourceIdentity", session.sourceIdentity());
            session.workload().keys().forEach(keys::put);
            keys.put("aws:AssumedRoot", session.assumedRoot() ? "true" : null);
        }
    }

    private static void federation(Caller.Federation federation, ContextKeys.Builder keys) {
        keys.put("aws:FederatedProvider", federation.provider());
        federation.keys().forEach((key, values) -> {
            if (LISTS_OF_SAML.contains(key)) {
                keys.putAll(key, values);
            } else if (values.size() == 1 || key.startsWith("saml:")) {
                keys.put(key, values.get(0));
            } else {
                keys.putAll(key, values);
            }
        });
    }

    /** Those who are in no organization have no keys of one. */
    private static void organizations(Authorizer.Standings standings, ContextKeys.Builder keys) {
        if (standings.caller() != null) {
            keys.put("aws:PrincipalOrgID", standings.caller().id());
            keys.putAll("aws:PrincipalOrgPaths", List.of(standings.caller().path()));
        }
        if (standings.resource() != null) {
            keys.put("aws:ResourceOrgID", standings.resource().id());
            keys.putAll("aws:ResourceOrgPaths", List.of(standings.resource().path()));
        }
    }

    private static void network(Request request, Authorizer.Standings standings, ContextKeys.Builder keys) {
        if (request.internal()) {
            // AWS drops the address of the caller when a service calls on its behalf; the way between services is TLS
            keys.put("aws:SecureTransport", true);
            return;
        }
        Caller caller = request.caller();
        keys.put("aws:SecureTransport", request.http().connection().secure());
        if (caller.vantage().vpcEndpoint() == null) {
            keys.put("aws:SourceIp", caller.vantage().sourceIp());
        } else {
            keys.put("aws:VpcSourceIp", caller.vantage().sourceIp());
            keys.put("aws:SourceVpce", caller.vantage().vpcEndpoint());
            keys.put("aws:SourceVpc", caller.vantage().vpc());
            endpoint(request, standings, keys);
        }
        keys.put("aws:UserAgent", request.http().headers().first("User-Agent").orElse(null));
        keys.put("aws:Referer", request.http().headers().first("Referer").orElse(null));
    }

    /** A VPC and its endpoint are the caller's own account's; whose those of anonymous callers are is not known. */
    private static void endpoint(Request request, Authorizer.Standings standings, ContextKeys.Builder keys) {
        String account = request.caller().account();
        String vpc = request.caller().vantage().vpc();
        if (account.isEmpty()) {
            return;
        }
        if (vpc != null) {
            keys.put("aws:SourceVpcArn", "arn:aws:ec2:" + request.region() + ":" + account + ":vpc/" + vpc);
        }
        keys.put("aws:VpceAccount", account);
        if (standings.caller() != null) {
            keys.put("aws:VpceOrgID", standings.caller().id());
            keys.putAll("aws:VpceOrgPaths", List.of(standings.caller().path()));
        }
    }

    private static void services(Request request, Authorizer.Standings standings, ContextKeys.Builder keys) {
        CallSource source = request.source();
        if (source != null) {
            keys.put("aws:SourceArn", source.arn());
            keys.put("aws:SourceAccount", source.account());
            if (standings.source() != null) {
                keys.put("aws:SourceOrgID", standings.source().id());
                keys.putAll("aws:SourceOrgPaths", List.of(standings.source().path()));
            }
        }
        boolean forwarded = !request.calledVia().isEmpty();
        keys.put("aws:ViaAWSService", forwarded);
        if (forwarded) {
            List<String> via = new ArrayList<>(request.calledVia());
            via.replaceAll(name -> name.toLowerCase(Locale.ROOT));
            keys.putAll("aws:CalledVia", via);
            keys.put("aws:CalledViaFirst", via.get(0));
            keys.put("aws:CalledViaLast", via.get(via.size() - 1));
        }
    }
}
