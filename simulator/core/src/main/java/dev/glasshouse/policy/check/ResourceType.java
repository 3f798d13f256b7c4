package dev.glasshouse.policy.check;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types of resources that ValidatePolicy knows by name. */
public enum ResourceType {
    BUCKET("AWS::S3::Bucket", "s3", Set.of("bucket", "object")),
    ACCESS_POINT("AWS::S3::AccessPoint", "s3", Set.of()),
    MULTI_REGION_ACCESS_POINT("AWS::S3::MultiRegionAccessPoint", "s3", Set.of()),
    OBJECT_LAMBDA_ACCESS_POINT("AWS::S3ObjectLambda::AccessPoint", "s3-object-lambda", Set.of()),
    ROLE("AWS::IAM::AssumeRolePolicyDocument", "sts", Set.of()),
    TABLE("AWS::DynamoDB::Table", "dynamodb", Set.of());

    private final String title;
    private final String prefix;
    private final Set<String> parts;

    ResourceType(String title, String prefix, Set<String> parts) {
        this.title = title;
        this.prefix = prefix;
        this.parts = parts;
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

    /** The resource types of the service authorization reference that its policies are about; none where not known. */
    Set<String> parts() {
        return parts;
    }
}
