package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.iam.EnableOutboundWebIdentityFederationResponse;
import dev.glasshouse.api.iam.GetAccountPasswordPolicyResponse;
import dev.glasshouse.api.iam.GetOutboundWebIdentityFederationInfoResponse;
import dev.glasshouse.api.iam.PasswordPolicy;
import dev.glasshouse.api.iam.SetSecurityTokenServicePreferencesRequest;
import dev.glasshouse.api.iam.UpdateAccountPasswordPolicyRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.util.List;

/** What an account sets for itself: its password policy, its tokens for services elsewhere. */
final class SettingsOperations {

    static final String KEY = "settings";
    private static final int SHORTEST = 6;

    private SettingsOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                change(
                        "UpdateAccountPasswordPolicy",
                        (UpdateAccountPasswordPolicyRequest in, Call call) ->
                                IamPlans.ask(call, "UpdateAccountPasswordPolicy", "*"),
                        SettingsOperations::updatePasswords),
                read(
                        "GetAccountPasswordPolicy",
                        (in, call) -> IamPlans.ask(call, "GetAccountPasswordPolicy", "*"),
                        (in, call) -> getPasswords(call)),
                change(
                        "DeleteAccountPasswordPolicy",
                        (ApiRecord in, Call call) -> IamPlans.ask(call, "DeleteAccountPasswordPolicy", "*"),
                        (in, call) -> deletePasswords(call)),
                write(
                        "EnableOutboundWebIdentityFederation",
                        (in, call) -> IamPlans.ask(call, "EnableOutboundWebIdentityFederation", "*"),
                        (in, call) -> enableFederation(call)),
                change(
                        "DisableOutboundWebIdentityFederation",
                        (ApiRecord in, Call call) -> IamPlans.ask(call, "DisableOutboundWebIdentityFederation", "*"),
                        (in, call) -> disableFederation(call)),
                read(
                        "GetOutboundWebIdentityFederationInfo",
                        (in, call) -> IamPlans.ask(call, "GetOutboundWebIdentityFederationInfo", "*"),
                        (in, call) -> federation(call)),
                change(
                        "SetSecurityTokenServicePreferences",
                        (SetSecurityTokenServicePreferencesRequest in, Call call) ->
                                IamPlans.ask(call, "SetSecurityTokenServicePreferences", "*"),
                        (in, call) -> put(
                                call,
                                of(call).withTokenVersion(
                                                in.globalEndpointTokenVersion().equals("v2Token") ? 2 : 1))));
    }

    static SettingsRow of(Call call) {
        return call.state()
                .get(IamTables.SETTINGS, Scope.account(call.caller().account()), KEY)
                .orElse(SettingsRow.NONE);
    }

    private static void put(WriteCall call, SettingsRow row) {
        call.tx().put(IamTables.SETTINGS, Scope.account(call.caller().account()), KEY, row);
    }

    /** What is not said goes back to its default. */
    private static void updatePasswords(UpdateAccountPasswordPolicyRequest in, WriteCall call) {
        put(
                call,
                of(call).withPasswords(new PasswordRules(
                        in.minimumPasswordLength() == null ? SHORTEST : in.minimumPasswordLength(),
                        Boolean.TRUE.equals(in.requireSymbols()),
                        Boolean.TRUE.equals(in.requireNumbers()),
                        Boolean.TRUE.equals(in.requireUppercaseCharacters()),
                        Boolean.TRUE.equals(in.requireLowercaseCharacters()),
                        Boolean.TRUE.equals(in.allowUsersToChangePassword()),
                        in.maxPasswordAge(),
                        in.passwordReusePrevention(),
                        in.hardExpiry())));
    }

    private static GetAccountPasswordPolicyResponse getPasswords(Call call) {
        PasswordRules rules = of(call).passwords();
        if (rules == null) {
            throw IamErrors.noSuchEntity(
                    "The Password Policy with domain name " + call.caller().account() + " cannot be found.");
        }
        return new GetAccountPasswordPolicyResponse(PasswordPolicy.builder()
                .minimumPasswordLength(rules.minimumLength())
                .requireSymbols(rules.symbols())
                .requireNumbers(rules.numbers())
                .requireUppercaseCharacters(rules.uppercase())
                .requireLowercaseCharacters(rules.lowercase())
                .allowUsersToChangePassword(rules.usersChange())
                .expirePasswords(rules.maxAge() != null)
                .maxPasswordAge(rules.maxAge())
                .passwordReusePrevention(rules.reuse())
                .hardExpiry(rules.hardExpiry())
                .build());
    }

    private static void deletePasswords(WriteCall call) {
        SettingsRow row = of(call);
        if (row.passwords() == null) {
            throw IamErrors.noSuchEntity("The account policy with name PasswordPolicy cannot be found.");
        }
        put(call, row.withPasswords(null));
    }

    private static EnableOutboundWebIdentityFederationResponse enableFederation(WriteCall call) {
        SettingsRow row = of(call);
        if (row.federating()) {
            throw ServiceException.of(
                    "FeatureEnabled",
                    409,
                    "Outbound web identity federation is already enabled for account "
                            + call.caller().account());
        }
        // the issuer stays when the feature is turned off and on again
        String issuer = row.issuer() != null
                ? row.issuer()
                : "https://" + call.ids().uuid("iam.issuer", call.caller().account()) + ".tokens.sts.global.api.aws";
        put(call, row.withFederation(issuer, true));
        return new EnableOutboundWebIdentityFederationResponse(issuer);
    }

    private static ServiceException disabled(Call call) {
        return ServiceException.of(
                "FeatureDisabled",
                404,
                "Outbound web identity federation is not enabled for account "
                        + call.caller().account());
    }

    private static void disableFederation(WriteCall call) {
        SettingsRow row = of(call);
        if (!row.federating()) {
            throw disabled(call);
        }
        put(call, row.withFederation(row.issuer(), false));
    }

    private static GetOutboundWebIdentityFederationInfoResponse federation(Call call) {
        SettingsRow row = of(call);
        if (!row.federating()) {
            throw disabled(call);
        }
        return new GetOutboundWebIdentityFederationInfoResponse(row.issuer(), true);
    }
}
