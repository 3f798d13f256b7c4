package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.api.accessanalyzer.Criterion;
import dev.glasshouse.service.accessanalyzer.AnalyzerRow.CriterionRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Filters of findings. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-filter-keys.html">IAM Access Analyzer
 * filter keys</a>.
 */
final class Criteria {

    private static final int MOST_VALUES = 20;

    private Criteria() {}

    static Map<String, CriterionRow> read(@Nullable Map<String, Criterion> filter) {
        Map<String, CriterionRow> rows = new TreeMap<>();
        if (filter != null) {
            filter.forEach((key, criterion) -> rows.put(key, read(key, criterion)));
        }
        return rows;
    }

    private static CriterionRow read(String key, Criterion criterion) {
        CriterionRow row = new CriterionRow(criterion.eq(), criterion.neq(), criterion.contains(), criterion.exists());
        for (List<String> values : List.of(or(row.eq()), or(row.neq()), or(row.contains()))) {
            if (values.size() > MOST_VALUES) {
                throw Analyzers.invalid("The filter " + key + " has more than " + MOST_VALUES + " values.");
            }
        }
        if (row.eq() == null && row.neq() == null && row.contains() == null && row.exists() == null) {
            throw Analyzers.invalid("The filter " + key + " has no criterion.");
        }
        return row;
    }

    private static List<String> or(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }

    static Map<String, Criterion> shown(Map<String, CriterionRow> filter) {
        Map<String, Criterion> shown = new TreeMap<>();
        filter.forEach((key, row) -> shown.put(key, new Criterion(row.eq(), row.neq(), row.contains(), row.exists())));
        return shown;
    }

    static boolean fit(Map<String, CriterionRow> filter, FindingRow finding) {
        return fit(filter, key -> value(key, finding));
    }

    /** Whether the values of the filter's keys fit. */
    static boolean fit(Map<String, CriterionRow> filter, Function<String, @Nullable String> values) {
        return filter.entrySet().stream().allMatch(entry -> fits(entry.getValue(), values.apply(entry.getKey())));
    }

    private static boolean fits(CriterionRow row, @Nullable String value) {
        if (row.exists() != null && row.exists() != (value != null)) {
            return false;
        }
        if (row.eq() != null && (value == null || !row.eq().contains(value))) {
            return false;
        }
        if (row.neq() != null && value != null && row.neq().contains(value)) {
            return false;
        }
        return row.contains() == null
                || (value != null && row.contains().stream().anyMatch(value::contains));
    }

    /** A property of a finding by the name of its filter key, or null where it has none. */
    static @Nullable String value(String key, FindingRow finding) {
        FindingRow.Facts facts = finding.facts();
        if (key.startsWith("condition.")) {
            return facts.condition().get(key.substring("condition.".length()));
        }
        if (key.startsWith("principal.")) {
            return facts.principal().get(key.substring("principal.".length()));
        }
        return switch (key) {
            case "id" -> finding.id();
            case "status" -> finding.status();
            case "resource" -> facts.resource();
            case "resourceType" -> facts.resourceType();
            case "resourceOwnerAccount" -> facts.account();
            case "findingType" -> facts.type();
            case "isPublic" -> facts.external() ? String.valueOf(facts.isPublic()) : null;
            case "createdAt" -> finding.created().toString();
            case "analyzedAt" -> finding.analyzed().toString();
            case "updatedAt" -> finding.updated().toString();
            case "error" -> null;
            default -> throw Analyzers.invalid("The filter key " + key + " is not valid.");
        };
    }
}
