package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.api.accessanalyzer.AnalysisRule;
import dev.glasshouse.api.accessanalyzer.AnalysisRuleCriteria;
import dev.glasshouse.api.accessanalyzer.AnalyzerConfiguration;
import dev.glasshouse.api.accessanalyzer.UnusedAccessConfiguration;
import dev.glasshouse.service.accessanalyzer.AnalyzerRow.Exclusion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an analyzer of unused access is told: after how many days, and whom it leaves out. */
final class UnusedConfiguration {

    /** Days, where nothing was said. */
    static final int USUAL = 90;

    private static final int LONGEST = 365;

    private UnusedConfiguration() {}

    /** The analyzer with what a configuration says, which only one of unused access can have. */
    static AnalyzerRow read(AnalyzerRow row, @Nullable AnalyzerConfiguration configuration) {
        UnusedAccessConfiguration unused = configuration == null ? null : configuration.unusedAccess();
        if (configuration != null && configuration.internalAccess() != null) {
            throw Analyzers.invalid("The configuration does not fit the type " + row.type() + ".");
        }
        if (!row.unused()) {
            if (unused != null) {
                throw Analyzers.invalid("The configuration does not fit the type " + row.type() + ".");
            }
            return row;
        }
        Integer age = unused == null || unused.unusedAccessAge() == null ? USUAL : unused.unusedAccessAge();
        if (age < 1 || age > LONGEST) {
            throw Analyzers.invalid("The unusedAccessAge must be between 1 and " + LONGEST + ".");
        }
        AnalysisRule rule = unused == null ? null : unused.analysisRule();
        List<AnalysisRuleCriteria> exclusions = rule == null ? null : rule.exclusions();
        return row.withUnused(
                age,
                exclusions == null
                        ? null
                        : exclusions.stream().map(one -> exclusion(row, one)).toList());
    }

    private static Exclusion exclusion(AnalyzerRow row, AnalysisRuleCriteria criteria) {
        if (criteria.accountIds() != null && !row.ofOrganization()) {
            throw Analyzers.invalid("Account IDs can only be excluded by organization-level analyzers.");
        }
        return new Exclusion(criteria.accountIds(), criteria.resourceTags());
    }

    static @Nullable AnalyzerConfiguration shown(AnalyzerRow row) {
        if (!row.unused()) {
            return null;
        }
        List<Exclusion> exclusions = row.exclusions();
        return AnalyzerConfiguration.builder()
                .unusedAccess(new UnusedAccessConfiguration(
                        row.unusedAge(),
                        exclusions == null
                                ? null
                                : new AnalysisRule(exclusions.stream()
                                        .map(one -> new AnalysisRuleCriteria(one.accounts(), one.tags()))
                                        .toList())))
                .build();
    }

    /** Whether an identity is left out: its account is named, or it has all tags of a set. */
    static boolean excluded(@Nullable List<Exclusion> exclusions, String account, Map<String, String> own) {
        return exclusions != null
                && exclusions.stream()
                        .anyMatch(one -> (one.accounts() != null
                                        && one.accounts().contains(account))
                                || (one.tags() != null
                                        && one.tags().stream()
                                                .anyMatch(tags -> own.entrySet().containsAll(tags.entrySet()))));
    }
}
