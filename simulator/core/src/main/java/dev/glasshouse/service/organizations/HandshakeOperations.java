package dev.glasshouse.service.organizations;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.organizations.AcceptHandshakeRequest;
import dev.glasshouse.api.organizations.AcceptHandshakeResponse;
import dev.glasshouse.api.organizations.CancelHandshakeRequest;
import dev.glasshouse.api.organizations.CancelHandshakeResponse;
import dev.glasshouse.api.organizations.DeclineHandshakeRequest;
import dev.glasshouse.api.organizations.DeclineHandshakeResponse;
import dev.glasshouse.api.organizations.DescribeHandshakeRequest;
import dev.glasshouse.api.organizations.DescribeHandshakeResponse;
import dev.glasshouse.api.organizations.Handshake;
import dev.glasshouse.api.organizations.HandshakeFilter;
import dev.glasshouse.api.organizations.ListHandshakesForAccountRequest;
import dev.glasshouse.api.organizations.ListHandshakesForAccountResponse;
import dev.glasshouse.api.organizations.ListHandshakesForOrganizationRequest;
import dev.glasshouse.api.organizations.ListHandshakesForOrganizationResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers to handshakes, and what there is of them. */
final class HandshakeOperations {

    private HandshakeOperations() {}

    static List<Operation<?, ?>> all(Provisioning provisioning) {
        return List.of(
                write(
                        "AcceptHandshake",
                        (AcceptHandshakeRequest in, Call call) -> planAccept(call, in.handshakeId()),
                        (in, call) -> {
                            HandshakeRow row = answerable(call, in.handshakeId(), HandshakeRow.ACCEPTED);
                            HandshakeRow accepted = row.withState(HandshakeRow.ACCEPTED);
                            put(call, accepted);
                            Handshakes.carryOut(call, accepted);
                            if (row.action().equals(HandshakeRow.INVITE)) {
                                LinkedRole.ensure(
                                        call, provisioning, call.verdicts().allowed(1));
                            }
                            return new AcceptHandshakeResponse(shown(call, accepted));
                        }),
                write(
                        "DeclineHandshake",
                        (DeclineHandshakeRequest in, Call call) -> plan(call, "DeclineHandshake", in.handshakeId()),
                        (in, call) -> {
                            HandshakeRow row = answerable(call, in.handshakeId(), "DECLINED");
                            HandshakeRow declined = row.withState("DECLINED");
                            put(call, declined);
                            return new DeclineHandshakeResponse(shown(call, declined));
                        }),
                write(
                        "CancelHandshake",
                        (CancelHandshakeRequest in, Call call) -> plan(call, "CancelHandshake", in.handshakeId()),
                        (in, call) -> {
                            OrganizationRow of = Seat.management(call).organization();
                            HandshakeRow row = find(call, in.handshakeId())
                                    .filter(found -> found.organization().equals(of.id()))
                                    .orElseThrow(OrganizationsErrors::noHandshake);
                            requireOpen(call, row, "CANCELED");
                            HandshakeRow canceled = row.withState("CANCELED");
                            put(call, canceled);
                            return new CancelHandshakeResponse(shown(call, canceled));
                        }),
                read(
                        "DescribeHandshake",
                        (DescribeHandshakeRequest in, Call call) -> plan(call, "DescribeHandshake", in.handshakeId()),
                        (in, call) -> new DescribeHandshakeResponse(shown(
                                call,
                                find(call, in.handshakeId())
                                        .filter(row -> concerns(call, row))
                                        .orElseThrow(OrganizationsErrors::noHandshake)))),
                read(
                        "ListHandshakesForAccount",
                        (ListHandshakesForAccountRequest in, Call call) ->
                                Plans.ask(call, "ListHandshakesForAccount", true),
                        (in, call) -> {
                            String account = call.caller().account();
                            Listing<Handshake> page = list(
                                    new Listing.Asked(
                                            call,
                                            "ListHandshakesForAccount",
                                            filter(in.filter()),
                                            in.nextToken(),
                                            in.maxResults()),
                                    in.filter(),
                                    row -> account.equals(row.account()));
                            return new ListHandshakesForAccountResponse(page.items(), page.next());
                        }),
                read(
                        "ListHandshakesForOrganization",
                        (ListHandshakesForOrganizationRequest in, Call call) ->
                                Plans.ask(call, "ListHandshakesForOrganization", true),
                        (in, call) -> {
                            OrganizationRow of = Seat.reader(call).organization();
                            Listing<Handshake> page = list(
                                    new Listing.Asked(
                                            call,
                                            "ListHandshakesForOrganization",
                                            filter(in.filter()),
                                            in.nextToken(),
                                            in.maxResults()),
                                    in.filter(),
                                    row -> row.organization().equals(of.id()));
                            return new ListHandshakesForOrganizationResponse(page.items(), page.next());
                        }));
    }

    /** Who joins an organization gets its service-linked role. */
    private static AuthorizationPlan planAccept(Call call, String id) {
        AuthorizationPlan plan = plan(call, "AcceptHandshake", id);
        return AuthorizationPlan.of(plan.requests().get(0), LinkedRole.question(call));
    }

    private static AuthorizationPlan plan(Call call, String operation, String id) {
        String account = call.caller().account();
        String arn = find(call, id)
                .flatMap(row ->
                        Tables.organization(call.state(), row.organization()).map(of -> Handshakes.arn(of, row)))
                .orElse("arn:aws:organizations::" + account + ":handshake/o-unknown/invite/" + id);
        return AuthorizationPlan.of(AuthorizationRequest.of("organizations:" + operation, arn, account));
    }

    private static Optional<HandshakeRow> find(Call call, String id) {
        return call.state().get(Tables.HANDSHAKES, Scope.SANDBOX, id).filter(row -> row.isShown(call.now()));
    }

    /** Whether the caller's account sent or got a handshake. */
    private static boolean concerns(Call call, HandshakeRow row) {
        String account = call.caller().account();
        return account.equals(row.account())
                || Tables.organization(call.state(), row.organization())
                        .filter(of -> of.management().equals(account))
                        .isPresent();
    }

    /** An open handshake that was sent to the caller's account. */
    private static HandshakeRow answerable(WriteCall call, String id, String next) {
        HandshakeRow row =
                find(call, id).filter(found -> concerns(call, found)).orElseThrow(OrganizationsErrors::noHandshake);
        if (!call.caller().account().equals(row.account())) {
            throw OrganizationsErrors.denied();
        }
        requireOpen(call, row, next);
        return row;
    }

    private static void requireOpen(Call call, HandshakeRow row, String next) {
        String state = row.stateAt(call.now());
        if (state.equals(next)) {
            throw OrganizationsErrors.handshakeState(state);
        }
        if (!state.equals(HandshakeRow.REQUESTED)) {
            throw OrganizationsErrors.handshakeTransition(state, next);
        }
    }

    private static void put(WriteCall call, HandshakeRow row) {
        call.tx().put(Tables.HANDSHAKES, Scope.SANDBOX, row.id(), row);
    }

    private static Handshake shown(Call call, HandshakeRow row) {
        return Handshakes.shown(call.state(), row, call.now());
    }

    private static String filter(@Nullable HandshakeFilter filter) {
        return filter == null ? "" : filter.actionType() + "/" + filter.parentHandshakeId();
    }

    private static Listing<Handshake> list(
            Listing.Asked asked, @Nullable HandshakeFilter filter, Predicate<HandshakeRow> mine) {
        Call call = asked.call();
        String action = filter == null ? null : filter.actionType();
        String parent = filter == null ? null : filter.parentHandshakeId();
        if (action != null && parent != null) {
            throw OrganizationsErrors.invalid(
                    "MAX_LIMIT_EXCEEDED_FILTER", "You can specify only one filter parameter for the operation.");
        }
        return Listing.of(
                asked,
                call.state().rows(Tables.HANDSHAKES, Scope.SANDBOX),
                (id, row) -> mine.test(row)
                        && row.isShown(call.now())
                        && (action == null || action.equals(row.action()))
                        && (parent == null || parent.equals(row.parent())),
                row -> shown(call, row));
    }
}
