package dev.glasshouse.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CommitmentPolicy;
import com.amazonaws.encryptionsdk.exception.CannotUnwrapDataKeyException;
import com.amazonaws.encryptionsdk.kmssdkv2.KmsMasterKeyProvider;
import dev.glasshouse.imports.Importer;
import dev.glasshouse.junit5.As;
import dev.glasshouse.junit5.Clients;
import dev.glasshouse.junit5.Glasshouse;
import dev.glasshouse.junit5.Template;
import dev.glasshouse.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;

/** The AWS Encryption SDK: what a program encrypts on its own opens to those alone who may use the key, in the right context. */
@Glasshouse
class EnvelopeTest {

    private static final Map<String, String> LETTERS = Map.of("purpose", "letters");

    private final AwsCrypto crypto = AwsCrypto.builder()
            .withCommitmentPolicy(CommitmentPolicy.RequireEncryptRequireDecrypt)
            .build();

    @Template
    static void reader(Sandbox sandbox) {
        Importer.into(sandbox).policy("role/reader", "letters", """
                        {"Version": "2012-10-17", "Statement": {
                          "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*",
                          "Condition": {"StringEquals": {"kms:EncryptionContext:purpose": "letters"}}}}""").policy("role/stranger", "nothing", """
                        {"Version": "2012-10-17", "Statement": {
                          "Effect": "Allow", "Action": "s3:*", "Resource": "*"}}""");
    }

    private static KmsMasterKeyProvider key(KmsClient kms, String arn) {
        return KmsMasterKeyProvider.builder()
                .customRegionalClientSupplier(region -> kms)
                .buildStrict(arn);
    }

    private byte[] sealed(KmsClient kms, String arn, Map<String, String> context) {
        return crypto.encryptData(key(kms, arn), "dear reader".getBytes(StandardCharsets.UTF_8), context)
                .getResult();
    }

    @Test
    void who_may_decrypt_letters_opens_letters(KmsClient admin, @As("role/reader") KmsClient reader) {
        String arn = admin.createKey().keyMetadata().arn();
        byte[] letter = sealed(admin, arn, LETTERS);
        var opened = crypto.decryptData(key(reader, arn), letter);
        assertThat(new String(opened.getResult(), StandardCharsets.UTF_8)).isEqualTo("dear reader");
        assertThat(opened.getMasterKeyIds()).containsExactly(arn);
        assertThat(opened.getEncryptionContext()).containsAllEntriesOf(LETTERS);

        byte[] bill = sealed(admin, arn, Map.of("purpose", "bills"));
        assertThatThrownBy(() -> crypto.decryptData(key(reader, arn), bill))
                .isInstanceOf(CannotUnwrapDataKeyException.class);
    }

    @Test
    void who_may_not_use_the_key_opens_nothing(Sandbox sandbox, KmsClient admin, Clients clients) {
        String arn = admin.createKey().keyMetadata().arn();
        byte[] letter = sealed(admin, arn, LETTERS);
        KmsMasterKeyProvider stranger = key(clients.as("role/stranger", KmsClient.class), arn);
        assertThatThrownBy(() -> crypto.decryptData(stranger, letter)).isInstanceOf(CannotUnwrapDataKeyException.class);
        dev.glasshouse.assertions.GlasshouseAssertions.assertThat(sandbox)
                .hasEvent("Decrypt")
                .by("role/stranger")
                .denied();
    }

    @Test
    void a_changed_message_does_not_open(KmsClient admin) {
        String arn = admin.createKey().keyMetadata().arn();
        byte[] letter = sealed(admin, arn, LETTERS);
        letter[letter.length - 1] ^= 1;
        KmsMasterKeyProvider provider = key(admin, arn);
        assertThatThrownBy(() -> crypto.decryptData(provider, letter)).isNotNull();
    }
}
