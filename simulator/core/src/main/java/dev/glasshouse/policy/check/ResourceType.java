package dev.glasshouse.policy.check;

import org.jspecify.annotations.Nullable;

/** The types of resources that ValidatePolicy knows by name. */
public enum ResourceType {
    BUCKET("AWS::S3::Bucket", "s3"),
    ACCESS_POINT("AWS::S3::AccessPoint", "s3"),
    MULTI_REGION_ACCESS_POINT("AWS::S3::MultiRegionAccessPoint", "s3"),
    OBJECT_LAMBDA_ACCESS_POINT("AWS::S3ObjectLambda::AccessPoint", "s3-object-lambda"),
    ROLE("AWS::IAM::AssumeRolePolicyDocument", "sts"),
    TABLE("AWS::DynamoDB::Table", "dynamodb");

    private final String title;
    private final String prefix;

    ResourceType(String title, String prefix) {
        this.title = title;
        this.prefix = prefix;
    }

    /** The type of a name such as {@code AWS::S3::Bucket}; null where it is none of these. */
    public static @Nullable ResourceType of(@Nullable String title) {
        for (ResourceType type : values()) {
            if (type.title.equals(title)) {
                return type;
            }
        }
        return null;
    }

    /** Its name in the API. */
    String title() {
        return title;
    }

    /** The prefix of the actions that its policies are about, and of its ARNs where they are in the policy at all. */
    String prefix() {
        return prefix;
    }

    /** Whether its policies are about a resource type of the service authorization reference; true where not known. */
    boolean isAbout(String part) {
        return this != BUCKET || part.equals("bucket") || part.equals("object");
    }
}
