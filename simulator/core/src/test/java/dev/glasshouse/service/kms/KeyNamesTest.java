package dev.glasshouse.service.kms;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static dev.glasshouse.TestCloud.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;

/** By which names, and from which accounts, a key can be used and managed. */
class KeyNamesTest {

    private final TestCloud cloud = new TestCloud();
    private final KmsClient kms = cloud.admin(KmsClient.builder());
    private final String key = kms.createKey().keyMetadata().arn();

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        KmsException e = catchThrowableOfType(KmsException.class, call);
        return e == null ? "" : fault(e);
    }

    private static Map<String, ThrowingCallable> managing(KmsClient kms, String id) {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("CancelKeyDeletion", () -> kms.cancelKeyDeletion(ask -> ask.keyId(id)));
        calls.put("DeleteImportedKeyMaterial", () -> kms.deleteImportedKeyMaterial(ask -> ask.keyId(id)));
        calls.put("DisableKey", () -> kms.disableKey(ask -> ask.keyId(id)));
        calls.put("DisableKeyRotation", () -> kms.disableKeyRotation(ask -> ask.keyId(id)));
        calls.put("EnableKey", () -> kms.enableKey(ask -> ask.keyId(id)));
        calls.put("EnableKeyRotation", () -> kms.enableKeyRotation(ask -> ask.keyId(id)));
        calls.put("GetKeyPolicy", () -> kms.getKeyPolicy(ask -> ask.keyId(id)));
        calls.put("ListKeyPolicies", () -> kms.listKeyPolicies(ask -> ask.keyId(id)));
        calls.put("ListKeyRotations", () -> kms.listKeyRotations(ask -> ask.keyId(id)));
        calls.put("ListResourceTags", () -> kms.listResourceTags(ask -> ask.keyId(id)));
        calls.put("RotateKeyOnDemand", () -> kms.rotateKeyOnDemand(ask -> ask.keyId(id)));
        calls.put("ScheduleKeyDeletion", () -> kms.scheduleKeyDeletion(ask -> ask.keyId(id)));
        calls.put("UntagResource", () -> kms.untagResource(ask -> ask.keyId(id).tagKeys("a")));
        calls.put(
                "UpdateKeyDescription",
                () -> kms.updateKeyDescription(ask -> ask.keyId(id).description("d")));
        return calls;
    }

    @Test
    void whatManagesAKeyTakesNoAlias() {
        kms.createAlias(request -> request.aliasName("alias/app").targetKeyId(key));
        Map<String, ThrowingCallable> calls = managing(kms, "alias/app");
        calls.put(
                "CreateGrant",
                () -> kms.createGrant(ask -> ask.keyId("alias/app")
                        .granteePrincipal("arn:aws:iam::" + ACCOUNT + ":root")
                        .operations(GrantOperation.DECRYPT)));
        calls.put("ListGrants", () -> kms.listGrants(ask -> ask.keyId("alias/app")));
        calls.put("GetKeyRotationStatus", () -> kms.getKeyRotationStatus(ask -> ask.keyId("alias/app")));
        calls.put("ListAliases", () -> kms.listAliases(ask -> ask.keyId("alias/app")));
        calls.forEach((name, call) -> assertThat(failure(call))
                .as(name)
                .isEqualTo("InvalidArnException 400 Key Aliases are not supported for this operation."));
    }

    @Test
    void whatManagesAKeyIsItsOwnAccountsAlone() {
        kms.putKeyPolicy(request -> request.keyId(key)
                .policy("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":["
                        + "\"arn:aws:iam::" + ACCOUNT + ":root\",\"arn:aws:iam::" + OTHER_ACCOUNT
                        + ":root\"]},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}"));
        Credentials other = cloud.control().administrator(OTHER_ACCOUNT);
        KmsClient theirs = cloud.as(other, KmsClient.builder());
        theirs.encrypt(ask -> ask.keyId(key).plaintext(SdkBytes.fromUtf8String("x")));
        theirs.getKeyRotationStatus(ask -> ask.keyId(key));
        theirs.listGrants(ask -> ask.keyId(key));
        managing(theirs, key)
                .forEach((name, call) -> assertThat(failure(call))
                        .as(name)
                        .startsWith("AccessDeniedException 400 User: " + other.principal()
                                + " is not authorized to perform: kms:" + name + " on this resource"));
    }

    @Test
    void whoAsksForAPredefinedAliasHasItsKeyMade() {
        KeyMetadata made = kms.describeKey(ask -> ask.keyId("alias/aws/s3")).keyMetadata();
        assertThat(made.keyManagerAsString()).isEqualTo("AWS");
        assertThat(made.description())
                .isEqualTo("Default key that protects my S3 objects when no other key is defined");
        assertThat(kms.describeKey(ask -> ask.keyId("arn:aws:kms:us-east-1:" + ACCOUNT + ":alias/aws/s3"))
                        .keyMetadata()
                        .keyId())
                .isEqualTo(made.keyId());
        assertThat(kms.listAliases().aliases())
                .extracting(AliasListEntry::aliasName, AliasListEntry::targetKeyId)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("alias/aws/s3", made.keyId()));
        assertThat(failure(() -> kms.describeKey(ask -> ask.keyId("alias/aws/nothing"))))
                .startsWith("NotFoundException 400");
        KmsClient bobs = cloud.as(cloud.user("bob", null), KmsClient.builder());
        assertThat(failure(() -> bobs.describeKey(ask -> ask.keyId("alias/aws/ebs"))))
                .startsWith("AccessDeniedException 400");
        assertThat(kms.listAliases().aliases()).hasSize(1);
    }

    @Test
    void anAliasStaysWithKeysOfOneKind() {
        kms.createAlias(request -> request.aliasName("alias/app").targetKeyId(key));
        String mac = kms.createKey(ask -> ask.keySpec(KeySpec.HMAC_256).keyUsage(KeyUsageType.GENERATE_VERIFY_MAC))
                .keyMetadata()
                .keyId();
        assertThat(failure(() -> kms.updateAlias(
                        request -> request.aliasName("alias/app").targetKeyId(mac))))
                .startsWith("ValidationException 400 The new target key must have the type and the key usage");
        assertThat(kms.describeKey(ask -> ask.keyId("alias/app")).keyMetadata().arn())
                .isEqualTo(key);
    }
}
