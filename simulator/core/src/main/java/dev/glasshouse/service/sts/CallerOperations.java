package dev.glasshouse.service.sts;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.sts.Credentials;
import dev.glasshouse.api.sts.GetAccessKeyInfoRequest;
import dev.glasshouse.api.sts.GetAccessKeyInfoResponse;
import dev.glasshouse.api.sts.GetCallerIdentityRequest;
import dev.glasshouse.api.sts.GetCallerIdentityResponse;
import dev.glasshouse.api.sts.GetSessionTokenRequest;
import dev.glasshouse.api.sts.GetSessionTokenResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.AccessKeyIds;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import java.util.Map;

/** What a caller may ask of itself. */
final class CallerOperations {

    private static final int USUAL_SECONDS = 43_200;
    private static final int ROOT_SECONDS = 3_600;

    private CallerOperations() {}

    private static AuthorizationPlan plan(Call call, String operation) {
        return AuthorizationPlan.of(
                AuthorizationRequest.of("sts:" + operation, "*", call.caller().account()));
    }

    static Operation<?, ?> getCallerIdentity() {
        return read(
                "GetCallerIdentity",
                OperationFacts.DEFAULT.withReadOnly(true),
                (GetCallerIdentityRequest in, Call call) -> plan(call, "GetCallerIdentity"),
                (in, call) -> GetCallerIdentityResponse.builder()
                        .userId(call.caller().principalId())
                        .account(call.caller().account())
                        .arn(call.caller().arn())
                        .build());
    }

    static Operation<?, ?> getSessionToken() {
        return write(
                "GetSessionToken",
                OperationFacts.DEFAULT.withReadOnly(true).withResponseLogged(true),
                (GetSessionTokenRequest in, Call call) -> plan(call, "GetSessionToken"),
                CallerOperations::sessionToken);
    }

    private static GetSessionTokenResponse sessionToken(GetSessionTokenRequest in, WriteCall call) {
        Caller caller = call.caller();
        if (caller.session() != null) {
            throw StsErrors.denied("Cannot call GetSessionToken with session credentials");
        }
        if (in.serialNumber() != null || in.tokenCode() != null) {
            // no account of a sandbox has MFA devices yet, so no code can be right
            throw StsErrors.denied("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
        }
        boolean root = caller.kind() == Caller.Kind.ROOT;
        int wanted = in.durationSeconds() == null ? USUAL_SECONDS : in.durationSeconds();
        int seconds = root ? Math.min(wanted, ROOT_SECONDS) : wanted;
        SessionRow row = new SessionRow(
                root ? SessionRow.Kind.ROOT : SessionRow.Kind.USER,
                caller.account(),
                caller.name(),
                caller.arn(),
                caller.principalId(),
                caller.path(),
                "",
                call.now(),
                call.now().plusSeconds(seconds),
                null,
                List.of(),
                Map.of(),
                List.of(),
                null,
                false,
                caller.vantage());
        return GetSessionTokenResponse.builder().credentials(issue(call, row)).build();
    }

    /** Stores a session and answers its credentials. */
    static Credentials issue(WriteCall call, SessionRow row) {
        long handle = call.tx().newCredentialHandle();
        call.tx().put(StsService.SESSIONS, Scope.SANDBOX, handle, row);
        Sandbox sandbox = call.sandbox();
        String id = sandbox.accessKeyId("ASIA", row.account(), handle);
        return Credentials.builder()
                .accessKeyId(id)
                .secretAccessKey(sandbox.secretAccessKey(id))
                .sessionToken(sandbox.sessionToken(id))
                .expiration(row.expires())
                .build();
    }

    static Operation<?, ?> getAccessKeyInfo(Provisioning provisioning) {
        return read(
                "GetAccessKeyInfo",
                OperationFacts.DEFAULT.withReadOnly(true),
                (GetAccessKeyInfoRequest in, Call call) -> plan(call, "GetAccessKeyInfo"),
                (in, call) -> {
                    String account = AccessKeyIds.decode(in.accessKeyId())
                            .map(AccessKeyIds.Parts::account)
                            .filter(id -> provisioning.accounts(call.state()).contains(id))
                            .orElseThrow(() -> StsErrors.validation("Invalid access key id: " + in.accessKeyId()));
                    return GetAccessKeyInfoResponse.builder().account(account).build();
                });
    }
}
