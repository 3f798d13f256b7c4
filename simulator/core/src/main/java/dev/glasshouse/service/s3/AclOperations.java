package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.s3.AccessControlPolicy;
import dev.glasshouse.api.s3.GetBucketAclOutput;
import dev.glasshouse.api.s3.GetBucketAclRequest;
import dev.glasshouse.api.s3.GetObjectAclOutput;
import dev.glasshouse.api.s3.GetObjectAclRequest;
import dev.glasshouse.api.s3.Grant;
import dev.glasshouse.api.s3.Grantee;
import dev.glasshouse.api.s3.Owner;
import dev.glasshouse.api.s3.PutBucketAclRequest;
import dev.glasshouse.api.s3.PutObjectAclOutput;
import dev.glasshouse.api.s3.PutObjectAclRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.policy.ContextKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and sets the access control lists of buckets and objects. */
final class AclOperations {

    private final AclRequests requests;

    AclOperations(AclRequests requests) {
        this.requests = requests;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "GetBucketAcl",
                        (GetBucketAclRequest in, Call call) -> Buckets.plan(
                                call, Buckets.require(call, in.bucket(), in.expectedBucketOwner()), "GetBucketAcl"),
                        (in, call) -> {
                            Acl acl = BucketAccess.acl(call.state(), Buckets.require(call, in.bucket(), null));
                            return new GetBucketAclOutput(owner(call, acl), grants(call, acl));
                        }),
                change(
                        "PutBucketAcl",
                        (PutBucketAclRequest in, Call call) -> Buckets.plan(
                                call, Buckets.require(call, in.bucket(), in.expectedBucketOwner()), "PutBucketAcl"),
                        (in, call) -> {
                            BucketRow bucket = Buckets.require(call, in.bucket(), null);
                            requireAcls(bucket);
                            Acl acl = asked(call, "PutBucketAcl", in, in.accessControlPolicy(), bucket.account(), null);
                            PublicAccess.requireUnblocked(call, bucket, acl, "PutBucketAcl", bucket.arn());
                            BucketAccess.of(call.tx(), bucket.name())
                                    .withAcl(acl.isPrivate() ? null : acl)
                                    .put(call.tx(), bucket.name());
                        }),
                read(
                        "GetObjectAcl",
                        StoredObjects.DATA.withReadOnly(true),
                        (GetObjectAclRequest in, Call call) -> StoredObjects.planRead(
                                call, in.bucket(), in.key(), in.expectedBucketOwner(), in.versionId(), "GetObjectAcl"),
                        (in, call) -> {
                            ObjectRow row = StoredObjects.require(call, in.bucket(), in.key(), in.versionId());
                            Acl acl = AclRights.acl(Buckets.require(call, in.bucket(), null), row);
                            return new GetObjectAclOutput(owner(call, acl), grants(call, acl), null);
                        }),
                write(
                        "PutObjectAcl",
                        StoredObjects.DATA,
                        (PutObjectAclRequest in, Call call) -> planObject(call, in),
                        (in, call) -> {
                            BucketRow bucket = Buckets.require(call, in.bucket(), null);
                            ObjectRow row = StoredObjects.requireToChange(call, in.bucket(), in.key(), in.versionId());
                            String owner = AclRights.acl(bucket, row).owner();
                            Acl acl =
                                    asked(call, "PutObjectAcl", in, in.accessControlPolicy(), owner, bucket.account());
                            boolean full = AclRequests.mayBeFull(RequestFacts.of("PutObjectAcl", in))
                                    && AclRights.fullForBucketOwner(acl, bucket);
                            if (!full) {
                                requireAcls(bucket);
                            }
                            PublicAccess.requireUnblocked(
                                    call, bucket, acl, "PutObjectAcl", bucket.arn() + "/" + in.key());
                            boolean usual = acl.equals(Acl.ofOwner(bucket.account())) || Ownership.disablesAcls(bucket);
                            Versions.replace(call, in.bucket(), in.key(), row.withAcl(usual ? null : acl));
                            return new PutObjectAclOutput(null);
                        }));
    }

    private static AuthorizationPlan planObject(Call call, PutObjectAclRequest in) {
        BucketRow bucket = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
        String action = in.versionId() == null ? "PutObjectAcl" : "PutObjectVersionAcl";
        return AuthorizationPlan.of(
                Buckets.object(call, bucket, action, in.key(), ContextKeys.EMPTY),
                Buckets.bucket(call, bucket, "ListBucket").advisory());
    }

    private static void requireAcls(BucketRow bucket) {
        if (Ownership.disablesAcls(bucket)) {
            throw notSupported();
        }
    }

    static RuntimeException notSupported() {
        return S3Errors.of("AccessControlListNotSupported", 400, "The bucket does not allow ACLs");
    }

    /** The list that a request is about: in headers or in a body, not in both. */
    private Acl asked(
            Call call,
            String operation,
            ApiRecord in,
            @Nullable AccessControlPolicy body,
            String owner,
            @Nullable String bucketOwner) {
        RequestFacts facts = RequestFacts.of(operation, in);
        boolean headers = AclRequests.asks(facts);
        if (body == null) {
            return requests.ofHeaders(call.state(), facts, owner, bucketOwner)
                    .orElseThrow(() -> S3Errors.of(
                                    "MissingSecurityHeader", 400, "Your request was missing a required header")
                            .with("MissingHeaderName", AclRequests.HEADER));
        }
        if (headers) {
            throw S3Errors.of("UnexpectedContent", 400, "This request does not support content");
        }
        return requests.ofDocument(call.state(), body, owner);
    }

    static Owner owner(Call call, Acl acl) {
        return BucketOperations.owner(call, acl.owner());
    }

    private static List<Grant> grants(Call call, Acl acl) {
        return acl.grants().stream()
                .map(grant -> new Grant(grantee(call, grant), grant.permission()))
                .toList();
    }

    private static Grantee grantee(Call call, Acl.Grant grant) {
        if (grant.isGroup()) {
            return Grantee.builder().uri(grant.grantee()).type("Group").build();
        }
        boolean account = grant.isAccount() || grant.grantee().isEmpty();
        return Grantee.builder()
                .displayName(account ? DisplayNames.of(call, grant.grantee()) : null)
                .id(account ? Buckets.canonicalId(call, grant.grantee()) : grant.grantee())
                .type("CanonicalUser")
                .build();
    }
}
