package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.CopyObjectOutput;
import dev.glasshouse.api.s3.CopyObjectRequest;
import dev.glasshouse.api.s3.CopyObjectResult;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.StagedOperation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Copies an object. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html">CopyObject</a>. It wants to read the
 * source and to write the copy.
 */
final class CopyObject implements StagedOperation<CopyObjectRequest, CopyObjectOutput, ObjectRow> {

    private final Vault vault;
    private final AclRequests acls;

    CopyObject(Vault vault, AclRequests acls) {
        this.vault = vault;
        this.acls = acls;
    }

    @Override
    public String name() {
        return "CopyObject";
    }

    @Override
    public OperationFacts facts() {
        return StoredObjects.DATA;
    }

    @Override
    public AuthorizationPlan plan(CopyObjectRequest in, Call call) {
        BucketRow target = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
        Writes.requireKey(in.key());
        CopySource source = CopySource.parse(call, in.copySource());
        BucketRow from = source.requireBucket(call, in.expectedSourceBucketOwner());
        Map<String, String> tags = Tags.ofHeader(in.tagging());
        ContextKeys keys = Writes.keys(tags);
        List<AuthorizationRequest> requests = new ArrayList<>(List.of(
                source.question(call, from, "GetObject"),
                Buckets.bucket(call, from, "ListBucket").advisory(),
                Buckets.object(call, target, "PutObject", in.key(), keys)));
        boolean copiesTags = !"REPLACE".equals(in.taggingDirective())
                && Versions.object(call, source.bucket(), source.key(), source.versionId())
                        .filter(row -> !row.tags().isEmpty())
                        .isPresent();
        if (copiesTags) {
            requests.add(source.question(call, from, "GetObjectTagging"));
        }
        if (copiesTags || !tags.isEmpty()) {
            requests.add(Buckets.object(call, target, "PutObjectTagging", in.key(), keys));
        }
        return new AuthorizationPlan(requests);
    }

    @Override
    public ObjectRow prepare(CopyObjectRequest in, Call call) {
        BucketRow target = Buckets.require(call, in.bucket(), null);
        Writes.requireUnblocked(target, in.sseCustomerAlgorithm(), in.sseCustomerKey());
        Writes.requireConditionForm(call, in.ifMatch(), in.ifNoneMatch());
        CustomerKey customer = CustomerKey.of(
                in.sseCustomerAlgorithm(), in.sseCustomerKey(), in.sseCustomerKeyMD5(), in.serverSideEncryption());
        CustomerKey sourceCustomer = CustomerKey.of(
                in.copySourceSSECustomerAlgorithm(),
                in.copySourceSSECustomerKey(),
                in.copySourceSSECustomerKeyMD5(),
                null);
        ObjectRow.Lock lock = ObjectLocks.ofWrite(
                call, in.bucket(), in.objectLockMode(), in.objectLockRetainUntilDate(), in.objectLockLegalHoldStatus());
        Acl acl = acls.ofWrite(call, target, name(), in, in.key());
        CopySource source = CopySource.parse(call, in.copySource());
        BucketRow from = source.requireBucket(call, null);
        ObjectRow row = source.requireObject(call);
        new CopySource.Conditions(
                        in.copySourceIfMatch(),
                        in.copySourceIfNoneMatch(),
                        in.copySourceIfModifiedSince(),
                        in.copySourceIfUnmodifiedSince())
                .require(row, call.now());
        if (row.content().size() > Writes.MOST_BODY_BYTES) {
            throw S3Errors.invalidRequest(
                    "The specified copy source is larger than the maximum allowable size for a copy source: "
                            + Writes.MOST_BODY_BYTES);
        }
        boolean replace = "REPLACE".equals(in.metadataDirective());
        boolean same =
                source.bucket().equals(in.bucket()) && source.key().equals(in.key()) && source.versionId() == null;
        boolean changes = replace
                || in.storageClass() != null
                || in.serverSideEncryption() != null
                || customer != null
                || target.encryption() != null && target.encryption().configured()
                || !target.algorithm().equals(row.content().algorithm())
                || in.websiteRedirectLocation() != null;
        if (same && !changes) {
            throw S3Errors.invalidRequest(
                    "This copy request is illegal because it is trying to copy an object to itself"
                            + " without changing the object's metadata, storage class, website redirect location or encryption"
                            + " attributes.");
        }
        Vault.Choice choice = Writes.choice(
                target,
                in.serverSideEncryption(),
                in.ssekmsKeyId(),
                in.ssekmsEncryptionContext(),
                in.bucketKeyEnabled(),
                customer);
        Vault.Keys sourceKey = vault.openKey(call, from, source.key(), row.content(), sourceCustomer);
        Vault.DataKey key = vault.newKey(call, target, in.key(), choice);
        String algorithm = in.checksumAlgorithm() != null
                ? in.checksumAlgorithm()
                : row.checksums().keySet().stream().findFirst().orElse(null);
        BodyChecks checks = Writes.checks(choice.algorithm(), BodyChecks.reckoned(algorithm));
        try (InputStream stream =
                Bodies.open(sourceKey, row.content(), 0, row.content().size())) {
            Content.Piece piece = vault.seal(call, key.plain(), stream, checks);
            Map<String, String> checksums = checks.finish(null);
            return new ObjectRow(
                            Writes.etag(choice.algorithm(), checks, call),
                            call.now(),
                            Writes.storageClass(in.storageClass()),
                            replace
                                    ? Writes.headers(
                                            in.cacheControl(),
                                            in.contentDisposition(),
                                            in.contentEncoding(),
                                            in.contentLanguage(),
                                            in.contentType(),
                                            in.expires(),
                                            in.websiteRedirectLocation())
                                    : Writes.redirected(row.headers(), in.websiteRedirectLocation()),
                            replace ? Writes.metadata(in.metadata()) : row.metadata(),
                            "REPLACE".equals(in.taggingDirective()) ? Tags.ofHeader(in.tagging()) : row.tags(),
                            checksums,
                            "FULL_OBJECT",
                            List.of(),
                            Writes.filled(key.content(), List.of(piece)))
                    .withLock(lock)
                    .withAcl(acl);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CopyObjectOutput commit(CopyObjectRequest in, ObjectRow prepared, WriteCall call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), null);
        Writes.requireConditions(call, in.bucket(), in.key(), in.ifMatch(), in.ifNoneMatch());
        ObjectRow row = Versions.write(call, bucket, in.key(), prepared);
        Content content = row.content();
        boolean customer = content.isCustomers();
        CopyObjectResult result = CopyObjectResult.builder()
                .eTag(row.etag())
                .lastModified(Times.shown(row.modified()))
                .checksumType(row.checksumType())
                .build();
        return CopyObjectOutput.builder()
                .copyObjectResult(ChecksumMembers.with(result, row.checksums()))
                .expiration(ObjectExpiry.header(call.state(), in.bucket(), in.key(), row))
                .copySourceVersionId(CopySource.parse(call, in.copySource()).shownVersion(call))
                .versionId(row.versionId())
                .sseCustomerAlgorithm(customer ? CustomerKey.AES256 : null)
                .sseCustomerKeyMD5(customer ? in.sseCustomerKeyMD5() : null)
                .ssekmsEncryptionContext(content.keyArn() == null ? null : in.ssekmsEncryptionContext())
                .serverSideEncryption(content.shownAlgorithm())
                .ssekmsKeyId(content.keyArn())
                .bucketKeyEnabled(content.bucketKey() ? true : null)
                .build();
    }
}
