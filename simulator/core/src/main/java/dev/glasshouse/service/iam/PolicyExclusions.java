package dev.glasshouse.service.iam;

import dev.glasshouse.api.iam.InlinePolicyIdentifierType;
import dev.glasshouse.api.iam.PolicyIdentifier;
import dev.glasshouse.policy.match.Glob;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The policies that a simulation leaves out, as {@code PolicyExclusionList} names them: by type, by ARN with wildcards, or
 * an inline policy by its name and holder. What matches nothing is no error.
 */
final class PolicyExclusions {

    private static final int ARN_FIELDS = 6;

    private final List<PolicyIdentifier> excluded;

    /**
     * Exclusions as a request has them.
     *
     * @throws dev.glasshouse.call.ServiceException {@code InvalidInput} where an ARN is none, or has a wildcard before its
     *     last field
     */
    PolicyExclusions(@Nullable List<PolicyIdentifier> excluded) {
        this.excluded = excluded == null ? List.of() : excluded;
        for (PolicyIdentifier identifier : this.excluded) {
            String arn = identifier.policyArn();
            if (arn != null && !isArn(arn)) {
                throw IamErrors.invalidInput("Invalid Input Policy ARN: " + arn);
            }
        }
    }

    private static boolean isArn(String arn) {
        String[] fields = arn.split(":", ARN_FIELDS);
        if (fields.length < ARN_FIELDS || !fields[0].equals("arn") || fields[ARN_FIELDS - 1].isEmpty()) {
            return false;
        }
        String head = arn.substring(0, arn.length() - fields[ARN_FIELDS - 1].length());
        return head.indexOf('*') < 0 && head.indexOf('?') < 0;
    }

    boolean managed(String arn) {
        String type = arn.startsWith("arn:aws:iam::aws:") ? "aws-managed" : "user-managed";
        return type(type) || arn(arn);
    }

    boolean boundary(String arn) {
        return type("permission-boundary") || arn(arn);
    }

    boolean inline(String holder, String name, String policy) {
        return type("inline")
                || excluded.stream()
                        .anyMatch(identifier -> names(identifier.inlinePolicyIdentifier(), holder, name, policy));
    }

    boolean serviceControl(@Nullable String arn) {
        return type("scp") || arn != null && arn(arn);
    }

    private static boolean names(
            @Nullable InlinePolicyIdentifierType inline, String holder, String name, String policy) {
        return inline != null
                && inline.attachmentType().equals(holder)
                && IamTables.key(inline.attachmentName()).equals(IamTables.key(name))
                && inline.policyName().toLowerCase(Locale.ROOT).equals(policy.toLowerCase(Locale.ROOT));
    }

    private boolean type(String type) {
        return excluded.stream().anyMatch(identifier -> type.equals(identifier.policyType()));
    }

    private boolean arn(String arn) {
        return excluded.stream()
                .anyMatch(identifier -> identifier.policyArn() != null
                        && Glob.compile(identifier.policyArn()).matches(arn));
    }
}
