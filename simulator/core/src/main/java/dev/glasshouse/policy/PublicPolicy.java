package dev.glasshouse.policy;

/**
 * S3's meaning of a public bucket policy: it is public unless every Allow is for fixed principals or is bound to fixed
 * values of keys that name a network, an account, an organization or the like. Deny statements do not count.
 *
 * <p>https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
public final class PublicPolicy {

    private PublicPolicy() {}

    /** Whether Block Public Access would call the policy public. A document that cannot be read is. */
    public static boolean isPublic(PolicyDocument document) {
        return document.isPublic();
    }

    /**
     * Whether a policy of another resource than a bucket allows anything to anyone, unless bound to fixed values. A document
     * that cannot be read does.
     */
    public static boolean allowsAnyone(PolicyDocument document) {
        return document.unreadableReason() != null
                || document.statements().stream()
                        .anyMatch(statement -> statement.allow()
                                && PublicStatements.namesAnyone(statement.principal())
                                && statement.conditions().stream().noneMatch(PublicStatements::bindsToFixedValues));
    }

    static boolean compute(PolicyDocument document) {
        if (document.unreadableReason() != null) {
            return true;
        }
        for (Statement statement : document.statements()) {
            if (statement.allow()
                    && PublicStatements.namesAnyone(statement.principal())
                    && PublicStatements.grantsDataAccess(statement.action())
                    && statement.conditions().stream().noneMatch(PublicStatements::bindsToFixedValues)) {
                return true;
            }
        }
        return false;
    }
}
