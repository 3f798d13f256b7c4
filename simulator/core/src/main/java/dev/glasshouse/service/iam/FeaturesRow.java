package dev.glasshouse.service.iam;

import java.util.List;
import java.util.TreeSet;

/**
 * What an organization lets its management account do centrally for root users.
 *
 * @param enabled {@code RootCredentialsManagement}, {@code RootSessions}
 */
record FeaturesRow(List<String> enabled) {

    static final FeaturesRow NONE = new FeaturesRow(List.of());

    FeaturesRow {
        enabled = List.copyOf(enabled);
    }

    FeaturesRow with(String feature) {
        TreeSet<String> more = new TreeSet<>(enabled);
        more.add(feature);
        return new FeaturesRow(List.copyOf(more));
    }

    FeaturesRow without(String feature) {
        return new FeaturesRow(
                enabled.stream().filter(other -> !other.equals(feature)).toList());
    }
}
