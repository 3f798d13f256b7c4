package dev.glasshouse.service.organizations;

import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A policy of an organization.
 *
 * @param organization the id of its organization; an empty text for AWS's own
 * @param id {@code p-} and eight letters and digits
 * @param type such as {@code SERVICE_CONTROL_POLICY}
 * @param name its name, unique among those of its type
 * @param description for people
 * @param content the document as it was given
 * @param updated when the document was last written
 * @param tags its tags
 */
record PolicyRow(
        String organization,
        String id,
        String type,
        String name,
        String description,
        String content,
        Instant updated,
        Map<String, String> tags) {

    PolicyRow {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    boolean awsManaged() {
        return organization.isEmpty();
    }

    String arn(OrganizationRow of) {
        String path = type.toLowerCase(Locale.ROOT) + "/" + id;
        return awsManaged() ? "arn:aws:organizations::aws:policy/" + path : of.arn("policy", path);
    }

    PolicyRow with(String newName, String newDescription, String newContent, Instant when) {
        return new PolicyRow(organization, id, type, newName, newDescription, newContent, when, tags);
    }

    PolicyRow withTags(Map<String, String> other) {
        return new PolicyRow(organization, id, type, name, description, content, updated, other);
    }
}
