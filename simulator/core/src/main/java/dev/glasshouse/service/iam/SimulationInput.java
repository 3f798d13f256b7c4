package dev.glasshouse.service.iam;

import dev.glasshouse.api.iam.ContextEntry;
import dev.glasshouse.api.iam.SimulateCustomPolicyRequest;
import dev.glasshouse.api.iam.SimulatePrincipalPolicyRequest;
import dev.glasshouse.policy.AccessModel;
import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What both simulating operations are given, checked. */
record SimulationInput(
        List<Policy> policies,
        @Nullable List<Policy> boundary,
        List<String> actions,
        List<String> resources,
        @Nullable Policy resourcePolicy,
        @Nullable String owner,
        @Nullable String caller,
        @Nullable List<ContextEntry> context,
        @Nullable String scenario) {

    /** What the resources of a scenario must be, by the kinds in their ARNs. */
    private static final Map<String, Set<String>> SCENARIOS = Map.of(
            "EC2-VPC-InstanceStore", Set.of("instance", "image", "security-group", "network-interface"),
            "EC2-VPC-InstanceStore-Subnet",
                    Set.of("instance", "image", "security-group", "network-interface", "subnet"),
            "EC2-VPC-EBS", Set.of("instance", "image", "security-group", "network-interface", "volume"),
            "EC2-VPC-EBS-Subnet",
                    Set.of("instance", "image", "security-group", "network-interface", "subnet", "volume"));

    static SimulationInput of(SimulateCustomPolicyRequest in) {
        return checked(new SimulationInput(
                documents("PolicyInputList", in.policyInputList(), PolicyType.IDENTITY),
                boundary(in.permissionsBoundaryPolicyInputList()),
                in.actionNames(),
                in.resourceArns() == null ? List.of() : in.resourceArns(),
                resource(in.resourcePolicy(), in.actionNames()),
                owner(in.resourceOwner()),
                in.callerArn(),
                in.contextEntries(),
                in.resourceHandlingOption()));
    }

    static SimulationInput of(SimulatePrincipalPolicyRequest in) {
        return checked(new SimulationInput(
                documents("PolicyInputList", in.policyInputList(), PolicyType.IDENTITY),
                boundary(in.permissionsBoundaryPolicyInputList()),
                in.actionNames(),
                in.resourceArns() == null ? List.of() : in.resourceArns(),
                resource(in.resourcePolicy(), in.actionNames()),
                owner(in.resourceOwner()),
                in.callerArn(),
                in.contextEntries(),
                in.resourceHandlingOption()));
    }

    private static SimulationInput checked(SimulationInput input) {
        for (String action : input.actions()) {
            int colon = action.indexOf(':');
            boolean wild = action.indexOf('*') >= 0 || action.indexOf('?') >= 0;
            if (colon <= 0 || colon != action.lastIndexOf(':') || colon == action.length() - 1 || wild) {
                throw IamErrors.invalidInput("Invalid Input Action: " + action);
            }
        }
        for (String resource : input.resources()) {
            if (!resource.equals("*") && resource.split(":", 6).length < 6 || !resource.matches("\\*|arn:.*")) {
                throw IamErrors.invalidInput("Invalid Input Resource ARN: " + resource);
            }
        }
        if (input.caller() != null && !SimulationSource.kind(input.caller()).equals("user")) {
            throw callerMustBeUser();
        }
        if (input.scenario() != null) {
            scenario(input.scenario(), input.resources());
        }
        return input;
    }

    static dev.glasshouse.call.ServiceException callerMustBeUser() {
        return IamErrors.invalidInput("Invalid caller - Caller must be an IAM user in this context.");
    }

    private static void scenario(String name, List<String> resources) {
        Set<String> wanted = SCENARIOS.get(name);
        if (wanted == null) {
            throw IamErrors.invalidInput("Invalid Input Resource Handling Option: " + name);
        }
        for (String kind : new java.util.TreeSet<>(wanted)) {
            boolean there = resources.stream()
                    .anyMatch(arn -> arn.startsWith("arn:aws:ec2:") && arn.contains(":" + kind + "/"));
            if (!there) {
                throw IamErrors.invalidInput("Invalid Input Resource Handling Option " + name
                        + " requires a resource of type " + kind + ".");
            }
        }
    }

    private static @Nullable String owner(@Nullable String owner) {
        if (owner == null) {
            return null;
        }
        String[] fields = owner.split(":", 6);
        String account = fields.length == 6 && fields[5].equals("root") ? fields[4] : owner;
        if (account.length() != 12 || !account.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw IamErrors.invalidInput("Invalid Input Resource Owner: " + owner);
        }
        return account;
    }

    /** Documents under the ids that the simulator gives them: {@code PolicyInputList.1}. */
    static List<Policy> documents(String list, @Nullable List<String> documents, PolicyType type) {
        List<Policy> policies = new ArrayList<>();
        for (String json : documents == null ? List.<String>of() : documents) {
            policies.add(new Policy(list + "." + (policies.size() + 1), null, document(json, type)));
        }
        return policies;
    }

    private static @Nullable List<Policy> boundary(@Nullable List<String> documents) {
        if (documents == null || documents.isEmpty()) {
            return null;
        }
        if (documents.size() > 1) {
            throw IamErrors.invalidInput("Invalid Input Only one permissions boundary can be simulated.");
        }
        return documents("PermissionsBoundaryPolicyInputList", documents, PolicyType.BOUNDARY);
    }

    private static @Nullable Policy resource(@Nullable String json, List<String> actions) {
        if (json == null) {
            return null;
        }
        boolean keys = actions.stream().allMatch(action -> AccessModel.of(action) == AccessModel.KMS_KEY);
        boolean trust = actions.stream().allMatch(action -> AccessModel.of(action) == AccessModel.ROLE_TRUST);
        PolicyType type = keys ? PolicyType.KEY : trust ? PolicyType.TRUST : PolicyType.RESOURCE;
        return new Policy("ResourcePolicy", null, document(json, type));
    }

    private static PolicyDocument document(String json, PolicyType type) {
        try {
            if (type == PolicyType.IDENTITY || type == PolicyType.BOUNDARY) {
                PolicyValidator.validateIdentity(json);
            }
            return PolicyDocument.parse(json, type);
        } catch (PolicyRejectedException e) {
            throw IamErrors.invalidInput("Invalid Input Policy: " + e.text());
        } catch (MalformedPolicyException e) {
            throw IamErrors.invalidInput("Invalid Input Policy: " + e.getMessage());
        }
    }
}
