package dev.glasshouse.access;

import dev.glasshouse.policy.match.Glob;
import java.util.Optional;

/** Makes ARNs of the forms that the service reference has, and of the patterns that policies have. */
final class Arns {

    private static final int FIELDS = 6;

    private Arns() {}

    /** A form with its variables filled in. */
    static String filled(String form, String account, String name) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int open = form.indexOf("${"); open >= 0; open = form.indexOf("${", at)) {
            int close = form.indexOf('}', open);
            out.append(form, at, open);
            out.append(
                    switch (form.substring(open + 2, close)) {
                        case "Partition" -> "aws";
                        case "Region" -> "us-east-1";
                        case "Account" -> account;
                        default -> name;
                    });
            at = close + 1;
        }
        return out.append(form.substring(at)).toString();
    }

    /** An ARN of a form, in the account, whatever the form calls that. */
    static String example(String form, String account, String name) {
        String[] fields = filled(form, account, name).split(":", FIELDS);
        if (fields.length == FIELDS && !fields[4].isEmpty()) {
            fields[4] = account;
        }
        return String.join(":", fields);
    }

    /** A form as a pattern, with a star for each variable. */
    static Glob pattern(String form) {
        return Glob.compile(stars(form));
    }

    /** A form with a star for each variable, those that an ARN of the account has filled in. */
    static String stars(String form) {
        return filled(form, "*", "*").replace("us-east-1", "*");
    }

    /**
     * An ARN of a form that a policy's pattern covers.
     *
     * @return it, or nothing where the pattern has no stars to fill in that make one
     */
    static Optional<String> instance(String pattern, String form, String account, String name) {
        String[] given = pattern.split(":", FIELDS);
        if (given.length < FIELDS || !given[0].equals("arn") || pattern.contains("${")) {
            return Optional.empty();
        }
        String[] wanted = example(form, account, name).split(":", FIELDS);
        if (wanted.length < FIELDS || wanted[5].indexOf('/') < 0 && given[5].indexOf('/') >= 0) {
            // a pattern of objects is none of buckets
            return Optional.empty();
        }
        StringBuilder arn = new StringBuilder("arn:aws:").append(wanted[2]);
        arn.append(':').append(chosen(given[3], wanted[3]));
        arn.append(':').append(chosen(given[4], wanted[4]));
        String last =
                given[5].equals("*") ? wanted[5] : given[5].replace("*", name).replace('?', 'x');
        arn.append(':').append(last);
        String made = arn.toString();
        return pattern(form).matches(made) && Glob.compile(pattern).matches(made)
                ? Optional.of(made)
                : Optional.empty();
    }

    private static String chosen(String given, String wanted) {
        return given.indexOf('*') >= 0 || given.indexOf('?') >= 0 ? wanted : given;
    }
}
