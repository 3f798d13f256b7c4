package dev.glasshouse.wire;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The patterns of the service models, matched against whole values in linear time. They are written for Java's engine,
 * which walks a single character class without backtracking; all others run on RE2, and the few that RE2 cannot compile
 * run on Java's engine with a bound on the input.
 */
final class ModelPattern {

    private static final int LONGEST_FOR_BACKTRACKING = 256;

    private static final Map<String, Predicate<String>> COMPILED = new ConcurrentHashMap<>();

    private ModelPattern() {}

    /** Whether a whole value matches a model's pattern. */
    static boolean matches(String pattern, String value) {
        return COMPILED.computeIfAbsent(pattern, ModelPattern::compile).test(value);
    }

    private static Predicate<String> compile(String pattern) {
        if (isSingleClass(pattern)) {
            return java.util.regex.Pattern.compile(pattern).asMatchPredicate();
        }
        try {
            Pattern compiled = Pattern.compile(withoutUnicodeEscapes(pattern));
            return compiled::matches;
        } catch (PatternSyntaxException e) {
            Predicate<String> backtracking =
                    java.util.regex.Pattern.compile(pattern).asMatchPredicate();
            return value -> value.length() <= LONGEST_FOR_BACKTRACKING && backtracking.test(value);
        }
    }

    /** Whether a pattern is one bracket expression with a plus or star, anchored or not. */
    static boolean isSingleClass(String pattern) {
        String bare = pattern.startsWith("^") ? pattern.substring(1) : pattern;
        bare = bare.endsWith("$") ? bare.substring(0, bare.length() - 1) : bare;
        if (!bare.startsWith("[") || !(bare.endsWith("]+") || bare.endsWith("]*"))) {
            return false;
        }
        for (int i = 1; i < bare.length() - 2; i++) {
            char c = bare.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == ']' || c == '[' || c == '&') {
                return false;
            }
        }
        return true;
    }

    /** Turns Java's four-digit escapes, in pairs where they are surrogates, into RE2's. */
    private static String withoutUnicodeEscapes(String pattern) {
        StringBuilder out = new StringBuilder(pattern.length());
        int i = 0;
        while (i < pattern.length()) {
            int unit = escape(pattern, i);
            if (unit < 0) {
                boolean escaped = pattern.charAt(i) == '\\' && i + 1 < pattern.length();
                out.append(pattern, i, i + (escaped ? 2 : 1));
                i += escaped ? 2 : 1;
                continue;
            }
            i += 6;
            int low = Character.isHighSurrogate((char) unit) ? escape(pattern, i) : -1;
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                unit = Character.toCodePoint((char) unit, (char) low);
                i += 6;
            }
            out.append("\\x{").append(Integer.toHexString(unit)).append('}');
        }
        return out.toString();
    }

    private static int escape(String pattern, int at) {
        if (!pattern.startsWith("\\u", at) || at + 6 > pattern.length()) {
            return -1;
        }
        try {
            return Integer.parseInt(pattern.substring(at + 2, at + 6), 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
