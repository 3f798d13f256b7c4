package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.s3.DeleteBucketTaggingRequest;
import dev.glasshouse.api.s3.DeleteObjectTaggingOutput;
import dev.glasshouse.api.s3.DeleteObjectTaggingRequest;
import dev.glasshouse.api.s3.GetBucketTaggingOutput;
import dev.glasshouse.api.s3.GetBucketTaggingRequest;
import dev.glasshouse.api.s3.GetObjectTaggingOutput;
import dev.glasshouse.api.s3.GetObjectTaggingRequest;
import dev.glasshouse.api.s3.PutBucketTaggingRequest;
import dev.glasshouse.api.s3.PutObjectTaggingOutput;
import dev.glasshouse.api.s3.PutObjectTaggingRequest;
import dev.glasshouse.api.s3.Tag;
import dev.glasshouse.api.s3.Tagging;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.wire.QueryString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tags of buckets and objects. */
final class Tags {

    private static final int MOST_OF_OBJECT = 10;
    private static final int MOST_OF_BUCKET = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;
    private static final OperationFacts DATA = StoredObjects.DATA;

    private Tags() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "GetObjectTagging",
                        DATA.withReadOnly(true),
                        (GetObjectTaggingRequest in, Call call) -> StoredObjects.planRead(
                                call,
                                in.bucket(),
                                in.key(),
                                in.expectedBucketOwner(),
                                in.versionId(),
                                "GetObjectTagging"),
                        (in, call) -> {
                            ObjectRow row = toRead(in, call);
                            return new GetObjectTaggingOutput(shownVersion(call, in.bucket(), row), set(row.tags()));
                        }),
                write(
                        "PutObjectTagging",
                        DATA,
                        (PutObjectTaggingRequest in, Call call) -> planWrite(call, in),
                        (in, call) -> {
                            Map<String, String> tags = of(in.tagging(), MOST_OF_OBJECT);
                            ObjectRow row = retag(call, in.bucket(), in.key(), in.versionId(), tags);
                            return new PutObjectTaggingOutput(shownVersion(call, in.bucket(), row));
                        }),
                write(
                        "DeleteObjectTagging",
                        DATA,
                        (DeleteObjectTaggingRequest in, Call call) -> StoredObjects.planRead(
                                call,
                                in.bucket(),
                                in.key(),
                                in.expectedBucketOwner(),
                                in.versionId(),
                                "DeleteObjectTagging"),
                        (in, call) -> {
                            ObjectRow row = retag(call, in.bucket(), in.key(), in.versionId(), Map.of());
                            return new DeleteObjectTaggingOutput(shownVersion(call, in.bucket(), row));
                        }),
                read(
                        "GetBucketTagging",
                        (GetBucketTaggingRequest in, Call call) -> Buckets.plan(
                                call, Buckets.require(call, in.bucket(), in.expectedBucketOwner()), "GetBucketTagging"),
                        Tags::ofBucket),
                change(
                        "PutBucketTagging",
                        (PutBucketTaggingRequest in, Call call) -> Buckets.plan(
                                call, Buckets.require(call, in.bucket(), in.expectedBucketOwner()), "PutBucketTagging"),
                        (in, call) -> {
                            BucketAbac.requireDisabled(call.state(), in.bucket(), "PUT");
                            put(
                                    call,
                                    Buckets.require(call, in.bucket(), null)
                                            .withTags(of(in.tagging(), MOST_OF_BUCKET)));
                        }),
                change(
                        "DeleteBucketTagging",
                        (DeleteBucketTaggingRequest in, Call call) -> Buckets.plan(
                                call, Buckets.require(call, in.bucket(), in.expectedBucketOwner()), "PutBucketTagging"),
                        (in, call) -> {
                            BucketAbac.requireDisabled(call.state(), in.bucket(), "DELETE");
                            put(call, Buckets.require(call, in.bucket(), null).withTags(null));
                        }));
    }

    private static AuthorizationPlan planWrite(Call call, PutObjectTaggingRequest in) {
        BucketRow bucket = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
        Map<String, String> tags = new TreeMap<>();
        in.tagging().tagSet().forEach(tag -> tags.put(tag.key(), tag.value()));
        String action = in.versionId() == null ? "PutObjectTagging" : "PutObjectVersionTagging";
        AuthorizationRequest asked = Buckets.version(call, bucket, action, in.key(), in.versionId(), Writes.keys(tags));
        return AuthorizationPlan.of(
                asked, Buckets.bucket(call, bucket, "ListBucket").advisory());
    }

    private static @Nullable String shownVersion(Call call, String bucket, ObjectRow row) {
        return Versions.shown(Buckets.find(call, bucket), row);
    }

    private static ObjectRow retag(
            WriteCall call, String bucket, String key, @Nullable String versionId, Map<String, String> tags) {
        ObjectRow row = StoredObjects.requireToChange(call, bucket, key, versionId);
        Versions.replace(call, bucket, key, row.withTags(tags));
        return row;
    }

    private static void put(WriteCall call, BucketRow row) {
        call.tx().put(Buckets.TABLE, Scope.SANDBOX, row.name(), row);
    }

    private static GetBucketTaggingOutput ofBucket(GetBucketTaggingRequest in, Call call) {
        Map<String, String> tags = Buckets.require(call, in.bucket(), null).tags();
        if (tags == null || tags.isEmpty()) {
            throw S3Errors.of("NoSuchTagSet", 404, "The TagSet does not exist").with("BucketName", in.bucket());
        }
        return new GetBucketTaggingOutput(set(tags));
    }

    private static List<Tag> set(Map<String, String> tags) {
        return new TreeMap<>(tags)
                .entrySet().stream()
                        .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                        .toList();
    }

    /** The tags that a new bucket, or a resource by its ARN, is to have. */
    static Map<String, String> ofResource(List<Map.Entry<String, String>> tags) {
        if (tags.stream().anyMatch(tag -> isReserved(tag.getKey()))) {
            throw invalid("User-defined tag keys can't start with \"aws:\". This prefix is reserved for system tags."
                    + " Remove \"aws:\" from your tag keys and try again.");
        }
        return checked(tags, MOST_OF_BUCKET);
    }

    private static boolean isReserved(String key) {
        return key.regionMatches(true, 0, "aws:", 0, 4);
    }

    /** Refuses more tags than a bucket or another resource may have. */
    static void requireFew(Map<String, String> tags) {
        requireFew(tags, MOST_OF_BUCKET);
    }

    private static void requireFew(Map<String, String> tags, int most) {
        if (tags.size() > most) {
            throw S3Errors.of(
                    "BadRequest",
                    400,
                    most == MOST_OF_OBJECT
                            ? "Object tags cannot be greater than 10"
                            : "Bucket tag count cannot be greater than 50");
        }
    }

    /** The tags of a request's body. */
    static Map<String, String> of(Tagging tagging, int most) {
        List<Map.Entry<String, String>> tags = new ArrayList<>();
        tagging.tagSet().forEach(tag -> tags.add(Map.entry(tag.key(), tag.value())));
        return checked(tags, most);
    }

    /** Tags from a header in the form of a query string. */
    static Map<String, String> ofHeader(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return Map.of();
        }
        QueryString query = QueryString.parse(header);
        boolean good = query != null;
        if (query != null) {
            for (String name : query.names()) {
                good &= query.all(name).size() == 1 && isKey(name) && isValue(String.valueOf(query.first(name)));
            }
        }
        if (query == null || !good) {
            throw S3Errors.invalidArgument(
                    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without"
                            + " tag name duplicates.",
                    "x-amz-tagging",
                    header);
        }
        List<Map.Entry<String, String>> tags = new ArrayList<>();
        query.names().forEach(name -> tags.add(Map.entry(name, String.valueOf(query.first(name)))));
        return checked(tags, MOST_OF_OBJECT);
    }

    /** The object whose tags are read; where there is none, S3 names its bucket with the key. */
    private static ObjectRow toRead(GetObjectTaggingRequest in, Call call) {
        try {
            return StoredObjects.require(call, in.bucket(), in.key(), in.versionId());
        } catch (ServiceException e) {
            throw e.code().equals("NoSuchKey") ? S3Errors.noSuchKey(in.bucket() + "/" + in.key()) : e;
        }
    }

    private static boolean isKey(String key) {
        return !key.isEmpty() && key.length() <= LONGEST_KEY && plain(key);
    }

    private static boolean isValue(String value) {
        return value.length() <= LONGEST_VALUE && plain(value);
    }

    /** Whether a text has only letters, digits, spaces and the signs that tags may have. */
    static boolean plain(String text) {
        return text.codePoints()
                .allMatch(c -> Character.isLetterOrDigit(c) || Character.isWhitespace(c) || "_.:/=+-@".indexOf(c) >= 0);
    }

    private static Map<String, String> checked(List<Map.Entry<String, String>> tags, int most) {
        Map<String, String> checked = new TreeMap<>();
        for (Map.Entry<String, String> tag : tags) {
            if (!isKey(tag.getKey())) {
                throw invalid("The TagKey you have provided is invalid").with("TagKey", tag.getKey());
            }
            if (!isValue(tag.getValue())) {
                throw invalid("The TagValue you have provided is invalid")
                        .with("TagKey", tag.getKey())
                        .with("TagValue", tag.getValue());
            }
            if (isReserved(tag.getKey())) {
                throw invalid(
                                most == MOST_OF_OBJECT
                                        ? "Your TagKey cannot be prefixed with aws:"
                                        : "System tags cannot be added/updated by requester")
                        .with("TagKey", tag.getKey());
            }
            if (checked.put(tag.getKey(), tag.getValue()) != null) {
                throw invalid("Cannot provide multiple Tags with the same key").with("TagKey", tag.getKey());
            }
        }
        requireFew(checked, most);
        return checked;
    }

    private static ServiceException invalid(String text) {
        return S3Errors.of("InvalidTag", 400, text);
    }
}
