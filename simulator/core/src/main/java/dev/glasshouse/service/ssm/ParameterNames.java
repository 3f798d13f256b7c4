package dev.glasshouse.service.ssm;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names of parameters. A name of one level is the same with a slash in front and without. See
 * <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-parameter-name-constraints.html">
 * Requirements and constraints for parameter names</a>.
 */
final class ParameterNames {

    static final String PATH_RULES =
            "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path,"
                    + " it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters,"
                    + " numbers and the following 3 symbols .-_";

    private static final String REQUIREMENTS =
            "The parameter doesn't meet the parameter name requirements. The parameter"
                    + " name must begin with a forward slash \"/\". It can't be prefixed with \"aws\" or \"ssm\""
                    + " (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _"
                    + " (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash"
                    + " symbol \"/\". Valid example: /get/parameters2-/by1./path0_.";

    private static final int MOST_LEVELS = 15;
    private static final int MOST_CHARACTERS = 1011;

    private ParameterNames() {}

    /**
     * A name that a request gives, and what it selects.
     *
     * @param arn the ARN it was given as, or null
     * @param name the name, without the selector
     * @param selector a version or a label, or null
     */
    record Reference(
            @Nullable String arn, String name, @Nullable String selector) {

        /** The key of the parameter's row. */
        String key() {
            return ParameterNames.key(name);
        }
    }

    /** The key under which a parameter lies: its name, of one level without the slash. */
    static String key(String name) {
        return name.lastIndexOf('/') == 0 ? name.substring(1) : name;
    }

    /** The last part of a parameter's ARN. */
    static String resource(String name) {
        return "parameter" + (name.startsWith("/") ? name : "/" + name);
    }

    /** What a name, with or without a selector, or an ARN refers to. */
    static Reference reference(String given) {
        String text = given.strip();
        String arn = null;
        if (text.startsWith("arn:")) {
            String[] fields = text.split(":", 7);
            if (fields.length < 6 || !fields[2].equals("ssm") || !fields[5].startsWith("parameter/")) {
                throw SsmErrors.validation(PATH_RULES);
            }
            arn = String.join(":", java.util.List.of(fields).subList(0, 6));
            String name = fields[5].substring("parameter".length());
            text = key(name) + (fields.length == 7 ? ":" + fields[6] : "");
        }
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String selector = colon < 0 ? null : text.substring(colon + 1);
        if (!isPath(name) || selector != null && selector.isEmpty()) {
            throw SsmErrors.validation(PATH_RULES);
        }
        return new Reference(arn, name, selector);
    }

    /** Whether a text has the form of a name: levels of letters, digits and three signs, with a slash in front if several. */
    private static boolean isPath(String name) {
        String levels = name.startsWith("/") ? name.substring(1) : name;
        boolean rooted = name.startsWith("/") || levels.indexOf('/') < 0;
        return rooted
                && !levels.isEmpty()
                && !levels.endsWith("/")
                && !levels.contains("//")
                && !levels.startsWith("/")
                && levels.chars().allMatch(c -> c == '/' || isNameCharacter(c));
    }

    private static boolean isNameCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ".-_".indexOf(c) >= 0;
    }

    /**
     * The name of a parameter that is to be written.
     *
     * @param arnLength the length of its ARN, which counts
     */
    static String writable(String given, int arnLength) {
        String name = given.strip();
        String bare = name.toLowerCase(Locale.ROOT);
        bare = bare.startsWith("/") ? bare.substring(1) : bare;
        boolean path = name.lastIndexOf('/') > 0;
        if (bare.startsWith("aws") || bare.startsWith("ssm")) {
            if (path && bare.startsWith("aws")) {
                throw SsmErrors.of("AccessDeniedException", "No access to reserved parameter name: " + name + ".");
            }
            throw SsmErrors.validation(
                    path
                            ? PATH_RULES
                            : "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).");
        }
        if (path && !name.startsWith("/")) {
            throw SsmErrors.validation("Parameter name must be a fully qualified name.");
        }
        if (!isPath(name)) {
            throw SsmErrors.validation(PATH_RULES);
        }
        if (name.chars().filter(c -> c == '/').count() > MOST_LEVELS) {
            throw SsmErrors.of(
                    "HierarchyLevelLimitExceededException",
                    "A hierarchy can have a maximum of 15 levels. For more information, see Requirements and constraints"
                            + " for parameter names in the AWS Systems Manager User Guide.");
        }
        if (arnLength > MOST_CHARACTERS) {
            throw SsmErrors.validation("Parameter name exceeds the maximum length of " + MOST_CHARACTERS
                    + " characters, including the parameter ARN.");
        }
        return name;
    }

    /** The path of a listing, without the slash at its end. */
    static String path(String given) {
        String path = given.strip();
        boolean root = path.equals("/");
        String bare = path.endsWith("/") && !root ? path.substring(0, path.length() - 1) : path;
        if (!root && (!bare.startsWith("/") || !isPath(bare))) {
            throw SsmErrors.validation(REQUIREMENTS);
        }
        return root ? "" : bare;
    }

    /** Whether a parameter lies under a path, at once or further down. */
    static boolean under(String path, String name, boolean recursive) {
        String full = name.startsWith("/") ? name : "/" + name;
        if (!full.startsWith(path + "/")) {
            return false;
        }
        return recursive || full.indexOf('/', path.length() + 1) < 0;
    }
}
