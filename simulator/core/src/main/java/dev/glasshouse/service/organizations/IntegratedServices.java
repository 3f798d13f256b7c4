package dev.glasshouse.service.organizations;

import java.util.Set;

/**
 * The services that work with Organizations. See
 * <a href="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html">AWS services that
 * you can use with AWS Organizations</a>.
 */
final class IntegratedServices {

    private static final String SUFFIX = ".amazonaws.com";

    private static final Set<String> NAMES = Set.of(
            "access-analyzer",
            "account",
            "aip",
            "application-signals.cloudwatch",
            "appmesh",
            "artifact",
            "aws-artifact-account-sync",
            "auditmanager",
            "backup",
            "billing-cost-management",
            "bcm-pricing-calculator",
            "bedrock",
            "chatbot",
            "cloudtrail",
            "cloudwatch",
            "compute-optimizer",
            "config",
            "config-multiaccountsetup",
            "controltower",
            "cost-optimization-hub.bcm",
            "detective",
            "devops-guru",
            "ds",
            "ec2",
            "ec2.cost-management",
            "eks",
            "fms",
            "guardduty",
            "health",
            "iam",
            "inspector2",
            "agentless.inspector2",
            "ipam",
            "license-manager",
            "license-manager.member-account",
            "license-manager-linux-subscriptions",
            "license-management.marketplace",
            "procurement.marketplace",
            "private-marketplace.marketplace",
            "macie",
            "malware-protection.guardduty",
            "member.org.stacksets.cloudformation",
            "stacksets.cloudformation",
            "observabilityadmin",
            "opsdatasync.ssm",
            "ram",
            "reachabilityanalyzer.networkinsights",
            "reporting.trustedadvisor",
            "resource-explorer-2",
            "resource-groups",
            "s3",
            "security-ir",
            "securityhub",
            "securitylake",
            "servicecatalog",
            "servicecatalog-appregistry",
            "servicequotas",
            "sso",
            "ssm",
            "ssm-incidents",
            "ssm-quicksetup",
            "storage-lens.s3",
            "tagpolicies.tag",
            "user-subscriptions",
            "wellarchitected",
            "workmail",
            "networkmanager",
            "notifications");

    private IntegratedServices() {}

    /** Refuses what is no service that works with Organizations. */
    static void require(String principal) {
        boolean known = principal.endsWith(SUFFIX)
                && NAMES.contains(principal.substring(0, principal.length() - SUFFIX.length()));
        if (!known) {
            throw OrganizationsErrors.unrecognizedService();
        }
    }
}
