package dev.glasshouse.service.iam;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An OpenID Connect provider.
 *
 * @param url its issuer without {@code https://}
 * @param created when it was made
 * @param clientIds the audiences
 * @param thumbprints fingerprints of its server's certificates
 * @param tags its tags
 */
record OidcRow(
        String url, Instant created, List<String> clientIds, List<String> thumbprints, Map<String, String> tags) {

    OidcRow {
        clientIds = List.copyOf(clientIds);
        thumbprints = List.copyOf(thumbprints);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    String arn(String account) {
        return "arn:aws:iam::" + account + ":oidc-provider/" + url;
    }

    OidcRow withClient(String id) {
        if (clientIds.contains(id)) {
            return this;
        }
        List<String> changed = new ArrayList<>(clientIds);
        changed.add(id);
        return new OidcRow(url, created, changed, thumbprints, tags);
    }

    OidcRow withoutClient(String id) {
        List<String> changed = new ArrayList<>(clientIds);
        changed.remove(id);
        return new OidcRow(url, created, changed, thumbprints, tags);
    }

    OidcRow withThumbprints(List<String> other) {
        return new OidcRow(url, created, clientIds, other, tags);
    }

    OidcRow withTags(Map<String, String> other) {
        return new OidcRow(url, created, clientIds, thumbprints, other);
    }
}
