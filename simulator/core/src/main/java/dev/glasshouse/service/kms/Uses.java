package dev.glasshouse.service.kms;

import dev.glasshouse.crypto.hsm.KeySpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a key can be used for: by its usage, its spec and the algorithm asked for. */
final class Uses {

    static final String SYMMETRIC = "SYMMETRIC_DEFAULT";

    private Uses() {}

    /** The key, if operations like this one are its usage. */
    static KeyRow require(Keys.Named key, KeyRow row, String usage, String operation) {
        if (!row.usage().equals(usage)) {
            throw KmsErrors.invalidKeyUsage(
                    key.arn() + " key usage is " + row.usage() + " which is not valid for " + operation + ".");
        }
        return row;
    }

    /** Refuses an algorithm that a key's spec does not have. */
    static void requireAlgorithm(KeyRow row, String algorithm, List<String> algorithms) {
        if (!algorithms.contains(algorithm)) {
            throw KmsErrors.invalidKeyUsage(
                    "Algorithm " + algorithm + " is incompatible with key spec " + row.spec() + ".");
        }
    }

    /** The algorithm to encrypt with: the one that was asked for, which the key must have. */
    static String encryption(KeyRow row, @Nullable String asked) {
        String algorithm = asked == null ? SYMMETRIC : asked;
        requireAlgorithm(row, algorithm, row.keySpec().encryptionAlgorithms());
        return algorithm;
    }

    /** Data keys come of symmetric keys only. */
    static KeyRow requireSymmetric(Keys.Named key, KeyRow row, String operation) {
        require(key, row, "ENCRYPT_DECRYPT", operation);
        requireAlgorithm(row, SYMMETRIC, row.keySpec().encryptionAlgorithms());
        return row;
    }

    static void requireNoContext(KeyRow row, @Nullable Map<String, String> context) {
        if (row.keySpec() != KeySpec.SYMMETRIC_DEFAULT && context != null && !context.isEmpty()) {
            throw KmsErrors.validation("EncryptionContext is not supported when using an asymmetric KMS key.");
        }
    }

    static Map<String, String> context(@Nullable Map<String, String> context) {
        return context == null ? Map.of() : context;
    }
}
