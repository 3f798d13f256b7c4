package dev.glasshouse.service.s3;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.sandbox.Blob;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A body as it is kept: encrypted, in one piece or in the parts of a multipart upload.
 *
 * @param pieces in order
 * @param algorithm {@code AES256}, {@code aws:kms}, {@code aws:kms:dsse}, {@code SSE-C} or {@link #NONE}
 * @param keyArn the KMS key, or null
 * @param bucketKey whether the data key is bound to the bucket
 * @param wrapped the data key, under KMS's key or S3's own
 * @param context the encryption context that was given to KMS
 * @param second a second wrapped key: the body's data key under a bucket key, or the outer layer's under S3's own key
 */
record Content(
        List<Piece> pieces,
        String algorithm,
        @Nullable String keyArn,
        boolean bucketKey,
        Bytes wrapped,
        Map<String, String> context,
        @Nullable Bytes second) {

    /** A body that lies as it came: buckets of before 2023 had no default encryption. */
    static final String NONE = "none";

    /**
     * One sealed piece.
     *
     * @param salt what its key derives from beside the data key
     * @param size its plain bytes
     * @param inline the sealed bytes of a small piece, or null
     * @param blob the sealed bytes of a larger one, or null
     */
    record Piece(
            Bytes salt,
            long size,
            @Nullable Bytes inline,
            @Nullable Blob blob) {}

    Content {
        pieces = List.copyOf(pieces);
        context = Collections.unmodifiableMap(new TreeMap<>(context)); // as KMS shows it, always in the same order
    }

    /** The same keys with other pieces. */
    Content withPieces(List<Piece> others) {
        return new Content(others, algorithm, keyArn, bucketKey, wrapped, context, second);
    }

    boolean isCustomers() {
        return algorithm.equals(CustomerKey.ALGORITHM);
    }

    /** The server-side encryption that answers show; null for a customer's key and for none. */
    @Nullable
    String shownAlgorithm() {
        return isCustomers() || algorithm.equals(NONE) ? null : algorithm;
    }

    long size() {
        long size = 0;
        for (Piece piece : pieces) {
            size += piece.size();
        }
        return size;
    }

    private static final Map<String, WeakReference<Blob>> KNOWN = new ConcurrentHashMap<>();

    /** How a blob stands in a stored row: by its id. Until blobs are durable only living ones are found again. */
    static Module blobs() {
        SimpleModule module = new SimpleModule("s3-blobs");
        module.addSerializer(Blob.class, new StdScalarSerializer<>(Blob.class) {
            @Override
            public void serialize(Blob value, JsonGenerator out, SerializerProvider provider) throws IOException {
                KNOWN.put(value.id(), new WeakReference<>(value));
                KNOWN.values().removeIf(reference -> reference.get() == null);
                out.writeString(value.id());
            }
        });
        module.addDeserializer(Blob.class, new StdScalarDeserializer<>(Blob.class) {
            @Override
            public Blob deserialize(JsonParser in, DeserializationContext context) throws IOException {
                WeakReference<Blob> reference = KNOWN.get(in.getText());
                Blob blob = reference == null ? null : reference.get();
                if (blob == null) {
                    throw new IOException("the blob " + in.getText() + " is gone");
                }
                return blob;
            }
        });
        return module;
    }
}
