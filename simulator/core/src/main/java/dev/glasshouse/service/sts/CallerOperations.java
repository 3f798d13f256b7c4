package dev.glasshouse.service.sts;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.sts.DecodeAuthorizationMessageRequest;
import dev.glasshouse.api.sts.DecodeAuthorizationMessageResponse;
import dev.glasshouse.api.sts.GetAccessKeyInfoRequest;
import dev.glasshouse.api.sts.GetAccessKeyInfoResponse;
import dev.glasshouse.api.sts.GetCallerIdentityRequest;
import dev.glasshouse.api.sts.GetCallerIdentityResponse;
import dev.glasshouse.call.AuthorizationMessages;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.sandbox.AccessKeyIds;

/** What a caller may ask about itself, about keys and about denials. */
final class CallerOperations {

    private CallerOperations() {}

    static AuthorizationPlan plan(Call call, String operation) {
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

    static Operation<?, ?> decodeAuthorizationMessage() {
        return read(
                "DecodeAuthorizationMessage",
                OperationFacts.DEFAULT.withReadOnly(true),
                (DecodeAuthorizationMessageRequest in, Call call) -> plan(call, "DecodeAuthorizationMessage"),
                (in, call) -> new DecodeAuthorizationMessageResponse(
                        AuthorizationMessages.open(call.sandbox(), call.caller().account(), in.encodedMessage())
                                .orElseThrow(StsErrors::invalidMessage)));
    }
}
