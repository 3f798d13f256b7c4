package dev.glasshouse.service.organizations;

import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import java.util.List;
import java.util.Optional;

/** The tables of Organizations. A sandbox may hold several organizations; an account is in one of them at most. */
final class Tables {

    static final Table<String, OrganizationRow> ORGANIZATIONS =
            Table.ofText("organizations", "organizations", RecordCodec.of(OrganizationRow.class));
    static final Table<String, UnitRow> UNITS = Table.ofText("organizations", "units", RecordCodec.of(UnitRow.class));
    static final Table<String, MemberRow> MEMBERS =
            Table.ofText("organizations", "accounts", RecordCodec.of(MemberRow.class));
    static final Table<String, PolicyRow> POLICIES =
            Table.ofText("organizations", "policies", RecordCodec.of(PolicyRow.class));
    static final Table<String, AccountRequestRow> REQUESTS =
            Table.ofText("organizations", "accountRequests", RecordCodec.of(AccountRequestRow.class));
    static final Table<String, HandshakeRow> HANDSHAKES =
            Table.ofText("organizations", "handshakes", RecordCodec.of(HandshakeRow.class));

    static final List<Table<?, ?>> ALL = List.of(ORGANIZATIONS, UNITS, MEMBERS, POLICIES, REQUESTS, HANDSHAKES);

    private Tables() {}

    static Optional<OrganizationRow> organization(StateReader state, String id) {
        return state.get(ORGANIZATIONS, Scope.SANDBOX, id);
    }

    /** The organization's account with an id. */
    static Optional<MemberRow> member(StateReader state, OrganizationRow of, String account) {
        return state.get(MEMBERS, Scope.SANDBOX, account)
                .filter(row -> row.organization().equals(of.id()));
    }

    /** The organization's unit with an id. */
    static Optional<UnitRow> unit(StateReader state, OrganizationRow of, String id) {
        return state.get(UNITS, Scope.SANDBOX, id)
                .filter(row -> row.organization().equals(of.id()));
    }

    /** The organization's policy with an id, or AWS's own. */
    static Optional<PolicyRow> policy(StateReader state, OrganizationRow of, String id) {
        return ManagedPolicies.find(id)
                .or(() -> state.get(POLICIES, Scope.SANDBOX, id)
                        .filter(row -> row.organization().equals(of.id())));
    }
}
