package dev.glasshouse.service.iam;

import dev.glasshouse.call.Call;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Table;

/**
 * How many of each kind an account may have, as AWS sets it out of the box. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM and STS quotas</a>.
 */
final class Quotas {

    static final int USERS = 5000;
    static final int GROUPS = 300;
    static final int ROLES = 1000;
    static final int POLICIES = 1500;
    static final int INSTANCE_PROFILES = 1000;
    static final int SERVER_CERTIFICATES = 20;
    static final int GROUPS_PER_USER = 10;
    static final int CERTIFICATES_PER_USER = 2;
    static final int SSH_KEYS_PER_USER = 5;

    private Quotas() {}

    /** Refuses one more row where the account has as many as it may have. */
    static void require(Call call, Table<String, ?> table, int most, String name) {
        if (call.state().rows(table, Scope.account(call.caller().account())).size() >= most) {
            throw IamErrors.quota(name, most);
        }
    }
}
