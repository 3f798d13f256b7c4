package dev.glasshouse.service.sts;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.MfaDevices;
import dev.glasshouse.call.WriteCall;
import org.jspecify.annotations.Nullable;

/** The code of an MFA device that a request for a session brings. */
final class SecondFactor {

    private static final String FAILED = "MultiFactorAuthentication failed";

    private final MfaDevices devices;

    SecondFactor(MfaDevices devices) {
        this.devices = devices;
    }

    /**
     * Whether a code came with the request and is right.
     *
     * @throws dev.glasshouse.call.ServiceException if one came and is not
     */
    boolean shown(Call call, @Nullable String serial, @Nullable String code) {
        if (serial == null && code == null) {
            return false;
        }
        if (serial == null || code == null) {
            throw StsErrors.denied(FAILED + ", must provide both MFA serial number and one time pass code. ");
        }
        Caller caller = call.caller();
        boolean holder =
                caller.session() == null && (caller.kind() == Caller.Kind.USER || caller.kind() == Caller.Kind.ROOT);
        if (!holder || !devices.hasDevice(call.state(), caller.account(), user(caller))) {
            throw StsErrors.denied(FAILED + ", unable to validate MFA code.  Please verify your MFA serial number is"
                    + " valid and associated with this user. ");
        }
        if (!devices.accepts(call.state(), call.now(), caller.account(), user(caller), serial, code)) {
            throw StsErrors.denied(FAILED + " with invalid MFA one time pass code. ");
        }
        return true;
    }

    /** The same, and the code is used up. */
    boolean take(WriteCall call, @Nullable String serial, @Nullable String code) {
        if (!shown(call, serial, code)) {
            return false;
        }
        Caller caller = call.caller();
        return devices.take(call.tx(), caller.account(), user(caller), String.valueOf(serial), String.valueOf(code));
    }

    private static @Nullable String user(Caller caller) {
        return caller.kind() == Caller.Kind.ROOT ? null : caller.name();
    }
}
