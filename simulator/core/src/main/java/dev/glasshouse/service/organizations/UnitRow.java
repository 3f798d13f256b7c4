package dev.glasshouse.service.organizations;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An organizational unit.
 *
 * @param organization the id of its organization
 * @param id {@code ou-}, the root's id without its prefix, and eight letters and digits
 * @param name its name, unique in its parent
 * @param parent the id of the root or unit above it
 * @param policies the policies attached to it
 * @param tags its tags
 */
record UnitRow(
        String organization, String id, String name, String parent, List<String> policies, Map<String, String> tags) {

    UnitRow {
        policies = List.copyOf(policies);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    UnitRow withName(String other) {
        return new UnitRow(organization, id, other, parent, policies, tags);
    }

    UnitRow with(List<String> attached, Map<String, String> other) {
        return new UnitRow(organization, id, name, parent, attached, other);
    }
}
