package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.api.accessanalyzer.Configuration;
import dev.glasshouse.api.accessanalyzer.IamRoleConfiguration;
import dev.glasshouse.api.accessanalyzer.KmsGrantConfiguration;
import dev.glasshouse.api.accessanalyzer.KmsGrantConstraints;
import dev.glasshouse.api.accessanalyzer.KmsKeyConfiguration;
import dev.glasshouse.api.accessanalyzer.NetworkOriginConfiguration;
import dev.glasshouse.api.accessanalyzer.S3AccessPointConfiguration;
import dev.glasshouse.api.accessanalyzer.S3BucketAclGrantConfiguration;
import dev.glasshouse.api.accessanalyzer.S3BucketConfiguration;
import dev.glasshouse.api.accessanalyzer.S3PublicAccessBlockConfiguration;
import dev.glasshouse.api.accessanalyzer.SecretsManagerSecretConfiguration;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Proposal;
import dev.glasshouse.call.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what an access preview proposes. A configuration that no resource could have is an {@link IllegalArgumentException}. */
final class Proposals {

    private static final int MOST_LIST_GRANTS = 100;
    private static final int MOST_POINTS = 10;

    private final String arn;
    private final String account;
    private final String region;
    private final String partition;

    private Proposals(Call call, String arn) {
        this.arn = arn;
        this.account = call.caller().account();
        this.region = call.region();
        this.partition = call.partition();
    }

    /**
     * Reads a configuration.
     *
     * @throws ServiceException {@code ValidationException} where the ARN does not fit it, {@code NotImplemented} where the
     *     service is not simulated
     * @throws IllegalArgumentException if no resource could be configured like this
     */
    static Proposal read(Call call, String arn, Configuration configuration) {
        Proposals proposals = new Proposals(call, arn);
        IamRoleConfiguration role = configuration.iamRole();
        KmsKeyConfiguration key = configuration.kmsKey();
        SecretsManagerSecretConfiguration secret = configuration.secretsManagerSecret();
        S3BucketConfiguration bucket = configuration.s3Bucket();
        if (role != null) {
            return proposals.role(role);
        }
        if (key != null) {
            return proposals.key(key);
        }
        if (secret != null) {
            proposals.require("secretsmanager:" + proposals.region + ":" + proposals.account + ":secret:");
            return new Proposal.Secret(arn, proposals.account, proposals.region, secret.secretPolicy());
        }
        if (bucket != null) {
            return proposals.bucket(bucket);
        }
        throw ServiceException.of("NotImplemented", 501, "Previews of this resource type are not simulated.");
    }

    private void require(String rest) {
        String prefix = "arn:" + partition + ":" + rest;
        if (!arn.startsWith(prefix) || arn.length() == prefix.length()) {
            throw Analyzers.invalid("The resource ARN " + arn
                    + " does not fit the type of the configuration, the account and the Region.");
        }
    }

    private Proposal role(IamRoleConfiguration role) {
        require("iam::" + account + ":role/");
        return new Proposal.Role(arn, account, region, notEmpty(role.trustPolicy()));
    }

    private static @Nullable String notEmpty(@Nullable String policy) {
        if (policy != null && policy.isEmpty()) {
            throw new IllegalArgumentException("the resource must have a policy");
        }
        return policy;
    }

    private Proposal key(KmsKeyConfiguration key) {
        require("kms:" + region + ":" + account + ":key/");
        Map<String, String> policies = key.keyPolicies() == null ? Map.of() : key.keyPolicies();
        if (!List.of("default").containsAll(policies.keySet())) {
            throw new IllegalArgumentException("a key has the policy default alone");
        }
        List<KmsGrantConfiguration> grants = key.grants();
        return new Proposal.Key(
                arn,
                account,
                region,
                notEmpty(policies.get("default")),
                grants == null ? null : grants.stream().map(Proposals::grant).toList());
    }

    private static Proposal.KeyGrant grant(KmsGrantConfiguration grant) {
        KmsGrantConstraints constraints = grant.constraints();
        Map<String, String> equal = constraints == null ? null : constraints.encryptionContextEquals();
        Map<String, String> part = constraints == null ? null : constraints.encryptionContextSubset();
        if (equal != null && !equal.isEmpty() && part != null && !part.isEmpty()) {
            throw new IllegalArgumentException("a grant has one kind of constraints");
        }
        Map<String, String> context = equal != null && !equal.isEmpty() ? equal : part;
        return new Proposal.KeyGrant(
                grant.granteePrincipal(), grant.operations(), context == null ? Map.of() : context, null);
    }

    private Proposal bucket(S3BucketConfiguration bucket) {
        require("s3:::");
        List<S3BucketAclGrantConfiguration> list = bucket.bucketAclGrants();
        Map<String, S3AccessPointConfiguration> points = bucket.accessPoints();
        if (list != null && list.size() > MOST_LIST_GRANTS || points != null && points.size() > MOST_POINTS) {
            throw new IllegalArgumentException("there are too many grants or access points");
        }
        return new Proposal.Bucket(
                arn,
                account,
                region,
                bucket.bucketPolicy(),
                list == null ? null : list.stream().map(Proposals::grant).toList(),
                block(bucket.bucketPublicAccessBlock()),
                points == null ? null : points(points));
    }

    private static Proposal.ListGrant grant(S3BucketAclGrantConfiguration grant) {
        String id = grant.grantee().id();
        return new Proposal.ListGrant(
                id == null ? String.valueOf(grant.grantee().uri()) : id, grant.permission());
    }

    private static Proposal.@Nullable Block block(@Nullable S3PublicAccessBlockConfiguration block) {
        return block == null ? null : new Proposal.Block(block.ignorePublicAcls(), block.restrictPublicBuckets());
    }

    private static Map<String, Proposal.Point> points(Map<String, S3AccessPointConfiguration> points) {
        Map<String, Proposal.Point> read = new LinkedHashMap<>();
        points.forEach((name, point) -> {
            NetworkOriginConfiguration origin = point.networkOrigin();
            read.put(
                    name,
                    new Proposal.Point(
                            point.accessPointPolicy(),
                            block(point.publicAccessBlock()),
                            origin == null ? null : origin.vpcConfiguration() == null));
        });
        return read;
    }
}
