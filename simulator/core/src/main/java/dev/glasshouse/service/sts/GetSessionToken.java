package dev.glasshouse.service.sts;

import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.sts.GetSessionTokenRequest;
import dev.glasshouse.api.sts.GetSessionTokenResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.WriteCall;

/**
 * Gives a user or root a session of its own, with a second factor if it shows one. See
 * <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html">GetSessionToken</a>.
 */
final class GetSessionToken {

    static final int USUAL_SECONDS = 43_200;
    static final int ROOT_SECONDS = 3_600;

    private final SecondFactor factor;

    GetSessionToken(SecondFactor factor) {
        this.factor = factor;
    }

    Operation<?, ?> operation() {
        return write(
                "GetSessionToken",
                OperationFacts.DEFAULT.withReadOnly(false).withResponseLogged(true),
                (GetSessionTokenRequest in, Call call) -> CallerOperations.plan(call, "GetSessionToken"),
                this::execute);
    }

    private GetSessionTokenResponse execute(GetSessionTokenRequest in, WriteCall call) {
        Caller caller = call.caller();
        if (caller.session() != null) {
            throw StsErrors.denied("Cannot call GetSessionToken with session credentials");
        }
        boolean mfa = factor.take(call, in.serialNumber(), in.tokenCode());
        SessionRow row = SessionRow.of(own(caller), call.now(), seconds(caller, in.durationSeconds()), caller.vantage())
                .withOrigin(null, false, mfa, null);
        return GetSessionTokenResponse.builder()
                .credentials(Issuing.issue(call, row))
                .build();
    }

    private static SessionRow.Holder own(Caller caller) {
        boolean root = caller.kind() == Caller.Kind.ROOT;
        return new SessionRow.Holder(
                root ? SessionRow.Kind.ROOT : SessionRow.Kind.USER,
                caller.account(),
                caller.name(),
                caller.arn(),
                caller.principalId(),
                caller.path(),
                "");
    }

    /** What was asked for; root gets an hour at most, whatever it asks for. */
    static int seconds(Caller caller, @org.jspecify.annotations.Nullable Integer asked) {
        int wanted = asked == null ? USUAL_SECONDS : asked;
        return caller.kind() == Caller.Kind.ROOT ? Math.min(wanted, ROOT_SECONDS) : wanted;
    }
}
