package dev.glasshouse.service.s3;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.DecryptRequest;
import dev.glasshouse.api.kms.DecryptResponse;
import dev.glasshouse.api.kms.GenerateDataKeyRequest;
import dev.glasshouse.api.kms.GenerateDataKeyResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.crypto.content.Segments;
import dev.glasshouse.crypto.hsm.Hsm;
import dev.glasshouse.sandbox.Blob;
import dev.glasshouse.sandbox.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Encrypts bodies on their way in and opens them on their way out. */
final class Vault {

    private static final String NAME = "s3";
    private static final int MOST_INLINE = 8 * 1024;
    private static final String VIA = "s3.amazonaws.com";

    private final Hsm hsm = new Hsm();
    private final Bytes own = hsm.newKey(NAME);

    /**
     * What an object is to be encrypted with.
     *
     * @param algorithm {@code AES256} or {@code aws:kms}
     * @param keyId the KMS key or null for {@code aws/s3}
     * @param bucketKey whether the data key is bound to the bucket
     * @param context what the request adds to the encryption context
     */
    record Choice(String algorithm, @Nullable String keyId, boolean bucketKey, Map<String, String> context) {}

    /** A data key in the clear for as long as a call takes, and the empty content that keeps it wrapped. */
    record DataKey(Bytes plain, Content content) {}

    DataKey newKey(Call call, BucketRow bucket, String key, Choice choice) {
        if (choice.algorithm().equals("AES256")) {
            byte[] plain = hsm.random(32);
            byte[] wrapped = hsm.encrypt(own, NAME, plain, bound(bucket.name(), key));
            return new DataKey(
                    Bytes.wrap(plain), new Content(List.of(), "AES256", null, false, Bytes.wrap(wrapped), Map.of()));
        }
        Map<String, String> context = new java.util.TreeMap<>(choice.context());
        context.put("aws:s3:arn", choice.bucketKey() ? bucket.arn() : bucket.arn() + "/" + key);
        GenerateDataKeyResponse made = kms(() -> call.services()
                .onBehalf(
                        VIA,
                        bucket.account(),
                        "kms",
                        "GenerateDataKey",
                        GenerateDataKeyRequest.builder()
                                .keyId(choice.keyId() == null ? "alias/aws/s3" : choice.keyId())
                                .keySpec("AES_256")
                                .encryptionContext(context)
                                .build(),
                        GenerateDataKeyResponse.class));
        return new DataKey(
                Objects.requireNonNull(made.plaintext()),
                new Content(
                        List.of(),
                        "aws:kms",
                        made.keyId(),
                        choice.bucketKey(),
                        Objects.requireNonNull(made.ciphertextBlob()),
                        context));
    }

    /** The data key of a stored body; for SSE-KMS KMS is asked on the caller's behalf. */
    Bytes openKey(Call call, BucketRow bucket, String key, Content content) {
        if (content.algorithm().equals("AES256")) {
            return Bytes.wrap(hsm.decrypt(own, NAME, content.wrapped().toArray(), bound(bucket.name(), key))
                    .orElseThrow(() -> new IllegalStateException("S3's own key does not open " + key)));
        }
        if (call.caller().isAnonymous() || call.signing().algorithm().equals("AWS")) {
            throw S3Errors.invalidArgument(
                    "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
                    "Authorization",
                    "null");
        }
        DecryptResponse opened = kms(() -> call.services()
                .onBehalf(
                        VIA,
                        bucket.account(),
                        "kms",
                        "Decrypt",
                        DecryptRequest.builder()
                                .ciphertextBlob(content.wrapped())
                                .encryptionContext(content.context())
                                .build(),
                        DecryptResponse.class));
        return Objects.requireNonNull(opened.plaintext());
    }

    private static byte[] bound(String bucket, String key) {
        return (bucket + "/" + key).getBytes(StandardCharsets.UTF_8);
    }

    private interface KmsCall<O> {
        O run();
    }

    /** KMS's refusals as S3 hands them on. */
    private static <O> O kms(KmsCall<O> call) {
        try {
            return call.run();
        } catch (ServiceException e) {
            String text = String.valueOf(e.error().message());
            if (e.code().equals("AccessDeniedException")) {
                throw S3Errors.of("AccessDenied", 403, text);
            }
            if (e.error().httpStatus() >= 500) {
                throw e;
            }
            throw S3Errors.of("KMS." + e.code(), 400, text);
        }
    }

    /** Seals a stream; small bodies stay in the row. */
    Content.Piece seal(Call call, Bytes dataKey, InputStream in, BodyChecks checks) throws IOException {
        byte[] salt = hsm.random(16);
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        BlobStore.Staged staged = null;
        try {
            byte[] buffer = new byte[Segments.SEGMENT];
            long size = 0;
            byte[] head = in.readNBytes(MOST_INLINE + 1);
            OutputStream target = small;
            if (head.length > MOST_INLINE) {
                staged = call.blobs().stage();
                target = staged;
            }
            try (OutputStream out = Segments.sealing(dataKey.toArray(), salt, target)) {
                checks.update(head, 0, head.length);
                out.write(head);
                size += head.length;
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    checks.update(buffer, 0, read);
                    out.write(buffer, 0, read);
                    size += read;
                }
            }
            if (staged == null) {
                return new Content.Piece(Bytes.wrap(salt), size, Bytes.wrap(small.toByteArray()), null);
            }
            Blob blob = staged.seal();
            return new Content.Piece(Bytes.wrap(salt), size, null, blob);
        } finally {
            if (staged != null) {
                staged.close();
            }
        }
    }

    /** The plain bytes of a range of a body. */
    static InputStream open(Bytes dataKey, Content content, long from, long length) {
        List<InputStream> streams = new ArrayList<>();
        long start = from;
        long left = length;
        for (Content.Piece piece : content.pieces()) {
            if (left <= 0) {
                break;
            }
            if (start < piece.size()) {
                long part = Math.min(left, piece.size() - start);
                streams.add(Segments.opening(
                        dataKey.toArray(), piece.salt().toArray(), source(piece), piece.size(), start, part));
                left -= part;
                start = 0;
            } else {
                start -= piece.size();
            }
        }
        return streams.isEmpty()
                ? new ByteArrayInputStream(new byte[0])
                : new SequenceInputStream(Collections.enumeration(streams));
    }

    private static Segments.Source source(Content.Piece piece) {
        Blob blob = piece.blob();
        if (blob != null) {
            return blob::read;
        }
        byte[] bytes = Objects.requireNonNull(piece.inline()).toArray();
        return (position, into) -> {
            int length = (int) Math.min(into.remaining(), bytes.length - position);
            if (length <= 0) {
                return -1;
            }
            into.put(ByteBuffer.wrap(bytes, (int) position, length));
            return length;
        };
    }
}
