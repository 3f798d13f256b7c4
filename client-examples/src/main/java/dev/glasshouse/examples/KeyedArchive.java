package dev.glasshouse.examples;

import java.net.URI;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * An archive whose objects lie under a key of one's own. Nothing in it knows of Glasshouse: endpoint, Region and keys come
 * from the environment, as {@code glasshouse env} prints it.
 */
public final class KeyedArchive {

    private final S3Client s3;
    private final String bucket;
    private final String keyArn;

    private KeyedArchive(S3Client s3, String bucket, String keyArn) {
        this.s3 = s3;
        this.bucket = bucket;
        this.keyArn = keyArn;
    }

    /** Makes the key and the bucket. */
    public static KeyedArchive create(S3Client s3, KmsClient kms, String bucket) {
        String key = kms.createKey(request -> request.description("archive " + bucket))
                .keyMetadata()
                .arn();
        s3.createBucket(request -> request.bucket(bucket));
        return new KeyedArchive(s3, bucket, key);
    }

    /** The ARN of the archive's key. */
    public String keyArn() {
        return keyArn;
    }

    /** Stores a text. */
    public void store(String name, String text) {
        s3.putObject(
                request -> request.bucket(bucket)
                        .key(name)
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(keyArn),
                RequestBody.fromString(text));
    }

    /** Reads a text. */
    public String read(String name) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(name)).asUtf8String();
    }

    /** Stores a text in a new archive and reads it back. */
    public static void main(String[] args) {
        URI endpoint = URI.create(System.getenv().getOrDefault("AWS_ENDPOINT_URL", "http://127.0.0.1:4566"));
        try (S3Client s3 = S3Client.builder()
                        .endpointOverride(endpoint)
                        .forcePathStyle(true)
                        .build();
                KmsClient kms = KmsClient.builder().endpointOverride(endpoint).build()) {
            KeyedArchive archive = create(s3, kms, args.length > 0 ? args[0] : "keyed-archive");
            archive.store("hello.txt", "hello");
            System.out.println(archive.read("hello.txt") + ", under " + archive.keyArn());
        }
    }
}
