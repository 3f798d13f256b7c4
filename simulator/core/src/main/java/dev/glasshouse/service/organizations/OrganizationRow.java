package dev.glasshouse.service.organizations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An organization with its root.
 *
 * @param id {@code o-} and ten letters and digits
 * @param management the id of the management account
 * @param features {@code ALL} or {@code CONSOLIDATED_BILLING}
 * @param root the root's id, {@code r-} and four letters and digits
 * @param types the policy types that are enabled in the root
 * @param rootPolicies the policies attached to the root
 * @param rootTags the root's tags
 * @param services the service principals with trusted access, and since when
 * @param delegation the resource policy, or null
 */
record OrganizationRow(
        String id,
        String management,
        String features,
        String root,
        List<String> types,
        List<String> rootPolicies,
        Map<String, String> rootTags,
        Map<String, Instant> services,
        @Nullable Delegation delegation) {

    static final String ALL = "ALL";

    /**
     * The organization's resource policy.
     *
     * @param id {@code rp-} and eight letters and digits
     * @param content the document
     * @param tags its tags
     */
    record Delegation(String id, String content, Map<String, String> tags) {
        Delegation {
            tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        }
    }

    OrganizationRow {
        types = List.copyOf(types);
        rootPolicies = List.copyOf(rootPolicies);
        rootTags = Collections.unmodifiableMap(new TreeMap<>(rootTags));
        services = Collections.unmodifiableMap(new TreeMap<>(services));
    }

    boolean allFeatures() {
        return features.equals(ALL);
    }

    /** An ARN in the organization: {@code arn:aws:organizations::<management>:<type>/<id>/<rest>}. */
    String arn(String type, String rest) {
        return "arn:aws:organizations::" + management + ":" + type + "/" + id + (rest.isEmpty() ? "" : "/" + rest);
    }

    OrganizationRow withFeatures(String other) {
        return new OrganizationRow(id, management, other, root, types, rootPolicies, rootTags, services, delegation);
    }

    OrganizationRow withType(String type, boolean enabled) {
        List<String> all = new ArrayList<>(types);
        all.remove(type);
        if (enabled) {
            all.add(type);
        }
        return new OrganizationRow(id, management, features, root, all, rootPolicies, rootTags, services, delegation);
    }

    OrganizationRow withRoot(List<String> policies, Map<String, String> tags) {
        return new OrganizationRow(id, management, features, root, types, policies, tags, services, delegation);
    }

    OrganizationRow withServices(Map<String, Instant> other) {
        return new OrganizationRow(id, management, features, root, types, rootPolicies, rootTags, other, delegation);
    }

    OrganizationRow withDelegation(@Nullable Delegation other) {
        return new OrganizationRow(id, management, features, root, types, rootPolicies, rootTags, services, other);
    }
}
