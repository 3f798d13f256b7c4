package dev.glasshouse.service.s3;

import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.policy.ContextKeys;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What all operations share that read of one object. */
final class StoredObjects {

    static final OperationFacts DATA = OperationFacts.DEFAULT.asDataEvent();

    static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private StoredObjects() {}

    /**
     * The plan of an operation that reads of one object. Where the object is not there, its second question is whether
     * the caller may list.
     *
     * @param actions what must be allowed; with a version each has another name
     */
    static AuthorizationPlan planRead(
            Call call, String name, String key, @Nullable String owner, @Nullable String versionId, String... actions) {
        BucketRow bucket = Buckets.require(call, name, owner);
        Writes.requireKey(key);
        List<AuthorizationRequest> requests = new ArrayList<>();
        for (String action : actions) {
            String asked = versionId == null ? action : action.replace("Object", "ObjectVersion");
            requests.add(Buckets.version(call, bucket, asked, key, versionId, ContextKeys.EMPTY));
        }
        if (Versions.object(call, name, key, versionId).isEmpty()) {
            // who may not list learns nothing of keys that are not there
            requests.add(1, Buckets.bucket(call, bucket, "ListBucket").advisory());
        }
        return new AuthorizationPlan(requests);
    }

    /**
     * The object of a call whose second question, at least where there is no object, was whether the caller may list: who may
     * not is answered 403 for a key that is not there, who may is answered 404.
     */
    static ObjectRow require(Call call, String bucket, String key, @Nullable String versionId) {
        return require(call, bucket, key, versionId, false);
    }

    /** The object that a call changes something of, which cannot be done to a delete marker. */
    static ObjectRow requireToChange(Call call, String bucket, String key, @Nullable String versionId) {
        return require(call, bucket, key, versionId, true);
    }

    private static ObjectRow require(
            Call call, String bucket, String key, @Nullable String versionId, boolean changes) {
        Versions.requireId(Buckets.find(call, bucket), versionId);
        Optional<Versions.Found> found = Versions.asked(call.state(), bucket, key, versionId);
        if (found.isPresent() && !found.get().row().isMarker()) {
            return found.get().row().requireObject();
        }
        if (!call.verdicts().allowed(1)) {
            throw S3Errors.of("AccessDenied", 403, call.verdicts().denial(1));
        }
        if (found.isEmpty()) {
            throw versionId == null ? S3Errors.noSuchKey(key) : S3Errors.noSuchVersion(key, versionId);
        }
        VersionRow marker = found.get().row();
        throw versionId == null && !changes
                ? S3Errors.noSuchKey(key)
                        .withHeader("x-amz-delete-marker", "true")
                        .withHeader("x-amz-version-id", marker.shown())
                : S3Errors.deleteMarker(call.http().method(), marker.shown())
                        .withHeader("Last-Modified", HTTP_DATE.format(marker.modified()));
    }

    /** The conditions of a request, in the order that HTTP gives them. */
    record Conditions(
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            @Nullable Instant ifModifiedSince,
            @Nullable Instant ifUnmodifiedSince) {

        void require(ObjectRow row, Instant now) {
            Instant modified = row.modified().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
            if (ifMatch != null && !matches(ifMatch, row.etag())) {
                throw S3Errors.precondition("If-Match");
            }
            if (ifMatch == null && ifUnmodifiedSince != null && modified.isAfter(ifUnmodifiedSince)) {
                throw S3Errors.precondition("If-Unmodified-Since");
            }
            boolean notModified = ifNoneMatch != null
                    ? matches(ifNoneMatch, row.etag())
                    : ifModifiedSince != null && !modified.isAfter(ifModifiedSince) && ifModifiedSince.isBefore(now);
            if (notModified) {
                throw notModified(row);
            }
        }

        /** The answer without the object still says which it is, and how long it may be kept. */
        private static ServiceException notModified(ObjectRow row) {
            ServiceException answer = ServiceException.of("NotModified", 304, "Not Modified")
                    .withHeader("ETag", row.etag())
                    .withHeader("Last-Modified", HTTP_DATE.format(row.modified()));
            for (String name : List.of("Cache-Control", "Expires")) {
                String value = row.headers().get(name);
                answer = value == null ? answer : answer.withHeader(name, value);
            }
            return answer;
        }

        static boolean matches(String condition, String etag) {
            for (String one : condition.split(",")) {
                String text = one.trim();
                if (text.equals("*") || text.equals(etag) || ('"' + text + '"').equals(etag)) {
                    return true;
                }
            }
            return false;
        }
    }
}
