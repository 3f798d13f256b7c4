package dev.glasshouse.service.kms;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KmsException;

class GrantsTest {

    private final TestCloud cloud = new TestCloud();
    private final KmsClient kms = cloud.admin(KmsClient.builder());
    private final String key = kms.createKey().keyMetadata().arn();
    private final Credentials bob = cloud.user("bob", null);
    private final KmsClient bobs = cloud.as(bob, KmsClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(KmsException.class, call);
    }

    private CreateGrantRequest.Builder to(Credentials grantee, GrantOperation... operations) {
        return CreateGrantRequest.builder()
                .keyId(key)
                .granteePrincipal(grantee.principal())
                .operations(operations);
    }

    private SdkBytes blob(Map<String, String> context) {
        return kms.encrypt(request -> request.keyId(key)
                        .plaintext(SdkBytes.fromUtf8String("x"))
                        .encryptionContext(context))
                .ciphertextBlob();
    }

    private static String open(KmsClient client, SdkBytes blob, Map<String, String> context) {
        return client.decrypt(request -> request.ciphertextBlob(blob).encryptionContext(context))
                .plaintext()
                .asUtf8String();
    }

    @Test
    void aGrantAllowsItsOperationsToItsGranteeAtOnceAndNothingElse() {
        SdkBytes blob = blob(Map.of());
        assertThat(failure(() -> open(bobs, blob, Map.of()))).startsWith("AccessDeniedException 400");
        CreateGrantResponse grant =
                kms.createGrant(to(bob, GrantOperation.DECRYPT).build());
        assertThat(grant.grantId()).matches("[0-9a-f]{64}");
        assertThat(open(bobs, blob, Map.of())).isEqualTo("x");
        assertThat(failure(() -> bobs.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromUtf8String("y")))))
                .startsWith("AccessDeniedException 400");
        Credentials eve = cloud.user("eve", null);
        assertThat(failure(() -> open(cloud.as(eve, KmsClient.builder()), blob, Map.of())))
                .startsWith("AccessDeniedException 400");
        kms.revokeGrant(request -> request.keyId(key).grantId(grant.grantId()));
        assertThat(failure(() -> open(bobs, blob, Map.of()))).startsWith("AccessDeniedException 400");
    }

    @Test
    void anIdentityPolicyThatDeniesOverridesAGrant() {
        Credentials eve = cloud.user(
                "eve",
                "{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Action':'kms:Decrypt','Resource':'*'}]}");
        SdkBytes blob = blob(Map.of());
        kms.createGrant(to(eve, GrantOperation.DECRYPT).build());
        assertThat(failure(() -> open(cloud.as(eve, KmsClient.builder()), blob, Map.of())))
                .contains("with an explicit deny in an identity-based policy");
    }

    @Test
    void constraintsBindTheEncryptionContext() {
        Map<String, String> both = Map.of("a", "1", "b", "2");
        SdkBytes blob = blob(both);
        String equal = kms.createGrant(to(bob, GrantOperation.DECRYPT)
                        .constraints(constraints -> constraints.encryptionContextEquals(Map.of("a", "1")))
                        .build())
                .grantId();
        assertThat(failure(() -> open(bobs, blob, both))).startsWith("AccessDeniedException 400");
        assertThat(open(bobs, blob(Map.of("a", "1")), Map.of("a", "1"))).isEqualTo("x");
        kms.revokeGrant(request -> request.keyId(key).grantId(equal));
        kms.createGrant(to(bob, GrantOperation.DECRYPT)
                .constraints(constraints -> constraints.encryptionContextSubset(Map.of("a", "1")))
                .build());
        assertThat(open(bobs, blob, both)).isEqualTo("x");
        SdkBytes other = blob(Map.of("b", "2"));
        assertThat(failure(() -> open(bobs, other, Map.of("b", "2")))).startsWith("AccessDeniedException 400");
    }

    @Test
    void theSameNameAndParametersGiveTheSameGrant() {
        CreateGrantRequest request =
                to(bob, GrantOperation.DECRYPT).name("once").build();
        CreateGrantResponse first = kms.createGrant(request);
        CreateGrantResponse again = kms.createGrant(request);
        assertThat(again.grantId()).isEqualTo(first.grantId());
        assertThat(again.grantToken()).isNotEqualTo(first.grantToken());
        assertThat(kms.createGrant(to(bob, GrantOperation.ENCRYPT).name("once").build())
                        .grantId())
                .isNotEqualTo(first.grantId());
        assertThat(kms.createGrant(to(bob, GrantOperation.DECRYPT).build()).grantId())
                .isNotEqualTo(
                        kms.createGrant(to(bob, GrantOperation.DECRYPT).build()).grantId());
    }

    @Test
    void grantsAreListedWithWhatTheySay() {
        CreateGrantResponse made = kms.createGrant(to(bob, GrantOperation.DECRYPT, GrantOperation.DESCRIBE_KEY)
                .retiringPrincipal(bob.principal())
                .constraints(constraints -> constraints.encryptionContextSubset(Map.of("a", "1")))
                .build());
        List<GrantListEntry> grants =
                kms.listGrants(request -> request.keyId(key)).grants();
        assertThat(grants).hasSize(1);
        GrantListEntry grant = grants.get(0);
        assertThat(grant.grantId()).isEqualTo(made.grantId());
        assertThat(grant.keyId()).isEqualTo(key);
        assertThat(grant.name()).isEmpty();
        assertThat(grant.granteePrincipal()).isEqualTo(bob.principal());
        assertThat(grant.issuingAccount()).isEqualTo("arn:aws:iam::" + ACCOUNT + ":root");
        assertThat(grant.operationsAsStrings()).containsExactly("Decrypt", "DescribeKey");
        assertThat(grant.constraints().encryptionContextSubset()).isEqualTo(Map.of("a", "1"));
        assertThat(kms.listRetirableGrants(request -> request.retiringPrincipal(bob.principal()))
                        .grants())
                .containsExactly(grant);
        assertThat(kms.listGrants(request -> request.keyId(key).grantId("0")).grants())
                .isEmpty();
    }

    @Test
    void aGrantIsRetiredByItsRetiringPrincipalOrByAGranteeThatMay() {
        CreateGrantResponse one =
                kms.createGrant(to(bob, GrantOperation.DECRYPT).build());
        assertThat(failure(() -> bobs.retireGrant(request -> request.grantToken(one.grantToken()))))
                .startsWith("AccessDeniedException 400");
        CreateGrantResponse two = kms.createGrant(
                to(bob, GrantOperation.DECRYPT, GrantOperation.RETIRE_GRANT).build());
        bobs.retireGrant(request -> request.grantToken(two.grantToken()));
        Credentials eve = cloud.user("eve", null);
        CreateGrantResponse three = kms.createGrant(to(bob, GrantOperation.DECRYPT)
                .retiringPrincipal(eve.principal())
                .build());
        cloud.as(eve, KmsClient.builder())
                .retireGrant(request -> request.keyId(key).grantId(three.grantId()));
        assertThat(kms.listGrants(request -> request.keyId(key)).grants())
                .extracting(GrantListEntry::grantId)
                .containsExactly(one.grantId());
        assertThat(failure(() -> kms.retireGrant(request -> request.keyId(key))))
                .startsWith("ValidationException 400");
    }

    @Test
    void aGranteeThatMayMakeGrantsMakesNoneThatAllowMore() {
        Credentials eve = cloud.user("eve", null);
        kms.createGrant(to(bob, GrantOperation.CREATE_GRANT, GrantOperation.DECRYPT)
                .constraints(constraints -> constraints.encryptionContextSubset(Map.of("a", "1")))
                .build());
        assertThat(failure(
                        () -> bobs.createGrant(to(eve, GrantOperation.DECRYPT).build())))
                .startsWith("AccessDeniedException 400");
        assertThat(failure(() -> bobs.createGrant(to(eve, GrantOperation.ENCRYPT)
                        .constraints(constraints -> constraints.encryptionContextSubset(Map.of("a", "1")))
                        .build())))
                .startsWith("AccessDeniedException 400");
        bobs.createGrant(to(eve, GrantOperation.DECRYPT)
                .constraints(constraints -> constraints.encryptionContextSubset(Map.of("a", "1", "b", "2")))
                .build());
    }

    @Test
    void aTokenThatIsNoneIsRefused() {
        String token = kms.createGrant(to(bob, GrantOperation.DECRYPT).build()).grantToken();
        kms.describeKey(request -> request.keyId(key).grantTokens(token));
        assertThat(failure(() -> kms.describeKey(request -> request.keyId(key).grantTokens("made-up"))))
                .startsWith("InvalidGrantTokenException 400");
    }

    @Test
    void aGranteeOfAnotherAccountNeedsItsOwnPermissionToo() {
        Credentials other = cloud.control().administrator(OTHER_ACCOUNT);
        SdkBytes blob = blob(Map.of());
        KmsClient theirs = cloud.as(other, KmsClient.builder());
        assertThat(failure(() -> open(theirs, blob, Map.of()))).startsWith("AccessDeniedException 400");
        CreateGrantResponse grant = kms.createGrant(
                to(other, GrantOperation.DECRYPT, GrantOperation.RETIRE_GRANT).build());
        assertThat(open(theirs, blob, Map.of())).isEqualTo("x");
        theirs.retireGrant(request -> request.keyId(key).grantId(grant.grantId()));
        assertThat(failure(() -> open(theirs, blob, Map.of()))).startsWith("AccessDeniedException 400");
    }

    @Test
    void policiesCanAskWhatAGrantWouldAllow() {
        Credentials maker = cloud.user(
                "maker",
                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'kms:CreateGrant','Resource':'*',"
                        + "'Condition':{'ForAllValues:StringEquals':{'kms:GrantOperations':['Decrypt']},"
                        + "'StringEquals':{'kms:GranteePrincipal':'" + bob.principal() + "'}}}]}");
        KmsClient makers = cloud.as(maker, KmsClient.builder());
        makers.createGrant(to(bob, GrantOperation.DECRYPT).build());
        assertThat(failure(() -> makers.createGrant(
                        to(bob, GrantOperation.DECRYPT, GrantOperation.ENCRYPT).build())))
                .startsWith("AccessDeniedException 400");
        assertThat(failure(() ->
                        makers.createGrant(to(maker, GrantOperation.DECRYPT).build())))
                .startsWith("AccessDeniedException 400");
    }

    @Test
    void aGrantFitsItsKeyAndNamesSomebodyThatThereIs() {
        assertThat(failure(() -> kms.createGrant(to(bob, GrantOperation.SIGN).build())))
                .startsWith("ValidationException 400");
        assertThat(failure(() -> kms.createGrant(to(bob, GrantOperation.DECRYPT)
                        .granteePrincipal("arn:aws:iam::" + ACCOUNT + ":user/nobody")
                        .build())))
                .startsWith("InvalidArnException 400");
        assertThat(failure(() -> kms.revokeGrant(request -> request.keyId(key).grantId("0123"))))
                .startsWith("NotFoundException 400");
        assertThat(failure(() -> kms.createGrant(
                        to(bob, GrantOperation.DECRYPT).dryRun(true).build())))
                .isEqualTo(
                        "DryRunOperationException 400 The request would have succeeded, but the DryRun option is set.");
        assertThat(kms.listGrants(request -> request.keyId(key)).grants()).isEmpty();
    }
}
