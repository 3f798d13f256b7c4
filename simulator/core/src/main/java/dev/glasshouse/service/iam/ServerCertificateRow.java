package dev.glasshouse.service.iam;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A server certificate.
 *
 * @param name its name as it was written
 * @param path with slashes at both ends
 * @param id {@code ASCA...}
 * @param uploaded when it came
 * @param expires when the certificate ends
 * @param body the certificate as PEM
 * @param chain the certificates above it as PEM, or null
 * @param privateKey its private key as PEM, which no call shows
 * @param tags its tags
 */
record ServerCertificateRow(
        String name,
        String path,
        String id,
        Instant uploaded,
        Instant expires,
        String body,
        @Nullable String chain,
        String privateKey,
        Map<String, String> tags) {

    ServerCertificateRow {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    String arn(String account) {
        return "arn:aws:iam::" + account + ":server-certificate" + path + name;
    }

    ServerCertificateRow named(String newName, String newPath) {
        return new ServerCertificateRow(newName, newPath, id, uploaded, expires, body, chain, privateKey, tags);
    }

    ServerCertificateRow withTags(Map<String, String> other) {
        return new ServerCertificateRow(name, path, id, uploaded, expires, body, chain, privateKey, other);
    }
}
