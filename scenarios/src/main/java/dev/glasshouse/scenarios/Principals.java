package dev.glasshouse.scenarios;

/**
 * Principals as labs write them: {@code admin}, {@code root}, {@code user/NAME} or {@code role/NAME}, of a member account with
 * the account's name in front, as {@code vault:user/NAME}.
 */
final class Principals {

    /** What an administrator of a member account is: the role that Organizations makes there. */
    private static final String MEMBER_ADMIN = "role/OrganizationAccountAccessRole";

    private Principals() {}

    /**
     * A principal and where it is.
     *
     * @param account the name of a member account, or an empty text for the simulator's own
     * @param principal the rest
     */
    record Split(String account, String principal) {}

    /**
     * Takes a principal apart.
     *
     * @throws IllegalArgumentException if it names an account that the lab has not
     */
    static Split split(Lab lab, String text) {
        Split split = split(text);
        if (!split.account().isEmpty()
                && (lab.organization() == null || !lab.organization().has(split.account()))) {
            throw new IllegalArgumentException(text + " is in " + split.account() + ", which is no account of the lab");
        }
        return split;
    }

    private static Split split(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? new Split("", text) : new Split(text.substring(0, colon), text.substring(colon + 1));
    }

    /** Whether a text names a principal, rather than credentials that a step kept. */
    static boolean isPrincipal(String text) {
        String principal = split(text).principal();
        return principal.equals("admin") || principal.equals("root") || principal.contains("/");
    }

    /** Whether a principal is a role, which anybody may be given a session of. */
    static boolean isRole(String text) {
        Split split = split(text);
        return split.principal().startsWith("role/")
                || !split.account().isEmpty() && split.principal().equals("admin");
    }

    /** The ARN of a principal; its variables are filled in. */
    static String arn(Variables variables, String text) {
        Split split = split(variables.fill(text));
        boolean own = split.account().isEmpty();
        String account = variables.fill(own ? "{{account}}" : "{{account " + split.account() + "}}");
        String principal = !split.principal().equals("admin") ? split.principal() : own ? "user/admin" : MEMBER_ADMIN;
        return "arn:aws:iam::" + account + ":" + principal;
    }
}
