package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.s3.AbortMultipartUploadOutput;
import dev.glasshouse.api.s3.AbortMultipartUploadRequest;
import dev.glasshouse.api.s3.Initiator;
import dev.glasshouse.api.s3.ListPartsOutput;
import dev.glasshouse.api.s3.ListPartsRequest;
import dev.glasshouse.api.s3.Part;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Multipart uploads but for their bodies; {@link CreateUpload} begins them and {@link UploadPart} fills them. */
final class Uploads {

    private static final int MOST_PARTS = 1000;

    private Uploads() {}

    static List<Operation<?, ?>> all(Vault vault) {
        return List.of(
                write(
                        "AbortMultipartUpload",
                        StoredObjects.DATA,
                        (AbortMultipartUploadRequest in, Call call) ->
                                plan(call, in.bucket(), in.key(), in.expectedBucketOwner(), "AbortMultipartUpload"),
                        Uploads::abort),
                read(
                        "ListParts",
                        StoredObjects.DATA.withReadOnly(true),
                        (ListPartsRequest in, Call call) ->
                                plan(call, in.bucket(), in.key(), in.expectedBucketOwner(), "ListMultipartUploadParts"),
                        (in, call) -> parts(vault, in, call)));
    }

    static AuthorizationPlan plan(Call call, String name, String key, @Nullable String owner, String action) {
        BucketRow bucket = Buckets.require(call, name, owner);
        return AuthorizationPlan.of(Buckets.object(call, bucket, action, key, ContextKeys.EMPTY));
    }

    /** The plan of what goes on with an upload, which is encrypted as was asked for when it began. */
    static AuthorizationPlan planWrite(Call call, String name, String key, @Nullable String owner, String id) {
        BucketRow bucket = Buckets.require(call, name, owner);
        return AuthorizationPlan.of(Buckets.object(
                call, bucket, "PutObject", key, encryption(call, name, key, id).build()));
    }

    /** The condition keys of the encryption that an upload was begun with. */
    static ContextKeys.Builder encryption(Call call, String name, String key, String id) {
        UploadRow.Asked asked = find(call, name, key, id).map(UploadRow::asked).orElse(null);
        return ContextKeys.builder()
                .put("s3:x-amz-server-side-encryption", asked == null ? null : asked.mode())
                .put("s3:x-amz-server-side-encryption-aws-kms-key-id", asked == null ? null : asked.keyId());
    }

    static UploadRow require(Call call, String bucket, String key, String id) {
        return find(call, bucket, key, id).orElseThrow(() -> S3Errors.noSuchUpload(id));
    }

    private static Optional<UploadRow> find(Call call, String bucket, String key, String id) {
        return call.state()
                .get(Buckets.UPLOADS, Scope.SANDBOX, id)
                .filter(upload -> upload.bucket().equals(bucket) && upload.key().equals(key));
    }

    private static AbortMultipartUploadOutput abort(AbortMultipartUploadRequest in, WriteCall call) {
        if (in.ifMatchInitiatedTime() != null) {
            // AWS has it for directory buckets alone
            throw S3Errors.notImplemented("x-amz-if-match-initiated-time");
        }
        require(call, in.bucket(), in.key(), in.uploadId());
        call.tx().remove(Buckets.UPLOADS, Scope.SANDBOX, in.uploadId());
        return AbortMultipartUploadOutput.builder().build();
    }

    private static ListPartsOutput parts(Vault vault, ListPartsRequest in, Call call) {
        UploadRow upload = require(call, in.bucket(), in.key(), in.uploadId());
        requireKey(
                upload, CustomerKey.of(in.sseCustomerAlgorithm(), in.sseCustomerKey(), in.sseCustomerKeyMD5(), null));
        Content content = upload.template().content();
        if (content.keyArn() != null) {
            vault.openKey(call, Buckets.find(call, in.bucket()), in.key(), content, null);
        }
        int most = Listings.most("max-parts", in.maxParts(), MOST_PARTS);
        int after = in.partNumberMarker() == null ? 0 : Listings.natural("part-number-marker", in.partNumberMarker());
        List<Part> shown = new ArrayList<>();
        boolean more = false;
        int last = 0;
        for (Map.Entry<Integer, UploadRow.Part> part : upload.parts().entrySet()) {
            if (part.getKey() <= after) {
                continue;
            }
            if (shown.size() == most) {
                more = most > 0;
                break;
            }
            last = part.getKey();
            Part one = Part.builder()
                    .partNumber(part.getKey())
                    .lastModified(Times.shown(part.getValue().modified()))
                    .eTag(part.getValue().etag())
                    .size(part.getValue().piece().size())
                    .build();
            shown.add(ChecksumMembers.with(
                    one, upload.algorithm() == null ? Map.of() : part.getValue().checksums()));
        }
        String account = Buckets.require(call, in.bucket(), null).account();
        ObjectExpiry.Abort abort = ObjectExpiry.abort(call.state(), in.bucket(), in.key(), upload.begun());
        return ListPartsOutput.builder()
                .abortDate(abort == null ? null : abort.date())
                .abortRuleId(abort == null ? null : abort.rule())
                .bucket(in.bucket())
                .key(in.key())
                .uploadId(in.uploadId())
                .partNumberMarker(after)
                .nextPartNumberMarker(last)
                .maxParts(most)
                .isTruncated(more)
                .parts(shown)
                .owner(BucketOperations.owner(call, account))
                .initiator(initiator(call, upload))
                .storageClass(upload.template().storageClass())
                .checksumAlgorithm(upload.algorithm())
                .checksumType(
                        upload.algorithm() == null ? null : upload.template().checksumType())
                .build();
    }

    /** An object to be: everything but its body. */
    static ObjectRow template(
            Instant now,
            @Nullable String storageClass,
            Map<String, String> headers,
            Map<String, String> metadata,
            Map<String, String> tags,
            String checksumType,
            Content empty) {
        return new ObjectRow(
                "\"\"",
                now,
                Writes.storageClass(storageClass),
                headers,
                metadata,
                tags,
                Map.of(),
                checksumType,
                List.of(),
                empty);
    }

    /** The parts of a new upload. */
    static UploadRow begun(
            Call call,
            String bucket,
            String key,
            ObjectRow template,
            @Nullable String algorithm,
            UploadRow.@Nullable Asked asked) {
        Instant found =
                Buckets.object(call, bucket, key).map(ObjectRow::modified).orElse(null);
        return new UploadRow(bucket, key, call.now(), template, algorithm, Map.of(), initiator(call), found, asked);
    }

    /** Who begins an upload, as listings show it. */
    private static @Nullable String initiator(Call call) {
        Caller caller = call.caller();
        return switch (caller.kind()) {
            case USER, ROLE, FEDERATED_USER -> caller.arn();
            case ROOT -> Buckets.canonicalId(call, caller.account());
            default -> null;
        };
    }

    /** Who began an upload; without a name of its own it is the owner of the bucket. */
    static Initiator initiator(Call call, UploadRow upload) {
        String account = Buckets.find(call, upload.bucket()).account();
        return Initiator.builder()
                .displayName(DisplayNames.ofInitiator(call, upload.initiator(), account))
                .id(upload.initiator() == null ? Buckets.canonicalId(call, account) : upload.initiator())
                .build();
    }

    /** The wrapped data key of an upload, opened for a part. */
    static Vault.Keys key(Vault vault, Call call, UploadRow upload, @Nullable CustomerKey customer) {
        Content content = upload.template().content();
        if (content.isCustomers() && customer == null) {
            throw S3Errors.invalidRequest("The multipart upload initiate requested encryption. Subsequent part requests"
                    + " must include the appropriate encryption parameters.");
        }
        requireKey(upload, customer);
        return vault.openKey(call, Buckets.find(call, upload.bucket()), upload.key(), content, customer);
    }

    /** Refuses a customer's key that is not the one that the upload began with. */
    static void requireKey(UploadRow upload, @Nullable CustomerKey customer) {
        Content content = upload.template().content();
        if (!content.isCustomers() && customer != null) {
            throw S3Errors.invalidRequest("The multipart initiate request did not request encryption. Please resend the"
                    + " request without sending encryption parameters.");
        }
        if (customer != null && !Vault.isKeyOf(upload.bucket(), upload.key(), content, customer)) {
            throw S3Errors.invalidRequest("The provided encryption parameters did not match the ones used originally.");
        }
    }
}
