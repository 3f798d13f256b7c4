package dev.glasshouse.service.organizations;

import dev.glasshouse.api.organizations.Tag;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocuments;
import dev.glasshouse.policy.PolicyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The questions of Organizations' operations. See
 * <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html">Actions,
 * resources, and condition keys for AWS Organizations</a>.
 */
final class Plans {

    private static final PolicyDocuments DOCUMENTS = new PolicyDocuments();

    private Plans() {}

    /** An operation without a resource. */
    static AuthorizationPlan ask(Call call, String operation, boolean reads) {
        return ask(call, operation, reads, ContextKeys.EMPTY);
    }

    /** An operation on what the ids name; one question for each, or one for {@code *}. */
    static AuthorizationPlan ask(Call call, String operation, boolean reads, ContextKeys keys, String... ids) {
        Optional<Seat> seat = Seat.find(call.state(), call.caller().account());
        List<AuthorizationRequest> requests = new ArrayList<>();
        if (ids.length == 0) {
            requests.add(request(call, operation, reads, seat, "*", Map.of(), keys));
        }
        for (String id : ids) {
            Thing thing = thing(call, seat, id);
            requests.add(request(call, operation, reads, seat, thing.arn(), thing.tags(), keys));
        }
        return new AuthorizationPlan(requests);
    }

    private static AuthorizationRequest request(
            Call call,
            String operation,
            boolean reads,
            Optional<Seat> seat,
            String arn,
            Map<String, String> tags,
            ContextKeys keys) {
        AuthorizationRequest own = AuthorizationRequest.of(
                        "organizations:" + operation, arn, call.caller().account())
                .withKeys(keys)
                .withResourceTags(tags);
        boolean foreign = seat.isPresent()
                && !seat.get().isManagement()
                && !(reads && seat.get().reads());
        OrganizationRow.Delegation delegation =
                foreign ? seat.get().organization().delegation() : null;
        if (delegation == null) {
            return own;
        }
        // the organization is the management account's, so its resource policy has to let a member in
        return AuthorizationRequest.of(
                        "organizations:" + operation,
                        arn,
                        seat.get().organization().management())
                .withKeys(keys)
                .withResourceTags(tags)
                .withResourcePolicy(
                        new Policy(delegation.id(), null, DOCUMENTS.get(delegation.content(), PolicyType.RESOURCE)));
    }

    private record Thing(String arn, Map<String, String> tags) {}

    private static Thing thing(Call call, Optional<Seat> seat, String id) {
        if (seat.isPresent()) {
            OrganizationRow of = seat.get().organization();
            Optional<Thing> found = id.startsWith("p-")
                    ? Tables.policy(call.state(), of, id).map(row -> new Thing(row.arn(of), row.tags()))
                    : Tree.find(call.state(), of, id).map(node -> new Thing(node.arn(), node.tags()));
            if (found.isPresent()) {
                return found.get();
            }
            OrganizationRow.Delegation delegation = of.delegation();
            if (delegation != null && id.equals(delegation.id())) {
                return new Thing(of.arn("resourcepolicy", id), delegation.tags());
            }
        }
        String account = seat.map(found -> found.organization().management())
                .orElse(call.caller().account());
        String organization = seat.map(found -> found.organization().id()).orElse("o-unknown");
        // of a policy that is not there the type is not known either
        String kind = id.startsWith("p-") ? "service_control_policy/" : "";
        return new Thing(
                "arn:aws:organizations::" + account + ":" + type(id) + "/" + organization + "/" + kind + id, Map.of());
    }

    private static String type(String id) {
        if (id.startsWith("r-")) {
            return "root";
        }
        if (id.startsWith("ou-")) {
            return "ou";
        }
        if (id.startsWith("p-")) {
            return "policy";
        }
        return id.startsWith("rp-") ? "resourcepolicy" : "account";
    }

    static ContextKeys policyType(@Nullable String type) {
        return ContextKeys.builder().put("organizations:PolicyType", type).build();
    }

    static ContextKeys service(@Nullable String principal) {
        return ContextKeys.builder()
                .put("organizations:ServicePrincipal", principal)
                .build();
    }

    /** A plan with what else must be allowed where a request brings tags. */
    static AuthorizationPlan tagging(Call call, AuthorizationPlan plan, @Nullable List<Tag> tags, String resource) {
        if (tags == null || tags.isEmpty()) {
            return plan;
        }
        ContextKeys given = tagKeys(tags);
        List<AuthorizationRequest> requests = new ArrayList<>();
        plan.requests()
                .forEach(asked -> requests.add(asked.withKeys(asked.keys().with(given))));
        requests.add(AuthorizationRequest.of(
                        "organizations:TagResource", resource, call.caller().account())
                .withKeys(given));
        return new AuthorizationPlan(requests);
    }

    static ContextKeys tagKeys(List<Tag> tags) {
        ContextKeys.Builder keys = ContextKeys.builder();
        tags.forEach(tag -> keys.put("aws:RequestTag/" + tag.key(), tag.value()));
        return keys.putAll("aws:TagKeys", tags.stream().map(Tag::key).toList()).build();
    }
}
