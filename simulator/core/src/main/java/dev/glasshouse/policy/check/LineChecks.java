package dev.glasshouse.policy.check;

import dev.glasshouse.policy.match.Glob;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Condition keys that say less, or more, than who writes them may think. */
final class LineChecks {

    /** Keys of which AWS says that no wildcard has a use in them. */
    private static final Set<String> SENSITIVE = Set.of(
            "aws:principalaccount",
            "aws:principalorgid",
            "aws:resourceaccount",
            "aws:resourceorgid",
            "aws:sourceaccount",
            "aws:sourceorgid",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:vpceaccount",
            "aws:vpceorgid");

    /** Keys whose values the caller makes up. */
    private static final Set<String> SPOKEN = Set.of("aws:referer", "aws:useragent");

    private static final Set<String> NETWORKS = Set.of("aws:sourcevpc", "aws:sourcevpcarn", "aws:sourcevpce");
    private static final Set<String> READS =
            Set.of("dynamodb:batchgetitem", "dynamodb:getitem", "dynamodb:query", "dynamodb:scan");
    private static final String KMS_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";

    private final Parts parts;
    private final @Nullable ResourceType type;
    private final Findings findings;

    LineChecks(Parts parts, @Nullable ResourceType type, Findings findings) {
        this.parts = parts;
        this.type = type;
        this.findings = findings;
    }

    void run(Parts.Line line) {
        String plain = line.operator().plain();
        if (plain.equals("StringLike") || plain.equals("StringNotLike")) {
            wildcards(line);
        }
        if (SPOKEN.contains(line.lower())) {
            findings.security(
                    "UNTRUSTWORTHY_CONDITION_KEY",
                    "The " + line.key()
                            + " condition key is not recommended for access control as it can be spoofed/manipulated by"
                            + " the caller.",
                    line.values());
        }
        switch (line.lower()) {
            case "aws:vpcsourceip" -> network(line);
            case "dynamodb:attributes" -> attributes(line);
            case "s3:prefix" -> prefix(line);
            case "s3:resourceaccount" -> account(line);
            case KMS_KEY -> kmsKey(line);
            default -> {}
        }
    }

    private void wildcards(Parts.Line line) {
        boolean sensitive = SENSITIVE.contains(line.lower());
        boolean user = line.lower().equals("aws:userid");
        for (Node value : line.values().strings()) {
            String text = value.text();
            if (text.indexOf('*') < 0 && text.indexOf('?') < 0) {
                continue;
            }
            if (sensitive) {
                findings.error(
                        "WILDCARD_USAGE_TOO_PERMISSIVE",
                        "The wildcard is not allowed in the condition key " + line.key()
                                + ". We consider the key to be sensitive and wildcards are not allowed to be used with"
                                + " sensitive keys. Refer to"
                                + " https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"
                                + " for the list of sensitive keys.",
                        value);
            } else if (user && !isUser(text)) {
                findings.error(
                        "WILDCARD_USAGE_TOO_PERMISSIVE",
                        "Overly permissive use of wildcard with aws:userID. Use the wildcard on the right side of colon or"
                                + " as the only character on the left side of a colon.",
                        value);
            }
        }
    }

    private static boolean isUser(String text) {
        int colon = text.indexOf(':');
        String left = text.substring(0, Math.max(0, colon));
        return colon > 0 && (left.equals("*") || (left.indexOf('*') < 0 && left.indexOf('?') < 0));
    }

    private void network(Parts.Line line) {
        if (NETWORKS.stream().noneMatch(parts::hasKey)) {
            findings.security(
                    "MISSING_PAIRED_CONDITION_KEYS",
                    "Using the condition key " + line.key()
                            + " can be overly permissive without also using the following condition keys: aws:SourceVpc."
                            + " Condition keys like this one are more secure when paired with a related key. We recommend"
                            + " that you add the related condition keys to the same condition block.",
                    line.values());
        }
    }

    private void attributes(Parts.Line line) {
        boolean selected = parts.conditions().stream()
                .filter(other -> other.lower().equals("dynamodb:select"))
                .filter(other -> other.operator().plain().equals("StringEquals"))
                .anyMatch(other -> other.values().strings().stream()
                        .allMatch(value -> value.text().equals("SPECIFIC_ATTRIBUTES")));
        if (parts.isAllow() && !selected && parts.strings("Action").stream().anyMatch(LineChecks::reads)) {
            findings.security(
                    "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT",
                    "Restricting dynamodb:Attributes without also setting dynamodb:Select to SPECIFIC_ATTRIBUTES allows"
                            + " all attributes to be returned on read requests that omit a projection expression. We"
                            + " recommend that you also set dynamodb:Select to SPECIFIC_ATTRIBUTES.",
                    line.values());
        }
    }

    private static boolean reads(Node action) {
        Glob pattern = Glob.compile(action.text().toLowerCase(Locale.ROOT));
        return READS.stream().anyMatch(pattern::matches);
    }

    private void prefix(Parts.Line line) {
        boolean known = parts.isAllow() || parts.isDeny();
        if (known
                && line.operator().plain().startsWith("String")
                && parts.isDeny() != line.operator().isNegated()) {
            findings.security(
                    "S3_PREFIX_IN_NEGATIVE_CONTEXT",
                    "Using the s3:prefix condition key in a Deny statement or with a negated string operator does not"
                            + " block listing the objects under the matching prefixes. A request that specifies a shorter"
                            + " prefix does not match the condition and can still list those objects. To restrict listing"
                            + " to specific prefixes, use s3:prefix with StringLike in an Allow statement, or use a Deny"
                            + " statement with StringNotLike.",
                    line.values());
        }
    }

    private void account(Parts.Line line) {
        if (type == ResourceType.BUCKET || type == ResourceType.ACCESS_POINT) {
            findings.suggestion(
                    "IRRELEVANT_CONDITION_KEY_IN_POLICY",
                    "The condition key " + line.key() + " is not relevant for the " + type.title()
                            + " policy.  Use this key in an identity-based policy to govern access to this resource.",
                    line.values());
        }
    }

    private void kmsKey(Parts.Line line) {
        if (!line.operator().isText()) {
            return;
        }
        for (Node value : line.values().strings()) {
            String[] fields = value.text().split(":", 6);
            boolean key = fields.length == 6
                    && List.of("arn", "kms").equals(List.of(fields[0], fields[2]))
                    && !fields[3].isEmpty()
                    && fields[4].length() == 12
                    && fields[5].startsWith("key/")
                    && fields[5].length() > "key/".length();
            if (!key && !Wild.is(value.text())) {
                findings.error(
                        "INVALID_KMS_KEY_VALUE",
                        "The " + line.key() + " condition key value must be a valid KMS key ARN.",
                        value);
            }
        }
    }
}
