package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.kms.AliasListEntry;
import dev.glasshouse.api.kms.CreateAliasRequest;
import dev.glasshouse.api.kms.DeleteAliasRequest;
import dev.glasshouse.api.kms.ListAliasesRequest;
import dev.glasshouse.api.kms.ListAliasesResponse;
import dev.glasshouse.api.kms.UpdateAliasRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.util.ArrayList;
import java.util.List;

/** Aliases. Their operations want permission on the alias, by IAM policies alone, and on the key. */
final class AliasOperations {

    private static final int MOST_PER_KEY = 50;

    private AliasOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                change("CreateAlias", AliasOperations::planCreate, AliasOperations::create),
                change("UpdateAlias", AliasOperations::planUpdate, AliasOperations::update),
                change("DeleteAlias", AliasOperations::planDelete, AliasOperations::delete),
                read(
                        "ListAliases",
                        (ListAliasesRequest in, Call call) -> KmsPlans.listing(call, "ListAliases"),
                        AliasOperations::list));
    }

    private static Scope scope(Call call) {
        return Scope.region(call.caller().account(), call.region());
    }

    private static AuthorizationRequest onAlias(Call call, String operation, String name) {
        String arn = Keys.aliasArn(call.caller().account(), call.region(), name);
        return KmsPlans.account(call, operation, arn, ContextKeys.EMPTY);
    }

    private static void requireName(String name) {
        if (!name.startsWith("alias/")) {
            throw KmsErrors.validation("Alias must start with the prefix \"alias/\". Please see"
                    + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html");
        }
        boolean characters = name.length() > 6
                && name.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || "/_-".indexOf(c) >= 0);
        if (!characters) {
            throw KmsErrors.invalidAlias("Alias name " + name + " contains invalid characters");
        }
    }

    private static void requireOwn(String name) {
        requireName(name);
        if (name.startsWith("alias/aws/")) {
            throw KmsErrors.invalidAlias("Alias must not start with alias/aws/, which is reserved for AWS");
        }
    }

    private static AuthorizationPlan planCreate(CreateAliasRequest in, Call call) {
        requireOwn(in.aliasName());
        return AuthorizationPlan.of(
                onAlias(call, "CreateAlias", in.aliasName()),
                KmsPlans.key(call, "CreateAlias", target(call, in.targetKeyId()), ContextKeys.EMPTY));
    }

    private static Keys.Named target(Call call, String keyId) {
        if (keyId.contains("alias/")) {
            throw KmsErrors.validation("Aliases must refer to keys. Not aliases");
        }
        Keys.Named named = Keys.named(call, keyId);
        if (!named.account().equals(call.caller().account())) {
            throw KmsErrors.keyNotFound(named.arn());
        }
        return named;
    }

    /** A key of the caller's own account, which aliases are listed of. */
    private static Keys.Named own(Call call, String keyId) {
        Keys.Named named = Keys.named(call, keyId);
        if (named.alias() != null) {
            throw KmsErrors.invalidArn("Key Aliases are not supported for this operation.");
        }
        if (!named.account().equals(call.caller().account())) {
            throw KmsErrors.keyNotFound(named.arn());
        }
        return named;
    }

    private static void create(CreateAliasRequest in, WriteCall call) {
        Keys.Named key = target(call, in.targetKeyId());
        if (call.state().get(Keys.ALIASES, scope(call), in.aliasName()).isPresent()) {
            throw KmsErrors.exists("An alias with the name "
                    + Keys.aliasArn(key.account(), key.region(), in.aliasName()) + " already exists");
        }
        requireFit(key, call);
        put(call, new AliasRow(in.aliasName(), key.id(), call.now(), call.now()));
    }

    private static void requireFit(Keys.Named key, WriteCall call) {
        Checks.notPendingDeletion(key, Checks.customers(key, "CreateAlias"));
        if (Keys.aliases(call.state(), key.account(), key.region(), key.id()).size() >= MOST_PER_KEY) {
            throw KmsErrors.limit("The key " + key.arn() + " has " + MOST_PER_KEY + " aliases already");
        }
    }

    private static void put(WriteCall call, AliasRow row) {
        call.tx().put(Keys.ALIASES, scope(call), row.name(), row);
    }

    private static AliasRow require(Call call, String name) {
        return call.state()
                .get(Keys.ALIASES, scope(call), name)
                .orElseThrow(() -> KmsErrors.notFound(
                        "Alias " + Keys.aliasArn(call.caller().account(), call.region(), name) + " is not found."));
    }

    private static AuthorizationPlan planUpdate(UpdateAliasRequest in, Call call) {
        requireOwn(in.aliasName());
        AliasRow row = require(call, in.aliasName());
        return AuthorizationPlan.of(
                onAlias(call, "UpdateAlias", in.aliasName()),
                KmsPlans.key(call, "UpdateAlias", Keys.named(call, row.keyId()), ContextKeys.EMPTY),
                KmsPlans.key(call, "UpdateAlias", target(call, in.targetKeyId()), ContextKeys.EMPTY));
    }

    private static void update(UpdateAliasRequest in, WriteCall call) {
        AliasRow row = require(call, in.aliasName());
        Keys.Named key = target(call, in.targetKeyId());
        requireFit(key, call);
        Keys.get(call.state(), key.account(), key.region(), row.keyId())
                .ifPresent(before -> requireSameKind(before, key.found()));
        put(call, new AliasRow(row.name(), key.id(), row.created(), call.now()));
    }

    /** An alias stays with keys of one kind, so that what its users do goes on. */
    private static void requireSameKind(KeyRow before, KeyRow after) {
        boolean pair = before.keySpec().isPair() == after.keySpec().isPair();
        if (!pair || !before.usage().equals(after.usage())) {
            throw KmsErrors.validation("The new target key must have the type and the key usage of the current one: "
                    + before.spec() + " for " + before.usage() + ", not " + after.spec() + " for " + after.usage()
                    + ".");
        }
    }

    private static AuthorizationPlan planDelete(DeleteAliasRequest in, Call call) {
        requireOwn(in.aliasName());
        AliasRow row = require(call, in.aliasName());
        return AuthorizationPlan.of(
                onAlias(call, "DeleteAlias", in.aliasName()),
                KmsPlans.key(call, "DeleteAlias", Keys.named(call, row.keyId()), ContextKeys.EMPTY));
    }

    private static void delete(DeleteAliasRequest in, WriteCall call) {
        call.tx()
                .remove(Keys.ALIASES, scope(call), require(call, in.aliasName()).name());
    }

    private static ListAliasesResponse list(ListAliasesRequest in, Call call) {
        String account = call.caller().account();
        String keyId = in.keyId() == null ? null : own(call, in.keyId()).id();
        List<AliasListEntry> all = new ArrayList<>();
        call.state().rows(Keys.ALIASES, scope(call)).values().stream()
                .filter(row -> keyId == null || row.keyId().equals(keyId))
                .forEach(row -> all.add(AliasListEntry.builder()
                        .aliasName(row.name())
                        .aliasArn(Keys.aliasArn(account, call.region(), row.name()))
                        .targetKeyId(row.keyId())
                        .creationDate(row.created())
                        .lastUpdatedDate(row.updated())
                        .build()));
        Checks.Listing<AliasListEntry> page = Checks.page(
                call,
                "ListAliases",
                String.valueOf(keyId),
                in.marker(),
                in.limit(),
                50,
                all,
                entry -> String.valueOf(entry.aliasName()));
        return ListAliasesResponse.builder()
                .aliases(page.items())
                .truncated(page.truncated())
                .nextMarker(page.marker())
                .build();
    }
}
