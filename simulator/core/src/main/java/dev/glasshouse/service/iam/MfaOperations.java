package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.iam.CreateVirtualMFADeviceRequest;
import dev.glasshouse.api.iam.CreateVirtualMFADeviceResponse;
import dev.glasshouse.api.iam.DeactivateMFADeviceRequest;
import dev.glasshouse.api.iam.DeleteVirtualMFADeviceRequest;
import dev.glasshouse.api.iam.EnableMFADeviceRequest;
import dev.glasshouse.api.iam.GetMFADeviceRequest;
import dev.glasshouse.api.iam.GetMFADeviceResponse;
import dev.glasshouse.api.iam.ListMFADeviceTagsRequest;
import dev.glasshouse.api.iam.ListMFADeviceTagsResponse;
import dev.glasshouse.api.iam.ListMFADevicesRequest;
import dev.glasshouse.api.iam.ListMFADevicesResponse;
import dev.glasshouse.api.iam.ListVirtualMFADevicesRequest;
import dev.glasshouse.api.iam.ListVirtualMFADevicesResponse;
import dev.glasshouse.api.iam.MFADevice;
import dev.glasshouse.api.iam.ResyncMFADeviceRequest;
import dev.glasshouse.api.iam.Tag;
import dev.glasshouse.api.iam.TagMFADeviceRequest;
import dev.glasshouse.api.iam.UntagMFADeviceRequest;
import dev.glasshouse.api.iam.User;
import dev.glasshouse.api.iam.VirtualMFADevice;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * MFA devices. A hardware token's codes derive from the sandbox's seed and its serial number. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html">multi-factor authentication</a>.
 */
final class MfaOperations {

    private static final int MOST_DEVICES = 8;
    private static final int SEED = 40;
    private static final int RESYNC = 120;
    private static final int LONGEST_LABEL = 64;
    private static final int LONGEST_SERIAL = 256;

    private MfaOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreateVirtualMFADevice",
                        (CreateVirtualMFADeviceRequest in, Call call) -> IamPlans.ask(
                                call,
                                "CreateVirtualMFADevice",
                                target(call, serial(call, in)),
                                IamPlans.requestTags(in.tags())),
                        MfaOperations::create),
                change(
                        "DeleteVirtualMFADevice",
                        (DeleteVirtualMFADeviceRequest in, Call call) ->
                                IamPlans.ask(call, "DeleteVirtualMFADevice", target(call, in.serialNumber())),
                        MfaOperations::delete),
                change(
                        "EnableMFADevice",
                        (EnableMFADeviceRequest in, Call call) -> Subject.plan(call, "EnableMFADevice", in.userName()),
                        MfaOperations::enable),
                change(
                        "ResyncMFADevice",
                        (ResyncMFADeviceRequest in, Call call) -> Subject.plan(call, "ResyncMFADevice", in.userName()),
                        MfaOperations::resync),
                change(
                        "DeactivateMFADevice",
                        (DeactivateMFADeviceRequest in, Call call) ->
                                Subject.plan(call, "DeactivateMFADevice", in.userName()),
                        MfaOperations::deactivate),
                read(
                        "GetMFADevice",
                        (GetMFADeviceRequest in, Call call) -> Subject.plan(call, "GetMFADevice", in.userName()),
                        MfaOperations::get),
                read(
                        "ListMFADevices",
                        (ListMFADevicesRequest in, Call call) -> Subject.plan(call, "ListMFADevices", in.userName()),
                        MfaOperations::list),
                read(
                        "ListVirtualMFADevices",
                        (ListVirtualMFADevicesRequest in, Call call) ->
                                IamPlans.ask(call, "ListVirtualMFADevices", arn(call, "/")),
                        MfaOperations::listVirtual),
                change(
                        "TagMFADevice",
                        (TagMFADeviceRequest in, Call call) -> IamPlans.ask(
                                call, "TagMFADevice", target(call, in.serialNumber()), IamPlans.requestTags(in.tags())),
                        (in, call) -> {
                            MfaRow row = require(call, in.serialNumber());
                            put(call, row.withTags(IamPlans.mergeExact(row.tags(), in.tags())));
                        }),
                change(
                        "UntagMFADevice",
                        (UntagMFADeviceRequest in, Call call) -> IamPlans.ask(
                                call,
                                "UntagMFADevice",
                                target(call, in.serialNumber()),
                                IamPlans.tagKeys(in.tagKeys())),
                        (in, call) -> {
                            MfaRow row = require(call, in.serialNumber());
                            put(call, row.withTags(IamPlans.withoutExact(row.tags(), in.tagKeys())));
                        }),
                read(
                        "ListMFADeviceTags",
                        (ListMFADeviceTagsRequest in, Call call) ->
                                IamPlans.ask(call, "ListMFADeviceTags", target(call, in.serialNumber())),
                        MfaOperations::listTags));
    }

    private static String arn(Call call, String rest) {
        return "arn:aws:iam::" + call.caller().account() + ":mfa" + rest;
    }

    private static String serial(Call call, CreateVirtualMFADeviceRequest in) {
        return arn(call, (in.path() == null ? "/" : in.path()) + in.virtualMFADeviceName());
    }

    private static Target target(Call call, String serial) {
        MfaRow row = find(call, serial);
        Map<String, String> tags = row == null ? Map.of() : row.tags();
        return new Target(serial.startsWith("arn:") ? serial : arn(call, "/" + serial), tags, null);
    }

    private static @Nullable MfaRow find(Call call, String serial) {
        return call.state()
                .get(IamTables.MFA, Scope.account(call.caller().account()), serial)
                .orElse(null);
    }

    private static MfaRow require(Call call, String serial) {
        MfaRow row = find(call, serial);
        if (row == null) {
            throw notFound(serial);
        }
        return row;
    }

    private static dev.glasshouse.call.ServiceException notFound(String serial) {
        return IamErrors.noSuchEntity("MFA Device with serial number " + serial + " does not exist.");
    }

    /** A device that is enabled for a principal. */
    private static MfaRow require(Call call, Subject subject, String serial) {
        MfaRow row = require(call, serial);
        if (!subject.id().equals(row.owner())) {
            throw notFound(serial);
        }
        return row;
    }

    private static void put(WriteCall call, MfaRow row) {
        call.tx().put(IamTables.MFA, Scope.account(call.caller().account()), row.serial(), row);
    }

    private static CreateVirtualMFADeviceResponse create(CreateVirtualMFADeviceRequest in, WriteCall call) {
        String serial = serial(call, in);
        if (serial.length() > LONGEST_SERIAL) {
            throw IamErrors.validation("1 validation error detected: Value at 'virtualMFADeviceName' failed to satisfy"
                    + " constraint: Member must have length less than or equal to 226");
        }
        boolean taken = call
                .state()
                .rows(IamTables.MFA, Scope.account(call.caller().account()))
                .keySet()
                .stream()
                .anyMatch(serial::equalsIgnoreCase);
        if (taken) {
            throw IamErrors.exists("MFA device already exists.");
        }
        String purpose = "mfa seed/" + call.ids().unique("mfa", serial);
        byte[] seed = Arrays.copyOf(call.sandbox().keyFor(purpose + "/0"), SEED);
        System.arraycopy(call.sandbox().keyFor(purpose + "/1"), 0, seed, 32, SEED - 32);
        MfaRow row = new MfaRow(
                serial, Bytes.wrap(seed), false, IamPlans.mergeExact(Map.of(), in.tags()), null, null, 0, null);
        put(call, row);
        String shown = Base32.encode(seed);
        return new CreateVirtualMFADeviceResponse(VirtualMFADevice.builder()
                .serialNumber(serial)
                .base32StringSeed(Bytes.wrap(shown.getBytes(StandardCharsets.US_ASCII)))
                .qrCodePNG(Bytes.wrap(QrPng.of(address(in.virtualMFADeviceName(), call, shown))))
                .tags(row.tags().isEmpty() ? null : IamPlans.list(row.tags()))
                .build());
    }

    /** What authenticator apps read; a very long name is cut, as it is only shown. */
    private static String address(String name, Call call, String seed) {
        String label = name.length() > LONGEST_LABEL ? name.substring(0, LONGEST_LABEL) : name;
        return "otpauth://totp/Amazon%20Web%20Services:" + label + "@"
                + call.caller().account() + "?secret=" + seed + "&issuer=Amazon%20Web%20Services";
    }

    private static void delete(DeleteVirtualMFADeviceRequest in, WriteCall call) {
        MfaRow row = require(call, in.serialNumber());
        if (row.hardware()) {
            throw notFound(in.serialNumber());
        }
        if (row.owner() != null) {
            throw IamErrors.deleteConflict("MFA VirtualDevice in use. Must deactivate first.");
        }
        call.tx().remove(IamTables.MFA, Scope.account(call.caller().account()), row.serial());
    }

    private static void enable(EnableMFADeviceRequest in, WriteCall call) {
        Subject subject = Subject.of(call, in.userName());
        MfaRow row = find(call, in.serialNumber());
        if (row == null && !in.serialNumber().startsWith("arn:")) {
            boolean elsewhere = call.state().scopes(IamTables.MFA).stream()
                    .anyMatch(scope -> call.state()
                            .get(IamTables.MFA, scope, in.serialNumber())
                            .isPresent());
            if (!elsewhere) {
                row = new MfaRow(
                        in.serialNumber(),
                        MfaCodes.hardwareSeed(call.sandbox(), in.serialNumber()),
                        true,
                        Map.of(),
                        null,
                        null,
                        0,
                        null);
            }
        }
        if (row == null) {
            throw notFound(in.serialNumber());
        }
        if (row.owner() != null) {
            throw IamErrors.exists("MFA Device is already in use.");
        }
        if (MfaCodes.devices(call.state(), subject.account(), subject.id()).size() >= MOST_DEVICES) {
            throw IamErrors.quota("MFADevicesPerUser", MOST_DEVICES);
        }
        long now = Totp.step(call.now());
        OptionalLong step =
                Totp.findPair(row.seed().toArray(), in.authenticationCode1(), in.authenticationCode2(), now - 2, now);
        if (step.isEmpty() || step.getAsLong() < row.nextStep()) {
            throw IamErrors.invalidCode();
        }
        long last = step.getAsLong() + 1;
        put(call, row.enabledFor(subject.id(), IamPlans.now(call), (int) (last - now), last));
    }

    private static void resync(ResyncMFADeviceRequest in, WriteCall call) {
        Subject subject = Subject.of(call, in.userName());
        MfaRow row = require(call, subject, in.serialNumber());
        long now = Totp.step(call.now());
        OptionalLong step = Totp.findPair(
                row.seed().toArray(),
                in.authenticationCode1(),
                in.authenticationCode2(),
                Math.max(now - RESYNC, row.nextStep()),
                now + RESYNC);
        if (step.isEmpty()) {
            throw IamErrors.invalidCode();
        }
        long last = step.getAsLong() + 1;
        put(call, row.at((int) (last - now), last));
    }

    private static void deactivate(DeactivateMFADeviceRequest in, WriteCall call) {
        Subject subject = Subject.of(call, in.userName());
        MfaRow row = require(call, subject, in.serialNumber());
        if (row.hardware()) {
            call.tx().remove(IamTables.MFA, Scope.account(subject.account()), row.serial());
        } else {
            put(call, row.deactivated());
        }
    }

    private static GetMFADeviceResponse get(GetMFADeviceRequest in, Call call) {
        Subject subject = Subject.of(call, in.userName());
        MfaRow row = require(call, subject, in.serialNumber());
        return GetMFADeviceResponse.builder()
                .userName(subject.name())
                .serialNumber(row.serial())
                .enableDate(row.enabled())
                .build();
    }

    private static ListMFADevicesResponse list(ListMFADevicesRequest in, Call call) {
        Subject subject = Subject.of(call, in.userName());
        List<MFADevice> devices = MfaCodes.devices(call.state(), subject.account(), subject.id()).stream()
                .map(row ->
                        new MFADevice(subject.name(), row.serial(), row.enabled() == null ? call.now() : row.enabled()))
                .toList();
        IamPages.Listing<MFADevice> page =
                IamPages.ofList(call, "ListMFADevices", subject.id(), in.marker(), in.maxItems(), devices);
        return ListMFADevicesResponse.builder()
                .mfaDevices(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static ListVirtualMFADevicesResponse listVirtual(ListVirtualMFADevicesRequest in, Call call) {
        String account = call.caller().account();
        String wanted = in.assignmentStatus() == null ? "Any" : in.assignmentStatus();
        IamPages.Listing<VirtualMFADevice> page = IamPages.of(
                call,
                "ListVirtualMFADevices",
                wanted,
                in.marker(),
                in.maxItems(),
                call.state().rows(IamTables.MFA, Scope.account(account)),
                (serial, row) ->
                        !row.hardware() && (wanted.equals("Any") || wanted.equals("Assigned") == (row.owner() != null)),
                row -> VirtualMFADevice.builder()
                        .serialNumber(row.serial())
                        .user(row.owner() == null ? null : owner(call, row.owner()))
                        .enableDate(row.enabled())
                        .build());
        return ListVirtualMFADevicesResponse.builder()
                .virtualMFADevices(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static @Nullable User owner(Call call, String id) {
        String account = call.caller().account();
        if (id.equals(account)) {
            return AccountOperations.rootUser(call);
        }
        return call.state().rows(IamTables.USERS, Scope.account(account)).values().stream()
                .filter(user -> user.id().equals(id))
                .map(user -> UserOperations.shown(account, user, false))
                .findFirst()
                .orElse(null);
    }

    private static ListMFADeviceTagsResponse listTags(ListMFADeviceTagsRequest in, Call call) {
        IamPages.Listing<Tag> page = IamPages.ofList(
                call,
                "ListMFADeviceTags",
                in.serialNumber(),
                in.marker(),
                in.maxItems(),
                IamPlans.list(require(call, in.serialNumber()).tags()));
        return ListMFADeviceTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
