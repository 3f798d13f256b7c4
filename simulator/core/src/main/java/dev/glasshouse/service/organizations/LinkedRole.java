package dev.glasshouse.service.organizations;

import dev.glasshouse.api.iam.CreateServiceLinkedRoleRequest;
import dev.glasshouse.api.iam.CreateServiceLinkedRoleResponse;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;

/**
 * The role {@code AWSServiceRoleForOrganizations} that every account of an organization has. See
 * <a href="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services-using_slrs.html">AWS
 * Organizations and service-linked roles</a>.
 */
final class LinkedRole {

    private static final String SERVICE = "organizations.amazonaws.com";

    private LinkedRole() {}

    /** May the caller have the role made in its account? The verdict is minded where there is none. */
    static AuthorizationRequest question(Call call) {
        String account = call.caller().account();
        String arn =
                "arn:aws:iam::" + account + ":role/aws-service-role/" + SERVICE + "/AWSServiceRoleForOrganizations";
        return AuthorizationRequest.of("iam:CreateServiceLinkedRole", arn, account)
                .withKeys(
                        ContextKeys.builder().put("iam:AWSServiceName", SERVICE).build())
                .advisory();
    }

    /** Makes the role in the caller's account, if it is not there. */
    static void ensure(WriteCall call, Provisioning provisioning, boolean may) {
        String account = call.caller().account();
        if (provisioning.hasLinkedRole(call.state(), account, SERVICE)) {
            return;
        }
        if (!may) {
            throw OrganizationsErrors.dependency();
        }
        call.services()
                .onBehalf(
                        SERVICE,
                        account,
                        "iam",
                        "CreateServiceLinkedRole",
                        new CreateServiceLinkedRoleRequest(SERVICE, null, null),
                        CreateServiceLinkedRoleResponse.class);
    }
}
