package dev.glasshouse.policy.check;

import dev.glasshouse.policy.match.Glob;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How far a role's trust policy trusts an OpenID Connect provider. */
final class OidcChecks {

    private static final String WEB = "sts:assumerolewithwebidentity";
    private static final String GITHUB = "token.actions.githubusercontent.com";

    /** Providers whose tokens are for one audience each. */
    private static final Set<String> ONE_AUDIENCE =
            Set.of(GITHUB, "accounts.google.com", "cognito-identity.amazonaws.com");

    private final Parts parts;
    private final Findings findings;

    OidcChecks(Parts parts, Findings findings) {
        this.parts = parts;
        this.findings = findings;
    }

    void run() {
        parts.conditions().forEach(this::audience);
        if (!parts.isAllow() || parts.strings("Action").stream().noneMatch(OidcChecks::isWebIdentity)) {
            return;
        }
        for (Node provider : parts.principals("Federated")) {
            if (!isProvider(provider.text())) {
                continue;
            }
            String host = host(provider.text());
            if (parts.conditions().stream().noneMatch(line -> line.lower().startsWith(host + ":"))) {
                findings.security(
                        "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
                        "Using an Open ID Connect principal without a condition can be overly permissive. Add condition"
                                + " keys with a prefix that matches your federated OIDC principals to ensure that only the"
                                + " intended identity provider assumes the role.",
                        provider);
            }
            if (host.equals(GITHUB)) {
                github(provider);
            }
        }
    }

    private static boolean isWebIdentity(Node action) {
        return Glob.compile(action.text().toLowerCase(Locale.ROOT)).matches(WEB);
    }

    private void github(Node provider) {
        List<Parts.Line> subjects = parts.conditions().stream()
                .filter(line -> line.lower().equals(GITHUB + ":sub"))
                .toList();
        if (subjects.isEmpty()) {
            findings.security(
                    "MISSING_GITHUB_REPO_CONDITION_KEY",
                    "Granting a federated GitHub principal permissions without a condition key can allow more sources to"
                            + " assume the role than you intended. Add the " + GITHUB
                            + ":sub condition key and specify the branch and repository name in the value.",
                    provider);
        }
        for (Parts.Line subject : subjects) {
            for (Node value : subject.values().strings()) {
                if (subject.operator().plain().equals("StringLike") && isBroad(value.text())) {
                    findings.warning(
                            "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
                            "Using a wildcard (*) in " + GITHUB
                                    + ":sub can allow requests from more sources than you intended. Specify the value of "
                                    + GITHUB
                                    + ":sub with the repository and branch name. If the subject claim does not include the"
                                    + " branch, specify it in a " + GITHUB + ":ref condition key.",
                            value);
                }
            }
        }
    }

    /** A wildcard, but one after the repository where the branch has a line of its own. */
    private boolean isBroad(String subject) {
        int star = subject.indexOf('*');
        String[] before = subject.substring(0, Math.max(0, star)).split(":", -1);
        boolean repository = before.length >= 3 && before[0].equals("repo");
        return star >= 0 && !(repository && parts.hasKey(GITHUB + ":ref"));
    }

    private void audience(Parts.Line line) {
        String key = line.lower();
        if (line.operator().qualifier().equals("ForAnyValue")
                && key.endsWith(":aud")
                && ONE_AUDIENCE.contains(key.substring(0, key.length() - ":aud".length()))) {
            findings.security(
                    "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE",
                    "Using ForAnyValue qualifier with the single-valued condition key " + line.key()
                            + " can be overly permissive. We recommend that you remove ForAnyValue:.",
                    line.values());
        }
    }

    /** A domain name or the ARN of an OpenID Connect provider. */
    static boolean isProvider(String text) {
        return TrustChecks.isProviderArn(text, "oidc-provider/") || isDomain(text);
    }

    private static boolean isDomain(String text) {
        return text.indexOf('.') > 0
                && !text.endsWith(".")
                && text.indexOf("..") < 0
                && text.chars()
                        .allMatch(c -> c == '.'
                                || c == '-'
                                || (c >= '0' && c <= '9')
                                || (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z'));
    }

    /** What a provider's condition keys begin with, in small letters. */
    private static String host(String provider) {
        int at = provider.indexOf(":oidc-provider/");
        return (at < 0 ? provider : provider.substring(at + ":oidc-provider/".length())).toLowerCase(Locale.ROOT);
    }
}
