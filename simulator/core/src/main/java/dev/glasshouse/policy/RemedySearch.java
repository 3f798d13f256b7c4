package dev.glasshouse.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.policy.Decision.Effect;
import dev.glasshouse.policy.PolicyPrincipal.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks for the smallest change that allows one denied request. */
final class RemedySearch {

    private static final String PROPOSED = "proposed";
    private static final int ROUNDS = 3;

    private final PolicyRequest request;
    private final PolicySet policies;

    RemedySearch(PolicyRequest request, PolicySet policies) {
        this.request = request;
        this.policies = policies;
    }

    /** A statement with its place: the index of the level, or -1. */
    private record Step(PolicyKind kind, int level, String statement) {}

    Remedy find() {
        Decision decision = PolicyEngine.decide(request, policies);
        if (decision.isAllowed()) {
            return new Remedy(List.of(), null);
        }
        String refusal = refusal(decision);
        if (refusal != null) {
            return new Remedy(List.of(), refusal);
        }
        try {
            List<Step> steps = enough(decision);
            return steps.isEmpty()
                    ? new Remedy(List.of(), "no statement of these policies can allow it")
                    : new Remedy(needed(steps).stream().map(this::change).toList(), null);
        } catch (MalformedPolicyException e) {
            return new Remedy(List.of(), "no statement can be written for it: " + e.getMessage());
        }
    }

    /** Why no Allow can help, or null. */
    private @Nullable String refusal(Decision decision) {
        if (decision.effect() == Effect.EXPLICITLY_DENIED) {
            return "an explicit Deny stands, and no Allow outweighs it";
        }
        if (Scope.beyondCredentials(request)) {
            return "these temporary credentials can never do it";
        }
        if (Scope.crossesPartitions(request)) {
            return "nothing is granted across partitions";
        }
        if (decision.deniedBy().contains(PolicyKind.S3_BLOCK_PUBLIC_ACCESS)) {
            return "the bucket policy is public and RestrictPublicBuckets blocks it; name the callers instead";
        }
        if (unreadable()) {
            return "a policy that bears on it cannot be read; mend that one first";
        }
        boolean nobody = request.principal().kind() == Kind.ANONYMOUS;
        if (nobody && decision.deniedBy().contains(PolicyKind.RESOURCE)) {
            return "only a policy that is open to everybody would allow callers without credentials";
        }
        return null;
    }

    private boolean unreadable() {
        List<Policy> all = new ArrayList<>(policies.identity());
        all.addAll(policies.boundary());
        all.addAll(policies.session());
        all.addAll(policies.vpcEndpoint());
        policies.scpLevels().forEach(level -> all.addAll(level.policies()));
        policies.rcpLevels().forEach(level -> all.addAll(level.policies()));
        if (policies.resource() != null) {
            all.add(policies.resource());
        }
        return all.stream().anyMatch(policy -> policy.document().unreadableReason() != null);
    }

    /** Steps that allow the request together; none where there are none. */
    private List<Step> enough(Decision first) throws MalformedPolicyException {
        List<Step> steps = new ArrayList<>();
        Decision decision = first;
        for (int round = 0; round < ROUNDS; round++) {
            for (PolicyKind kind : decision.deniedBy()) {
                add(steps, kind);
            }
            decision = PolicyEngine.decide(request, with(steps));
            if (decision.isAllowed()) {
                return steps;
            }
        }
        return List.of();
    }

    /** The steps without those that the others do not need. */
    private List<Step> needed(List<Step> steps) throws MalformedPolicyException {
        List<Step> kept = new ArrayList<>(steps);
        for (Step step : steps) {
            List<Step> without = new ArrayList<>(kept);
            without.remove(step);
            if (PolicyEngine.decide(request, with(without)).isAllowed()) {
                kept = without;
            }
        }
        return kept;
    }

    private void add(List<Step> steps, PolicyKind kind) throws MalformedPolicyException {
        if (kind == PolicyKind.SCP) {
            PolicyReader reader = new PolicyReader(request, !policies.boundary().isEmpty(), null);
            for (int i = 0; i < policies.scpLevels().size(); i++) {
                PolicySet.Level level = policies.scpLevels().get(i);
                if (!reader.read(kind, level.name(), level.policies()).allows()) {
                    addOnce(steps, new Step(kind, i, statement(false, true)));
                }
            }
            return;
        }
        boolean named = kind == PolicyKind.RESOURCE || kind == PolicyKind.VPC_ENDPOINT;
        boolean resource = kind != PolicyKind.RESOURCE || request.model() != AccessModel.ROLE_TRUST;
        addOnce(steps, new Step(kind, -1, statement(named, resource)));
    }

    private static void addOnce(List<Step> steps, Step step) {
        if (!steps.contains(step)) {
            steps.add(step);
        }
    }

    private String statement(boolean named, boolean resource) throws MalformedPolicyException {
        ObjectNode statement = JsonNodeFactory.instance.objectNode();
        statement.put("Effect", "Allow");
        if (named) {
            principal(statement.putObject("Principal"));
        }
        statement.put("Action", request.action());
        if (resource) {
            // an action without resource type is covered by the star alone
            statement.put("Resource", request.wildcardOnlyAction() ? "*" : literal(request.resourceArn()));
        }
        return statement.toString();
    }

    private void principal(ObjectNode node) throws MalformedPolicyException {
        PolicyPrincipal caller = request.principal();
        String role = caller.roleArn();
        String arn = caller.arn();
        switch (caller.kind()) {
            case SERVICE -> node.put("Service", arn);
            case IDENTITY_PROVIDER -> node.put("Federated", arn);
            case ROLE, ROLE_SESSION -> node.put("AWS", role == null ? arn : role);
            case ROOT, USER, FEDERATED_USER -> node.put("AWS", arn);
            case ANONYMOUS -> throw new MalformedPolicyException("a caller without credentials has no name");
        }
    }

    /** An ARN whose wildcards and variables stand for themselves. */
    private static String literal(String arn) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < arn.length(); i++) {
            char c = arn.charAt(i);
            boolean special = c == '*' || c == '?' || (c == '$' && arn.startsWith("${", i));
            text.append(special ? "${" + c + "}" : String.valueOf(c));
        }
        return text.toString();
    }

    private PolicySet with(List<Step> steps) throws MalformedPolicyException {
        List<Policy> identity = new ArrayList<>(policies.identity());
        List<Policy> boundary = new ArrayList<>(policies.boundary());
        List<Policy> session = new ArrayList<>(policies.session());
        List<Policy> vpcEndpoint = new ArrayList<>(policies.vpcEndpoint());
        List<PolicySet.Level> scps = new ArrayList<>(policies.scpLevels());
        Policy resource = policies.resource();
        for (Step step : steps) {
            switch (step.kind()) {
                case IDENTITY -> identity.add(proposed(step, PolicyType.IDENTITY));
                case BOUNDARY -> boundary.add(proposed(step, PolicyType.BOUNDARY));
                case SESSION -> session.add(proposed(step, PolicyType.SESSION));
                case VPC_ENDPOINT -> vpcEndpoint.add(proposed(step, PolicyType.VPC_ENDPOINT));
                case SCP -> {
                    PolicySet.Level level = scps.get(step.level());
                    List<Policy> more = new ArrayList<>(level.policies());
                    more.add(proposed(step, PolicyType.SCP));
                    scps.set(step.level(), new PolicySet.Level(level.name(), more));
                }
                case RESOURCE -> resource = extended(resource, step);
                case RCP, S3_BLOCK_PUBLIC_ACCESS ->
                    throw new MalformedPolicyException("a " + step.kind().word() + " grants nothing");
            }
        }
        return new PolicySet(
                identity,
                boundary,
                session,
                scps,
                policies.rcpLevels(),
                resource,
                vpcEndpoint,
                policies.additionalAllow());
    }

    private static Policy proposed(Step step, PolicyType type) throws MalformedPolicyException {
        String json = "{\"Version\":\"2012-10-17\",\"Statement\":[" + step.statement() + "]}";
        return new Policy(PROPOSED, null, PolicyDocument.parse(json, type));
    }

    /** A resource has one policy: the statement joins those that it has. */
    private Policy extended(@Nullable Policy resource, Step step) throws MalformedPolicyException {
        if (resource == null) {
            PolicyType type = switch (request.model()) {
                case ROLE_TRUST -> PolicyType.TRUST;
                case KMS_KEY, KMS_AWS_MANAGED_KEY -> PolicyType.KEY;
                case STANDARD, RESOURCE_SIDE -> PolicyType.RESOURCE;
            };
            return proposed(step, type);
        }
        PolicyDocument whole = PolicyDocument.parse(
                resource.document().source(), resource.document().type());
        if (whole.statements().size() != resource.document().statements().size()) {
            throw new MalformedPolicyException("the policy of the resource counts for its denials alone");
        }
        ObjectNode document = (ObjectNode) PolicyParser.tree(resource.document().source());
        JsonNode before = document.get("Statement");
        ArrayNode statements = JsonNodeFactory.instance.arrayNode();
        if (before != null && before.isArray()) {
            before.forEach(statements::add);
        } else if (before != null) {
            statements.add(before);
        }
        statements.add(PolicyParser.tree(step.statement()));
        document.set("Statement", statements);
        PolicyType type = resource.document().type();
        return new Policy(resource.id(), resource.arn(), PolicyDocument.parse(document.toString(), type));
    }

    private Remedy.Change change(Step step) {
        String level =
                step.level() < 0 ? null : policies.scpLevels().get(step.level()).name();
        List<Policy> existing = switch (step.kind()) {
            case BOUNDARY -> policies.boundary();
            case SESSION -> policies.session();
            case VPC_ENDPOINT -> policies.vpcEndpoint();
            case RESOURCE -> policies.resource() == null ? List.of() : List.of(policies.resource());
            default -> List.of();
        };
        String policyId = existing.size() == 1 ? existing.get(0).id() : null;
        return new Remedy.Change(step.kind(), level, policyId, step.statement());
    }
}
