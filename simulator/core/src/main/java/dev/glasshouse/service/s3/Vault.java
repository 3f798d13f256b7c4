package dev.glasshouse.service.s3;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.EncryptResponse;
import dev.glasshouse.api.kms.GenerateDataKeyResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.crypto.content.KeyWrap;
import dev.glasshouse.crypto.hsm.Hsm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys that bodies are encrypted under: made, wrapped and opened again. The bodies are those of {@link Bodies}. */
final class Vault {

    private static final String DSSE = "aws:kms:dsse";

    private final Hsm hsm = new Hsm();

    /**
     * What an object is to be encrypted with.
     *
     * @param algorithm {@code AES256}, {@code aws:kms}, {@code aws:kms:dsse}, {@code SSE-C} or {@link Content#NONE}
     * @param keyId the KMS key or null for {@code aws/s3}
     * @param bucketKey whether the data key is wrapped under a bucket key
     * @param context what the request adds to the encryption context
     * @param customer the customer's key, or null
     */
    record Choice(
            String algorithm,
            @Nullable String keyId,
            boolean bucketKey,
            Map<String, String> context,
            @Nullable CustomerKey customer) {}

    /**
     * The keys of a body in the clear, for as long as a call takes.
     *
     * @param inner the data key
     * @param outer the key of the second layer, or null
     */
    record Keys(Bytes inner, @Nullable Bytes outer) {
        /** Those of a body that is not encrypted. */
        static final Keys NONE = new Keys(Bytes.wrap(new byte[0]), null);

        boolean areNone() {
            return inner.size() == 0;
        }

        @Override
        public String toString() {
            return "Keys";
        }
    }

    /** New keys, and the empty content that keeps them wrapped. */
    record DataKey(Keys plain, Content content) {}

    DataKey newKey(Call call, BucketRow bucket, String key, Choice choice) {
        CustomerKey customer = choice.customer();
        if (customer != null) {
            byte[] plain = hsm.random(32);
            byte[] wrapped = KeyWrap.wrap(customer.key().toArray(), hsm.random(12), plain, bound(bucket.name(), key));
            return new DataKey(
                    new Keys(Bytes.wrap(plain), null),
                    content(CustomerKey.ALGORITHM, null, false, Bytes.wrap(wrapped), Map.of(), null));
        }
        if (choice.algorithm().equals(Content.NONE)) {
            return new DataKey(Keys.NONE, content(Content.NONE, null, false, Keys.NONE.inner(), Map.of(), null));
        }
        if (choice.algorithm().equals("AES256")) {
            byte[] plain = hsm.random(32);
            Bytes wrapped = ownWrapped(plain, bucket.name(), key);
            return new DataKey(
                    new Keys(Bytes.wrap(plain), null), content("AES256", null, false, wrapped, Map.of(), null));
        }
        requireSignature(call);
        boolean dual = choice.algorithm().equals(DSSE);
        if (choice.bucketKey() && !dual) {
            return underBucketKey(call, bucket, key, choice, hsm.random(32));
        }
        Map<String, String> context = EncryptionContext.whole(choice.context(), bucket.arn() + "/" + key);
        GenerateDataKeyResponse made = OwnersKms.generate(call, bucket, choice, context);
        byte[] outer = dual ? hsm.random(32) : null;
        return new DataKey(
                new Keys(Objects.requireNonNull(made.plaintext()), outer == null ? null : Bytes.wrap(outer)),
                content(
                        choice.algorithm(),
                        made.keyId(),
                        false,
                        Objects.requireNonNull(made.ciphertextBlob()),
                        context,
                        outer == null ? null : ownWrapped(outer, bucket.name(), key)));
    }

    private DataKey underBucketKey(Call call, BucketRow bucket, String key, Choice choice, byte[] plain) {
        Map<String, String> context = EncryptionContext.whole(choice.context(), bucket.arn());
        String which = bucket.arn() + "|" + choice.keyId() + "|" + context;
        BucketKeys held = BucketKeys.of(call);
        BucketKeys.Key bucketKey = held.find(call, which).orElseGet(() -> {
            GenerateDataKeyResponse made = OwnersKms.generate(call, bucket, choice, context);
            BucketKeys.Key fresh = new BucketKeys.Key(
                    Objects.requireNonNull(made.plaintext()),
                    Objects.requireNonNull(made.ciphertextBlob()),
                    Objects.requireNonNull(made.keyId()));
            held.hold(call, which, fresh);
            return fresh;
        });
        byte[] second = KeyWrap.wrap(bucketKey.plain().toArray(), hsm.random(12), plain, bound(bucket.name(), key));
        return new DataKey(
                new Keys(Bytes.wrap(plain), null),
                content("aws:kms", bucketKey.keyArn(), true, bucketKey.wrapped(), context, Bytes.wrap(second)));
    }

    private static Content content(
            String algorithm,
            @Nullable String keyArn,
            boolean bucketKey,
            Bytes wrapped,
            Map<String, String> context,
            @Nullable Bytes second) {
        return new Content(List.of(), algorithm, keyArn, bucketKey, wrapped, context, second);
    }

    private Bytes ownWrapped(byte[] plain, String bucket, String key) {
        return hsm.sealDataKey(plain, bound(bucket, key));
    }

    private Bytes ownOpened(Bytes wrapped, String bucket, String key) {
        return Bytes.wrap(hsm.openDataKey(wrapped, bound(bucket, key))
                .orElseThrow(() -> new IllegalStateException("S3's own key does not open " + key)));
    }

    /**
     * The keys of a stored body; for SSE-KMS KMS is asked on the caller's behalf.
     *
     * @param customer the key that the request brings, or null
     * @throws ServiceException where the key is missing, is another one or may not be used
     */
    Keys openKey(Call call, BucketRow bucket, String key, Content content, @Nullable CustomerKey customer) {
        requireKey(content, customer);
        if (customer != null) {
            return new Keys(
                    customerOpened(bucket.name(), key, content, customer).orElseThrow(Vault::wrongKey), null);
        }
        if (content.algorithm().equals(Content.NONE)) {
            return Keys.NONE;
        }
        if (content.algorithm().equals("AES256")) {
            return new Keys(ownOpened(content.wrapped(), bucket.name(), key), null);
        }
        requireSignature(call);
        Bytes second = content.second();
        if (!content.bucketKey() || second == null) {
            Bytes inner = OwnersKms.decrypt(call, bucket, content);
            return new Keys(inner, second == null ? null : ownOpened(second, bucket.name(), key));
        }
        String which = Base64.getEncoder().encodeToString(content.wrapped().toArray());
        BucketKeys held = BucketKeys.of(call);
        Bytes bucketKey = held.find(call, which).map(BucketKeys.Key::plain).orElseGet(() -> {
            Bytes opened = OwnersKms.decrypt(call, bucket, content);
            String arn = Objects.requireNonNull(content.keyArn());
            held.hold(call, which, new BucketKeys.Key(opened, content.wrapped(), arn));
            return opened;
        });
        byte[] inner = KeyWrap.open(bucketKey.toArray(), second.toArray(), bound(bucket.name(), key))
                .orElseThrow(() -> new IllegalStateException("the bucket key does not open " + key));
        return new Keys(Bytes.wrap(inner), null);
    }

    /** KMS is asked for whoever has signed, and not with the older signature. */
    private static void requireSignature(Call call) {
        if (call.caller().isAnonymous() || call.signing().algorithm().equals("AWS")) {
            throw S3Errors.invalidArgument(
                    "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
                    "Authorization",
                    "null");
        }
    }

    private static Optional<Bytes> customerOpened(String bucket, String key, Content content, CustomerKey customer) {
        return KeyWrap.open(customer.key().toArray(), content.wrapped().toArray(), bound(bucket, key))
                .map(Bytes::wrap);
    }

    /**
     * The wrapping of a body's key under another KMS key.
     *
     * @param keys the keys of the body, of one layer
     */
    Content rewrap(Call call, BucketRow bucket, String key, Keys keys, Choice choice) {
        if (choice.bucketKey()) {
            return underBucketKey(call, bucket, key, choice, keys.inner().toArray())
                    .content();
        }
        Map<String, String> context = EncryptionContext.whole(choice.context(), bucket.arn() + "/" + key);
        EncryptResponse wrapped = OwnersKms.encrypt(call, bucket, choice, keys.inner(), context);
        return content(
                "aws:kms", wrapped.keyId(), false, Objects.requireNonNull(wrapped.ciphertextBlob()), context, null);
    }

    /** Whether a customer's key is the one that a body was stored with. */
    static boolean isKeyOf(String bucket, String key, Content content, CustomerKey customer) {
        return customerOpened(bucket, key, content, customer).isPresent();
    }

    /** Refuses a request that brings no customer key where one is needed, or one where none is. */
    static void requireKey(Content content, @Nullable CustomerKey customer) {
        boolean needed = content.isCustomers();
        if (needed && customer == null) {
            throw S3Errors.invalidRequest("The object was stored using a form of Server Side Encryption. The correct"
                    + " parameters must be provided to retrieve the object.");
        }
        if (!needed && customer != null) {
            throw S3Errors.invalidRequest("The encryption parameters are not applicable to this object.");
        }
    }

    /** Refuses a customer key that is not the one that an object was stored with. */
    static void requireCustomerKey(String bucket, String key, Content content, @Nullable CustomerKey customer) {
        requireKey(content, customer);
        if (customer != null && customerOpened(bucket, key, content, customer).isEmpty()) {
            throw wrongKey();
        }
    }

    private static ServiceException wrongKey() {
        return S3Errors.of(
                "AccessDenied",
                403,
                "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret"
                        + " key.");
    }

    /** Seals a stream under keys. */
    Content.Piece seal(Call call, Keys keys, InputStream in, BodyChecks checks) throws IOException {
        return Bodies.seal(call, keys, hsm.random(16), in, checks);
    }

    private static byte[] bound(String bucket, String key) {
        return (bucket + "/" + key).getBytes(StandardCharsets.UTF_8);
    }
}
