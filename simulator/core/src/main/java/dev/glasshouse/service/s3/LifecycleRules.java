package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.LifecycleRule;
import dev.glasshouse.api.s3.LifecycleRuleAndOperator;
import dev.glasshouse.api.s3.LifecycleRuleFilter;
import dev.glasshouse.api.s3.Tag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a lifecycle configuration as S3 accepts them; what they do is held against {@link LifecycleActions}. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html">Lifecycle configuration
 * elements</a>.
 */
final class LifecycleRules {

    private static final int MOST_RULES = 1000;
    private static final int LONGEST_ID = 255;
    private static final int LONGEST_TAG_KEY = 128;
    private static final int LONGEST_TAG_VALUE = 256;
    private static final long LARGEST = 1_099_511_627_776_000L;

    private LifecycleRules() {}

    /** The rules, each with an id. */
    static List<LifecycleRule> checked(List<LifecycleRule> rules, Supplier<String> newId) {
        if (rules.isEmpty() || rules.size() > MOST_RULES) {
            throw S3Errors.malformedXml();
        }
        Set<String> ids = new HashSet<>();
        List<LifecycleRule> checked = new ArrayList<>();
        for (LifecycleRule rule : rules) {
            String id = rule.id() == null || rule.id().isEmpty() ? newId.get() : rule.id();
            if (id.length() > LONGEST_ID) {
                throw S3Errors.invalidArgument("ID length should not exceed allowed limit of 255", "ID", id);
            }
            if (!ids.add(id)) {
                throw S3Errors.invalidArgument(
                        "Rule ID must be unique. Found same ID for more than one rule", "ID", id);
            }
            requireFilter(rule);
            LifecycleActions.require(rule);
            checked.add(rule.toBuilder().id(id).build());
        }
        requireOneForm(rules);
        requireApart(rules);
        return checked;
    }

    /** Rules have filters, or all of them the prefixes of the configurations of old. */
    private static void requireOneForm(List<LifecycleRule> rules) {
        boolean filters = rules.get(0).filter() != null;
        for (LifecycleRule rule : rules) {
            if (filters != (rule.filter() != null)) {
                throw S3Errors.invalidRequest(
                        filters
                                ? "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the"
                                        + " Filter."
                                : "Filter element can only be used in Lifecycle V2.");
            }
            boolean newer = rule.noncurrentVersionExpiration() != null
                            && rule.noncurrentVersionExpiration().newerNoncurrentVersions() != null
                    || Records.list(rule.noncurrentVersionTransitions()).stream()
                            .anyMatch(transition -> transition.newerNoncurrentVersions() != null);
            if (!filters && newer) {
                throw S3Errors.invalidRequest("NewerNoncurrentVersions element can only be used in Lifecycle V2.");
            }
        }
    }

    /** Without filters no two rules may do the same to one key. */
    private static void requireApart(List<LifecycleRule> rules) {
        if (rules.get(0).filter() != null) {
            return;
        }
        Map<String, PrefixSet> taken = new LinkedHashMap<>();
        for (LifecycleRule rule : rules) {
            String prefix = String.valueOf(rule.prefix());
            for (String action : LifecycleActions.names(rule)) {
                String other =
                        taken.computeIfAbsent(action, kind -> new PrefixSet()).add(prefix);
                if (other != null) {
                    throw S3Errors.invalidRequest("Found overlapping prefixes '" + other + "' and '" + prefix
                            + "' for same action type '" + action + "'");
                }
            }
        }
    }

    private static void requireFilter(LifecycleRule rule) {
        LifecycleRuleFilter filter = rule.filter();
        if ((filter == null) == (rule.prefix() == null)) {
            throw S3Errors.malformedXml();
        }
        if (filter == null) {
            return;
        }
        LifecycleRuleAndOperator and = filter.and();
        List<Tag> tags = and == null ? List.of() : Records.list(and.tags());
        boolean malformed = Predicates.count(
                                filter.prefix(),
                                filter.tag(),
                                filter.objectSizeGreaterThan(),
                                filter.objectSizeLessThan(),
                                and)
                        > 1
                || and != null
                        && Predicates.count(and.prefix(), and.objectSizeGreaterThan(), and.objectSizeLessThan())
                                        + tags.size()
                                < 2;
        if (malformed) {
            throw S3Errors.malformedXml();
        }
        if (Predicates.repeated(tags) != null) {
            throw S3Errors.invalidRequest("Duplicate Tag Keys are not allowed.");
        }
        tags.forEach(LifecycleRules::requireTag);
        if (filter.tag() != null) {
            requireTag(filter.tag());
        }
        Long above = and == null ? filter.objectSizeGreaterThan() : and.objectSizeGreaterThan();
        Long below = and == null ? filter.objectSizeLessThan() : and.objectSizeLessThan();
        requireSizes(above, below);
        if (filter.tag() != null || !tags.isEmpty()) {
            requireForAll(rule, "Tags");
        }
        if (above != null || below != null) {
            requireForAll(rule, "Object Size");
        }
    }

    private static void requireTag(Tag tag) {
        if (tag.key().isEmpty() || tag.key().length() > LONGEST_TAG_KEY) {
            throw S3Errors.invalidRequest("A Tag's Key must be a length between 1 and 128.");
        }
        if (tag.value().length() > LONGEST_TAG_VALUE) {
            throw S3Errors.invalidRequest("A Tag's Value must be a length between 0 and 256.");
        }
    }

    private static void requireSizes(@Nullable Long above, @Nullable Long below) {
        requireSize("ObjectSizeGreaterThan", above, 0);
        requireSize("ObjectSizeLessThan", below, 1);
        if (above != null && below != null && below <= above) {
            throw S3Errors.invalidRequest(
                    "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.");
        }
    }

    private static void requireSize(String name, @Nullable Long size, long least) {
        if (size != null && (size < least || size > LARGEST)) {
            throw S3Errors.invalidRequest("'" + name + "' should be between " + least + " and " + LARGEST + ".");
        }
    }

    /** Uploads and delete markers have neither tags nor a size. */
    private static void requireForAll(LifecycleRule rule, String what) {
        if (rule.abortIncompleteMultipartUpload() != null) {
            throw S3Errors.invalidRequest("AbortIncompleteMultipartUpload cannot be specified with " + what + ".");
        }
        if (rule.expiration() != null && rule.expiration().expiredObjectDeleteMarker() != null) {
            throw S3Errors.invalidRequest("ExpiredObjectDeleteMarker cannot be specified with " + what + ".");
        }
    }
}
