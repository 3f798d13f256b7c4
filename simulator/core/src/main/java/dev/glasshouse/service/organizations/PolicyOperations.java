package dev.glasshouse.service.organizations;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.organizations.CreatePolicyRequest;
import dev.glasshouse.api.organizations.CreatePolicyResponse;
import dev.glasshouse.api.organizations.DeletePolicyRequest;
import dev.glasshouse.api.organizations.DescribePolicyRequest;
import dev.glasshouse.api.organizations.DescribePolicyResponse;
import dev.glasshouse.api.organizations.ListPoliciesRequest;
import dev.glasshouse.api.organizations.ListPoliciesResponse;
import dev.glasshouse.api.organizations.Policy;
import dev.glasshouse.api.organizations.PolicySummary;
import dev.glasshouse.api.organizations.UpdatePolicyRequest;
import dev.glasshouse.api.organizations.UpdatePolicyResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Policies of organizations. */
final class PolicyOperations {

    private PolicyOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreatePolicy",
                        (CreatePolicyRequest in, Call call) -> Plans.tagging(
                                call,
                                Plans.ask(call, "CreatePolicy", false, Plans.policyType(in.type())),
                                in.tags(),
                                "arn:aws:organizations::" + call.caller().account() + ":policy/*"),
                        PolicyOperations::create),
                read(
                        "DescribePolicy",
                        (DescribePolicyRequest in, Call call) ->
                                Plans.ask(call, "DescribePolicy", true, typeOf(call, in.policyId()), in.policyId()),
                        (in, call) -> {
                            OrganizationRow of = Seat.reader(call).organization();
                            return new DescribePolicyResponse(shown(of, require(call, of, in.policyId())));
                        }),
                write(
                        "UpdatePolicy",
                        (UpdatePolicyRequest in, Call call) ->
                                Plans.ask(call, "UpdatePolicy", false, typeOf(call, in.policyId()), in.policyId()),
                        PolicyOperations::update),
                change(
                        "DeletePolicy",
                        (DeletePolicyRequest in, Call call) ->
                                Plans.ask(call, "DeletePolicy", false, typeOf(call, in.policyId()), in.policyId()),
                        (in, call) -> {
                            OrganizationRow of = Seat.manager(call).organization();
                            PolicyRow row = requireOwn(call, of, in.policyId());
                            boolean used = Tree.all(call.state(), of).stream()
                                    .anyMatch(node -> node.policies().contains(row.id()));
                            if (used) {
                                throw OrganizationsErrors.policyInUse();
                            }
                            call.tx().remove(Tables.POLICIES, Scope.SANDBOX, row.id());
                        }),
                read(
                        "ListPolicies",
                        (ListPoliciesRequest in, Call call) ->
                                Plans.ask(call, "ListPolicies", true, Plans.policyType(in.filter())),
                        PolicyOperations::list));
    }

    /** The condition key of the type of a policy that is there. */
    static ContextKeys typeOf(Call call, String policy) {
        return Plans.policyType(Seat.find(call.state(), call.caller().account())
                .flatMap(seat -> Tables.policy(call.state(), seat.organization(), policy))
                .map(PolicyRow::type)
                .orElse(null));
    }

    static PolicyRow require(Call call, OrganizationRow of, String id) {
        return Tables.policy(call.state(), of, id).orElseThrow(OrganizationsErrors::noPolicy);
    }

    /** A policy that customers may change. */
    private static PolicyRow requireOwn(Call call, OrganizationRow of, String id) {
        PolicyRow row = require(call, of, id);
        if (row.awsManaged()) {
            throw OrganizationsErrors.invalid(
                    "IMMUTABLE_POLICY", "You specified a policy that is managed by AWS and can't be modified.");
        }
        return row;
    }

    private static void requireFree(Call call, OrganizationRow of, String type, String name) {
        boolean taken = ManagedPolicies.ALL.stream()
                        .anyMatch(row -> row.type().equals(type) && row.name().equals(name))
                || call.state().rows(Tables.POLICIES, Scope.SANDBOX).values().stream()
                        .anyMatch(row -> row.organization().equals(of.id())
                                && row.type().equals(type)
                                && row.name().equals(name));
        if (taken) {
            throw OrganizationsErrors.duplicatePolicy();
        }
    }

    private static CreatePolicyResponse create(CreatePolicyRequest in, WriteCall call) {
        OrganizationRow of = Seat.manager(call).organization();
        if (!of.allFeatures()) {
            throw OrganizationsErrors.typeNotAvailable();
        }
        Documents.check(in.type(), in.content());
        requireFree(call, of, in.type(), in.name());
        long all = call.state().rows(Tables.POLICIES, Scope.SANDBOX).values().stream()
                .filter(row -> row.organization().equals(of.id()) && row.type().equals(in.type()))
                .count();
        if (all >= PolicyTypes.most(in.type())) {
            throw OrganizationsErrors.constraint(
                    "POLICY_NUMBER_LIMIT_EXCEEDED",
                    "You have attempted to exceed the number of policies that you can have in an organization.");
        }
        PolicyRow row = new PolicyRow(
                of.id(),
                "p-" + call.ids().lowerAlphanumeric("organizations.policy", in.name(), 8),
                in.type(),
                in.name(),
                in.description(),
                in.content(),
                call.now(),
                Tagging.merge(java.util.Map.of(), in.tags()));
        call.tx().put(Tables.POLICIES, Scope.SANDBOX, row.id(), row);
        return new CreatePolicyResponse(shown(of, row));
    }

    private static UpdatePolicyResponse update(UpdatePolicyRequest in, WriteCall call) {
        OrganizationRow of = Seat.manager(call).organization();
        PolicyRow row = requireOwn(call, of, in.policyId());
        String content = in.content() == null ? row.content() : in.content();
        if (in.content() != null) {
            Documents.check(row.type(), content);
        }
        String name = in.name() == null ? row.name() : in.name();
        if (!name.equals(row.name())) {
            requireFree(call, of, row.type(), name);
        }
        PolicyRow changed =
                row.with(name, in.description() == null ? row.description() : in.description(), content, call.now());
        call.tx().put(Tables.POLICIES, Scope.SANDBOX, row.id(), changed);
        return new UpdatePolicyResponse(shown(of, changed));
    }

    private static Policy shown(OrganizationRow of, PolicyRow row) {
        return new Policy(summary(of, row), row.content());
    }

    static PolicySummary summary(OrganizationRow of, PolicyRow row) {
        return PolicySummary.builder()
                .id(row.id())
                .arn(row.arn(of))
                .name(row.name())
                .description(row.description())
                .type(row.type())
                .awsManaged(row.awsManaged())
                .build();
    }

    private static ListPoliciesResponse list(ListPoliciesRequest in, Call call) {
        OrganizationRow of = Seat.reader(call).organization();
        NavigableMap<String, PolicyRow> rows = new TreeMap<>();
        ManagedPolicies.ALL.forEach(row -> rows.put(row.id(), row));
        call.state().rows(Tables.POLICIES, Scope.SANDBOX).forEach((id, row) -> {
            if (row.organization().equals(of.id())) {
                rows.put(id, row);
            }
        });
        Listing<PolicySummary> page = Listing.of(
                new Listing.Asked(call, "ListPolicies", in.filter(), in.nextToken(), in.maxResults()),
                rows,
                (id, row) -> row.type().equals(in.filter()) && isShown(of, row),
                row -> summary(of, row));
        return new ListPoliciesResponse(page.items(), page.next());
    }

    /** AWS's own resource control policy comes with its type. */
    static boolean isShown(OrganizationRow of, @Nullable PolicyRow row) {
        return row != null
                && (!row.id().equals(ManagedPolicies.FULL_RESOURCE_ACCESS.id())
                        || of.types().contains(PolicyTypes.RCP));
    }
}
