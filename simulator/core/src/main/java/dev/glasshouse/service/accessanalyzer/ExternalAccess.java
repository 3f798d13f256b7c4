package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.call.SharedResources.SharedResource;
import dev.glasshouse.call.SharedResources.Way;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyDocuments;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PublicPolicy;
import dev.glasshouse.policy.StatementView;
import dev.glasshouse.policy.reach.AccessSet;
import dev.glasshouse.policy.reach.Callers;
import dev.glasshouse.policy.reach.PublicAccess;
import dev.glasshouse.service.accessanalyzer.FindingRow.Facts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who outside of the zone of trust has access to a resource, by each way in which it is shared. A principal that an Allow
 * statement names has a finding when some request of it is allowed, Deny statements and conditions counted; what is not
 * known counts as allowed.
 */
final class ExternalAccess {

    private static final PolicyDocuments DOCUMENTS = new PolicyDocuments();
    private static final List<String> KINDS = List.of("AWS", "Federated", "CanonicalUser");

    private final Zone zone;

    ExternalAccess(Zone zone) {
        this.zone = zone;
    }

    /**
     * The findings of a resource that is thought of.
     *
     * @throws IllegalArgumentException if one of its policies is none
     */
    List<Facts> ofReadable(SharedResource resource) {
        for (Way way : resource.ways()) {
            String reason = DOCUMENTS.get(way.policy(), way.type()).unreadableReason();
            if (reason != null) {
                throw new IllegalArgumentException(reason);
            }
        }
        return of(resource);
    }

    /** The findings of a resource, each once. */
    List<Facts> of(SharedResource resource) {
        Map<String, Facts> all = new LinkedHashMap<>();
        for (Way way : resource.ways()) {
            PolicyDocument policy = DOCUMENTS.get(way.policy(), way.type());
            if (way.publicBlocked() && PublicPolicy.isPublic(policy)) {
                continue;
            }
            for (StatementView statement : policy.views()) {
                if (statement.allow() && !statement.notPrincipal()) {
                    found(resource, way, policy, statement)
                            .forEach(facts -> all.merge(facts.identity(), facts, ExternalAccess::together));
                }
            }
        }
        return List.copyOf(all.values());
    }

    private static Facts together(Facts one, Facts other) {
        Set<String> actions = new LinkedHashSet<>(one.action());
        actions.addAll(other.action());
        return new Facts(
                one.type(),
                one.resource(),
                one.resourceType(),
                one.account(),
                one.principal(),
                List.copyOf(actions),
                one.condition(),
                one.isPublic() || other.isPublic(),
                one.source(),
                one.accessPoint(),
                null,
                null,
                List.of());
    }

    private List<Facts> found(SharedResource resource, Way way, PolicyDocument policy, StatementView statement) {
        List<Facts> found = new ArrayList<>();
        if (statement.namesEveryone()) {
            boolean open = !PublicAccess.find(policy, statement.index()).isNone();
            if (open || reaches(policy, statement, Callers.strangers())) {
                found.add(facts(resource, way, statement, "AWS", "*", open));
            }
            return found;
        }
        for (String kind : KINDS) {
            for (String value : statement.principals(kind)) {
                if (outside(kind, value) && reaches(policy, statement, Callers.named(kind, value))) {
                    found.add(facts(resource, way, statement, kind, shown(value), false));
                }
            }
        }
        return found;
    }

    private boolean reaches(PolicyDocument policy, StatementView statement, List<PolicyPrincipal> callers) {
        return !AccessSet.ofResource(policy)
                .only(statement.index())
                .question()
                .among(callers)
                .keys(zone::mayBeOutside)
                .find()
                .isNone();
    }

    private boolean outside(String kind, String value) {
        if (!kind.equals("AWS")) {
            return true;
        }
        String account = value.startsWith("arn:") ? account(value) : value;
        // a unique id is what is left of an identity that is gone
        return account.length() == 12 && !zone.has(account);
    }

    private static String account(String arn) {
        String[] fields = arn.split(":", 6);
        return fields.length < 6 ? "" : fields[4];
    }

    /** An account is told by its number. */
    private static String shown(String value) {
        return value.startsWith("arn:") && value.endsWith(":root") ? account(value) : value;
    }

    private static Facts facts(
            SharedResource resource, Way way, StatementView statement, String kind, String who, boolean open) {
        Map<String, String> condition = new LinkedHashMap<>();
        statement
                .conditions()
                .forEach(line -> condition.merge(
                        line.key(), String.join(",", line.values()), (one, other) -> one + "," + other));
        return new Facts(
                "ExternalAccess",
                resource.arn(),
                resource.type(),
                resource.account(),
                Map.of(kind, who),
                statement.notAction() ? List.of("*") : statement.actions(),
                condition,
                open,
                resource.type().equals("AWS::S3::Bucket") ? way.source() : null,
                way.accessPoint(),
                null,
                null,
                List.of());
    }
}
