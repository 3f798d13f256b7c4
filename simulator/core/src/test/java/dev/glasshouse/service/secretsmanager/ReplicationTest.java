package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.ReplicaRegionType;
import software.amazon.awssdk.services.secretsmanager.model.ReplicationStatusType;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.secretsmanager.model.StatusType;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

class ReplicationTest {

    private final TestCloud cloud = new TestCloud();
    private final SecretsManagerClient here = cloud.admin(SecretsManagerClient.builder());
    private final SecretsManagerClient there =
            cloud.in("eu-west-1", cloud.control().administrator(ACCOUNT), SecretsManagerClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(SecretsManagerException.class, call);
    }

    private static String value(SecretsManagerClient client) {
        return client.getSecretValue(request -> request.secretId("s")).secretString();
    }

    private String replicated() {
        return here.createSecret(request -> request.name("s")
                        .secretString("one")
                        .addReplicaRegions(
                                ReplicaRegionType.builder().region("eu-west-1").build()))
                .arn();
    }

    @Test
    void a_replica_is_read_in_its_region_and_follows_its_primary() {
        String arn = replicated();
        DescribeSecretResponse primary = here.describeSecret(request -> request.secretId("s"));
        assertThat(primary.primaryRegion()).isEqualTo("us-east-1");
        assertThat(primary.replicationStatus()).singleElement().satisfies(status -> {
            assertThat(status.region()).isEqualTo("eu-west-1");
            assertThat(status.status()).isEqualTo(StatusType.IN_SYNC);
            assertThat(status.kmsKeyId()).isEqualTo("alias/aws/secretsmanager");
        });
        DescribeSecretResponse replica = there.describeSecret(request -> request.secretId("s"));
        assertThat(replica.arn()).isEqualTo(arn.replace("us-east-1", "eu-west-1"));
        assertThat(replica.primaryRegion()).isEqualTo("us-east-1");
        assertThat(replica.hasReplicationStatus()).isFalse();
        assertThat(value(there)).isEqualTo("one");
        here.putSecretValue(request -> request.secretId("s").secretString("two"));
        here.tagResource(request ->
                request.secretId("s").tags(Tag.builder().key("a").value("b").build()));
        assertThat(value(there)).isEqualTo("two");
        assertThat(there.describeSecret(request -> request.secretId("s")).tags())
                .hasSize(1);
        assertThat(failure(() ->
                        there.putSecretValue(request -> request.secretId("s").secretString("three"))))
                .isEqualTo(
                        "InvalidRequestException 400 Operation not permitted on a replica secret. Call must be made in"
                                + " primary secret's region.");
        assertThat(failure(() -> here.deleteSecret(request -> request.secretId("s"))))
                .startsWith("InvalidRequestException 400 You can't delete secret s that still has replica regions");
    }

    @Test
    void a_replica_can_be_removed_or_made_a_secret_of_its_own() {
        replicated();
        there.stopReplicationToReplica(request -> request.secretId("s"));
        assertThat(here.describeSecret(request -> request.secretId("s")).hasReplicationStatus())
                .isFalse();
        there.putSecretValue(request -> request.secretId("s").secretString("mine"));
        assertThat(value(here)).isEqualTo("one");
        assertThat(value(there)).isEqualTo("mine");
        ReplicationStatusType status = here.replicateSecretToRegions(request -> request.secretId("s")
                        .addReplicaRegions(
                                ReplicaRegionType.builder().region("eu-west-1").build()))
                .replicationStatus()
                .get(0);
        assertThat(status.status()).isEqualTo(StatusType.FAILED);
        assertThat(status.statusMessage())
                .isEqualTo("Replication failed: Secret name s already exists in region eu-west-1.");
        status = here.replicateSecretToRegions(request -> request.secretId("s")
                        .forceOverwriteReplicaSecret(true)
                        .addReplicaRegions(
                                ReplicaRegionType.builder().region("eu-west-1").build()))
                .replicationStatus()
                .get(0);
        assertThat(status.status()).isEqualTo(StatusType.IN_PROGRESS);
        assertThat(value(there)).isEqualTo("one");
        here.removeRegionsFromReplication(request -> request.secretId("s").removeReplicaRegions("eu-west-1"));
        assertThat(failure(() -> value(there))).startsWith("ResourceNotFoundException");
        here.deleteSecret(request -> request.secretId("s"));
    }
}
