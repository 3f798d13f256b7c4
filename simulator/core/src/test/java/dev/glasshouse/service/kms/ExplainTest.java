package dev.glasshouse.service.kms;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Control;
import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;

class ExplainTest {

    private final TestCloud cloud = new TestCloud();
    private final KmsClient kms = cloud.admin(KmsClient.builder());
    private final String key = kms.createKey().keyMetadata().arn();

    @AfterEach
    void close() {
        cloud.close();
    }

    private Control.Ciphertext explain(byte[] blob) {
        return cloud.control().ciphertext(blob).orElseThrow();
    }

    @Test
    void aCiphertextIsExplainedByItsKeyMaterialContextAndReaders() {
        Credentials bob = cloud.user("bob", null);
        Credentials eve = cloud.user("eve", allow("kms:Decrypt", key));
        Credentials ann = cloud.user("ann", null);
        kms.createGrant(request -> request.keyId(key)
                .granteePrincipal(ann.principal())
                .operations(GrantOperation.DECRYPT)
                .constraints(constraints -> constraints.encryptionContextEquals(Map.of("team", "blue"))));
        byte[] blob = kms.encrypt(request -> request.keyId(key)
                        .plaintext(SdkBytes.fromUtf8String("x"))
                        .encryptionContext(Map.of("team", "blue")))
                .ciphertextBlob()
                .asByteArray();
        Control.Ciphertext found = explain(blob);
        assertThat(found.reading().keyArns()).containsExactly(key);
        assertThat(found.reading().keyState()).isEqualTo("Enabled");
        assertThat(found.reading().current()).isTrue();
        assertThat(found.reading().context()).containsOnlyKeys("team");
        assertThat(found.principals())
                .contains(
                        "arn:aws:iam::" + ACCOUNT + ":root",
                        "arn:aws:iam::" + ACCOUNT + ":user/admin",
                        eve.principal(),
                        ann.principal())
                .doesNotContain(bob.principal());
        kms.rotateKeyOnDemand(request -> request.keyId(key));
        assertThat(explain(blob).reading().current()).isFalse();
        kms.scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(7));
        assertThat(explain(blob).principals()).isEmpty();
        cloud.advance(Duration.ofDays(8));
        assertThat(explain(blob).reading().keyState()).isNull();
        assertThat(explain(blob).reading().materialId()).isNull();
    }

    @Test
    void whatIsNoCiphertextIsNotExplained() {
        assertThat(cloud.control().ciphertext(new byte[200])).isEmpty();
    }
}
