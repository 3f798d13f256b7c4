package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.ReplicationConfiguration;
import dev.glasshouse.api.s3.ReplicationRule;
import dev.glasshouse.api.s3.ReplicationRuleFilter;
import dev.glasshouse.api.s3.SourceSelectionCriteria;
import dev.glasshouse.api.s3.Tag;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.PolicyPrincipal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of a replication configuration as S3 accepts them; where they lead to is held against {@link
 * ReplicationDestinations}. Rules with filters are of the second schema, which says more. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html">Replication configuration
 * file elements</a>.
 */
final class ReplicationRules {

    private static final int MOST_RULES = 1000;
    private static final int LONGEST_ID = 255;
    private static final String SCHEMA =
            " for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more"
                    + " information.";

    private final WriteCall call;
    private final String bucket;
    private final boolean filtered;
    private final Set<String> ids = new HashSet<>();
    private final Set<Integer> priorities = new HashSet<>();

    private ReplicationRules(WriteCall call, String bucket, boolean filtered) {
        this.call = call;
        this.bucket = bucket;
        this.filtered = filtered;
    }

    /** The rules, each with an id. */
    static List<ReplicationRule> checked(WriteCall call, String bucket, ReplicationConfiguration asked) {
        if (asked.rules().isEmpty() || asked.rules().size() > MOST_RULES) {
            throw S3Errors.malformedXml();
        }
        requireRole(asked.role());
        boolean filtered = asked.rules().stream().allMatch(rule -> rule.filter() != null);
        ReplicationRules checks = new ReplicationRules(call, bucket, filtered);
        List<ReplicationRule> rules = new ArrayList<>();
        for (ReplicationRule rule : asked.rules()) {
            rules.add(checks.checked(rule));
        }
        ReplicationDestinations.requireThere(call, rules);
        return rules;
    }

    /** The role must look like one; that it is there is not looked at. */
    private static void requireRole(String role) {
        String[] parts = role.split(":", 6);
        boolean ofIam = parts.length == 6
                && parts[0].equals("arn")
                && parts[1].equals("aws")
                && parts[2].equals("iam")
                && parts[3].isEmpty()
                && PolicyPrincipal.isAccount(parts[4])
                && !parts[5].isEmpty();
        if (!ofIam) {
            throw S3Errors.invalidArgument("Invalid Role specified in replication configuration", "Role", role);
        }
        if (!parts[5].startsWith("role/") || parts[5].length() == "role/".length()) {
            throw S3Errors.invalidArgument("The relative id should start with role", "Role", role);
        }
    }

    private ReplicationRule checked(ReplicationRule rule) {
        if (rule.existingObjectReplication() != null) {
            // S3 has given it up
            throw S3Errors.malformedXml();
        }
        requireFilter(rule);
        requireSchema("Priority", rule.priority() != null);
        requireSchema("DeleteMarkerReplication", rule.deleteMarkerReplication() != null);
        String id = id(rule);
        requirePriority(rule);
        requireMarkers(rule);
        SourceSelectionCriteria criteria = rule.sourceSelectionCriteria();
        if (criteria != null
                && Predicates.count(criteria.sseKmsEncryptedObjects(), criteria.replicaModifications()) == 0) {
            throw S3Errors.invalidRequest("SourceSelectionCriteria cannot be empty.");
        }
        boolean encrypted = criteria != null && criteria.sseKmsEncryptedObjects() != null;
        ReplicationDestinations.require(bucket, rule.destination(), encrypted);
        return rule.toBuilder().id(id).build();
    }

    private void requireSchema(String element, boolean given) {
        if (given != filtered) {
            throw S3Errors.invalidRequest(element + (filtered ? " must be specified" : " cannot be used") + SCHEMA);
        }
    }

    private String id(ReplicationRule rule) {
        String id = rule.id() == null || rule.id().isEmpty() ? RuleIds.next(call, "s3.replication", bucket) : rule.id();
        if (id.length() > LONGEST_ID) {
            throw S3Errors.invalidArgument("Rule Id cannot be greater than 255", "ID", id);
        }
        if (!ids.add(id)) {
            throw S3Errors.invalidArgument("Rule Id must be unique", "ID", id);
        }
        return id;
    }

    private void requirePriority(ReplicationRule rule) {
        Integer priority = rule.priority();
        if (priority == null) {
            return;
        }
        if (priority < 0) {
            throw S3Errors.invalidRequest("Priority must be between 0 and 2147483647.");
        }
        if (!priorities.add(priority)) {
            throw S3Errors.invalidRequest("Found duplicate priority " + priority + ".");
        }
    }

    private static void requireFilter(ReplicationRule rule) {
        ReplicationRuleFilter filter = rule.filter();
        if ((filter == null) == (rule.prefix() == null)) {
            throw S3Errors.malformedXml();
        }
        if (filter == null) {
            return;
        }
        List<Tag> tags = tags(filter);
        boolean malformed = Predicates.count(filter.prefix(), filter.tag(), filter.and()) > 1
                || filter.and() != null
                        && tags.size() + Predicates.count(filter.and().prefix()) < 2;
        if (malformed) {
            throw S3Errors.malformedXml();
        }
        if (Predicates.repeated(tags) != null) {
            throw S3Errors.invalidRequest("Duplicate Tag Keys are not allowed.");
        }
    }

    private static List<Tag> tags(ReplicationRuleFilter filter) {
        if (filter.tag() != null) {
            return List.of(filter.tag());
        }
        return filter.and() == null ? List.of() : Records.list(filter.and().tags());
    }

    private static void requireMarkers(ReplicationRule rule) {
        boolean markers = rule.deleteMarkerReplication() != null
                && "Enabled".equals(rule.deleteMarkerReplication().status());
        if (markers && rule.filter() != null && !tags(rule.filter()).isEmpty()) {
            throw S3Errors.invalidRequest("Delete marker replication is not supported if any Tag filter is specified."
                    + " Please refer to S3 Developer Guide for more information.");
        }
    }
}
