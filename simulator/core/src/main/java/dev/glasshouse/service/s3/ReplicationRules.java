package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.Destination;
import dev.glasshouse.api.s3.ReplicationConfiguration;
import dev.glasshouse.api.s3.ReplicationRule;
import dev.glasshouse.api.s3.ReplicationRuleFilter;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a replication configuration as S3 accepts them. A rule with a filter is of the second schema, which says more.
 * See <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html">Replication configuration
 * file elements</a>.
 */
final class ReplicationRules {

    private static final int MOST_RULES = 1000;
    private static final int LONGEST_ID = 255;
    private static final int MINUTES = 15;
    private static final String BUCKETS = "arn:aws:s3:::";

    private ReplicationRules() {}

    /** The rules, each with an id. */
    static List<ReplicationRule> checked(WriteCall call, String bucket, ReplicationConfiguration asked) {
        if (asked.rules().isEmpty() || asked.rules().size() > MOST_RULES) {
            throw S3Errors.malformedXml();
        }
        requireRole(asked.role());
        Set<String> ids = new HashSet<>();
        List<ReplicationRule> rules = new ArrayList<>();
        for (ReplicationRule rule : asked.rules()) {
            String id =
                    rule.id() == null || rule.id().isEmpty() ? RuleIds.next(call, "s3.replication", bucket) : rule.id();
            if (id.length() > LONGEST_ID) {
                throw S3Errors.invalidArgument("ID length should not exceed allowed limit of 255", "ID", id);
            }
            if (!ids.add(id)) {
                throw S3Errors.invalidArgument(
                        "Rule ID must be unique. Found same ID for more than one rule", "ID", id);
            }
            requireSchema(rule);
            requireEncryption(rule);
            requireDestination(call, rule.destination());
            rules.add(rule.toBuilder().id(id).build());
        }
        return rules;
    }

    private static void requireRole(String role) {
        String[] parts = role.split(":", 6);
        boolean named = parts.length == 6
                && parts[0].equals("arn")
                && parts[2].equals("iam")
                && parts[5].startsWith("role/")
                && parts[5].length() > "role/".length();
        if (!named) {
            throw S3Errors.invalidArgument("Invalid Role specified in replication configuration", "Role", role);
        }
    }

    private static void requireSchema(ReplicationRule rule) {
        ReplicationRuleFilter filter = rule.filter();
        if (filter == null) {
            if (rule.prefix() == null) {
                throw S3Errors.malformedXml();
            }
            return;
        }
        long members = Stream.of(filter.prefix(), filter.tag(), filter.and())
                .filter(Objects::nonNull)
                .count();
        if (rule.prefix() != null || members > 1 || rule.priority() != null && rule.priority() < 0) {
            throw S3Errors.malformedXml();
        }
        if (rule.deleteMarkerReplication() == null) {
            throw unspecified("DeleteMarkerReplication");
        }
        if (rule.priority() == null) {
            throw unspecified("Priority");
        }
        boolean tagged = filter.tag() != null
                || filter.and() != null
                        && !Records.list(filter.and().tags()).isEmpty();
        if (tagged && "Enabled".equals(rule.deleteMarkerReplication().status())) {
            throw S3Errors.invalidRequest("Delete marker replication is not supported if any Tag filter is specified."
                    + " Please refer to S3 Developer Guide for more information.");
        }
    }

    private static RuntimeException unspecified(String element) {
        return S3Errors.invalidRequest(element + " must be specified for this version of Cross Region Replication"
                + " configuration schema. Please refer to S3 Developer Guide for more information.");
    }

    /** A rule that copies what KMS encrypts says with which key, and the other way round. */
    private static void requireEncryption(ReplicationRule rule) {
        boolean encrypted = rule.sourceSelectionCriteria() != null
                && rule.sourceSelectionCriteria().sseKmsEncryptedObjects() != null
                && "Enabled"
                        .equals(rule.sourceSelectionCriteria()
                                .sseKmsEncryptedObjects()
                                .status());
        boolean key = rule.destination().encryptionConfiguration() != null;
        if (encrypted && !key) {
            throw S3Errors.invalidRequest(
                    "ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.");
        }
        if (key && !encrypted) {
            throw S3Errors.invalidRequest(
                    "SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.");
        }
    }

    private static void requireDestination(WriteCall call, Destination destination) {
        String arn = destination.bucket();
        if (!arn.startsWith(BUCKETS)) {
            throw S3Errors.invalidArgument("Invalid bucket ARN", "Bucket", arn);
        }
        boolean timed = destination.replicationTime() != null
                && "Enabled".equals(destination.replicationTime().status());
        if (timed && destination.metrics() == null) {
            throw S3Errors.invalidRequest(
                    "Replication destination must contain both ReplicationTime and Metrics or neither.");
        }
        requireMinutes(
                destination.replicationTime() == null
                                || destination.replicationTime().time() == null
                        ? null
                        : destination.replicationTime().time().minutes());
        requireMinutes(
                destination.metrics() == null || destination.metrics().eventThreshold() == null
                        ? null
                        : destination.metrics().eventThreshold().minutes());
        boolean versioned = call.state()
                .get(Buckets.TABLE, Scope.SANDBOX, arn.substring(BUCKETS.length()))
                .filter(row -> row.versioning().enabled())
                .isPresent();
        if (!versioned) {
            throw S3Errors.invalidRequest("Destination bucket must have versioning enabled.");
        }
    }

    private static void requireMinutes(@Nullable Integer minutes) {
        if (minutes != null && minutes != MINUTES) {
            throw S3Errors.malformedXml();
        }
    }
}
