package dev.glasshouse.service.s3;

import dev.glasshouse.api.StreamingBody;
import dev.glasshouse.call.Call;
import dev.glasshouse.crypto.content.Checksums;
import dev.glasshouse.policy.ContextKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rules that all operations share that write objects. */
final class Writes {

    /** The most bytes of one upload, and of a copy. */
    static final long MOST_BODY_BYTES = 5L << 30;

    private static final int MOST_KEY_BYTES = 1024;
    private static final int MOST_METADATA_BYTES = 2048;
    private static final Set<String> STORAGE_CLASSES = Set.of(
            "STANDARD",
            "REDUCED_REDUNDANCY",
            "STANDARD_IA",
            "ONEZONE_IA",
            "INTELLIGENT_TIERING",
            "GLACIER",
            "GLACIER_IR",
            "DEEP_ARCHIVE");

    private Writes() {}

    /** Whether no object can have a key. */
    static boolean isTooLong(String key) {
        return length(key) > MOST_KEY_BYTES;
    }

    private static int length(String key) {
        return key.getBytes(StandardCharsets.UTF_8).length;
    }

    static void requireKey(String key) {
        if (isTooLong(key)) {
            throw S3Errors.of("KeyTooLongError", 400, "Your key is too long")
                    .with("Size", Integer.toString(length(key)))
                    .with("MaxSizeAllowed", Integer.toString(MOST_KEY_BYTES));
        }
    }

    /** The body of an object or a part: of a length that is known before, and at most 5 GiB. */
    static InputStream open(Call call, @Nullable StreamingBody body) throws IOException {
        if (body == null) {
            return InputStream.nullInputStream();
        }
        if (body.length() < 0) {
            if (call.http().headers().first("Transfer-Encoding").isPresent()) {
                throw S3Errors.notImplemented("Transfer-Encoding");
            }
            throw S3Errors.of("MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
        }
        if (body.length() > MOST_BODY_BYTES) {
            throw S3Errors.of("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size")
                    .with("ProposedSize", Long.toString(body.length()))
                    .with("MaxSizeAllowed", Long.toString(MOST_BODY_BYTES));
        }
        return body.open();
    }

    /** Encryption with the customer's own key, which new buckets block before they look at it. */
    static void requireUnblocked(BucketRow bucket, @Nullable String customerAlgorithm, @Nullable String customerKey) {
        boolean asked = customerAlgorithm != null || customerKey != null;
        if (asked && bucket.blocked().contains(BucketRow.Encryption.SSE_C)) {
            throw S3Errors.accessDenied();
        }
    }

    /** The condition keys that an object's tags give; those of the headers are {@link ConditionKeys}'s. */
    static ContextKeys keys(Map<String, String> tags) {
        ContextKeys.Builder keys = ContextKeys.builder();
        if (!tags.isEmpty()) {
            tags.forEach((name, value) -> keys.put("s3:RequestObjectTag/" + name, value));
            keys.putAll("s3:RequestObjectTagKeys", List.copyOf(tags.keySet()));
        }
        return keys.build();
    }

    /** What to encrypt with: what the request says, else what the bucket does. */
    static Vault.Choice choice(
            BucketRow bucket,
            @Nullable String sse,
            @Nullable String keyId,
            @Nullable String context,
            @Nullable Boolean bucketKey,
            @Nullable CustomerKey customer) {
        boolean kms = "aws:kms".equals(sse) || "aws:kms:dsse".equals(sse);
        if ((keyId != null || context != null) && !kms) {
            throw S3Errors.invalidArgument(
                    "Server Side Encryption with AWS KMS managed key requires HTTP header"
                            + " x-amz-server-side-encryption : aws:kms",
                    "x-amz-server-side-encryption",
                    sse == null ? "null" : sse);
        }
        if (customer != null) {
            return new Vault.Choice(CustomerKey.ALGORITHM, null, false, Map.of(), customer);
        }
        BucketRow.Encryption usual = bucket.encryption();
        boolean useBucketKey = bucketKey == null ? usual != null && usual.bucketKey() : bucketKey;
        if (sse == null) {
            if (usual == null) {
                return new Vault.Choice(Content.NONE, null, false, Map.of(), null);
            }
            boolean plainKms = usual.algorithm().equals("aws:kms");
            return new Vault.Choice(
                    usual.algorithm(), usual.keyId(), plainKms && useBucketKey, EncryptionContext.parse(context), null);
        }
        if (sse.equals("AES256")) {
            return new Vault.Choice(sse, null, false, Map.of(), null);
        }
        if (!kms) {
            throw S3Errors.invalidArgument(
                    "The encryption method specified is not supported", "x-amz-server-side-encryption", sse);
        }
        // without a key it is aws/s3, whatever the bucket's own key
        return new Vault.Choice(
                sse, keyId, sse.equals("aws:kms") && useBucketKey, EncryptionContext.parse(context), null);
    }

    static void add(Map<String, String> said, String algorithm, @Nullable String value) {
        if (value != null) {
            said.put(algorithm, value);
        }
    }

    static Map<String, String> headers(
            @Nullable String cacheControl,
            @Nullable String disposition,
            @Nullable String encoding,
            @Nullable String language,
            @Nullable String type,
            @Nullable String expires,
            @Nullable String redirect) {
        Map<String, String> headers = new TreeMap<>();
        add(headers, "Cache-Control", cacheControl);
        add(headers, "Content-Disposition", disposition);
        add(headers, "Content-Encoding", encoding);
        add(headers, "Content-Language", language);
        add(headers, "Content-Type", type);
        add(headers, "Expires", expires);
        add(headers, "x-amz-website-redirect-location", requireRedirect(redirect));
        headers.values().removeIf(String::isEmpty); // an empty header says nothing
        headers.putIfAbsent("Content-Type", "binary/octet-stream");
        return headers;
    }

    private static @Nullable String requireRedirect(@Nullable String redirect) {
        boolean leads = redirect == null
                || redirect.startsWith("/")
                || redirect.startsWith("http://")
                || redirect.startsWith("https://");
        if (!leads) {
            throw S3Errors.of(
                    "InvalidRedirectLocation",
                    400,
                    "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.");
        }
        return redirect;
    }

    /** Headers that are copied; a redirect is not, but for that of the request. */
    static Map<String, String> redirected(Map<String, String> headers, @Nullable String redirect) {
        Map<String, String> copied = new TreeMap<>(headers);
        copied.remove("x-amz-website-redirect-location");
        add(copied, "x-amz-website-redirect-location", requireRedirect(redirect));
        return copied;
    }

    /** The storage class of a write; refuses those that general purpose buckets do not have. */
    static String storageClass(@Nullable String asked) {
        if (asked == null) {
            return "STANDARD";
        }
        if (!STORAGE_CLASSES.contains(asked)) {
            throw S3Errors.of("InvalidStorageClass", 400, "The storage class you specified is not valid")
                    .with("StorageClassRequested", asked);
        }
        return asked;
    }

    static Map<String, String> metadata(@Nullable Map<String, String> metadata) {
        Map<String, String> kept = new TreeMap<>();
        int size = 0;
        for (Map.Entry<String, String> entry : (metadata == null ? Map.<String, String>of() : metadata).entrySet()) {
            String value = EncodedWords.decode(entry.getValue());
            kept.put(entry.getKey().toLowerCase(Locale.ROOT), value);
            size += entry.getKey().length() + value.getBytes(StandardCharsets.UTF_8).length;
        }
        if (size > MOST_METADATA_BYTES) {
            throw S3Errors.of("MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size")
                    .with("Size", Integer.toString(size))
                    .with("MaxSizeAllowed", Integer.toString(MOST_METADATA_BYTES));
        }
        return kept;
    }

    private static boolean isMd5(String encryption) {
        return encryption.equals("AES256") || encryption.equals(Content.NONE);
    }

    /** The digests that a write needs under an encryption, as {@link Content} names it. */
    static BodyChecks checks(String encryption, BodyChecks all) {
        return isMd5(encryption) ? all : all.withoutMd5();
    }

    /** The ETag: the MD5 of the body, but under a key of KMS or the customer's something that is not. */
    static String etag(String encryption, BodyChecks checks, Call call) {
        if (isMd5(encryption)) {
            return '"' + checks.hex() + '"';
        }
        byte[] other = Checksums.digest("MD5").digest(("etag/" + call.requestId()).getBytes(StandardCharsets.UTF_8));
        return '"' + HexFormat.of().formatHex(other) + '"';
    }

    static Content filled(Content empty, List<Content.Piece> pieces) {
        return empty.withPieces(pieces);
    }

    /** Refuses conditions that no write can have. */
    static void requireConditionForm(Call call, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
        for (String name : List.of("If-Modified-Since", "If-Unmodified-Since")) {
            if (call.http().headers().contains(name)) {
                throw S3Errors.notImplemented(name);
            }
        }
        if (ifMatch != null && ifNoneMatch != null) {
            throw S3Errors.notImplemented("If-Match,If-None-Match")
                    .with("additionalMessage", "Multiple conditional request headers present in the request");
        }
        String header = ifNoneMatch != null && !ifNoneMatch.equals("*")
                ? "If-None-Match"
                : "*".equals(ifMatch) ? "If-Match" : null;
        if (header != null) {
            throw S3Errors.notImplemented(header)
                    .with(
                            "additionalMessage",
                            "We don't accept the provided value of " + header + " header for this API");
        }
    }

    /** The conditions of a conditional write. */
    static void requireConditions(
            Call call, String bucket, String key, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
        requireConditionForm(call, ifMatch, ifNoneMatch);
        ObjectRow before = Buckets.object(call, bucket, key).orElse(null);
        if (ifNoneMatch != null && before != null) {
            throw S3Errors.precondition("If-None-Match");
        }
        if (ifMatch != null) {
            if (before == null) {
                throw S3Errors.noSuchKey(key);
            }
            if (!StoredObjects.Conditions.matches(ifMatch, before.etag())) {
                throw S3Errors.precondition("If-Match");
            }
        }
    }
}
