package dev.glasshouse.service.organizations;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.organizations.DelegatedAdministrator;
import dev.glasshouse.api.organizations.DelegatedService;
import dev.glasshouse.api.organizations.DeregisterDelegatedAdministratorRequest;
import dev.glasshouse.api.organizations.DisableAWSServiceAccessRequest;
import dev.glasshouse.api.organizations.EnableAWSServiceAccessRequest;
import dev.glasshouse.api.organizations.EnabledServicePrincipal;
import dev.glasshouse.api.organizations.ListAWSServiceAccessForOrganizationRequest;
import dev.glasshouse.api.organizations.ListAWSServiceAccessForOrganizationResponse;
import dev.glasshouse.api.organizations.ListDelegatedAdministratorsRequest;
import dev.glasshouse.api.organizations.ListDelegatedAdministratorsResponse;
import dev.glasshouse.api.organizations.ListDelegatedServicesForAccountRequest;
import dev.glasshouse.api.organizations.ListDelegatedServicesForAccountResponse;
import dev.glasshouse.api.organizations.RegisterDelegatedAdministratorRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whom an organization trusts: services with access to it, and members that run services for it. */
final class TrustOperations {

    private static final int MOST_ADMINISTRATORS = 5;

    private TrustOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                change(
                        "EnableAWSServiceAccess",
                        (EnableAWSServiceAccessRequest in, Call call) ->
                                Plans.ask(call, "EnableAWSServiceAccess", false, Plans.service(in.servicePrincipal())),
                        (in, call) -> trust(call, in.servicePrincipal(), true)),
                change(
                        "DisableAWSServiceAccess",
                        (DisableAWSServiceAccessRequest in, Call call) ->
                                Plans.ask(call, "DisableAWSServiceAccess", false, Plans.service(in.servicePrincipal())),
                        (in, call) -> trust(call, in.servicePrincipal(), false)),
                read(
                        "ListAWSServiceAccessForOrganization",
                        (ListAWSServiceAccessForOrganizationRequest in, Call call) ->
                                Plans.ask(call, "ListAWSServiceAccessForOrganization", true),
                        TrustOperations::trusted),
                change(
                        "RegisterDelegatedAdministrator",
                        (RegisterDelegatedAdministratorRequest in, Call call) -> Plans.ask(
                                call,
                                "RegisterDelegatedAdministrator",
                                false,
                                Plans.service(in.servicePrincipal()),
                                in.accountId()),
                        TrustOperations::register),
                change(
                        "DeregisterDelegatedAdministrator",
                        (DeregisterDelegatedAdministratorRequest in, Call call) -> Plans.ask(
                                call,
                                "DeregisterDelegatedAdministrator",
                                false,
                                Plans.service(in.servicePrincipal()),
                                in.accountId()),
                        TrustOperations::deregister),
                read(
                        "ListDelegatedAdministrators",
                        (ListDelegatedAdministratorsRequest in, Call call) -> Plans.ask(
                                call, "ListDelegatedAdministrators", true, Plans.service(in.servicePrincipal())),
                        TrustOperations::administrators),
                read(
                        "ListDelegatedServicesForAccount",
                        (ListDelegatedServicesForAccountRequest in, Call call) -> Plans.ask(
                                call,
                                "ListDelegatedServicesForAccount",
                                true,
                                dev.glasshouse.policy.ContextKeys.EMPTY,
                                in.accountId()),
                        TrustOperations::services));
    }

    private static void trust(WriteCall call, String principal, boolean trusted) {
        OrganizationRow of = Seat.management(call).organization();
        if (!of.allFeatures()) {
            throw OrganizationsErrors.constraint(
                    "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE",
                    "You attempted to perform an operation that requires the organization to be configured to support all"
                            + " features.");
        }
        IntegratedServices.require(principal);
        Map<String, Instant> services = new TreeMap<>(of.services());
        if (trusted) {
            services.putIfAbsent(principal, call.now());
        } else {
            services.remove(principal);
        }
        call.tx().put(Tables.ORGANIZATIONS, Scope.SANDBOX, of.id(), of.withServices(services));
    }

    private static ListAWSServiceAccessForOrganizationResponse trusted(
            ListAWSServiceAccessForOrganizationRequest in, Call call) {
        OrganizationRow of = Seat.reader(call).organization();
        Listing<EnabledServicePrincipal> page = Listing.ofValues(
                new Listing.Asked(
                        call, "ListAWSServiceAccessForOrganization", of.id(), in.nextToken(), in.maxResults()),
                of.services().entrySet().stream()
                        .map(service -> new EnabledServicePrincipal(service.getKey(), service.getValue()))
                        .toList(),
                service -> String.valueOf(service.servicePrincipal()));
        return new ListAWSServiceAccessForOrganizationResponse(page.items(), page.next());
    }

    private static void register(RegisterDelegatedAdministratorRequest in, WriteCall call) {
        OrganizationRow of = Seat.management(call).organization();
        MemberRow row = AccountOperations.require(call, of, in.accountId());
        requireNotManagement(of, row);
        IntegratedServices.require(in.servicePrincipal());
        if (row.delegated().containsKey(in.servicePrincipal())) {
            throw OrganizationsErrors.registered();
        }
        if (row.closed() != null) {
            throw OrganizationsErrors.constraint(
                    "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR",
                    "You cannot register a suspended account as a delegated administrator.");
        }
        if (!of.services().containsKey(in.servicePrincipal())) {
            throw OrganizationsErrors.constraint(
                    "SERVICE_ACCESS_NOT_ENABLED",
                    "You attempted to register a delegated administrator before you enabled service access. Call the"
                            + " EnableAWSServiceAccess API first.");
        }
        long others = Members.of(call.state(), of).values().stream()
                .filter(member -> member.delegated().containsKey(in.servicePrincipal()))
                .count();
        if (others >= MOST_ADMINISTRATORS) {
            throw OrganizationsErrors.constraint(
                    "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED",
                    "You attempted to register more delegated administrators than allowed for the service principal.");
        }
        Map<String, Instant> delegated = new TreeMap<>(row.delegated());
        delegated.put(in.servicePrincipal(), call.now());
        call.tx().put(Tables.MEMBERS, Scope.SANDBOX, row.id(), row.withDelegated(delegated));
    }

    private static void requireNotManagement(OrganizationRow of, MemberRow row) {
        if (row.id().equals(of.management())) {
            throw OrganizationsErrors.constraint(
                    "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
                    "You cannot register master account/yourself as delegated administrator for your organization.");
        }
    }

    private static void deregister(DeregisterDelegatedAdministratorRequest in, WriteCall call) {
        OrganizationRow of = Seat.management(call).organization();
        MemberRow row = AccountOperations.require(call, of, in.accountId());
        requireNotManagement(of, row);
        IntegratedServices.require(in.servicePrincipal());
        if (!row.delegated().containsKey(in.servicePrincipal())) {
            throw OrganizationsErrors.notRegistered();
        }
        Map<String, Instant> delegated = new TreeMap<>(row.delegated());
        delegated.remove(in.servicePrincipal());
        call.tx().put(Tables.MEMBERS, Scope.SANDBOX, row.id(), row.withDelegated(delegated));
    }

    private static ListDelegatedAdministratorsResponse administrators(
            ListDelegatedAdministratorsRequest in, Call call) {
        OrganizationRow of = Seat.reader(call).organization();
        String service = in.servicePrincipal();
        if (service != null) {
            IntegratedServices.require(service);
        }
        Listing<DelegatedAdministrator> page = Listing.of(
                new Listing.Asked(
                        call, "ListDelegatedAdministrators", String.valueOf(service), in.nextToken(), in.maxResults()),
                Members.of(call.state(), of),
                (id, row) -> service == null
                        ? !row.delegated().isEmpty()
                        : row.delegated().containsKey(service),
                row -> administrator(of, row, service));
        return new ListDelegatedAdministratorsResponse(page.items(), page.next());
    }

    private static DelegatedAdministrator administrator(
            OrganizationRow of, MemberRow row, @org.jspecify.annotations.Nullable String service) {
        Instant since = service == null
                ? row.delegated().values().stream().min(Instant::compareTo).orElse(row.joined())
                : row.delegated().get(service);
        return DelegatedAdministrator.builder()
                .id(row.id())
                .arn(of.arn("account", row.id()))
                .email(row.email())
                .name(row.name())
                .status(Members.status(row))
                .state(Members.state(row))
                .joinedMethod(row.method())
                .joinedTimestamp(row.joined())
                .delegationEnabledDate(since)
                .build();
    }

    private static ListDelegatedServicesForAccountResponse services(
            ListDelegatedServicesForAccountRequest in, Call call) {
        OrganizationRow of = Seat.reader(call).organization();
        MemberRow row = AccountOperations.require(call, of, in.accountId());
        if (row.delegated().isEmpty()) {
            throw OrganizationsErrors.notRegistered();
        }
        Listing<DelegatedService> page = Listing.ofValues(
                new Listing.Asked(call, "ListDelegatedServicesForAccount", row.id(), in.nextToken(), in.maxResults()),
                row.delegated().entrySet().stream()
                        .map(service -> new DelegatedService(service.getKey(), service.getValue()))
                        .toList(),
                service -> String.valueOf(service.servicePrincipal()));
        return new ListDelegatedServicesForAccountResponse(page.items(), page.next());
    }
}
