package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.Organizations;
import dev.glasshouse.call.Organizations.Standing;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An analyzer's zone of trust: its account or its organization. */
final class Zone {

    private static final Set<String> ACCOUNTS = Set.of(
            "aws:principalaccount",
            "aws:sourceaccount",
            "aws:sourceowner",
            "aws:vpceaccount",
            "kms:calleraccount",
            "s3:dataaccesspointaccount");
    private static final Set<String> ARNS =
            Set.of("aws:principalarn", "aws:sourcearn", "aws:sourcevpcarn", "s3:dataaccesspointarn");
    private static final Set<String> ORGANIZATIONS = Set.of(
            "aws:principalorgid", "aws:sourceorgid", "aws:vpceorgid", "aws:principalorgpaths", "aws:sourceorgpaths");

    private final Call call;
    private final Organizations organizations;
    private final String account;
    private final @Nullable String organization;

    Zone(Call call, Organizations organizations, boolean ofOrganization) {
        this.call = call;
        this.organizations = organizations;
        this.account = call.caller().account();
        this.organization = ofOrganization
                ? organizations
                        .standing(call.state(), account)
                        .map(Standing::id)
                        .orElse(null)
                : null;
    }

    /** Whether an account lies in the zone. */
    boolean has(String id) {
        if (id.equals(account)) {
            return true;
        }
        String own = organization;
        return own != null
                && organizations
                        .standing(call.state(), id)
                        .filter(standing -> standing.id().equals(own))
                        .isPresent();
    }

    /** Whether a value of a condition key says that a request comes from outside, or leaves that open. */
    boolean mayBeOutside(String key, @Nullable String value) {
        if (value == null) {
            return true;
        }
        if (ACCOUNTS.contains(key)) {
            return !has(value);
        }
        if (ARNS.contains(key)) {
            String[] fields = value.split(":", 6);
            return fields.length < 6 || fields[4].isEmpty() || !has(fields[4]);
        }
        String own = organization;
        return own == null || !ORGANIZATIONS.contains(key) || !(value.equals(own) || value.startsWith(own + "/"));
    }
}
