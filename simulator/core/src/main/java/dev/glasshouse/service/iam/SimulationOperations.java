package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.iam.EvaluationResult;
import dev.glasshouse.api.iam.GetContextKeysForCustomPolicyRequest;
import dev.glasshouse.api.iam.GetContextKeysForPolicyResponse;
import dev.glasshouse.api.iam.GetContextKeysForPrincipalPolicyRequest;
import dev.glasshouse.api.iam.OrderedOrganizationPolicyType;
import dev.glasshouse.api.iam.SimulateCustomPolicyRequest;
import dev.glasshouse.api.iam.SimulatePolicyResponse;
import dev.glasshouse.api.iam.SimulatePrincipalPolicyRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Organizations;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PolicySet;
import dev.glasshouse.policy.PolicyType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * AWS's policy simulator. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html">SimulateCustomPolicy</a> and
 * <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html">
 * SimulatePrincipalPolicy</a>.
 */
final class SimulationOperations {

    private final GrantsCache cache;
    private final Supplier<Organizations> organizations;

    private SimulationOperations(GrantsCache cache, Supplier<Organizations> organizations) {
        this.cache = cache;
        this.organizations = organizations;
    }

    static List<Operation<?, ?>> all(GrantsCache cache, Supplier<Organizations> organizations) {
        SimulationOperations operations = new SimulationOperations(cache, organizations);
        return List.of(
                read(
                        "SimulateCustomPolicy",
                        (SimulateCustomPolicyRequest in, Call call) -> IamPlans.ask(call, "SimulateCustomPolicy", "*"),
                        operations::custom),
                read(
                        "SimulatePrincipalPolicy",
                        (SimulatePrincipalPolicyRequest in, Call call) ->
                                plan(call, "SimulatePrincipalPolicy", in.policySourceArn()),
                        operations::principal),
                read(
                        "GetContextKeysForCustomPolicy",
                        (GetContextKeysForCustomPolicyRequest in, Call call) ->
                                IamPlans.ask(call, "GetContextKeysForCustomPolicy", "*"),
                        (GetContextKeysForCustomPolicyRequest in, Call call) -> keys(SimulationInput.documents(
                                "PolicyInputList", in.policyInputList(), PolicyType.IDENTITY))),
                read(
                        "GetContextKeysForPrincipalPolicy",
                        (GetContextKeysForPrincipalPolicyRequest in, Call call) ->
                                plan(call, "GetContextKeysForPrincipalPolicy", in.policySourceArn()),
                        operations::principalKeys));
    }

    private static AuthorizationPlan plan(Call call, String operation, String arn) {
        String name = SimulationSource.name(arn);
        return switch (SimulationSource.kind(arn)) {
            case "user" -> IamPlans.ask(call, operation, IamPlans.Target.user(call, name));
            case "group" -> IamPlans.ask(call, operation, IamPlans.Target.group(call, name));
            case "role" -> IamPlans.ask(call, operation, IamPlans.Target.role(call, name));
            default -> IamPlans.ask(call, operation, arn);
        };
    }

    private static GetContextKeysForPolicyResponse keys(List<Policy> policies) {
        return GetContextKeysForPolicyResponse.builder()
                .contextKeyNames(new SimulatedPolicies(policies, List.of(), List.of(), null).contextKeys())
                .build();
    }

    private GetContextKeysForPolicyResponse principalKeys(GetContextKeysForPrincipalPolicyRequest in, Call call) {
        SimulationSource source = SimulationSource.find(call, in.policySourceArn());
        List<Policy> policies = new ArrayList<>(source.identity(call, cache, new PolicyExclusions(null)));
        policies.addAll(SimulationInput.documents("PolicyInputList", in.policyInputList(), PolicyType.IDENTITY));
        return keys(policies);
    }

    private SimulatePolicyResponse custom(SimulateCustomPolicyRequest in, Call call) {
        SimulationInput input = SimulationInput.of(in);
        if (input.resourcePolicy() != null && input.caller() == null) {
            throw SimulationInput.callerMustBeUser();
        }
        SimulatedPolicies policies = new SimulatedPolicies(
                input.policies(),
                input.boundary() == null ? List.of() : input.boundary(),
                levels(in.orderedOrganizationPolicyInputList()),
                input.resourcePolicy());
        PolicyPrincipal caller = input.caller() == null ? stranger(call) : PolicyPrincipal.parse(input.caller());
        ContextKeys known = input.caller() == null ? ContextKeys.EMPTY : known(call, input.caller());
        return answer(call, "SimulateCustomPolicy", input, policies, caller, known, in.marker(), in.maxItems());
    }

    private SimulatePolicyResponse principal(SimulatePrincipalPolicyRequest in, Call call) {
        SimulationInput input = SimulationInput.of(in);
        PolicyExclusions without = new PolicyExclusions(in.policyExclusionList());
        SimulationSource source = SimulationSource.find(call, in.policySourceArn());
        boolean user = source.kind().equals("user");
        String arn = input.caller() == null && user ? source.arn() : input.caller();
        if (input.resourcePolicy() != null && arn == null) {
            throw SimulationInput.callerMustBeUser();
        }
        List<Policy> identity = new ArrayList<>(source.identity(call, cache, without));
        identity.addAll(input.policies());
        SimulatedPolicies policies = new SimulatedPolicies(
                identity,
                input.boundary() == null ? source.boundary(call, cache, without) : input.boundary(),
                scps(call, without),
                input.resourcePolicy());
        boolean role = source.kind().equals("role") && arn == null;
        PolicyPrincipal caller =
                arn != null ? PolicyPrincipal.parse(arn) : role ? PolicyPrincipal.parse(source.arn()) : stranger(call);
        ContextKeys known = arn == null ? ContextKeys.EMPTY : known(call, arn);
        return answer(call, "SimulatePrincipalPolicy", input, policies, caller, known, in.marker(), in.maxItems());
    }

    /** The service control policies that bind the account. */
    private List<PolicySet.Level> scps(Call call, PolicyExclusions without) {
        return organizations
                .get()
                .standing(call.state(), call.caller().account())
                .map(Organizations.Standing::scps)
                .orElse(List.of())
                .stream()
                .map(level -> new PolicySet.Level(
                        level.name(),
                        level.policies().stream()
                                .filter(policy -> !without.serviceControl(policy.arn()))
                                .toList()))
                .filter(level -> !level.policies().isEmpty())
                .toList();
    }

    /** A caller of the account whom no policy names. */
    private static PolicyPrincipal stranger(Call call) {
        return PolicyPrincipal.parse("arn:aws:iam::" + call.caller().account() + ":user/simulated");
    }

    /** The keys that a user's name tells. */
    private static ContextKeys known(Call call, String arn) {
        String name = SimulationSource.name(arn);
        String account = arn.split(":", 6)[4];
        ContextKeys.Builder keys = ContextKeys.builder()
                .put("aws:username", name)
                .put("aws:PrincipalArn", arn)
                .put("aws:PrincipalAccount", account)
                .put("aws:PrincipalType", "User");
        IamTables.user(call.state(), account, name)
                .filter(row -> row.arn(account).equals(arn))
                .ifPresent(row -> {
                    keys.put("aws:userid", row.id());
                    row.tags().forEach((key, value) -> keys.put("aws:PrincipalTag/" + key, value));
                });
        return keys.build();
    }

    private static List<PolicySet.Level> levels(@Nullable List<OrderedOrganizationPolicyType> levels) {
        List<PolicySet.Level> all = new ArrayList<>();
        for (OrderedOrganizationPolicyType level : levels == null ? List.<OrderedOrganizationPolicyType>of() : levels) {
            String name = "OrderedOrganizationPolicyInputList." + (all.size() + 1);
            all.add(new PolicySet.Level(
                    name,
                    SimulationInput.documents(
                            name + ".ServiceControlPolicyInputList",
                            level.serviceControlPolicyInputList(),
                            PolicyType.SCP)));
        }
        return all;
    }

    private static SimulatePolicyResponse answer(
            Call call,
            String operation,
            SimulationInput input,
            SimulatedPolicies policies,
            PolicyPrincipal caller,
            ContextKeys known,
            @Nullable String marker,
            @Nullable Integer maxItems) {
        ContextKeys given = SimulatedContext.read(input.context());
        Simulation simulation =
                new Simulation(policies, caller, input.owner(), given, known.with(given), input.scenario() != null);
        List<EvaluationResult> results = input.actions().stream()
                .flatMap(action -> simulation.results(action, input.resources()).stream())
                .toList();
        IamPages.Listing<EvaluationResult> page =
                IamPages.ofList(call, operation, input.toString(), marker, maxItems, results);
        return SimulatePolicyResponse.builder()
                .evaluationResults(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
