package dev.glasshouse.service.iam;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.call.MfaDevices;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Transaction;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Whether codes of MFA devices are right. Each code is accepted once, and one time step beside the expected one. */
final class MfaCodes implements MfaDevices {

    private static final int DRIFT = 1;

    @Override
    public boolean hasDevice(StateReader state, String account, @Nullable String user) {
        return owner(state, account, user)
                .filter(id -> !devices(state, account, id).isEmpty())
                .isPresent();
    }

    @Override
    public boolean accepts(
            StateReader state, Instant now, String account, @Nullable String user, String serial, String code) {
        return device(state, account, user, serial)
                .filter(row -> step(row, code, now).isPresent())
                .isPresent();
    }

    @Override
    public boolean take(Transaction tx, String account, @Nullable String user, String serial, String code) {
        Optional<MfaRow> row = device(tx, account, user, serial);
        OptionalLong step = row.isEmpty() ? OptionalLong.empty() : step(row.get(), code, tx.now());
        if (step.isEmpty()) {
            return false;
        }
        int drift = (int) (step.getAsLong() - Totp.step(tx.now()));
        tx.put(IamTables.MFA, Scope.account(account), serial, row.get().at(drift, step.getAsLong()));
        return true;
    }

    private static Optional<String> owner(StateReader state, String account, @Nullable String user) {
        return user == null
                ? Optional.of(account)
                : IamTables.user(state, account, user).map(UserRow::id);
    }

    private static Optional<MfaRow> device(StateReader state, String account, @Nullable String user, String serial) {
        Optional<String> owner = owner(state, account, user);
        return state.get(IamTables.MFA, Scope.account(account), serial)
                .filter(row -> owner.isPresent() && owner.get().equals(row.owner()));
    }

    private static OptionalLong step(MfaRow row, String code, Instant now) {
        long expected = Totp.step(now) + row.drift();
        return Totp.find(row.seed().toArray(), code, Math.max(expected - DRIFT, row.nextStep()), expected + DRIFT);
    }

    /** The devices that are enabled for a principal. */
    static List<MfaRow> devices(StateReader state, String account, String owner) {
        return state.rows(IamTables.MFA, Scope.account(account)).values().stream()
                .filter(row -> owner.equals(row.owner()))
                .toList();
    }

    /** The code that a device shows now; that of a hardware token even before it is enabled. */
    static Optional<String> shown(Sandbox sandbox, String account, String serial) {
        long step = Totp.step(sandbox.now());
        Optional<MfaRow> row = sandbox.read().state().get(IamTables.MFA, Scope.account(account), serial);
        if (row.isPresent()) {
            return Optional.of(Totp.code(row.get().seed().toArray(), step));
        }
        return serial.startsWith("arn:")
                ? Optional.empty()
                : Optional.of(Totp.code(hardwareSeed(sandbox, serial).toArray(), step));
    }

    /** The seed of a hardware token, which its maker would have told AWS. */
    static Bytes hardwareSeed(Sandbox sandbox, String serial) {
        return Bytes.wrap(Arrays.copyOf(sandbox.seed().derive("hardware mfa/" + serial), 20));
    }
}
