package dev.glasshouse.service.kms;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.crypto.hsm.Hsm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Sealed texts that KMS hands out and takes back: grant tokens and import tokens. Nobody else can make or read one. */
final class Tokens {

    private final Hsm hsm;
    private final String purpose;
    private final Bytes key;

    Tokens(Hsm hsm, String purpose) {
        this.hsm = hsm;
        this.purpose = purpose;
        this.key = hsm.newKey(purpose);
    }

    byte[] seal(byte[] content) {
        return hsm.encrypt(key, purpose, content, purpose.getBytes(StandardCharsets.UTF_8));
    }

    /** What was sealed; empty where the token is not one of ours for the purpose. */
    Optional<byte[]> open(byte[] token) {
        return hsm.decrypt(key, purpose, token, purpose.getBytes(StandardCharsets.UTF_8));
    }

    /** The token of a grant, as text. */
    String ofGrant(Keys.Named key, GrantRow grant) {
        String content = key.account() + "/" + key.region() + "/" + key.id() + "/" + grant.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(seal(content.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The grant that a token stands for.
     *
     * @param key the key of the grant; its row is not read
     */
    record GrantRef(Keys.Named key, String grantId) {}

    Optional<GrantRef> grant(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return open(bytes).map(content -> {
            String[] parts = new String(content, StandardCharsets.UTF_8).split("/", 4);
            return new GrantRef(new Keys.Named(parts[0], parts[1], parts[2], null, null), parts[3]);
        });
    }
}
