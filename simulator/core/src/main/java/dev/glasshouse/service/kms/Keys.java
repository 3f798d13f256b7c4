package dev.glasshouse.service.kms;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables of KMS, and how the texts that name a key find one. */
final class Keys {

    static final Table<String, KeyRow> TABLE = Table.ofText(
                    "kms", "keys", RecordCodec.of(KeyRow.class).next(java.util.function.UnaryOperator.identity()))
            .holding((scope, key) -> key.materials().stream()
                    .filter(material -> material.wrapped() != null)
                    .map(material ->
                            "key material " + material.id() + " of " + arn(scope.account(), scope.region(), key.id()))
                    .toList());
    static final Table<String, AliasRow> ALIASES = Table.ofText("kms", "aliases", RecordCodec.of(AliasRow.class));

    private Keys() {}

    /**
     * A key that a request names.
     *
     * @param account its owner
     * @param region where it is
     * @param id its id
     * @param row the key; null where another account's key is not there, which its caller must not learn, or where a
     *     service's own key is still to be made
     * @param alias the alias it was named by, or null
     */
    record Named(
            String account,
            String region,
            String id,
            @Nullable KeyRow row,
            @Nullable String alias) {

        String arn() {
            return Keys.arn(account, region, id);
        }

        /** The row of a key that the caller may use, and so must be there. */
        KeyRow found() {
            if (row == null) {
                throw KmsErrors.keyNotFound(arn());
            }
            return row;
        }
    }

    static String arn(String account, String region, String id) {
        return "arn:aws:kms:" + region + ":" + account + ":key/" + id;
    }

    static String aliasArn(String account, String region, String alias) {
        return "arn:aws:kms:" + region + ":" + account + ":" + alias;
    }

    static Optional<KeyRow> get(StateReader state, String account, String region, String id) {
        return state.get(TABLE, Scope.region(account, region), id);
    }

    static void put(WriteCall call, Named key, KeyRow row) {
        call.tx().put(TABLE, Scope.region(key.account(), key.region()), row.id(), row);
    }

    /** The names of a key's aliases. */
    static List<String> aliases(StateReader state, String account, String region, String id) {
        List<String> names = new ArrayList<>();
        for (AliasRow alias : state.rows(ALIASES, Scope.region(account, region)).values()) {
            if (alias.keyId().equals(id)) {
                names.add(alias.name());
            }
        }
        return names;
    }

    /**
     * The key that a text names: a key id, a key ARN, an alias name or an alias ARN. A key of the caller's own account
     * that is not there is said to be missing; of another account's nothing is said.
     */
    static Named named(Call call, String text) {
        String account = call.caller().account();
        String region = call.region();
        if (text.startsWith("arn:")) {
            String[] fields = text.split(":", 6);
            if (fields.length < 6 || !fields[2].equals("kms") || !fields[1].equals("aws")) {
                throw KmsErrors.invalidArn("Invalid arn " + text);
            }
            if (!fields[3].equals(region)) {
                throw KmsErrors.notFound("Invalid arn " + fields[3]);
            }
            if (fields[5].startsWith("alias/")) {
                return alias(call, fields[4], region, fields[5]);
            }
            if (!fields[5].startsWith("key/")) {
                throw KmsErrors.invalidArn("Invalid arn " + text);
            }
            return key(call, fields[4], region, fields[5].substring(4));
        }
        if (text.startsWith("alias/")) {
            return alias(call, account, region, text);
        }
        if (!isKeyId(text)) {
            throw KmsErrors.notFound("Invalid keyId '" + text + "'");
        }
        return key(call, account, region, text);
    }

    /** The key with an id. */
    static Named byId(Call call, String account, String region, String id) {
        return key(call, account, region, id);
    }

    private static Named key(Call call, String account, String region, String id) {
        KeyRow row = get(call.state(), account, region, id).orElse(null);
        if (row == null && account.equals(call.caller().account())) {
            throw isKeyId(id)
                    ? KmsErrors.keyNotFound(arn(account, region, id))
                    : KmsErrors.notFound("Invalid keyId '" + id + "'");
        }
        return new Named(account, region, id, row, null);
    }

    private static Named alias(Call call, String account, String region, String name) {
        AliasRow alias =
                call.state().get(ALIASES, Scope.region(account, region), name).orElse(null);
        if (alias != null) {
            KeyRow row = get(call.state(), account, region, alias.keyId()).orElse(null);
            return new Named(account, region, alias.keyId(), row, name);
        }
        Optional<String> managed = ManagedKeys.idFor(call, account, region, name);
        if (managed.isPresent()) {
            return new Named(account, region, managed.get(), null, name);
        }
        if (!account.equals(call.caller().account())) {
            return new Named(account, region, "unknown", null, name);
        }
        throw KmsErrors.notFound("Alias " + aliasArn(account, region, name) + " is not found.");
    }

    static boolean isKeyId(String text) {
        if (text.length() != 36) {
            return false;
        }
        if (text.startsWith("mrk-")) {
            return text.chars().skip(4).allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
        }
        for (int i = 0; i < 36; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            boolean hex = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
            if (dash ? c != '-' : !hex) {
                return false;
            }
        }
        return true;
    }
}
