package dev.glasshouse.service.sts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Vantage;
import dev.glasshouse.call.Workload;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A session of temporary credentials. The key id shown derives from the row's handle and the sandbox.
 *
 * @param kind of whom
 * @param account whose
 * @param principal the name of the role, user or federated user; {@code root} for root
 * @param issuerArn the ARN of the role, user or root that the permissions come from
 * @param issuerId its unique id, or the account for root
 * @param path the path of the role or user
 * @param name the session's name; empty for {@code GetSessionToken}
 * @param issued when it began
 * @param expires when it ends
 * @param policy the inline session policy, or null
 * @param policyArns managed session policies
 * @param tags the session tags
 * @param transitive the keys of those that go along when roles are chained, in small letters
 * @param sourceIdentity the source identity, or null
 * @param chained whether a role session asked for it
 * @param vantage from where it was asked for, which is where it calls from unless something else is set
 * @param mfa whether a second factor was shown
 * @param federation what an identity provider said, or null
 * @param assumedRoot whether it is root's session for one task
 * @param workload what its credentials were handed to
 */
record SessionRow(
        Kind kind,
        String account,
        String principal,
        String issuerArn,
        String issuerId,
        String path,
        String name,
        Instant issued,
        Instant expires,
        @Nullable String policy,
        List<String> policyArns,
        Map<String, String> tags,
        List<String> transitive,
        @Nullable String sourceIdentity,
        boolean chained,
        Vantage vantage,
        boolean mfa,
        Caller.@Nullable Federation federation,
        boolean assumedRoot,
        Workload workload) {

    /** Of whom a session is. */
    enum Kind {
        ROLE,
        USER,
        ROOT,
        FEDERATED
    }

    /**
     * Who a session is for.
     *
     * @param name the session's name, or that of the federated user; empty for {@code GetSessionToken}
     */
    record Holder(
            Kind kind, String account, String principal, String issuerArn, String issuerId, String path, String name) {}

    SessionRow {
        policyArns = List.copyOf(policyArns);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        transitive = List.copyOf(transitive);
    }

    /** A session without policies, tags and all else. */
    static SessionRow of(Holder holder, Instant issued, long seconds, Vantage vantage) {
        return new SessionRow(
                holder.kind(),
                holder.account(),
                holder.principal(),
                holder.issuerArn(),
                holder.issuerId(),
                holder.path(),
                holder.name(),
                issued,
                issued.plusSeconds(seconds),
                null,
                List.of(),
                Map.of(),
                List.of(),
                null,
                false,
                vantage,
                false,
                null,
                false,
                Workload.NONE);
    }

    /** Version 3 tells what the credentials were handed to. */
    static ObjectNode withWorkload(ObjectNode stored) {
        ObjectNode none = stored.putObject("workload");
        none.put("kind", "").put("arn", "").putObject("keys");
        return stored;
    }

    /** What may differ from a session that has just begun. */
    private static final class Draft {
        private final SessionRow row;
        private @Nullable String policy;
        private List<String> policyArns;
        private Map<String, String> tags;
        private List<String> transitive;
        private @Nullable String sourceIdentity;
        private boolean chained;
        private boolean mfa;
        private Caller.@Nullable Federation federation;
        private boolean assumedRoot;
        private Workload workload;

        Draft(SessionRow row) {
            this.row = row;
            this.policy = row.policy;
            this.policyArns = row.policyArns;
            this.tags = row.tags;
            this.transitive = row.transitive;
            this.sourceIdentity = row.sourceIdentity;
            this.chained = row.chained;
            this.mfa = row.mfa;
            this.federation = row.federation;
            this.assumedRoot = row.assumedRoot;
            this.workload = row.workload;
        }

        SessionRow done() {
            return new SessionRow(
                    row.kind,
                    row.account,
                    row.principal,
                    row.issuerArn,
                    row.issuerId,
                    row.path,
                    row.name,
                    row.issued,
                    row.expires,
                    policy,
                    policyArns,
                    tags,
                    transitive,
                    sourceIdentity,
                    chained,
                    row.vantage,
                    mfa,
                    federation,
                    assumedRoot,
                    workload);
        }
    }

    SessionRow withPolicies(SessionPolicies.Chosen chosen) {
        Draft draft = new Draft(this);
        draft.policy = chosen.inline();
        draft.policyArns = chosen.arns();
        return draft.done();
    }

    SessionRow withTags(Map<String, String> all, List<String> handedOn) {
        Draft draft = new Draft(this);
        draft.tags = all;
        draft.transitive = handedOn;
        return draft.done();
    }

    /** This session with how it came about. */
    SessionRow withOrigin(
            @Nullable String identity, boolean fromRole, boolean factor, Caller.@Nullable Federation provider) {
        Draft draft = new Draft(this);
        draft.sourceIdentity = identity;
        draft.chained = fromRole;
        draft.mfa = factor;
        draft.federation = provider;
        return draft.done();
    }

    SessionRow asAssumedRoot() {
        Draft draft = new Draft(this);
        draft.assumedRoot = true;
        return draft.done();
    }

    /** This session, whose credentials something got. */
    SessionRow handedTo(Workload some) {
        Draft draft = new Draft(this);
        draft.workload = some;
        return draft.done();
    }

    String arn() {
        return switch (kind) {
            case ROLE -> "arn:aws:sts::" + account + ":assumed-role/" + principal + "/" + name;
            case FEDERATED -> "arn:aws:sts::" + account + ":federated-user/" + principal;
            case USER, ROOT -> issuerArn;
        };
    }

    String principalId() {
        return switch (kind) {
            case ROLE -> issuerId + ":" + name;
            case FEDERATED -> account + ":" + principal;
            case USER, ROOT -> issuerId;
        };
    }
}
