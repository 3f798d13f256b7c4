package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.api.secretsmanager.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Filters of listings: a secret must pass each, and passes one by any of its values. An exclamation mark in front of a
 * value excludes. See
 * <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_search-secret.html">Find secrets</a>.
 */
final class SecretFilters {

    private final List<Filter> filters;

    private SecretFilters(List<Filter> filters) {
        this.filters = filters;
    }

    static SecretFilters of(@Nullable List<Filter> filters) {
        List<Filter> all = filters == null ? List.of() : filters;
        for (Filter filter : all) {
            if (filter.key() == null) {
                throw SecretsErrors.invalidParameter("Invalid filter key");
            }
            if (filter.values() == null || filter.values().isEmpty()) {
                throw SecretsErrors.invalidParameter("Invalid filter values for key: " + filter.key());
            }
        }
        return new SecretFilters(all);
    }

    boolean match(String region, SecretRow row) {
        for (Filter filter : filters) {
            if (!passes(region, row, filter)) {
                return false;
            }
        }
        return true;
    }

    private static boolean passes(String region, SecretRow row, Filter filter) {
        boolean wanted = false;
        boolean anyWanted = false;
        for (String value : filter.values() == null ? List.<String>of() : filter.values()) {
            if (value.startsWith("!")) {
                if (has(region, row, String.valueOf(filter.key()), value.substring(1))) {
                    return false;
                }
            } else {
                anyWanted = true;
                wanted |= has(region, row, String.valueOf(filter.key()), value);
            }
        }
        return wanted || !anyWanted;
    }

    private static boolean has(String region, SecretRow row, String key, String value) {
        List<SecretRow.Tagging> tags =
                row.details().tags() == null ? List.of() : row.details().tags();
        return switch (key) {
            case "name" -> row.name().startsWith(value);
            case "description" -> words(row.details().description(), value, false);
            case "tag-key" -> tags.stream().anyMatch(tag -> tag.key().startsWith(value));
            case "tag-value" -> tags.stream().anyMatch(tag -> tag.value().startsWith(value));
            case "primary-region" -> primary(region, row).startsWith(value);
            case "owning-service" ->
                row.details().owningService() != null
                        && row.details().owningService().startsWith(value);
            default -> anywhere(region, row, tags, value);
        };
    }

    private static String primary(String region, SecretRow row) {
        return row.replication() == null ? region : row.replication().primaryRegion();
    }

    private static boolean anywhere(String region, SecretRow row, List<SecretRow.Tagging> tags, String value) {
        StringBuilder all = new StringBuilder(row.name());
        all.append(' ')
                .append(row.details().description() == null ? "" : row.details().description());
        tags.forEach(tag -> all.append(' ').append(tag.key()).append(' ').append(tag.value()));
        all.append(' ').append(primary(region, row));
        all.append(' ')
                .append(
                        row.details().owningService() == null
                                ? ""
                                : row.details().owningService());
        return words(all.toString(), value, true);
    }

    /** Whether each word that is looked for begins a word of a text; letters count as their small ones. */
    private static boolean words(@Nullable String text, String wanted, boolean parts) {
        if (text == null) {
            return false;
        }
        List<String> found = split(text.toLowerCase(Locale.ROOT), parts);
        for (String word : split(wanted.toLowerCase(Locale.ROOT), false)) {
            if (found.stream().noneMatch(each -> each.startsWith(word))) {
                return false;
            }
        }
        return true;
    }

    /** The words between blanks, and where wanted what follows a sign inside them. */
    private static List<String> split(String text, boolean parts) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            boolean end = i == text.length() || text.charAt(i) == ' ';
            if (end && i > start) {
                String word = text.substring(start, i);
                words.add(word);
                for (int at = 1; parts && at < word.length(); at++) {
                    if (!Character.isLetterOrDigit(word.charAt(at - 1)) && Character.isLetterOrDigit(word.charAt(at))) {
                        words.add(word.substring(at));
                    }
                }
            }
            if (end) {
                start = i + 1;
            }
        }
        return words;
    }
}
