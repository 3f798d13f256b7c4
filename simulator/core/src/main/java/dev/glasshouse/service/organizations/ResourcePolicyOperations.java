package dev.glasshouse.service.organizations;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.organizations.DescribeResourcePolicyResponse;
import dev.glasshouse.api.organizations.PutResourcePolicyRequest;
import dev.glasshouse.api.organizations.PutResourcePolicyResponse;
import dev.glasshouse.api.organizations.ResourcePolicy;
import dev.glasshouse.api.organizations.ResourcePolicySummary;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import java.util.Map;

/** The organization's resource policy, which lets members do what else the management account alone may. */
final class ResourcePolicyOperations {

    private static final String INVALID = "You provided a resource policy that isn't valid.";

    private ResourcePolicyOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "PutResourcePolicy",
                        (PutResourcePolicyRequest in, Call call) -> Plans.tagging(
                                call,
                                Plans.ask(call, "PutResourcePolicy", false, ContextKeys.EMPTY, id(call)),
                                in.tags(),
                                "arn:aws:organizations::" + call.caller().account() + ":resourcepolicy/*"),
                        ResourcePolicyOperations::put),
                read(
                        "DescribeResourcePolicy",
                        (in, call) -> Plans.ask(call, "DescribeResourcePolicy", true),
                        (in, call) -> {
                            OrganizationRow of = Seat.reader(call).organization();
                            return new DescribeResourcePolicyResponse(shown(of, require(of)));
                        }),
                change(
                        "DeleteResourcePolicy",
                        (in, call) -> Plans.ask(call, "DeleteResourcePolicy", false),
                        (in, call) -> {
                            OrganizationRow of = Seat.management(call).organization();
                            require(of);
                            call.tx().put(Tables.ORGANIZATIONS, Scope.SANDBOX, of.id(), of.withDelegation(null));
                        }));
    }

    private static String id(Call call) {
        return Seat.find(call.state(), call.caller().account())
                .map(seat -> seat.organization().delegation())
                .map(OrganizationRow.Delegation::id)
                .orElse("rp-new");
    }

    private static OrganizationRow.Delegation require(OrganizationRow of) {
        if (of.delegation() == null) {
            throw OrganizationsErrors.noResourcePolicy();
        }
        return of.delegation();
    }

    private static PutResourcePolicyResponse put(PutResourcePolicyRequest in, WriteCall call) {
        OrganizationRow of = Seat.management(call).organization();
        if (!of.allFeatures()) {
            throw OrganizationsErrors.constraint(
                    "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE",
                    "You attempted to perform an operation that requires the organization to be configured to support all"
                            + " features.");
        }
        try {
            PolicyValidator.validateResource(in.content(), INVALID);
        } catch (PolicyRejectedException e) {
            throw OrganizationsErrors.invalid("INVALID_RESOURCE_POLICY_JSON", e.text());
        }
        OrganizationRow.Delegation before = of.delegation();
        if (before != null && in.tags() != null && !in.tags().isEmpty()) {
            throw OrganizationsErrors.constraint(
                    "UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED",
                    "You can't update the tags of a resource policy that exists.");
        }
        OrganizationRow.Delegation after = new OrganizationRow.Delegation(
                before == null
                        ? "rp-" + call.ids().lowerAlphanumeric("organizations.delegation", of.id(), 8)
                        : before.id(),
                in.content(),
                before == null ? Tagging.merge(Map.of(), in.tags()) : before.tags());
        call.tx().put(Tables.ORGANIZATIONS, Scope.SANDBOX, of.id(), of.withDelegation(after));
        return new PutResourcePolicyResponse(shown(of, after));
    }

    private static ResourcePolicy shown(OrganizationRow of, OrganizationRow.Delegation policy) {
        return new ResourcePolicy(
                new ResourcePolicySummary(policy.id(), of.arn("resourcepolicy", policy.id())), policy.content());
    }
}
