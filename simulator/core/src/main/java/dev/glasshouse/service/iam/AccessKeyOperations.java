package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.AccessKey;
import dev.glasshouse.api.iam.AccessKeyLastUsed;
import dev.glasshouse.api.iam.AccessKeyMetadata;
import dev.glasshouse.api.iam.CreateAccessKeyRequest;
import dev.glasshouse.api.iam.CreateAccessKeyResponse;
import dev.glasshouse.api.iam.DeleteAccessKeyRequest;
import dev.glasshouse.api.iam.GetAccessKeyLastUsedRequest;
import dev.glasshouse.api.iam.GetAccessKeyLastUsedResponse;
import dev.glasshouse.api.iam.ListAccessKeysRequest;
import dev.glasshouse.api.iam.ListAccessKeysResponse;
import dev.glasshouse.api.iam.UpdateAccessKeyRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.AccessKeyIds;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Long-term access keys of users, and of root where root asks for itself. */
final class AccessKeyOperations {

    static final int MOST_KEYS = 2;

    private AccessKeyOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreateAccessKey",
                        (CreateAccessKeyRequest in, Call call) -> plan(call, "CreateAccessKey", in.userName()),
                        AccessKeyOperations::create),
                change(
                        "UpdateAccessKey",
                        (UpdateAccessKeyRequest in, Call call) -> plan(call, "UpdateAccessKey", in.userName()),
                        AccessKeyOperations::update),
                change(
                        "DeleteAccessKey",
                        (DeleteAccessKeyRequest in, Call call) -> plan(call, "DeleteAccessKey", in.userName()),
                        AccessKeyOperations::delete),
                read(
                        "ListAccessKeys",
                        (ListAccessKeysRequest in, Call call) -> plan(call, "ListAccessKeys", in.userName()),
                        AccessKeyOperations::list),
                read("GetAccessKeyLastUsed", AccessKeyOperations::planLastUsed, AccessKeyOperations::lastUsed));
    }

    /** The user that a call is about; null where root asks for itself. */
    private static @Nullable String subject(Call call, @Nullable String userName) {
        boolean root = userName == null && call.caller().kind() == Caller.Kind.ROOT;
        return root ? null : UserOperations.nameOrCaller(userName, call);
    }

    private static AuthorizationPlan plan(Call call, String operation, @Nullable String userName) {
        String subject = subject(call, userName);
        return subject == null
                ? IamPlans.ask(call, operation, call.caller().arn())
                : IamPlans.ask(call, operation, Target.user(call, subject));
    }

    static String shown(Sandbox sandbox, String account, long handle) {
        return sandbox.accessKeyId("AKIA", account, handle);
    }

    /** The row's key of the user that a call is about, who must exist; null for root. */
    private static @Nullable String owner(Call call, @Nullable String userName) {
        String subject = subject(call, userName);
        return subject == null
                ? null
                : IamTables.key(UserOperations.require(call, subject).name());
    }

    private static CreateAccessKeyResponse create(CreateAccessKeyRequest in, WriteCall call) {
        String account = call.caller().account();
        String owner = owner(call, in.userName());
        if (IamTables.keys(call.state(), account, owner).size() >= MOST_KEYS) {
            throw IamErrors.quota("AccessKeysPerUser", MOST_KEYS);
        }
        long handle = call.tx().newCredentialHandle();
        KeyRow row = new KeyRow(account, owner, true, IamPlans.now(call));
        call.tx().put(IamTables.KEYS, Scope.SANDBOX, handle, row);
        String id = shown(call.sandbox(), account, handle);
        return CreateAccessKeyResponse.builder()
                .accessKey(AccessKey.builder()
                        .userName(owner == null ? account : subject(call, in.userName()))
                        .accessKeyId(id)
                        .status(row.status())
                        .secretAccessKey(call.sandbox().secretAccessKey(id))
                        .createDate(row.created())
                        .build())
                .build();
    }

    /** The key with an id, if it belongs to the user that the call is about. */
    private static Map.Entry<Long, KeyRow> require(Call call, @Nullable String userName, String accessKeyId) {
        String owner = owner(call, userName);
        AccessKeyIds.Parts parts = AccessKeyIds.decode(accessKeyId)
                .filter(key -> key.tag() == call.sandbox().tag())
                .orElseThrow(() -> IamErrors.keyNotFound(accessKeyId));
        KeyRow row =
                IamTables.keys(call.state(), call.caller().account(), owner).get(parts.handle());
        if (row == null) {
            throw IamErrors.keyNotFound(accessKeyId);
        }
        return Map.entry(parts.handle(), row);
    }

    private static void update(UpdateAccessKeyRequest in, WriteCall call) {
        Map.Entry<Long, KeyRow> key = require(call, in.userName(), in.accessKeyId());
        call.tx()
                .put(
                        IamTables.KEYS,
                        Scope.SANDBOX,
                        key.getKey(),
                        key.getValue().withActive(in.status().equals("Active")));
    }

    private static void delete(DeleteAccessKeyRequest in, WriteCall call) {
        call.tx()
                .remove(
                        IamTables.KEYS,
                        Scope.SANDBOX,
                        require(call, in.userName(), in.accessKeyId()).getKey());
    }

    private static ListAccessKeysResponse list(ListAccessKeysRequest in, Call call) {
        String account = call.caller().account();
        String owner = owner(call, in.userName());
        String shownName = subject(call, in.userName());
        List<AccessKeyMetadata> keys = IamTables.keys(call.state(), account, owner).entrySet().stream()
                .map(key -> AccessKeyMetadata.builder()
                        .userName(shownName)
                        .accessKeyId(shown(call.sandbox(), account, key.getKey()))
                        .status(key.getValue().status())
                        .createDate(key.getValue().created())
                        .build())
                .toList();
        IamPages.Listing<AccessKeyMetadata> page =
                IamPages.ofList(call, "ListAccessKeys", String.valueOf(owner), in.marker(), in.maxItems(), keys);
        return ListAccessKeysResponse.builder()
                .accessKeyMetadata(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static AuthorizationPlan planLastUsed(GetAccessKeyLastUsedRequest in, Call call) {
        KeyRow row = find(in.accessKeyId(), call);
        return row == null || row.user() == null
                ? IamPlans.ask(call, "GetAccessKeyLastUsed", "*")
                : IamPlans.ask(call, "GetAccessKeyLastUsed", Target.user(call, row.user()));
    }

    private static @Nullable KeyRow find(String accessKeyId, Call call) {
        return AccessKeyIds.decode(accessKeyId)
                .filter(key -> key.tag() == call.sandbox().tag())
                .flatMap(key -> call.state().get(IamTables.KEYS, Scope.SANDBOX, key.handle()))
                .filter(row -> row.account().equals(call.caller().account()))
                .orElse(null);
    }

    /** Looks the key up in the account's trail: there stands every call that it has signed. */
    private static GetAccessKeyLastUsedResponse lastUsed(GetAccessKeyLastUsedRequest in, Call call) {
        KeyRow row = find(in.accessKeyId(), call);
        if (row == null) {
            // AWS does not tell whether somebody else has such a key
            throw ServiceException.of(
                    "AccessDenied",
                    403,
                    "User: " + call.caller().arn()
                            + " is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key "
                            + in.accessKeyId());
        }
        AccessKeyLastUsed used = LastUse.of(call.sandbox().log(), in.accessKeyId())
                .orElseGet(() -> AccessKeyLastUsed.builder()
                        .serviceName("N/A")
                        .region("N/A")
                        .build());
        String user = row.user();
        return GetAccessKeyLastUsedResponse.builder()
                .userName(
                        user == null
                                ? null
                                : call.state()
                                        .get(IamTables.USERS, Scope.account(row.account()), user)
                                        .map(UserRow::name)
                                        .orElse(null))
                .accessKeyLastUsed(used)
                .build();
    }
}
