package dev.glasshouse.crypto.hsm;

import dev.glasshouse.api.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The form of a symmetric ciphertext: a header in the clear, which names the key and its material and says where the
 * ciphertext was made, and the sealed plaintext. The header and the encryption context are authenticated.
 *
 * @param account the key's account
 * @param keyId the key's id
 * @param material the number of the key material, from 0
 * @param branch the branch of the sandbox that it was made in
 * @param epoch the epoch of that branch
 * @param sealed nonce, ciphertext and tag
 */
public record CiphertextBlob(long account, UUID keyId, int material, long branch, long epoch, Bytes sealed) {

    // begins as AWS's do; what follows is our own
    private static final byte[] MAGIC = {1, 2, 2, 0, 0x78};
    private static final int HEADER = MAGIC.length + 8 + 16 + 4 + 8 + 8;

    /** The blob as bytes. */
    public byte[] encode() {
        byte[] body = sealed.toArray();
        return ByteBuffer.allocate(HEADER + body.length).put(header()).put(body).array();
    }

    /** Reads a blob; empty where it is not of this form. It is not authenticated here. */
    public static Optional<CiphertextBlob> decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] magic = new byte[MAGIC.length];
        try {
            in.get(magic);
            if (!java.util.Arrays.equals(magic, MAGIC)) {
                return Optional.empty();
            }
            long account = in.getLong();
            UUID keyId = new UUID(in.getLong(), in.getLong());
            int material = in.getInt();
            long branch = in.getLong();
            long epoch = in.getLong();
            byte[] sealed = new byte[in.remaining()];
            in.get(sealed);
            return Optional.of(new CiphertextBlob(account, keyId, material, branch, epoch, Bytes.wrap(sealed)));
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private byte[] header() {
        return ByteBuffer.allocate(HEADER)
                .put(MAGIC)
                .putLong(account)
                .putLong(keyId.getMostSignificantBits())
                .putLong(keyId.getLeastSignificantBits())
                .putInt(material)
                .putLong(branch)
                .putLong(epoch)
                .array();
    }

    /** What the plaintext is bound to: the header, and the encryption context in an order of its own. */
    public byte[] bound(Map<String, String> encryptionContext) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(header());
            out.writeInt(encryptionContext.size());
            for (Map.Entry<String, String> pair : new TreeMap<>(encryptionContext).entrySet()) {
                for (String text : new String[] {pair.getKey(), pair.getValue()}) {
                    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(utf8.length);
                    out.write(utf8);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }
}
