package dev.glasshouse.service.organizations;

import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An organization as a tree: its root, units and accounts as nodes of one kind. */
final class Tree {

    /** How deep units may be nested. */
    static final int DEEPEST = 5;

    private Tree() {}

    /** What a node can be. */
    enum Kind {
        ROOT,
        ORGANIZATIONAL_UNIT,
        ACCOUNT
    }

    /**
     * A place that policies and tags can be on.
     *
     * @param parent the id of the node above, or null for the root
     */
    record Node(
            Kind kind,
            String id,
            String arn,
            String name,
            @Nullable String parent,
            List<String> policies,
            Map<String, String> tags) {}

    /** The node with an id: {@code r-...}, {@code ou-...} or an account. */
    static Optional<Node> find(StateReader state, OrganizationRow of, String id) {
        if (id.equals(of.root())) {
            return Optional.of(
                    new Node(Kind.ROOT, id, of.arn("root", id), "Root", null, of.rootPolicies(), of.rootTags()));
        }
        if (id.startsWith("ou-")) {
            return Tables.unit(state, of, id).map(row -> node(of, row));
        }
        return Tables.member(state, of, id).map(row -> node(of, row));
    }

    static Node node(OrganizationRow of, UnitRow row) {
        return new Node(
                Kind.ORGANIZATIONAL_UNIT,
                row.id(),
                of.arn("ou", row.id()),
                row.name(),
                row.parent(),
                row.policies(),
                row.tags());
    }

    static Node node(OrganizationRow of, MemberRow row) {
        return new Node(
                Kind.ACCOUNT,
                row.id(),
                of.arn("account", row.id()),
                row.name(),
                row.parent(),
                row.policies(),
                row.tags());
    }

    /** The root or unit with an id. */
    static Optional<Node> parent(StateReader state, OrganizationRow of, String id) {
        return find(state, of, id).filter(node -> node.kind() != Kind.ACCOUNT);
    }

    /** Writes a node's policies and tags. */
    static void put(Transaction tx, OrganizationRow of, String id, List<String> policies, Map<String, String> tags) {
        if (id.equals(of.root())) {
            Tables.organization(tx, of.id())
                    .ifPresent(
                            row -> tx.put(Tables.ORGANIZATIONS, Scope.SANDBOX, row.id(), row.withRoot(policies, tags)));
        } else if (id.startsWith("ou-")) {
            Tables.unit(tx, of, id).ifPresent(row -> tx.put(Tables.UNITS, Scope.SANDBOX, id, row.with(policies, tags)));
        } else {
            Tables.member(tx, of, id)
                    .ifPresent(row -> tx.put(Tables.MEMBERS, Scope.SANDBOX, id, row.with(policies, tags)));
        }
    }

    /** The nodes from the root down to one. */
    static List<Node> chain(StateReader state, OrganizationRow of, String id) {
        Deque<Node> nodes = new ArrayDeque<>();
        String next = id;
        while (next != null) {
            Node node = find(state, of, next).orElse(null);
            if (node == null) {
                break;
            }
            nodes.addFirst(node);
            next = node.parent();
        }
        return List.copyOf(nodes);
    }

    /** The path of a node: the organization and the nodes from the root down to it, with a slash at the end. */
    static String path(StateReader state, OrganizationRow of, String id) {
        StringBuilder path = new StringBuilder(of.id()).append('/');
        chain(state, of, id).forEach(node -> path.append(node.id()).append('/'));
        return path.toString();
    }

    /** All nodes: the root, the units, the accounts. */
    static List<Node> all(StateReader state, OrganizationRow of) {
        List<Node> nodes = new ArrayList<>();
        find(state, of, of.root()).ifPresent(nodes::add);
        state.rows(Tables.UNITS, Scope.SANDBOX).values().stream()
                .filter(row -> row.organization().equals(of.id()))
                .forEach(row -> nodes.add(node(of, row)));
        state.rows(Tables.MEMBERS, Scope.SANDBOX).values().stream()
                .filter(row -> row.organization().equals(of.id()))
                .forEach(row -> nodes.add(node(of, row)));
        return nodes;
    }

    /** Whether a root or unit has units or accounts in it. */
    static boolean hasChildren(StateReader state, OrganizationRow of, String id) {
        return all(state, of).stream().anyMatch(node -> id.equals(node.parent()));
    }
}
