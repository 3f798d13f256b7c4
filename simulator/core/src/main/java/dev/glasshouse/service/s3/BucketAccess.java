package dev.glasshouse.service.s3;

import dev.glasshouse.sandbox.RecordCodec;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import dev.glasshouse.sandbox.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may reach a bucket, and at whose cost, beside its policy and its Block Public Access. Most buckets have no such row:
 * their owner alone has rights by ACL, pays, and no page of another site may read them.
 *
 * @param acl its access control list; null where its owner alone has rights
 * @param requesterPays whether requesters of other accounts must say that they pay
 * @param cors which pages of other sites may read it; null where there is no configuration
 */
record BucketAccess(
        @Nullable Acl acl, boolean requesterPays, @Nullable List<CorsRule> cors) {

    static final Table<String, BucketAccess> TABLE =
            Table.ofText("s3", "bucketAccess", RecordCodec.of(BucketAccess.class));

    private static final BucketAccess USUAL = new BucketAccess(null, false, null);

    /**
     * One rule of a CORS configuration.
     *
     * @param id its name, or null
     * @param maxAgeSeconds how long a browser may remember the answer to a preflight request, or null
     */
    record CorsRule(
            @Nullable String id,
            @Nullable List<String> allowedHeaders,
            List<String> allowedMethods,
            List<String> allowedOrigins,
            @Nullable List<String> exposeHeaders,
            @Nullable Integer maxAgeSeconds) {

        CorsRule {
            allowedHeaders = allowedHeaders == null ? null : List.copyOf(allowedHeaders);
            allowedMethods = List.copyOf(allowedMethods);
            allowedOrigins = List.copyOf(allowedOrigins);
            exposeHeaders = exposeHeaders == null ? null : List.copyOf(exposeHeaders);
        }
    }

    BucketAccess {
        cors = cors == null ? null : List.copyOf(cors);
    }

    static BucketAccess of(StateReader state, String bucket) {
        return state.get(TABLE, Scope.SANDBOX, bucket).orElse(USUAL);
    }

    void put(Transaction tx, String bucket) {
        if (equals(USUAL)) {
            tx.remove(TABLE, Scope.SANDBOX, bucket);
        } else {
            tx.put(TABLE, Scope.SANDBOX, bucket, this);
        }
    }

    BucketAccess withAcl(@Nullable Acl other) {
        return new BucketAccess(other, requesterPays, cors);
    }

    BucketAccess withRequesterPays(boolean other) {
        return new BucketAccess(acl, other, cors);
    }

    BucketAccess withCors(@Nullable List<CorsRule> other) {
        return new BucketAccess(acl, requesterPays, other);
    }

    /** The bucket's list as it counts: where ACLs are disabled, its owner's full control. */
    static Acl acl(StateReader state, BucketRow bucket) {
        Acl acl = of(state, bucket.name()).acl();
        return acl == null || Ownership.disablesAcls(bucket) ? Acl.ofOwner(bucket.account()) : acl;
    }
}
