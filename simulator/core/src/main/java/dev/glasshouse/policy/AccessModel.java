package dev.glasshouse.policy;

/** How a resource's policy combines with the caller's own policies inside one account. */
public enum AccessModel {
    /** An Allow in the identity-based or in the resource-based policy is enough. */
    STANDARD,
    /** The role trust policy must allow; naming the account only delegates to identity-based policies. */
    ROLE_TRUST,
    /** The key policy, or a grant, must allow; naming the account only delegates to identity-based policies. */
    KMS_KEY,
    /** The same for a key that AWS manages: resource control policies do not reach it. */
    KMS_AWS_MANAGED_KEY,
    /**
     * Something on the resource's side must allow, as where an S3 ACL takes rights from the account that owns a bucket;
     * naming the account only delegates to identity-based policies.
     */
    RESOURCE_SIDE;

    /** The model of an action on a resource: a KMS action that names no key has no key policy to ask. */
    public static AccessModel of(String action, String resourceArn) {
        AccessModel model = of(action);
        return model == KMS_KEY && !resourceArn.contains(":key/") ? STANDARD : model;
    }

    /** The model of an action on the resource type that it is usually asked for. */
    public static AccessModel of(String action) {
        return ActionName.of(action).model();
    }
}
