package dev.glasshouse.crypto.hsm;

import dev.glasshouse.api.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The form of a symmetric ciphertext: a header in the clear, which names the key and its material and says where the
 * ciphertext was made, and the sealed plaintext. The header and the encryption context are authenticated. The Region is
 * not part of it, so that a multi-Region key opens it in each of its Regions.
 *
 * @param account the key's account
 * @param multiRegion whether the key's id is that of a multi-Region key
 * @param keyId the key's id; of a multi-Region key its 32 digits
 * @param material the number of the key material, from 0
 * @param branch the branch of the sandbox that it was made in
 * @param epoch the epoch of that branch
 * @param note a sealed note of its maker about the ciphertext, at most 2,048 bytes; it is not needed to open it
 * @param sealed salt, nonce, ciphertext and tag
 */
public record CiphertextBlob(
        long account,
        boolean multiRegion,
        UUID keyId,
        int material,
        long branch,
        long epoch,
        Bytes note,
        Bytes sealed) {

    // begins as AWS's do; what follows is our own
    private static final byte[] MAGIC = {1, 2, 2, 0, 0x78};
    private static final int HEADER = MAGIC.length + 1 + 8 + 16 + 4 + 8 + 8 + 2;
    private static final long ACCOUNTS = 1_000_000_000_000L;
    private static final int MOST_NOTE = 2_048;

    /** A blob of a key by the id that the API has for it. */
    public static CiphertextBlob of(long account, String keyId, int material, long branch, long epoch, Bytes note) {
        boolean multiRegion = keyId.startsWith("mrk-");
        UUID id = multiRegion
                ? new UUID(Long.parseUnsignedLong(keyId, 4, 20, 16), Long.parseUnsignedLong(keyId, 20, 36, 16))
                : UUID.fromString(keyId);
        return new CiphertextBlob(account, multiRegion, id, material, branch, epoch, note, Bytes.wrap(new byte[0]));
    }

    /** The key's id as the API has it. */
    public String key() {
        return multiRegion ? "mrk-" + keyId.toString().replace("-", "") : keyId.toString();
    }

    /** The key's account as the API has it; twelve digits, whatever a forged header says. */
    public String accountId() {
        String digits = Long.toString(Math.floorMod(account, ACCOUNTS));
        return "0".repeat(12 - digits.length()) + digits;
    }

    /** The same header before another sealed plaintext. */
    public CiphertextBlob with(Bytes other) {
        return new CiphertextBlob(account, multiRegion, keyId, material, branch, epoch, note, other);
    }

    /** The blob as bytes. */
    public byte[] encode() {
        return header(ByteBuffer.allocate(HEADER + note.size() + sealed.size()))
                .put(sealed.asByteBuffer())
                .array();
    }

    /** Reads a blob; empty where it is not of this form. It is not authenticated here. */
    public static Optional<CiphertextBlob> decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] magic = new byte[MAGIC.length];
        try {
            in.get(magic);
            int kind = in.get();
            if (!java.util.Arrays.equals(magic, MAGIC) || kind < 0 || kind > 1) {
                return Optional.empty();
            }
            long account = in.getLong();
            UUID keyId = new UUID(in.getLong(), in.getLong());
            int material = in.getInt();
            long branch = in.getLong();
            long epoch = in.getLong();
            int length = in.getShort() & 0xffff;
            if (length > MOST_NOTE) {
                return Optional.empty();
            }
            byte[] note = new byte[length];
            in.get(note);
            byte[] sealed = new byte[in.remaining()];
            in.get(sealed);
            return Optional.of(new CiphertextBlob(
                    account, kind == 1, keyId, material, branch, epoch, Bytes.wrap(note), Bytes.wrap(sealed)));
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private ByteBuffer header(ByteBuffer out) {
        return out.put(MAGIC)
                .put((byte) (multiRegion ? 1 : 0))
                .putLong(account)
                .putLong(keyId.getMostSignificantBits())
                .putLong(keyId.getLeastSignificantBits())
                .putInt(material)
                .putLong(branch)
                .putLong(epoch)
                .putShort((short) note.size())
                .put(note.asByteBuffer());
    }

    /** What the plaintext is bound to: the header, and the encryption context in an order of its own. */
    public byte[] bound(Map<String, String> encryptionContext) {
        List<byte[]> texts = new ArrayList<>(2 * encryptionContext.size());
        new TreeMap<>(encryptionContext).forEach((name, value) -> {
            texts.add(name.getBytes(StandardCharsets.UTF_8));
            texts.add(value.getBytes(StandardCharsets.UTF_8));
        });
        int length = HEADER + note.size() + Integer.BYTES;
        for (byte[] text : texts) {
            length += Integer.BYTES + text.length;
        }
        ByteBuffer out = header(ByteBuffer.allocate(length)).putInt(encryptionContext.size());
        for (byte[] text : texts) {
            out.putInt(text.length).put(text);
        }
        return out.array();
    }
}
