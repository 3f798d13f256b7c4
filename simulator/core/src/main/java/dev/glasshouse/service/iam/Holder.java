package dev.glasshouse.service.iam;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.service.iam.IamPlans.Target;

/** The kinds of entity that hold policies, and what differs between them. */
enum Holder {
    USER("User", 2048) {
        @Override
        Target target(Call call, String name) {
            return Target.user(call, name);
        }

        @Override
        Holdings holdings(Call call, String name) {
            return UserOperations.require(call, name).holdings();
        }

        @Override
        void save(WriteCall call, String name, Holdings holdings) {
            UserOperations.put(call, UserOperations.require(call, name).withHoldings(holdings));
        }
    },
    GROUP("Group", 5120) {
        @Override
        Target target(Call call, String name) {
            return Target.group(call, name);
        }

        @Override
        Holdings holdings(Call call, String name) {
            return GroupOperations.require(call, name).holdings();
        }

        @Override
        void save(WriteCall call, String name, Holdings holdings) {
            GroupOperations.put(call, GroupOperations.require(call, name).withHoldings(holdings));
        }
    },
    ROLE("Role", 10240) {
        @Override
        Target target(Call call, String name) {
            return Target.role(call, name);
        }

        @Override
        Holdings holdings(Call call, String name) {
            return RoleOperations.require(call, name).holdings();
        }

        @Override
        Holdings modifiable(Call call, String name) {
            RoleRow row = RoleOperations.require(call, name);
            LinkedRoleOperations.requireOwn(row);
            return row.holdings();
        }

        @Override
        void save(WriteCall call, String name, Holdings holdings) {
            RoleOperations.put(call, RoleOperations.require(call, name).withHoldings(holdings));
        }
    };

    private final String word;
    private final int mostInline;

    Holder(String word, int mostInline) {
        this.word = word;
        this.mostInline = mostInline;
    }

    /** The word in names of operations and quotas: {@code User}. */
    String word() {
        return word;
    }

    /** The word in errors: {@code user}. */
    String small() {
        return IamTables.key(word);
    }

    /** The most characters of all inline policies together, without whitespace. */
    int mostInline() {
        return mostInline;
    }

    abstract Target target(Call call, String name);

    /** The policies of the entity with a name, which must exist. */
    abstract Holdings holdings(Call call, String name);

    /** The policies of an entity that the account may change. */
    Holdings modifiable(Call call, String name) {
        return holdings(call, name);
    }

    abstract void save(WriteCall call, String name, Holdings holdings);
}
