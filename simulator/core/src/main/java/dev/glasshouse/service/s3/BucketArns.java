package dev.glasshouse.service.s3;

import dev.glasshouse.policy.PolicyPrincipal;
import org.jspecify.annotations.Nullable;

/** The ARNs by which configurations name buckets and KMS keys. */
final class BucketArns {

    private BucketArns() {}

    private static String @Nullable [] parts(String arn, String service) {
        String[] parts = arn.split(":", 6);
        return parts.length == 6 && parts[0].equals("arn") && parts[1].equals("aws") && parts[2].equals(service)
                ? parts
                : null;
    }

    /** The bucket that an ARN names; null where it is not a bucket's ARN. */
    static @Nullable String name(String arn) {
        String[] parts = parts(arn, "s3");
        if (parts == null || !parts[3].isEmpty() || !parts[4].isEmpty()) {
            return null;
        }
        String name = parts[5];
        return name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf(':') >= 0 ? null : name;
    }

    /** Whether a text is the ARN of a KMS key or of an alias of one. */
    static boolean isKmsKey(String arn) {
        String[] parts = parts(arn, "kms");
        return parts != null
                && !parts[3].isEmpty()
                && PolicyPrincipal.isAccount(parts[4])
                && (named(parts[5], "key/") || named(parts[5], "alias/"));
    }

    private static boolean named(String resource, String kind) {
        return resource.startsWith(kind) && resource.length() > kind.length();
    }
}
