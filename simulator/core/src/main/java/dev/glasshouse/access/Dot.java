package dev.glasshouse.access;

import dev.glasshouse.policy.Outlook;
import dev.glasshouse.policy.reach.PolicyDiff;
import dev.glasshouse.policy.reach.PolicyDiffText;
import dev.glasshouse.policy.reach.Witness;
import java.util.LinkedHashSet;
import java.util.Set;

/** Answers as graphs for Graphviz: {@code dot -Tsvg}. A dashed line depends on conditions, a dotted one cannot be walked here. */
public final class Dot {

    private final StringBuilder out = new StringBuilder("digraph access {\n  rankdir=LR;\n  node [shape=box];\n");
    private final Set<String> lines = new LinkedHashSet<>();

    private Dot() {}

    /** Who can: arrows from those who can to the resource, through the roles that they assume. */
    public static String of(WhoCan who) {
        Dot dot = new Dot();
        String goal = who.action() + "\n" + who.resource();
        dot.node(goal, "shape=ellipse");
        for (WhoCan.Entry entry : who.entries()) {
            String from = entry.who();
            for (WhoCan.Step step : entry.chain()) {
                dot.edge(from, step.role(), "sts:AssumeRole", style(step.outlook(), true));
                from = step.role();
            }
            dot.edge(from, goal, "", style(entry.outlook(), true));
        }
        return dot.text();
    }

    /** The ways up: arrows from principal to principal, each with its way. */
    public static String of(Paths paths) {
        Dot dot = new Dot();
        dot.node(paths.from(), "style=bold");
        for (Paths.Path path : paths.up()) {
            dot.path(path);
            dot.edge(path.to(), "administrator", "", style(path.administrator(), true));
        }
        paths.across().forEach(dot::path);
        if (!paths.up().isEmpty()) {
            dot.node("administrator", "shape=doubleoctagon");
        }
        return dot.text();
    }

    /** What somebody can do: arrows to resources, each with its actions. */
    public static String of(WhatCan can) {
        Dot dot = new Dot();
        dot.node(can.who(), "style=bold");
        dot.grants(can);
        return dot.text();
    }

    /** What a credential reaches, after the change where one is proposed. */
    public static String of(BlastRadius radius) {
        Dot dot = new Dot();
        dot.node(radius.who(), "style=bold");
        BlastRadius.Reach after = radius.after();
        for (BlastRadius.Holder holder : (after == null ? radius.before() : after).holders()) {
            String from = radius.who();
            for (String role : holder.chain()) {
                dot.edge(from, role, "sts:AssumeRole", style(holder.outlook(), true));
                from = role;
            }
            dot.grants(holder.can());
        }
        return dot.text();
    }

    /** What a policy newly allows and newly denies: arrows to its statements, and from there to the request that shows it. */
    public static String of(PolicyDiff diff) {
        Dot dot = new Dot();
        diff.allowed().forEach(change -> dot.change("newly allowed", "new", "color=red", change));
        diff.denied().forEach(change -> dot.change("newly denied", "old", "color=blue", change));
        return dot.text();
    }

    private void change(String what, String policy, String color, PolicyDiff.Change change) {
        String statement =
                policy + " statement " + change.statement() + (change.sid() == null ? "" : " " + change.sid());
        node(what, "style=bold, " + color);
        Witness witness = change.witness();
        edge(
                what,
                statement,
                PolicyDiffText.named(change.actions()),
                (witness == null ? "style=dotted, " : "") + color);
        if (witness != null) {
            edge(statement, witness.resource(), witness.action(), color);
        }
    }

    private void grants(WhatCan can) {
        for (WhatCan.Grant grant : can.grants()) {
            String label = grant.all()
                    ? grant.service() + ":*"
                    : grant.actions().get(0)
                            + (grant.actions().size() == 1
                                    ? ""
                                    : " and " + (grant.actions().size() - 1) + " more");
            String resource = grant.resource().equals("*") ? grant.service() + "\n*" : grant.resource();
            edge(can.who(), resource, label, style(grant.outlook(), true));
        }
    }

    private void path(Paths.Path path) {
        for (Paths.Edge edge : path.edges()) {
            String style = style(edge.outlook(), edge.walkable());
            edge(edge.from(), edge.to(), edge.way().title(), style);
            edge.together().forEach(other -> edge(other, edge.to(), edge.way().title(), style));
        }
    }

    static String style(Outlook outlook, boolean walkable) {
        if (!walkable) {
            return "style=dotted";
        }
        return outlook.chance() == Outlook.Chance.ALWAYS ? "style=solid" : "style=dashed";
    }

    void node(String name, String attributes) {
        lines.add("  " + quoted(name) + " [" + attributes + "];\n");
    }

    void edge(String from, String to, String label, String attributes) {
        String shown = label.isEmpty() ? "" : "label=" + quoted(label) + ", ";
        lines.add("  " + quoted(from) + " -> " + quoted(to) + " [" + shown + attributes + "];\n");
    }

    String text() {
        lines.forEach(out::append);
        return out.append("}\n").toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
