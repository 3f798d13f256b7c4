package dev.glasshouse.service.ssm;

import dev.glasshouse.api.ssm.ParameterStringFilter;
import dev.glasshouse.api.ssm.ParametersFilter;
import dev.glasshouse.service.ssm.ParameterRow.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Filters of listings: a parameter must pass each, and passes one by any of its values. See
 * <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html">
 * ParameterStringFilter</a>.
 */
final class ParameterFilters {

    private static final List<String> TYPES = List.of("String", "StringList", "SecureString");
    private static final List<String> TIERS = List.of("Standard", "Advanced", "Intelligent-Tiering");

    private final List<Predicate<ParameterRow>> filters = new ArrayList<>();
    private @Nullable List<String> labels;

    private ParameterFilters() {}

    /** The filters of {@code GetParametersByPath}. */
    static ParameterFilters byPath(@Nullable List<ParameterStringFilter> asked) {
        ParameterFilters filters = new ParameterFilters();
        for (ParameterStringFilter filter : unique(asked)) {
            switch (filter.key()) {
                case "Type", "KeyId" -> filters.add(filter);
                case "Label" -> {
                    if (!option(filter).equals("Equals")) {
                        throw SsmErrors.filterOption(option(filter), "Equals");
                    }
                    filters.labels = values(filter);
                }
                default -> throw SsmErrors.filterKey(filter.key(), "Type, KeyId, Label");
            }
        }
        return filters;
    }

    /** The filters of {@code DescribeParameters}, in the present form or in the old one. */
    static ParameterFilters describing(
            @Nullable List<ParameterStringFilter> asked, @Nullable List<ParametersFilter> old) {
        ParameterFilters filters = new ParameterFilters();
        boolean any = asked != null && !asked.isEmpty();
        if (any && old != null && !old.isEmpty()) {
            throw SsmErrors.validation("You can use either Filters or ParameterFilters in a single request.");
        }
        for (ParameterStringFilter filter : unique(asked)) {
            if (filter.key().equals("Label")) {
                throw SsmErrors.filterKey("Label", "Path, Name, Type, KeyId, Tier, DataType");
            }
            filters.add(filter);
        }
        if (old != null) {
            old.forEach(filter -> filters.add(new ParameterStringFilter(filter.key(), "Equals", filter.values())));
        }
        return filters;
    }

    private static List<ParameterStringFilter> unique(@Nullable List<ParameterStringFilter> asked) {
        Set<String> keys = new HashSet<>();
        List<ParameterStringFilter> all = asked == null ? List.of() : asked;
        for (ParameterStringFilter filter : all) {
            if (!keys.add(filter.key())) {
                throw SsmErrors.of(
                        "InvalidFilterKey",
                        "The following filter is duplicated in the request: " + filter.key()
                                + ". A request can contain only one occurrence of a specific filter.");
            }
        }
        return all;
    }

    private static String option(ParameterStringFilter filter) {
        String usual = filter.key().equals("Path") ? "OneLevel" : "Equals";
        return filter.option() == null ? usual : filter.option();
    }

    private static List<String> values(ParameterStringFilter filter) {
        if (filter.values() == null || filter.values().isEmpty()) {
            throw SsmErrors.filterValue(
                    "The following filter values are missing : null for filter key " + filter.key() + ".");
        }
        return filter.values();
    }

    private void add(ParameterStringFilter filter) {
        String option = option(filter);
        switch (filter.key()) {
            case "Path" -> path(filter, option);
            case "Name" -> {
                allow(option, List.of("Equals", "BeginsWith", "Contains"));
                List<String> values = values(filter);
                filters.add(row -> values.stream().anyMatch(value -> name(option, row.name(), value)));
            }
            case "Type" -> among(filter, option, TYPES, ParameterRow::type);
            case "Tier" -> among(filter, option, TIERS, row -> row.latest().tier());
            case "KeyId" -> {
                allow(option, List.of("Equals", "BeginsWith"));
                List<String> values = values(filter);
                filters.add(row -> {
                    String key = row.latest().keyId();
                    return key != null && values.stream().anyMatch(value -> matches(option, key, value));
                });
            }
            case "DataType" -> {
                allow(option, List.of("Equals", "BeginsWith"));
                List<String> values = values(filter);
                filters.add(row -> values.stream()
                        .anyMatch(value -> matches(option, row.latest().dataType(), value)));
            }
            default -> tag(filter, option);
        }
    }

    private void path(ParameterStringFilter filter, String option) {
        allow(option, List.of("Recursive", "OneLevel"));
        List<String> paths = values(filter).stream().map(ParameterNames::path).toList();
        filters.add(row ->
                paths.stream().anyMatch(path -> ParameterNames.under(path, row.name(), option.equals("Recursive"))));
    }

    private void among(
            ParameterStringFilter filter,
            String option,
            List<String> allowed,
            java.util.function.Function<ParameterRow, String> member) {
        allow(option, List.of("Equals", "BeginsWith"));
        List<String> values = values(filter);
        for (String value : values) {
            if (option.equals("Equals") && !allowed.contains(value)) {
                throw SsmErrors.of(
                        "InvalidFilterOption",
                        "The following filter value is not valid: " + value + ". Valid values include: " + allowed
                                + ".");
            }
        }
        filters.add(row -> values.stream().anyMatch(value -> matches(option, member.apply(row), value)));
    }

    private void tag(ParameterStringFilter filter, String option) {
        allow(option, List.of("Equals", "BeginsWith"));
        String key = filter.key().substring("tag:".length());
        List<String> values = filter.values();
        filters.add(row -> {
            String value = row.tags().get(key);
            return value != null
                    && (values == null
                            || values.isEmpty()
                            || values.stream().anyMatch(wanted -> matches(option, value, wanted)));
        });
    }

    private static void allow(String option, List<String> options) {
        if (!options.contains(option)) {
            throw SsmErrors.filterOption(option, String.join(", ", options));
        }
    }

    /** A slash in front is looked over, where one of both has it. */
    private static boolean name(String option, String name, String wanted) {
        String bare = name.startsWith("/") ? name.substring(1) : name;
        String bareWanted = wanted.startsWith("/") ? wanted.substring(1) : wanted;
        return switch (option) {
            case "Contains" -> name.contains(wanted);
            case "BeginsWith" -> bare.startsWith(bareWanted);
            default -> bare.equals(bareWanted);
        };
    }

    private static boolean matches(String option, String text, String wanted) {
        return option.toLowerCase(Locale.ROOT).equals("beginswith") ? text.startsWith(wanted) : text.equals(wanted);
    }

    boolean match(ParameterRow row) {
        return filters.stream().allMatch(filter -> filter.test(row))
                && (labels == null
                        || labels.stream().anyMatch(label -> row.labelled(label).isPresent()));
    }

    /** The version that is shown: the one with the label that was asked for, else the latest. */
    Version version(ParameterRow row) {
        return labels == null
                ? row.latest()
                : labels.stream()
                        .flatMap(label -> row.labelled(label).stream())
                        .findFirst()
                        .orElse(row.latest());
    }
}
