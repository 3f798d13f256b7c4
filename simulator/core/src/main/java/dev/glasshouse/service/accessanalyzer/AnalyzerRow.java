package dev.glasshouse.service.accessanalyzer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An analyzer.
 *
 * @param name its name, unique in its account and Region
 * @param type such as {@code ACCOUNT}
 * @param created when it was made
 * @param tags its tags
 * @param unusedAge after how many days access is unused; null for other analyzers
 * @param exclusions whom an analyzer of unused access leaves out; null where nothing was said
 * @param rules its archive rules, by name
 * @param lastResource the resource analyzed last, or null
 * @param lastAnalyzed when that was, or null
 */
record AnalyzerRow(
        String name,
        String type,
        Instant created,
        Map<String, String> tags,
        @Nullable Integer unusedAge,
        @Nullable List<Exclusion> exclusions,
        List<ArchiveRule> rules,
        @Nullable String lastResource,
        @Nullable Instant lastAnalyzed) {

    AnalyzerRow {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        exclusions = exclusions == null ? null : List.copyOf(exclusions);
        rules = List.copyOf(rules);
    }

    /** Accounts and tagged identities that are left out; null where a member was absent. */
    record Exclusion(
            @Nullable List<String> accounts, @Nullable List<Map<String, String>> tags) {}

    /** A rule that archives findings which fit all of its criteria. */
    record ArchiveRule(String name, Map<String, CriterionRow> filter, Instant created, Instant updated) {
        ArchiveRule {
            filter = Collections.unmodifiableMap(new TreeMap<>(filter));
        }
    }

    /** What a property of a finding must be; null members ask nothing. */
    record CriterionRow(
            @Nullable List<String> eq,
            @Nullable List<String> neq,
            @Nullable List<String> contains,
            @Nullable Boolean exists) {}

    boolean unused() {
        return type.endsWith("_UNUSED_ACCESS");
    }

    boolean ofOrganization() {
        return type.startsWith("ORGANIZATION");
    }

    Optional<ArchiveRule> rule(String rule) {
        return rules.stream().filter(one -> one.name().equals(rule)).findFirst();
    }

    AnalyzerRow withRule(ArchiveRule rule) {
        List<ArchiveRule> all = new ArrayList<>(without(rule.name()).rules());
        all.add(rule);
        all.sort(java.util.Comparator.comparing(ArchiveRule::name));
        return withRules(all);
    }

    AnalyzerRow without(String rule) {
        return withRules(rules.stream().filter(one -> !one.name().equals(rule)).toList());
    }

    private AnalyzerRow withRules(List<ArchiveRule> other) {
        return new AnalyzerRow(name, type, created, tags, unusedAge, exclusions, other, lastResource, lastAnalyzed);
    }

    AnalyzerRow withTags(Map<String, String> other) {
        return new AnalyzerRow(name, type, created, other, unusedAge, exclusions, rules, lastResource, lastAnalyzed);
    }

    AnalyzerRow withUnused(@Nullable Integer age, @Nullable List<Exclusion> others) {
        return new AnalyzerRow(name, type, created, tags, age, others, rules, lastResource, lastAnalyzed);
    }

    AnalyzerRow analyzed(String resource, Instant at) {
        return new AnalyzerRow(name, type, created, tags, unusedAge, exclusions, rules, resource, at);
    }
}
