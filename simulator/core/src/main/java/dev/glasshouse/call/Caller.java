package dev.glasshouse.call;

import dev.glasshouse.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a call.
 *
 * @param kind what kind of principal
 * @param account its account id; an empty text for services and anonymous callers
 * @param arn its ARN as {@code GetCallerIdentity} shows it; an empty text for services and anonymous callers
 * @param principalId its unique id: {@code AIDA...}, {@code AROA...:session}, the account id for root
 * @param name the user's name, the role's name, or the service principal such as {@code s3.amazonaws.com}
 * @param path the path of the user, or of the role behind a session
 * @param accessKeyId the key that signed the call, or null
 * @param session the session that temporary credentials stand for, or null
 * @param tags the tags of the user or role, with those of the session laid over them
 * @param vantage from where it calls
 */
public record Caller(
        Kind kind,
        String account,
        String arn,
        String principalId,
        String name,
        String path,
        @Nullable String accessKeyId,
        @Nullable Session session,
        Map<String, String> tags,
        Vantage vantage) {

    /** The kinds of principal. */
    public enum Kind {
        ANONYMOUS,
        ROOT,
        USER,
        ROLE,
        FEDERATED_USER,
        SERVICE,
        /** A user of an OpenID Connect provider who brings a token and has no credentials of AWS. */
        WEB_IDENTITY,
        /** A user of a SAML provider who brings an assertion and has no credentials of AWS. */
        SAML
    }

    /**
     * What an identity provider said of somebody.
     *
     * @param provider the provider's ARN, or its domain where AWS knows it by itself
     * @param keys the condition keys that the provider's claims give, such as {@code accounts.google.com:sub}
     * @param web whether it came in a web identity token
     */
    public record Federation(String provider, Map<String, List<String>> keys, boolean web) {
        public Federation {
            keys = Map.copyOf(keys);
        }
    }

    /**
     * A session of temporary credentials.
     *
     * @param issuerArn the ARN of the role, or of the user or root that asked for the session
     * @param issuerId the unique id of the issuer
     * @param name the session's name; an empty text for {@code GetSessionToken}
     * @param issued when it was issued, in the sandbox's time
     * @param expires when it ends
     * @param mfa whether it was issued with a second factor
     * @param policies the session policies; empty where there are none
     * @param transitiveTags the keys of the session tags that go along when roles are chained
     * @param sourceIdentity the source identity that was set, or null
     * @param chained whether a role session issued it
     * @param federation what an identity provider said when the session began, or null
     * @param assumedRoot whether it is a session of root that another account took for one task
     * @param workload what the credentials were handed to
     */
    public record Session(
            String issuerArn,
            String issuerId,
            String name,
            Instant issued,
            Instant expires,
            boolean mfa,
            List<Policy> policies,
            Set<String> transitiveTags,
            @Nullable String sourceIdentity,
            boolean chained,
            @Nullable Federation federation,
            boolean assumedRoot,
            Workload workload) {

        /** A session without a provider. */
        public Session(
                String issuerArn,
                String issuerId,
                String name,
                Instant issued,
                Instant expires,
                boolean mfa,
                List<Policy> policies,
                Set<String> transitiveTags,
                @Nullable String sourceIdentity,
                boolean chained) {
            this(
                    issuerArn,
                    issuerId,
                    name,
                    issued,
                    expires,
                    mfa,
                    policies,
                    transitiveTags,
                    sourceIdentity,
                    chained,
                    null,
                    false,
                    Workload.NONE);
        }

        public Session {
            policies = List.copyOf(policies);
            transitiveTags = Set.copyOf(transitiveTags);
        }
    }

    public Caller {
        tags = Map.copyOf(tags);
    }

    /** A caller without credentials. */
    public static Caller anonymous(Vantage vantage) {
        return new Caller(Kind.ANONYMOUS, "", "", "anonymous", "", "/", null, null, Map.of(), vantage);
    }

    /**
     * A user of an identity provider, as its token has proved.
     *
     * @param principalId the provider and who the user is there, as the trail writes it
     * @param name who the user is at the provider
     */
    public static Caller federated(Kind kind, Federation federation, String principalId, String name, Vantage vantage) {
        Session session = new Session(
                "",
                "",
                name,
                Instant.EPOCH,
                Instant.MAX,
                false,
                List.of(),
                Set.of(),
                null,
                false,
                federation,
                false,
                Workload.NONE);
        return new Caller(kind, "", federation.provider(), principalId, name, "/", null, session, Map.of(), vantage);
    }

    /** An AWS service that calls for itself. */
    public static Caller service(String principal) {
        return new Caller(
                Kind.SERVICE,
                "",
                "",
                principal,
                principal,
                "/",
                null,
                null,
                Map.of(),
                new Vantage(principal, null, null));
    }

    /** The root user of an account. */
    public static Caller root(String account, @Nullable String accessKeyId, Vantage vantage) {
        return new Caller(
                Kind.ROOT,
                account,
                "arn:aws:iam::" + account + ":root",
                account,
                "root",
                "/",
                accessKeyId,
                null,
                Map.of(),
                vantage);
    }

    /** The same caller seen from another vantage. */
    public Caller at(Vantage other) {
        return new Caller(kind, account, arn, principalId, name, path, accessKeyId, session, tags, other);
    }

    public boolean isAnonymous() {
        return kind == Kind.ANONYMOUS;
    }

    /**
     * The ARN of the principal that owns the permissions: the role of a role session, the user or root else. This is
     * {@code aws:PrincipalArn}.
     */
    public String principalArn() {
        return kind == Kind.ROLE && session != null ? session.issuerArn() : arn;
    }
}
