package dev.glasshouse.policy;

import dev.glasshouse.policy.match.PatternText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A policy value with its variables: {@code ${key}}, {@code ${key, 'default'}} and the escapes {@code ${*}},
 * {@code ${?}}, {@code ${$}}.
 */
final class ValueTemplate {

    private final List<Part> parts;
    private final @Nullable PatternText constant;

    private ValueTemplate(List<Part> parts) {
        this.parts = parts;
        this.constant = parts.stream().anyMatch(part -> part.key() != null) ? null : assemble(parts, ContextKeys.EMPTY);
    }

    /** A piece of text, wild or literal, or a variable: the key's name, the name in lower case and the default. */
    private record Part(
            String text,
            boolean wild,
            @Nullable String key,
            @Nullable String fallback) {}

    /** A value without variables, as in policies of version 2008-10-17 and in operators that take none. */
    static ValueTemplate withoutVariables(String raw) {
        return new ValueTemplate(List.of(new Part(raw, true, null, null)));
    }

    /** A value whose variables are replaced. */
    static ValueTemplate withVariables(String raw) {
        return parse(raw, 0);
    }

    /** An ARN: its variables are replaced after the fifth colon only, before it they are mere text. */
    static ValueTemplate arnWithVariables(String raw) {
        return parse(raw, 5);
    }

    private static ValueTemplate parse(String raw, int colonsBeforeVariables) {
        List<Part> parts = new ArrayList<>();
        int colons = 0;
        int start = 0;
        int at = 0;
        boolean open = true;
        while (at < raw.length()) {
            int end = open && raw.startsWith("${", at) ? closing(raw, at + 2) : -1;
            // Without a brace from here on there is none further on: looking again would make hostile texts slow.
            open &= end >= 0 || !raw.startsWith("${", at);
            if (end < 0) {
                colons += raw.charAt(at) == ':' ? 1 : 0;
                at++;
                continue;
            }
            parts.add(new Part(raw.substring(start, at), true, null, null));
            String inside = raw.substring(at + 2, end);
            boolean replaced = colons >= colonsBeforeVariables || !raw.startsWith("arn:");
            parts.add(replaced ? variable(inside) : new Part(raw.substring(at, end + 1), false, null, null));
            at = end + 1;
            start = at;
        }
        parts.add(new Part(raw.substring(start), true, null, null));
        return new ValueTemplate(List.copyOf(parts));
    }

    /** The place of the brace that closes a variable, past a quoted default, or -1. */
    private static int closing(String raw, int from) {
        boolean quoted = false;
        for (int i = from; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == '}' && !quoted) {
                return i;
            }
        }
        return raw.indexOf('}', from);
    }

    private static Part variable(String inside) {
        if (inside.equals("*") || inside.equals("?") || inside.equals("$")) {
            return new Part(inside, false, null, null);
        }
        // a tag key may have a comma: the default begins at the first comma that a quotation mark follows
        int comma = inside.indexOf(',');
        while (comma >= 0 && !inside.substring(comma + 1).strip().startsWith("'")) {
            comma = inside.indexOf(',', comma + 1);
        }
        String fallback = comma < 0 ? null : quoted(inside.substring(comma + 1).strip());
        String key = (fallback == null ? inside : inside.substring(0, comma)).strip();
        return new Part(key, false, key.toLowerCase(Locale.ROOT), fallback);
    }

    private static @Nullable String quoted(String text) {
        boolean quotes = text.length() >= 2 && text.startsWith("'") && text.endsWith("'");
        return quotes ? text.substring(1, text.length() - 1) : null;
    }

    /**
     * Its parts in their order: what is wild, what stands for itself, and the variables by their key in small letters with
     * their default.
     */
    List<StatementView.Part> view() {
        return parts.stream()
                .map(part -> new StatementView.Part(
                        part.text(), part.wild() && part.key() == null, part.key(), part.fallback()))
                .toList();
    }

    /** The keys of its variables, as they are written. */
    List<String> keys() {
        return parts.stream().filter(part -> part.key() != null).map(Part::text).toList();
    }

    /** The value when no variable stands in it, or null. */
    @Nullable
    PatternText constant() {
        return constant;
    }

    /** The value for a request, or null when a variable has no single value and no default. */
    @Nullable
    PatternText resolve(ContextKeys keys) {
        return constant != null ? constant : assemble(parts, keys);
    }

    private static @Nullable PatternText assemble(List<Part> parts, ContextKeys keys) {
        PatternText.Builder builder = new PatternText.Builder();
        for (Part part : parts) {
            String key = part.key();
            if (key != null) {
                ContextKeys.Entry entry = keys.getLowerCase(key);
                String value = entry == null ? part.fallback() : single(entry);
                if (value == null) {
                    return null;
                }
                builder.literal(value);
            } else if (part.wild()) {
                builder.pattern(part.text());
            } else {
                builder.literal(part.text());
            }
        }
        return builder.build();
    }

    private static @Nullable String single(ContextKeys.Entry entry) {
        return entry.multiValued() ? null : entry.values().get(0);
    }
}
