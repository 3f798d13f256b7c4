package dev.glasshouse.service.sts;

import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Vantage;
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
        boolean assumedRoot) {

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
                false);
    }

    SessionRow withPolicies(SessionPolicies.Chosen chosen) {
        return new SessionRow(
                kind,
                account,
                principal,
                issuerArn,
                issuerId,
                path,
                name,
                issued,
                expires,
                chosen.inline(),
                chosen.arns(),
                tags,
                transitive,
                sourceIdentity,
                chained,
                vantage,
                mfa,
                federation,
                assumedRoot);
    }

    SessionRow withTags(Map<String, String> all, List<String> handedOn) {
        return new SessionRow(
                kind,
                account,
                principal,
                issuerArn,
                issuerId,
                path,
                name,
                issued,
                expires,
                policy,
                policyArns,
                all,
                handedOn,
                sourceIdentity,
                chained,
                vantage,
                mfa,
                federation,
                assumedRoot);
    }

    /** This session with how it came about. */
    SessionRow withOrigin(
            @Nullable String identity, boolean fromRole, boolean factor, Caller.@Nullable Federation provider) {
        return new SessionRow(
                kind,
                account,
                principal,
                issuerArn,
                issuerId,
                path,
                name,
                issued,
                expires,
                policy,
                policyArns,
                tags,
                transitive,
                identity,
                fromRole,
                vantage,
                factor,
                provider,
                assumedRoot);
    }

    SessionRow asAssumedRoot() {
        return new SessionRow(
                kind,
                account,
                principal,
                issuerArn,
                issuerId,
                path,
                name,
                issued,
                expires,
                policy,
                policyArns,
                tags,
                transitive,
                sourceIdentity,
                chained,
                vantage,
                mfa,
                federation,
                true);
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
