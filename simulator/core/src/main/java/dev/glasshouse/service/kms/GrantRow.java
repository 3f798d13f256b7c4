package dev.glasshouse.service.kms;

import dev.glasshouse.call.CallSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A grant.
 *
 * @param id 64 hexadecimal digits
 * @param keyId the key that it lets be used
 * @param name its name, or null
 * @param created when it was made
 * @param grantee who may use the key: an ARN or a service principal
 * @param granteeId the unique id of a user or role, so that a namesake made later has no right by it; null for others
 * @param toService whether it was made to a grantee service principal
 * @param retiring who may retire it, or null
 * @param retiringId the unique id of that user or role, or null
 * @param retiredByService whether it was made with a retiring service principal
 * @param issuer the account that made it
 * @param operations what it allows
 * @param equalContext what the encryption context must be; null where that is free
 * @param partOfContext what the encryption context must hold; null where that is free
 * @param sourceArn the resource for which a service must call; null where that is free
 */
record GrantRow(
        String id,
        String keyId,
        @Nullable String name,
        Instant created,
        String grantee,
        @Nullable String granteeId,
        boolean toService,
        @Nullable String retiring,
        @Nullable String retiringId,
        boolean retiredByService,
        String issuer,
        List<String> operations,
        @Nullable Map<String, String> equalContext,
        @Nullable Map<String, String> partOfContext,
        @Nullable String sourceArn) {

    GrantRow {
        operations = List.copyOf(operations);
        equalContext = sorted(equalContext);
        partOfContext = sorted(partOfContext);
    }

    private static @Nullable Map<String, String> sorted(@Nullable Map<String, String> pairs) {
        return pairs == null ? null : java.util.Collections.unmodifiableMap(new TreeMap<>(pairs));
    }

    /** Whether the constraints let an encryption context be used. */
    boolean admits(Map<String, String> context) {
        return (equalContext == null || equalContext.equals(context))
                && (partOfContext == null || context.entrySet().containsAll(partOfContext.entrySet()));
    }

    /** Whether the constraints let the key be used for a resource, or for none where that is null. */
    boolean admits(@Nullable CallSource source) {
        return sourceArn == null || source != null && sourceArn.equals(source.arn());
    }

    /** Whether another grant allows nothing that this one does not. */
    boolean covers(
            List<String> otherOperations,
            @Nullable Map<String, String> otherEqual,
            @Nullable Map<String, String> otherPart,
            @Nullable String otherSource) {
        if (!operations.containsAll(otherOperations)) {
            return false;
        }
        Map<String, String> certain = new TreeMap<>();
        if (otherEqual != null) {
            certain.putAll(otherEqual);
        }
        if (otherPart != null) {
            certain.putAll(otherPart);
        }
        boolean equal = equalContext == null || equalContext.equals(otherEqual);
        boolean source = sourceArn == null || sourceArn.equals(otherSource);
        return equal && source && (partOfContext == null || certain.entrySet().containsAll(partOfContext.entrySet()));
    }

    /** Whether a request with the same name asks for this very grant. */
    boolean same(GrantRow other) {
        return new GrantRow(
                        id,
                        keyId,
                        other.name,
                        created,
                        other.grantee,
                        other.granteeId,
                        other.toService,
                        other.retiring,
                        other.retiringId,
                        other.retiredByService,
                        other.issuer,
                        other.operations,
                        other.equalContext,
                        other.partOfContext,
                        other.sourceArn)
                .equals(this);
    }
}
