package dev.glasshouse.call;

import dev.glasshouse.crypto.HmacKey;
import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Seed;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import dev.glasshouse.sandbox.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;

/**
 * What a sandbox is like from its beginning on; forks keep it, whatever their seed.
 *
 * @param age the year whose defaults it has
 * @param canonical what the canonical user ids of its accounts derive from
 */
public record SandboxTraits(Age age, String canonical) {

    /** One row, {@link #KEY}; a sandbox without it is of the present. */
    public static final Table<String, SandboxTraits> TABLE =
            Table.ofText("sandbox", "traits", RecordCodec.of(SandboxTraits.class));

    /** The canonical user id that S3 shows for callers without credentials. */
    public static final String ANONYMOUS_CANONICAL_ID = "65a011a29cdf8ec533ec3d1ccaae921c";

    private static final String KEY = "traits";
    private static final SandboxTraits PRESENT = new SandboxTraits(Age.PRESENT, "");

    /** The traits of a sandbox. */
    public static SandboxTraits of(StateReader state) {
        return state.get(TABLE, Scope.SANDBOX, KEY).orElse(PRESENT);
    }

    /** Sets what a new sandbox is like. */
    public static void set(SetupPower power, Transaction tx, Seed seed, Age age) {
        tx.put(TABLE, Scope.SANDBOX, KEY, new SandboxTraits(age, HexFormat.of().formatHex(seed.derive("canonical"))));
    }

    /**
     * The canonical user id of an account, which stands for it in S3's ACLs: 64 hexadecimal digits, but 32 for callers without credentials.
     *
     * @param account twelve digits, or an empty text for callers without credentials
     */
    public static String canonicalId(StateReader state, String account) {
        return account.isEmpty() ? ANONYMOUS_CANONICAL_ID : of(state).canonicalId(account);
    }

    private String canonicalId(String account) {
        Mac mac = HmacKey.startWith(("canonical/" + canonical).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac.doFinal(account.getBytes(StandardCharsets.UTF_8)));
    }
}
