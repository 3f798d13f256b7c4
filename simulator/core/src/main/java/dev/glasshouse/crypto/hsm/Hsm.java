package dev.glasshouse.crypto.hsm;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.crypto.hsm.Signatures.MessageType;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A hardware security module. It makes keys and works with them; outside it a key exists only wrapped under a master key
 * that never leaves, bound to its name. When the process ends, the master key and with it every key is gone.
 */
public final class Hsm {

    private static final int KEY_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final KeyPairs pairs;
    private final MasterKey master;
    private final SecretKey digesting;

    /** A module with a master key of its own. */
    public Hsm() {
        this(KeyPairs.FRESH);
    }

    /**
     * A module with a master key of its own.
     *
     * @param pairs where its key pairs come from
     */
    public Hsm(KeyPairs pairs) {
        this.pairs = pairs;
        this.master = new MasterKey(random(KEY_BYTES));
        this.digesting = new SecretKeySpec(random(KEY_BYTES), "HmacSHA256");
    }

    /**
     * A key as the outside has it.
     *
     * @param wrapped the key, wrapped
     * @param publicKey the public half as X.509 has it; null where the key is no pair
     */
    public record Key(Bytes wrapped, @Nullable Bytes publicKey) {}

    /**
     * A new 256-bit key.
     *
     * @param name what the key is for; it opens under this name only
     * @return the key, wrapped
     */
    public Bytes newKey(String name) {
        return newKey(KeySpec.SYMMETRIC_DEFAULT, name).wrapped();
    }

    /** A new key of a spec. That of an RSA pair takes seconds. */
    public Key newKey(KeySpec spec, String name) {
        if (!spec.isPair()) {
            return new Key(wrap(random(spec.bits() / 8), name), null);
        }
        KeyPairs.Pair pair = pairs.generate(spec);
        return new Key(wrap(pair.privateKey().toArray(), name), pair.publicKey());
    }

    /** A new key pair for a caller, as {@code GenerateDataKeyPair} gives it. */
    public KeyPairs.Pair newDataKeyPair(KeySpec spec) {
        return pairs.generate(spec);
    }

    /**
     * Takes in key material from outside.
     *
     * @param material raw bytes of a symmetric or MAC key, PKCS #8 of a pair
     * @return empty where it is not material of the spec
     */
    public Optional<Key> importKey(KeySpec spec, byte[] material, String name) {
        if (!spec.isPair()) {
            return material.length == spec.bits() / 8
                    ? Optional.of(new Key(wrap(material.clone(), name), null))
                    : Optional.empty();
        }
        return Castle.complete(spec, material)
                .map(pair -> new Key(wrap(pair.privateKey().toArray(), name), pair.publicKey()));
    }

    /** A digest of material under a key of the module: the same for the same material and purpose. */
    public Bytes fingerprint(byte[] material, String purpose) {
        return Bytes.wrap(hmac(digesting, purpose.getBytes(StandardCharsets.UTF_8), new byte[1], material));
    }

    /** The same key under another name. */
    public Bytes rename(Bytes wrapped, String from, String to) {
        return with(wrapped, from, key -> wrap(key.clone(), to));
    }

    /** Random bytes for a caller: a data key, an answer to {@code GenerateRandom}. */
    public byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    // ---- work with symmetric keys

    /**
     * Encrypts under a key that derives from a wrapped key for this one message; the same plaintext never gives the same
     * ciphertext.
     *
     * @param bound what the ciphertext is bound to and does not contain
     * @return salt, nonce, ciphertext and tag
     * @throws IllegalArgumentException if the key was not wrapped here under this name
     */
    public byte[] encrypt(Bytes wrapped, String name, byte[] plaintext, byte[] bound) {
        byte[] salt = random(Sealing.SALT_BYTES);
        byte[] sealed = with(wrapped, name, key -> Sealing.seal(Sealing.derive(key, salt), random, plaintext, bound));
        byte[] whole = Arrays.copyOf(salt, salt.length + sealed.length);
        System.arraycopy(sealed, 0, whole, salt.length, sealed.length);
        return whole;
    }

    /**
     * Decrypts what {@link #encrypt} made.
     *
     * @return empty where a single bit differs, of the ciphertext or of what it is bound to
     * @throws IllegalArgumentException if the key was not wrapped here under this name
     */
    public Optional<byte[]> decrypt(Bytes wrapped, String name, byte[] sealed, byte[] bound) {
        if (sealed.length < Sealing.SALT_BYTES) {
            return Optional.empty();
        }
        byte[] salt = Arrays.copyOf(sealed, Sealing.SALT_BYTES);
        byte[] rest = Arrays.copyOfRange(sealed, Sealing.SALT_BYTES, sealed.length);
        return with(wrapped, name, key -> Sealing.open(Sealing.derive(key, salt), rest, bound));
    }

    /**
     * Seals a service's data key under the module's master key.
     *
     * @param bound what it is bound to
     */
    public Bytes sealDataKey(byte[] key, byte[] bound) {
        return Bytes.wrap(master.seal(random, key, ofDataKey(bound)));
    }

    /** Opens what {@link #sealDataKey} made; empty where it was sealed elsewhere or is bound to something else. */
    public Optional<byte[]> openDataKey(Bytes sealed, byte[] bound) {
        return master.open(sealed.toArray(), ofDataKey(bound));
    }

    /** No name of a key begins like this, so that none is opened as a data key. */
    private static byte[] ofDataKey(byte[] bound) {
        byte[] marked = new byte[1 + bound.length];
        System.arraycopy(bound, 0, marked, 1, bound.length);
        return marked;
    }

    /** The MAC of a message under a MAC key, as RFC 2104 has it. */
    public byte[] mac(KeySpec spec, Bytes wrapped, String name, byte[] message) {
        String algorithm = "HmacSHA" + spec.bits();
        return with(wrapped, name, key -> hmac(new SecretKeySpec(key, algorithm), message));
    }

    private static byte[] hmac(SecretKey key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(key.getAlgorithm() + " is part of every JDK", e);
        }
    }

    // ---- work with private keys

    /**
     * Signs a message.
     *
     * @param algorithm one of the spec's {@link KeySpec#signingAlgorithms}
     * @param type one that the algorithm {@link Signatures#takes}
     */
    public byte[] sign(KeySpec spec, Bytes wrapped, String name, String algorithm, MessageType type, byte[] message) {
        return with(wrapped, name, key -> Signatures.sign(spec, key, algorithm, type, message, random));
    }

    /** Decrypts what was encrypted with the public half of a key; empty where it was not. */
    public Optional<byte[]> decryptWithPrivateKey(Bytes wrapped, String name, String algorithm, byte[] ciphertext) {
        return with(wrapped, name, key -> PublicEncryption.decrypt(key, algorithm, ciphertext));
    }

    /**
     * The secret that a key shares with another's public key, by elliptic curve Diffie-Hellman (SP 800-56A, 5.7.1.2).
     *
     * @param peer the other's public key as X.509 has it
     * @return empty where that is no public key on the same curve
     */
    public Optional<byte[]> agree(KeySpec spec, Bytes wrapped, String name, byte[] peer) {
        return with(wrapped, name, key -> spec == KeySpec.SM2 ? Castle.agree(key, peer) : agree(key, peer));
    }

    private static Optional<byte[]> agree(byte[] key, byte[] peer) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(Signatures.privateKey("EC", key));
            agreement.doPhase(Signatures.publicKey("EC", peer), true);
            return Optional.of(agreement.generateSecret());
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Unwraps key material that was wrapped with the public half of a wrapping key; empty where it was not. */
    public Optional<byte[]> unwrapImported(Bytes wrapped, String name, String algorithm, byte[] material) {
        return with(wrapped, name, key -> ImportWrapping.unwrap(key, algorithm, material));
    }

    // ---- wrapping

    private Bytes wrap(byte[] key, String name) {
        try {
            return Bytes.wrap(master.seal(random, key, name.getBytes(StandardCharsets.UTF_8)));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Does something with a key in the clear, which is gone when it is done. */
    private <T> T with(Bytes wrapped, String name, Function<byte[], T> work) {
        byte[] key = master.open(wrapped.toArray(), name.getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> new IllegalArgumentException("not a key of this module: " + name));
        try {
            return work.apply(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
