package dev.glasshouse.service.organizations;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.organizations.Child;
import dev.glasshouse.api.organizations.CreateOrganizationalUnitRequest;
import dev.glasshouse.api.organizations.CreateOrganizationalUnitResponse;
import dev.glasshouse.api.organizations.DeleteOrganizationalUnitRequest;
import dev.glasshouse.api.organizations.DescribeOrganizationalUnitRequest;
import dev.glasshouse.api.organizations.DescribeOrganizationalUnitResponse;
import dev.glasshouse.api.organizations.ListChildrenRequest;
import dev.glasshouse.api.organizations.ListChildrenResponse;
import dev.glasshouse.api.organizations.ListOrganizationalUnitsForParentRequest;
import dev.glasshouse.api.organizations.ListOrganizationalUnitsForParentResponse;
import dev.glasshouse.api.organizations.ListParentsRequest;
import dev.glasshouse.api.organizations.ListParentsResponse;
import dev.glasshouse.api.organizations.OrganizationalUnit;
import dev.glasshouse.api.organizations.Parent;
import dev.glasshouse.api.organizations.UpdateOrganizationalUnitRequest;
import dev.glasshouse.api.organizations.UpdateOrganizationalUnitResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.List;

/** Organizational units, and the tree that they make. */
final class UnitOperations {

    private static final int MOST = 2_000;

    private UnitOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreateOrganizationalUnit",
                        (CreateOrganizationalUnitRequest in, Call call) -> Plans.tagging(
                                call,
                                Plans.ask(call, "CreateOrganizationalUnit", false, ContextKeys.EMPTY, in.parentId()),
                                in.tags(),
                                "arn:aws:organizations::" + call.caller().account() + ":ou/*"),
                        UnitOperations::create),
                read(
                        "DescribeOrganizationalUnit",
                        (DescribeOrganizationalUnitRequest in, Call call) -> Plans.ask(
                                call, "DescribeOrganizationalUnit", true, ContextKeys.EMPTY, in.organizationalUnitId()),
                        (in, call) -> {
                            OrganizationRow of = Seat.reader(call).organization();
                            return new DescribeOrganizationalUnitResponse(
                                    shown(call.state(), of, require(call, of, in.organizationalUnitId())));
                        }),
                write(
                        "UpdateOrganizationalUnit",
                        (UpdateOrganizationalUnitRequest in, Call call) -> Plans.ask(
                                call, "UpdateOrganizationalUnit", false, ContextKeys.EMPTY, in.organizationalUnitId()),
                        UnitOperations::update),
                change(
                        "DeleteOrganizationalUnit",
                        (DeleteOrganizationalUnitRequest in, Call call) -> Plans.ask(
                                call, "DeleteOrganizationalUnit", false, ContextKeys.EMPTY, in.organizationalUnitId()),
                        (in, call) -> {
                            OrganizationRow of = Seat.manager(call).organization();
                            UnitRow row = require(call, of, in.organizationalUnitId());
                            if (Tree.hasChildren(call.state(), of, row.id())) {
                                throw OrganizationsErrors.unitNotEmpty();
                            }
                            call.tx().remove(Tables.UNITS, Scope.SANDBOX, row.id());
                        }),
                read(
                        "ListOrganizationalUnitsForParent",
                        (ListOrganizationalUnitsForParentRequest in, Call call) -> Plans.ask(
                                call, "ListOrganizationalUnitsForParent", true, ContextKeys.EMPTY, in.parentId()),
                        UnitOperations::list),
                read(
                        "ListChildren",
                        (ListChildrenRequest in, Call call) ->
                                Plans.ask(call, "ListChildren", true, ContextKeys.EMPTY, in.parentId()),
                        UnitOperations::children),
                read(
                        "ListParents",
                        (ListParentsRequest in, Call call) ->
                                Plans.ask(call, "ListParents", true, ContextKeys.EMPTY, in.childId()),
                        UnitOperations::parents));
    }

    private static UnitRow require(Call call, OrganizationRow of, String id) {
        return Tables.unit(call.state(), of, id).orElseThrow(OrganizationsErrors::noUnit);
    }

    private static void requireFree(Call call, OrganizationRow of, String parent, String name) {
        boolean taken = call.state().rows(Tables.UNITS, Scope.SANDBOX).values().stream()
                .anyMatch(row -> row.organization().equals(of.id())
                        && row.parent().equals(parent)
                        && row.name().equals(name));
        if (taken) {
            throw OrganizationsErrors.duplicateUnit();
        }
    }

    private static CreateOrganizationalUnitResponse create(CreateOrganizationalUnitRequest in, WriteCall call) {
        OrganizationRow of = Seat.manager(call).organization();
        Tree.Node parent = Tree.parent(call.state(), of, in.parentId()).orElseThrow(OrganizationsErrors::noParent);
        requireFree(call, of, parent.id(), in.name());
        // the chain of the parent is the root and the units above
        if (Tree.chain(call.state(), of, parent.id()).size() > Tree.DEEPEST) {
            throw OrganizationsErrors.constraint(
                    "OU_DEPTH_LIMIT_EXCEEDED", "You attempted to create an OU tree that is too many levels deep.");
        }
        long units = call.state().rows(Tables.UNITS, Scope.SANDBOX).values().stream()
                .filter(row -> row.organization().equals(of.id()))
                .count();
        if (units >= MOST) {
            throw OrganizationsErrors.constraint(
                    "OU_NUMBER_LIMIT_EXCEEDED",
                    "You attempted to exceed the number of OUs that you can have in an organization.");
        }
        UnitRow row = new UnitRow(
                of.id(),
                "ou-" + of.root().substring(2) + "-" + call.ids().lowerAlphanumeric("organizations.unit", in.name(), 8),
                in.name(),
                parent.id(),
                ManagedPolicies.ATTACHED,
                Tagging.merge(java.util.Map.of(), in.tags()));
        call.tx().put(Tables.UNITS, Scope.SANDBOX, row.id(), row);
        return new CreateOrganizationalUnitResponse(shown(call.state(), of, row));
    }

    private static UpdateOrganizationalUnitResponse update(UpdateOrganizationalUnitRequest in, WriteCall call) {
        OrganizationRow of = Seat.manager(call).organization();
        UnitRow row = require(call, of, in.organizationalUnitId());
        if (in.name() != null && !in.name().equals(row.name())) {
            requireFree(call, of, row.parent(), in.name());
            row = row.withName(in.name());
            call.tx().put(Tables.UNITS, Scope.SANDBOX, row.id(), row);
        }
        return new UpdateOrganizationalUnitResponse(shown(call.state(), of, row));
    }

    private static OrganizationalUnit shown(StateReader state, OrganizationRow of, UnitRow row) {
        return OrganizationalUnit.builder()
                .id(row.id())
                .arn(of.arn("ou", row.id()))
                .name(row.name())
                .path(Tree.path(state, of, row.id()))
                .build();
    }

    private static ListOrganizationalUnitsForParentResponse list(
            ListOrganizationalUnitsForParentRequest in, Call call) {
        OrganizationRow of = Seat.reader(call).organization();
        Tree.Node parent = Tree.parent(call.state(), of, in.parentId()).orElseThrow(OrganizationsErrors::noParent);
        Listing<OrganizationalUnit> page = Listing.of(
                new Listing.Asked(
                        call, "ListOrganizationalUnitsForParent", parent.id(), in.nextToken(), in.maxResults()),
                call.state().rows(Tables.UNITS, Scope.SANDBOX),
                (id, row) -> row.organization().equals(of.id()) && row.parent().equals(parent.id()),
                row -> shown(call.state(), of, row));
        return new ListOrganizationalUnitsForParentResponse(page.items(), page.next());
    }

    private static ListChildrenResponse children(ListChildrenRequest in, Call call) {
        OrganizationRow of = Seat.reader(call).organization();
        Tree.Node parent = Tree.parent(call.state(), of, in.parentId()).orElseThrow(OrganizationsErrors::noParent);
        List<Child> children = Tree.all(call.state(), of).stream()
                .filter(node ->
                        parent.id().equals(node.parent()) && node.kind().name().equals(in.childType()))
                .map(node -> new Child(node.id(), node.kind().name()))
                .toList();
        Listing<Child> page = Listing.ofValues(
                new Listing.Asked(call, "ListChildren", parent.id() + in.childType(), in.nextToken(), in.maxResults()),
                children,
                child -> String.valueOf(child.id()));
        return new ListChildrenResponse(page.items(), page.next());
    }

    private static ListParentsResponse parents(ListParentsRequest in, Call call) {
        OrganizationRow of = Seat.reader(call).organization();
        Tree.Node child = Tree.find(call.state(), of, in.childId()).orElseThrow(OrganizationsErrors::noChild);
        Tree.Node parent = child.parent() == null
                ? null
                : Tree.parent(call.state(), of, child.parent()).orElse(null);
        return new ListParentsResponse(
                parent == null
                        ? List.of()
                        : List.of(new Parent(parent.id(), parent.kind().name())),
                null);
    }
}
