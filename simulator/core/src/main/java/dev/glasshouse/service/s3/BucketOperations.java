package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.s3.Bucket;
import dev.glasshouse.api.s3.CreateBucketConfiguration;
import dev.glasshouse.api.s3.CreateBucketOutput;
import dev.glasshouse.api.s3.CreateBucketRequest;
import dev.glasshouse.api.s3.DeleteBucketRequest;
import dev.glasshouse.api.s3.GetBucketLocationRequest;
import dev.glasshouse.api.s3.HeadBucketOutput;
import dev.glasshouse.api.s3.HeadBucketRequest;
import dev.glasshouse.api.s3.ListBucketsOutput;
import dev.glasshouse.api.s3.ListBucketsRequest;
import dev.glasshouse.api.s3.ObjectLockConfiguration;
import dev.glasshouse.api.s3.Owner;
import dev.glasshouse.call.Age;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.Pages;
import dev.glasshouse.call.SandboxTraits;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Buckets as such. */
final class BucketOperations {

    private static final int MOST_BUCKETS = 10_000;

    private final NewBuckets newBuckets;

    BucketOperations(NewBuckets newBuckets) {
        this.newBuckets = newBuckets;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "ListBuckets",
                        (ListBucketsRequest in, Call call) -> {
                            if (call.caller().isAnonymous()) {
                                // nobody's buckets: S3 sends browsers to its page
                                throw S3Errors.elsewhere("https://aws.amazon.com/s3/");
                            }
                            return AuthorizationPlan.of(AuthorizationRequest.of(
                                    "s3:ListAllMyBuckets", "*", call.caller().account()));
                        },
                        BucketOperations::list),
                write(
                        "CreateBucket",
                        (CreateBucketRequest in, Call call) -> CreateBucketRights.plan(in, call, tags(in)),
                        this::create),
                read(
                        "HeadBucket",
                        OperationFacts.DEFAULT.asDataEvent().withReadOnly(true),
                        (HeadBucketRequest in, Call call) -> Buckets.plan(
                                call, Buckets.require(call, in.bucket(), in.expectedBucketOwner()), "ListBucket"),
                        BucketOperations::head),
                change(
                        "DeleteBucket",
                        (DeleteBucketRequest in, Call call) -> Buckets.plan(
                                call, Buckets.require(call, in.bucket(), in.expectedBucketOwner()), "DeleteBucket"),
                        BucketOperations::delete),
                read(
                        "GetBucketLocation",
                        (GetBucketLocationRequest in, Call call) -> Buckets.plan(
                                call,
                                Buckets.require(call, in.bucket(), in.expectedBucketOwner()),
                                "GetBucketLocation"),
                        (in, call) -> BucketLocations.get(call, Buckets.require(call, in.bucket(), null))));
    }

    static Owner owner(Call call, String account) {
        return Owner.builder()
                .displayName(DisplayNames.of(call, account))
                .id(Buckets.canonicalId(call, account))
                .build();
    }

    private static ListBucketsOutput list(ListBucketsRequest in, Call call) {
        String account = call.caller().account();
        if (in.bucketRegion() != null && !Addressing.isRegion(in.bucketRegion())) {
            throw S3Errors.invalidArgument(
                    "Argument value " + in.bucketRegion() + " is not a valid AWS Region", "bucket-region");
        }
        String prefix = in.prefix() == null ? "" : in.prefix();
        String parameters = prefix + "|" + in.bucketRegion();
        String token = in.continuationToken() == null ? "" : in.continuationToken();
        String after = token.isEmpty()
                ? null
                : Pages.read(call, "ListBuckets", parameters, token)
                        .orElseThrow(() -> S3Errors.invalidArgument(
                                "The continuation token provided is incorrect", "continuation-token", ""));
        Pages.Page<String, BucketRow> page = Pages.of(
                call.state().rows(Buckets.TABLE, Scope.SANDBOX),
                after,
                in.maxBuckets() == null ? MOST_BUCKETS : in.maxBuckets(),
                (name, bucket) -> bucket.account().equals(account)
                        && name.startsWith(prefix)
                        && (in.bucketRegion() == null || in.bucketRegion().equals(bucket.region())));
        String last = page.last();
        boolean regions =
                in.maxBuckets() != null || in.bucketRegion() != null || in.prefix() != null || !token.isEmpty();
        return ListBucketsOutput.builder()
                .buckets(page.rows().stream()
                        .map(row -> Bucket.builder()
                                .name(row.getKey())
                                .creationDate(Times.shown(row.getValue().created()))
                                .bucketRegion(regions ? row.getValue().region() : null)
                                .bucketArn(shownArn(call, row.getValue()))
                                .build())
                        .toList())
                .owner(owner(call, account))
                .prefix(in.prefix())
                .continuationToken(last == null ? null : Pages.token(call, "ListBuckets", parameters, last))
                .build();
    }

    private static void requireSimulated(CreateBucketRequest in) {
        CreateBucketConfiguration configuration = in.createBucketConfiguration();
        if (configuration == null) {
            return;
        }
        if (configuration.bucket() != null || configuration.location() != null) {
            throw S3Errors.notSimulated("A directory bucket");
        }
    }

    /** The tags of a new bucket, or null. */
    private static @Nullable Map<String, String> tags(CreateBucketRequest in) {
        CreateBucketConfiguration configuration = in.createBucketConfiguration();
        return configuration == null
                        || configuration.tags() == null
                        || configuration.tags().isEmpty()
                ? null
                : Tags.ofResource(configuration.tags().stream()
                        .map(tag -> Map.entry(tag.key(), tag.value()))
                        .toList());
    }

    private CreateBucketOutput create(CreateBucketRequest in, WriteCall call) {
        String name = in.bucket();
        BucketNames.require(name);
        BucketNames.requireNamespace(name, in.bucketNamespace(), call.caller().account(), call.region());
        requireSimulated(in);
        String region = BucketLocations.region(in, call);
        BucketRow before = call.state().get(Buckets.TABLE, Scope.SANDBOX, name).orElse(null);
        if (before != null) {
            boolean own = before.account().equals(call.caller().account());
            if (own && before.region().equals("us-east-1") && region.equals("us-east-1")) {
                newBuckets.putAcl(in, call, before);
                return made(call, before);
            }
            throw own
                    ? S3Errors.of(
                                    "BucketAlreadyOwnedByYou",
                                    409,
                                    "Your previous request to create the named bucket succeeded and you already own it.")
                            .with("BucketName", name)
                    : S3Errors.of(
                                    "BucketAlreadyExists",
                                    409,
                                    "The requested bucket name is not available. The bucket namespace is shared by all"
                                            + " users of the system. Please select a different name and try again.")
                            .with("BucketName", name);
        }
        boolean locks = Boolean.TRUE.equals(in.objectLockEnabledForBucket());
        BucketRow bucket = new BucketRow(
                name,
                call.caller().account(),
                region,
                call.now(),
                null,
                NewBuckets.block(call),
                NewBuckets.ownership(call, in),
                NewBuckets.encryption(call),
                tags(in),
                locks ? new BucketRow.Versioning("Enabled", null) : BucketRow.Versioning.NEVER);
        newBuckets.putAcl(in, call, bucket);
        call.tx().put(Buckets.TABLE, Scope.SANDBOX, name, bucket);
        if (locks) {
            Configurations.put(
                    call, name, Configurations.OBJECT_LOCK, "", new ObjectLockConfiguration("Enabled", null));
        }
        BucketLocations.keep(call, in);
        return made(call, bucket);
    }

    private static CreateBucketOutput made(Call call, BucketRow bucket) {
        boolean first = bucket.region().equals("us-east-1");
        return CreateBucketOutput.builder()
                .location(first ? "/" + bucket.name() : "http://" + bucket.name() + ".s3.amazonaws.com/")
                .bucketArn(shownArn(call, bucket))
                .build();
    }

    /** The ARN of a bucket as S3 shows it since the end of 2025; null before. */
    private static @Nullable String shownArn(Call call, BucketRow bucket) {
        return SandboxTraits.of(call.state()).age().compareTo(Age.Y2026) < 0 ? null : bucket.arn();
    }

    private static HeadBucketOutput head(HeadBucketRequest in, Call call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), null);
        return HeadBucketOutput.builder()
                .bucketArn(shownArn(call, bucket))
                .bucketRegion(bucket.region())
                .accessPointAlias(AccessPoints.isAlias(call, in.bucket()))
                .build();
    }

    private static void delete(DeleteBucketRequest in, WriteCall call) {
        if (AccessPoints.lead(call.state(), in.bucket())) {
            throw S3Errors.of(
                            "BucketHasAccessPointsAttached",
                            400,
                            "Bucket has access points attached and cannot be deleted.")
                    .with("BucketName", in.bucket());
        }
        ObjectKey object = call.state().rows(Buckets.OBJECTS, Scope.SANDBOX).ceilingKey(new ObjectKey(in.bucket(), ""));
        VersionKey version =
                call.state().rows(Buckets.VERSIONS, Scope.SANDBOX).ceilingKey(VersionKey.before(in.bucket(), ""));
        boolean full = object != null && object.bucket().equals(in.bucket())
                || version != null && version.bucket().equals(in.bucket());
        if (full) {
            boolean versioned = Buckets.find(call, in.bucket()).versioning().keepsVersions();
            throw S3Errors.of(
                            "BucketNotEmpty",
                            409,
                            "The bucket you tried to delete is not empty"
                                    + (versioned ? ". You must delete all versions in the bucket." : ""))
                    .with("BucketName", in.bucket());
        }
        Configurations.removeAll(call, in.bucket());
        call.state().rows(Buckets.UPLOADS, Scope.SANDBOX).forEach((id, upload) -> {
            if (upload.bucket().equals(in.bucket())) {
                call.tx().remove(Buckets.UPLOADS, Scope.SANDBOX, id);
            }
        });
        call.tx().remove(BucketAccess.TABLE, Scope.SANDBOX, in.bucket());
        call.tx().remove(Buckets.TABLE, Scope.SANDBOX, in.bucket());
    }
}
