package dev.glasshouse.service.iam;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A SAML provider.
 *
 * @param name its name as it was written
 * @param id its unique id
 * @param created when it was made
 * @param metadata the metadata document
 * @param validUntil when the metadata ends
 * @param encryption {@code Required} or {@code Allowed}
 * @param keys the keys that open assertions, at most two
 * @param tags its tags
 */
record SamlRow(
        String name,
        String id,
        Instant created,
        String metadata,
        Instant validUntil,
        String encryption,
        List<PrivateKey> keys,
        Map<String, String> tags) {

    /** A private key: its id, when it came, and the key as PEM. */
    record PrivateKey(String id, Instant added, String pem) {}

    SamlRow {
        keys = List.copyOf(keys);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    String arn(String account) {
        return "arn:aws:iam::" + account + ":saml-provider/" + name;
    }

    SamlRow withMetadata(String document, Instant until) {
        return new SamlRow(name, id, created, document, until, encryption, keys, tags);
    }

    SamlRow withEncryption(String mode, List<PrivateKey> other) {
        return new SamlRow(name, id, created, metadata, validUntil, mode, other, tags);
    }

    SamlRow withTags(Map<String, String> other) {
        return new SamlRow(name, id, created, metadata, validUntil, encryption, keys, other);
    }
}
