package dev.glasshouse.service.organizations;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.organizations.CreateOrganizationRequest;
import dev.glasshouse.api.organizations.CreateOrganizationResponse;
import dev.glasshouse.api.organizations.DescribeOrganizationResponse;
import dev.glasshouse.api.organizations.ListRootsRequest;
import dev.glasshouse.api.organizations.ListRootsResponse;
import dev.glasshouse.api.organizations.Organization;
import dev.glasshouse.api.organizations.PolicyTypeSummary;
import dev.glasshouse.api.organizations.Root;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Ids;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Transaction;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** The organization as a whole. */
final class OrganizationOperations {

    private OrganizationOperations() {}

    static List<Operation<?, ?>> all(Provisioning provisioning) {
        return List.of(
                write(
                        "CreateOrganization",
                        (CreateOrganizationRequest in, Call call) -> planCreate(call),
                        (in, call) -> create(in, call, provisioning)),
                read(
                        "DescribeOrganization",
                        (in, call) -> Plans.ask(call, "DescribeOrganization", true),
                        (in, call) -> new DescribeOrganizationResponse(
                                shown(call, Seat.member(call).organization()))),
                change(
                        "DeleteOrganization",
                        (in, call) -> Plans.ask(call, "DeleteOrganization", false),
                        (in, call) -> delete(call)),
                read(
                        "ListRoots",
                        (ListRootsRequest in, Call call) -> Plans.ask(call, "ListRoots", true),
                        (in, call) -> new ListRootsResponse(
                                List.of(root(Seat.reader(call).organization())), null)));
    }

    private static AuthorizationPlan planCreate(Call call) {
        String account = call.caller().account();
        return AuthorizationPlan.of(
                AuthorizationRequest.of("organizations:CreateOrganization", "*", account), LinkedRole.question(call));
    }

    private static CreateOrganizationResponse create(
            CreateOrganizationRequest in, WriteCall call, Provisioning provisioning) {
        String account = call.caller().account();
        if (Seat.find(call.state(), account).isPresent()) {
            throw OrganizationsErrors.alreadyIn();
        }
        LinkedRole.ensure(call, provisioning, call.verdicts().allowed(1));
        Ids ids = call.ids();
        String root = "r-" + ids.lowerAlphanumeric("organizations.root", account, 4);
        OrganizationRow row = new OrganizationRow(
                "o-" + ids.lowerAlphanumeric("organizations.organization", account, 10),
                account,
                in.featureSet() == null ? OrganizationRow.ALL : in.featureSet(),
                root,
                List.of(),
                ManagedPolicies.ATTACHED,
                Map.of(),
                Map.of(),
                null);
        call.tx().put(Tables.ORGANIZATIONS, Scope.SANDBOX, row.id(), row);
        Members.add(call.tx(), row, Members.standalone(account), MemberRow.INVITED, Map.of());
        return new CreateOrganizationResponse(shown(call, row));
    }

    private static void delete(WriteCall call) {
        OrganizationRow of = Seat.management(call).organization();
        Transaction tx = call.tx();
        boolean others = Members.of(call.state(), of).values().stream()
                .anyMatch(row -> !row.id().equals(of.management()));
        if (others) {
            throw OrganizationsErrors.notEmpty();
        }
        tx.remove(Tables.MEMBERS, Scope.SANDBOX, of.management());
        removeAll(tx, Tables.UNITS, of, UnitRow::organization);
        removeAll(tx, Tables.POLICIES, of, PolicyRow::organization);
        removeAll(tx, Tables.REQUESTS, of, AccountRequestRow::organization);
        removeAll(tx, Tables.HANDSHAKES, of, HandshakeRow::organization);
        tx.remove(Tables.ORGANIZATIONS, Scope.SANDBOX, of.id());
    }

    private static <V> void removeAll(
            Transaction tx,
            dev.glasshouse.sandbox.Table<String, V> table,
            OrganizationRow of,
            java.util.function.Function<V, String> organization) {
        NavigableMap<String, V> rows = tx.rows(table, Scope.SANDBOX);
        rows.forEach((id, row) -> {
            if (organization.apply(row).equals(of.id())) {
                tx.remove(table, Scope.SANDBOX, id);
            }
        });
    }

    private static Organization shown(Call call, OrganizationRow row) {
        String email = Tables.member(call.state(), row, row.management())
                .map(MemberRow::email)
                .orElse("");
        return Organization.builder()
                .id(row.id())
                .arn(row.arn("organization", ""))
                .featureSet(row.features())
                .masterAccountArn(row.arn("account", row.management()))
                .masterAccountId(row.management())
                .masterAccountEmail(email)
                .availablePolicyTypes(
                        row.allFeatures() ? List.of(new PolicyTypeSummary(PolicyTypes.SCP, "ENABLED")) : List.of())
                .build();
    }

    static Root root(OrganizationRow of) {
        return Root.builder()
                .id(of.root())
                .arn(of.arn("root", of.root()))
                .name("Root")
                .policyTypes(of.types().stream()
                        .map(type -> new PolicyTypeSummary(type, "ENABLED"))
                        .toList())
                .build();
    }
}
