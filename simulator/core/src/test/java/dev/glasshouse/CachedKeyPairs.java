package dev.glasshouse;

import dev.glasshouse.crypto.hsm.KeyPairs;
import dev.glasshouse.crypto.hsm.KeySpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** RSA pairs that are made once a process, two of each size in turn, as they take seconds; all other pairs are new. */
public final class CachedKeyPairs {

    public static final KeyPairs SOURCE = CachedKeyPairs::next;

    private static final Map<String, KeyPairs.Pair> PAIRS = new ConcurrentHashMap<>();
    private static final AtomicInteger TURN = new AtomicInteger();

    private CachedKeyPairs() {}

    private static KeyPairs.Pair next(KeySpec spec) {
        if (spec.family() != KeySpec.Family.RSA) {
            return KeyPairs.FRESH.generate(spec);
        }
        int turn = spec == KeySpec.RSA_2048 ? TURN.incrementAndGet() % 2 : 0;
        return PAIRS.computeIfAbsent(spec + "/" + turn, any -> KeyPairs.FRESH.generate(spec));
    }
}
