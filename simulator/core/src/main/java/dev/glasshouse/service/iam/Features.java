package dev.glasshouse.service.iam;

import dev.glasshouse.call.AccountFeatures;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.Optional;

/** What is turned on, as other services see it. */
final class Features implements AccountFeatures {

    @Override
    public Optional<String> tokenIssuer(StateReader state, String account) {
        return state.get(IamTables.SETTINGS, Scope.account(account), SettingsOperations.KEY)
                .filter(SettingsRow::federating)
                .map(SettingsRow::issuer);
    }

    @Override
    public boolean hasRootSessions(StateReader state, String organization) {
        return state.get(IamTables.FEATURES, Scope.SANDBOX, organization)
                .filter(row -> row.enabled().contains(OrganizationFeatures.SESSIONS))
                .isPresent();
    }
}
