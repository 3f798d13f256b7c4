package dev.glasshouse.call;

import java.util.Optional;

/** The port that tells which KMS key a name means. KMS implements it; other services ask conditions by it. */
public interface KeyNames {

    /**
     * The ARN of a key; empty where the name leads to none.
     *
     * @param keyId a key id, key ARN, alias name or alias ARN, as the caller gave it
     */
    Optional<String> keyArn(Call call, String keyId);
}
