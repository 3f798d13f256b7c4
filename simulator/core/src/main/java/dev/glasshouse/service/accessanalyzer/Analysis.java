package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.IdentityUses;
import dev.glasshouse.call.IdentityUses.Use;
import dev.glasshouse.call.Organizations;
import dev.glasshouse.call.Proposal;
import dev.glasshouse.call.SharedResources;
import dev.glasshouse.call.SharedResources.SharedResource;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.service.accessanalyzer.FindingRow.Facts;
import dev.glasshouse.service.accessanalyzer.PreviewRow.PreviewFinding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings an analyzer's findings up to date: whoever asks for them sees the policies of now, which AWS takes up to half an
 * hour for. What is no more there is resolved, and forgotten ninety days later.
 */
final class Analysis {

    private static final Duration KEPT = Duration.ofDays(90);

    private final Organizations organizations;
    private final List<SharedResources> resources;
    private final IdentityUses uses;

    Analysis(Organizations organizations, List<SharedResources> resources, IdentityUses uses) {
        this.organizations = organizations;
        this.resources = List.copyOf(resources);
        this.uses = uses;
    }

    /** The resources that an analyzer of external access looks at. */
    List<SharedResource> resources(Call call, AnalyzerRow analyzer) {
        Zone zone = new Zone(call, organizations, analyzer.ofOrganization());
        List<SharedResource> all = new ArrayList<>();
        for (SharedResources some : resources) {
            for (SharedResource one : some.shared(call.state())) {
                boolean here = one.region().isEmpty() || one.region().equals(call.region());
                if (here && zone.has(one.account())) {
                    all.add(one);
                }
            }
        }
        return all;
    }

    /** The findings of an analyzer, by id, as they are now. */
    Map<String, FindingRow> refreshed(WriteCall call, AnalyzerRow analyzer) {
        List<Facts> found = new ArrayList<>();
        String last = null;
        if (analyzer.unused()) {
            found.addAll(unused(call, analyzer));
        } else {
            ExternalAccess external = new ExternalAccess(new Zone(call, organizations, analyzer.ofOrganization()));
            for (SharedResource resource : resources(call, analyzer)) {
                found.addAll(external.of(resource));
                last = resource.arn();
            }
        }
        if (last != null) {
            Analyzers.put(call, analyzer.analyzed(last, call.now()));
        }
        return stored(call, analyzer, found);
    }

    /**
     * What would be found of a resource were it shared as proposed, beside what is found of it now.
     *
     * @throws IllegalArgumentException if no resource could be like this
     */
    List<PreviewFinding> preview(WriteCall call, AnalyzerRow analyzer, Proposal proposal) {
        SharedResource resource = resources.stream()
                .flatMap(some -> some.proposed(call.state(), proposal).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing has such a configuration"));
        Map<String, FindingRow> known = new LinkedHashMap<>();
        refreshed(call, analyzer).values().stream()
                .filter(row -> row.facts().resource().equals(resource.arn()))
                .forEach(row -> known.put(row.facts().identity(), row));
        List<PreviewFinding> all = new ArrayList<>();
        for (Facts facts : new ExternalAccess(new Zone(call, organizations, false)).ofReadable(resource)) {
            FindingRow before = known.remove(facts.identity());
            String id = call.ids().uuid("access-analyzer.preview-finding", analyzer.name());
            String status = before == null || before.status().equals(FindingRow.RESOLVED)
                    ? archived(
                                    analyzer,
                                    new FindingRow(id, FindingRow.ACTIVE, call.now(), call.now(), call.now(), facts),
                                    call.now())
                            .status()
                    : before.status();
            String change = before == null ? "NEW" : before.status().equals(status) ? "UNCHANGED" : "CHANGED";
            all.add(new PreviewFinding(id, change, status, idOf(before), statusOf(before), facts));
        }
        known.values().stream()
                .filter(row -> !row.status().equals(FindingRow.RESOLVED))
                .forEach(row -> all.add(new PreviewFinding(
                        call.ids().uuid("access-analyzer.preview-finding", analyzer.name()),
                        "CHANGED",
                        FindingRow.RESOLVED,
                        row.id(),
                        row.status(),
                        row.facts())));
        return all;
    }

    private static @Nullable String idOf(@Nullable FindingRow row) {
        return row == null ? null : row.id();
    }

    private static @Nullable String statusOf(@Nullable FindingRow row) {
        return row == null ? null : row.status();
    }

    private static Map<String, FindingRow> stored(WriteCall call, AnalyzerRow analyzer, List<Facts> found) {
        Map<String, FindingRow> known = new LinkedHashMap<>();
        findings(call, analyzer.name())
                .values()
                .forEach(row -> known.put(row.facts().identity(), row));
        Map<String, FindingRow> now = new LinkedHashMap<>();
        for (Facts facts : found) {
            FindingRow before = known.remove(facts.identity());
            FindingRow row = before == null ? made(call, analyzer, facts) : before.seen(facts, call.now());
            if (before != null && before.status().equals(FindingRow.RESOLVED)) {
                row = archived(analyzer, row.withStatus(FindingRow.ACTIVE, call.now()), call.now());
            }
            now.put(row.id(), row);
        }
        for (FindingRow gone : known.values()) {
            if (gone.status().equals(FindingRow.RESOLVED)
                    && gone.updated().plus(KEPT).isBefore(call.now())) {
                call.tx().remove(Analyzers.FINDINGS, Analyzers.scope(call), analyzer.name() + "/" + gone.id());
            } else {
                now.put(gone.id(), gone.withStatus(FindingRow.RESOLVED, call.now()));
            }
        }
        now.values().forEach(row -> put(call, analyzer.name(), row));
        return now;
    }

    static NavigableMap<String, FindingRow> findings(Call call, String analyzer) {
        return call.state()
                .rows(Analyzers.FINDINGS, Analyzers.scope(call))
                .subMap(analyzer + "/", true, analyzer + "0", false);
    }

    static void put(WriteCall call, String analyzer, FindingRow row) {
        call.tx().put(Analyzers.FINDINGS, Analyzers.scope(call), analyzer + "/" + row.id(), row);
    }

    private static FindingRow made(WriteCall call, AnalyzerRow analyzer, Facts facts) {
        Instant now = call.now();
        String id = call.ids().uuid("access-analyzer.finding", analyzer.name());
        return archived(analyzer, new FindingRow(id, FindingRow.ACTIVE, now, now, now, facts), now);
    }

    /** A new finding that a rule wants archived is. */
    private static FindingRow archived(AnalyzerRow analyzer, FindingRow row, Instant now) {
        boolean wanted = analyzer.rules().stream().anyMatch(rule -> Criteria.fit(rule.filter(), row));
        return wanted ? row.withStatus(FindingRow.ARCHIVED, now) : row;
    }

    private List<Facts> unused(WriteCall call, AnalyzerRow analyzer) {
        Integer age = analyzer.unusedAge();
        Instant before = call.now().minus(Duration.ofDays(age == null ? UnusedConfiguration.USUAL : age));
        Zone zone = new Zone(call, organizations, analyzer.ofOrganization());
        List<Facts> found = new ArrayList<>();
        for (String account : uses.accounts(call.state())) {
            if (zone.has(account)) {
                uses.uses(call, account).stream()
                        .filter(use -> !UnusedConfiguration.excluded(analyzer.exclusions(), account, use.tags()))
                        .filter(use -> use.created().isBefore(before))
                        .filter(use -> use.last() == null || use.last().isBefore(before))
                        .forEach(use -> found.add(
                                Facts.unused(type(use), use.arn(), account, use.accessKeyId(), use.last(), List.of())));
                uses.idle(call, account, before).stream()
                        .filter(idle -> !UnusedConfiguration.excluded(analyzer.exclusions(), account, idle.tags()))
                        .forEach(idle -> found.add(Facts.unused(
                                FindingRow.UNUSED_PERMISSION, idle.arn(), account, null, null, permissions(idle))));
            }
        }
        return found;
    }

    private static String type(Use use) {
        return switch (use.kind()) {
            case ROLE -> "UnusedIAMRole";
            case ACCESS_KEY -> "UnusedIAMUserAccessKey";
            case PASSWORD -> "UnusedIAMUserPassword";
        };
    }

    private static List<FindingRow.Unused> permissions(IdentityUses.Idle idle) {
        return idle.services().stream()
                .map(service -> new FindingRow.Unused(
                        service.service(),
                        service.last(),
                        service.actions().stream()
                                .map(action -> new FindingRow.UnusedAction(action.action(), action.last()))
                                .toList()))
                .toList();
    }

    /** Whether resource control policies bear on a resource's owner, which the analysis leaves out. */
    String restriction(Call call, String account) {
        boolean any = organizations
                .standing(call.state(), account)
                .filter(standing -> standing.rcps().stream()
                        .flatMap(level -> level.policies().stream())
                        .anyMatch(policy -> !policy.id().contains("RCPFullAWSAccess")))
                .isPresent();
        return any ? "APPLICABLE" : "NOT_APPLICABLE";
    }

    /** The standing of the caller's account, or null. */
    Organizations.@Nullable Standing standing(Call call) {
        return organizations.standing(call.state(), call.caller().account()).orElse(null);
    }
}
