package dev.glasshouse.service.organizations;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.organizations.AttachPolicyRequest;
import dev.glasshouse.api.organizations.DetachPolicyRequest;
import dev.glasshouse.api.organizations.DisablePolicyTypeRequest;
import dev.glasshouse.api.organizations.DisablePolicyTypeResponse;
import dev.glasshouse.api.organizations.EnablePolicyTypeRequest;
import dev.glasshouse.api.organizations.EnablePolicyTypeResponse;
import dev.glasshouse.api.organizations.ListPoliciesForTargetRequest;
import dev.glasshouse.api.organizations.ListPoliciesForTargetResponse;
import dev.glasshouse.api.organizations.ListTargetsForPolicyRequest;
import dev.glasshouse.api.organizations.ListTargetsForPolicyResponse;
import dev.glasshouse.api.organizations.PolicySummary;
import dev.glasshouse.api.organizations.PolicyTargetSummary;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.util.ArrayList;
import java.util.List;

/** Which policies are attached where, and which types of them count. */
final class AttachmentOperations {

    private AttachmentOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "EnablePolicyType",
                        (EnablePolicyTypeRequest in, Call call) -> Plans.ask(
                                call, "EnablePolicyType", false, Plans.policyType(in.policyType()), in.rootId()),
                        AttachmentOperations::enable),
                write(
                        "DisablePolicyType",
                        (DisablePolicyTypeRequest in, Call call) -> Plans.ask(
                                call, "DisablePolicyType", false, Plans.policyType(in.policyType()), in.rootId()),
                        AttachmentOperations::disable),
                change(
                        "AttachPolicy",
                        (AttachPolicyRequest in, Call call) -> Plans.ask(
                                call,
                                "AttachPolicy",
                                false,
                                PolicyOperations.typeOf(call, in.policyId()),
                                in.policyId(),
                                in.targetId()),
                        AttachmentOperations::attach),
                change(
                        "DetachPolicy",
                        (DetachPolicyRequest in, Call call) -> Plans.ask(
                                call,
                                "DetachPolicy",
                                false,
                                PolicyOperations.typeOf(call, in.policyId()),
                                in.policyId(),
                                in.targetId()),
                        AttachmentOperations::detach),
                read(
                        "ListPoliciesForTarget",
                        (ListPoliciesForTargetRequest in, Call call) -> Plans.ask(
                                call, "ListPoliciesForTarget", true, Plans.policyType(in.filter()), in.targetId()),
                        AttachmentOperations::policies),
                read(
                        "ListTargetsForPolicy",
                        (ListTargetsForPolicyRequest in, Call call) -> Plans.ask(
                                call,
                                "ListTargetsForPolicy",
                                true,
                                PolicyOperations.typeOf(call, in.policyId()),
                                in.policyId()),
                        AttachmentOperations::targets));
    }

    private static OrganizationRow requireRoot(WriteCall call, String root) {
        OrganizationRow of = Seat.manager(call).organization();
        if (!of.root().equals(root)) {
            throw OrganizationsErrors.noRoot();
        }
        if (!of.allFeatures()) {
            throw OrganizationsErrors.typeNotAvailable();
        }
        return of;
    }

    private static EnablePolicyTypeResponse enable(EnablePolicyTypeRequest in, WriteCall call) {
        OrganizationRow of = requireRoot(call, in.rootId());
        if (of.types().contains(in.policyType())) {
            throw OrganizationsErrors.typeEnabled();
        }
        OrganizationRow changed = of.withType(in.policyType(), true);
        call.tx().put(Tables.ORGANIZATIONS, Scope.SANDBOX, of.id(), changed);
        return new EnablePolicyTypeResponse(OrganizationOperations.root(changed));
    }

    /** All policies of the type fall off; AWS's own is there again when the type is enabled again. */
    private static DisablePolicyTypeResponse disable(DisablePolicyTypeRequest in, WriteCall call) {
        OrganizationRow of = requireRoot(call, in.rootId());
        if (!of.types().contains(in.policyType())) {
            throw OrganizationsErrors.typeNotEnabled();
        }
        OrganizationRow changed = of.withType(in.policyType(), false);
        call.tx().put(Tables.ORGANIZATIONS, Scope.SANDBOX, of.id(), changed);
        for (Tree.Node node : Tree.all(call.state(), changed)) {
            List<String> kept = new ArrayList<>();
            ManagedPolicies.ALL.stream()
                    .filter(row -> row.type().equals(in.policyType()))
                    .forEach(row -> kept.add(row.id()));
            node.policies().stream()
                    .filter(id -> Tables.policy(call.state(), changed, id)
                            .filter(row -> !row.type().equals(in.policyType()))
                            .isPresent())
                    .forEach(kept::add);
            Tree.put(call.tx(), changed, node.id(), kept, node.tags());
        }
        return new DisablePolicyTypeResponse(OrganizationOperations.root(
                Tables.organization(call.state(), of.id()).orElse(changed)));
    }

    private static List<String> ofType(Call call, OrganizationRow of, Tree.Node node, String type) {
        return node.policies().stream()
                .filter(id -> Tables.policy(call.state(), of, id)
                        .filter(row -> row.type().equals(type))
                        .isPresent())
                .toList();
    }

    private static void attach(AttachPolicyRequest in, WriteCall call) {
        OrganizationRow of = Seat.manager(call).organization();
        PolicyRow policy = PolicyOperations.require(call, of, in.policyId());
        Tree.Node target = Tree.find(call.state(), of, in.targetId()).orElseThrow(OrganizationsErrors::noTarget);
        if (!of.types().contains(policy.type())) {
            throw OrganizationsErrors.typeNotEnabled();
        }
        if (target.policies().contains(policy.id())) {
            throw OrganizationsErrors.attached();
        }
        if (ofType(call, of, target, policy.type()).size() >= PolicyTypes.mostAttached(policy.type())) {
            throw OrganizationsErrors.constraint(
                    "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                    "You have attempted to exceed the number of policies attached to the specified target.");
        }
        List<String> attached = new ArrayList<>(target.policies());
        attached.add(policy.id());
        Tree.put(call.tx(), of, target.id(), attached, target.tags());
    }

    private static void detach(DetachPolicyRequest in, WriteCall call) {
        OrganizationRow of = Seat.manager(call).organization();
        PolicyRow policy = PolicyOperations.require(call, of, in.policyId());
        Tree.Node target = Tree.find(call.state(), of, in.targetId()).orElseThrow(OrganizationsErrors::noTarget);
        if (!target.policies().contains(policy.id())) {
            throw OrganizationsErrors.notAttached();
        }
        if (policy.equals(ManagedPolicies.FULL_RESOURCE_ACCESS)) {
            throw OrganizationsErrors.invalid("NON_DETACHABLE_POLICY", "You can't detach this AWS Managed Policy.");
        }
        if (policy.type().equals(PolicyTypes.SCP)
                && ofType(call, of, target, PolicyTypes.SCP).size() == 1) {
            throw OrganizationsErrors.constraint(
                    "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                    "You cannot remove the last policy attached to the specified target. You must have at least one"
                            + " attached at all times.");
        }
        List<String> attached = new ArrayList<>(target.policies());
        attached.remove(policy.id());
        Tree.put(call.tx(), of, target.id(), attached, target.tags());
    }

    private static ListPoliciesForTargetResponse policies(ListPoliciesForTargetRequest in, Call call) {
        OrganizationRow of = Seat.reader(call).organization();
        Tree.Node target = Tree.find(call.state(), of, in.targetId()).orElseThrow(OrganizationsErrors::noTarget);
        List<PolicySummary> found = ofType(call, of, target, in.filter()).stream()
                .map(id -> PolicyOperations.require(call, of, id))
                .filter(row -> PolicyOperations.isShown(of, row))
                .map(row -> PolicyOperations.summary(of, row))
                .toList();
        Listing<PolicySummary> page = Listing.ofValues(
                new Listing.Asked(
                        call, "ListPoliciesForTarget", target.id() + in.filter(), in.nextToken(), in.maxResults()),
                found,
                summary -> String.valueOf(summary.id()));
        return new ListPoliciesForTargetResponse(page.items(), page.next());
    }

    private static ListTargetsForPolicyResponse targets(ListTargetsForPolicyRequest in, Call call) {
        OrganizationRow of = Seat.reader(call).organization();
        PolicyRow policy = PolicyOperations.require(call, of, in.policyId());
        List<PolicyTargetSummary> found = Tree.all(call.state(), of).stream()
                .filter(node ->
                        PolicyOperations.isShown(of, policy) && node.policies().contains(policy.id()))
                .map(node -> PolicyTargetSummary.builder()
                        .targetId(node.id())
                        .arn(node.arn())
                        .name(node.name())
                        .type(node.kind().name())
                        .build())
                .toList();
        Listing<PolicyTargetSummary> page = Listing.ofValues(
                new Listing.Asked(call, "ListTargetsForPolicy", policy.id(), in.nextToken(), in.maxResults()),
                found,
                summary -> String.valueOf(summary.targetId()));
        return new ListTargetsForPolicyResponse(page.items(), page.next());
    }
}
