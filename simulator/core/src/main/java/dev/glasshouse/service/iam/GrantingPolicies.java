package dev.glasshouse.service.iam;

import dev.glasshouse.api.iam.ListPoliciesGrantingServiceAccessEntry;
import dev.glasshouse.api.iam.ListPoliciesGrantingServiceAccessRequest;
import dev.glasshouse.api.iam.ListPoliciesGrantingServiceAccessResponse;
import dev.glasshouse.api.iam.PolicyGrantingServiceAccess;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Operations;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which policies of a user, group or role grant access to a service; those of a user's groups are among them. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPoliciesGrantingServiceAccess.html">
 * ListPoliciesGrantingServiceAccess</a>.
 */
final class GrantingPolicies {

    private GrantingPolicies() {}

    static Operation<?, ?> operation(GrantsCache cache) {
        return Operations.read(
                "ListPoliciesGrantingServiceAccess",
                (ListPoliciesGrantingServiceAccessRequest in, Call call) ->
                        AccessOperations.plan(call, "ListPoliciesGrantingServiceAccess", in.arn()),
                (in, call) -> list(in, call, cache));
    }

    private static ListPoliciesGrantingServiceAccessResponse list(
            ListPoliciesGrantingServiceAccessRequest in, Call call, GrantsCache cache) {
        HoldingOperations.requireParsed(in.arn());
        SimulationSource source = SimulationSource.find(call, in.arn());
        List<ListPoliciesGrantingServiceAccessEntry> entries = new ArrayList<>();
        for (String service : in.serviceNamespaces()) {
            List<PolicyGrantingServiceAccess> policies = new ArrayList<>();
            add(call, cache, service, source.kind(), source.name(), source.holdings(), policies);
            source.groups()
                    .forEach(group -> add(call, cache, service, "group", group.name(), group.holdings(), policies));
            entries.add(new ListPoliciesGrantingServiceAccessEntry(service, policies));
        }
        IamPages.Listing<ListPoliciesGrantingServiceAccessEntry> page = IamPages.ofList(
                call,
                "ListPoliciesGrantingServiceAccess",
                in.arn() + in.serviceNamespaces(),
                in.marker(),
                null,
                entries);
        return new ListPoliciesGrantingServiceAccessResponse(page.items(), page.truncated(), page.marker());
    }

    private static void add(
            Call call,
            GrantsCache cache,
            String service,
            String kind,
            String name,
            Holdings holdings,
            List<PolicyGrantingServiceAccess> policies) {
        holdings.inline().forEach((policy, json) -> {
            if (grants(cache.document(json, PolicyType.IDENTITY), service)) {
                policies.add(PolicyGrantingServiceAccess.builder()
                        .policyName(policy)
                        .policyType("INLINE")
                        .entityType(kind.toUpperCase(Locale.ROOT))
                        .entityName(name)
                        .build());
            }
        });
        for (String arn : holdings.managed()) {
            if (grants(cache.managed(call.state(), arn, PolicyType.IDENTITY).document(), service)) {
                policies.add(PolicyGrantingServiceAccess.builder()
                        .policyName(arn.substring(arn.lastIndexOf('/') + 1))
                        .policyType("MANAGED")
                        .policyArn(arn)
                        .build());
            }
        }
    }

    private static boolean grants(PolicyDocument document, String service) {
        return AccessSubject.grant(List.of(document), service);
    }
}
