package dev.glasshouse.service.iam;

import dev.glasshouse.api.iam.AccessKeyLastUsed;
import dev.glasshouse.call.Call;
import dev.glasshouse.sandbox.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a credential report. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html">Generate credential
 * reports</a>.
 */
final class CredentialReport {

    private static final String HEAD = "user,arn,user_creation_time,password_enabled,password_last_used,"
            + "password_last_changed,password_next_rotation,mfa_active,"
            + "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,"
            + "access_key_1_last_used_service,"
            + "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,"
            + "access_key_2_last_used_service,"
            + "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";
    private static final String NONE = "N/A";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

    private final Call call;
    private final Scope scope;
    private final @Nullable PasswordRules rules;

    private CredentialReport(Call call) {
        this.call = call;
        this.scope = Scope.account(call.caller().account());
        this.rules = SettingsOperations.of(call).passwords();
    }

    static String of(Call call) {
        CredentialReport report = new CredentialReport(call);
        StringBuilder csv = new StringBuilder(HEAD);
        report.root(csv);
        call.state().rows(IamTables.USERS, report.scope).values().forEach(user -> report.user(csv, user));
        return csv.toString();
    }

    private static String time(Instant time) {
        return TIME.format(time.truncatedTo(ChronoUnit.SECONDS));
    }

    private void root(StringBuilder csv) {
        String account = scope.account();
        Instant created = call.state()
                .get(IamTables.ACCOUNTS, Scope.SANDBOX, account)
                .map(Account::created)
                .orElse(call.now());
        List<String> line = new ArrayList<>(List.of(
                "<root_account>",
                "arn:aws:iam::" + account + ":root",
                time(created),
                "not_supported",
                "no_information",
                "not_supported",
                "not_supported"));
        rest(line, account, null);
        csv.append('\n').append(String.join(",", line));
    }

    private void user(StringBuilder csv, UserRow user) {
        List<String> line = new ArrayList<>(List.of(user.name(), user.arn(scope.account()), time(user.created())));
        Optional<LoginRow> login = call.state().get(IamTables.LOGINS, scope, user.id());
        line.add(Boolean.toString(login.isPresent()));
        line.add(login.isPresent() ? "no_information" : NONE);
        line.add(login.map(row -> time(row.password().set())).orElse(NONE));
        Integer days = rules == null ? null : rules.maxAge();
        line.add(
                login.isEmpty() || days == null
                        ? NONE
                        : time(login.get().password().set().plus(Duration.ofDays(days))));
        rest(line, user.id(), IamTables.key(user.name()));
        csv.append('\n').append(String.join(",", line));
    }

    private void rest(List<String> line, String owner, @Nullable String keyOwner) {
        line.add(Boolean.toString(
                !MfaCodes.devices(call.state(), scope.account(), owner).isEmpty()));
        List<Map.Entry<Long, KeyRow>> keys = List.copyOf(
                IamTables.keys(call.state(), scope.account(), keyOwner).entrySet());
        key(line, keys.isEmpty() ? null : keys.get(0));
        key(line, keys.size() < 2 ? null : keys.get(1));
        List<SigningCertificateRow> certificates =
                List.copyOf(SigningCertificateOperations.of(call, owner).values());
        certificate(line, certificates.isEmpty() ? null : certificates.get(0));
        certificate(line, certificates.size() < 2 ? null : certificates.get(1));
    }

    private void key(List<String> line, Map.@Nullable Entry<Long, KeyRow> key) {
        if (key == null) {
            line.addAll(List.of("false", NONE, NONE, NONE, NONE));
            return;
        }
        line.add(Boolean.toString(key.getValue().active()));
        line.add(time(key.getValue().created()));
        Optional<AccessKeyLastUsed> used = LastUse.of(
                call.sandbox().log(), AccessKeyOperations.shown(call.sandbox(), scope.account(), key.getKey()));
        line.add(used.map(use -> use.lastUsedDate() == null ? NONE : time(use.lastUsedDate()))
                .orElse(NONE));
        line.add(used.map(AccessKeyLastUsed::region).orElse(NONE));
        line.add(used.map(AccessKeyLastUsed::serviceName).orElse(NONE));
    }

    private static void certificate(List<String> line, @Nullable SigningCertificateRow row) {
        line.add(Boolean.toString(row != null && row.status().equals("Active")));
        line.add(row == null ? NONE : time(row.uploaded()));
    }
}
