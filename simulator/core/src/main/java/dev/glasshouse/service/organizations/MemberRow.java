package dev.glasshouse.service.organizations;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An account in an organization.
 *
 * @param organization the id of its organization
 * @param id twelve digits
 * @param name its name
 * @param email its address
 * @param parent the id of the root or unit that it lies in
 * @param method {@code CREATED} or {@code INVITED}
 * @param joined when it joined
 * @param closed when it was closed, or null
 * @param policies the policies attached to it
 * @param tags its tags
 * @param delegated the service principals that it is a delegated administrator of, and since when
 */
record MemberRow(
        String organization,
        String id,
        String name,
        String email,
        String parent,
        String method,
        Instant joined,
        @Nullable Instant closed,
        List<String> policies,
        Map<String, String> tags,
        Map<String, Instant> delegated) {

    static final String CREATED = "CREATED";
    static final String INVITED = "INVITED";

    MemberRow {
        policies = List.copyOf(policies);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        delegated = Collections.unmodifiableMap(new TreeMap<>(delegated));
    }

    MemberRow withParent(String other) {
        return new MemberRow(organization, id, name, email, other, method, joined, closed, policies, tags, delegated);
    }

    MemberRow withClosed(Instant when) {
        return new MemberRow(organization, id, name, email, parent, method, joined, when, policies, tags, delegated);
    }

    MemberRow with(List<String> attached, Map<String, String> other) {
        return new MemberRow(organization, id, name, email, parent, method, joined, closed, attached, other, delegated);
    }

    MemberRow withDelegated(Map<String, Instant> other) {
        return new MemberRow(organization, id, name, email, parent, method, joined, closed, policies, tags, other);
    }
}
