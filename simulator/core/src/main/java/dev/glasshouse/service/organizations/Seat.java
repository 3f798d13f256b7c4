package dev.glasshouse.service.organizations;

import dev.glasshouse.call.Call;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.Optional;

/**
 * Where a caller sits in its organization. Most operations are the management account's; reading is also for delegated
 * administrators, and the organization's resource policy can open some to members.
 *
 * @param organization the caller's organization
 * @param member the caller's account in it
 */
record Seat(OrganizationRow organization, MemberRow member) {

    static Optional<Seat> find(StateReader state, String account) {
        return state.get(Tables.MEMBERS, Scope.SANDBOX, account)
                .flatMap(member ->
                        Tables.organization(state, member.organization()).map(row -> new Seat(row, member)));
    }

    boolean isManagement() {
        return organization.management().equals(member.id());
    }

    /** Whether the account may read the whole organization. */
    boolean reads() {
        return isManagement() || !member.delegated().isEmpty();
    }

    /** Any account of an organization. */
    static Seat member(Call call) {
        return find(call.state(), call.caller().account()).orElseThrow(OrganizationsErrors::notInUse);
    }

    /** One that may read. */
    static Seat reader(Call call) {
        Seat seat = member(call);
        // with a resource policy the plan has asked it
        if (!seat.reads() && seat.organization().delegation() == null) {
            throw OrganizationsErrors.denied();
        }
        return seat;
    }

    /** The management account, or one that the resource policy lets do the operation. */
    static Seat manager(Call call) {
        Seat seat = member(call);
        if (!seat.isManagement() && seat.organization().delegation() == null) {
            throw OrganizationsErrors.denied();
        }
        return seat;
    }

    /** The management account alone. */
    static Seat management(Call call) {
        Seat seat = member(call);
        if (!seat.isManagement()) {
            throw OrganizationsErrors.denied();
        }
        return seat;
    }
}
