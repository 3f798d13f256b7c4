package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.ChangePasswordRequest;
import dev.glasshouse.api.iam.CreateLoginProfileRequest;
import dev.glasshouse.api.iam.CreateLoginProfileResponse;
import dev.glasshouse.api.iam.DeleteLoginProfileRequest;
import dev.glasshouse.api.iam.GetLoginProfileRequest;
import dev.glasshouse.api.iam.GetLoginProfileResponse;
import dev.glasshouse.api.iam.LoginProfile;
import dev.glasshouse.api.iam.UpdateLoginProfileRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocuments;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Passwords of users. A sandbox has no console to sign in to, yet its rules for passwords hold. */
final class PasswordOperations {

    private static final int SALT = 16;
    private static final PolicyDocuments DOCUMENTS = new PolicyDocuments();

    private PasswordOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreateLoginProfile",
                        (CreateLoginProfileRequest in, Call call) ->
                                Subject.plan(call, "CreateLoginProfile", in.userName()),
                        PasswordOperations::create),
                read(
                        "GetLoginProfile",
                        (GetLoginProfileRequest in, Call call) -> Subject.plan(call, "GetLoginProfile", in.userName()),
                        (in, call) -> {
                            Subject subject = Subject.of(call, in.userName());
                            return new GetLoginProfileResponse(shown(subject, require(call, subject)));
                        }),
                change(
                        "UpdateLoginProfile",
                        (UpdateLoginProfileRequest in, Call call) ->
                                Subject.plan(call, "UpdateLoginProfile", in.userName()),
                        PasswordOperations::update),
                change(
                        "DeleteLoginProfile",
                        (DeleteLoginProfileRequest in, Call call) ->
                                Subject.plan(call, "DeleteLoginProfile", in.userName()),
                        (in, call) -> {
                            Subject subject = Subject.of(call, in.userName());
                            require(call, subject);
                            call.tx().remove(IamTables.LOGINS, Scope.account(subject.account()), subject.id());
                        }),
                change("ChangePassword", PasswordOperations::planChange, PasswordOperations::changeOwn));
    }

    private static LoginProfile shown(Subject subject, LoginRow row) {
        return new LoginProfile(subject.name(), row.created(), row.resetRequired());
    }

    private static LoginRow require(Call call, Subject subject) {
        return call.state()
                .get(IamTables.LOGINS, Scope.account(subject.account()), subject.id())
                .orElseThrow(
                        () -> IamErrors.noSuchEntity("Login Profile for User " + subject.name() + " cannot be found."));
    }

    private static void put(WriteCall call, Subject subject, LoginRow row) {
        call.tx().put(IamTables.LOGINS, Scope.account(subject.account()), subject.id(), row);
    }

    private static void requireAllowed(Call call, String password) {
        PasswordRules rules = SettingsOperations.of(call).passwords();
        boolean allowed = rules == null
                ? PasswordRules.defaultAllows(password, call.caller().account())
                : rules.allow(password);
        if (!allowed) {
            throw violation("Password does not conform to the account password policy.");
        }
    }

    private static ServiceException violation(String text) {
        return ServiceException.of("PasswordPolicyViolation", 400, text);
    }

    private static PasswordHash hash(String password, WriteCall call, Subject subject) {
        return PasswordHash.of(password, call.ids().bytes("iam.password", subject.id(), SALT), call.now());
    }

    private static CreateLoginProfileResponse create(CreateLoginProfileRequest in, WriteCall call) {
        Subject subject = Subject.of(call, in.userName());
        if (in.password() == null) {
            throw IamErrors.validation("1 validation error detected: Value at 'password' failed to satisfy constraint:"
                    + " Member must not be null");
        }
        if (call.state()
                .get(IamTables.LOGINS, Scope.account(subject.account()), subject.id())
                .isPresent()) {
            throw IamErrors.exists("Login Profile for user " + subject.name() + " already exists.");
        }
        requireAllowed(call, in.password());
        LoginRow row = new LoginRow(
                IamPlans.now(call),
                hash(in.password(), call, subject),
                List.of(),
                Boolean.TRUE.equals(in.passwordResetRequired()));
        put(call, subject, row);
        return new CreateLoginProfileResponse(shown(subject, row));
    }

    /** An administrator's change minds the strength of a password, not its predecessors. */
    private static void update(UpdateLoginProfileRequest in, WriteCall call) {
        Subject subject = Subject.of(call, in.userName());
        LoginRow row = require(call, subject);
        if (in.password() != null) {
            requireAllowed(call, in.password());
            row = row.withPassword(hash(in.password(), call, subject), row.resetRequired());
        }
        if (in.passwordResetRequired() != null) {
            row = row.withReset(in.passwordResetRequired());
        }
        put(call, subject, row);
    }

    /**
     * Where the account's policy lets every user change the own password, it is as if a policy allowed just that; an
     * explicit deny still stands.
     */
    private static AuthorizationPlan planChange(ChangePasswordRequest in, Call call) {
        Caller caller = call.caller();
        if (caller.kind() != Caller.Kind.USER) {
            return IamPlans.ask(call, "ChangePassword", caller.arn());
        }
        AuthorizationRequest asked = IamPlans.ask(call, "ChangePassword", Target.user(call, caller.name()))
                .requests()
                .get(0);
        PasswordRules rules = SettingsOperations.of(call).passwords();
        if (rules == null || !rules.usersChange()) {
            return AuthorizationPlan.of(asked);
        }
        String document = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
                + caller.arn() + "\"},\"Action\":\"iam:ChangePassword\",\"Resource\":\"*\"}]}";
        return AuthorizationPlan.of(asked.withResourcePolicy(
                new Policy("account password policy", null, DOCUMENTS.get(document, PolicyType.RESOURCE))));
    }

    private static void changeOwn(ChangePasswordRequest in, WriteCall call) {
        if (call.caller().kind() != Caller.Kind.USER) {
            throw ServiceException.of("InvalidUserType", 400, "Only IAM Users can change their own password");
        }
        Subject subject = Subject.of(call, null);
        LoginRow row = require(call, subject);
        if (!row.password().matches(in.oldPassword())) {
            throw ServiceException.of("AccessDenied", 403, "The old password was incorrect.");
        }
        PasswordRules rules = SettingsOperations.of(call).passwords();
        if (rules != null && rules.maxAge() != null && Boolean.TRUE.equals(rules.hardExpiry())) {
            boolean expired =
                    row.password().set().plus(Duration.ofDays(rules.maxAge())).isBefore(call.now());
            if (expired) {
                throw violation("The password has expired and must be reset by an administrator.");
            }
        }
        requireAllowed(call, in.newPassword());
        if (rules != null && rules.reuse() != null) {
            boolean used = Stream.concat(Stream.of(row.password()), row.earlier().stream())
                    .limit(rules.reuse())
                    .anyMatch(earlier -> earlier.matches(in.newPassword()));
            if (used) {
                throw violation("Policy constraint violation with password reuse prevention during password change.");
            }
        }
        put(call, subject, row.withPassword(hash(in.newPassword(), call, subject), false));
    }
}
