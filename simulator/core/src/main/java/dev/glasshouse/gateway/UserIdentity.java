package dev.glasshouse.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Workload;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The {@code userIdentity} of a trail event. See
 * <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html">
 * CloudTrail userIdentity element</a>.
 */
final class UserIdentity {

    private UserIdentity() {}

    /** Who made a call, as the trail of the caller's own account has it. */
    static ObjectNode of(Request request) {
        ObjectNode node = whole(request.caller());
        if (!request.calledVia().isEmpty()) {
            node.put("invokedBy", forwarder(request));
        }
        return node;
    }

    /** The service that made a call on the caller's behalf, as the trail names it; S3 does not tell its name. */
    static String forwarder(Request request) {
        String via = request.calledVia().get(request.calledVia().size() - 1);
        return via.equals("s3.amazonaws.com") ? "AWS Internal" : via;
    }

    /** Who made a call, as the trail of another account that owns the resource has it. */
    static ObjectNode seenByOwner(Request request) {
        Caller caller = request.caller();
        if (caller.isAnonymous() || caller.kind() == Caller.Kind.SERVICE) {
            return of(request);
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("type", "AWSAccount");
        node.put("principalId", caller.principalId());
        node.put("accountId", caller.account());
        if (!request.calledVia().isEmpty()) {
            node.put("invokedBy", forwarder(request));
        }
        return node;
    }

    private static ObjectNode whole(Caller caller) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        switch (caller.kind()) {
            case ANONYMOUS -> {
                node.put("type", "AWSAccount");
                node.put("principalId", "");
                node.put("accountId", "anonymous");
                return node;
            }
            case SERVICE -> {
                node.put("type", "AWSService");
                node.put("invokedBy", caller.name());
                return node;
            }
            case ROOT -> node.put("type", "Root");
            case USER -> node.put("type", "IAMUser");
            case ROLE -> node.put("type", "AssumedRole");
            case FEDERATED_USER -> node.put("type", "FederatedUser");
            case WEB_IDENTITY, SAML -> {
                return provided(caller);
            }
        }
        node.put("principalId", caller.principalId());
        node.put("arn", caller.arn());
        node.put("accountId", caller.account());
        node.put("accessKeyId", caller.accessKeyId() == null ? "" : caller.accessKeyId());
        if (caller.kind() == Caller.Kind.USER) {
            node.put("userName", caller.name());
        }
        if (caller.session() != null) {
            node.set("sessionContext", context(caller, caller.session()));
            scope(caller.session().workload(), node);
        }
        return node;
    }

    /** The function that the credentials were handed to. */
    private static void scope(Workload workload, ObjectNode node) {
        if (workload.ofFunction()) {
            node.putObject("inScopeOf").put("issuerType", workload.kind()).put("credentialsIssuedTo", workload.arn());
        }
    }

    /** Somebody whose token proves nothing. */
    static ObjectNode unknown() {
        return JsonNodeFactory.instance.objectNode().put("type", "Unknown");
    }

    /** Somebody whom a provider's token names. */
    static ObjectNode provided(Caller caller) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        boolean web = caller.kind() == Caller.Kind.WEB_IDENTITY;
        node.put("type", web ? "WebIdentityUser" : "SAMLUser");
        node.put("principalId", caller.principalId());
        node.put("userName", caller.name());
        // a SAML user is known by the qualifier that stands before the name
        String qualifier = caller.principalId()
                .substring(0, caller.principalId().length() - caller.name().length() - 1);
        node.put("identityProvider", web ? caller.arn() : qualifier);
        return node;
    }

    private static ObjectNode context(Caller caller, Caller.Session session) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        if (caller.kind() == Caller.Kind.ROLE || caller.kind() == Caller.Kind.FEDERATED_USER) {
            ObjectNode issuer = context.putObject("sessionIssuer");
            boolean role = caller.kind() == Caller.Kind.ROLE;
            boolean root = session.issuerArn().endsWith(":root");
            String name = session.issuerArn();
            issuer.put("type", role ? "Role" : root ? "Root" : "IAMUser");
            issuer.put("principalId", session.issuerId());
            issuer.put("arn", session.issuerArn());
            issuer.put("accountId", caller.account());
            if (!root) {
                issuer.put("userName", name.substring(name.lastIndexOf('/') + 1));
            }
        }
        Caller.Federation federation = session.federation();
        if (federation != null && federation.web()) {
            ObjectNode data = context.putObject("webIdFederationData");
            data.put("federatedProvider", federation.provider());
            data.putObject("attributes");
        }
        if (session.workload().ofInstance()) {
            context.put("ec2RoleDelivery", "2.0");
        }
        if (session.sourceIdentity() != null) {
            context.put("sourceIdentity", session.sourceIdentity());
        }
        if (session.assumedRoot()) {
            context.put("assumedRoot", "true");
        }
        ObjectNode attributes = context.putObject("attributes");
        attributes.put(
                "creationDate", session.issued().truncatedTo(ChronoUnit.SECONDS).toString());
        attributes.put("mfaAuthenticated", Boolean.toString(session.mfa()).toLowerCase(Locale.ROOT));
        return context;
    }
}
