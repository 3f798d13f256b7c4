package dev.glasshouse.service.kms;

import dev.glasshouse.api.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * What an import token says.
 *
 * @param keyArn the key that it is for
 * @param algorithm how the material is wrapped
 * @param validTo when it is no longer taken
 * @param wrappingKey the private half of the wrapping key, wrapped by the module
 */
record ImportToken(String keyArn, String algorithm, Instant validTo, Bytes wrappingKey) {

    /** The name under which the module knows the wrapping keys of a key. */
    static String wrappingName(Keys.Named key) {
        return "import of " + key.arn();
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(keyArn);
            out.writeUTF(algorithm);
            out.writeLong(validTo.toEpochMilli());
            out.write(wrappingKey.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    static ImportToken decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new ImportToken(
                    in.readUTF(), in.readUTF(), Instant.ofEpochMilli(in.readLong()), Bytes.wrap(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("the token was written by this class", e);
        }
    }
}
