package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.s3control.DeletePublicAccessBlockRequest;
import dev.glasshouse.api.s3control.GetPublicAccessBlockOutput;
import dev.glasshouse.api.s3control.GetPublicAccessBlockRequest;
import dev.glasshouse.api.s3control.PublicAccessBlockConfiguration;
import dev.glasshouse.api.s3control.PutPublicAccessBlockRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.util.List;

/** Block Public Access of a whole account. */
final class AccountBlocks {

    private AccountBlocks() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "GetPublicAccessBlock",
                        (GetPublicAccessBlockRequest in, Call call) ->
                                plan(call, in.accountId(), "GetAccountPublicAccessBlock"),
                        (in, call) -> {
                            BucketRow.Block block = call.state()
                                    .get(PublicAccess.ACCOUNTS, Scope.SANDBOX, in.accountId())
                                    .orElseThrow(() -> S3Errors.of(
                                                    "NoSuchPublicAccessBlockConfiguration",
                                                    404,
                                                    "The public access block configuration was not found")
                                            .with("AccountId", in.accountId()));
                            return new GetPublicAccessBlockOutput(shown(block));
                        }),
                change(
                        "PutPublicAccessBlock",
                        (PutPublicAccessBlockRequest in, Call call) ->
                                plan(call, in.accountId(), "PutAccountPublicAccessBlock"),
                        (in, call) -> {
                            PublicAccessBlockConfiguration asked = in.publicAccessBlockConfiguration();
                            if (isEmpty(asked)) {
                                throw S3Errors.invalidRequest("Must specify at least one configuration.");
                            }
                            call.tx().put(PublicAccess.ACCOUNTS, Scope.SANDBOX, in.accountId(), block(asked));
                        }),
                change(
                        "DeletePublicAccessBlock",
                        (DeletePublicAccessBlockRequest in, Call call) ->
                                plan(call, in.accountId(), "PutAccountPublicAccessBlock"),
                        (in, call) -> call.tx().remove(PublicAccess.ACCOUNTS, Scope.SANDBOX, in.accountId())));
    }

    private static AuthorizationPlan plan(Call call, String account, String action) {
        S3ControlService.requireCredentials(call);
        return AuthorizationPlan.of(AuthorizationRequest.of("s3:" + action, "*", account)
                .withKeys(ConditionKeys.of(call, action, S3ControlService.NO_FACTS, ContextKeys.EMPTY)));
    }

    private static boolean isEmpty(PublicAccessBlockConfiguration asked) {
        return asked.blockPublicAcls() == null
                && asked.ignorePublicAcls() == null
                && asked.blockPublicPolicy() == null
                && asked.restrictPublicBuckets() == null;
    }

    static BucketRow.Block block(PublicAccessBlockConfiguration asked) {
        return new BucketRow.Block(
                Boolean.TRUE.equals(asked.blockPublicAcls()),
                Boolean.TRUE.equals(asked.ignorePublicAcls()),
                Boolean.TRUE.equals(asked.blockPublicPolicy()),
                Boolean.TRUE.equals(asked.restrictPublicBuckets()));
    }

    static PublicAccessBlockConfiguration shown(BucketRow.Block block) {
        return new PublicAccessBlockConfiguration(
                block.blockAcls(), block.ignoreAcls(), block.blockPolicy(), block.restrictBuckets());
    }
}
