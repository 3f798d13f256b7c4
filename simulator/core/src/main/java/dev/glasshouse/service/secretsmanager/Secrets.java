package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Ids;
import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of secrets, by friendly name, and how the texts that name a secret find one. */
final class Secrets {

    static final Table<String, SecretRow> TABLE =
            Table.ofText("secretsmanager", "secrets", RecordCodec.of(SecretRow.class));

    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SUFFIX = 7;

    private Secrets() {}

    /**
     * A secret that a request names.
     *
     * @param account its owner
     * @param region where it is
     * @param given the text that named it
     * @param arn its ARN; where it is not there, the one it would have as far as that is known
     * @param row the secret, or null where it is not there
     */
    record Named(
            String account,
            String region,
            String given,
            String arn,
            @Nullable SecretRow row) {

        /** The row of a secret that the caller may use, and so must be there. */
        SecretRow found() {
            if (row == null) {
                throw SecretsErrors.notFound();
            }
            return row;
        }

        /** The row of a secret that must be there and not marked for deletion. */
        SecretRow live() {
            if (found().deleted()) {
                throw SecretsErrors.markedForDeletion();
            }
            return found();
        }

        Scope scope() {
            return Scope.region(account, region);
        }
    }

    static String arn(String account, String region, SecretRow row) {
        return arn(account, region, row.name() + "-" + row.suffix());
    }

    static String arn(String account, String region, String resource) {
        return "arn:aws:secretsmanager:" + region + ":" + account + ":secret:" + resource;
    }

    static Optional<SecretRow> get(StateReader state, String account, String region, String name) {
        return state.get(TABLE, Scope.region(account, region), name);
    }

    static void put(WriteCall call, Named secret, SecretRow row) {
        call.tx().put(TABLE, secret.scope(), row.name(), row);
    }

    /** The six characters that a new ARN ends with. */
    static String suffix(Ids ids, String name) {
        byte[] bytes = ids.bytes("secretsmanager.secret", name, 12);
        StringBuilder text = new StringBuilder(6);
        for (int i = 0; i < 6; i++) {
            int value = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
            text.append(ALPHANUMERIC.charAt(value % ALPHANUMERIC.length()));
        }
        return text.toString();
    }

    /** The secret that a text names: a friendly name, an ARN, or an ARN without its last six characters. */
    static Named named(Call call, String text) {
        return named(call, text, call.region());
    }

    static Named named(Call call, String text, String region) {
        if (!text.startsWith("arn:")) {
            requireName(text);
            return byName(call, call.caller().account(), region, text, text);
        }
        String[] fields = text.split(":", 7);
        if (fields.length < 7 || !fields[2].equals("secretsmanager") || !fields[5].equals("secret")) {
            throw SecretsErrors.invalidName();
        }
        requireName(fields[6]);
        if (!fields[3].equals(region)) {
            return new Named(fields[4], region, text, text, null);
        }
        String resource = fields[6];
        if (resource.length() > SUFFIX) {
            String name = resource.substring(0, resource.length() - SUFFIX);
            SecretRow row = get(call.state(), fields[4], region, name).orElse(null);
            if (row != null && resource.equals(row.name() + "-" + row.suffix())) {
                return new Named(fields[4], region, text, text, row);
            }
        }
        return looksWhole(resource)
                ? new Named(fields[4], region, text, text, null)
                : byName(call, fields[4], region, resource, text);
    }

    /**
     * Whether the last part of an ARN ends like a whole one, in a hyphen and six letters or digits. It is taken for one even
     * where it is the name of a secret that is there.
     */
    private static boolean looksWhole(String resource) {
        int hyphen = resource.length() - SUFFIX;
        return hyphen > 0
                && resource.charAt(hyphen) == '-'
                && resource.chars()
                        .skip(hyphen + 1L)
                        .allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9');
    }

    private static Named byName(Call call, String account, String region, String name, String given) {
        SecretRow row = get(call.state(), account, region, name).orElse(null);
        if (row != null) {
            return new Named(account, region, given, arn(account, region, row), row);
        }
        boolean isArn = given.startsWith("arn:");
        return new Named(account, region, given, isArn ? given : arn(account, region, name + "-??????"), null);
    }

    /** Refuses what no name has; at AWS everyone sees that before they are asked who they are. */
    static void requireName(String name) {
        boolean fits = !name.isEmpty() && name.chars().allMatch(Secrets::isNameCharacter);
        if (!fits) {
            throw SecretsErrors.invalidName();
        }
    }

    private static boolean isNameCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-/_+=.@!".indexOf(c) >= 0;
    }
}
