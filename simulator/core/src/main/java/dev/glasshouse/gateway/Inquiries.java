package dev.glasshouse.gateway;

import dev.glasshouse.api.NoMembers;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.Signing;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Explanation;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Snapshot;
import dev.glasshouse.wire.RestRequests;
import dev.glasshouse.wire.sigv4.SignatureAlgorithm;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether a principal may do an action on a resource, without a call: the same question, with the same policies, that
 * a call of the principal's would put to the policy engine. Nothing of it is logged.
 */
public final class Inquiries {

    private final Services services;
    private final Authorizer authorizer;
    private final CallRunner runner;
    private final Principals principals;

    Inquiries(Services services, Authorizer authorizer, CallRunner runner) {
        this.services = services;
        this.authorizer = authorizer;
        this.runner = runner;
        this.principals = new Principals(services.identities());
    }

    /**
     * What was found out.
     *
     * @param caller the principal as a caller
     * @param question the question, its decision with it
     * @param explanation the reasoning
     * @param remark what to know beside it, such as that the sandbox has no such resource; null for nothing
     */
    public record Finding(
            Caller caller,
            Question question,
            Explanation explanation,
            @Nullable String remark) {}

    /**
     * A question with what its service said of the resource.
     *
     * @param region the Region that it is put in
     * @param known whether the service knows the resource
     */
    record Guarded(
            AuthorizationRequest asked,
            String region,
            boolean known,
            @Nullable String remark) {}

    /**
     * Asks.
     *
     * @param account the account of a principal that names none
     * @param principal who, see {@link Principals#find}
     * @param action such as {@code s3:GetObject}
     * @param resource its ARN, or {@code *} for an action without a resource type
     * @param context condition keys of the request, over those that a call of the principal's would have
     * @throws IllegalArgumentException if there is no such principal, or action or resource are not written as such
     */
    public Finding ask(
            Sandbox sandbox, String account, String principal, String action, String resource, ContextKeys context) {
        check(action, resource);
        int colon = action.indexOf(':');
        String[] fields = resource.split(":", 6);
        Snapshot snapshot = sandbox.read();
        Caller caller = principals.find(snapshot.state(), snapshot.now(), principal, account);
        String owner = fields.length == 6 && !fields[4].isEmpty() ? fields[4] : caller.account();
        String region = fields.length == 6 && !fields[3].isEmpty() ? fields[3] : Regions.DEFAULT;
        AuthorizationRequest bare =
                AuthorizationRequest.of(action, resource, owner).withKeys(context);
        String service = action.substring(0, colon).toLowerCase(Locale.ROOT);
        Request request = request(sandbox, snapshot, caller, region);
        Guarded guarded = guarded(service, bare, request, snapshot);
        AuthorizationRequest asked =
                guarded.asked().withKeys(guarded.asked().keys().with(context));
        Ruling ruling = authorizer.rule(request, snapshot.state(), snapshot.now(), AuthorizationPlan.of(asked));
        Question question = ruling.questions().get(0);
        Explanation explanation = authorizer.explain(
                question.request(), authorizer.policies(caller, snapshot.state(), asked), snapshot.state());
        return new Finding(caller, question, explanation, guarded.remark());
    }

    static void check(String action, String resource) {
        int colon = action.indexOf(':');
        if (colon <= 0 || colon == action.length() - 1) {
            throw new IllegalArgumentException("an action is written service:Name, not '" + action + "'");
        }
        String[] fields = resource.split(":", 6);
        if (!resource.equals("*") && (fields.length < 6 || !fields[0].equals("arn"))) {
            throw new IllegalArgumentException("a resource is an ARN or *, not '" + resource + "'");
        }
    }

    /**
     * Many questions about a sandbox as it is now.
     *
     * @param account the account of principals that name none
     */
    public Survey survey(Sandbox sandbox, String account) {
        return new Survey(this, sandbox, account);
    }

    Services services() {
        return services;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    Principals principals() {
        return principals;
    }

    /** A principal as a caller. */
    public Caller caller(Sandbox sandbox, String account, String principal) {
        Snapshot snapshot = sandbox.read();
        return principals.find(snapshot.state(), snapshot.now(), principal, account);
    }

    // a service that knows the resource makes another question of it
    @SuppressWarnings("ReferenceEquality")
    Guarded guarded(String service, AuthorizationRequest bare, Request request, Snapshot snapshot) {
        if (bare.wildcardOnly()) {
            return new Guarded(bare, request.region(), false, null);
        }
        try {
            AuthorizationRequest asked = services.guarded(service, bare, running(request, snapshot));
            return new Guarded(asked, request.region(), asked != bare, null);
        } catch (ServiceException e) {
            // S3 says where a bucket is to those who look for it in another Region
            Optional<String> elsewhere = Optional.ofNullable(e.error().details().get("Region"))
                    .or(() -> Optional.ofNullable(e.error().details().get("Endpoint"))
                            .flatMap(EndpointHosts::region));
            if (elsewhere.isPresent() && !elsewhere.get().equals(request.region())) {
                Request there = request(request.sandbox(), snapshot, request.caller(), elsewhere.get());
                return guarded(service, bare, there, snapshot);
            }
            return new Guarded(
                    bare,
                    request.region(),
                    false,
                    "the sandbox does not have this resource (" + e.error().code()
                            + "), so that it was asked for without a resource policy");
        }
    }

    private RunningCall running(Request request, Snapshot snapshot) {
        RunningCall.Standing standing = new RunningCall.Standing(
                snapshot.state(), null, snapshot.sequence(), snapshot.now(), snapshot.lineage(), 0);
        return new RunningCall(request, standing, runner);
    }

    /** A request has an operation; what is asked here has none, so that the plainest one stands in. */
    static Request request(Sandbox sandbox, Snapshot snapshot, Caller caller, String region) {
        ServiceModel service = ServiceCatalog.service("sts");
        OperationModel operation = service.operation("GetCallerIdentity").orElseThrow();
        return new Request(
                sandbox,
                "inquiry",
                service,
                operation,
                region,
                caller,
                signing(caller, snapshot),
                RestRequests.of(service, operation, new NoMembers("Inquiry"), "glasshouse"),
                List.of(),
                null,
                null,
                null,
                Map.of());
    }

    private static Signing signing(Caller caller, Snapshot snapshot) {
        return caller.isAnonymous()
                ? Signing.NONE
                : new Signing(Signing.Method.HEADER, SignatureAlgorithm.HMAC.text(), snapshot.now());
    }
}
