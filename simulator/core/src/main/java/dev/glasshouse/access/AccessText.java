package dev.glasshouse.access;

import dev.glasshouse.policy.Outlook;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers for people: one line first, then the detail. */
public final class AccessText {

    private static final int MOST_LINES = 40;

    private AccessText() {}

    /** Who can, in words. */
    public static String of(WhoCan who) {
        StringBuilder out = new StringBuilder();
        String what = who.action() + (who.resource().equals("*") ? "" : " on " + who.resource());
        List<WhoCan.Entry> certain =
                who.direct().stream().filter(WhoCan.Entry::always).toList();
        List<WhoCan.Entry> sometimes =
                who.direct().stream().filter(entry -> !entry.always()).toList();
        List<WhoCan.Entry> chained =
                who.entries().stream().filter(entry -> !entry.chain().isEmpty()).toList();
        if (who.entries().isEmpty()) {
            out.append(who.unknown().isEmpty() ? "Nobody can " : "Nobody is known to be able to ")
                    .append(what)
                    .append('\n');
        } else {
            out.append(who.entries().stream().map(WhoCan.Entry::who).distinct().count())
                    .append(" can ")
                    .append(what)
                    .append(": ")
                    .append(certain.size())
                    .append(" always, ")
                    .append(sometimes.size())
                    .append(" under conditions, ")
                    .append(chained.size())
                    .append(" by assuming roles\n");
        }
        section(out, who, "always", certain);
        section(out, who, "under conditions", sometimes);
        section(out, who, "by assuming roles", chained);
        if (!who.unknown().isEmpty()) {
            out.append("\nnot known: their policies tell too many resources apart\n");
            who.unknown().forEach(name -> out.append("  ").append(name).append('\n'));
        }
        if (who.remark() != null) {
            out.append("\nnote: ").append(who.remark()).append('\n');
        }
        return out.toString();
    }

    private static void section(StringBuilder out, WhoCan who, String title, List<WhoCan.Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        out.append('\n').append(title).append('\n');
        for (WhoCan.Entry entry : entries) {
            out.append("  ").append(entry.who());
            for (WhoCan.Step step : entry.chain()) {
                out.append(" -> ").append(step.role());
            }
            out.append('\n');
            if (who.isPattern()) {
                out.append(entry.every() ? "    all of it, such as " : "    some of it, such as ")
                        .append(entry.example().action())
                        .append(" on ")
                        .append(entry.example().resource())
                        .append('\n');
            }
            for (WhoCan.Step step : entry.chain()) {
                conditions(out, "to become " + step.role(), step.outlook());
            }
            conditions(out, "", entry.outlook());
            if (!entry.always() && entry.chain().isEmpty()) {
                out.append("    a plain call now is ")
                        .append(entry.now() ? "allowed" : "denied")
                        .append('\n');
            }
        }
    }

    private static void conditions(StringBuilder out, String of, Outlook outlook) {
        for (Outlook.Way way : outlook.ways()) {
            out.append("    ")
                    .append(of.isEmpty() ? "" : of + " ")
                    .append("if ")
                    .append(way);
            out.append(way.example() == null ? "   (no example found)\n" : "\n");
        }
        boolean proved = outlook.ways().stream().allMatch(way -> way.example() != null);
        if (outlook.chance() == Outlook.Chance.SOMETIMES && !outlook.exact() && proved) {
            out.append("    or in other ways: there are too many conditions to tell all\n");
        }
    }

    /** The ways up, in words. */
    public static String of(Paths paths) {
        StringBuilder out = new StringBuilder();
        headline(out, paths);
        if (!paths.up().isEmpty()) {
            out.append("\nto administrator\n");
            paths.up().forEach(path -> path(out, path));
        }
        Set<String> told = paths.up().stream().map(Paths.Path::to).collect(Collectors.toSet());
        List<Paths.Path> across = paths.across().stream()
                .filter(path -> !told.contains(path.to()))
                .toList();
        if (!across.isEmpty()) {
            out.append("\nto other principals\n");
            across.stream().limit(MOST_LINES).forEach(path -> path(out, path));
            if (across.size() > MOST_LINES) {
                out.append("  and ").append(across.size() - MOST_LINES).append(" more\n");
            }
        }
        if (!paths.complete()) {
            out.append("\nnot all was looked at: there is too much\n");
        }
        return out.toString();
    }

    private static void headline(StringBuilder out, Paths paths) {
        out.append(paths.from());
        if (paths.administrator().chance() == Outlook.Chance.ALWAYS) {
            out.append(" is an administrator\n");
            return;
        }
        if (paths.up().isEmpty()) {
            out.append(
                    paths.complete()
                            ? " has no path to administrator"
                            : " has no path to administrator that was found");
        } else {
            Paths.Path path = paths.up().get(0);
            out.append(" reaches administrator in ")
                    .append(path.edges().size())
                    .append(path.edges().size() == 1 ? " step: " : " steps: ")
                    .append(path.edges().stream()
                            .map(edge -> edge.way().title())
                            .collect(Collectors.joining(", then ")));
        }
        if (!paths.across().isEmpty()) {
            int others = paths.across().size();
            out.append("; it can become ")
                    .append(others)
                    .append(others == 1 ? " other principal" : " other principals");
        }
        out.append('\n');
    }

    private static void path(StringBuilder out, Paths.Path path) {
        out.append("  ").append(path.to());
        if (path.administrator().chance() == Outlook.Chance.SOMETIMES) {
            out.append(", an administrator ").append(path.administrator());
        }
        out.append('\n');
        for (Paths.Edge edge : path.edges()) {
            out.append("    ")
                    .append(edge.way().id())
                    .append("  ")
                    .append(edge.way().title());
            out.append("  ").append(edge.from()).append(" -> ").append(edge.to());
            if (!edge.together().isEmpty()) {
                out.append("  together with ").append(String.join(", ", edge.together()));
            }
            out.append(edge.walkable() ? "\n" : "  (not walkable here: service not simulated)\n");
            for (Paths.Allowed need : edge.needs()) {
                if (need.outlook().chance() == Outlook.Chance.SOMETIMES) {
                    conditions(out, "  " + need.action(), need.outlook());
                }
            }
            if (edge.way().note() != null) {
                out.append("      ").append(edge.way().note()).append('\n');
            }
        }
        if (path.proof() != null) {
            out.append(path.proof().proved() ? "    proved: " : "    not proved: ")
                    .append(path.proof().reason())
                    .append('\n');
            for (Paths.MadeCall call : path.proof().calls()) {
                out.append("      ").append(call.operation()).append(" as ").append(call.as());
                out.append(": ")
                        .append(call.error() == null ? "done" : call.error())
                        .append('\n');
            }
        }
    }
}
