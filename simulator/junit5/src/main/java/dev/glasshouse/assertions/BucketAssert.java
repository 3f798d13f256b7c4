package dev.glasshouse.assertions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.glasshouse.policy.ContextKeys;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The state of an S3 bucket. */
public final class BucketAssert {

    private static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
    private static final String ANY_AWS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

    private final Look look;
    private final String bucket;
    private final String account;

    private BucketAssert(Look look, String bucket) {
        this.look = look;
        this.bucket = bucket;
        this.account = owner(look, bucket);
    }

    /** A bucket by its name. */
    public static Function<Look, BucketAssert> of(String bucket) {
        return look -> new BucketAssert(look, bucket);
    }

    private static String owner(Look look, String bucket) {
        for (String account : look.accounts()) {
            JsonNode buckets = look.ask(account, "s3:ListBuckets", Map.of())
                    .map(answer -> answer.path("Buckets"))
                    .orElseThrow();
            for (JsonNode each : buckets) {
                if (each.path("Name").asText().equals(bucket)) {
                    return account;
                }
            }
        }
        throw new AssertionError("Expected a bucket " + bucket + ", but the sandbox has none");
    }

    private Optional<JsonNode> ask(String operation) {
        String region = look.ask(account, "s3:GetBucketLocation", Map.of("Bucket", bucket))
                .map(answer -> answer.path("LocationConstraint").asText(""))
                .filter(location -> !location.isEmpty() && !location.equals("null"))
                .orElse("us-east-1");
        return look.ask(account, region.equals("EU") ? "eu-west-1" : region, operation, Map.of("Bucket", bucket));
    }

    /**
     * Nobody outside is let in: neither the bucket's policy nor its ACL is public by AWS's meaning of the word, or Block
     * Public Access overrules what is.
     */
    public BucketAssert isNotPublic() {
        String how = howPublic();
        if (!how.isEmpty()) {
            throw new AssertionError("Expected bucket " + bucket + " not to be public, but " + how);
        }
        return this;
    }

    /** Strangers are let in, by its policy or its ACL. */
    public BucketAssert isPublic() {
        if (howPublic().isEmpty()) {
            throw new AssertionError("Expected bucket " + bucket + " to be public, but neither its policy nor its ACL"
                    + " lets strangers in:\n\n"
                    + look.control()
                            .access("anonymous", "s3:GetObject", "arn:aws:s3:::" + bucket + "/*", ContextKeys.EMPTY)
                            .why());
        }
        return this;
    }

    private String howPublic() {
        JsonNode block = ask("s3:GetPublicAccessBlock")
                .map(answer -> answer.path("PublicAccessBlockConfiguration"))
                .orElse(MissingNode.getInstance());
        boolean policy = ask("s3:GetBucketPolicyStatus")
                .map(answer -> answer.path("PolicyStatus").path("IsPublic").asBoolean())
                .orElse(false);
        if (policy && !block.path("RestrictPublicBuckets").asBoolean()) {
            String text = ask("s3:GetBucketPolicy")
                    .map(answer -> answer.path("Policy").asText())
                    .orElse("");
            return "its policy is:\n\n" + text;
        }
        boolean acl = ask("s3:GetBucketAcl").map(BucketAssert::grantsAll).orElse(false);
        return acl && !block.path("IgnorePublicAcls").asBoolean() ? "its ACL grants strangers access" : "";
    }

    private static boolean grantsAll(JsonNode acl) {
        for (JsonNode grant : acl.path("Grants")) {
            String group = grant.path("Grantee").path("URI").asText();
            if (group.equals(ALL_USERS) || group.equals(ANY_AWS)) {
                return true;
            }
        }
        return false;
    }

    /** New objects are encrypted under this KMS key by default: the key as the bucket's encryption names it. */
    public BucketAssert isEncryptedUnder(String key) {
        String named = ask("s3:GetBucketEncryption")
                .map(answer -> answer.path("ServerSideEncryptionConfiguration")
                        .path("Rules")
                        .path(0)
                        .path("ApplyServerSideEncryptionByDefault"))
                .map(rule -> rule.path("KMSMasterKeyID")
                        .asText(rule.path("SSEAlgorithm").asText()))
                .orElse("none");
        if (!named.equals(key)) {
            throw new AssertionError("Expected bucket " + bucket + " to encrypt under " + key
                    + " by default, but it does under " + named);
        }
        return this;
    }
}
