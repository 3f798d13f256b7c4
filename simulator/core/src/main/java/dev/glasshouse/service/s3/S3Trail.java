package dev.glasshouse.service.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Signing;
import dev.glasshouse.call.TrailResource;
import dev.glasshouse.call.TrailShape;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.wire.HostIds;
import dev.glasshouse.wire.QueryString;
import dev.glasshouse.wire.XmlNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * S3's events speak of bucket, key, query and headers rather than of the model's members. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html">Log file
 * entries for Amazon S3</a>.
 */
final class S3Trail implements TrailShape {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The names that the trail has for operations which the API calls otherwise. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("GetBucketLifecycleConfiguration", "GetBucketLifecycle"),
            Map.entry("PutBucketLifecycleConfiguration", "PutBucketLifecycle"),
            Map.entry("GetBucketNotificationConfiguration", "GetBucketNotification"),
            Map.entry("PutBucketNotificationConfiguration", "PutBucketNotification"),
            Map.entry("GetBucketAccelerateConfiguration", "GetAccelerateConfiguration"),
            Map.entry("PutBucketAccelerateConfiguration", "PutAccelerateConfiguration"),
            Map.entry("GetObjectLockConfiguration", "GetBucketObjectLockConfiguration"),
            Map.entry("PutObjectLockConfiguration", "PutBucketObjectLockConfiguration"),
            Map.entry("GetPublicAccessBlock", "GetBucketPublicAccessBlock"),
            Map.entry("PutPublicAccessBlock", "PutBucketPublicAccessBlock"),
            Map.entry("DeletePublicAccessBlock", "DeleteBucketPublicAccessBlock"),
            Map.entry("ListObjectsV2", "ListObjects"));

    /** What of a presigned query the trail shows. */
    private static final Set<String> OF_PRESIGNED =
            Set.of("x-amz-algorithm", "x-amz-date", "x-amz-expires", "x-amz-signedheaders");

    /** Headers that speak of the transport or of who calls. */
    private static final Set<String> HIDDEN = Set.of(
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-expires",
            "x-amz-signature",
            "x-amz-signedheaders",
            "x-amz-content-sha256",
            "x-amz-security-token",
            "x-amz-user-agent",
            "x-amz-account-id",
            "x-amz-decoded-content-length",
            "x-amz-trailer",
            "x-amz-sdk-checksum-algorithm");

    /** Bodies that list what else stands nowhere in the trail. */
    private static final Set<String> UNSHOWN_BODIES = Set.of("Delete", "MultipartUpload");

    private final boolean control;

    /**
     * The shape of S3's events.
     *
     * @param control whether of those of S3's control of accounts
     */
    S3Trail(boolean control) {
        this.control = control;
    }

    /** S3 Control stands in the trail as S3. */
    @Override
    public String eventSource(ServiceModel service) {
        return "s3.amazonaws.com";
    }

    @Override
    public String userAgent(String header) {
        return "[" + header + "]";
    }

    @Override
    public String eventName(Outcome outcome) {
        if (outcome.call().signing().method() == Signing.Method.POST) {
            return "PostObject";
        }
        String operation = outcome.operation().name();
        String name = NAMES.getOrDefault(operation, operation);
        return control && name.endsWith("BucketPublicAccessBlock") ? name.replace("Bucket", "Account") : name;
    }

    @Override
    public boolean keepsRefused() {
        return true;
    }

    @Override
    public @Nullable ObjectNode requestParameters(Outcome outcome, @Nullable ObjectNode byModel) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        Call call = outcome.call();
        String bucket = member(outcome, "Bucket");
        if (bucket != null && !control) {
            node.put("bucketName", bucket);
        }
        node.put("Host", call.http().host());
        if (control) {
            labels(outcome, node);
        }
        String key = member(outcome, "Key");
        if (key != null) {
            node.put("key", key);
        }
        boolean presigned = call.signing().method() == Signing.Method.QUERY;
        QueryString query = QueryString.parse(call.http().rawQuery());
        if (query != null) {
            for (String name : query.names()) {
                if (shows(name, presigned)) {
                    node.put(name, String.valueOf(query.first(name)));
                }
            }
        }
        call.http().headers().forEach((name, value) -> {
            String small = name.toLowerCase(Locale.ROOT);
            if (small.startsWith("x-amz-") && !isHidden(small) && !node.has(small)) {
                node.put(small, value);
            }
        });
        body(outcome, node);
        return node;
    }

    /** What of the path names access points and other resources of an account. */
    private static void labels(Outcome outcome, ObjectNode node) {
        ApiRecord input = outcome.input();
        Structure shape = outcome.operation().input();
        if (input == null || shape == null) {
            new TreeMap<>(outcome.labels()).forEach(node::put);
            return;
        }
        for (Member member : shape.members()) {
            Object value = member.location() == Member.Location.URI ? input.member(member.index()) : null;
            if (value != null) {
                node.put(member.locationName(), String.valueOf(value));
            }
        }
    }

    private static boolean shows(String name, boolean presigned) {
        String small = name.toLowerCase(Locale.ROOT);
        return presigned && OF_PRESIGNED.contains(small)
                || !isHidden(small) && !name.equals("Signature") && !name.equals("AWSAccessKeyId");
    }

    private static boolean isHidden(String header) {
        return HIDDEN.contains(header)
                || header.startsWith("x-amz-checksum-")
                || header.endsWith("customer-key")
                || header.endsWith("customer-key-md5");
    }

    private static void body(Outcome outcome, ObjectNode node) {
        ApiRecord input = outcome.input();
        Structure shape = outcome.operation().input();
        Member payload = shape == null ? null : shape.payload();
        if (input != null && shape != null && payload == null) {
            ObjectNode body =
                    TrailBody.ofInput(shape, input, outcome.operation().inputXmlNamespace());
            String root = outcome.operation().inputXmlName();
            if (!body.isEmpty() && root != null) {
                node.set(root, body);
            }
        }
        Object body = input == null || payload == null ? null : input.member(payload.index());
        if (payload == null || body == null) {
            return;
        }
        if (payload.name().equals("Policy") && body instanceof String policy) {
            try {
                node.set("bucketPolicy", JSON.readTree(policy));
            } catch (JsonProcessingException e) {
                node.put("bucketPolicy", policy);
            }
        } else if (payload.shape() instanceof Structure structure
                && body instanceof ApiRecord record
                && !UNSHOWN_BODIES.contains(payload.name())) {
            node.set(XmlNames.payload(payload), TrailBody.of(payload, structure, record));
        }
    }

    @Override
    public @Nullable ObjectNode responseElements(Outcome outcome, @Nullable ObjectNode byModel) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ApiRecord output = outcome.output();
        Structure shape = outcome.operation().output();
        if (output == null || shape == null) {
            return null;
        }
        for (Member member : shape.members()) {
            Object value = member.location() == Member.Location.HEADER ? output.member(member.index()) : null;
            String name = member.locationName().toLowerCase(Locale.ROOT);
            if (value != null && name.startsWith("x-amz-") && !isHidden(name) && !name.equals("x-amz-checksum-type")) {
                node.put(name, String.valueOf(value));
            }
        }
        return node.isEmpty() ? null : node;
    }

    @Override
    public ObjectNode additionalEventData(Outcome outcome) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        Call call = outcome.call();
        boolean signed = call.signing().signed();
        if (signed) {
            node.put("SignatureVersion", call.signing().algorithm().equals("AWS") ? "SigV2" : "SigV4");
        }
        if (call.http().connection().tls() != null) {
            node.put("CipherSuite", call.http().connection().tls().cipherSuite());
        }
        node.put("bytesTransferredIn", outcome.bytesIn());
        String applied = applied(outcome);
        if (applied != null) {
            node.put("SSEApplied", applied);
        }
        if (signed) {
            node.put("AuthenticationMethod", call.signing().method().trailName());
        }
        if (outcome.allowedBeside()) {
            node.put("aclRequired", "Yes");
        }
        node.put("x-amz-id-2", HostIds.of(outcome.requestId()));
        node.put("bytesTransferredOut", Math.max(0, outcome.bytesOut()));
        return node;
    }

    /** How what was written is encrypted, and whether the bucket's default had it so; null where nothing was written. */
    private static @Nullable String applied(Outcome outcome) {
        ApiRecord output = outcome.output();
        if (output == null || outcome.operation().readOnly()) {
            return null;
        }
        if (text(output, outcome.operation().output(), "SSECustomerAlgorithm") != null) {
            return "SSE_C";
        }
        String mode = text(output, outcome.operation().output(), "ServerSideEncryption");
        if (mode == null) {
            return null;
        }
        String name = switch (mode) {
            case "AES256" -> "SSE_S3";
            case "aws:kms" -> "SSE_KMS";
            case "aws:kms:dsse" -> "DSSE_KMS";
            default -> null;
        };
        Structure input = outcome.operation().input();
        boolean could = input != null && input.member("ServerSideEncryption") != null;
        return name != null && could && member(outcome, "ServerSideEncryption") == null ? "Default_" + name : name;
    }

    /** The owners of a bucket and of the access point that it is reached by, whichever of the two refuses. */
    @Override
    public List<String> recipients(Outcome outcome) {
        BucketRow row = control || outcome.operation().name().equals("CreateBucket") ? null : bucket(outcome);
        if (row == null) {
            return List.of();
        }
        AccessPointRow point = AccessPoints.addressed(outcome.call(), row.name());
        return point == null || point.account().equals(row.account())
                ? List.of(row.account())
                : List.of(row.account(), point.account());
    }

    private static @Nullable BucketRow bucket(Outcome outcome) {
        String bucket = member(outcome, "Bucket");
        return bucket == null
                ? null
                : outcome.call()
                        .state()
                        .get(Buckets.TABLE, Scope.SANDBOX, bucket)
                        .orElse(null);
    }

    @Override
    public List<TrailResource> resources(Outcome outcome) {
        String bucket = member(outcome, "Bucket");
        BucketRow row = bucket(outcome);
        if (row == null && bucket != null && outcome.output() != null && !control) {
            // a bucket that was deleted stands there with the owner that it had
            return outcome.owners().stream()
                    .limit(1)
                    .map(owner -> new TrailResource("arn:aws:s3:::" + bucket, owner, "AWS::S3::Bucket"))
                    .toList();
        }
        if (row == null || control || outcome.operation().name().equals("CreateBucket")) {
            return List.of();
        }
        List<TrailResource> resources = new ArrayList<>();
        String key = member(outcome, "Key");
        String arn = row.arn();
        if (key != null) {
            resources.add(new TrailResource(arn + "/" + key, null, "AWS::S3::Object"));
        } else if (ofMany(outcome.operation().name())) {
            resources.add(TrailResource.beginning(arn + "/", "AWS::S3::Object"));
        }
        resources.add(new TrailResource(arn, row.account(), "AWS::S3::Bucket"));
        AccessPointRow point = AccessPoints.addressed(outcome.call(), row.name());
        if (point != null) {
            resources.add(new TrailResource(point.arn(), point.account(), "AWS::S3::AccessPoint"));
        }
        return resources;
    }

    /** Whether an operation is one on the objects of a bucket, none of which it names. */
    private static boolean ofMany(String operation) {
        return operation.startsWith("ListObject")
                || operation.equals("HeadBucket")
                || operation.equals("DeleteObjects");
    }

    /** A member of the input; where that could not be read, or is of an operation without a record, what the path says. */
    private static @Nullable String member(Outcome outcome, String name) {
        ApiRecord input = outcome.input();
        return input == null
                ? outcome.labels().get(name)
                : text(input, outcome.operation().input(), name);
    }

    private static @Nullable String text(ApiRecord record, @Nullable Structure shape, String name) {
        Member member = shape == null ? null : shape.member(name);
        if (member == null || member.shape() instanceof Structure) {
            return null;
        }
        Object value = record.member(member.index());
        return value == null ? null : String.valueOf(value);
    }
}
