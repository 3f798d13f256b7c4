package dev.glasshouse.access;

import dev.glasshouse.policy.Outlook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What somebody can do and what a credential reaches, for people: one line first, then the detail. */
public final class ReachText {

    private static final int MOST_ACTIONS = 6;
    private static final int MOST_LINES = 60;

    private ReachText() {}

    /** What somebody can do, in words. */
    public static String of(WhatCan can) {
        StringBuilder out = new StringBuilder();
        headline(out, can);
        out.append('\n');
        detail(out, can, "");
        if (!can.complete()) {
            out.append("not all was asked: the sandbox has too many resources\n");
        }
        return out.toString();
    }

    private static void headline(StringBuilder out, WhatCan can) {
        long actions = can.grants().stream()
                .flatMap(grant -> grant.actions().stream())
                .distinct()
                .count();
        long services =
                can.grants().stream().map(WhatCan.Grant::service).distinct().count();
        out.append(can.who());
        switch (can.administrator().chance()) {
            case ALWAYS -> out.append(" is an administrator: ");
            case SOMETIMES ->
                out.append(" is an administrator ").append(can.administrator()).append(": ");
            case NEVER -> out.append(' ');
        }
        if (actions == 0) {
            out.append("can do nothing\n");
        } else {
            out.append("can do ").append(actions).append(actions == 1 ? " action of " : " actions of ");
            out.append(services).append(services == 1 ? " service\n" : " services\n");
        }
    }

    private static void detail(StringBuilder out, WhatCan can, String indent) {
        List<String> whole = new ArrayList<>();
        Map<String, List<WhatCan.Grant>> byService = new LinkedHashMap<>();
        for (WhatCan.Grant grant : can.grants()) {
            boolean plain = grant.all()
                    && grant.resource().equals("*")
                    && grant.covers() == 0
                    && grant.except().isEmpty()
                    && grant.outlook().chance() == Outlook.Chance.ALWAYS;
            if (plain) {
                whole.add(grant.service());
            } else {
                byService
                        .computeIfAbsent(grant.service(), service -> new ArrayList<>())
                        .add(grant);
            }
        }
        if (!whole.isEmpty()) {
            String names = whole.size() <= MOST_ACTIONS
                    ? String.join(", ", whole)
                    : String.join(", ", whole.subList(0, MOST_ACTIONS)) + " and " + (whole.size() - MOST_ACTIONS)
                            + " more services";
            out.append(indent).append("everything of ").append(names).append('\n');
        }
        byService.forEach((service, grants) -> {
            out.append(indent).append(service).append('\n');
            grants.stream().limit(MOST_LINES).forEach(grant -> grant(out, grant, indent + "  "));
            if (grants.size() > MOST_LINES) {
                out.append(indent)
                        .append("  and ")
                        .append(grants.size() - MOST_LINES)
                        .append(" lines more\n");
            }
        });
    }

    private static void grant(StringBuilder out, WhatCan.Grant grant, String indent) {
        out.append(indent)
                .append(grant.resource())
                .append(": ")
                .append(actions(grant))
                .append('\n');
        if (grant.covers() > 0 && !grant.real()) {
            out.append(indent)
                    .append("  of the sandbox's resources: ")
                    .append(grant.covers())
                    .append('\n');
        }
        if (!grant.except().isEmpty()) {
            out.append(indent)
                    .append("  but not, or not so: ")
                    .append(shortened(grant.except()))
                    .append('\n');
        }
        if (grant.outlook().chance() == Outlook.Chance.SOMETIMES) {
            out.append(indent).append("  ").append(grant.outlook()).append('\n');
        }
    }

    private static String actions(WhatCan.Grant grant) {
        if (grant.all()) {
            return "all " + grant.actions().size() + " actions";
        }
        String names = shortened(grant.actions().stream()
                .map(action -> action.substring(action.indexOf(':') + 1))
                .toList());
        return names;
    }

    private static String shortened(List<String> names) {
        return names.size() <= MOST_ACTIONS
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST_ACTIONS)) + " and " + (names.size() - MOST_ACTIONS) + " more";
    }

    /** What a credential reaches, in words. */
    public static String of(BlastRadius radius) {
        StringBuilder out = new StringBuilder(radius.who());
        BlastRadius.Reach before = radius.before();
        int kinds = before.all().size();
        out.append(" reaches ").append(kinds).append(kinds == 1 ? " kind of access" : " kinds of access");
        int roles = before.holders().size() - 1;
        out.append(roles == 0 ? "" : roles == 1 ? ", with 1 role" : ", with " + roles + " roles");
        out.append(before.administrator() ? ", an administrator's among them" : "");
        BlastRadius.Reach after = radius.after();
        if (after != null) {
            out.append("; after the change ").append(after.all().size());
            out.append(": ").append(radius.lost().size()).append(" lost, ");
            out.append(radius.changed().size()).append(" within other limits, ");
            out.append(radius.gained().size()).append(" gained");
            out.append(after.administrator() ? ", an administrator's among them" : "");
        }
        out.append('\n');
        if (after != null) {
            changes(out, "lost", radius.lost());
            changes(out, "within other limits", radius.changed());
            changes(out, "gained", radius.gained());
            out.append("\nafter the change\n");
        }
        for (BlastRadius.Holder holder : (after == null ? before : after).holders()) {
            out.append('\n')
                    .append(holder.chain().isEmpty() ? "as itself" : "as " + String.join(" -> ", holder.chain()));
            out.append(holder.outlook().chance() == Outlook.Chance.SOMETIMES ? " " + holder.outlook() : "");
            out.append('\n');
            detail(out, holder.can(), "  ");
        }
        if (!before.complete() || after != null && !after.complete()) {
            out.append("\nnot all was looked at: there is too much\n");
        }
        return out.toString();
    }

    private static void changes(StringBuilder out, String word, Set<String> all) {
        if (!all.isEmpty()) {
            out.append('\n').append(word).append('\n');
            all.stream()
                    .limit(MOST_LINES)
                    .forEach(each -> out.append("  ").append(each).append('\n'));
            if (all.size() > MOST_LINES) {
                out.append("  and ").append(all.size() - MOST_LINES).append(" more\n");
            }
        }
    }
}
