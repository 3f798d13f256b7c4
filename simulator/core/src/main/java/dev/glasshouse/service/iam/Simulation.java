package dev.glasshouse.service.iam;

import dev.glasshouse.api.iam.EvaluationResult;
import dev.glasshouse.api.iam.OrganizationsDecisionDetail;
import dev.glasshouse.api.iam.PermissionsBoundaryDecisionDetail;
import dev.glasshouse.api.iam.Position;
import dev.glasshouse.api.iam.ResourceSpecificResult;
import dev.glasshouse.api.iam.Statement;
import dev.glasshouse.policy.AccessModel;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Decision.Effect;
import dev.glasshouse.policy.Explanation;
import dev.glasshouse.policy.Explanation.PolicyTrace;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyEngine;
import dev.glasshouse.policy.PolicyKind;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PolicyRequest;
import dev.glasshouse.policy.PolicySet;
import dev.glasshouse.policy.StatementSpan;
import dev.glasshouse.policy.reference.ServiceReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of AWS's policy simulator.
 *
 * @param policies the policies
 * @param caller who asks
 * @param owner the account of resources whose ARN names none, or null for the caller's
 * @param given the keys that the request gave
 * @param keys those and the ones that the simulator knows by itself
 * @param together whether the resources are those of one call, as in the EC2 scenarios
 */
record Simulation(
        SimulatedPolicies policies,
        PolicyPrincipal caller,
        @Nullable String owner,
        ContextKeys given,
        ContextKeys keys,
        boolean together) {

    /** The result of an action without resources, or on each of those given. */
    List<EvaluationResult> results(String action, List<String> resources) {
        Optional<ServiceReference.Action> known = ServiceReference.find(action);
        if (resources.isEmpty() || resources.equals(List.of("*"))) {
            return List.of(everywhere(action, known));
        }
        Map<String, List<String>> byForm = new LinkedHashMap<>();
        for (String resource : resources) {
            String form = together
                    ? "*"
                    : known.flatMap(found -> found.form(resource)).orElse("*");
            byForm.computeIfAbsent(form, any -> new ArrayList<>()).add(resource);
        }
        List<EvaluationResult> results = new ArrayList<>();
        byForm.forEach((form, group) -> results.add(grouped(action, known, form, group)));
        return results;
    }

    private EvaluationResult everywhere(String action, Optional<ServiceReference.Action> known) {
        Explanation said = explain(action, "*", known);
        return EvaluationResult.builder()
                .evalActionName(action)
                .evalResourceName("*")
                .evalDecision(word(said.decision().effect()))
                .matchedStatements(matched(said))
                .missingContextValues(missing())
                .organizationsDecisionDetail(organizations(said))
                .permissionsBoundaryDecisionDetail(boundary(said))
                .build();
    }

    private EvaluationResult grouped(
            String action, Optional<ServiceReference.Action> known, String form, List<String> resources) {
        List<ResourceSpecificResult> specific = new ArrayList<>();
        List<Statement> statements = new ArrayList<>();
        Explanation worst = explain(action, resources.get(0), known);
        for (String resource : resources) {
            Explanation said = explain(action, resource, known);
            worst = rank(said) > rank(worst) ? said : worst;
            matched(said).stream()
                    .filter(statement -> !statements.contains(statement))
                    .forEach(statements::add);
            specific.add(ResourceSpecificResult.builder()
                    .evalResourceName(resource)
                    .evalResourceDecision(word(said.decision().effect()))
                    .matchedStatements(matched(said))
                    .missingContextValues(missing())
                    .evalDecisionDetails(crosses(resource) ? details(said) : null)
                    .permissionsBoundaryDecisionDetail(boundary(said))
                    .build());
        }
        boolean across = resources.stream().anyMatch(this::crosses);
        OrganizationsDecisionDetail organizations = organizations(worst);
        boolean ended = organizations != null && !Boolean.TRUE.equals(organizations.allowedByOrganizations());
        return EvaluationResult.builder()
                .evalActionName(action)
                .evalResourceName(form)
                .evalDecision(word(worst.decision().effect()))
                .matchedStatements(worst.decision().effect() == Effect.EXPLICITLY_DENIED ? matched(worst) : statements)
                .missingContextValues(missing())
                .organizationsDecisionDetail(organizations)
                .permissionsBoundaryDecisionDetail(boundary(worst))
                .evalDecisionDetails(ended ? null : across ? details(worst) : Map.of())
                .resourceSpecificResults(specific)
                .build();
    }

    private static int rank(Explanation said) {
        return switch (said.decision().effect()) {
            case ALLOWED -> 0;
            case IMPLICITLY_DENIED -> 1;
            case EXPLICITLY_DENIED -> 2;
        };
    }

    private Explanation explain(String action, String resource, Optional<ServiceReference.Action> known) {
        // AWS's simulator reads role trust policies and leaves them out of what it decides
        boolean assumes = action.toLowerCase(Locale.ROOT).startsWith("sts:assume");
        Policy attached = assumes ? null : policies.resource();
        PolicyRequest request = new PolicyRequest(
                caller,
                action,
                resource,
                account(resource),
                known.isPresent() && known.get().types().isEmpty(),
                keys,
                attached == null ? AccessModel.STANDARD : AccessModel.of(action, resource),
                false);
        return PolicyEngine.explain(
                request,
                PolicySet.builder()
                        .identity(policies.identity())
                        .boundary(policies.boundary())
                        .scpLevels(policies.scps())
                        .resource(attached)
                        .build());
    }

    /** Whose a resource is: other accounts count only where the request speaks of their side. */
    private String account(String resource) {
        String own = String.valueOf(caller.account());
        if (policies.resource() == null && owner == null) {
            return own;
        }
        String[] fields = resource.split(":", 6);
        if (fields.length == 6 && !fields[4].isEmpty()) {
            return fields[4];
        }
        return owner == null ? own : owner;
    }

    private boolean crosses(String resource) {
        return !account(resource).equals(caller.account());
    }

    private static String word(Effect effect) {
        return switch (effect) {
            case ALLOWED -> "allowed";
            case IMPLICITLY_DENIED -> "implicitDeny";
            case EXPLICITLY_DENIED -> "explicitDeny";
        };
    }

    private List<String> missing() {
        return policies.contextKeys().stream()
                .filter(key -> !given.contains(key) && !keys.contains(key))
                .toList();
    }

    // ---- what the policies of a kind say

    /** The statements that made the result: the ones that allow, or the ones that deny; none of an implicit denial. */
    private List<Statement> matched(Explanation said) {
        Effect effect = said.decision().effect();
        if (effect == Effect.IMPLICITLY_DENIED) {
            return List.of();
        }
        String wanted = effect == Effect.ALLOWED ? "Allow" : "Deny";
        List<Statement> statements = new ArrayList<>();
        add(statements, said, PolicyKind.RESOURCE, wanted);
        add(statements, said, PolicyKind.IDENTITY, wanted);
        if (effect == Effect.EXPLICITLY_DENIED) {
            add(statements, said, PolicyKind.BOUNDARY, wanted);
        }
        return statements;
    }

    private void add(List<Statement> statements, Explanation said, PolicyKind kind, String effect) {
        List<Policy> sources = switch (kind) {
            case RESOURCE -> policies.resource() == null ? List.of() : List.of(policies.resource());
            case BOUNDARY -> policies.boundary();
            default -> policies.identity();
        };
        List<PolicyTrace> traces = traces(said, kind);
        for (int i = 0; i < traces.size(); i++) {
            List<StatementSpan> spans = sources.get(i).document().spans();
            for (Explanation.Statement statement : traces.get(i).statements()) {
                if (statement.applies() && statement.effect().equals(effect)) {
                    StatementSpan span = spans.get(statement.index());
                    statements.add(Statement.builder()
                            .sourcePolicyId(traces.get(i).policyId())
                            .sourcePolicyType(kind == PolicyKind.RESOURCE ? "Resource Policy" : "IAM Policy")
                            .startPosition(new Position(span.startLine(), span.startColumn()))
                            .endPosition(new Position(span.endLine(), span.endColumn()))
                            .build());
                }
            }
        }
    }

    private static List<PolicyTrace> traces(Explanation said, PolicyKind kind) {
        return said.policies().stream().filter(trace -> trace.kind() == kind).toList();
    }

    private @Nullable PermissionsBoundaryDecisionDetail boundary(Explanation said) {
        return policies.boundary().isEmpty()
                ? null
                : new PermissionsBoundaryDecisionDetail(allows(traces(said, PolicyKind.BOUNDARY)));
    }

    private @Nullable OrganizationsDecisionDetail organizations(Explanation said) {
        if (policies.scps().isEmpty()) {
            return null;
        }
        List<PolicyTrace> all = traces(said, PolicyKind.SCP);
        boolean allowed = policies.scps().stream()
                .allMatch(level -> allows(all.stream()
                        .filter(trace -> level.name().equals(trace.level()))
                        .toList()));
        return new OrganizationsDecisionDetail(allowed);
    }

    private static boolean allows(List<PolicyTrace> traces) {
        return result(traces).equals("allowed");
    }

    private static String result(List<PolicyTrace> traces) {
        boolean denied = traces.stream().anyMatch(trace -> trace.outcome().equals("deny"));
        boolean allowed = traces.stream().anyMatch(trace -> trace.outcome().equals("allow"));
        return denied ? "explicitDeny" : allowed ? "allowed" : "implicitDeny";
    }

    /** How each kind of policy contributes to what is decided across accounts. */
    private Map<String, String> details(Explanation said) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("IAM Policy", result(traces(said, PolicyKind.IDENTITY)));
        details.put("Resource Policy", result(traces(said, PolicyKind.RESOURCE)));
        return details;
    }
}
