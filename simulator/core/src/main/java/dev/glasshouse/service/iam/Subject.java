package dev.glasshouse.service.iam;

import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.service.iam.IamPlans.Target;
import org.jspecify.annotations.Nullable;

/**
 * The principal whose credentials a call is about: a user, or root where root asks for itself.
 *
 * @param account whose principal it is
 * @param user the user, or null for root
 */
record Subject(String account, @Nullable UserRow user) {

    /** The principal that a name means, who must exist; without a name, the caller. */
    static Subject of(Call call, @Nullable String userName) {
        if (isRoot(call, userName)) {
            return new Subject(call.caller().account(), null);
        }
        return new Subject(
                call.caller().account(), UserOperations.require(call, UserOperations.nameOrCaller(userName, call)));
    }

    /**
     * Whether a call is about root. Operations that insist on a name take the account's id or {@code root} from root
     * itself, unless a user has that name; AWS has only its console for these.
     */
    private static boolean isRoot(Call call, @Nullable String userName) {
        Caller caller = call.caller();
        if (caller.kind() != Caller.Kind.ROOT) {
            return false;
        }
        return userName == null
                || (userName.equals(caller.account()) || userName.equals("root"))
                        && IamTables.user(call.state(), caller.account(), userName)
                                .isEmpty();
    }

    /** What a call about a principal must be allowed. */
    static AuthorizationPlan plan(Call call, String operation, @Nullable String userName) {
        return plan(call, operation, userName, ContextKeys.EMPTY);
    }

    static AuthorizationPlan plan(Call call, String operation, @Nullable String userName, ContextKeys keys) {
        return isRoot(call, userName)
                ? IamPlans.ask(call, operation, new Target(call.caller().arn(), java.util.Map.of(), null), keys)
                : IamPlans.ask(call, operation, Target.user(call, UserOperations.nameOrCaller(userName, call)), keys);
    }

    /** What rows refer to it by: the user's unique id, or the account's id for root. */
    String id() {
        return user == null ? account : user.id();
    }

    /** The name that answers show. */
    String name() {
        return user == null ? "root" : user.name();
    }
}
