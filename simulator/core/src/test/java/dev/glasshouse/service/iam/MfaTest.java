package dev.glasshouse.service.iam;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import dev.glasshouse.call.MfaDevices;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AssignmentStatusType;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.VirtualMFADevice;

class MfaTest {

    private static final String SERIAL = "arn:aws:iam::" + ACCOUNT + ":mfa/phone";

    private final TestCloud cloud = new TestCloud();
    private final IamClient iam = cloud.admin(IamClient.builder());
    private final MfaDevices codes = new MfaCodes();

    @BeforeEach
    void stopTheClockAndMakeAUser() {
        cloud.sandbox().setRunning(false);
        iam.createUser(request -> request.userName("ann"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(IamException.class, call);
    }

    private byte[] create() {
        VirtualMFADevice device = iam.createVirtualMFADevice(request -> request.virtualMFADeviceName("phone"))
                .virtualMFADevice();
        assertThat(device.serialNumber()).isEqualTo(SERIAL);
        String seed = device.base32StringSeed().asUtf8String();
        assertThat(seed).matches("[A-Z2-7]{64}");
        return decode(seed);
    }

    private static byte[] decode(String base32) {
        byte[] bytes = new byte[base32.length() * 5 / 8];
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            int digit = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(bit / 5));
            bytes[bit / 8] |= (byte) ((digit >> 4 - bit % 5 & 1) << 7 - bit % 8);
        }
        return bytes;
    }

    /** The code shown so many steps from now. */
    private String code(byte[] seed, int steps) {
        return Totp.code(seed, Totp.step(cloud.now()) + steps);
    }

    private void enable(byte[] seed, int first) {
        iam.enableMFADevice(request -> request.userName("ann")
                .serialNumber(SERIAL)
                .authenticationCode1(code(seed, first))
                .authenticationCode2(code(seed, first + 1)));
    }

    private boolean accepted(byte[] seed, int steps) {
        return cloud.sandbox().write(tx -> codes.take(tx, ACCOUNT, "ann", SERIAL, code(seed, steps)));
    }

    @Test
    void a_virtual_device_is_enabled_by_two_codes_in_a_row() {
        byte[] seed = create();
        assertThat(codes.hasDevice(cloud.sandbox().read().state(), ACCOUNT, "ann"))
                .isFalse();
        assertThat(failure(() -> iam.enableMFADevice(request -> request.userName("ann")
                        .serialNumber(SERIAL)
                        .authenticationCode1(code(seed, 0))
                        .authenticationCode2(code(seed, -1)))))
                .isEqualTo("InvalidAuthenticationCode 403 Authentication code for device is not valid.");
        enable(seed, -1);
        assertThat(codes.hasDevice(cloud.sandbox().read().state(), ACCOUNT, "ann"))
                .isTrue();
        assertThat(iam.listMFADevices(request -> request.userName("ann")).mfaDevices())
                .singleElement()
                .satisfies(device -> {
                    assertThat(device.serialNumber()).isEqualTo(SERIAL);
                    assertThat(device.userName()).isEqualTo("ann");
                    assertThat(device.enableDate())
                            .isEqualTo(cloud.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
                });
        assertThat(iam.listVirtualMFADevices(request -> request.assignmentStatus(AssignmentStatusType.ASSIGNED))
                        .virtualMFADevices())
                .singleElement()
                .satisfies(device -> assertThat(device.user().userName()).isEqualTo("ann"));
        assertThat(iam.listVirtualMFADevices(request -> request.assignmentStatus(AssignmentStatusType.UNASSIGNED))
                        .virtualMFADevices())
                .isEmpty();
        assertThat(iam.getMFADevice(request -> request.serialNumber(SERIAL).userName("ann"))
                        .userName())
                .isEqualTo("ann");
    }

    @Test
    void old_codes_do_not_enable_a_device() {
        byte[] seed = create();
        assertThat(failure(() -> enable(seed, -3))).startsWith("InvalidAuthenticationCode 403");
        assertThat(failure(() -> enable(seed, 1))).startsWith("InvalidAuthenticationCode 403");
    }

    @Test
    void a_code_is_accepted_once_and_one_step_beside_the_clock() {
        byte[] seed = create();
        enable(seed, -1);
        assertThat(accepted(seed, 0)).as("the second code of enabling").isFalse();
        cloud.advance(Duration.ofSeconds(120));
        assertThat(accepted(seed, -2)).isFalse();
        assertThat(accepted(seed, 2)).isFalse();
        assertThat(accepted(seed, -1)).isTrue();
        assertThat(accepted(seed, -1)).isFalse();
        assertThat(codes.accepts(cloud.sandbox().read().state(), cloud.now(), ACCOUNT, "ann", SERIAL, code(seed, 0)))
                .isTrue();
        assertThat(accepted(seed, 0)).isTrue();
        assertThat(accepted(seed, -1)).as("a code before the last").isFalse();
    }

    @Test
    void a_code_counts_for_the_one_who_has_the_device() {
        byte[] seed = create();
        enable(seed, -1);
        cloud.advance(Duration.ofSeconds(60));
        iam.createUser(request -> request.userName("bob"));
        var state = cloud.sandbox().read().state();
        assertThat(codes.accepts(state, cloud.now(), ACCOUNT, "bob", SERIAL, code(seed, 0)))
                .isFalse();
        assertThat(codes.accepts(state, cloud.now(), ACCOUNT, null, SERIAL, code(seed, 0)))
                .isFalse();
        assertThat(codes.accepts(state, cloud.now(), ACCOUNT, "ann", SERIAL, code(seed, 0)))
                .isTrue();
    }

    @Test
    void a_device_that_went_astray_is_brought_back_by_two_codes() {
        byte[] seed = create();
        enable(seed, -1);
        cloud.advance(Duration.ofMinutes(10));
        assertThat(accepted(seed, 7)).isFalse();
        iam.resyncMFADevice(request -> request.userName("ann")
                .serialNumber(SERIAL)
                .authenticationCode1(code(seed, 5))
                .authenticationCode2(code(seed, 6)));
        assertThat(accepted(seed, 7)).isTrue();
    }

    @Test
    void a_device_in_use_is_neither_deleted_nor_given_to_another_and_its_user_stays() {
        byte[] seed = create();
        enable(seed, -1);
        assertThat(failure(() -> enable(seed, -1))).isEqualTo("EntityAlreadyExists 409 MFA Device is already in use.");
        assertThat(failure(() -> iam.deleteVirtualMFADevice(request -> request.serialNumber(SERIAL))))
                .isEqualTo("DeleteConflict 409 MFA VirtualDevice in use. Must deactivate first.");
        assertThat(failure(() -> iam.deleteUser(request -> request.userName("ann"))))
                .isEqualTo("DeleteConflict 409 Cannot delete entity, must delete MFA device first.");
        iam.deactivateMFADevice(request -> request.userName("ann").serialNumber(SERIAL));
        iam.deleteVirtualMFADevice(request -> request.serialNumber(SERIAL));
        iam.deleteUser(request -> request.userName("ann"));
        assertThat(iam.listVirtualMFADevices().virtualMFADevices()).isEmpty();
    }

    @Test
    void a_renamed_user_keeps_the_device() {
        byte[] seed = create();
        enable(seed, -1);
        iam.updateUser(request -> request.userName("ann").newUserName("anna"));
        assertThat(iam.listMFADevices(request -> request.userName("anna")).mfaDevices())
                .hasSize(1);
    }

    @Test
    void what_is_missing_or_there_already_is_said_in_awss_words() {
        create();
        assertThat(failure(this::create)).isEqualTo("EntityAlreadyExists 409 MFA device already exists.");
        assertThat(failure(() -> iam.deactivateMFADevice(
                        request -> request.userName("ann").serialNumber(SERIAL + "2"))))
                .isEqualTo("NoSuchEntity 404 MFA Device with serial number " + SERIAL + "2 does not exist.");
        assertThat(failure(() -> iam.listMFADevices(request -> request.userName("nobody"))))
                .isEqualTo("NoSuchEntity 404 The user with name nobody cannot be found.");
    }

    @Test
    void a_hardware_token_shows_the_codes_of_its_serial_number() {
        byte[] seed = MfaCodes.hardwareSeed(cloud.sandbox(), "GAHT12345678").toArray();
        assertThat(cloud.control().mfaCode(ACCOUNT, "GAHT12345678")).isEqualTo(code(seed, 0));
        iam.enableMFADevice(request -> request.userName("ann")
                .serialNumber("GAHT12345678")
                .authenticationCode1(code(seed, -1))
                .authenticationCode2(code(seed, 0)));
        assertThat(iam.listMFADevices(request -> request.userName("ann")).mfaDevices())
                .hasSize(1);
        assertThat(iam.listVirtualMFADevices().virtualMFADevices()).isEmpty();
        iam.deactivateMFADevice(request -> request.userName("ann").serialNumber("GAHT12345678"));
        assertThat(iam.listMFADevices(request -> request.userName("ann")).mfaDevices())
                .isEmpty();
    }

    @Test
    void the_one_who_may_make_devices_may_not_enable_them() {
        IamClient maker = cloud.as(
                cloud.user("maker", allow("iam:CreateVirtualMFADevice", "arn:aws:iam::*:mfa/m*")), IamClient.builder());
        maker.createVirtualMFADevice(request -> request.virtualMFADeviceName("mine"));
        assertThat(failure(() -> maker.createVirtualMFADevice(request -> request.virtualMFADeviceName("yours"))))
                .contains("iam:CreateVirtualMFADevice on resource: arn:aws:iam::" + ACCOUNT + ":mfa/yours");
        assertThat(failure(() -> maker.enableMFADevice(request -> request.userName("maker")
                        .serialNumber("arn:aws:iam::" + ACCOUNT + ":mfa/mine")
                        .authenticationCode1("000000")
                        .authenticationCode2("000000"))))
                .contains("iam:EnableMFADevice on resource: arn:aws:iam::" + ACCOUNT + ":user/maker");
    }

    @Test
    void root_gives_itself_a_device() {
        IamClient root =
                cloud.as(cloud.control().credentials("arn:aws:iam::" + ACCOUNT + ":root"), IamClient.builder());
        byte[] seed = create();
        root.enableMFADevice(request -> request.userName(ACCOUNT)
                .serialNumber(SERIAL)
                .authenticationCode1(code(seed, -1))
                .authenticationCode2(code(seed, 0)));
        assertThat(codes.hasDevice(cloud.sandbox().read().state(), ACCOUNT, null))
                .isTrue();
        assertThat(iam.listVirtualMFADevices().virtualMFADevices().get(0).user().arn())
                .isEqualTo("arn:aws:iam::" + ACCOUNT + ":root");
    }
}
