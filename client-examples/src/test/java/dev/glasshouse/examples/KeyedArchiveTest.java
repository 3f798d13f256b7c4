package dev.glasshouse.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.Credentials;
import dev.glasshouse.InProcessHttpClient;
import dev.glasshouse.Simulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A security test of a program, in process: who may read the archive, and why not. */
class KeyedArchiveTest {

    private final Simulator simulator = Simulator.start();

    @AfterEach
    void close() {
        simulator.close();
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C as(String principal, B builder) {
        Credentials keys = simulator.control(simulator.sandbox()).credentials(principal);
        return builder.httpClient(new InProcessHttpClient(simulator, simulator::sandbox))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())))
                .build();
    }

    private static String user(String name) {
        return "arn:aws:iam::" + Simulator.DEFAULT_ACCOUNT + ":user/" + name;
    }

    @Test
    void who_may_read_every_object_still_cannot_open_those_under_the_archives_key() {
        S3Client s3 = as(user("admin"), S3Client.builder());
        KeyedArchive archive = KeyedArchive.create(s3, as(user("admin"), KmsClient.builder()), "archive");
        archive.store("a.txt", "secret");
        assertThat(archive.read("a.txt")).isEqualTo("secret");

        IamClient iam = as(user("admin"), IamClient.builder());
        iam.createUser(request -> request.userName("reader"));
        iam.attachUserPolicy(
                request -> request.userName("reader").policyArn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        S3Client reader = as(user("reader"), S3Client.builder());
        assertThat(catchThrowableOfType(
                        S3Exception.class,
                        () -> reader.getObject(
                                request -> request.bucket("archive").key("a.txt"))))
                .hasMessageContaining("is not authorized to perform: kms:Decrypt on resource: " + archive.keyArn());
    }
}
