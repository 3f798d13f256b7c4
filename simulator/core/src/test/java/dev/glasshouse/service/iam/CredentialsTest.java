package dev.glasshouse.service.iam;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EncodingType;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.PasswordPolicy;
import software.amazon.awssdk.services.iam.model.ServiceSpecificCredential;
import software.amazon.awssdk.services.iam.model.StatusType;

/** Passwords, certificates, SSH keys and service-specific credentials. */
class CredentialsTest {

    private final TestCloud cloud = new TestCloud();
    private final IamClient iam = cloud.admin(IamClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(IamException.class, call);
    }

    private Credentials ann() {
        return cloud.user("ann", null);
    }

    // ---- passwords

    @Test
    void a_login_profile_comes_changes_and_goes() {
        ann();
        assertThat(iam.createLoginProfile(request -> request.userName("ann").password("Quite-Long-1"))
                        .loginProfile()
                        .passwordResetRequired())
                .isFalse();
        assertThat(failure(() -> iam.createLoginProfile(
                        request -> request.userName("ann").password("Quite-Long-1"))))
                .isEqualTo("EntityAlreadyExists 409 Login Profile for user ann already exists.");
        iam.updateLoginProfile(request -> request.userName("ann").passwordResetRequired(true));
        assertThat(iam.getLoginProfile(request -> request.userName("ann"))
                        .loginProfile()
                        .passwordResetRequired())
                .isTrue();
        iam.listAccessKeys(request -> request.userName("ann"))
                .accessKeyMetadata()
                .forEach(key ->
                        iam.deleteAccessKey(request -> request.userName("ann").accessKeyId(key.accessKeyId())));
        assertThat(failure(() -> iam.deleteUser(request -> request.userName("ann"))))
                .isEqualTo("DeleteConflict 409 Cannot delete entity, must delete login profile first.");
        iam.deleteLoginProfile(request -> request.userName("ann"));
        assertThat(failure(() -> iam.getLoginProfile(request -> request.userName("ann"))))
                .isEqualTo("NoSuchEntity 404 Login Profile for User ann cannot be found.");
    }

    @Test
    void without_a_policy_a_password_has_eight_characters_of_three_kinds() {
        ann();
        for (String weak : new String[] {"Short-1", "longbutdull", "long-but-dull", "NOTSMALL12"}) {
            assertThat(failure(() -> iam.createLoginProfile(
                            request -> request.userName("ann").password(weak))))
                    .isEqualTo("PasswordPolicyViolation 400 Password does not conform to the account password policy.");
        }
        iam.createLoginProfile(request -> request.userName("ann").password("Longer12"));
    }

    @Test
    void a_password_policy_has_defaults_and_goes_away() {
        assertThat(failure(iam::getAccountPasswordPolicy))
                .isEqualTo("NoSuchEntity 404 The Password Policy with domain name " + ACCOUNT + " cannot be found.");
        assertThat(failure(iam::deleteAccountPasswordPolicy))
                .isEqualTo("NoSuchEntity 404 The account policy with name PasswordPolicy cannot be found.");
        iam.updateAccountPasswordPolicy(request -> {});
        PasswordPolicy policy = iam.getAccountPasswordPolicy().passwordPolicy();
        assertThat(policy.minimumPasswordLength()).isEqualTo(6);
        assertThat(policy.expirePasswords()).isFalse();
        assertThat(policy.requireSymbols()).isFalse();
        assertThat(policy.maxPasswordAge()).isNull();
        assertThat(policy.hardExpiry()).isNull();
        iam.deleteAccountPasswordPolicy();
        assertThat(failure(iam::getAccountPasswordPolicy)).startsWith("NoSuchEntity");
    }

    @Test
    void several_violations_stand_in_awss_order() {
        assertThat(failure(() -> iam.updateAccountPasswordPolicy(request ->
                        request.minimumPasswordLength(129).maxPasswordAge(1096).passwordReusePrevention(25))))
                .isEqualTo(
                        "ValidationError 400 3 validation errors detected: Value at 'minimumPasswordLength' failed to"
                                + " satisfy constraint: Member must have value less than or equal to 128; Value at"
                                + " 'passwordReusePrevention' failed to satisfy constraint: Member must have value less than or"
                                + " equal to 24; Value at 'maxPasswordAge' failed to satisfy constraint: Member must have value"
                                + " less than or equal to 1095");
    }

    @Test
    void users_change_their_passwords_only_where_the_account_or_a_policy_lets_them() {
        IamClient ann = cloud.as(ann(), IamClient.builder());
        iam.createLoginProfile(request -> request.userName("ann").password("Quite-Long-1"));
        ThrowingCallable change = () -> ann.changePassword(
                request -> request.oldPassword("Quite-Long-1").newPassword("Quite-Long-2"));
        assertThat(failure(change)).contains("is not authorized to perform: iam:ChangePassword");
        iam.updateAccountPasswordPolicy(request -> request.allowUsersToChangePassword(true));
        assertThat(failure(() -> ann.changePassword(
                        request -> request.oldPassword("wrong").newPassword("Quite-Long-2"))))
                .isEqualTo("AccessDenied 403 The old password was incorrect.");
        assertThat(catchThrowableOfType(IamException.class, change)).isNull();
        iam.putUserPolicy(
                request -> request.userName("ann")
                        .policyName("never")
                        .policyDocument(
                                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"iam:ChangePassword\",\"Resource\":\"*\"}}"));
        assertThat(failure(() -> ann.changePassword(
                        request -> request.oldPassword("Quite-Long-2").newPassword("Quite-Long-3"))))
                .contains("with an explicit deny in an identity-based policy");
    }

    @Test
    void the_last_passwords_may_not_come_again_and_an_expired_one_may_be_too_late() {
        IamClient ann = cloud.as(ann(), IamClient.builder());
        iam.updateAccountPasswordPolicy(request -> request.allowUsersToChangePassword(true)
                .passwordReusePrevention(2)
                .maxPasswordAge(30)
                .hardExpiry(true));
        iam.createLoginProfile(request -> request.userName("ann").password("first-1"));
        change(ann, "first-1", "second-2");
        assertThat(failure(() -> change(ann, "second-2", "first-1")))
                .isEqualTo("PasswordPolicyViolation 400 Policy constraint violation with password reuse prevention"
                        + " during password change.");
        change(ann, "second-2", "third-3");
        change(ann, "third-3", "first-1");
        cloud.advance(Duration.ofDays(31));
        assertThat(failure(() -> change(ann, "first-1", "fourth-4"))).startsWith("PasswordPolicyViolation 400");
    }

    private static void change(IamClient client, String before, String after) {
        client.changePassword(request -> request.oldPassword(before).newPassword(after));
    }

    @Test
    void only_users_change_their_own_passwords() {
        IamClient root =
                cloud.as(cloud.control().credentials("arn:aws:iam::" + ACCOUNT + ":root"), IamClient.builder());
        assertThat(failure(() -> change(root, "a", "b")))
                .isEqualTo("InvalidUserType 400 Only IAM Users can change their own password");
    }

    @Test
    void passwords_do_not_stand_in_the_trail() {
        ann();
        iam.createLoginProfile(request -> request.userName("ann").password("Quite-Long-1"));
        StringBuilder trail = new StringBuilder();
        cloud.sandbox().log().newestFirst(record -> {
            trail.append(new String(record.json().toArray(), java.nio.charset.StandardCharsets.UTF_8));
            return true;
        });
        assertThat(trail.toString()).contains("CreateLoginProfile").doesNotContain("Quite-Long-1");
    }

    // ---- certificates

    @Test
    void a_server_certificate_belongs_to_its_key_and_its_chain() {
        var metadata = iam.uploadServerCertificate(request -> request.serverCertificateName("www")
                        .path("/web/")
                        .certificateBody(TestCertificates.CERTIFICATE)
                        .privateKey(TestCertificates.KEY)
                        .certificateChain(TestCertificates.AUTHORITY))
                .serverCertificateMetadata();
        assertThat(metadata.arn()).isEqualTo("arn:aws:iam::" + ACCOUNT + ":server-certificate/web/www");
        assertThat(metadata.serverCertificateId()).matches("ASCA[A-Z2-7]{17}");
        assertThat(metadata.expiration()).isAfter(cloud.now().plus(Duration.ofDays(30_000)));
        var got = iam.getServerCertificate(request -> request.serverCertificateName("www"))
                .serverCertificate();
        assertThat(got.certificateBody()).isEqualTo(TestCertificates.CERTIFICATE);
        assertThat(got.hasTags()).isTrue();
        iam.updateServerCertificate(
                request -> request.serverCertificateName("www").newServerCertificateName("old"));
        assertThat(iam.listServerCertificates().serverCertificateMetadataList())
                .extracting(certificate -> certificate.arn())
                .containsExactly("arn:aws:iam::" + ACCOUNT + ":server-certificate/web/old");
        iam.deleteServerCertificate(request -> request.serverCertificateName("old"));
        assertThat(failure(() -> iam.getServerCertificate(request -> request.serverCertificateName("old"))))
                .isEqualTo("NoSuchEntity 404 The Server Certificate with name old cannot be found.");
    }

    @Test
    void what_is_no_certificate_or_has_another_key_is_refused() {
        assertThat(upload("nonsense", TestCertificates.KEY, null))
                .isEqualTo(
                        "MalformedCertificate 400 Unable to parse certificate. Please ensure the certificate is in PEM"
                                + " format.");
        assertThat(upload(TestCertificates.CERTIFICATE, "nonsense", null))
                .isEqualTo("MalformedCertificate 400 Invalid Private Key.");
        assertThat(upload(TestCertificates.CERTIFICATE, TestSaml.KEY, null)).startsWith("KeyPairMismatch 400");
        assertThat(upload(TestCertificates.CERTIFICATE, TestCertificates.KEY, TestSaml.CERTIFICATE))
                .startsWith("MalformedCertificate 400 Unable to validate certificate chain.")
                .endsWith("The index within the chain of the invalid certificate is: 0");
        assertThat(iam.listServerCertificates().serverCertificateMetadataList()).isEmpty();
    }

    private String upload(String certificate, String key, @org.jspecify.annotations.Nullable String chain) {
        return failure(() -> iam.uploadServerCertificate(request -> request.serverCertificateName("www")
                .certificateBody(certificate)
                .privateKey(key)
                .certificateChain(chain)));
    }

    @Test
    void a_user_has_at_most_two_signing_certificates() {
        ann();
        String id = iam.uploadSigningCertificate(
                        request -> request.userName("ann").certificateBody(TestCertificates.CERTIFICATE))
                .certificate()
                .certificateId();
        assertThat(failure(() -> iam.uploadSigningCertificate(
                        request -> request.userName("ann").certificateBody(TestCertificates.CERTIFICATE))))
                .startsWith("DuplicateCertificate 409");
        assertThat(failure(() -> iam.uploadSigningCertificate(
                        request -> request.userName("ann").certificateBody("nonsense"))))
                .isEqualTo("MalformedCertificate 400 Certificate nonsense is malformed.");
        iam.uploadSigningCertificate(request -> request.userName("ann").certificateBody(TestCertificates.AUTHORITY));
        assertThat(failure(() -> iam.uploadSigningCertificate(
                        request -> request.userName("ann").certificateBody(TestSaml.CERTIFICATE))))
                .isEqualTo("LimitExceeded 409 Cannot exceed quota for CertificatesPerUser: 2");
        iam.updateSigningCertificate(
                request -> request.userName("ann").certificateId(id).status(StatusType.INACTIVE));
        assertThat(iam.listSigningCertificates(request -> request.userName("ann"))
                        .certificates())
                .filteredOn(certificate -> certificate.certificateId().equals(id))
                .singleElement()
                .satisfies(
                        certificate -> assertThat(certificate.statusAsString()).isEqualTo("Inactive"));
        iam.deleteSigningCertificate(request -> request.userName("ann").certificateId(id));
        assertThat(failure(() -> iam.deleteSigningCertificate(
                        request -> request.userName("ann").certificateId(id))))
                .isEqualTo("NoSuchEntity 404 The Certificate with id " + id + " cannot be found.");
    }

    // ---- SSH keys

    @Test
    void an_ssh_key_comes_back_in_both_encodings() {
        ann();
        String pem = Pem.certificates(TestSaml.CERTIFICATE)
                .map(found -> new SshPublicKey((java.security.interfaces.RSAPublicKey)
                                found.get(0).getPublicKey())
                        .asPem())
                .orElseThrow();
        String ssh = SshPublicKey.parse(pem).orElseThrow().asSsh() + " ann@home";
        var key = iam.uploadSSHPublicKey(request -> request.userName("ann").sshPublicKeyBody(ssh))
                .sshPublicKey();
        assertThat(key.sshPublicKeyId()).matches("APKA[A-Z2-7]{17}");
        assertThat(key.fingerprint()).matches("([0-9a-f]{2}:){15}[0-9a-f]{2}");
        assertThat(body(key.sshPublicKeyId(), EncodingType.SSH)).isEqualTo(ssh);
        assertThat(body(key.sshPublicKeyId(), EncodingType.PEM)).isEqualTo(pem);
        assertThat(failure(() -> iam.uploadSSHPublicKey(
                        request -> request.userName("ann").sshPublicKeyBody(pem))))
                .startsWith("DuplicateSSHPublicKey 400");
        assertThat(failure(() -> iam.uploadSSHPublicKey(
                        request -> request.userName("ann").sshPublicKeyBody("ssh-rsa AAAA"))))
                .startsWith("InvalidPublicKey 400");
        assertThat(failure(() -> iam.deleteSSHPublicKey(
                        request -> request.userName("ann").sshPublicKeyId("APKAXXXXXXXXXXXXXXXXX"))))
                .isEqualTo("NoSuchEntity 404 The Public Key with id APKAXXXXXXXXXXXXXXXXX cannot be found.");
        iam.deleteSSHPublicKey(request -> request.userName("ann").sshPublicKeyId(key.sshPublicKeyId()));
        assertThat(iam.listSSHPublicKeys(request -> request.userName("ann")).sshPublicKeys())
                .isEmpty();
    }

    private String body(String id, EncodingType encoding) {
        return iam.getSSHPublicKey(
                        request -> request.userName("ann").sshPublicKeyId(id).encoding(encoding))
                .sshPublicKey()
                .sshPublicKeyBody();
    }

    // ---- service-specific credentials

    @Test
    void a_service_specific_credential_shows_its_password_when_it_is_made_or_reset() {
        ann();
        ServiceSpecificCredential made = iam.createServiceSpecificCredential(
                        request -> request.userName("ann").serviceName("codecommit.amazonaws.com"))
                .serviceSpecificCredential();
        assertThat(made.serviceUserName()).isEqualTo("ann-at-" + ACCOUNT);
        assertThat(made.servicePassword()).hasSize(44);
        String id = made.serviceSpecificCredentialId();
        assertThat(id).matches("ACCA[A-Z2-7]{17}");
        ServiceSpecificCredential reset = iam.resetServiceSpecificCredential(
                        request -> request.userName("ann").serviceSpecificCredentialId(id))
                .serviceSpecificCredential();
        assertThat(reset.servicePassword()).hasSize(44).isNotEqualTo(made.servicePassword());
        iam.updateServiceSpecificCredential(request ->
                request.userName("ann").serviceSpecificCredentialId(id).status(StatusType.INACTIVE));
        iam.updateUser(request -> request.userName("ann").newUserName("anna"));
        assertThat(iam.listServiceSpecificCredentials(request -> request.userName("anna"))
                        .serviceSpecificCredentials())
                .singleElement()
                .satisfies(credential -> {
                    assertThat(credential.statusAsString()).isEqualTo("Inactive");
                    assertThat(credential.serviceUserName()).isEqualTo("ann-at-" + ACCOUNT);
                });
        iam.listAccessKeys(request -> request.userName("anna"))
                .accessKeyMetadata()
                .forEach(key ->
                        iam.deleteAccessKey(request -> request.userName("anna").accessKeyId(key.accessKeyId())));
        assertThat(failure(() -> iam.deleteUser(request -> request.userName("anna"))))
                .isEqualTo("DeleteConflict 409 Cannot delete entity, must remove referenced objects first.");
        iam.deleteServiceSpecificCredential(request -> request.userName("anna").serviceSpecificCredentialId(id));
        iam.deleteUser(request -> request.userName("anna"));
    }

    @Test
    void service_specific_credentials_are_for_few_services() {
        ann();
        assertThat(failure(() -> iam.createServiceSpecificCredential(
                        request -> request.userName("ann").serviceName("lambda.amazonaws.com"))))
                .isEqualTo("NoSuchEntity 404 No such service lambda.amazonaws.com is supported for Service Specific"
                        + " Credentials");
        assertThat(failure(() -> iam.resetServiceSpecificCredential(request ->
                        request.userName("ann").serviceSpecificCredentialId("satisfiesregexbutstillinvalid"))))
                .isEqualTo("NoSuchEntity 404 No such credential satisfiesregexbutstillinvalid exists");
        ServiceSpecificCredential key = iam.createServiceSpecificCredential(request -> request.userName("ann")
                        .serviceName("bedrock.amazonaws.com")
                        .credentialAgeDays(1))
                .serviceSpecificCredential();
        assertThat(key.serviceCredentialSecret()).startsWith("ABSK");
        assertThat(key.serviceUserName()).isNull();
        cloud.advance(Duration.ofDays(2));
        assertThat(iam.listServiceSpecificCredentials(request -> request.userName("ann"))
                        .serviceSpecificCredentials()
                        .get(0)
                        .statusAsString())
                .isEqualTo("Expired");
    }

    @Test
    void a_user_manages_own_credentials_with_a_policy_for_that_user() {
        IamClient bob = cloud.as(
                cloud.user("bob", allow("iam:*SSHPublicKey*", "arn:aws:iam::*:user/${aws:username}")),
                IamClient.builder());
        ann();
        assertThat(bob.listSSHPublicKeys().sshPublicKeys()).isEmpty();
        assertThat(failure(() -> bob.listSSHPublicKeys(request -> request.userName("ann"))))
                .contains("iam:ListSSHPublicKeys on resource: arn:aws:iam::" + ACCOUNT + ":user/ann");
    }
}
