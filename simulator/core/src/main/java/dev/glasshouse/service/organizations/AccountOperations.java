package dev.glasshouse.service.organizations;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.organizations.Account;
import dev.glasshouse.api.organizations.CloseAccountRequest;
import dev.glasshouse.api.organizations.DescribeAccountRequest;
import dev.glasshouse.api.organizations.DescribeAccountResponse;
import dev.glasshouse.api.organizations.ListAccountsForParentRequest;
import dev.glasshouse.api.organizations.ListAccountsForParentResponse;
import dev.glasshouse.api.organizations.ListAccountsRequest;
import dev.glasshouse.api.organizations.ListAccountsResponse;
import dev.glasshouse.api.organizations.MoveAccountRequest;
import dev.glasshouse.api.organizations.RemoveAccountFromOrganizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.time.Duration;
import java.util.List;

/** The accounts of an organization: where they lie, and how they leave. */
final class AccountOperations {

    /** How long an account that was made in an organization stays there at least. */
    private static final Duration STAYS = Duration.ofDays(4);

    private AccountOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "ListAccounts",
                        (ListAccountsRequest in, Call call) -> Plans.ask(call, "ListAccounts", true),
                        (in, call) -> {
                            OrganizationRow of = Seat.reader(call).organization();
                            Listing<Account> page = Listing.of(
                                    new Listing.Asked(call, "ListAccounts", of.id(), in.nextToken(), in.maxResults()),
                                    Members.of(call.state(), of),
                                    (id, row) -> true,
                                    row -> Members.shown(call.state(), of, row));
                            return new ListAccountsResponse(page.items(), page.next());
                        }),
                read(
                        "ListAccountsForParent",
                        (ListAccountsForParentRequest in, Call call) ->
                                Plans.ask(call, "ListAccountsForParent", true, ContextKeys.EMPTY, in.parentId()),
                        AccountOperations::forParent),
                read(
                        "DescribeAccount",
                        (DescribeAccountRequest in, Call call) ->
                                Plans.ask(call, "DescribeAccount", true, ContextKeys.EMPTY, in.accountId()),
                        (in, call) -> {
                            Seat seat = Seat.member(call);
                            if (!seat.member().id().equals(in.accountId())) {
                                Seat.reader(call);
                            }
                            OrganizationRow of = seat.organization();
                            return new DescribeAccountResponse(
                                    Members.shown(call.state(), of, require(call, of, in.accountId())));
                        }),
                change(
                        "MoveAccount",
                        (MoveAccountRequest in, Call call) -> Plans.ask(
                                call,
                                "MoveAccount",
                                false,
                                ContextKeys.EMPTY,
                                in.accountId(),
                                in.sourceParentId(),
                                in.destinationParentId()),
                        AccountOperations::move),
                change(
                        "CloseAccount",
                        (CloseAccountRequest in, Call call) ->
                                Plans.ask(call, "CloseAccount", false, ContextKeys.EMPTY, in.accountId()),
                        AccountOperations::close),
                change(
                        "RemoveAccountFromOrganization",
                        (RemoveAccountFromOrganizationRequest in, Call call) -> Plans.ask(
                                call, "RemoveAccountFromOrganization", false, ContextKeys.EMPTY, in.accountId()),
                        (in, call) -> {
                            OrganizationRow of = Seat.management(call).organization();
                            leave(call, of, require(call, of, in.accountId()));
                        }),
                change("LeaveOrganization", (in, call) -> Plans.ask(call, "LeaveOrganization", true), (in, call) -> {
                    Seat seat = Seat.member(call);
                    leave(call, seat.organization(), seat.member());
                }));
    }

    static MemberRow require(Call call, OrganizationRow of, String account) {
        return Tables.member(call.state(), of, account).orElseThrow(OrganizationsErrors::noAccount);
    }

    private static ListAccountsForParentResponse forParent(ListAccountsForParentRequest in, Call call) {
        OrganizationRow of = Seat.reader(call).organization();
        Tree.Node parent = Tree.parent(call.state(), of, in.parentId()).orElseThrow(OrganizationsErrors::noParent);
        Listing<Account> page = Listing.of(
                new Listing.Asked(call, "ListAccountsForParent", parent.id(), in.nextToken(), in.maxResults()),
                Members.of(call.state(), of),
                (id, row) -> row.parent().equals(parent.id()),
                row -> Members.shown(call.state(), of, row));
        return new ListAccountsForParentResponse(page.items(), page.next());
    }

    private static void move(MoveAccountRequest in, WriteCall call) {
        OrganizationRow of = Seat.manager(call).organization();
        MemberRow row = require(call, of, in.accountId());
        Tree.Node source =
                Tree.parent(call.state(), of, in.sourceParentId()).orElseThrow(OrganizationsErrors::noSource);
        Tree.Node destination =
                Tree.parent(call.state(), of, in.destinationParentId()).orElseThrow(OrganizationsErrors::noDestination);
        if (row.parent().equals(destination.id())) {
            throw OrganizationsErrors.duplicateAccount();
        }
        if (!row.parent().equals(source.id())) {
            throw OrganizationsErrors.noAccount();
        }
        call.tx().put(Tables.MEMBERS, Scope.SANDBOX, row.id(), row.withParent(destination.id()));
    }

    private static void close(CloseAccountRequest in, WriteCall call) {
        OrganizationRow of = Seat.management(call).organization();
        MemberRow row = require(call, of, in.accountId());
        if (row.id().equals(of.management())) {
            throw OrganizationsErrors.constraint(
                    "CANNOT_CLOSE_MANAGEMENT_ACCOUNT", "You attempted to close the management account.");
        }
        if (row.closed() != null) {
            throw OrganizationsErrors.closed();
        }
        requireNoDelegation(row);
        call.tx().put(Tables.MEMBERS, Scope.SANDBOX, row.id(), row.withClosed(call.now()));
    }

    private static void requireNoDelegation(MemberRow row) {
        if (!row.delegated().isEmpty()) {
            throw OrganizationsErrors.constraint(
                    "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
                    "You attempted to remove an account that is registered as a delegated administrator for a service"
                            + " integrated with your organization.");
        }
    }

    private static void leave(WriteCall call, OrganizationRow of, MemberRow row) {
        if (row.id().equals(of.management())) {
            throw OrganizationsErrors.masterCannotLeave();
        }
        requireNoDelegation(row);
        boolean young = row.method().equals(MemberRow.CREATED)
                && row.closed() == null
                && call.now().isBefore(row.joined().plus(STAYS));
        if (young) {
            throw OrganizationsErrors.constraint(
                    "WAIT_PERIOD_ACTIVE",
                    "This account can't leave your organization. It must be at least 4 days old before you can remove"
                            + " it from the organization.");
        }
        call.tx().remove(Tables.MEMBERS, Scope.SANDBOX, row.id());
    }
}
