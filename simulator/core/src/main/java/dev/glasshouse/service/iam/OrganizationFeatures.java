package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.DisableOrganizationsRootCredentialsManagementResponse;
import dev.glasshouse.api.iam.DisableOrganizationsRootSessionsResponse;
import dev.glasshouse.api.iam.EnableOrganizationsRootCredentialsManagementResponse;
import dev.glasshouse.api.iam.EnableOrganizationsRootSessionsResponse;
import dev.glasshouse.api.iam.ListOrganizationsFeaturesResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Organizations;
import dev.glasshouse.call.Organizations.Standing;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Root access management of an organization's accounts. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html">Centralize root access for
 * member accounts</a>.
 */
final class OrganizationFeatures {

    private static final String CREDENTIALS = "RootCredentialsManagement";
    static final String SESSIONS = "RootSessions";
    private static final String IAM = "iam.amazonaws.com";

    private final Supplier<Organizations> organizations;

    OrganizationFeatures(Supplier<Organizations> organizations) {
        this.organizations = organizations;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "ListOrganizationsFeatures",
                        (in, call) -> IamPlans.ask(call, "ListOrganizationsFeatures", "*"),
                        (in, call) -> {
                            Standing standing = require(call, false);
                            return new ListOrganizationsFeaturesResponse(
                                    standing.id(), of(call, standing).enabled());
                        }),
                write(
                        "EnableOrganizationsRootCredentialsManagement",
                        (in, call) -> IamPlans.ask(call, "EnableOrganizationsRootCredentialsManagement", "*"),
                        (in, call) -> {
                            Standing standing = require(call, true);
                            return new EnableOrganizationsRootCredentialsManagementResponse(
                                    standing.id(), change(call, standing, row -> row.with(CREDENTIALS)));
                        }),
                write(
                        "DisableOrganizationsRootCredentialsManagement",
                        (in, call) -> IamPlans.ask(call, "DisableOrganizationsRootCredentialsManagement", "*"),
                        (in, call) -> {
                            Standing standing = require(call, false);
                            return new DisableOrganizationsRootCredentialsManagementResponse(
                                    standing.id(), change(call, standing, row -> row.without(CREDENTIALS)));
                        }),
                write(
                        "EnableOrganizationsRootSessions",
                        (in, call) -> IamPlans.ask(call, "EnableOrganizationsRootSessions", "*"),
                        (in, call) -> {
                            Standing standing = require(call, true);
                            return new EnableOrganizationsRootSessionsResponse(
                                    standing.id(), change(call, standing, row -> row.with(SESSIONS)));
                        }),
                write(
                        "DisableOrganizationsRootSessions",
                        (in, call) -> IamPlans.ask(call, "DisableOrganizationsRootSessions", "*"),
                        (in, call) -> {
                            Standing standing = require(call, false);
                            return new DisableOrganizationsRootSessionsResponse(
                                    standing.id(), change(call, standing, row -> row.without(SESSIONS)));
                        }));
    }

    private Standing require(Call call, boolean managementOnly) {
        String account = call.caller().account();
        Standing standing = organizations
                .get()
                .standing(call.state(), account)
                .orElseThrow(() ->
                        refused("OrganizationNotFoundException", "Your account is not a member of an organization."));
        if (managementOnly && !standing.isManagement()) {
            throw refused(
                    "CallerIsNotManagementAccountException",
                    "The request was rejected because the account making the request is not the management account for"
                            + " the organization.");
        }
        if (!standing.isManagement() && !standing.delegatedServices().contains(IAM)) {
            throw refused(
                    "AccountNotManagementOrDelegatedAdministratorException",
                    "The request was rejected because the account making the request is not the management account or"
                            + " delegated administrator account for centralized root access.");
        }
        if (!standing.trustedServices().contains(IAM)) {
            throw refused(
                    "ServiceAccessNotEnabledException",
                    "The request was rejected because trusted access is not enabled for IAM in Organizations.");
        }
        return standing;
    }

    private static ServiceException refused(String code, String text) {
        return ServiceException.of(code, 400, text);
    }

    private static FeaturesRow of(Call call, Standing standing) {
        return call.state()
                .get(IamTables.FEATURES, Scope.SANDBOX, standing.id())
                .orElse(FeaturesRow.NONE);
    }

    private static List<String> change(WriteCall call, Standing standing, UnaryOperator<FeaturesRow> change) {
        FeaturesRow row = change.apply(of(call, standing));
        call.tx().put(IamTables.FEATURES, Scope.SANDBOX, standing.id(), row);
        return row.enabled();
    }
}
