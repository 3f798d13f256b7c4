package dev.glasshouse.service.organizations;

import dev.glasshouse.api.organizations.Account;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Transaction;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The accounts of organizations. */
final class Members {

    /** AWS begins with 10 and raises it on request; a sandbox has nobody to ask. */
    static final int MOST = 10_000;

    private Members() {}

    /** Who an account is: its id, name and address. */
    record Person(String id, String name, String email) {}

    /** An account that no organization made; a sandbox gives it a name and an address by its id. */
    static Person standalone(String account) {
        return new Person(account, "account-" + account, "root+" + account + "@example.com");
    }

    /** Puts an account into the root of an organization. */
    static MemberRow add(Transaction tx, OrganizationRow of, Person person, String method, Map<String, String> tags) {
        MemberRow row = new MemberRow(
                of.id(),
                person.id(),
                person.name(),
                person.email(),
                of.root(),
                method,
                tx.now(),
                null,
                ManagedPolicies.ATTACHED,
                tags,
                Map.of());
        tx.put(Tables.MEMBERS, Scope.SANDBOX, row.id(), row);
        return row;
    }

    static NavigableMap<String, MemberRow> of(StateReader state, OrganizationRow of) {
        NavigableMap<String, MemberRow> rows = new TreeMap<>();
        state.rows(Tables.MEMBERS, Scope.SANDBOX).forEach((id, row) -> {
            if (row.organization().equals(of.id())) {
                rows.put(id, row);
            }
        });
        return rows;
    }

    /** An open invitation counts as an account. */
    static boolean isFull(Transaction tx, OrganizationRow of) {
        long invited = tx.rows(Tables.HANDSHAKES, Scope.SANDBOX).values().stream()
                .filter(row -> row.organization().equals(of.id())
                        && row.action().equals(HandshakeRow.INVITE)
                        && row.isOpen(tx.now()))
                .count();
        return of(tx, of).size() + invited >= MOST;
    }

    static String status(MemberRow row) {
        return row.closed() == null ? "ACTIVE" : "SUSPENDED";
    }

    static String state(MemberRow row) {
        return row.closed() == null ? "ACTIVE" : "CLOSED";
    }

    static Account shown(StateReader state, OrganizationRow of, MemberRow row) {
        return Account.builder()
                .id(row.id())
                .arn(of.arn("account", row.id()))
                .email(row.email())
                .name(row.name())
                .status(status(row))
                .state(state(row))
                .paths(List.of(Tree.path(state, of, row.id())))
                .joinedMethod(row.method())
                .joinedTimestamp(row.joined())
                .build();
    }
}
